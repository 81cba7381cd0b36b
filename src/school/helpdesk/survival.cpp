#include "helpdesk/survival.h"

#include <algorithm>

namespace helpdesk {

/// For shares such as 0.5 that a product of fractions should hit exactly and does not.
static constexpr double rounding = 1e-9;

SurvivalCurve::SurvivalCurve(std::span<const Duration> durations) {
    std::vector<Duration> sorted(durations.begin(), durations.end());
    std::ranges::sort(sorted, {}, &Duration::length);

    double survival = 1;
    for (std::size_t i = 0; i < sorted.size();) {
        const auto length = sorted[i].length;
        const auto at_risk = static_cast<double>(sorted.size() - i);  // what is censored at this length was still at risk at it
        int ends = 0;
        for (; i < sorted.size() && sorted[i].length == length; ++i) ends += sorted[i].ended ? 1 : 0;
        if (ends == 0) continue;
        ended_ += ends;
        survival *= 1 - ends / at_risk;
        steps_.push_back({length, survival, ended_});
    }
}

double SurvivalCurve::after(std::int64_t length) const {
    auto next = std::ranges::upper_bound(steps_, length, {}, &Step::length);
    return next == steps_.begin() ? 1 : std::prev(next)->survival;
}

int SurvivalCurve::ended_after(std::int64_t age) const {
    auto next = std::ranges::upper_bound(steps_, age, {}, &Step::length);
    return ended_ - (next == steps_.begin() ? 0 : std::prev(next)->ended_until);
}

std::optional<std::int64_t> SurvivalCurve::quantile(double share, std::int64_t age) const {
    const double reached = age <= 0 ? 1 : after(age);
    if (reached <= rounding) return std::nullopt;
    const double enough = (1 - share) * reached + rounding;
    for (auto step = std::ranges::upper_bound(steps_, age <= 0 ? -1 : age, {}, &Step::length); step != steps_.end(); ++step) {
        if (step->survival <= enough) return step->length;
    }
    return std::nullopt;
}

}  // namespace helpdesk
