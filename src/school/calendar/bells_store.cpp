#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "db/db.h"

namespace calendar {

using roster::OrgId;

static constexpr std::string_view columns = "SELECT id, org_id, name, kind, weekdays, valid_from_on, ended_on, revision FROM calendar_bell";

static Bells read_bells(const db::Row& row) {
    Bells bells;
    bells.id = {row.integer("id")};
    bells.school = {row.integer("org_id")};
    bells.name = row.text("name");
    bells.kind = parse_bell_kind(row.text("kind")).value();
    for (std::size_t i = 0; i < 7; ++i) bells.weekdays[i] = ((row.integer("weekdays") >> i) & 1) != 0;
    bells.valid_from = row.day("valid_from_on");
    bells.ended = row.maybe_day("ended_on");
    bells.revision = row.integer("revision");
    return bells;
}

static std::int64_t mask(const Bells& bells) {
    std::int64_t bits = 0;
    for (std::size_t i = 0; i < 7; ++i) bits |= bells.kind == BellKind::regular && bells.weekdays[i] ? std::int64_t{1} << i : 0;
    return bits;
}

/// Periods and dates of these versions, which stand in the order of their ids when asked for one school, else in any.
static void fill(db::Read& db, std::vector<Bells>& all, std::optional<OrgId> school) {
    auto of = [&](std::int64_t id) -> Bells* {
        for (auto& bells : all) {
            if (bells.id.value == id) return &bells;
        }
        return nullptr;
    };
    db.query(R"sql(
        SELECT p.bell_id, p.name, p.starts_minute, p.ends_minute, p.taught FROM calendar_bell_period p
          JOIN calendar_bell b ON b.id = p.bell_id WHERE :school = 0 OR b.org_id = :school ORDER BY p.bell_id, p.position
    )sql")
        .bind("school", school.value_or(OrgId{0}))
        .each([&](const db::Row& row) {
            if (auto* bells = of(row.integer("bell_id"))) {
                bells->periods.push_back({std::string(row.text("name")), base::Minutes(row.integer("starts_minute")),
                                          base::Minutes(row.integer("ends_minute")), row.flag("taught")});
            }
        });
    db.query(R"sql(
        SELECT d.bell_id, d.rings_on FROM calendar_bell_date d JOIN calendar_bell b ON b.id = d.bell_id
         WHERE :school = 0 OR b.org_id = :school ORDER BY d.bell_id, d.rings_on
    )sql")
        .bind("school", school.value_or(OrgId{0}))
        .each([&](const db::Row& row) {
            if (auto* bells = of(row.integer("bell_id"))) bells->dates.push_back(row.day("rings_on"));
        });
}

std::vector<Bells> all_bells(db::Read& db, std::optional<OrgId> school) {
    auto all = db.query(std::string(columns) + " WHERE :school = 0 OR org_id = :school ORDER BY org_id, name_folded, valid_from_on DESC, id")
                   .bind("school", school.value_or(OrgId{0}))
                   .all(read_bells);
    if (!all.empty()) fill(db, all, school);
    return all;
}

Bells find_bells(db::Read& db, BellId id) {
    std::vector<Bells> one{db.query(std::string(columns) + " WHERE id = :id").bind("id", id).one(read_bells)};
    fill(db, one, one.front().school);
    return one.front();
}

std::vector<Period> periods_on(db::Read& db, OrgId school, base::Day day, base::Instant now) {
    return periods_on(all_bells(db, school), calendar_of(db, school, now), day);
}

static Bells tidy(Bells bells) {
    bells.name = base::collapse_space(bells.name);
    for (const auto& [field, problem] : bell_problems(bells)) throw base::Invalid(field, problem);
    return bells;
}

static void write_parts(db::Write& db, BellId id, const Bells& bells) {
    db.query("DELETE FROM calendar_bell_period WHERE bell_id = :id").bind("id", id).run();
    db.query("DELETE FROM calendar_bell_date WHERE bell_id = :id").bind("id", id).run();
    int position = 0;
    for (const auto& period : bells.periods) {
        db.query(R"sql(
            INSERT INTO calendar_bell_period (bell_id, position, name, starts_minute, ends_minute, taught)
            VALUES (:bell, :position, :name, :starts, :ends, :taught)
        )sql")
            .bind("bell", id)
            .bind("position", ++position)
            .bind("name", period.name)
            .bind("starts", period.starts.count())
            .bind("ends", period.ends.count())
            .bind("taught", period.taught)
            .run();
    }
    for (auto day : bells.dates) {
        db.query("INSERT INTO calendar_bell_date (bell_id, rings_on) VALUES (:bell, :day) ON CONFLICT DO NOTHING").bind("bell", id).bind("day", day).run();
    }
}

/// The whole version goes into the event: that is the history of a corrected one.
static void record_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Bells& bells, std::string_view action) {
    boost::json::array dates;
    for (auto day : bells.dates) dates.emplace_back(base::to_iso(day));
    const boost::json::value detail{{"school", bells.school.value},         {"name", bells.name},
                                    {"kind", word(bells.kind)},             {"weekdays", mask(bells)},
                                    {"from", base::to_iso(bells.valid_from)}, {"dates", std::move(dates)},
                                    {"periods", periods_text(bells.periods)}};
    auth::record(db, viewer, now, {.subject_kind = "bells", .subject_id = bells.id.value, .action = action, .detail = boost::json::serialize(detail)});
}

