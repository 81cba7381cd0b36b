/// "Me too": people who have the trouble of a known problem say so in one tap instead of writing a request, and are answered with it.
/// Clause numbers refer to docs/policies/known-problems.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/problem.h"

namespace db {
class Database;
}
namespace http {
struct Services;
}

namespace helpdesk {

/// Somebody who is signed in. False when they had joined before: one per person (clause 7). base::Conflict when it is solved.
bool join_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem);
/// False when they had not joined.
bool leave_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, ProblemId id);
bool has_joined(db::Read& db, const auth::Viewer& viewer, ProblemId id);
/// They joined, or a request of theirs belongs to it: they are counted already and asked for nothing more.
bool has_told(db::Read& db, const auth::Viewer& viewer, ProblemId id);

/// Somebody without an account: nobody vouches for the address, so a link is mailed to it, and only who opens that has joined (clause 8).
struct JoiningStranger {
    std::string name;
    std::string email;
    std::optional<roster::OrgId> school;
    std::string language = "en";
};
/// What keeps it from being held, as field and message key.
std::vector<std::pair<std::string_view, std::string_view>> find_problems(const JoiningStranger& who);
/// Whether the address had joined before is told by the letter alone. Returns the secret of the mailed link, as create() does for a request that
/// is held. base::Conflict when the problem is solved.
std::string hold_joining(db::Write& db, base::Instant now, const KnownProblem& problem, const JoiningStranger& who);

struct Joining {
    ProblemId problem;
    std::string token;  // empty when this person had joined with an account already, whose page it is
};
/// base::NotFound when the link is unknown or too old. A link that is opened twice leads to the same.
Joining confirm_joining(db::Write& db, base::Instant now, std::string_view secret);
/// The page that only the mailed or shown address opens. base::NotFound for others.
ProblemId problem_of_joining(db::Read& db, std::string_view token);
ProblemId leave_by_token(db::Write& db, base::Instant now, std::string_view token);

/// How many people told us: those who joined, and those who asked in a request that belongs to it, each once.
std::int64_t count_people(db::Read& db, ProblemId id);

struct JoinedPerson {
    std::int64_t id = 0;
    std::string name;
    std::string school;  // empty: not known
    base::Instant at;
};
/// Those of the schools in whose queue the viewer works (of no known school: for who works everywhere), in the order in which they joined, after
/// `after`, at most `limit`.
std::vector<JoinedPerson> joined_people(db::Read& db, const auth::Viewer& viewer, ProblemId id, std::int64_t after, int limit);

/// All that belongs to a problem, and how much of it linked_requests and joined_people do not give to the viewer.
struct Belonging {
    std::int64_t requests = 0;
    std::int64_t requests_elsewhere = 0;
    std::int64_t people = 0;
    std::int64_t people_elsewhere = 0;
};
Belonging count_belonging(db::Read& db, const auth::Viewer& viewer, ProblemId id);

/// Writes the letters that carry the links; at most `most`, returns how many. For a job.
int write_joining_letters(db::Database& database, const http::Services& services, base::Instant now, int most);
/// Deletes those who did not open their link for a week after it stopped to work; returns how many. For a job in the night.
int forget_unconfirmed_joinings(db::Database& database, base::Instant now);
/// Deletes those without an account whose problem is solved for 90 days (clause 23); how many told us stays. Returns how many. For the same job.
int forget_strangers_who_joined(db::Database& database, base::Instant now);

}  // namespace helpdesk
