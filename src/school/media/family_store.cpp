#include "media/family.h"

#include "db/db.h"

namespace media {

std::optional<bool> answer_to(const std::vector<std::pair<Use, Answer>>& answers, Use use, base::Day today) {
    for (const auto& [of, said] : answers) {
        if (of != use) continue;
        if (said.yes && !(said.until && today < *said.until)) return std::nullopt;
        return said.yes;
    }
    return std::nullopt;
}

static std::vector<FamilyStudent> students_of(db::Read& db, roster::PersonId reader) {
    return db.query(R"sql(
        SELECT s.id, COALESCE(NULLIF(s.preferred_given_name, ''), s.given_name) AS name, COALESCE(o.name, '') AS school, CASE WHEN s.id = :reader THEN 1 ELSE 0 END AS own,
               CASE WHEN s.id = :reader OR EXISTS (SELECT 1 FROM roster_guardian g JOIN roster_person p ON p.id = g.guardian_id AND p.active = 1
                                                    WHERE g.student_id = s.id AND g.guardian_id = :reader AND g.active = 1 AND g.relation = 'guardian') THEN 0 ELSE 1 END AS former,
               CASE WHEN EXISTS (SELECT 1 FROM auth_account c WHERE c.id = s.account_id AND c.disabled_at IS NULL) THEN 1 ELSE 0 END AS has_account
          FROM roster_person s LEFT JOIN roster_org o ON o.id = s.primary_org_id
         WHERE s.active = 1 AND s.role = 'student'
           AND s.id IN (SELECT CAST(:reader AS BIGINT)
                        UNION SELECT g.student_id FROM roster_guardian g WHERE g.guardian_id = :reader
                        UNION SELECT a.student_id FROM media_answer a WHERE a.giver_id = :reader)
         ORDER BY own DESC, former, s.name_folded, s.id
    )sql")
        .bind("reader", reader)
        .all([](const db::Row& row) {
            return FamilyStudent{.id = {row.integer("id")}, .name = std::string(row.text("name")), .school = std::string(row.text("school")), .own = row.flag("own"), .former = row.flag("former"), .has_account = row.flag("has_account"), .mine = {}, .theirs = {}};
        });
}

std::vector<FamilyStudent> family_of(db::Read& db, roster::PersonId reader, base::Day today) {
    auto students = students_of(db, reader);
    std::vector<roster::PersonId> ids;
    ids.reserve(students.size());
    for (const auto& one : students) ids.push_back(one.id);
    const auto known = load_known(db, ids);
    for (std::size_t at = 0; at < students.size(); ++at) {
        const auto& facts = known.students[at].facts;
        auto& one = students[at];
        one.group = age_group(facts.birth, facts.grade, today);
        if (one.former) {
            for (const auto& [use, said] : known.students[at].said) {
                if (said.giver == reader && !said.yes) one.mine.emplace_back(use, said);
            }
            one.school.clear();
            continue;
        }
        one.opted_out = facts.opted_out;
        const auto grade = grade_number(facts.grade);
        one.little = one.group == AgeGroup::child && (facts.birth ? age_on(*facts.birth, today) < 7 : grade && *grade < 2);
        for (const auto& [use, said] : known.students[at].said) {
            if (said.giver == reader) one.mine.emplace_back(use, said);
            if (said.giver == one.id) one.theirs.emplace_back(use, said);
        }
    }
    // Who is 18 decides alone: no no of theirs would count.
    std::erase_if(students, [](const FamilyStudent& one) { return one.former && one.group == AgeGroup::adult; });
    return students;
}

}  // namespace media
