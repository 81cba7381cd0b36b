// What the CIO's page counts, read in a fixed number of statements.
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "helpdesk/helpdesk.h"
#include "planning/cio.h"
#include "planning/planning.h"

namespace planning {

std::optional<base::Day> term_begins(db::Read& db, base::Day today) {
    return db.query(R"sql(
        SELECT start_on FROM roster_session
         WHERE active = 1 AND type IN ('term', 'semester') AND start_on <= :today AND end_on >= :today
         ORDER BY start_on DESC, id LIMIT 1
    )sql").bind("today", today).maybe([](const db::Row& row) { return row.day("start_on"); });
}

static CioRequest::Stage stage_of(std::string_view state) {
    if (state == "waiting") return CioRequest::Stage::waiting;
    if (state == "scheduled") return CioRequest::Stage::scheduled;
    return state == "new" || state == "open" ? CioRequest::Stage::in_queue : CioRequest::Stage::ended;
}

static CioRequest read_request(const db::Row& row) {
    CioRequest request;
    request.id = row.integer("id");
    request.team = row.integer("team_id");
    request.school = row.integer("school_id");
    request.category = row.integer("category_id");
    request.stage = stage_of(row.text("state"));
    request.reason = row.text("reason");
    request.walk_up = row.text("origin") == "walk_up";
    request.created_at = row.instant("created_at");
    request.solved_at = row.maybe_instant("resolved_at");
    request.due_at = row.instant("due_at");
    return request;
}

/// Clause 5: in school days of each school's own calendar.
static void find_ages(db::Read& db, base::TimeZone zone, base::Instant now, std::vector<CioRequest>& requests) {
    std::map<std::int64_t, const calendar::BusinessCalendar*> calendars;
    const auto today = zone.day_of(now);
    for (auto& request : requests) {
        if (request.stage == CioRequest::Stage::ended) continue;
        auto& calendar = calendars[request.school];
        if (!calendar) calendar = &calendar::calendar_of(db, {request.school}, now);
        request.school_days = std::max(0, calendar->school_days_between(zone.day_of(request.created_at), today));
    }
}

/// Belonging to a known problem is stored as other work that comes first, and the link.
static constexpr std::string_view reason_sql = R"sql(CASE WHEN r.waiting_reason = 'other_work' AND EXISTS (SELECT 1 FROM helpdesk_problem_request l WHERE l.request_id = r.id)
                 THEN 'known_problem' ELSE COALESCE(r.waiting_reason, '') END AS reason)sql";

std::vector<CioRequest> cio_requests(db::Read& db, const auth::Viewer& viewer, base::TimeZone zone, base::Instant now, base::Instant from) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("The department's figures are for the CIO.");
    std::vector<CioRequest> requests;
    static const std::string columns = fmt::format("r.id, r.team_id, r.school_id, r.category_id, r.state, {}, r.origin, r.created_at, r.resolved_at, r.due_at", reason_sql);
    // Each part is answered from an index of its own; one condition with OR would read every request there ever was.
    static const std::string sql = fmt::format(R"sql(
        SELECT {0} FROM helpdesk_request r WHERE r.state IN ('new', 'open')
        UNION ALL
        SELECT {0} FROM helpdesk_request r WHERE r.state IN ('waiting', 'scheduled')
        UNION ALL
        SELECT {0} FROM helpdesk_request r WHERE r.state IN ('resolved', 'closed') AND r.resolved_at >= :from
    )sql", columns);
    db.query(sql).bind("from", from).each([&](const db::Row& row) { requests.push_back(read_request(row)); });
    find_ages(db, zone, now, requests);
    return requests;
}

std::vector<CioTeam> cio_teams(db::Read& db) {
    return db.query("SELECT id, name_en, name_es, role_key FROM helpdesk_team ORDER BY name_en, id").all([](const db::Row& row) {
        return CioTeam{row.integer("id"), std::string(row.text("name_en")), std::string(row.text("name_es")), std::string(row.text("role_key"))};
    });
}

std::vector<CioRequestLine> request_lines(db::Read& db, const auth::Viewer& viewer, const std::vector<std::int64_t>& ids) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("The department's figures are for the CIO.");
    std::vector<CioRequestLine> lines;
    if (ids.empty()) return lines;
    std::map<std::int64_t, CioRequestLine> found;
    // Ids are numbers of ours; at most one page of them stands in the text, or a thousand of a file.
    db.query(fmt::format(R"sql(
        SELECT r.id, r.title, r.state, {}, c.name_en AS category_en, c.name_es AS category_es, r.school_id, o.name AS school,
               t.name_en AS team_en, t.name_es AS team_es, r.created_at, r.due_at, r.resolved_at
          FROM helpdesk_request r
          JOIN helpdesk_category c ON c.id = r.category_id
          JOIN helpdesk_team t ON t.id = r.team_id
          JOIN roster_org o ON o.id = r.school_id
         WHERE r.id IN ({})
    )sql", reason_sql, fmt::join(ids, ", "))).each([&](const db::Row& row) {
        CioRequestLine line;
        line.id = row.integer("id");
        // Clause 4: whoever reads figures without working on requests learns how many and where, not what people wrote.
        if (viewer.may(helpdesk::may_work, row.integer("school_id"))) line.title = row.text("title");
        line.state = row.text("state");
        line.reason = row.text("reason");
        line.category_en = row.text("category_en");
        line.category_es = row.text("category_es");
        line.school = row.text("school");
        line.team_en = row.text("team_en");
        line.team_es = row.text("team_es");
        line.created_at = row.instant("created_at");
        line.due_at = row.instant("due_at");
        line.solved_at = row.maybe_instant("resolved_at");
        found.emplace(line.id, std::move(line));
    });
    for (auto id : ids) {
        if (auto line = found.find(id); line != found.end()) lines.push_back(std::move(line->second));
    }
    return lines;
}

}  // namespace planning
