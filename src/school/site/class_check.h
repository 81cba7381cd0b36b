/// Looks at the pages of classes (part 5 of docs/policies/embeds.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "site/class_link.h"

namespace jobs {
class Context;
}

namespace site {

struct DueLink {
    std::string url;
    std::vector<std::int64_t> classes;  // several classes may share a page
};
/// The addresses of current classes whose look is due: never looked at, silent or dead yesterday, or a week ago. With `all`, every one of these
/// schools (none: of all). The longest unseen first; hosts take turns.
std::vector<DueLink> due_links(db::Read& db, base::Day today, base::Instant now, bool all, const std::vector<std::int64_t>& schools);

/// Writes down what was found, if the class still has this address.
void note_look(db::Write& db, const DueLink& link, const http::Fetched& answer, base::Instant now);

}  // namespace site
