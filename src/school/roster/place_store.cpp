#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "roster/revision.h"
#include "roster/roster.h"

namespace roster {

static Org read_org(const db::Row& row) {
    Org org;
    org.id = {row.integer("id")};
    org.name = row.text("name");
    org.type = parse_org_type(row.text("type")).value_or(OrgType::other);
    org.raw_type = row.text("raw_type");
    org.identifier = row.text("identifier");
    if (auto parent = row.maybe_integer("parent_id")) org.parent = OrgId{*parent};
    org.active = row.flag("active");
    org.manual = row.text("source") == "manual";
    return org;
}

static const std::string org_columns = "SELECT id, name, type, raw_type, identifier, parent_id, active, source FROM roster_org";

std::vector<Org> schools(db::Read& db) {
    return db.query(org_columns + " WHERE type = 'school' AND active = 1 ORDER BY name_folded, id").all(read_org);
}

std::vector<Org> orgs(db::Read& db) { return db.query(org_columns + " ORDER BY name_folded, id").all(read_org); }

std::optional<Org> find_org(db::Read& db, OrgId id) { return db.query(org_columns + " WHERE id = :id").bind("id", id).maybe(read_org); }

static Room read_room(const db::Row& row) {
    return {{row.integer("id")}, {row.integer("org_id")}, std::string(row.text("name")), row.flag("active")};
}

std::vector<Room> rooms(db::Read& db, OrgId school) {
    return db.query("SELECT id, org_id, name, active FROM roster_room WHERE org_id = :org AND active = 1 ORDER BY name_folded, id")
        .bind("org", school)
        .all(read_room);
}

std::optional<Room> find_room(db::Read& db, RoomId id) {
    return db.query("SELECT id, org_id, name, active FROM roster_room WHERE id = :id").bind("id", id).maybe(read_room);
}

static constexpr std::size_t longest_name = 200;

static std::string checked_name(std::string_view typed) {
    auto name = base::collapse_space(typed);
    if (name.empty()) throw base::Invalid("name", "a name");
    if (base::count_code_points(name) > longest_name) throw base::Invalid("name", "a name of at most 200 letters");
    return name;
}

static void check_school(db::Read& db, const SchoolForm& form, std::optional<OrgId> self) {
    checked_name(form.name);
    // A loop of parents would make every walk up the tree endless.
    for (auto parent = form.parent; parent;) {
        if (self && *parent == *self) throw base::Invalid("parent", "an organisation that is not below this one");
        auto org = find_org(db, *parent);
        if (!org) throw base::Invalid("parent", "an organisation of this district");
        parent = org->parent;
    }
}

static void may_edit_everywhere(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_edit_schools)) throw base::Forbidden("Schools are edited by whoever may edit them all.");
}

static std::optional<std::int64_t> value_of(std::optional<OrgId> id) { return id ? std::optional(id->value) : std::nullopt; }

OrgId create_school(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SchoolForm& form) {
    may_edit_everywhere(viewer);
    check_school(db, form, std::nullopt);
    auto name = checked_name(form.name);
    OrgId id{db.query("INSERT INTO roster_org (source, name, name_folded, type, identifier, parent_id, active, revision)"
                      " VALUES ('manual', :name, :folded, :type, :identifier, :parent, :active, :revision) RETURNING id")
                 .bind("name", name)
                 .bind("folded", base::fold(name))
                 .bind("type", word(form.type))
                 .bind("identifier", base::collapse_space(form.identifier))
                 .bind("parent", value_of(form.parent))
                 .bind("active", form.active)
                 .bind("revision", next_revision(db))
                 .one_integer()};
    auth::record(db, viewer, now, {.subject_kind = "school", .subject_id = id.value, .action = "created"});
    return id;
}

void change_school(db::Write& db, const auth::Viewer& viewer, base::Instant now, OrgId id, const SchoolForm& form) {
    may_edit_everywhere(viewer);
    if (!find_org(db, id)) throw base::NotFound("no such school");
    check_school(db, form, id);
    auto name = checked_name(form.name);
    auto revision = next_revision(db);
    // The next import finds its own content unchanged and leaves these words alone until the source says something new.
    db.query("UPDATE roster_org SET name = :name, name_folded = :folded, type = :type, identifier = :identifier, parent_id = :parent,"
             " active = :active, revision = :revision WHERE id = :id")
        .bind("revision", revision)
        .bind("name", name)
        .bind("folded", base::fold(name))
        .bind("type", word(form.type))
        .bind("identifier", base::collapse_space(form.identifier))
        .bind("parent", value_of(form.parent))
        .bind("active", form.active)
        .bind("id", id)
        .run();
    auth::record(db, viewer, now, {.subject_kind = "school", .subject_id = id.value, .action = "changed"});
}

RoomId create_room(db::Write& db, const auth::Viewer& viewer, base::Instant now, OrgId school, std::string_view typed) {
    viewer.require(may_edit_schools, school.value);
    if (!find_org(db, school)) throw base::NotFound("no such school");
    auto name = checked_name(typed);
    RoomId id{db.query("INSERT INTO roster_room (org_id, name, name_folded) VALUES (:org, :name, :folded)"
                       " ON CONFLICT (org_id, name_folded) DO UPDATE SET name = excluded.name, active = 1 RETURNING id")
                  .bind("org", school)
                  .bind("name", name)
                  .bind("folded", base::fold(name))
                  .one_integer()};
    auth::record(db, viewer, now, {.subject_kind = "room", .subject_id = id.value, .action = "created"});
    return id;
}

static Room room_to_edit(db::Read& db, const auth::Viewer& viewer, RoomId id) {
    auto room = find_room(db, id);
    if (!room) throw base::NotFound("no such room");
    viewer.require(may_edit_schools, room->school.value);
    return *room;
}

void rename_room(db::Write& db, const auth::Viewer& viewer, base::Instant now, RoomId id, std::string_view typed) {
    auto room = room_to_edit(db, viewer, id);
    auto name = checked_name(typed);
    auto taken = db.query("SELECT id FROM roster_room WHERE org_id = :org AND name_folded = :folded AND id <> :id")
                     .bind("org", room.school)
                     .bind("folded", base::fold(name))
                     .bind("id", id)
                     .maybe_integer();
    if (taken) throw base::Invalid("name", "a name that no other room of this school has");
    db.query("UPDATE roster_room SET name = :name, name_folded = :folded WHERE id = :id")
        .bind("name", name)
        .bind("folded", base::fold(name))
        .bind("id", id)
        .run();
    auth::record(db, viewer, now, {.subject_kind = "room", .subject_id = id.value, .action = "renamed"});
}

void close_room(db::Write& db, const auth::Viewer& viewer, base::Instant now, RoomId id) {
    room_to_edit(db, viewer, id);
    db.query("UPDATE roster_room SET active = 0 WHERE id = :id").bind("id", id).run();
    auth::record(db, viewer, now, {.subject_kind = "room", .subject_id = id.value, .action = "closed"});
}

}  // namespace roster
