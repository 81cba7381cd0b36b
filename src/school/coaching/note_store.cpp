#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "coaching/lesson_row.h"
#include "coaching/lesson_store.h"

namespace coaching {

std::vector<Note> notes(db::Read& db, const auth::Viewer& viewer, const auth::SecretBox* box, const Lesson& lesson) {
    if (!viewer.signed_in()) return {};
    return db.query(R"sql(
        SELECT n.id, n.author_id, n.kind, n.shared, n.body, n.written_at FROM coaching_note n JOIN coaching_lesson l ON l.id = n.lesson_id
         WHERE n.lesson_id = :lesson AND (l.teacher_id = :me OR l.specialist_id = :me)
           AND (n.author_id = :me OR (n.shared = 1 AND n.author_id IN (l.teacher_id, l.specialist_id))) ORDER BY n.id
    )sql")
        .bind("lesson", lesson.id)
        .bind("me", viewer.account())
        .all([&](const db::Row& row) {
            auto text = box ? box->open(row.bytes("body")) : std::nullopt;
            return Note{.id = row.integer("id"),
                        .author = {row.integer("author_id")},
                        .reflection = row.text("kind") == "reflection",
                        .shared = row.flag("shared"),
                        .body = text.value_or(""),
                        .shut = !text,
                        .written_at = row.instant("written_at")};
        });
}

std::optional<base::Day> last_together(db::Read& db, auth::AccountId specialist, auth::AccountId teacher) {
    return db.query(R"sql(
        SELECT max(day_on) AS last FROM coaching_lesson WHERE specialist_id = :specialist AND teacher_id = :teacher AND state IN ('booked', 'held', 'reflected')
    )sql").bind("specialist", specialist).bind("teacher", teacher).one([](const db::Row& row) { return row.maybe_day("last"); });
}

std::vector<Lesson> to_look_back_on(db::Read& db, const auth::Viewer& viewer, base::Day first, base::Day today, int limit) {
    if (!viewer.signed_in()) return {};
    return db.query(fmt::format(R"sql(
        SELECT {} FROM coaching_lesson
         WHERE (teacher_id = :me OR specialist_id = :me) AND state IN ('booked', 'held', 'reflected') AND day_on >= :first AND day_on < :today
           AND NOT EXISTS (SELECT 1 FROM coaching_note n WHERE n.lesson_id = coaching_lesson.id AND n.author_id = :me AND n.kind = 'reflection')
         ORDER BY day_on DESC, starts_minute DESC, id DESC LIMIT :limit
    )sql", lesson_columns))
        .bind("me", viewer.account())
        .bind("first", first)
        .bind("today", today)
        .bind("limit", limit)
        .all(read_lesson);
}

void write_note(db::Write& db, const auth::Viewer& viewer, const auth::SecretBox* box, base::Instant now, const Lesson& lesson, const Note& note, bool has_begun) {
    const auto body = std::string(base::trim(note.body));
    const std::string field = note.reflection ? "reflection" : "note";
    if (base::count_code_points(body) > longest_text) throw base::Invalid(field, "coaching.problem.long");
    if (body.empty() && !note.reflection) throw base::Invalid(field, "coaching.problem.note");
    if (!box) throw base::Conflict("coaching.problem.shut");
    if (note.reflection) {
        const auto state = after(lesson.state, Act::reflect, has_begun);
        if (!state) throw base::Conflict("coaching.problem.early");
        db.query("DELETE FROM coaching_note WHERE lesson_id = :lesson AND author_id = :me AND kind = 'reflection'")
            .bind("lesson", lesson.id)
            .bind("me", viewer.account())
            .run();
        if (body.empty()) return;
        db.query("UPDATE coaching_lesson SET state = 'reflected', changed_at = :now, revision = revision + 1 WHERE id = :id AND state <> 'reflected'")
            .bind("now", now)
            .bind("id", lesson.id)
            .run();
    }
    db.query("INSERT INTO coaching_note (lesson_id, author_id, kind, shared, body, written_at) VALUES (:lesson, :me, :kind, :shared, :body, :now)")
        .bind("lesson", lesson.id)
        .bind("me", viewer.account())
        .bind("kind", note.reflection ? "reflection" : "note")
        .bind("shared", note.shared)
        .bind_bytes("body", box->seal(body))
        .bind("now", now)
        .run();
    note_event(db, viewer.account(), now, lesson.id, note.reflection ? "reflected" : "noted");
}

void remove_note(db::Write& db, const auth::Viewer& viewer, const Lesson& lesson, std::int64_t note) {
    const auto removed = db.query("DELETE FROM coaching_note WHERE id = :id AND lesson_id = :lesson AND author_id = :me")
                             .bind("id", note)
                             .bind("lesson", lesson.id)
                             .bind("me", viewer.account())
                             .run();
    if (removed == 0) throw base::NotFound("no such note");
}

std::string make_feed(db::Write& db, const auth::Viewer& viewer, base::Instant now) {
    if (!viewer.signed_in()) throw base::Forbidden("Sign in to make a feed.");
    end_feed(db, viewer);
    auto token = auth::random_token();
    db.query("INSERT INTO coaching_feed (token_hash, account_id, made_at) VALUES (:hash, :me, :now)")
        .bind("hash", auth::hash_token(token))
        .bind("me", viewer.account())
        .bind("now", now)
        .run();
    return token;
}

void end_feed(db::Write& db, const auth::Viewer& viewer) {
    db.query("DELETE FROM coaching_feed WHERE account_id = :me").bind("me", viewer.account()).run();
}

std::optional<base::Instant> feed_since(db::Read& db, const auth::Viewer& viewer) {
    return db.query("SELECT made_at FROM coaching_feed WHERE account_id = :me").bind("me", viewer.account()).maybe([](const db::Row& row) {
        return row.instant("made_at");
    });
}

std::optional<Feed> feed(db::Read& db, std::string_view token, base::Day from) {
    const auto owner = db.query("SELECT account_id FROM coaching_feed WHERE token_hash = :hash").bind("hash", auth::hash_token(token)).maybe_integer();
    if (!owner) return std::nullopt;
    auto lessons = db.query(fmt::format(R"sql(
        SELECT {} FROM coaching_lesson WHERE (teacher_id = :owner OR specialist_id = :owner) AND day_on >= :from ORDER BY day_on, id LIMIT 1000
    )sql", lesson_columns))
        .bind("owner", *owner)
        .bind("from", from)
        .all(read_lesson);
    return Feed{{*owner}, std::move(lessons)};
}

}  // namespace coaching
