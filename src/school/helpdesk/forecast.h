/// An honest forecast: what really happened to similar requests, given how old this one is already, and whether such forecasts came true.
///
/// Method and limits: docs/policies/forecast.md (clauses cited as F1 and so on).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "helpdesk/survival.h"

namespace helpdesk {

/// What a forecast needs to know of a request. Merged, held and spam requests are left out by the caller.
struct PastRequest {
    std::int64_t category = 0;
    std::int64_t parent_category = 0;  // 0: none
    std::int64_t school = 0;
    base::Instant created_at;
    std::optional<base::Instant> resolved_at;
};

/// Working minutes between two moments on the calendar of a school.
using WorkingMinutes = std::function<base::Minutes(std::int64_t school, base::Instant from, base::Instant to)>;

/// Which requests a forecast rests on. Message key: helpdesk.similar.<word>.
enum class Similar { category_and_school, category, parent_category, all };
std::string_view word(Similar similar);

constexpr int fewest_ended = 20;             // F2
constexpr double forecast_share = 0.8;       // F3: "8 in 10"

struct Forecast {
    Similar similar = Similar::all;
    int ended = 0;  // requests that ended, of those it rests on
    /// Working minutes from the beginning of the request; absent: unknown, too many of the similar ones are still open.
    std::optional<base::Minutes> median;
    std::optional<base::Minutes> eight_in_ten;
};

/// The curve of one group of similar requests.
struct GroupCurve {
    Similar similar = Similar::all;
    std::int64_t category = 0;  // or the parent category; 0 where it does not matter
    std::int64_t school = 0;    // 0 where it does not matter
    SurvivalCurve curve;
};

/// What was known at one moment, ready to be asked often.
class ForecastModel {
public:
    /// From curves that were kept.
    explicit ForecastModel(std::vector<GroupCurve> curves);
    std::vector<GroupCurve> curves() const;
    /// From the requests that began in the two years before `as_of`, seen as they were then.
    ForecastModel(std::span<const PastRequest> history, base::Instant as_of, const WorkingMinutes& minutes);

    /// For a request of this age in working minutes. Absent when even all requests together have fewer than 20 that ended after that age.
    std::optional<Forecast> forecast(const PastRequest& request, base::Minutes age) const;

private:
    /// (similar, category or parent, school); zeros where it does not matter.
    using Group = std::pair<Similar, std::pair<std::int64_t, std::int64_t>>;
    static Group group_of(Similar similar, const PastRequest& request);
    std::map<Group, SurvivalCurve> curves_;
};

/// Whether forecasts came true (F4): of those that would have been shown in past weeks, how many ended within "8 in 10".
struct BackTest {
    int tried = 0;
    int covered = 0;
    int undecided = 0;  // still open and not yet older than was forecast: neither true nor false
    double coverage() const { return tried == 0 ? 0 : static_cast<double>(covered) / tried; }
    /// Forecasts may be shown.
    bool trusted() const;
};

/// For each of the last `weeks` weeks: the forecasts for the requests that were open at its beginning, and for those that began in it, made
/// from what was known at its beginning.
BackTest back_test(std::span<const PastRequest> history, base::Instant now, int weeks, const WorkingMinutes& minutes);

}  // namespace helpdesk
