#include "calendar/event_store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "db/db.h"
#include "db/like.h"

namespace calendar {

using roster::OrgId;
using std::chrono::days;

static constexpr std::string_view select_events = R"sql(
    SELECT e.id, e.uid, e.sequence, e.kind, e.org_id, COALESCE(o.name, '') AS org_name, e.group_id, COALESCE(g.slug, '') AS group_slug,
           COALESCE(g.name, '') AS group_name, COALESCE(g.name_es, '') AS group_name_es, g.org_id AS group_org_id, e.title, e.title_es,
           e.description, e.description_es, e.note, e.note_es, e.place, e.all_day, e.first_on, e.last_on, e.starts_at, e.ends_at, e.status,
           e.original_starts_at, e.original_all_day, e.series_id, e.changed_at
      FROM calendar_event e LEFT JOIN roster_org o ON o.id = e.org_id LEFT JOIN calendar_group g ON g.id = e.group_id
)sql";

static std::optional<OrgId> maybe_org(const db::Row& row, std::string_view column) {
    auto id = row.maybe_integer(column);
    return id ? std::optional(OrgId{*id}) : std::nullopt;
}

static Bilingual read_words(const db::Row& row, const std::string& column) {
    return {std::string(row.text(column)), std::string(row.text(column + "_es"))};
}

static PublicEvent read_event(const db::Row& row) {
    PublicEvent event;
    event.id = {row.integer("id")};
    event.uid = row.text("uid");
    event.sequence = row.integer("sequence");
    event.changed = row.instant("changed_at");
    event.path = fmt::format("/events/{}", event.id.value);
    event.kind = parse_event_kind(row.text("kind")).value_or(EventKind::other);
    event.school = maybe_org(row, "org_id");
    event.school_name = row.text("org_name");
    if (auto group = row.maybe_integer("group_id")) event.group = Group{*group, std::string(row.text("group_slug")), maybe_org(row, "group_org_id"), read_words(row, "group_name")};
    event.title = read_words(row, "title");
    event.description = read_words(row, "description");
    event.note = read_words(row, "note");
    event.place = row.text("place");
    event.all_day = row.flag("all_day");
    event.first = row.day("first_on");
    event.last = row.day("last_on");
    event.starts = row.instant("starts_at");
    event.ends = row.instant("ends_at");
    event.status = parse_event_status(row.text("status")).value_or(EventStatus::scheduled);
    event.original_starts = row.maybe_instant("original_starts_at");
    event.original_all_day = row.flag("original_all_day");
    if (auto series = row.maybe_integer("series_id")) event.series = EventId{*series};
    return event;
}

std::vector<PublicEvent> events_between(db::Read& db, base::Instant from, base::Instant until, const EventsOf& of, Withdrawn withdrawn, int most) {
    std::string sql(select_events);
    sql += " WHERE e.starts_at > :earliest AND e.starts_at < :until AND e.ends_at > :from";
    if (of.school) sql += " AND (e.org_id = :school OR e.org_id IS NULL)";
    if (of.group) sql += " AND e.group_id = :group";
    if (withdrawn == Withdrawn::left_out) sql += " AND e.status <> 'withdrawn'";
    sql += " ORDER BY e.starts_at, e.id LIMIT :most";
    auto query = db.query(sql);
    if (of.school) std::move(query).bind("school", *of.school);
    if (of.group) std::move(query).bind("group", *of.group);
    return std::move(query)
        .bind("earliest", from - days(longest_event_days + 1))
        .bind("from", from)
        .bind("until", until)
        .bind("most", most)
        .all(read_event);
}

std::vector<PublicEvent> events_that_left(db::Read& db, base::Instant since, const EventsOf& of, int most) {
    if (!of.school && !of.group) return {};
    std::string sql(select_events);
    sql += " WHERE e.ends_at > :since AND e.id IN (SELECT f.event_id FROM calendar_former_place f WHERE f.left_at > :since";
    sql += of.school ? " AND (f.org_id = :place OR f.org_id IS NULL)) AND e.org_id <> :place" : " AND f.group_id = :place) AND COALESCE(e.group_id, 0) <> :place";
    auto events = db.query(sql + " ORDER BY e.starts_at, e.id LIMIT :most")
                      .bind("since", since)
                      .bind("place", of.school ? of.school->value : *of.group)
                      .bind("most", most)
                      .all(read_event);
    for (auto& event : events) event.status = EventStatus::withdrawn;
    return events;
}

std::vector<PublicEvent> upcoming_events(db::Read& db, base::Instant now, base::Instant until, std::optional<OrgId> school, int most) {
    return events_between(db, now, until, {.school = school, .group = {}}, Withdrawn::left_out, most);
}

PublicEvent find_event(db::Read& db, EventId id) { return db.query(std::string(select_events) + " WHERE e.id = :id").bind("id", id).one(read_event); }

static Group read_group(const db::Row& row) { return {row.integer("id"), std::string(row.text("slug")), maybe_org(row, "org_id"), read_words(row, "name")}; }

std::vector<Group> groups(db::Read& db) { return db.query("SELECT id, slug, org_id, name, name_es FROM calendar_group ORDER BY name_folded, id").all(read_group); }

std::optional<Group> find_group(db::Read& db, std::string_view slug) {
    return db.query("SELECT id, slug, org_id, name, name_es FROM calendar_group WHERE slug = :slug").bind("slug", slug).maybe(read_group);
}

bool may_post(const auth::Viewer& viewer, std::optional<OrgId> school) {
    return school ? viewer.may(may_post_events, school->value) : viewer.may_everywhere(may_post_events);
}

EventPage find_events(db::Read& db, const auth::Viewer& viewer, base::Instant now, const EventQuestion& question) {
    const auto reach = viewer.reach(may_post_events);
    if (reach.nowhere()) return {};
    std::string sql(select_events);
    sql += question.past ? " WHERE e.ends_at <= :now" : " WHERE e.ends_at > :now";
    if (!reach.everywhere) sql += fmt::format(" AND e.org_id IN ({})", fmt::join(reach.schools, ", "));
    if (!question.text.empty()) sql += " AND e.titles_folded LIKE :text ESCAPE '\\'";
    if (question.school) sql += " AND e.org_id = :school";
    if (question.kind) sql += " AND e.kind = :kind";
    if (question.after_starts) sql += question.past ? " AND (e.starts_at, e.id) < (:after, :after_id)" : " AND (e.starts_at, e.id) > (:after, :after_id)";
    sql += question.past ? " ORDER BY e.starts_at DESC, e.id DESC LIMIT :limit" : " ORDER BY e.starts_at, e.id LIMIT :limit";
    auto query = db.query(sql);
    if (!question.text.empty()) std::move(query).bind("text", db::like_anywhere(base::fold(base::collapse_space(question.text))));
    if (question.school) std::move(query).bind("school", *question.school);
    if (question.kind) std::move(query).bind("kind", word(*question.kind));
    if (question.after_starts) std::move(query).bind("after", *question.after_starts).bind("after_id", question.after_id);
    EventPage page{std::move(query).bind("now", now).bind("limit", question.limit + 1).all(read_event)};
    if (static_cast<int>(page.events.size()) > question.limit) {
        page.events.pop_back();
        page.more = true;
    }
    return page;
}

}  // namespace calendar
