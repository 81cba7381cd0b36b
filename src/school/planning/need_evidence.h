/// What the help desk's own records say about a need: how often requests of its kind came, were handed on or had to wait for a skill or an
/// authority, and how many repairs did not mend it (clause 6 of docs/policies/needs.md).
#pragma once

#include "http/call.h"
#include "planning/need.h"

namespace planning {

/// By school, of the category in the last `evidence_days` days; nothing without a category or for those without planning.plan, because the
/// numbers open lists that only they see.
void fill_category_evidence(const http::Call& call, db::Read& db, html::View& view, const Need& need);

constexpr int evidence_days = 365;

}  // namespace planning
