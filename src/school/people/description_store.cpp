#include "people/description.h"

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "people/people_rows.h"

namespace people {

static bool may_write(const auth::Viewer& viewer) { return viewer.may_everywhere(may_write_descriptions); }

static void require_writer(const auth::Viewer& viewer) {
    if (!may_write(viewer)) throw base::Forbidden("Job descriptions are written by whoever was given that task.");
}

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, const auth::NewEvent& event) { auth::record(db, viewer, now, event); }

static auth::NewEvent event(DescriptionId id, std::string_view action, const boost::json::object& detail, std::string_view why = {}) {
    return {.subject_kind = "description", .subject_id = id.value, .action = action, .why = why, .detail = boost::json::serialize(detail)};
}

DescriptionPage find_descriptions(db::Read& db, const auth::Viewer& viewer, const std::pair<std::string, std::int64_t>& after, int limit) {
    require_staff(db, viewer);
    const bool drafts = may_write(viewer);
    static constexpr std::string_view for_writers = R"sql(
        SELECT d.id, d.title, d.title_folded, d.version, CASE WHEN d.draft IS NULL THEN 0 ELSE 1 END AS has_draft, d.changed_at
          FROM people_description d
         WHERE (d.title_folded > :title OR (d.title_folded = :title AND d.id > :id))
         ORDER BY d.title_folded, d.id LIMIT :limit
    )sql";
    // What is worked on shows neither in the title nor in the time.
    static constexpr std::string_view for_readers = R"sql(
        SELECT d.id, d.approved_title AS title, d.approved_folded AS title_folded, d.version, 0 AS has_draft, d.approved_at AS changed_at
          FROM people_description d
         WHERE (d.approved_folded > :title OR (d.approved_folded = :title AND d.id > :id)) AND d.version > 0
         ORDER BY d.approved_folded, d.id LIMIT :limit
    )sql";
    DescriptionPage page;
    page.lines = db.query(drafts ? for_writers : for_readers)
                     .bind("title", after.first)
                     .bind("id", after.second)
                     .bind("limit", limit + 1)
                     .all([&](const db::Row& row) {
                         return DescriptionLine{{row.integer("id")}, std::string(row.text("title")), std::string(row.text("title_folded")),
                                                static_cast<int>(row.integer("version")), drafts && row.flag("has_draft"), row.instant("changed_at")};
                     });
    page.more = page.lines.size() > static_cast<std::size_t>(limit);
    if (page.more) page.lines.pop_back();
    return page;
}

StoredDescription fetch_description(db::Read& db, const auth::Viewer& viewer, DescriptionId id) {
    require_staff(db, viewer);
    const bool drafts = may_write(viewer);
    auto stored = db.query("SELECT id, draft, version, changed_at, approved_at FROM people_description WHERE id = :id").bind("id", id).one([&](const db::Row& row) {
        const auto changed_at = row.instant("changed_at");
        StoredDescription one{.id = {row.integer("id")}, .draft = {}, .version = static_cast<int>(row.integer("version")),
                              .changed_at = drafts ? changed_at : row.maybe_instant("approved_at").value_or(changed_at)};
        if (auto draft = row.maybe_text("draft")) one.draft = parse_description(*draft);
        return one;
    });
    if (drafts) return stored;
    if (stored.version == 0) throw base::NotFound("nothing of it was approved");
    stored.draft.reset();
    return stored;
}

static DescriptionVersion read_version(const db::Row& row) {
    return {.id = row.integer("id"),
            .of = {row.integer("description_id")},
            .number = static_cast<int>(row.integer("number")),
            .description = parse_description(row.text("document")),
            .approved_at = row.instant("approved_at"),
            .approved_by = row.maybe_text("name").value_or(""),
            .note = std::string(row.text("note")),
            .board_on = row.maybe_day("board_on")};
}

std::vector<DescriptionVersion> description_versions(db::Read& db, const auth::Viewer& viewer, DescriptionId id) {
    fetch_description(db, viewer, id);
    return db.query(R"sql(
        SELECT v.id, v.description_id, v.number, v.document, v.approved_at, a.name, v.note, v.board_on
          FROM people_description_version v LEFT JOIN auth_account a ON a.id = v.approved_by_id
         WHERE v.description_id = :id ORDER BY v.number DESC
    )sql").bind("id", id).all(read_version);
}

DescriptionVersion description_version(db::Read& db, const auth::Viewer& viewer, DescriptionId id, int number) {
    fetch_description(db, viewer, id);
    return db.query(R"sql(
        SELECT v.id, v.description_id, v.number, v.document, v.approved_at, a.name, v.note, v.board_on
          FROM people_description_version v LEFT JOIN auth_account a ON a.id = v.approved_by_id
         WHERE v.description_id = :id AND v.number = :number
    )sql").bind("id", id).bind("number", number).one(read_version);
}

