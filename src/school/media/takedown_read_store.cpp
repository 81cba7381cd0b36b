// What was taken down, and the tasks that followed.
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "files/files.h"
#include "media/media.h"
#include "media/picture_sql.h"
#include "media/takedown.h"

namespace media {

static constexpr std::string_view takedown_sql = R"sql(
    SELECT t.id, t.picture_id, t.title, t.reason, t.taken_at, a.name AS taken_by, t.verified_at, t.addresses, t.left_over, t.alike_refused_at, t.alike_allowed_at, b.name AS allowed_by,
           (SELECT count(*) FROM media_takedown_place l WHERE l.takedown_id = t.id) AS places,
           (SELECT count(*) FROM media_task k WHERE k.takedown_id = t.id) AS tasks,
           (SELECT count(*) FROM media_task k WHERE k.takedown_id = t.id AND k.done_at IS NULL) AS open_tasks
      FROM media_takedown t LEFT JOIN auth_account a ON a.id = t.taken_by_id LEFT JOIN auth_account b ON b.id = t.alike_allowed_by_id
)sql";

static Reason parse_reason(std::string_view word_of) {
    for (const auto reason : {Reason::consent, Reason::ended, Reason::closed, Reason::pulled}) {
        if (word(reason) == word_of) return reason;
    }
    return Reason::incident;
}

static Takedown read_takedown(const db::Row& row) {
    Takedown takedown;
    takedown.id = row.integer("id");
    takedown.picture = {row.integer("picture_id")};
    takedown.title = row.text("title");
    takedown.reason = parse_reason(row.text("reason"));
    takedown.at = row.instant("taken_at");
    takedown.by = row.maybe_text("taken_by").value_or("");
    takedown.verified_at = row.maybe_instant("verified_at");
    takedown.addresses = static_cast<int>(row.integer("addresses"));
    takedown.left_over = static_cast<int>(row.integer("left_over"));
    takedown.places = row.integer("places");
    takedown.tasks = row.integer("tasks");
    takedown.open_tasks = row.integer("open_tasks");
    takedown.alike_refused_at = row.maybe_instant("alike_refused_at");
    takedown.alike_allowed_at = row.maybe_instant("alike_allowed_at");
    takedown.alike_allowed_by = row.maybe_text("allowed_by").value_or("");
    return takedown;
}

std::vector<Takedown> takedowns(db::Read& db, const auth::Viewer& viewer, std::int64_t before, int most) {
    if (!viewer.may_everywhere(may_manage)) return {};
    return db.query(fmt::format("{} WHERE (:before = 0 OR t.id < :before) ORDER BY t.id DESC LIMIT :most", takedown_sql)).bind("before", before).bind("most", most).all(read_takedown);
}

std::vector<Takedown> takedowns_of(db::Read& db, const Picture& picture) {
    return db.query(fmt::format("{} WHERE t.picture_id = :picture ORDER BY t.id DESC LIMIT 20", takedown_sql)).bind("picture", picture.id).all(read_takedown);
}

Takedown load_takedown(db::Read& db, const auth::Viewer& viewer, std::int64_t id) {
    if (!viewer.may_everywhere(may_manage)) throw base::NotFound("no such take-down");
    return db.query(fmt::format("{} WHERE t.id = :id", takedown_sql)).bind("id", id).one(read_takedown);
}

std::vector<TakedownPlace> places_of(db::Read& db, std::int64_t takedown, int most) {
    return db.query("SELECT kind, path FROM media_takedown_place WHERE takedown_id = :id ORDER BY id LIMIT :most").bind("id", takedown).bind("most", most).all([](const db::Row& row) {
        return TakedownPlace{std::string(row.text("kind")), std::string(row.text("path"))};
    });
}

static constexpr std::string_view task_sql = R"sql(
    SELECT k.id, k.takedown_id, o.picture_id, t.title, o.channel, o.address, k.due_on, k.done_at, a.name AS done_by, k.done_words
      FROM media_task k JOIN media_post o ON o.id = k.post_id JOIN media_takedown t ON t.id = k.takedown_id LEFT JOIN auth_account a ON a.id = k.done_by_id
)sql";

static Task read_task(const db::Row& row) {
    Task task;
    task.id = row.integer("id");
    task.takedown = row.integer("takedown_id");
    task.picture = {row.integer("picture_id")};
    task.title = row.text("title");
    task.channel = parse_channel(row.text("channel")).value_or(Channel::social);
    task.address = row.text("address");
    task.due_on = row.day("due_on");
    task.done_at = row.maybe_instant("done_at");
    task.done_by = row.maybe_text("done_by").value_or("");
    task.done_words = row.text("done_words");
    return task;
}