BellId add_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Bells& typed) {
    viewer.require(may_manage, typed.school.value);
    auto bells = tidy(typed);
    const auto taken = db.query("SELECT id FROM calendar_bell WHERE org_id = :org AND name_folded = :name AND valid_from_on = :from")
                           .bind("org", bells.school)
                           .bind("name", base::fold(bells.name))
                           .bind("from", bells.valid_from)
                           .maybe_integer();
    if (taken) throw base::Invalid("from", "calendar.bells.problem.taken");
    bells.id = {db.query(R"sql(
        INSERT INTO calendar_bell (org_id, name, name_folded, kind, weekdays, valid_from_on)
        VALUES (:org, :name, :folded, :kind, :weekdays, :from) RETURNING id
    )sql")
                    .bind("org", bells.school)
                    .bind("name", bells.name)
                    .bind("folded", base::fold(bells.name))
                    .bind("kind", word(bells.kind))
                    .bind("weekdays", mask(bells))
                    .bind("from", bells.valid_from)
                    .one_integer()};
    write_parts(db, bells.id, bells);
    record_bells(db, viewer, now, bells, "added");
    return bells.id;
}

void change_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Bells& typed) {
    const auto before = find_bells(db, typed.id);
    viewer.require(may_manage, before.school.value);
    auto bells = tidy(typed);
    bells.school = before.school;
    bells.valid_from = before.valid_from;
    const auto taken = db.query("SELECT id FROM calendar_bell WHERE org_id = :org AND name_folded = :name AND valid_from_on = :from AND id <> :id")
                           .bind("org", bells.school)
                           .bind("name", base::fold(bells.name))
                           .bind("from", bells.valid_from)
                           .bind("id", bells.id)
                           .maybe_integer();
    if (taken) throw base::Invalid("name", "calendar.bells.problem.taken");
    const auto changed = db.query(R"sql(
        UPDATE calendar_bell SET name = :name, name_folded = :folded, kind = :kind, weekdays = :weekdays, revision = revision + 1
         WHERE id = :id AND revision = :seen
    )sql")
                             .bind("name", bells.name)
                             .bind("folded", base::fold(bells.name))
                             .bind("kind", word(bells.kind))
                             .bind("weekdays", mask(bells))
                             .bind("id", bells.id)
                             .bind("seen", typed.revision)
                             .run();
    if (changed == 0) throw base::Conflict("calendar.bells.problem.stale");
    write_parts(db, bells.id, bells);
    record_bells(db, viewer, now, bells, "changed");
}

void end_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, BellId id, base::Day today) {
    const auto bells = find_bells(db, id);
    viewer.require(may_manage, bells.school.value);
    if (bells.valid_from >= today) {
        db.query("DELETE FROM calendar_bell_period WHERE bell_id = :id").bind("id", id).run();
        db.query("DELETE FROM calendar_bell_date WHERE bell_id = :id").bind("id", id).run();
        db.query("DELETE FROM calendar_bell WHERE id = :id").bind("id", id).run();
    } else {
        db.query("UPDATE calendar_bell SET ended_on = :today, revision = revision + 1 WHERE id = :id AND ended_on IS NULL")
            .bind("today", today)
            .bind("id", id)
            .run();
    }
    record_bells(db, viewer, now, bells, "ended");
}

}  // namespace calendar
