#include "calendar/calendar.h"

#include <algorithm>
#include <map>
#include <string>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "calendar/events.h"
#include "db/db.h"
#include "db/setting.h"

namespace calendar {

using roster::OrgId;
using std::chrono::days;

/// Changes with every change of the calendar, and is the same for the same calendar in every database.
static constexpr std::string_view version_key = "calendar.version";

static void may_change(const auth::Viewer& viewer, std::optional<OrgId> org) {
    if (org) return viewer.require(may_manage, org->value);
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("Hours and days of the whole district are changed by whoever may manage them everywhere.");
}

static std::optional<OrgId> org_of(const db::Row& row) {
    auto id = row.maybe_integer("org_id");
    return id ? std::optional(OrgId{*id}) : std::nullopt;
}

static std::optional<base::Minutes> minutes(const db::Row& row, std::string_view column) {
    auto value = row.maybe_integer(column);
    return value ? std::optional(base::Minutes(*value)) : std::nullopt;
}

static std::optional<std::int64_t> count(std::optional<base::Minutes> value) {
    return value ? std::optional(value->count()) : std::nullopt;
}

static DayEntry read_day(const db::Row& row) {
    return {.id = {row.integer("id")},
            .org = org_of(row),
            .first = row.day("first_on"),
            .last = row.day("last_on"),
            .kind = parse_day_kind(row.text("kind")).value(),
            .name = std::string(row.text("name")),
            .opens = minutes(row, "opens_minute"),
            .closes = minutes(row, "closes_minute")};
}

std::vector<HoursEntry> hours_entries(db::Read& db) {
    std::vector<HoursEntry> entries;
    db.query(R"sql(
        SELECT org_id, valid_from_on, weekday, opens_minute, closes_minute FROM calendar_hours
         ORDER BY COALESCE(org_id, 0), valid_from_on, weekday
    )sql")
        .each([&](const db::Row& row) {
            auto org = org_of(row);
            auto from = row.day("valid_from_on");
            if (entries.empty() || entries.back().org != org || entries.back().week.valid_from != from) entries.push_back({org, {from, {}}});
            auto opens = minutes(row, "opens_minute");
            if (opens) entries.back().week.days[static_cast<std::size_t>(row.integer("weekday") - 1)] = Hours{*opens, *minutes(row, "closes_minute")};
        });
    return entries;
}

static std::vector<DayEntry> all_days(db::Read& db) {
    return db.query("SELECT id, org_id, first_on, last_on, kind, name, opens_minute, closes_minute FROM calendar_day ORDER BY id").all(read_day);
}

/// The district's plan with the school's own put over it.
static Plan plan_of(db::Read& db, OrgId school) {
    Plan plan;
    std::vector<Week> district;
    for (const auto& entry : hours_entries(db)) {
        if (entry.org == school) plan.weeks.push_back(entry.week);
        if (!entry.org) district.push_back(entry.week);
    }
    if (plan.weeks.empty()) plan.weeks = std::move(district);

    std::map<base::Day, SpecialDay> special;
    const auto entries = all_days(db);
    for (const bool own : {false, true}) {
        for (const auto& entry : entries) {
            if (own ? entry.org != school : entry.org.has_value()) continue;
            for (auto day = entry.first; day <= entry.last; day += days(1)) {
                special.insert_or_assign(day, SpecialDay{day, entry.kind, entry.name, entry.opens, entry.closes});
            }
        }
    }
    for (auto& [day, what] : special) plan.days.push_back(std::move(what));
    return plan;
}

const BusinessCalendar& calendar_of(db::Read& db, OrgId school, base::Instant now) {
    struct Kept {
        std::string key;
        BusinessCalendar calendar;
    };
    thread_local std::map<OrgId, Kept> kept;

    const auto version = db::setting_or(db, version_key, "0");
    const auto zone_name = db::setting_or(db, "district.time_zone", "UTC");
    const auto zone = base::TimeZone::find(zone_name).value_or(base::TimeZone::utc());
    const auto today = zone.day_of(now);
    // A new snapshot each year keeps the quick days around the present.
    const auto key = fmt::format("{} {} {}", version, zone_name, school_year_of(today).begins);
    auto found = kept.find(school);
    if (found != kept.end() && found->second.key == key) return found->second.calendar;

    auto plan = plan_of(db, school);
    plan.version = base::parse_integer(version).value_or(0);
    kept.erase(school);
    return kept.emplace(school, Kept{key, BusinessCalendar(zone, std::move(plan), today)}).first->second.calendar;
}

/// FNV-1a over the rows as text (Fowler, Noll, Vo), kept positive.
static void renew_version(db::Write& db) {
    std::uint64_t hash = 14695981039346656037ULL;
    auto add = [&](std::string_view text) {
        for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    };
    auto org = [](std::optional<OrgId> id) { return id ? id->value : 0; };
    for (const auto& entry : hours_entries(db)) {
        add(fmt::format("{} {}", org(entry.org), base::to_iso(entry.week.valid_from)));
        for (const auto& hours : entry.week.days) add(hours ? fmt::format("{}-{};", hours->opens.count(), hours->closes.count()) : ";");
    }
    for (const auto& entry : all_days(db)) {
        add(fmt::format("{} {} {} {} {} {} {};", org(entry.org), base::to_iso(entry.first), base::to_iso(entry.last), word(entry.kind), entry.name,
                        count(entry.opens).value_or(-1), count(entry.closes).value_or(-1)));
    }
    db::set_setting(db, version_key, std::to_string(hash >> 1));
}

std::vector<ChangeSubscriber>& change_subscribers() {
    static std::vector<ChangeSubscriber> subscribers;
    return subscribers;
}

/// What every change does besides itself and its record.
static void note_change(db::Write& db, base::Instant now, std::optional<OrgId> org) {
    renew_version(db);
    for (auto subscriber : change_subscribers()) subscriber(db, now, {org});
}

static std::string hours_detail(const Week& week) {
    std::string text = fmt::format(R"({{"valid_from":"{}","days":[)", base::to_iso(week.valid_from));
    for (std::size_t i = 0; i < week.days.size(); ++i) {
        const auto& hours = week.days[i];
        text += i ? "," : "";
        text += hours ? fmt::format("[{},{}]", hours->opens.count(), hours->closes.count()) : "null";
    }
    return text + "]}";
}

static void delete_hours(db::Write& db, std::optional<OrgId> org, base::Day valid_from) {
    db.query("DELETE FROM calendar_hours WHERE COALESCE(org_id, 0) = :org AND valid_from_on = :valid_from")
        .bind("org", org.value_or(OrgId{0}))
        .bind("valid_from", valid_from)
        .run();
}

void save_hours(db::Write& db, const auth::Viewer& viewer, base::Instant now, const HoursEntry& entry) {
    may_change(viewer, entry.org);
    for (const auto& hours : entry.week.days) {
        if (hours && (hours->closes <= hours->opens || hours->closes > days(1) || hours->opens < base::Minutes(0))) {
            throw base::Invalid("hours", "a closing time after the opening time");
        }
    }
    delete_hours(db, entry.org, entry.week.valid_from);
    for (std::size_t i = 0; i < entry.week.days.size(); ++i) {
        const auto& hours = entry.week.days[i];
        db.query(R"sql(
            INSERT INTO calendar_hours (org_id, valid_from_on, weekday, opens_minute, closes_minute)
            VALUES (:org, :valid_from, :weekday, :opens, :closes)
        )sql")
            .bind("org", entry.org)
            .bind("valid_from", entry.week.valid_from)
            .bind("weekday", i + 1)
            .bind("opens", hours ? std::optional(hours->opens.count()) : std::nullopt)
            .bind("closes", hours ? std::optional(hours->closes.count()) : std::nullopt)
            .run();
    }
    note_change(db, now, entry.org);
    auth::record(db, viewer, now,
                 {.subject_kind = "hours", .subject_id = entry.org.value_or(OrgId{0}).value, .action = "saved", .detail = hours_detail(entry.week)});
}

void remove_hours(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::optional<OrgId> org, base::Day valid_from) {
    may_change(viewer, org);
    int of_district = 0;
    std::optional<HoursEntry> removed;
    for (const auto& entry : hours_entries(db)) {
        if (!entry.org) ++of_district;
        if (entry.org == org && entry.week.valid_from == valid_from) removed = entry;
    }
    if (!removed) throw base::NotFound("no such hours");
    if (!org && of_district == 1) throw base::Conflict("These are the only hours of the district. Change them instead: without hours nothing would ever be due.");
    delete_hours(db, org, valid_from);
    note_change(db, now, org);
    auth::record(db, viewer, now,
                 {.subject_kind = "hours", .subject_id = org.value_or(OrgId{0}).value, .action = "removed", .detail = hours_detail(removed->week)});
}

std::vector<DayEntry> day_entries(db::Read& db, base::Day first, base::Day last, std::optional<OrgId> school) {
    return db.query(R"sql(
        SELECT id, org_id, first_on, last_on, kind, name, opens_minute, closes_minute FROM calendar_day
         WHERE first_on <= :last AND last_on >= :first AND (org_id IS NULL OR :school = 0 OR org_id = :school)
         ORDER BY first_on, id
    )sql")
        .bind("first", first)
        .bind("last", last)
        .bind("school", school.value_or(OrgId{0}))
        .all(read_day);
}

DayEntry day_entry(db::Read& db, DayId id) {
    return db.query("SELECT id, org_id, first_on, last_on, kind, name, opens_minute, closes_minute FROM calendar_day WHERE id = :id")
        .bind("id", id)
        .one(read_day);
}

/// Trimmed, and without hours where they mean nothing.
static DayEntry tidy(DayEntry entry) {
    entry.name = base::collapse_space(entry.name);
    if (entry.kind == DayKind::holiday || entry.kind == DayKind::closed) entry.opens = entry.closes = std::nullopt;
    for (const auto& [field, problem] : day_problems(entry)) throw base::Invalid(field, problem);
    return entry;
}

static void record_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DayEntry& entry, std::string_view action) {
    const boost::json::value detail{{"kind", word(entry.kind)},
                                    {"name", entry.name},
                                    {"first", base::to_iso(entry.first)},
                                    {"last", base::to_iso(entry.last)},
                                    {"school", entry.org.value_or(OrgId{0}).value}};
    auth::record(db, viewer, now,
                 {.subject_kind = "calendar_day", .subject_id = entry.id.value, .action = action,
                  .detail = boost::json::serialize(detail)});
}

