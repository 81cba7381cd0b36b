// Every change of an event: the sequence rises, the record says what was before, and nothing that was public vanishes.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "calendar/event_store.h"
#include "calendar/ics.h"
#include "db/db.h"

namespace calendar {

using roster::OrgId;
using std::chrono::days;

std::string slug_words(std::string_view text) {
    std::string slug;
    for (const auto& piece : base::folded_words(text)) {
        std::string kept;
        for (char c : piece) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) kept += c;
        }
        if (kept.empty() || slug.size() + kept.size() > 60) continue;
        slug += (slug.empty() ? "" : "-") + kept;
    }
    return slug;
}

/// A slug that no other group has: "band", "band-2".
static std::string free_slug(db::Read& db, std::string wanted) {
    if (wanted.empty()) wanted = "group";
    std::string slug = wanted;
    for (int i = 2; find_group(db, slug); ++i) slug = fmt::format("{}-{}", wanted, i);
    return slug;
}

std::optional<std::int64_t> group_for(db::Write& db, std::optional<OrgId> school, const Bilingual& name) {
    if (name.en.empty()) return std::nullopt;
    auto found = db.query("SELECT id FROM calendar_group WHERE COALESCE(org_id, 0) = :org AND name_folded = :folded")
                     .bind("org", school.value_or(OrgId{0}))
                     .bind("folded", base::fold(name.en))
                     .maybe_integer();
    if (found) {
        if (!name.es.empty()) db.query("UPDATE calendar_group SET name_es = :es WHERE id = :id").bind("es", name.es).bind("id", *found).run();
        return found;
    }
    const auto org = school ? roster::find_org(db, *school) : std::nullopt;
    return db.query("INSERT INTO calendar_group (slug, org_id, name, name_folded, name_es) VALUES (:slug, :org, :name, :folded, :es) RETURNING id")
        .bind("slug", free_slug(db, slug_words(org ? fmt::format("{} {}", org->name, name.en) : name.en)))
        .bind("org", school)
        .bind("name", name.en)
        .bind("folded", base::fold(name.en))
        .bind("es", name.es)
        .one_integer();
}

static void require_post(const auth::Viewer& viewer, std::optional<OrgId> school) {
    if (!may_post(viewer, school)) throw base::Forbidden("You may change events of your own schools only.");
}

/// The event with what the draft says, at its days shifted by `shift`.
static void fill(PublicEvent& event, const EventDraft& draft, base::TimeZone zone, days shift) {
    event.kind = draft.kind;
    event.school = draft.school;
    event.title = draft.title;
    event.description = draft.description;
    event.note = draft.note;
    event.place = draft.place;
    event.all_day = draft.all_day;
    event.first = draft.first + shift;
    event.last = draft.all_day ? draft.last + shift : event.first;
    event.starts = zone.to_instant({event.first, draft.all_day ? base::Minutes(0) : draft.starts});
    event.ends = draft.all_day ? zone.to_instant({event.last + days(1), base::Minutes(0)}) : zone.to_instant({event.first, draft.ends});
    // 2:15 to 2:45 on the night on which clocks skip that hour is no time at all.
    if (event.ends <= event.starts) event.ends = event.starts + base::Minutes(1);
}

static db::Query&& bind_event(db::Query&& query, const PublicEvent& event, std::optional<std::int64_t> group) {
    return std::move(std::move(query)
        .bind("kind", word(event.kind)).bind("org", event.school).bind("group", group)
        .bind("title", event.title.en).bind("title_es", event.title.es).bind("titles_folded", base::fold(event.title.en + "\n" + event.title.es))
        .bind("description", event.description.en).bind("description_es", event.description.es)
        .bind("note", event.note.en).bind("note_es", event.note.es).bind("place", event.place)
        .bind("all_day", event.all_day).bind("first", event.first).bind("last", event.last)
        .bind("starts", event.starts).bind("ends", event.ends).bind("status", word(event.status))
        .bind("original", event.original_starts).bind("original_all_day", event.original_all_day));
}

static std::string as_json(const PublicEvent& event) {
    boost::json::object value{{"sequence", event.sequence}, {"kind", word(event.kind)},         {"title", event.title.en}, {"title_es", event.title.es},
                              {"place", event.place},       {"status", word(event.status)},     {"note", event.note.en},   {"starts", base::to_iso(event.starts)},
                              {"ends", base::to_iso(event.ends)}, {"all_day", event.all_day}};
    if (event.school) value["school"] = event.school->value;
    return boost::json::serialize(value);
}

