#include "db/db.h"
#include "helpdesk/closing.h"
#include "helpdesk/status.h"

namespace helpdesk {

static std::optional<base::Instant> taken_at(db::Read& db, RequestId id) {
    return db.query(R"sql(
        SELECT max(happened_at) AS at FROM auth_event WHERE subject_kind = 'request' AND subject_id = :id AND action IN ('taken', 'assigned', 'given', 'handed_over')
    )sql").bind("id", id).one([](const db::Row& row) { return row.maybe_instant("at"); });
}

Status status_of(db::Read& db, base::Instant now, const Request& request) {
    Status status = db.query(R"sql(
        SELECT t.name_en AS team_en, t.name_es AS team_es, o.name AS school, COALESCE(a.name, '') AS assignee
          FROM helpdesk_request r
          JOIN helpdesk_team t ON t.id = r.team_id
          JOIN roster_org o ON o.id = r.school_id
          LEFT JOIN auth_account a ON a.id = r.assignee_id
         WHERE r.id = :id
    )sql").bind("id", request.id).one([](const db::Row& row) {
        Status found;
        found.team = {std::string(row.text("team_en")), std::string(row.text("team_es"))};
        found.school = row.text("school");
        found.assignee = row.text("assignee");
        return found;
    });
    if (!status.assignee.empty()) status.taken_at = taken_at(db, request.id);
    status.position = position(db, request);
    if (unfinished(request.state)) {
        auto problem = problem_of(db, request.id);
        if (problem && problem->state == ProblemState::open) status.problem = std::move(problem);
        // How long similar ones took says nothing of one that waits for a solution common to many.
        else status.outlook = outlook(db, now, request);
    }
    if (request.state == State::resolved) status.last_day_to_answer = last_day_to_answer(db, now, request);
    return status;
}

}  // namespace helpdesk
