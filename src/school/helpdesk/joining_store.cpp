#include "helpdesk/joining.h"

#include "auth/account.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"
#include "helpdesk/change.h"
#include "http/live.h"
#include "jobs/jobs.h"

namespace helpdesk {

constexpr base::Milliseconds link_lasts = std::chrono::hours(48);

/// Addresses differ in their letters' case only by how they were typed.
static std::string in_small(std::string_view email) { return base::to_lower_ascii(base::trim(email)); }

static void require_open(const KnownProblem& problem) {
    if (problem.state != ProblemState::open) throw base::Conflict("This problem is solved by now. When you still have it, write to us.");
}

/// Apart from the history of the problem, which the department reads: who joined is for those alone who work at their school.
static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t person, ProblemId problem, std::string_view action) {
    auth::record(db, viewer, now,
                 {.subject_kind = "joining", .subject_id = person, .action = action, .detail = detail({{"problem", std::to_string(problem.value)}})});
    http::touch(db, now, problem_topic);
}

static std::optional<roster::OrgId> school_of(db::Read& db, auth::AccountId account) {
    auto person = roster::person_of(db, account);
    auto schools = person ? roster::schools_of(db, *person) : std::vector<roster::OrgId>();
    return schools.empty() ? std::nullopt : std::optional(schools.front());
}

/// What the same person began or did by the address of their account is theirs now. While it was held anybody may have typed it: of that nothing
/// stays but the address.
static std::optional<std::int64_t> adopt(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const auth::Account& account) {
    return db.query(R"sql(
        UPDATE helpdesk_problem_person
           SET account_id = :account, name = :name, email = '', language = :language, state = 'joined', secret_hash = NULL, expires_at = NULL, letter = '', secret = '',
               school_id = CASE WHEN state = 'held' THEN :school ELSE COALESCE(:school, school_id) END,
               told_round = CASE WHEN state = 'held' THEN :round ELSE told_round END, at = CASE WHEN state = 'held' THEN :now ELSE at END
         WHERE problem_id = :problem AND account_id IS NULL AND email = :email
        RETURNING id
    )sql")
        .bind("account", viewer.account())
        .bind("name", viewer.name())
        .bind("language", account.language)
        .bind("school", school_of(db, viewer.account()))
        .bind("round", problem.round)
        .bind("now", now)
        .bind("problem", problem.id)
        .bind("email", in_small(account.email))
        .maybe_integer();
}

static std::int64_t insert_account(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, std::string_view language) {
    return db.query(R"sql(
        INSERT INTO helpdesk_problem_person (problem_id, account_id, name, school_id, language, token, state, told_round, at)
        VALUES (:problem, :account, :name, :school, :language, :token, 'joined', :round, :now)
        RETURNING id
    )sql")
        .bind("problem", problem.id)
        .bind("account", viewer.account())
        .bind("name", viewer.name())
        .bind("school", school_of(db, viewer.account()))
        .bind("language", language)
        .bind("token", auth::random_token())
        .bind("round", problem.round)
        .bind("now", now)
        .one_integer();
}

bool join_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem) {
    if (has_joined(db, viewer, problem.id)) return false;
    require_open(problem);
    auto account = auth::load_account(db, viewer, viewer.account());
    auto person = adopt(db, viewer, now, problem, account);
    if (!person) person = insert_account(db, viewer, now, problem, account.language);
    note(db, viewer, now, *person, problem.id, "joined");
    return true;
}

bool leave_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, ProblemId id) {
    auto person = db.query("DELETE FROM helpdesk_problem_person WHERE problem_id = :problem AND account_id = :account RETURNING id")
                      .bind("problem", id)
                      .bind("account", viewer.account())
                      .maybe_integer();
    if (person) note(db, viewer, now, *person, id, "left");
    return person.has_value();
}

bool has_joined(db::Read& db, const auth::Viewer& viewer, ProblemId id) {
    if (!viewer.signed_in()) return false;
    return db.query("SELECT 1 FROM helpdesk_problem_person WHERE problem_id = :problem AND account_id = :account")
        .bind("problem", id)
        .bind("account", viewer.account())
        .maybe_integer()
        .has_value();
}

bool has_told(db::Read& db, const auth::Viewer& viewer, ProblemId id) {
    if (!viewer.signed_in()) return false;
    if (has_joined(db, viewer, id)) return true;
    return db.query("SELECT 1 FROM helpdesk_problem_request l JOIN helpdesk_request r ON r.id = l.request_id WHERE l.problem_id = :problem AND r.requester_id = :account LIMIT 1")
        .bind("problem", id)
        .bind("account", viewer.account())
        .maybe_integer()
        .has_value();
}

