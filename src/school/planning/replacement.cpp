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

/// The round after it, or none. Items are in the order of device and round.
static const PlanItem* successor(const std::vector<PlanItem>& items, const PlanItem& item) {
    const auto* next = &item + 1;
    return next != items.data() + items.size() && next->device == item.device ? next : nullptr;
}

namespace {
/// Who is due in which year of the plan. What comes after the last year is in none.
class Calendar {
public:
    Calendar(const std::vector<PlanItem>& items, std::size_t years) : due_(years) {
        for (std::size_t at = 0; at < items.size(); ++at) {
            // A later round has no year until the one before it is bought.
            if (at == 0 || items[at - 1].device != items[at].device) put(items[at], items[at].year);
        }
    }
    void put(const PlanItem& item, int year) {
        if (year < static_cast<int>(due_.size())) due_[static_cast<std::size_t>(year)].push_back(&item);
    }
    const std::vector<const PlanItem*>& in(std::size_t year) const { return due_[year]; }

private:
    std::vector<std::vector<const PlanItem*>> due_;
};
}  // namespace

std::vector<PlanYear> run_plan(std::vector<PlanItem> items, const std::vector<std::int64_t>& budgets, Order order) {
    std::ranges::sort(items, {}, [](const PlanItem& item) { return std::tuple(item.device, item.round); });
    Calendar calendar(items, budgets.size());
    std::vector<PlanYear> plan;
    std::vector<const PlanItem*> waiting;
    for (int number = 0; number < static_cast<int>(budgets.size()); ++number) {
        PlanYear year;
        auto left = budgets[static_cast<std::size_t>(number)];
        for (const auto* item : calendar.in(static_cast<std::size_t>(number))) {
            ++year.due;
            year.due_cents += item->price_cents;
            waiting.push_back(item);
        }
        std::ranges::sort(waiting, [&](const PlanItem* one, const PlanItem* other) { return before(*one, *other, order, number); });
        std::vector<const PlanItem*> still;
        for (const auto* item : waiting) {
            if (item->price_cents > left) {
                wait(year, *item, number);
                still.push_back(item);
                continue;
            }
            left -= item->price_cents;
            ++year.replaced;
            year.spent_cents += item->price_cents;
            if (const auto* next = successor(items, *item)) calendar.put(*next, number + std::max(1, next->year - item->year));
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
