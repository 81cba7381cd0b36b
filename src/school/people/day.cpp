#include "people/day.h"

#include <algorithm>

namespace people {

static std::optional<base::Instant> own_moment(const DayItem& item) { return item.begins ? item.begins : item.due; }

/// Clause 3: what stands before something in its order is not later than that, so each takes the earliest moment from itself to the end.
static void place(std::vector<DayItem> items, std::vector<PlacedItem>& list) {
    const auto first = list.size();
    for (DayItem& item : items) {
        auto moment = own_moment(item);
        list.push_back({std::move(item), moment});
    }
    std::optional<base::Instant> earliest;
    for (auto i = list.size(); i > first; --i) {
        PlacedItem& one = list[i - 1];
        if (!one.item.in_order) continue;
        if (one.stands_at && (!earliest || *one.stands_at < *earliest)) earliest = one.stands_at;
        one.stands_at = earliest;
    }
}

std::vector<PlacedItem> order_of_day(std::vector<std::vector<DayItem>> asked) {
    std::vector<PlacedItem> list;
    for (auto& items : asked) place(std::move(items), list);
    std::ranges::stable_sort(list, {}, [](const PlacedItem& one) { return one.stands_at.value_or(base::Instant::max()); });
    return list;
}

}  // namespace people
