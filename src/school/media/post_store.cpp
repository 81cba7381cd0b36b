#include "media/post.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "media/picture_sql.h"

namespace media {

std::vector<Post> posts_of(db::Read& db, PictureId picture) {
    return db.query(R"sql(
        SELECT o.id, o.purpose, o.channel, o.address, o.posted_on, a.name AS recorded_by, k.id AS task, k.done_at
          FROM media_post o LEFT JOIN auth_account a ON a.id = o.recorded_by_id LEFT JOIN media_task k ON k.post_id = o.id
         WHERE o.picture_id = :id ORDER BY o.posted_on DESC, o.id DESC
    )sql").bind("id", picture).all([](const db::Row& row) {
        Post post;
        post.id = row.integer("id");
        const auto purpose = parse_purpose(row.text("purpose"));
        const auto channel = parse_channel(row.text("channel"));
        if (purpose && channel) post.use = Use{*purpose, *channel};
        post.address = row.text("address");
        post.posted_on = row.day("posted_on");
        post.recorded_by = row.maybe_text("recorded_by").value_or("");
        post.has_task = !row.null("task");
        post.task_done = !row.null("done_at");
        return post;
    });
}

static bool is_web_address(std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (text.starts_with(scheme) && text.size() > scheme.size() && text.find_first_of(" \t\"<>") == std::string_view::npos) return true;
    }
    return false;
}

void record_post(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, const NewPost& post, base::Day today) {
    require_upload(viewer, picture);
    if (post.use.channel == Channel::site) throw base::Invalid("channel", "media.post.problem.channel");
    const bool elsewhere = post.use.channel != Channel::print;
    if (post.address.empty() || base::count_code_points(post.address) > longest_address || (elsewhere && !is_web_address(post.address))) {
        throw base::Invalid("address", elsewhere ? "media.post.problem.address" : "media.post.problem.print");
    }
    if (!post.posted_on || *post.posted_on > today + std::chrono::days(1)) throw base::Invalid("posted_on", "media.post.problem.day");
    const auto gate = clear(db, picture.id, post.use, now);
    if (const auto* blocked = std::get_if<Blocked>(&gate)) throw base::Conflict(fmt::format("media.gate.{}", word(blocked->blocks.front())));
    const auto added = db.query(R"sql(
        INSERT INTO media_post (picture_id, purpose, channel, address, posted_on, recorded_by_id, recorded_at)
        VALUES (:picture, :purpose, :channel, :address, :on, :by, :now) ON CONFLICT (picture_id, channel, address) DO NOTHING RETURNING id
    )sql")
                           .bind("picture", picture.id)
                           .bind("purpose", word(post.use.purpose))
                           .bind("channel", word(post.use.channel))
                           .bind("address", post.address)
                           .bind("on", *post.posted_on)
                           .bind("by", account_or_null(viewer))
                           .bind("now", now)
                           .maybe_integer();
    if (!added) throw base::Conflict("media.post.problem.there");
    // Clause 9.2: who is blurred here later can still be recognised there.
    db.query(R"sql(
        INSERT INTO media_post_student (post_id, person_id)
        SELECT DISTINCT CAST(:post AS BIGINT), person_id FROM media_mark WHERE picture_id = :picture AND kind = 'student' AND person_id IS NOT NULL
    )sql").bind("post", *added).bind("picture", picture.id).run();
    note_picture(db, viewer, now, picture.id, "posted", fmt::format(R"({{"purpose":"{}","channel":"{}"}})", word(post.use.purpose), word(post.use.channel)));
}

}  // namespace media