static DayId insert_day(db::Write& db, const DayEntry& entry) {
    return {db.query(R"sql(
        INSERT INTO calendar_day (org_id, first_on, last_on, kind, name, opens_minute, closes_minute)
        VALUES (:org, :first, :last, :kind, :name, :opens, :closes) RETURNING id
    )sql")
                .bind("org", entry.org)
                .bind("first", entry.first)
                .bind("last", entry.last)
                .bind("kind", word(entry.kind))
                .bind("name", entry.name)
                .bind("opens", count(entry.opens))
                .bind("closes", count(entry.closes))
                .one_integer()};
}

DayId add_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DayEntry& typed) {
    may_change(viewer, typed.org);
    auto entry = tidy(typed);
    entry.id = insert_day(db, entry);
    note_change(db, now, entry.org);
    record_day(db, viewer, now, entry, "added");
    return entry.id;
}

void change_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DayEntry& typed) {
    const auto before = day_entry(db, typed.id).org;
    may_change(viewer, before);
    may_change(viewer, typed.org);
    const auto entry = tidy(typed);
    db.query(R"sql(
        UPDATE calendar_day SET org_id = :org, first_on = :first, last_on = :last, kind = :kind, name = :name, opens_minute = :opens,
               closes_minute = :closes WHERE id = :id
    )sql")
        .bind("id", entry.id)
        .bind("org", entry.org)
        .bind("first", entry.first)
        .bind("last", entry.last)
        .bind("kind", word(entry.kind))
        .bind("name", entry.name)
        .bind("opens", count(entry.opens))
        .bind("closes", count(entry.closes))
        .run();
    note_change(db, now, entry.org);
    if (before != entry.org) note_change(db, now, before);
    record_day(db, viewer, now, entry, "changed");
}

void remove_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, DayId id) {
    const auto entry = day_entry(db, id);
    may_change(viewer, entry.org);
    db.query("DELETE FROM calendar_day WHERE id = :id").bind("id", id).run();
    note_change(db, now, entry.org);
    record_day(db, viewer, now, entry, "removed");
}

int copy_last_year(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::optional<OrgId> org, SchoolYear into) {
    may_change(viewer, org);
    const SchoolYear before{into.begins - 1};
    const auto present = day_entries(db, into.first(), into.last(), org);
    int written = 0;
    for (auto entry : day_entries(db, before.first(), before.last(), org)) {
        if (entry.org != org || school_year_of(entry.first).begins != before.begins) continue;
        const bool there = std::ranges::any_of(present, [&](const DayEntry& other) { return other.org == org && other.name == entry.name; });
        if (there) continue;
        entry.first += days(364);
        entry.last += days(364);
        entry.id = insert_day(db, entry);
        record_day(db, viewer, now, entry, "copied");
        ++written;
    }
    if (written) note_change(db, now, org);
    return written;
}

}  // namespace calendar
