// Of a problem that is solved each request is ended with the answer; of one that came back, those that the answer ended wait for it again.
#include "auth/account.h"
#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/problem_telling.h"

namespace helpdesk {

std::vector<Link> untold_requests(db::Read& db, const News& news, RequestId last) {
    return db.query(R"sql(
        SELECT request_id, told_round, ended_by_problem FROM helpdesk_problem_request
         WHERE problem_id = :problem AND told_round < :round AND request_id > :last
         ORDER BY request_id LIMIT :most
    )sql")
        .bind("problem", news.problem.id)
        .bind("round", news.problem.round)
        .bind("last", last)
        .bind("most", requests_together)
        .all([](const db::Row& row) { return Link{{row.integer("request_id")}, row.integer("told_round"), row.flag("ended_by_problem")}; });
}

static std::string_view answer_for(db::Read& db, const News& news, const Request& request) {
    return news.problem.answer.in(request.requester ? auth::account_language(db, *request.requester) : request.language);
}

/// Whether the problem ends the request, as far as it does now.
static bool answer(db::Write& db, const News& news, const Request& request, const Link& link) {
    auto words = answer_for(db, news, request);
    if (unfinished(request.state)) {
        solve(db, news.teller, news.now, request, words);
        return true;
    }
    // What an earlier answer ended hears the new one; what somebody ended for itself was answered then (clause 16).
    if (link.ended_by_problem) add_message(db, news.teller, news.now, {request, Standing::worker}, MessageKind::reply, words, {});
    return link.ended_by_problem;
}

/// Back to waiting for the problem, as if the solution had been a pause: nobody had work with it meanwhile.
static void bring_back(db::Write& db, const News& news, const Request& request) {
    db.query("UPDATE helpdesk_request SET state = 'waiting', waiting_reason = 'other_work', waiting_words = '' WHERE id = :id").bind("id", request.id).run();
    count_reopening(db, news.now, request);
    note_change(db, news.teller, news.now, request,
                {.action = "problem_back", .detail = detail({{"title", news.problem.title.en}, {"title_es", news.problem.title.es}})});
    notify(db, news.now, {.request = request.id, .kind = NoticeKind::waiting});
}

/// Solved with the answer and left at that; or closed because nobody answered for some days (clause 18).
static bool nobody_said_it_works(db::Read& db, const Request& request) {
    if (request.state != State::closed) return request.state == State::resolved;
    auto last = db.query(R"sql(
        SELECT action FROM auth_event
         WHERE subject_kind = 'request' AND subject_id = :request AND action IN ('closed', 'closed_by_itself')
         ORDER BY id DESC LIMIT 1
    )sql").bind("request", request.id).maybe_text();
    return last == "closed_by_itself";
}

/// Another process may have told it since it was read; a request that was unlinked is nobody's here.
static bool is_untold(db::Read& db, const News& news, const Link& link) {
    return db.query("SELECT 1 FROM helpdesk_problem_request WHERE request_id = :request AND problem_id = :problem AND told_round = :told")
        .bind("request", link.request)
        .bind("problem", news.problem.id)
        .bind("told", link.told_round)
        .maybe_integer()
        .has_value();
}

void tell_request(db::Write& db, const News& news, const Link& link) {
    if (!is_untold(db, news, link)) return;
    auto request = fetch_for_work(db, auth::Viewer::system(), link.request);
    bool ended = link.ended_by_problem;
    if (news.solved()) {
        ended = answer(db, news, request, link);
    } else if (link.ended_by_problem && nobody_said_it_works(db, request)) {
        bring_back(db, news, request);
        ended = false;
    }
    db.query("UPDATE helpdesk_problem_request SET told_round = :round, ended_by_problem = :ended WHERE request_id = :request")
        .bind("round", news.problem.round)
        .bind("ended", ended)
        .bind("request", link.request)
        .run();
}

}  // namespace helpdesk
