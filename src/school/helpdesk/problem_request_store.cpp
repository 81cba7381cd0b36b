// Requests that belong to a known problem: they wait for it, outside the queue, and its answer is theirs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/problem.h"

namespace helpdesk {

std::optional<KnownProblem> problem_of(db::Read& db, RequestId request) {
    auto id = db.query("SELECT problem_id FROM helpdesk_problem_request WHERE request_id = :request").bind("request", request).maybe_integer();
    if (!id) return std::nullopt;
    return find_problem(db, {*id});
}

static void insert_link(db::Write& db, base::Instant now, const KnownProblem& problem, RequestId request) {
    auto linked = db.query(R"sql(
        INSERT INTO helpdesk_problem_request (request_id, problem_id, told_round, linked_at) VALUES (:request, :problem, :round, :now)
        ON CONFLICT DO NOTHING
    )sql").bind("request", request).bind("problem", problem.id).bind("round", problem.round).bind("now", now).run();
    if (linked == 0) throw base::Conflict("The request belongs to a known problem already. Nothing was changed.");
}

/// It waits, and its target goes on (clause 10): the pause of an earlier wait ends, and none begins.
static void wait_for_problem(db::Write& db, base::Instant now, const Request& request) {
    end_pause(db, now, request.id);
    db.query(R"sql(
        UPDATE helpdesk_request
           SET state = 'waiting', waiting_reason = 'other_work', waiting_words = '', waiting_until_on = NULL, scheduled_at = NULL,
               responded_at = COALESCE(responded_at, :now), updated_at = :now
         WHERE id = :id
    )sql").bind("now", now).bind("id", request.id).run();
    retarget(db, request.id);
}

static void note_on_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, ProblemId id, std::string_view action, RequestId request) {
    auth::record(db, viewer, now, {.subject_kind = "problem", .subject_id = id.value, .action = action, .detail = detail({{"request", std::to_string(request.value)}})});
}

void link_request(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const Request& request) {
    if (problem.state != ProblemState::open) throw base::Conflict("The problem is solved by now, so no request can wait for it. Nothing was changed.");
    if (!unfinished(request.state)) throw base::Conflict("The request has ended. Reopen it before you say that it belongs to a known problem.");
    insert_link(db, now, problem, request.id);
    wait_for_problem(db, now, request);
    note_change(db, viewer, now, request,
                {.action = "problem_linked", .detail = detail({{"title", problem.title.en}, {"title_es", problem.title.es}, {"problem", std::to_string(problem.id.value)}})});
    note_on_problem(db, viewer, now, problem.id, "request_linked", request.id);
    notify(db, now, {.request = request.id, .kind = NoticeKind::waiting});
}

void unlink_request(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    auto problem = problem_of(db, request.id);
    if (!problem) throw base::Conflict("The request belongs to no known problem. Nothing was changed.");
    db.query("DELETE FROM helpdesk_problem_request WHERE request_id = :request").bind("request", request.id).run();
    Change change{.action = "problem_unlinked", .detail = detail({{"title", problem->title.en}, {"title_es", problem->title.es}})};
    bool waited = request.state == State::waiting && request.waiting_reason == WaitingReason::other_work;
    if (waited) resume(db, viewer, now, request, change);
    else note_change(db, viewer, now, request, change);
    note_on_problem(db, viewer, now, problem->id, "request_unlinked", request.id);
}

void move_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& duplicate, const Request& into) {
    auto problem = problem_of(db, duplicate.id);
    if (!problem) return;
    db.query("DELETE FROM helpdesk_problem_request WHERE request_id = :request").bind("request", duplicate.id).run();
    note_on_problem(db, viewer, now, problem->id, "request_unlinked", duplicate.id);
    if (problem->state == ProblemState::open && !problem_of(db, into.id)) link_request(db, viewer, now, *problem, into);
}

ProblemId open_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewProblem& what) {
    ProblemForm form{.title = {what.title_en, what.title_es}, .words = {what.words_en, what.words_es}, .category = what.category, .model = what.model};
    if (what.school) form.schools.push_back(*what.school);
    if (viewer.signed_in()) form.owner = viewer.account();
    auto id = open_problem(db, viewer, now, form);
    auto problem = find_problem(db, id);
    for (auto one : what.requests) {
        auto request = fetch_for_work(db, viewer, one);
        if (unfinished(request.state) && !problem_of(db, one)) link_request(db, viewer, now, problem, request);
    }
    return id;
}

std::vector<LinkedRequest> linked_requests(db::Read& db, const auth::Viewer& viewer, ProblemId id, std::int64_t after, int limit) {
    auto reach = viewer.reach(may_work);
    if (reach.nowhere()) return {};
    auto sql = fmt::format(R"sql(
        SELECT r.id, r.title, r.state, r.requester_name, o.name AS school, r.created_at, r.due_at
          FROM helpdesk_problem_request l
          JOIN helpdesk_request r ON r.id = l.request_id
          JOIN roster_org o ON o.id = r.school_id
         WHERE l.problem_id = :problem AND l.request_id > :after{}
         ORDER BY l.request_id
         LIMIT :limit
    )sql", reach.everywhere ? "" : fmt::format(" AND r.school_id IN ({})", fmt::join(reach.schools, ", ")));
    return db.query(sql).bind("problem", id).bind("after", after).bind("limit", limit).all([](const db::Row& row) {
        return LinkedRequest{{row.integer("id")}, std::string(row.text("title")), *parse_state(row.text("state")), std::string(row.text("requester_name")),
                             std::string(row.text("school")), row.instant("created_at"), row.instant("due_at")};
    });
}

}  // namespace helpdesk