static void record_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, const PublicEvent& event, std::string_view action) {
    auth::record(db, viewer, now, {.subject_kind = "calendar_event", .subject_id = event.id.value, .action = action, .why = event.note.en, .detail = as_json(event)});
}

static EventId insert(db::Write& db, base::Instant now, const PublicEvent& event, std::optional<std::int64_t> group) {
    auto query = db.query(R"sql(
        INSERT INTO calendar_event (uid, kind, org_id, group_id, title, title_es, titles_folded, description, description_es, note, note_es, place, all_day,
                                    first_on, last_on, starts_at, ends_at, status, original_starts_at, original_all_day, series_id, created_at, changed_at)
        VALUES (:uid, :kind, :org, :group, :title, :title_es, :titles_folded, :description, :description_es, :note, :note_es, :place, :all_day, :first, :last,
                :starts, :ends, :status, :original, :original_all_day, :series, :now, :now) RETURNING id
    )sql");
    return {bind_event(std::move(query), event, group).bind("uid", event.uid).bind("series", event.series).bind("now", now).one_integer()};
}

/// The row must still have the sequence that the event was read with.
static void update(db::Write& db, base::Instant now, const PublicEvent& event, std::optional<std::int64_t> group) {
    auto query = db.query(R"sql(
        UPDATE calendar_event SET kind = :kind, org_id = :org, group_id = :group, title = :title, title_es = :title_es, titles_folded = :titles_folded,
               description = :description, description_es = :description_es, note = :note, note_es = :note_es, place = :place, all_day = :all_day, first_on = :first, last_on = :last,
               starts_at = :starts, ends_at = :ends, status = :status, original_starts_at = :original, original_all_day = :original_all_day,
               changed_at = :now, sequence = sequence + 1
         WHERE id = :id AND sequence = :seen
    )sql");
    const auto changed = bind_event(std::move(query), event, group).bind("id", event.id).bind("seen", event.sequence).bind("now", now).run();
    if (changed == 0) throw base::Conflict("calendar.events.problem.stale");
}

/// Clause 1: what leaves a school or a group is told there as cancelled.
static void remember_place(db::Write& db, base::Instant now, const PublicEvent& before, const PublicEvent& event, std::optional<std::int64_t> group) {
    const auto group_before = before.group ? std::optional(before.group->id) : std::nullopt;
    if (before.school == event.school && group_before == group) return;
    db.query("INSERT INTO calendar_former_place (event_id, org_id, group_id, left_at) VALUES (:event, :org, :group, :now)")
        .bind("event", event.id)
        .bind("org", before.school)
        .bind("group", group_before)
        .bind("now", now)
        .run();
}

EventId add_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const EventDraft& draft, std::optional<base::Day> repeat_until) {
    require_post(viewer, draft.school);
    for (const auto& [field, key] : draft_problems(draft)) throw base::Invalid(field, key);
    if (draft.school && !roster::find_org(db, *draft.school)) throw base::Invalid("school", "calendar.problem.school");
    const auto group = group_for(db, draft.school, draft.group);
    EventId first{0};
    int made = 0;
    for (days shift{0}; made == 0 || (repeat_until && draft.first + shift <= *repeat_until); shift += days(7)) {
        if (++made > most_occurrences) throw base::Invalid("repeat_until", "calendar.events.problem.many");
        PublicEvent event;
        event.uid = random_uid();
        fill(event, draft, zone, shift);
        if (first.value != 0) event.series = first;
        event.id = insert(db, now, event, group);
        if (first.value == 0) first = event.id;
        record_event(db, viewer, now, event, "added");
    }
    if (made > 1) db.query("UPDATE calendar_event SET series_id = :id WHERE id = :id").bind("id", first).run();
    return first;
}

/// The event, when it is as the form saw it, and with `following` those of its series that begin later.
static std::vector<PublicEvent> fetch_to_change(db::Write& db, const auth::Viewer& viewer, EventId id, std::int64_t seen, Reach reach) {
    std::vector<PublicEvent> events{find_event(db, id)};
    if (events.front().sequence != seen) throw base::Conflict("calendar.events.problem.stale");
    if (reach == Reach::following && events.front().series) {
        auto later = db.query("SELECT id FROM calendar_event WHERE series_id = :series AND starts_at > :starts AND status <> 'withdrawn' ORDER BY starts_at, id")
                         .bind("series", *events.front().series)
                         .bind("starts", events.front().starts)
                         .all([](const db::Row& row) { return EventId{row.integer("id")}; });
        for (auto one : later) events.push_back(find_event(db, one));
    }
    for (const auto& event : events) require_post(viewer, event.school);
    return events;
}

