/// A known problem (F5): told to everybody once, joined in one tap instead of a request more, answered for all at once.
/// Clause numbers refer to docs/policies/known-problems.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "helpdesk/request.h"
#include "people/people.h"

namespace helpdesk {

enum class ProblemState { open, solved };
std::string_view word(ProblemState state);
std::optional<ProblemState> parse_problem_state(std::string_view word);

/// What everybody may read of it; it names nobody.
struct KnownProblem {
    ProblemId id;
    people::Words title;
    people::Words words;
    people::Words workaround;              // both empty: none
    people::Words answer;                  // of its last solution; it stays after a reopening, for the department
    std::optional<CategoryId> category;    // absent: whatever it is about
    std::optional<std::int64_t> model;     // inventory_model
    std::string model_name;
    std::vector<roster::OrgId> schools;    // empty: everywhere
    std::optional<auth::AccountId> owner;
    ProblemState state = ProblemState::open;
    std::optional<base::Day> expected_on;
    std::int64_t round = 0;
    base::Instant opened_at;
    base::Instant updated_at;
    std::optional<base::Instant> solved_at;
    std::optional<auth::AccountId> solved_by;
};

/// What a person writes to open or change one.
struct ProblemForm {
    people::Words title;
    people::Words words;
    people::Words workaround;
    std::optional<CategoryId> category;
    std::optional<std::int64_t> model;
    std::vector<roster::OrgId> schools;
    std::optional<auth::AccountId> owner;
    std::optional<base::Day> expected_on;
};
constexpr std::size_t most_problem_title_points = 120;
constexpr std::size_t most_problem_words_points = 4'000;
/// What keeps it from being kept, as field and message key; empty when nothing does. Both languages are asked for: clause 2.
std::vector<std::pair<std::string_view, std::string_view>> find_problems(const ProblemForm& form);

/// Clause 4: whoever works in the queue of all its schools; of the whole district when it has none.
bool may_decide(const auth::Viewer& viewer, const std::vector<roster::OrgId>& schools);

/// For everybody. Throws base::NotFound.
KnownProblem find_problem(db::Read& db, ProblemId id);
/// For the department: base::NotFound unless the viewer works in the queue of one of its schools, of any for one without.
KnownProblem fetch_problem(db::Read& db, const auth::Viewer& viewer, ProblemId id);

/// Each throws base::Forbidden unless may_decide, base::Invalid naming the field, and writes an event. The problem is the one of this transaction.
ProblemId open_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ProblemForm& form);
void change_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const ProblemForm& form);
/// The answer goes to everybody who is to be told (problem_news.h). base::Conflict when it is solved already.
void solve_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const people::Words& answer);
/// base::Conflict when it is open.
void reopen_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, std::string_view why);

struct ProblemNote {
    std::string author;
    std::string body;
    base::Instant at;
};
/// Newest first.
std::vector<ProblemNote> problem_notes(db::Read& db, const auth::Viewer& viewer, ProblemId id);
void add_problem_note(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, std::string_view body);

/// Newest first (of the solved: solved last), those after the one that is called `before` (0: from the newest), at most `limit`.
std::vector<KnownProblem> public_problems(db::Read& db, ProblemState state, std::int64_t before, int limit);
/// The same of those that fetch_problem would give to the viewer.
std::vector<KnownProblem> problems_for_work(db::Read& db, const auth::Viewer& viewer, ProblemState state, std::int64_t before, int limit);

/// What is known of what somebody is about to ask. Absent: not known yet, and then it may be any.
struct AskedAbout {
    std::optional<CategoryId> category;
    std::optional<roster::OrgId> school;
    std::optional<inventory::DeviceId> device;
};
/// Open ones that may be the same (clause 6), the narrowest first, at most `limit`.
std::vector<KnownProblem> problems_about(db::Read& db, const AskedAbout& about, int limit);

// --- Requests that belong to it. A request belongs to one known problem at most. ---

/// The one that the request belongs to, open or solved.
std::optional<KnownProblem> problem_of(db::Read& db, RequestId request);
/// The request leaves the queue and waits for the problem (clauses 9 and 10). Throws base::Conflict when the problem is solved, when the
/// request has ended, and when it belongs to a problem already.
void link_request(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const Request& request);
/// Back into the queue, when it waited for the problem.
void unlink_request(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
/// A request that was joined with another takes its problem along: called by merge.
void move_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& duplicate, const Request& into);

struct LinkedRequest {
    RequestId id;
    std::string title;
    State state = State::fresh;
    std::string requester_name;
    std::string school;
    base::Instant created_at;
    base::Instant due_at;
};
/// Those at schools in whose queue the viewer works, by number, after `after`, at most `limit`.
std::vector<LinkedRequest> linked_requests(db::Read& db, const auth::Viewer& viewer, ProblemId id, std::int64_t after, int limit);

}  // namespace helpdesk
