// The rows behind an alert's numbers.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "planning/alert.h"
#include "planning/planning.h"

namespace planning {

/// Requests of the cell by what they are today. Only the parts that the cell names are asked for, so that they can be read from an index.
static std::string of_cell(const Cell& cell) {
    std::string sql = "r.state <> 'held'";
    if (cell.model != 0) sql += " AND d.model_id = :model";
    if (cell.school != 0) sql += " AND r.school_id = :school";
    if (cell.category != 0) sql += " AND r.category_id = :category";
    return sql;
}

static db::Query bind_cell(db::Query query, const Cell& cell) {
    if (cell.model != 0) std::move(query).bind("model", cell.model);
    if (cell.school != 0) std::move(query).bind("school", cell.school);
    if (cell.category != 0) std::move(query).bind("category", cell.category);
    return query;
}

static base::Instant midnight(base::TimeZone zone, base::Day day) { return zone.to_instant({day, base::Minutes(0)}); }

std::vector<AlertDay> alert_days(db::Read& db, const auth::Viewer& viewer, const Alert& alert, base::TimeZone zone, base::Instant now, int days) {
    if (!viewer.may_everywhere(may_watch)) throw base::Forbidden("Emerging problems are for those who may watch them.");
    std::vector<AlertDay> shown;
    // A cell of every school keeps the district's days, those without a school's own.
    const auto& calendar = calendar::calendar_of(db, {alert.cell.school}, now);
    for (auto day = alert.as_of; static_cast<int>(shown.size()) < days && alert.as_of - day < std::chrono::days(4 * days); day -= std::chrono::days(1)) {
        if (calendar.is_school_day(day)) shown.push_back({day});
    }
    if (shown.empty()) return shown;
    std::ranges::reverse(shown);
    // What comes on a closed day is counted on the next school day, as in the statistics (clause 1).
    auto place = [&](base::Day on) { return std::ranges::lower_bound(shown, on, {}, &AlertDay::on); };
    bind_cell(db.query(fmt::format("SELECT r.created_at FROM helpdesk_request r LEFT JOIN inventory_device d ON d.id = r.device_id "
                                   "WHERE r.created_at >= :from AND r.created_at < :to AND {}",
                                   of_cell(alert.cell))),
              alert.cell)
        .bind("from", midnight(zone, shown.front().on))
        .bind("to", midnight(zone, alert.as_of + std::chrono::days(1)))
        .each([&](const db::Row& row) {
            if (const auto at = place(zone.day_of(row.instant("created_at"))); at != shown.end()) ++at->requests;
        });
    db.query("SELECT on_day, count(*) AS n FROM planning_alert_request WHERE alert_id = :id GROUP BY on_day").bind("id", alert.id).each([&](const db::Row& row) {
        const auto at = place(row.day("on_day"));
        if (at != shown.end() && at->on == row.day("on_day")) at->counted = row.integer("n");
    });
    return shown;
}

/// "TRUE", or the schools in whose queue the viewer works.
static std::string within_reach(const auth::Viewer& viewer) {
    const auto reach = viewer.reach(helpdesk::may_work);
    if (reach.everywhere) return "1 = 1";
    if (reach.nowhere()) return "1 = 0";
    return fmt::format("r.school_id IN ({})", fmt::join(reach.schools, ", "));
}

/// The day itself, with the closed days before it, of which it carries the requests.
static base::Day begin_of(const calendar::BusinessCalendar& calendar, base::Day on) {
    constexpr auto longest_break = std::chrono::days(120);
    auto first = on;
    while (on - first < longest_break && !calendar.is_school_day(first - std::chrono::days(1))) first -= std::chrono::days(1);
    return first;
}

static base::Day begin_of_window(const calendar::BusinessCalendar& calendar, base::Day last, int days) {
    constexpr auto longest = std::chrono::days(240);
    auto first = last;
    for (int left = days; last - first < longest; first -= std::chrono::days(1)) {
        if (calendar.is_school_day(first) && --left == 0) break;
    }
    return first;
}

std::vector<AlertRequest> alert_requests(db::Read& db, const auth::Viewer& viewer, const Alert& alert, const AlertSlice& slice, int limit) {
    const auto& [zone, now, on, days, before] = slice;
    constexpr std::string_view columns =
        "SELECT r.id, r.title, r.state, r.created_at, o.name AS school, CASE WHEN c.request_id IS NULL THEN 0 ELSE 1 END AS counted "
        "FROM helpdesk_request r JOIN roster_org o ON o.id = r.school_id LEFT JOIN inventory_device d ON d.id = r.device_id "
        "LEFT JOIN planning_alert_request c ON c.request_id = r.id AND c.alert_id = :alert";
    auto read = [](const db::Row& row) {
        return AlertRequest{{row.integer("id")}, std::string(row.text("title")), std::string(row.text("state")), std::string(row.text("school")),
                            row.instant("created_at"), row.flag("counted")};
    };
    if (days > 0) {
        const auto first = on ? *on : begin_of_window(calendar::calendar_of(db, {alert.cell.school}, now), alert.as_of, days);
        return db.query(fmt::format("{} WHERE c.on_day >= :first AND c.on_day <= :last AND (:before = 0 OR r.id < :before) AND {} ORDER BY r.id DESC LIMIT :limit", columns, within_reach(viewer)))
            .bind("alert", alert.id)
            .bind("first", first)
            .bind("last", on.value_or(alert.as_of))
            .bind("before", before)
            .bind("limit", limit)
            .all(read);
    }
    const auto day = on.value_or(alert.as_of);
    return bind_cell(db.query(fmt::format("{} WHERE r.created_at >= :from AND r.created_at < :to AND {} AND (:before = 0 OR r.id < :before) AND {} ORDER BY r.id DESC LIMIT :limit",
                                          columns, of_cell(alert.cell), within_reach(viewer))),
                     alert.cell)
        .bind("alert", alert.id)
        .bind("from", midnight(zone, begin_of(calendar::calendar_of(db, {alert.cell.school}, now), day)))
        .bind("to", midnight(zone, day + std::chrono::days(1)))
        .bind("before", before)
        .bind("limit", limit)
        .all(read);
}

std::vector<helpdesk::RequestId> requests_to_link(db::Read& db, const auth::Viewer& viewer, AlertId id) {
    return db.query(fmt::format(R"sql(
        SELECT r.id FROM planning_alert_request c JOIN helpdesk_request r ON r.id = c.request_id
         WHERE c.alert_id = :id AND r.state IN ('new', 'open', 'waiting', 'scheduled')
           AND NOT EXISTS (SELECT 1 FROM helpdesk_problem_request p WHERE p.request_id = r.id) AND {}
         ORDER BY r.id
    )sql", within_reach(viewer)))
        .bind("id", id)
        .all([](const db::Row& row) { return helpdesk::RequestId{row.integer("id")}; });
}

}  // namespace planning
