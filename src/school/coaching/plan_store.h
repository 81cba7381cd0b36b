/// Placing what waits. Whoever plans sees counts, no lesson (clauses 3 and 4).
#pragma once

#include <map>
#include <set>

#include "coaching/availability.h"

namespace coaching {

/// Everything that waits, as the placement wants it, for the next `days_ahead` days. Only for placing: no page shows it.
struct Waiting {
    std::vector<Lesson> lessons;
    Situation situation;
};
Waiting waiting(db::Read& db, db::Read& main, base::Day today);

/// Changes with every lesson and every specialist's hours: what was worked out from an earlier state is not booked.
std::string stamp(db::Read& db);

/// What whoever plans is told of a proposal: numbers, no lesson and no name.
struct ProposalCounts {
    int placed = 0;
    int bound = 0;
    std::map<std::string, int> refusals;      // word of the reason, how many
    std::string fingerprint;                  // the same again when the same is worked out anew
    base::Instant made_at;
};
ProposalCounts count(const Waiting& waiting, const Proposal& proposal, base::Instant now);
/// In place of the one before. Needs coaching.plan.
void keep_proposal(db::Write& db, const auth::Viewer& viewer, std::string_view stamp, const ProposalCounts& counts);
/// The last one, when it was made for the lessons and hours as they are now. Needs coaching.plan.
std::optional<ProposalCounts> kept_proposal(db::Read& db, const auth::Viewer& viewer);

/// How many lessons wait. Needs coaching.plan.
int count_waiting(db::Read& db, const auth::Viewer& viewer);

/// What this school year's lessons are about. Groups of fewer than five teachers are not told apart.
struct TopicCounts {
    std::map<std::string, int> topics;        // at least five teachers each
    std::int64_t others = 0;                  // lessons of all other topics together; 0 when that would tell one of them
};
constexpr std::size_t least_people = 5;
TopicCounts count_topics(db::Read& db, const auth::Viewer& viewer, base::Day since);
/// The parts of `lessons_of` that may be told, by who teaches each topic: clause 4. The rest is in `others`, when enough people are behind it.
std::map<std::string, int> tellable(const std::map<std::string, std::set<std::int64_t>>& teachers_of, const std::map<std::string, int>& lessons_of, std::int64_t& others);

/// Books what is placed and writes the reason at the rest. Needs coaching.plan. Returns how many were booked.
int confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Waiting& waiting, const Proposal& proposal);

}  // namespace coaching
