#include <fmt/format.h>

#include "db/db.h"
#include "media/picture_family.h"

namespace media {

std::vector<FamilyPicture> pictures_now(db::Read& db, roster::PersonId student, base::Instant now, int most) {
    const auto pictures = db.query(R"sql(
        SELECT DISTINCT p.id, p.title FROM media_mark m JOIN media_picture p ON p.id = m.picture_id
         WHERE m.person_id = :student AND m.kind = 'student' AND p.taken_down_at IS NULL
           AND (EXISTS (SELECT 1 FROM media_place l WHERE l.picture_id = p.id)
                OR EXISTS (SELECT 1 FROM media_post o WHERE o.picture_id = p.id AND NOT EXISTS (SELECT 1 FROM media_task k WHERE k.post_id = o.id AND k.done_at IS NOT NULL)))
         ORDER BY p.id DESC LIMIT :most
    )sql").bind("student", student).bind("most", most).all([](const db::Row& row) { return FamilyPicture{{row.integer("id")}, std::string(row.text("title")), {}, {}, {}}; });
    std::vector<FamilyPicture> somewhere;
    for (auto picture : pictures) {
        const auto places = db.query("SELECT purpose, path FROM media_place WHERE picture_id = :id ORDER BY id DESC LIMIT 20").bind("id", picture.picture).all([](const db::Row& row) {
            return std::pair(parse_purpose(row.text("purpose")), std::string(row.text("path")));
        });
        for (const auto& [purpose, path] : places) {
            // Clause 4.1: where it does not clear any more it is not.
            if (!purpose) continue;
            auto state = clear(db, picture.picture, {*purpose, Channel::site}, now);
            if (!std::holds_alternative<Clearance>(state)) continue;
            picture.shown = std::get<Clearance>(std::move(state));
            picture.paths.push_back(path);
        }
        for (auto& post : posts_of(db, picture.picture)) {
            if (!post.task_done) picture.posts.push_back(std::move(post));
        }
        if (!picture.paths.empty() || !picture.posts.empty()) somewhere.push_back(std::move(picture));
    }
    return somewhere;
}

}  // namespace media
