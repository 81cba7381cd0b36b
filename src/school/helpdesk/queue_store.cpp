#include "helpdesk/queue.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "db/db.h"

namespace helpdesk {

/// The condition and the index that fit a view. Schools of the viewer are numbers of ours, so they can stand in the text of the statement;
/// that keeps one statement per set of grants in the cache.
static std::string conditions(const auth::Viewer& viewer, const QueueFilter& filter) {
    std::string sql = filter.view == QueueView::solved  ? "r.state IN ('resolved', 'closed')"
                      : filter.view == QueueView::waiting ? "r.state IN ('waiting', 'scheduled')"
                      : filter.view == QueueView::mine  ? "r.state IN ('new', 'open', 'waiting', 'scheduled')"
                                                        : "r.state IN ('new', 'open')";
    auto reach = viewer.reach(may_work);
    if (!reach.everywhere) sql += fmt::format(" AND r.school_id IN ({})", reach.schools.empty() ? "0" : fmt::format("{}", fmt::join(reach.schools, ", ")));
    if (filter.view == QueueView::mine) sql += " AND r.assignee_id = :viewer";
    if (filter.view == QueueView::unassigned) sql += " AND r.assignee_id IS NULL";
    if (filter.team) sql += " AND r.team_id = :team";
    if (filter.school) sql += " AND r.school_id = :school";
    if (filter.category) sql += " AND r.category_id = :category";
    if (filter.assignee) sql += " AND r.assignee_id = :assignee";
    if (filter.due_before) sql += " AND r.due_at < :due_before";
    if (filter.at_risk) sql += " AND r.risk_at <= :at_risk AND r.due_at >= :at_risk";
    if (filter.created_from) sql += " AND r.created_at >= :created_from";
    if (filter.created_before) sql += " AND r.created_at < :created_before";
    if (filter.resolved_from) sql += " AND r.resolved_at >= :resolved_from";
    return sql;
}

static db::Query bind_filter(db::Query query, const auth::Viewer& viewer, const QueueFilter& filter) {
    if (filter.view == QueueView::mine) std::move(query).bind("viewer", viewer.account());
    if (filter.team) std::move(query).bind("team", *filter.team);
    if (filter.school) std::move(query).bind("school", *filter.school);
    if (filter.category) std::move(query).bind("category", *filter.category);
    if (filter.assignee) std::move(query).bind("assignee", *filter.assignee);
    if (filter.due_before) std::move(query).bind("due_before", *filter.due_before);
    if (filter.at_risk) std::move(query).bind("at_risk", *filter.at_risk);
    if (filter.created_from) std::move(query).bind("created_from", *filter.created_from);
    if (filter.created_before) std::move(query).bind("created_before", *filter.created_before);
    if (filter.resolved_from) std::move(query).bind("resolved_from", *filter.resolved_from);
    return query;
}

AgeBounds age_bounds(base::TimeZone zone, base::Day today) {
    return {zone.to_instant({today, base::Minutes(0)}), zone.to_instant({today - std::chrono::days(6), base::Minutes(0)})};
}

static QueueRow read_queue_row(const db::Row& row) {
    QueueRow found;
    found.id = {row.integer("id")};
    found.title = row.text("title");
    found.state = *parse_state(row.text("state"));
    if (!row.null("waiting_reason")) found.waiting_reason = parse_waiting_reason(row.text("waiting_reason"));
    found.priority = static_cast<int>(row.integer("priority"));
    found.class_waiting = row.flag("class_waiting");
    found.school = row.text("school");
    found.room = row.text("room");
    found.device_tag = row.text("device_tag");
    found.requester_name = row.text("requester_name");
    found.assignee_name = row.text("assignee");
    found.problem = {std::string(row.text("problem_en")), std::string(row.text("problem_es"))};
    found.due_at = row.instant("due_at");
    found.risk_at = row.instant("risk_at");
    found.created_at = row.instant("created_at");
    found.updated_at = row.instant("updated_at");
    return found;
}

QueuePage queue(db::Read& db, const auth::Viewer& viewer, const QueueFilter& filter, std::optional<QueueKey> after, int limit) {
    auto sql = fmt::format(R"sql(
        SELECT r.id, r.title, r.state, r.waiting_reason, r.priority, r.class_waiting, o.name AS school, r.room,
               COALESCE(d.asset_tag, '') AS device_tag, r.requester_name, COALESCE(a.name, '') AS assignee,
               CASE WHEN r.waiting_reason = 'other_work' THEN COALESCE(p.title_en, '') ELSE '' END AS problem_en,
               CASE WHEN r.waiting_reason = 'other_work' THEN COALESCE(p.title_es, '') ELSE '' END AS problem_es, r.due_at, r.risk_at, r.created_at, r.updated_at
          FROM helpdesk_request r
          JOIN roster_org o ON o.id = r.school_id
          LEFT JOIN inventory_device d ON d.id = r.device_id
          LEFT JOIN auth_account a ON a.id = r.assignee_id
          LEFT JOIN helpdesk_problem_request l ON l.request_id = r.id
          LEFT JOIN helpdesk_problem p ON p.id = l.problem_id AND p.state = 'open'
         WHERE {}{}
         ORDER BY r.priority, r.due_at, r.id
         LIMIT :limit
    )sql", conditions(viewer, filter), after ? " AND (r.priority, r.due_at, r.id) > (:after_priority, :after_due, :after_id)" : "");

    auto query = bind_filter(db.query(sql), viewer, filter).bind("limit", limit + 1);
    if (after) {
        std::move(query).bind("after_priority", after->priority).bind("after_due", after->due_at).bind("after_id", after->id);
    }
    QueuePage page{std::move(query).all(read_queue_row), std::nullopt};
    if (page.rows.size() > static_cast<std::size_t>(limit)) {
        page.rows.pop_back();
        const auto& last = page.rows.back();
        page.next = QueueKey{last.priority, base::to_ms(last.due_at), last.id.value};
    }
    return page;
}

std::int64_t count_up_to(db::Read& db, const auth::Viewer& viewer, const QueueFilter& filter, std::int64_t most) {
    auto sql = fmt::format("SELECT count(*) FROM (SELECT 1 FROM helpdesk_request r WHERE {} LIMIT :most) counted", conditions(viewer, filter));
    return bind_filter(db.query(sql), viewer, filter).bind("most", most).one_integer();
}

std::optional<Position> position(db::Read& db, const Request& request) {
    if (!in_queue(request.state)) return std::nullopt;
    // Three counts, each from an index of its own: one pass over the team's whole queue costs several times as much.
    return db.query(R"sql(
        SELECT ahead.requests AS ahead, ahead.class_waiting AS class_waiting_ahead,
               (SELECT count(*) FROM helpdesk_request r
                 WHERE r.team_id = :team AND r.school_id = :school AND r.state IN ('new', 'open')
                   AND (r.priority, r.due_at, r.id) < (:priority, :due, :id)) AS ahead_here,
               (SELECT count(*) FROM helpdesk_request r
                 WHERE r.team_id = :team AND r.school_id = :school AND r.state IN ('new', 'open')) AS total_here
          FROM (SELECT count(*) AS requests, COALESCE(SUM(r.class_waiting), 0) AS class_waiting
                  FROM helpdesk_request r
                 WHERE r.team_id = :team AND r.state IN ('new', 'open')
                   AND (r.priority, r.due_at, r.id) < (:priority, :due, :id)) ahead
    )sql")
        .bind("school", request.school)
        .bind("priority", request.priority)
        .bind("due", request.due_at)
        .bind("id", request.id)
        .bind("team", request.team)
        .one([](const db::Row& row) {
            auto here = row.integer("ahead_here");
            return Position{here, row.integer("total_here"), row.integer("ahead") - here, row.integer("class_waiting_ahead")};
        });
}

}  // namespace helpdesk
