#include <fmt/format.h>

#include "db/db.h"
#include "media/picture_family.h"

namespace media {

static bool shows(db::Read& db, std::int64_t post, roster::PersonId student) {
    return db.query("SELECT count(*) FROM media_post_student WHERE post_id = :post AND person_id = :student").bind("post", post).bind("student", student).one_integer() > 0;
}

std::vector<FamilyPicture> pictures_now(db::Read& db, roster::PersonId student, base::Instant now, int most) {
    const auto pictures = db.query(R"sql(
        SELECT p.id, p.title FROM media_picture p
         WHERE p.id IN (SELECT m.picture_id FROM media_mark m JOIN media_place l ON l.picture_id = m.picture_id WHERE m.person_id = :student AND m.kind = 'student'
                        UNION SELECT o.picture_id FROM media_post_student s JOIN media_post o ON o.id = s.post_id WHERE s.person_id = :student)
         ORDER BY p.id DESC LIMIT :most
    )sql").bind("student", student).bind("most", most).all([](const db::Row& row) { return FamilyPicture{{row.integer("id")}, std::string(row.text("title")), {}, {}, {}}; });
    std::vector<FamilyPicture> somewhere;
    for (auto picture : pictures) {
        const auto places = db.query(R"sql(
            SELECT l.purpose, l.path FROM media_place l
             WHERE l.picture_id = :id AND EXISTS (SELECT 1 FROM media_mark m WHERE m.picture_id = l.picture_id AND m.person_id = :student AND m.kind = 'student')
             ORDER BY l.id DESC LIMIT 20
        )sql").bind("id", picture.picture).bind("student", student).all([](const db::Row& row) {
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
            // Whoever is blurred here since can still be recognised there.
            if (!post.task_done && shows(db, post.id, student)) picture.posts.push_back(std::move(post));
        }
        if (!picture.paths.empty() || !picture.posts.empty()) somewhere.push_back(std::move(picture));
    }
    return somewhere;
}

}  // namespace media