/// Clause 2: a move is told, with the time that was published first; back at that time, there is nothing to tell. A day that gets its hour is no move.
static void note_move(PublicEvent& event, const PublicEvent& before, base::TimeZone zone, Moved moved) {
    const bool hour_known = before.all_day && before.first == event.first && before.status != EventStatus::postponed;
    if (event.starts == before.starts || hour_known) return;
    if (event.status == EventStatus::postponed) moved = Moved::told;
    if (moved == Moved::corrected || event.status == EventStatus::cancelled || event.status == EventStatus::withdrawn) return;
    if (!event.original_starts) {
        event.original_starts = before.starts;
        event.original_all_day = before.all_day;
    }
    event.status = EventStatus::rescheduled;
    const bool back = event.original_all_day ? zone.day_of(*event.original_starts) == event.first : event.original_starts == event.starts && !event.all_day;
    if (!back) return;
    event.original_starts.reset();
    event.original_all_day = false;
    event.status = EventStatus::scheduled;
}

void change_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, EventId id, std::int64_t seen, const EventDraft& draft,
                  Reach reach, Moved moved) {
    require_post(viewer, draft.school);
    for (const auto& [field, key] : draft_problems(draft)) throw base::Invalid(field, key);
    if (draft.school && !roster::find_org(db, *draft.school)) throw base::Invalid("school", "calendar.problem.school");
    auto events = fetch_to_change(db, viewer, id, seen, reach);
    const auto group = group_for(db, draft.school, draft.group);
    const auto first = events.front().first;
    for (auto& event : events) {
        const auto before = event;
        fill(event, draft, zone, event.first - first);
        if (event.id != id) event.note = before.note;
        note_move(event, before, zone, moved);
        update(db, now, event, group);
        remember_place(db, now, before, event, group);
        record_event(db, viewer, now, event, "changed");
    }
}

std::optional<EventAction> parse_event_action(std::string_view text) {
    if (text == "cancel") return EventAction::cancel;
    if (text == "postpone") return EventAction::postpone;
    if (text == "restore") return EventAction::restore;
    if (text == "move_back") return EventAction::move_back;
    if (text == "withdraw") return EventAction::withdraw;
    return std::nullopt;
}

/// What an hour gets that comes back to an event that is one of whole days by now: how long it took is not kept.
constexpr base::Minutes usual_length{60};

static void move_back(PublicEvent& event, base::TimeZone zone) {
    if (!event.original_starts) throw base::Conflict("calendar.events.problem.not_moved");
    const auto moved_days = zone.day_of(*event.original_starts) - event.first;
    const auto length = event.all_day ? base::Milliseconds(usual_length) : event.ends - event.starts;
    event.all_day = event.original_all_day;
    event.first += moved_days;
    event.last = event.all_day ? event.last + moved_days : event.first;
    event.starts = *event.original_starts;
    event.ends = event.all_day ? zone.to_instant({event.last + days(1), base::Minutes(0)}) : event.starts + length;
    event.original_starts.reset();
    event.original_all_day = false;
    event.status = EventStatus::scheduled;
}

void act_on_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, EventId id, std::int64_t seen, EventAction action,
                  const Bilingual& note, Reach reach) {
    for (auto& event : fetch_to_change(db, viewer, id, seen, action == EventAction::move_back ? Reach::this_one : reach)) {
        const bool stopped = event.status == EventStatus::cancelled || event.status == EventStatus::postponed || event.status == EventStatus::withdrawn;
        event.note = note;
        if (action == EventAction::cancel) event.status = EventStatus::cancelled;
        if (action == EventAction::postpone) event.status = EventStatus::postponed;
        if (action == EventAction::withdraw) event.status = EventStatus::withdrawn;
        if (action == EventAction::move_back) move_back(event, zone);
        if (action == EventAction::restore) {
            if (!stopped && event.id == id) throw base::Conflict("calendar.events.problem.not_stopped");
            if (stopped) event.status = event.original_starts ? EventStatus::rescheduled : EventStatus::scheduled;
        }
        update(db, now, event, event.group ? std::optional(event.group->id) : std::nullopt);
        static constexpr std::string_view actions[] = {"cancelled", "postponed", "restored", "moved_back", "withdrawn"};
        record_event(db, viewer, now, event, actions[static_cast<std::size_t>(action)]);
    }
}

}  // namespace calendar
