/// How well an article works, said as honestly as few numbers allow (clauses 5 and 6).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "knowledge/knowledge.h"

namespace knowledge {

struct Tally {
    std::int64_t shown = 0;
    std::int64_t opened = 0;
    std::int64_t solved = 0;     // said "this solved it", and sent nothing
    std::int64_t sent = 0;       // read it and sent their request anyway
    std::int64_t used = 0;       // requests that the department solved with it
    std::int64_t came_back = 0;  // of those, opened again afterwards
    Tally& operator+=(const Tally& more);
    bool empty() const { return shown + opened + solved + sent + used + came_back == 0; }
};

struct Interval {
    double low = 0;
    double high = 1;
};
/// The 95 % interval of a share of which `worked` of `tries` are known: equal tails of Beta(worked + 1/2, tries - worked + 1/2), Jeffreys' prior; 0 for the
/// lower end when nothing worked, 1 for the upper when everything did (Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion").
Interval share_interval(std::int64_t worked, std::int64_t tries);

/// Fewer cases than this are named and not turned into a share (clause 6.3).
constexpr std::int64_t fewest_tries = 3;

struct Rate {
    std::int64_t worked = 0;
    std::int64_t tries = 0;
    bool enough() const { return tries >= fewest_tries; }
    Interval interval() const { return share_interval(worked, tries); }
    double share() const { return static_cast<double>(worked) / static_cast<double>(tries); }
};
/// Of those who read it and then decided: how many needed no request (clause 6.1).
Rate alone_rate(const Tally& tally);
/// Of the requests that were solved with it: how many stayed solved (clause 6.2).
Rate kept_rate(const Tally& tally);

/// Why somebody should look at it again (clause 6.4 to 6.6).
enum class Doubt { none, solves_less, comes_back };
std::string_view word(Doubt doubt);
Doubt judge(const Tally& earlier, const Tally& recent);

/// Days that count as recent, today included (clause 6.4).
constexpr int recent_days = 90;
/// The first recent day: 90 days back, or the day on which the version that people read was published, whichever is later.
base::Day recent_from(base::Day today, std::optional<base::Day> live_on);

struct Record {
    Tally all;
    Tally earlier;
    Tally recent;
    Doubt doubt() const { return judge(earlier, recent); }
};
struct Period {
    base::Day today;
    std::optional<base::Day> live_on;
};
/// For who may see the article's numbers: is_reader, else base::NotFound.
Record record_of(db::Read& db, const auth::Viewer& viewer, ArticleId id, const Period& period);

struct DayCount {
    base::Day day;
    Tally tally;
};
/// Newest first, days before this one (absent: from the newest).
std::vector<DayCount> days_of(db::Read& db, const auth::Viewer& viewer, ArticleId id, std::optional<base::Day> before, int most);

/// Published articles that give reason for doubt, of these or (absent) of all; asked in one statement. For is_reader, else base::NotFound.
std::map<ArticleId, Doubt> doubtful(db::Read& db, const auth::Viewer& viewer, base::TimeZone zone, base::Day today, const std::optional<std::vector<ArticleId>>& among);

}  // namespace knowledge
