// What a look around the district keeps: new alerts, old ones again, those that have passed.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "auth/event.h"
#include "db/db.h"
#include "planning/alert.h"
#include "planning/alert_json.h"
#include "planning/look.h"

namespace planning {

struct Standing {
    AlertId id;
    Cell cell;
    AlertState state;
    int last = 0;  // day of the axis on which it was found again
    std::array<Look, 4> dismissed_looks;
    Alarmed alarmed;
    /// Judged with both the outcome would be the same.
    bool same_as(const Standing& other) const { return id == other.id && state == other.state && last == other.last && alarmed.open == other.alarmed.open; }
};

static int day_on(const Axis& axis, base::Day day) { return static_cast<int>(std::ranges::lower_bound(axis.days, day) - axis.days.begin()); }

/// Alerts of which some days may still be in a baseline. Clause 11: those of a dismissed one count as usual, because a person said that they are.
static std::vector<Standing> read_standing(db::Read& db, const Axis& axis, int today) {
    return db.query(R"sql(
        SELECT a.id, a.model_id, a.school_id, a.category_id, a.state, a.first_on, a.last_on, a.dismissed_looks, COALESCE(p.state, '') AS problem
          FROM planning_alert a
          LEFT JOIN helpdesk_problem p ON p.id = a.problem_id
         WHERE a.last_on >= :from OR a.state = 'open' OR (a.state = 'confirmed' AND p.state = 'open')
         ORDER BY a.id
    )sql")
        .bind("from", axis.days.front())
        .all([&](const db::Row& row) {
            Standing one;
            one.id = {row.integer("id")};
            one.cell = {row.maybe_integer("model_id").value_or(0), row.maybe_integer("school_id").value_or(0), row.maybe_integer("category_id").value_or(0)};
            one.state = *parse_alert_state(row.text("state"));
            one.last = std::min(today, day_on(axis, row.day("last_on")));
            one.dismissed_looks = looks_of(row.text("dismissed_looks"));
            const bool fresh = today - one.last <= quiet_days && one.state != AlertState::passed;
            const bool known = one.state == AlertState::confirmed && row.text("problem") == "open";
            one.alarmed = {one.cell, day_on(axis, row.day("first_on")), one.last, fresh || known};
            if (one.state == AlertState::dismissed) one.alarmed.last = -1;
            return one;
        });
}

/// Of the longest window, so that each of the four numbers has its rows.
static void name_requests(db::Write& db, AlertId id, const Reading& reading, const Finding& finding) {
    const auto& ledger = reading.ledger;
    for (const auto number : ledger.of(finding.cell, reading.today - windows.back() + 1, reading.today)) {
        const auto& sighting = ledger.sighting(number);
        db.query("INSERT INTO planning_alert_request (alert_id, request_id, on_day) VALUES (:alert, :request, :day) ON CONFLICT DO NOTHING")
            .bind("alert", id)
            .bind("request", sighting.request)
            .bind("day", ledger.axis().days[static_cast<std::size_t>(sighting.day)])
            .run();
    }
}

static std::string inputs_json(const Finding& finding, double threshold) {
    return json_of(AlertInputs{finding.seen_before, finding.exposure, finding.spread, finding.factor, finding.from_parent, threshold});
}

static void insert(db::Write& db, base::Instant now, const Reading& reading, const Finding& finding, const Detected& found) {
    const auto& days = reading.ledger.axis().days;
    auto part = [](std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); };
    const AlertId id{db.query(R"sql(
        INSERT INTO planning_alert (model_id, school_id, category_id, state, first_on, last_on, as_of_on, method, window_days, observed, devices, requesters,
                                    expected, p, cells, inputs, looks, found_at, updated_at)
        VALUES (:model, :school, :category, 'open', :first, :today, :today, :method, :window, :observed, :devices, :requesters, :expected, :p, :cells, :inputs,
                :looks, :now, :now)
        RETURNING id
    )sql")
                         .bind("model", part(finding.cell.model))
                         .bind("school", part(finding.cell.school))
                         .bind("category", part(finding.cell.category))
                         .bind("first", days[static_cast<std::size_t>(std::max(0, reading.today - finding.best.window + 1))])
                         .bind("today", days[static_cast<std::size_t>(reading.today)])
                         .bind("method", detection_method)
                         .bind("window", finding.best.window)
                         .bind("observed", finding.best.observed)
                         .bind("devices", finding.devices)
                         .bind("requesters", finding.requesters)
                         .bind("expected", finding.best.expected)
                         .bind("p", finding.p)
                         .bind("cells", static_cast<std::int64_t>(found.cells))
                         .bind("inputs", inputs_json(finding, found.threshold))
                         .bind("looks", json_of(finding.looks))
                         .bind("now", now)
                         .one_integer()};
    name_requests(db, id, reading, finding);
    auth::record(db, auth::Viewer::system(), now, {.subject_kind = "alert", .subject_id = id.value, .action = "found"});
}

