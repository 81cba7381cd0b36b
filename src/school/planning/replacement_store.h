/// The plan as the last count left it. Only for this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "planning/replacement.h"
#include "planning/verdict_store.h"

namespace db {
class Read;
}

namespace planning {

/// Devices of one school, kind and source of money that are due in one school year.
struct PlanCell {
    int school_year = 0;
    std::int64_t school = 0;  // 0: none
    std::string school_name;
    std::string funding_source;
    std::string kind;
    std::int64_t devices = 0;
    std::int64_t price_cents = 0;
    std::int64_t without_price = 0;
};

/// Of one school or one source of money only, when named.
struct PlanScope {
    std::optional<std::int64_t> school;
    std::optional<std::string> funding;
};

struct Plan {
    int first_year = 0;
    Count count;
    std::vector<PlanCell> cells;      // by school, source of money, year and kind
    std::vector<PlanItem> items;      // those with a price: only of these a budget can say anything
    std::int64_t without_price = 0;   // devices that are due and stand in no scenario
    /// Devices that nothing brings to an end. Absent when the scope is a source of money: none pays for what is never due.
    std::optional<std::int64_t> without_end;
};
/// Needs may_plan. Absent until verdicts were made.
std::optional<Plan> load_plan(db::Read& db, const auth::Viewer& viewer, const PlanScope& scope);
/// Every source of money that the plan knows.
std::vector<std::string> plan_funds(db::Read& db, const auth::Viewer& viewer);

}  // namespace planning
