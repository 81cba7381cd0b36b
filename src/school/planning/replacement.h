/// The replacement plan: what comes to its end in which school year, and what a budget leaves undone (P2). Pure.
/// Clauses R1 to R6 are those of docs/policies/repair-or-replace.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace planning {

/// A device that is due, with what waiting would cost.
struct PlanItem {
    std::int64_t device = 0;
    int year = 0;                        // due, when nothing before it waits; 0 is the present school year
    std::int64_t price_cents = 0;
    std::int64_t regret_cents = 0;       // what keeping it costs more in a year than replacing; below zero when it costs less
    int unsupported_from = 1000;         // the first year of the plan at whose end its maker's support is over
    int round = 1;                       // 1 is the device that is there, 2 the one after it ...
};

/// R3: whom the money reaches first.
enum class Order { cost, support };

struct PlanYear {
    std::int64_t due = 0, due_cents = 0;            // that come to their end in this year
    std::int64_t replaced = 0, spent_cents = 0;
    std::int64_t deferred = 0, deferred_cents = 0;  // that wait at the end of the year
    std::int64_t regret_cents = 0;                  // what the waiting of this year costs, where it costs anything
    std::int64_t unsupported = 0;                   // of those that wait, without the maker's support at the end of the year
};

/// Goes through the years: what is due and what waited stand in one order, and each is replaced whose price is still there; what is not spent is lost at the
/// end of the year (R4). The next round of a device is due as many years after the purchase of the one before as lie between the two without a limit,
/// and never in the same year.
std::vector<PlanYear> run_plan(std::vector<PlanItem> items, const std::vector<std::int64_t>& budgets, Order order);
/// The same without a limit: what is due in each year.
std::vector<PlanYear> run_plan(const std::vector<PlanItem>& items, int years);

}  // namespace planning
