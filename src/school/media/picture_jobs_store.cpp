// Rows behind the jobs of pictures.
#include <fmt/format.h>

#include "db/db.h"
#include "jobs/jobs.h"
#include "media/picture_jobs.h"
#include "media/picture_sql.h"

namespace media {

void enqueue_check(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture) {
    const auto key = fmt::format("{}", picture.value);
    jobs::NewJob job{.name = "media.picture.check", .payload = fmt::format(R"({{"picture":{}}})", picture.value), .not_before = {}, .unique_key = key, .owner = {}, .most_attempts = 2};
    if (viewer.signed_in()) job.owner = viewer.account();
    jobs::enqueue(db, now, job);
}

void enqueue_deletion(db::Write& db, base::Instant now) {
    jobs::enqueue(db, now, {.name = "media.picture.delete", .not_before = {}, .unique_key = jobs::schedule_key, .owner = {}});
}

std::optional<std::string> original_to_check(db::Read& db, PictureId picture) {
    return db.query("SELECT content_hash FROM media_picture WHERE id = :id AND check_state = 'waiting' AND kept = 1 AND taken_down_at IS NULL").bind("id", picture).maybe_text();
}

std::vector<Doomed> doomed_files(db::Read& db) {
    return db.query("SELECT file_hash, doomed_at FROM media_doomed_file ORDER BY doomed_at, file_hash").all([](const db::Row& row) {
        return Doomed{std::string(row.text("file_hash")), row.instant("doomed_at")};
    });
}

bool is_needed(db::Read& db, const std::string& hash) {
    return db.query(R"sql(
        SELECT (SELECT count(*) FROM media_rendition WHERE file_hash = :hash) + (SELECT count(*) FROM media_picture WHERE content_hash = :hash AND kept = 1) AS uses
    )sql").bind("hash", hash).one_integer() > 0;
}

void forget_doomed(db::Write& db, const std::vector<Doomed>& files) {
    for (const auto& file : files) db.query("DELETE FROM media_doomed_file WHERE file_hash = :hash AND doomed_at = :at").bind("hash", file.hash).bind("at", file.at).run();
}

void take_down_closed_soon(db::Write& db, Channel channel, base::Instant now) {
    jobs::enqueue(db, now, {.name = "media.picture.close", .payload = fmt::format(R"({{"channel":"{}"}})", word(channel)), .not_before = {}, .unique_key = std::string(word(channel)), .owner = {}});
}

void evaluate_soon(db::Write& db, base::Instant now) { jobs::enqueue(db, now, {.name = "media.picture.evaluate", .not_before = {}, .unique_key = jobs::schedule_key, .owner = {}}); }

std::vector<PictureId> shown_pictures(db::Read& db, PictureId after, int most) {
    return db.query(R"sql(
        SELECT s.picture_id FROM media_showing s WHERE s.state IN ('asked', 'approved') AND s.picture_id > :after
        UNION
        SELECT o.picture_id FROM media_post o WHERE o.picture_id > :after AND NOT EXISTS (SELECT 1 FROM media_task t WHERE t.post_id = o.id)
         ORDER BY picture_id LIMIT :most
    )sql").bind("after", after).bind("most", most).all([](const db::Row& row) { return PictureId{row.integer("picture_id")}; });
}

}  // namespace media
