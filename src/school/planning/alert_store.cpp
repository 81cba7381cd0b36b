#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "planning/alert.h"
#include "planning/alert_json.h"
#include "planning/planning.h"

namespace planning {

static constexpr std::string_view columns =
    "a.id, a.model_id, a.school_id, a.category_id, a.state, a.first_on, a.last_on, a.as_of_on, a.method, a.window_days, a.observed, a.devices, a.requesters, "
    "a.expected, a.p, a.cells, a.inputs, a.looks, a.dismissed_looks, a.reason, a.decided_by, a.decided_at, a.problem_id, a.found_at, a.updated_at, a.revision, "
    "COALESCE(TRIM(m.manufacturer || ' ' || m.name), '') AS model_name, COALESCE(o.name, '') AS school_name, COALESCE(c.name_en, '') AS category_en, "
    "COALESCE(c.name_es, '') AS category_es";
static constexpr std::string_view tables =
    "planning_alert a LEFT JOIN inventory_model m ON m.id = a.model_id LEFT JOIN roster_org o ON o.id = a.school_id "
    "LEFT JOIN helpdesk_category c ON c.id = a.category_id";

static Alert read_alert(const db::Row& row, std::string_view language) {
    Alert alert;
    alert.id = {row.integer("id")};
    alert.cell = {row.maybe_integer("model_id").value_or(0), row.maybe_integer("school_id").value_or(0), row.maybe_integer("category_id").value_or(0)};
    alert.state = *parse_alert_state(row.text("state"));
    alert.first = row.day("first_on");
    alert.last = row.day("last_on");
    alert.as_of = row.day("as_of_on");
    alert.method = row.text("method");
    alert.best = {static_cast<int>(row.integer("window_days")), row.integer("observed"), row.real("expected"), row.real("p")};
    alert.p = row.real("p");
    alert.devices = row.integer("devices");
    alert.requesters = row.integer("requesters");
    alert.cells = row.integer("cells");
    alert.inputs = inputs_of(row.text("inputs"));
    alert.looks = looks_of(row.text("looks"));
    alert.dismissed_looks = looks_of(row.text("dismissed_looks"));
    alert.reason = row.text("reason");
    alert.decided_by = row.text("decided_by");
    alert.decided_at = row.maybe_instant("decided_at");
    if (const auto problem = row.maybe_integer("problem_id")) alert.problem = helpdesk::ProblemId{*problem};
    alert.found_at = row.instant("found_at");
    alert.updated_at = row.instant("updated_at");
    alert.revision = row.integer("revision");
    alert.model_name = row.text("model_name");
    alert.school_name = row.text("school_name");
    alert.category_name = row.text(language == "es" ? "category_es" : "category_en");
    return alert;
}

static void require_watching(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_watch)) throw base::Forbidden("Emerging problems are for those who may watch them.");
}

Alert fetch_alert(db::Read& db, const auth::Viewer& viewer, AlertId id, std::string_view language) {
    require_watching(viewer);
    return db.query(fmt::format("SELECT {} FROM {} WHERE a.id = :id", columns, tables)).bind("id", id).one([&](const db::Row& row) {
        return read_alert(row, language);
    });
}

std::vector<Alert> alerts(db::Read& db, const auth::Viewer& viewer, AlertState state, std::int64_t before, int limit, std::string_view language) {
    require_watching(viewer);
    return db.query(fmt::format("SELECT {} FROM {} WHERE a.state = :state AND (:before = 0 OR a.id < :before) ORDER BY a.id DESC LIMIT :limit", columns, tables))
        .bind("state", word(state))
        .bind("before", before)
        .bind("limit", limit)
        .all([&](const db::Row& row) { return read_alert(row, language); });
}

std::int64_t count_alerts(db::Read& db, const auth::Viewer& viewer, AlertState state) {
    require_watching(viewer);
    return db.query("SELECT count(*) FROM planning_alert WHERE state = :state").bind("state", word(state)).one_integer();
}

struct Decision {
    AlertState state;
    std::string_view action;
    std::string_view reason = {};
    std::optional<helpdesk::ProblemId> problem = {};
    std::string dismissed_looks = {};
};

static void decide(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert, const Decision& decision) {
    require_watching(viewer);
    const bool open_again = decision.state == AlertState::open;
    db.query(R"sql(
        UPDATE planning_alert SET state = :state, reason = :reason, problem_id = :problem, dismissed_looks = :looks, decided_by_id = :account,
               decided_by = :name, decided_at = :at, updated_at = :now, revision = revision + 1
         WHERE id = :id
    )sql")
        .bind("state", word(decision.state))
        .bind("reason", decision.reason)
        .bind("problem", decision.problem)
        .bind("looks", decision.dismissed_looks)
        .bind("account", open_again || !viewer.signed_in() ? std::nullopt : std::optional(viewer.account()))
        .bind("name", open_again ? std::string_view() : std::string_view(viewer.name()))
        .bind("at", open_again ? std::nullopt : std::optional(now))
        .bind("now", now)
        .bind("id", alert.id)
        .run();
    const auto detail = decision.problem ? fmt::format(R"({{"problem":{}}})", decision.problem->value) : std::string("{}");
    auth::record(db, viewer, now, {.subject_kind = "alert", .subject_id = alert.id.value, .action = decision.action, .why = decision.reason, .detail = detail});
}

void confirm_alert(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert, helpdesk::ProblemId problem) {
    if (alert.state != AlertState::open && alert.state != AlertState::passed) throw base::Conflict("Somebody has decided about this alert already.");
    decide(db, viewer, now, alert, {.state = AlertState::confirmed, .action = "confirmed", .problem = problem});
}

void dismiss_alert(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert, std::string_view reason) {
    if (alert.state != AlertState::open) throw base::Conflict("Somebody has decided about this alert already.");
    if (base::trim(reason).empty()) throw base::Invalid("reason", "A reason is needed.");
    decide(db, viewer, now, alert, {.state = AlertState::dismissed, .action = "dismissed", .reason = base::trim(reason), .dismissed_looks = json_of(alert.looks)});
}

void reopen_alert(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert) {
    if (alert.state != AlertState::confirmed && alert.state != AlertState::dismissed) throw base::Conflict("There is no decision to undo.");
    decide(db, viewer, now, alert, {.state = AlertState::open, .action = "reopened"});
}

}  // namespace planning
