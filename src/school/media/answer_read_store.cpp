// What was answered, for those who keep consents.
#include "media/answer.h"

#include <algorithm>

#include "base/error.h"
#include "db/db.h"

namespace media {

std::vector<Giver> givers_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId student) {
    fetch_student(db, viewer, student);
    return db.query(R"sql(
        SELECT p.id, COALESCE(NULLIF(p.preferred_given_name, ''), p.given_name) AS given, COALESCE(NULLIF(p.preferred_family_name, ''), p.family_name) AS family,
               CASE WHEN p.id = :student THEN 1 ELSE 0 END AS own, CASE WHEN p.email <> '' THEN 1 ELSE 0 END AS reachable,
               CASE WHEN EXISTS (SELECT 1 FROM media_answer a WHERE a.student_id = :student AND a.giver_id = p.id AND a.ended_at IS NULL) THEN 1 ELSE 0 END AS answered,
               CASE WHEN p.active = 1 AND EXISTS (SELECT 1 FROM roster_guardian g WHERE g.student_id = :student AND g.guardian_id = p.id AND g.active = 1
                                                     AND g.relation = 'guardian') THEN 1 ELSE 0 END AS guardian
          FROM roster_person p
         WHERE p.id IN (SELECT CAST(:student AS BIGINT)
                        UNION SELECT g.guardian_id FROM roster_guardian g WHERE g.student_id = :student
                        UNION SELECT a.giver_id FROM media_answer a WHERE a.student_id = :student)
         ORDER BY own DESC, guardian DESC, p.name_folded, p.id
    )sql")
        .bind("student", student)
        .all([](const db::Row& row) {
            auto given = std::string(row.text("given"));
            auto family = std::string(row.text("family"));
            return Giver{.id = {row.integer("id")},
                         .name = given.empty() ? family : family.empty() ? given : given + " " + family,
                         .student = row.flag("own"),
                         .guardian = row.flag("guardian"),
                         .answered = row.flag("answered"),
                         .reachable = row.flag("reachable")};
        });
}

static How how_of(std::string_view stored) {
    for (const auto how : {How::link, How::account, How::paper, How::telephone}) {
        if (word(how) == stored) return how;
    }
    return How::link;
}

static Told read_told(const db::Row& row) {
    Told told;
    told.first = told.last = row.integer("id");
    told.giver = row.text("giver");
    told.by_student = row.flag("own");
    told.given_on = row.day("given_on");
    told.how = how_of(row.text("how"));
    told.version = row.text("form_version");
    told.language = html::parse_language(row.text("language")).value_or(html::Language::en);
    told.entered_by = row.maybe_text("entered_by").value_or("");
    told.at = row.instant("at");
    told.paper = row.maybe_integer("paper_id");
    told.scan = row.flag("scan");
    return told;
}

/// Rows of one answering have one giver, moment and way.
static bool same_time(const Told& told, const Told& row) { return told.giver == row.giver && told.at == row.at && told.how == row.how && told.paper == row.paper; }

std::vector<Told> answers_told(db::Read& db, const auth::Viewer& viewer, roster::PersonId student, std::int64_t before, int most) {
    fetch_student(db, viewer, student);
    constexpr int rows_of_one = 12;
    std::vector<Told> list;
    db.query(R"sql(
        SELECT a.id, COALESCE(NULLIF(p.preferred_given_name, ''), p.given_name) || ' ' || p.family_name AS giver, CASE WHEN a.giver_id = a.student_id THEN 1 ELSE 0 END AS own,
               a.purpose, a.channel, a.yes, a.given_on, a.until_on, a.form_version, a.language, a.how, a.paper_id, c.name AS entered_by, a.at, a.ended_how,
               CASE WHEN f.file_hash <> '' THEN 1 ELSE 0 END AS scan
          FROM media_answer a JOIN roster_person p ON p.id = a.giver_id LEFT JOIN auth_account c ON c.id = a.entered_by LEFT JOIN media_paper f ON f.id = a.paper_id
         WHERE a.student_id = :student AND (:before = 0 OR a.id < :before) ORDER BY a.id DESC LIMIT :most
    )sql")
        .bind("student", student)
        .bind("before", before)
        .bind("most", (most + 1) * rows_of_one)
        .each([&](const db::Row& row) {
            auto told = read_told(row);
            if (list.empty() || !same_time(list.back(), told)) list.push_back(std::move(told));
            Told& one = list.back();
            one.last = row.integer("id");
            const auto purpose = parse_purpose(row.text("purpose"));
            const auto channel = parse_channel(row.text("channel"));
            if (purpose && channel) (row.flag("yes") ? one.yes : one.no).push_back({*purpose, *channel});
            if (row.flag("yes")) one.until = row.maybe_day("until_on");
            one.aside |= row.text("ended_how") == "set_aside";
        });
    if (list.size() > static_cast<std::size_t>(most)) list.resize(static_cast<std::size_t>(most) + 1);  // one more says that there are more
    for (auto& told : list) {
        std::ranges::sort(told.yes, {}, [](Use use) { return std::pair(use.channel, use.purpose); });
        std::ranges::sort(told.no, {}, [](Use use) { return std::pair(use.channel, use.purpose); });
    }
    return list;
}

}  // namespace media