std::vector<std::pair<std::string_view, std::string_view>> find_problems(const JoiningStranger& who) {
    std::vector<std::pair<std::string_view, std::string_view>> problems;
    if (base::trim(who.name).empty()) problems.emplace_back("requester_name", "helpdesk.form.name_missing");
    if (!base::parse_email(who.email)) problems.emplace_back("requester_email", "helpdesk.form.email_wrong");
    return problems;
}

std::string hold_joining(db::Write& db, base::Instant now, const KnownProblem& problem, const JoiningStranger& who) {
    require_open(problem);
    auto secret = auth::random_token();
    // Of an address that joined nothing changes but that its letter says so; the new link leads to the same page.
    db.query(R"sql(
        INSERT INTO helpdesk_problem_person (problem_id, name, email, school_id, language, token, state, secret_hash, expires_at, letter, secret, told_round, at)
        VALUES (:problem, :name, :email, :school, :language, :token, 'held', :hash, :expires, 'confirm', :secret, :round, :now)
        ON CONFLICT (problem_id, email) WHERE account_id IS NULL DO UPDATE
           SET secret_hash = excluded.secret_hash, expires_at = excluded.expires_at, secret = excluded.secret,
               letter = CASE WHEN helpdesk_problem_person.state = 'held' THEN 'confirm' ELSE 'joined' END
    )sql")
        .bind("problem", problem.id)
        .bind("name", base::collapse_space(who.name))
        .bind("email", in_small(who.email))
        .bind("school", who.school)
        .bind("language", who.language)
        .bind("token", auth::random_token())
        .bind("hash", auth::hash_token(secret))
        .bind("expires", now + link_lasts)
        .bind("secret", secret)
        .bind("round", problem.round)
        .bind("now", now)
        .run();
    jobs::enqueue(db, now, {.name = "helpdesk.joining_letters", .unique_key = "letters"});
    return secret;
}

struct Held {
    std::int64_t id;
    ProblemId problem;
    std::string token;
    std::string email;
    bool joined;
};

static Held held_by(db::Read& db, base::Instant now, std::string_view secret) {
    return db.query("SELECT id, problem_id, token, email, state FROM helpdesk_problem_person WHERE secret_hash = :hash AND expires_at > :now")
        .bind("hash", auth::hash_token(secret))
        .bind("now", now)
        .one([](const db::Row& row) {
            return Held{row.integer("id"), {row.integer("problem_id")}, std::string(row.text("token")), std::string(row.text("email")), row.text("state") == "joined"};
        });
}

static bool joined_by_account(db::Read& db, const Held& held) {
    return db.query(R"sql(
        SELECT 1 FROM helpdesk_problem_person p JOIN auth_account a ON a.id = p.account_id
         WHERE p.problem_id = :problem AND lower(a.email) = :email
    )sql").bind("problem", held.problem).bind("email", held.email).maybe_integer().has_value();
}

Joining confirm_joining(db::Write& db, base::Instant now, std::string_view secret) {
    auto held = held_by(db, now, secret);
    if (held.joined) return {held.problem, held.token};
    if (joined_by_account(db, held)) {
        db.query("DELETE FROM helpdesk_problem_person WHERE id = :id").bind("id", held.id).run();
        return {held.problem, {}};
    }
    // Who comes after the solution reads the answer on the page that this leads to; nothing is left to be told.
    db.query(R"sql(
        UPDATE helpdesk_problem_person
           SET state = 'joined', at = :now, letter = '', secret = '', told_round = (SELECT round FROM helpdesk_problem WHERE id = :problem)
         WHERE id = :id
    )sql").bind("now", now).bind("problem", held.problem).bind("id", held.id).run();
    note(db, auth::Viewer(), now, held.id, held.problem, "joined");
    return {held.problem, held.token};
}

ProblemId problem_of_joining(db::Read& db, std::string_view token) {
    return {db.query("SELECT problem_id FROM helpdesk_problem_person WHERE token = :token AND state = 'joined' AND account_id IS NULL").bind("token", token).one_integer()};
}

ProblemId leave_by_token(db::Write& db, base::Instant now, std::string_view token) {
    auto problem = problem_of_joining(db, token);
    auto person = db.query("DELETE FROM helpdesk_problem_person WHERE token = :token RETURNING id").bind("token", token).one_integer();
    note(db, auth::Viewer(), now, person, problem, "left");
    return problem;
}

}  // namespace helpdesk
