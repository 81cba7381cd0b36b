#include "menu/day.h"

#include <algorithm>

namespace menu {

std::vector<Change> net_changes(const std::vector<Change>& in_order) {
    std::vector<Change> net;
    for (auto change : in_order) {
        if (change.from) {
            // What stood there came by a change itself: families read what was there before that.
            const auto earlier = std::ranges::find(net, change.from, &Change::to);
            if (earlier != net.end()) {
                change.from = earlier->from;
                change.from_name = earlier->from_name;
                net.erase(earlier);
            }
        }
        if (change.from == change.to) continue;  // back to what it was, or added and taken off again
        if (!change.from) {
            const auto taken_off = std::ranges::find_if(net, [&](const Change& one) { return !one.to && one.from == change.to; });
            if (taken_off != net.end()) {
                net.erase(taken_off);
                continue;
            }
        }
        net.push_back(std::move(change));
    }
    return net;
}

}  // namespace menu