std::vector<Task> open_tasks(db::Read& db, const auth::Viewer& viewer, int most) {
    if (!viewer.may_everywhere(may_manage)) return {};
    return db.query(fmt::format("{} WHERE k.done_at IS NULL ORDER BY k.due_on, k.id LIMIT :most", task_sql)).bind("most", most).all(read_task);
}

std::vector<Task> tasks_of(db::Read& db, std::int64_t takedown) {
    return db.query(fmt::format("{} WHERE k.takedown_id = :id ORDER BY k.id", task_sql)).bind("id", takedown).all(read_task);
}

void close_task(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t task, std::string_view words) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("This needs the permission media.manage.");
    const auto said = base::collapse_space(words);
    if (said.empty() || base::count_code_points(said) > longest_done_words) throw base::Invalid("words", "media.takedown.problem.words");
    const auto picture = db.query("SELECT o.picture_id FROM media_task k JOIN media_post o ON o.id = k.post_id WHERE k.id = :id").bind("id", task).maybe_integer();
    if (!picture) throw base::NotFound("no such task");
    const auto closed = db.query("UPDATE media_task SET done_at = :now, done_by_id = :by, done_words = :words WHERE id = :id AND done_at IS NULL")
                            .bind("now", now)
                            .bind("by", account_or_null(viewer))
                            .bind("words", said)
                            .bind("id", task)
                            .run();
    if (closed == 0) throw base::Conflict("media.takedown.problem.done");
    note_picture(db, viewer, now, {*picture}, "task_done", fmt::format(R"({{"task":{}}})", task));
}

namespace {

struct Unverified {
    std::int64_t id = 0;
    std::vector<std::string> files;
    int addresses = 0, left_over = 0;
};

}  // namespace

/// Not those whose files are still to be deleted: they are looked at after that. What left something is looked at again.
static std::vector<Unverified> unverified(db::Read& db, std::int64_t after) {
    auto list = db.query(R"sql(
        SELECT t.id FROM media_takedown t
         WHERE (t.verified_at IS NULL OR t.left_over > 0) AND t.id > :after
           AND NOT EXISTS (SELECT 1 FROM media_takedown_file f JOIN media_doomed_file d ON d.file_hash = f.file_hash WHERE f.takedown_id = t.id)
         ORDER BY t.id LIMIT 500
    )sql").bind("after", after).all([](const db::Row& row) { return Unverified{row.integer("id"), {}, 0, 0}; });
    for (auto& one : list) {
        one.files = db.query("SELECT file_hash FROM media_takedown_file WHERE takedown_id = :id").bind("id", one.id).all([](const db::Row& row) { return std::string(row.text("file_hash")); });
        const auto [places, standing] = db.query(R"sql(
            SELECT count(*) AS places, count(l.id) AS standing
              FROM media_takedown t JOIN media_takedown_place g ON g.takedown_id = t.id
              LEFT JOIN media_place l ON l.kind = g.kind AND l.place_id = g.place_id AND l.picture_id = t.picture_id
             WHERE t.id = :id
        )sql").bind("id", one.id).one([](const db::Row& row) { return std::pair(row.integer("places"), row.integer("standing")); });
        one.addresses = static_cast<int>(places) + static_cast<int>(one.files.size());
        one.left_over = static_cast<int>(standing);
    }
    return list;
}

static std::int64_t verify_some(db::Database& database, const files::Store& store, base::Instant now, std::int64_t after) {
    auto list = database.read([&](db::Read& db) { return unverified(db, after); });
    if (list.empty()) return 0;
    for (auto& one : list) {
        for (const auto& file : one.files) one.left_over += store.contains({file}) ? 1 : 0;
    }
    database.write([&](db::Write& db) {
        for (const auto& one : list) {
            db.query("UPDATE media_takedown SET verified_at = :now, addresses = :addresses, left_over = :left WHERE id = :id")
                .bind("now", now)
                .bind("addresses", one.addresses)
                .bind("left", one.left_over)
                .bind("id", one.id)
                .run();
        }
    });
    return list.back().id;
}

void verify_takedowns(db::Database& database, const files::Store& store, base::Instant now) {
    for (auto after = verify_some(database, store, now, 0); after > 0;) after = verify_some(database, store, now, after);
}

}  // namespace media
