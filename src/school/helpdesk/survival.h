/// How long things take when some are not done yet: the estimator of Kaplan and Meier (J. Am. Stat. Assoc. 53:457-481, 1958).
///
/// A mean of closed requests alone flatters: the slow ones are still open. Here an open request counts as "longer than its present age".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace helpdesk {

/// One request: how long it took, or, still open, how old it is. Any unit, the same for all.
struct Duration {
    std::int64_t length = 0;
    bool ended = false;
};

/// The share that lasts longer than t, as steps.
class SurvivalCurve {
public:
    explicit SurvivalCurve(std::span<const Duration> durations);

    struct Step {
        std::int64_t length;
        double survival;  // after this length
        int ended_until;  // ends up to and with this length
    };
    /// A curve that was kept, from its steps().
    static SurvivalCurve of_steps(std::vector<Step> steps) {
        SurvivalCurve curve{std::span<const Duration>()};
        curve.steps_ = std::move(steps);
        curve.ended_ = curve.steps_.empty() ? 0 : curve.steps_.back().ended_until;
        return curve;
    }
    const std::vector<Step>& steps() const { return steps_; }

    /// S(t): the share that lasts longer than t. 1 before the first end.
    double after(std::int64_t length) const;
    /// The shortest total length by which the given share (0 to 1) of those that have reached `age` has ended. Absent ("unknown") when the
    /// curve does not come down so far, because too many are still open.
    std::optional<std::int64_t> quantile(double share, std::int64_t age = 0) const;
    /// How many ended.
    int ended() const { return ended_; }
    /// How many ended after `age`: what a forecast for something of that age rests on.
    int ended_after(std::int64_t age) const;

private:
    std::vector<Step> steps_;
    int ended_ = 0;
};

}  // namespace helpdesk
