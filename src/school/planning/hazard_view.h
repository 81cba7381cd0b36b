/// A table of failures: #failure: iso, on, label, href, component, cause, words, cost, #comebacks: n, #request: id, #not_counted. Only for this room.
#pragma once

#include "planning/hazard_store.h"
#include "planning/verdict_view.h"

namespace planning {

void fill_failure(const http::Call& call, html::View& row, const ToldFailure& told, std::int64_t hour_cents);

}  // namespace planning
