/// The quote for a repair, as a page or a program asks about it. Only for this room.
#pragma once

#include <optional>
#include <string>

#include "planning/verdict_store.h"
#include "planning/verdict_view.h"

namespace planning {

/// What was typed, and what it means: absent when nothing was, or when something is wrong with it.
struct TypedQuote {
    std::string quote, recovered, cause;
    std::optional<Quote> value;
    Problems problems;
};
/// "quote", "recovered" (what others pay) and "cause" ("accident" or anything else).
TypedQuote read_quote(const http::Fields& query);

}  // namespace planning