DescriptionId create_description(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Description& what) {
    require_writer(viewer);
    require_sane(what);
    DescriptionId id{db.query("INSERT INTO people_description (title, title_folded, draft, changed_at) VALUES (:title, :folded, :draft, :now) RETURNING id")
                         .bind("title", what.title)
                         .bind("folded", base::fold(what.title))
                         .bind("draft", to_json(what))
                         .bind("now", now)
                         .one_integer()};
    note(db, viewer, now, event(id, "created", {{"title", what.title}}));
    return id;
}

static void require_seen(const StoredDescription& stored, base::Instant seen) {
    if (stored.changed_at != seen) throw base::Conflict("people.fault.stale");
}

/// Later than before also within one millisecond, so that the next writer's `seen` tells the two apart.
static base::Instant next_change(const StoredDescription& before, base::Instant now) { return std::max(now, before.changed_at + base::Milliseconds(1)); }

void save_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, const StoredDescription& stored, base::Instant seen) {
    require_writer(viewer);
    const auto before = fetch_description(db, viewer, stored.id);
    if (!before.draft || !stored.draft) throw base::NotFound("there is no draft");
    require_seen(before, seen);
    require_sane(*stored.draft);
    if (before.draft == stored.draft) return;
    db.query("UPDATE people_description SET title = :title, title_folded = :folded, draft = :draft, changed_at = :now WHERE id = :id")
        .bind("id", stored.id)
        .bind("title", stored.draft->title)
        .bind("folded", base::fold(stored.draft->title))
        .bind("draft", to_json(*stored.draft))
        .bind("now", next_change(before, now))
        .run();
    note(db, viewer, now, event(stored.id, "draft_saved", {{"title", stored.draft->title}}));
}

void begin_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, DescriptionId id) {
    require_writer(viewer);
    const auto before = fetch_description(db, viewer, id);
    if (before.draft) return;
    db.query("UPDATE people_description SET draft = :draft, changed_at = :now WHERE id = :id")
        .bind("id", id)
        .bind("draft", to_json(description_version(db, viewer, id, before.version).description))
        .bind("now", next_change(before, now))
        .run();
    note(db, viewer, now, event(id, "draft_begun", {{"from", before.version}}));
}

int approve_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, DescriptionId id, const Approval& approval) {
    require_writer(viewer);
    const auto before = fetch_description(db, viewer, id);
    if (!before.draft) throw base::NotFound("there is no draft");
    require_seen(before, approval.seen);
    if (base::count_code_points(approval.note) > 500) throw base::Invalid("note", "people.fault.long_text");
    const int number = before.version + 1;
    db.query(R"sql(
        INSERT INTO people_description_version (description_id, number, document, approved_at, approved_by_id, note, board_on)
        VALUES (:id, :number, :document, :now, :by, :note, :board)
    )sql")
        .bind("id", id)
        .bind("number", number)
        .bind("document", to_json(*before.draft))
        .bind("now", now)
        .bind("by", viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt)
        .bind("note", approval.note)
        .bind("board", approval.board_on)
        .run();
    db.query("UPDATE people_description SET draft = NULL, version = :number, changed_at = :changed, approved_title = title, approved_folded = title_folded, approved_at = :now WHERE id = :id")
        .bind("id", id)
        .bind("number", number)
        .bind("now", now)
        .bind("changed", next_change(before, now))
        .run();
    note(db, viewer, now, event(id, "approved", {{"version", number}, {"board", approval.board_on ? base::to_iso(*approval.board_on) : ""}}, approval.note));
    return number;
}

void remove_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, DescriptionId id) {
    require_writer(viewer);
    const auto before = fetch_description(db, viewer, id);
    if (!before.draft) throw base::NotFound("there is no draft");
    if (before.version == 0) {
        db.query("DELETE FROM people_description WHERE id = :id").bind("id", id).run();
    } else {
        const auto title = description_version(db, viewer, id, before.version).description.title;
        db.query("UPDATE people_description SET draft = NULL, title = :title, title_folded = :folded, changed_at = :now WHERE id = :id")
            .bind("id", id)
            .bind("title", title)
            .bind("folded", base::fold(title))
            .bind("now", next_change(before, now))
            .run();
    }
    note(db, viewer, now, event(id, "draft_removed", {{"title", before.draft->title}, {"draft", boost::json::parse(to_json(*before.draft))}}));
}

}  // namespace people
