// Marks in the database.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "media/mark.h"
#include "media/picture_sql.h"

namespace media {

static Mark read_mark(const db::Row& row) {
    Mark mark;
    mark.id = row.integer("id");
    const auto origin = row.text("origin");
    mark.origin = origin == "proposed" ? Origin::proposed : origin == "drawn" ? Origin::drawn : Origin::whole;
    mark.box = {static_cast<int>(row.integer("box_left")), static_cast<int>(row.integer("box_top")), static_cast<int>(row.integer("box_width")), static_cast<int>(row.integer("box_height"))};
    mark.kind = parse_mark_kind(row.text("kind")).value_or(MarkKind::none);
    if (const auto person = row.maybe_integer("person_id")) mark.person = roster::PersonId{*person};
    mark.note = row.text("note");
    mark.marked_by = row.maybe_text("marked_by").value_or("");
    mark.marked_at = row.maybe_instant("marked_at");
    return mark;
}

std::vector<Mark> marks(db::Read& db, PictureId picture) {
    return db.query(R"sql(
        SELECT m.id, m.origin, m.box_left, m.box_top, m.box_width, m.box_height, m.kind, m.person_id, m.note, m.marked_at, a.name AS marked_by
          FROM media_mark m LEFT JOIN auth_account a ON a.id = m.marked_by_id
         WHERE m.picture_id = :id
         ORDER BY CASE WHEN m.origin = 'whole' THEN 1 ELSE 0 END, m.box_top / 1500, m.box_left, m.id
    )sql").bind("id", picture).all(read_mark);
}

Mark find_mark(db::Read& db, PictureId picture, std::int64_t id) {
    auto all = marks(db, picture);
    const auto found = std::ranges::find(all, id, &Mark::id);
    if (found == all.end()) throw base::NotFound("no such mark");
    return std::move(*found);
}

static void remember_marker(db::Write& db, const auth::Viewer& viewer, PictureId picture) {
    if (!viewer.signed_in()) return;
    db.query("INSERT INTO media_marker (picture_id, account_id) VALUES (:id, :by) ON CONFLICT (picture_id, account_id) DO NOTHING").bind("id", picture).bind("by", viewer.account()).run();
}

static void require_usable(db::Read& db, const auth::Viewer& viewer, const Mark& mark, const Said& said) {
    if (said.kind == MarkKind::none) throw base::Invalid("what", "media.mark.problem.what");
    if (said.kind == MarkKind::blurred && mark.origin == Origin::whole) throw base::Invalid("what", "media.mark.problem.no_place");
    if (said.kind == MarkKind::adult && said.note.empty()) throw base::Invalid("note", "media.mark.problem.note");
    if (base::count_code_points(said.note) > longest_note) throw base::Invalid("note", "media.mark.problem.long_note");
    if (said.kind != MarkKind::student) return;
    const auto person = said.person ? roster::find_person(db, viewer, *said.person) : std::nullopt;
    if (!person || person->role != roster::Role::student) throw base::Invalid("person", "media.mark.problem.person");
}

/// The sizes in which those places are blurred that will be.
static void use_sizes(db::Write& db, base::Instant now, const Picture& picture, const std::vector<Box>& needed, const std::optional<Rerendered>& anew) {
    if (!anew || anew->blurred != needed) throw base::Conflict("media.picture.problem.changed");
    replace_renditions(db, now, picture.id, anew->sizes);
}

void say_of_mark(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, std::int64_t id, const Said& said,
                 const std::optional<Rerendered>& anew) {
    require_upload(viewer, picture);
    const auto all = marks(db, picture.id);
    const auto mark = std::ranges::find(all, id, &Mark::id);
    if (mark == all.end()) throw base::NotFound("no such mark");
    require_usable(db, viewer, *mark, said);
    touch_picture(db, now, picture.id, seen);
    const auto before = blurred_boxes(all), after = blurred_after(all, id, said.kind);
    if (before != after || said.kind == MarkKind::blurred) use_sizes(db, now, picture, after, anew);
    // Who was blurred is known to the button that pulls everything of one student (clause 5.5: a blurred face may still be known).
    const auto person = said.kind == MarkKind::student ? said.person : said.kind == MarkKind::blurred ? mark->person : std::nullopt;
    db.query("UPDATE media_mark SET kind = :kind, person_id = :person, note = :note, marked_by_id = :by, marked_at = :now WHERE id = :id")
        .bind("kind", word(said.kind))
        .bind("person", person)
        .bind("note", said.kind == MarkKind::adult ? said.note : "")
        .bind("by", account_or_null(viewer))
        .bind("now", now)
        .bind("id", id)
        .run();
    remember_marker(db, viewer, picture.id);
    look_for_names(db, picture.id);
    note_picture(db, viewer, now, picture.id, said.kind == MarkKind::blurred ? "blurred" : "marked");
}

static std::int64_t insert_mark(db::Write& db, PictureId picture, Origin origin, const Box& box) {
    return db.query(R"sql(
        INSERT INTO media_mark (picture_id, origin, box_left, box_top, box_width, box_height) VALUES (:picture, :origin, :left, :top, :width, :height) RETURNING id
    )sql")
        .bind("picture", picture)
        .bind("origin", word(origin))
        .bind("left", box.left)
        .bind("top", box.top)
        .bind("width", box.width)
        .bind("height", box.height)
        .one_integer();
}

std::int64_t add_mark(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, std::optional<Box> box) {
    constexpr std::int64_t most_marks = 300;
    require_upload(viewer, picture);
    if (box && !is_place(*box)) throw base::Invalid("left", "media.mark.problem.place");
    if (db.query("SELECT count(*) FROM media_mark WHERE picture_id = :id").bind("id", picture.id).one_integer() >= most_marks) throw base::Invalid("left", "media.mark.problem.many");
    touch_picture(db, now, picture.id, seen);
    const auto id = insert_mark(db, picture.id, box ? Origin::drawn : Origin::whole, box.value_or(Box{}));
    remember_marker(db, viewer, picture.id);
    note_picture(db, viewer, now, picture.id, "mark_added");
    return id;
}

void remove_mark(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, std::int64_t id) {
    require_upload(viewer, picture);
    const auto mark = find_mark(db, picture.id, id);
    if (mark.origin == Origin::proposed) throw base::Conflict("media.mark.problem.proposed");
    if (mark.kind == MarkKind::blurred) throw base::Conflict("media.mark.problem.is_blurred");
    touch_picture(db, now, picture.id, seen);
    db.query("DELETE FROM media_mark WHERE id = :id").bind("id", id).run();
    remember_marker(db, viewer, picture.id);
    look_for_names(db, picture.id);
    note_picture(db, viewer, now, picture.id, "mark_removed");
}

void derive_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, const Rerendered& anew) {
    require_upload(viewer, picture);
    touch_picture(db, now, picture.id, seen);
    use_sizes(db, now, picture, blurred_boxes(marks(db, picture.id)), anew);
    note_picture(db, viewer, now, picture.id, "derived");
}

