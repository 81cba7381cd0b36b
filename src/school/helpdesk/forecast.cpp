#include "helpdesk/forecast.h"

namespace helpdesk {

using base::Instant;
using base::Minutes;

static constexpr std::chrono::days looked_back{730};
static constexpr std::chrono::days week{7};
static constexpr int fewest_tried = 50;      // F4: fewer say nothing about 80 %
static constexpr double least_covered = 0.75;
static constexpr double most_covered = 0.85;
static constexpr Similar widening[] = {Similar::category_and_school, Similar::category, Similar::parent_category, Similar::all};

std::string_view word(Similar similar) {
    switch (similar) {
        case Similar::category_and_school: return "category_and_school";
        case Similar::category: return "category";
        case Similar::parent_category: return "parent_category";
        case Similar::all: return "all";
    }
    return "all";
}

ForecastModel::Group ForecastModel::group_of(Similar similar, const PastRequest& request) {
    switch (similar) {
        case Similar::category_and_school: return {similar, {request.category, request.school}};
        case Similar::category: return {similar, {request.category, 0}};
        case Similar::parent_category: return {similar, {request.parent_category ? request.parent_category : request.category, 0}};
        case Similar::all: break;
    }
    return {Similar::all, {0, 0}};
}

ForecastModel::ForecastModel(std::span<const PastRequest> history, Instant as_of, const WorkingMinutes& minutes) {
    std::map<Group, std::vector<Duration>> groups;
    for (const auto& past : history) {
        if (past.created_at >= as_of || past.created_at < as_of - looked_back) continue;
        // What ended later was open then (F1).
        const bool ended = past.resolved_at && *past.resolved_at <= as_of;
        const Duration duration{minutes(past.school, past.created_at, ended ? *past.resolved_at : as_of).count(), ended};
        for (auto similar : widening) groups[group_of(similar, past)].push_back(duration);
    }
    for (const auto& [group, durations] : groups) curves_.emplace(group, SurvivalCurve(durations));
}

ForecastModel::ForecastModel(std::vector<GroupCurve> curves) {
    for (auto& kept : curves) curves_.emplace(Group{kept.similar, {kept.category, kept.school}}, std::move(kept.curve));
}

std::vector<GroupCurve> ForecastModel::curves() const {
    std::vector<GroupCurve> kept;
    kept.reserve(curves_.size());
    for (const auto& [group, curve] : curves_) kept.push_back({group.first, group.second.first, group.second.second, curve});
    return kept;
}

std::optional<Forecast> ForecastModel::forecast(const PastRequest& request, Minutes age) const {
    for (auto similar : widening) {
        auto found = curves_.find(group_of(similar, request));
        if (found == curves_.end()) continue;
        const auto& curve = found->second;
        // F2: what ended before this age says nothing about a request that is older.
        const int ended = age.count() == 0 ? curve.ended() : curve.ended_after(age.count());
        if (ended < fewest_ended) continue;
        auto in_minutes = [](std::optional<std::int64_t> length) {
            return length ? std::optional(Minutes(*length)) : std::nullopt;
        };
        return Forecast{similar, ended, in_minutes(curve.quantile(0.5, age.count())),
                        in_minutes(curve.quantile(forecast_share, age.count()))};
    }
    return std::nullopt;
}

bool BackTest::trusted() const {
    return tried >= fewest_tried && coverage() >= least_covered && coverage() <= most_covered;
}

/// Counts one forecast made when the request had this age.
static void try_one(BackTest& test, const ForecastModel& model, const PastRequest& request, Minutes age, Minutes lasted) {
    auto forecast = model.forecast(request, age);
    if (!forecast || !forecast->eight_in_ten) return;
    if (!request.resolved_at && lasted <= *forecast->eight_in_ten) {
        ++test.undecided;
        return;
    }
    ++test.tried;
    if (request.resolved_at && lasted <= *forecast->eight_in_ten) ++test.covered;
}

BackTest back_test(std::span<const PastRequest> history, Instant now, int weeks, const WorkingMinutes& minutes) {
    BackTest test;
    for (int back = weeks; back >= 1; --back) {
        const Instant begin = now - back * week;
        ForecastModel model(history, begin, minutes);
        for (const auto& past : history) {
            const bool open_then = past.created_at < begin && (!past.resolved_at || *past.resolved_at > begin);
            const bool began = past.created_at >= begin && past.created_at < begin + week;
            if (!open_then && !began) continue;
            const Minutes age = open_then ? minutes(past.school, past.created_at, begin) : Minutes(0);
            try_one(test, model, past, age, minutes(past.school, past.created_at, past.resolved_at.value_or(now)));
        }
    }
    return test;
}

}  // namespace helpdesk
