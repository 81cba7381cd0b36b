#include "planning/replacement.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace planning {

/// R3: by what waiting costs; or what would be without support first, and then by cost.
static bool before(const PlanItem& left, const PlanItem& right, Order order, int year) {
    const auto rank = [&](const PlanItem& item) {
        const bool bare = order == Order::support && item.unsupported_from <= year;
        return std::tuple(bare ? 0 : 1, -item.regret_cents, item.device);
    };
    return rank(left) < rank(right);
}

static void wait(PlanYear& year, const PlanItem& item, int number) {
    ++year.deferred;
    year.deferred_cents += item.price_cents;
    year.regret_cents += std::max<std::int64_t>(0, item.regret_cents);
    if (item.unsupported_from <= number) ++year.unsupported;
}

std::vector<PlanYear> run_plan(std::vector<PlanItem> items, const std::vector<std::int64_t>& budgets, Order order) {
    std::ranges::sort(items, {}, &PlanItem::year);
    std::vector<PlanYear> plan;
    std::vector<PlanItem> waiting;
    auto next = items.begin();
    for (int number = 0; number < static_cast<int>(budgets.size()); ++number) {
        PlanYear year;
        for (; next != items.end() && next->year <= number; ++next) {
            ++year.due;
            year.due_cents += next->price_cents;
            waiting.push_back(*next);
        }
        std::ranges::sort(waiting, [&](const PlanItem& left, const PlanItem& right) { return before(left, right, order, number); });
        auto left = budgets[static_cast<std::size_t>(number)];
        std::vector<PlanItem> still;
        for (const auto& item : waiting) {
            if (item.price_cents <= left) {
                left -= item.price_cents;
                ++year.replaced;
                year.spent_cents += item.price_cents;
            } else {
                wait(year, item, number);
                still.push_back(item);
            }
        }
        waiting = std::move(still);
        plan.push_back(year);
    }
    return plan;
}

std::vector<PlanYear> run_plan(const std::vector<PlanItem>& items, int years) {
    return run_plan(items, std::vector<std::int64_t>(static_cast<std::size_t>(years), std::numeric_limits<std::int64_t>::max() / 2), Order::cost);
}

}  // namespace planning