/// Two boxes that share so much are of one face.
static constexpr double same_face = 0.3;

void take_proposals(db::Write& db, base::Instant now, PictureId picture, const Proposals& proposals) {
    const auto row = db.query("SELECT revision, detector, taken_down_at FROM media_picture WHERE id = :id").bind("id", picture).maybe([](const db::Row& read) {
        return std::tuple(read.integer("revision"), std::string(read.text("detector")), read.null("taken_down_at"));
    });
    if (!row || !std::get<2>(*row)) return;
    auto known = marks(db, picture);
    bool more = false;
    for (const auto& box : proposals.boxes) {
        // What reaches over the edge, or is no place at all, is still somewhere where a face may be: nothing that a detector says is dropped for its form.
        Box inside{std::clamp(box.left, 0, 9'950), std::clamp(box.top, 0, 9'950), std::max(box.width, 50), std::max(box.height, 50)};
        inside.width = std::min(inside.width, 10'000 - inside.left);
        inside.height = std::min(inside.height, 10'000 - inside.top);
        if (std::ranges::any_of(known, [&](const Mark& mark) { return overlap(mark.box, inside) > same_face; })) continue;
        Mark added;
        added.id = insert_mark(db, picture, Origin::proposed, inside);
        added.box = inside;
        known.push_back(added);
        more = true;
    }
    // Clause 6.6: a better detector, or a new place, takes back what was stated.
    const auto& looked_before = std::get<1>(*row);
    if (more || (!looked_before.empty() && proposals.detector != looked_before)) touch_picture(db, now, picture, std::get<0>(*row));
    db.query("UPDATE media_picture SET check_state = 'done', check_trouble = '', detector = :detector WHERE id = :id").bind("detector", proposals.detector).bind("id", picture).run();
    note_picture(db, auth::Viewer::system(), now, picture, "checked");
}

void take_failed_check(db::Write& db, base::Instant now, PictureId picture, std::string_view trouble) {
    const auto failed = db.query("UPDATE media_picture SET check_state = 'failed', check_trouble = :trouble WHERE id = :id AND check_state = 'waiting' AND taken_down_at IS NULL")
                            .bind("trouble", trouble)
                            .bind("id", picture)
                            .run();
    if (failed > 0) note_picture(db, auth::Viewer::system(), now, picture, "check_failed");
}

}  // namespace media