static void update(db::Write& db, base::Instant now, const Reading& reading, const Finding& finding, const Detected& found, const Standing& standing) {
    const bool worse = standing.state == AlertState::dismissed && got_worse(standing.dismissed_looks, finding.looks);
    const auto today = reading.ledger.axis().days[static_cast<std::size_t>(reading.today)];
    db.query(R"sql(
        UPDATE planning_alert SET last_on = :today, as_of_on = :today, method = :method, window_days = :window, observed = :observed, devices = :devices,
               requesters = :requesters, expected = :expected, p = :p, cells = :cells, inputs = :inputs, looks = :looks, updated_at = :now
         WHERE id = :id
    )sql")
        .bind("today", today)
        .bind("method", detection_method)
        .bind("window", finding.best.window)
        .bind("observed", finding.best.observed)
        .bind("devices", finding.devices)
        .bind("requesters", finding.requesters)
        .bind("expected", finding.best.expected)
        .bind("p", finding.p)
        .bind("cells", static_cast<std::int64_t>(found.cells))
        .bind("inputs", inputs_json(finding, found.threshold))
        .bind("looks", json_of(finding.looks))
        .bind("now", now)
        .bind("id", standing.id)
        .run();
    name_requests(db, standing.id, reading, finding);
    if (!worse) return;
    db.query("UPDATE planning_alert SET state = 'open', decided_by_id = NULL, decided_by = '', decided_at = NULL, revision = revision + 1 WHERE id = :id AND state = 'dismissed'")
        .bind("id", standing.id)
        .run();
    auth::record(db, auth::Viewer::system(), now, {.subject_kind = "alert", .subject_id = standing.id.value, .action = "worse"});
}

static void pass(db::Write& db, base::Instant now, const Standing& standing) {
    db.query("UPDATE planning_alert SET state = 'passed', updated_at = :now, revision = revision + 1 WHERE id = :id AND state = 'open'")
        .bind("now", now)
        .bind("id", standing.id)
        .run();
    auth::record(db, auth::Viewer::system(), now, {.subject_kind = "alert", .subject_id = standing.id.value, .action = "passed"});
}

static Detected judge(const Reading& reading, const std::vector<Standing>& standing) {
    std::vector<Alarmed> alarmed;
    alarmed.reserve(standing.size());
    for (const auto& one : standing) alarmed.push_back(one.alarmed);
    return detect(reading.ledger, Season(reading.ledger, reading.terms, reading.today), alarmed, reading.today);
}

/// Judged before the transaction, because that takes longer than others should wait for it.
struct JudgedLook {
    Reading reading;
    std::vector<Standing> standing;
    Detected found;
};

static std::optional<JudgedLook> read_and_judge(db::Read& db, base::Instant now) {
    auto reading = read_ledger(db, now);
    if (!reading) return std::nullopt;
    auto standing = read_standing(db, reading->ledger.axis(), reading->today);
    auto found = judge(*reading, standing);
    return JudgedLook{std::move(*reading), std::move(standing), std::move(found)};
}

/// Absent, with nothing written, when somebody decided meanwhile or another process looked: what was judged is not true any more, and to judge
/// again here would keep everybody else who writes waiting.
static std::optional<LookedAround> keep(db::Write& db, base::Instant now, const JudgedLook& judged) {
    const auto& reading = judged.reading;
    const auto standing = read_standing(db, reading.ledger.axis(), reading.today);
    const bool unchanged = std::ranges::equal(standing, judged.standing, [](const Standing& left, const Standing& right) { return left.same_as(right); });
    if (!unchanged) return std::nullopt;
    const auto& found = judged.found;
    LookedAround result;
    result.cells = found.cells;
    const auto today = reading.ledger.axis().days[static_cast<std::size_t>(reading.today)];
    for (const auto& one : standing) {
        if (!one.alarmed.open) {
            if (one.state == AlertState::open) {
                pass(db, now, one);
                ++result.passed;
            }
            continue;
        }
        const auto again = std::ranges::find(found.persisting, one.cell, &Finding::cell);
        if (again != found.persisting.end()) {
            update(db, now, reading, *again, found, one);
            ++result.again;
            continue;
        }
        if (std::ranges::find(found.explaining, one.cell) == found.explaining.end()) continue;
        db.query("UPDATE planning_alert SET last_on = :today WHERE id = :id")
            .bind("today", today)
            .bind("id", one.id)
            .run();
    }
    for (const auto& finding : found.fresh) insert(db, now, reading, finding, found);
    result.opened = static_cast<int>(found.fresh.size());
    return result;
}

constexpr int most_attempts = 3;

LookedAround look_around(db::Database& database, base::Instant now, const std::function<bool(int)>& go_on) {
    if (!go_on(0)) return {.cancelled = true};
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const auto judged = database.read([&](db::Read& db) { return read_and_judge(db, now); });
        if (!judged) return {};
        if (!go_on(1)) return {.cancelled = true};
        auto result = database.write([&](db::Write& db) { return keep(db, now, *judged); });
        if (!result) continue;
        result->requests = judged->reading.ledger.size();
        go_on(2);
        return *result;
    }
    throw std::runtime_error("alerts were decided each time while they were judged");
}

}  // namespace planning
