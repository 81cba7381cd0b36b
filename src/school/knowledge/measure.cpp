#include "knowledge/measure.h"

#include <algorithm>

#include <boost/math/distributions/beta.hpp>

namespace knowledge {

Tally& Tally::operator+=(const Tally& more) {
    shown += more.shown;
    opened += more.opened;
    solved += more.solved;
    sent += more.sent;
    used += more.used;
    came_back += more.came_back;
    return *this;
}

Interval share_interval(std::int64_t worked, std::int64_t tries) {
    if (tries <= 0) return {};
    const auto good = static_cast<double>(worked);
    const auto bad = static_cast<double>(tries - worked);
    const boost::math::beta_distribution<> share(good + 0.5, bad + 0.5);
    constexpr double tail = 0.025;
    return {worked == 0 ? 0 : boost::math::quantile(share, tail), worked == tries ? 1 : boost::math::quantile(share, 1 - tail)};
}

Rate alone_rate(const Tally& tally) { return {tally.solved, tally.solved + tally.sent}; }

// A request of an earlier day may come back on a later one, so more may have come back in a span than were solved in it.
Rate kept_rate(const Tally& tally) { return {std::max<std::int64_t>(0, tally.used - tally.came_back), std::max(tally.used, tally.came_back)}; }

std::string_view word(Doubt doubt) {
    switch (doubt) {
        case Doubt::none: return "none";
        case Doubt::solves_less: return "solves_less";
        case Doubt::comes_back: return "comes_back";
    }
    return "none";
}

// Clause 6.5: the two intervals do not touch.
static bool fell(const Rate& earlier, const Rate& recent) {
    return earlier.enough() && recent.enough() && recent.interval().high < earlier.interval().low;
}

Doubt judge(const Tally& earlier, const Tally& recent) {
    // Clause 6.6.
    if (recent.came_back >= 2 && 3 * recent.came_back >= recent.used) return Doubt::comes_back;
    if (fell(alone_rate(earlier), alone_rate(recent)) || fell(kept_rate(earlier), kept_rate(recent))) return Doubt::solves_less;
    return Doubt::none;
}

base::Day recent_from(base::Day today, std::optional<base::Day> live_on) {
    const auto first = today - std::chrono::days(recent_days - 1);
    return live_on ? std::max(first, *live_on) : first;
}

}  // namespace knowledge
