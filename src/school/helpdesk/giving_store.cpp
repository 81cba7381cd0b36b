#include "helpdesk/giving.h"

#include <algorithm>

#include <fmt/format.h>

#include "helpdesk/change.h"
#include "helpdesk/hand_over.h"
#include "jobs/jobs.h"

namespace helpdesk {

bool team_gives(db::Read& db, TeamId team) {
    return db.query("SELECT 1 FROM helpdesk_team WHERE id = :team AND new_requests = 'given'").bind("team", team).maybe_integer().has_value();
}

void give_later(db::Write& db, base::Instant now, RequestId id) {
    jobs::enqueue(db, now, {.name = "helpdesk.give", .payload = fmt::format(R"({{"request":{}}})", id.value)});
}

static std::optional<Receiver> find_receiver(db::Read& db, base::Instant now, const Request& request) {
    if (request.state != State::fresh || request.assignee) return std::nullopt;
    auto able = candidates(db, auth::Viewer::system(), now, request).people;
    // The first is who will reach it first; who belongs to another team is for a person to choose.
    auto first = std::ranges::find(able, request.team, &Receiver::team);
    return first == able.end() ? std::nullopt : std::optional(*first);
}

static bool give_to(db::Write& db, base::Instant now, const Request& request, const Receiver& to) {
    auto given = db.query(R"sql(
        UPDATE helpdesk_request SET assignee_id = :to, given_to_id = :to
         WHERE id = :id AND team_id = :team AND state = 'new' AND assignee_id IS NULL
    )sql")
                     .bind("to", to.account)
                     .bind("id", request.id)
                     .bind("team", request.team)
                     .run();
    if (given == 0) return false;
    note_change(db, auth::Viewer::system(), now, request, {.action = "given", .detail = detail({{"to", to.name}})});
    notify(db, now, {.request = request.id, .kind = NoticeKind::assigned, .account = to.account});
    return true;
}

bool give(db::Database& database, base::Instant now, RequestId id) {
    auto request = database.read([&](db::Read& db) { return fetch_for_work(db, auth::Viewer::system(), id); });
    auto to = database.read([&](db::Read& db) { return find_receiver(db, now, request); });
    return to && database.write([&](db::Write& db) { return give_to(db, now, request, *to); });
}

}  // namespace helpdesk
