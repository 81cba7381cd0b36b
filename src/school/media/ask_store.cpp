#include "media/ask.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/error.h"
#include "db/db.h"
#include "media/answer.h"
#include "media/media.h"

namespace media {

namespace {

/// A student of the scope with one who may answer for them.
struct Pair {
    roster::PersonId student;
    std::string student_name, grade;
    std::optional<base::Day> birth;
    roster::PersonId giver;  // the student themself, or a guardian
    Recipient recipient;
    bool heard = false;      // an answer of theirs counts for that student
};

}  // namespace

/// "AND ..." over the student `s`.
static std::string scope_sql(db::Read& db, const auth::Viewer& viewer, const Asking& asking) {
    if (asking.student) {
        fetch_student(db, viewer, *asking.student);
        return fmt::format(" AND s.id = {}", asking.student->value);
    }
    const auto reach = viewer.reach(may_keep_consents);
    if (reach.nowhere() || (asking.school && !reach.covers(asking.school->value))) throw base::NotFound("no such school");
    std::string sql;
    if (asking.school) sql += fmt::format(" AND EXISTS (SELECT 1 FROM roster_person_org o WHERE o.person_id = s.id AND o.active = 1 AND o.org_id = {})", asking.school->value);
    else if (!reach.everywhere) sql += fmt::format(" AND EXISTS (SELECT 1 FROM roster_person_org o WHERE o.person_id = s.id AND o.active = 1 AND o.org_id IN ({}))", fmt::join(reach.schools, ", "));
    if (!asking.grade.empty()) sql += " AND s.grade = :grade";
    return sql;
}

void check_scope(db::Read& db, const auth::Viewer& viewer, const Asking& asking) { static_cast<void>(scope_sql(db, viewer, asking)); }

static Pair read_pair(const db::Row& row) {
    Pair pair;
    pair.student = {row.integer("student_id")};
    pair.student_name = row.text("student_name");
    pair.grade = row.text("grade");
    pair.birth = row.maybe_day("birth_on");
    pair.giver = {row.integer("giver_id")};
    auto given = std::string(row.text("given"));
    auto family = std::string(row.text("family"));
    pair.recipient = {.person = pair.giver, .name = given.empty() ? family : family.empty() ? given : given + " " + family, .email = std::string(row.text("email")), .language = row.maybe_text("language").value_or(""), .students = {}};
    pair.heard = row.flag("heard");
    return pair;
}

/// Clause 3.1: the language of the account, else of the latest answer; else none is known. "+p.active" keeps SQLite from beginning with all people.
static constexpr std::string_view pair_sql = R"sql(
    SELECT s.id AS student_id, COALESCE(NULLIF(s.preferred_given_name, ''), s.given_name) AS student_name, s.grade,
           CASE WHEN d.active = 1 THEN d.birth_on END AS birth_on, p.id AS giver_id,
           COALESCE(NULLIF(p.preferred_given_name, ''), p.given_name) AS given, COALESCE(NULLIF(p.preferred_family_name, ''), p.family_name) AS family, p.email,
           COALESCE(c.language, (SELECT l.language FROM media_answer l WHERE l.giver_id = p.id AND l.how IN ('link', 'account') ORDER BY l.id DESC LIMIT 1)) AS language,
           CASE WHEN EXISTS (SELECT 1 FROM media_answer a WHERE a.student_id = s.id AND a.giver_id = p.id AND a.ended_at IS NULL
                                AND (a.yes = 0 OR a.until_on > :today)) THEN 1 ELSE 0 END AS heard
      FROM roster_person s
      LEFT JOIN roster_demographic d ON d.person_id = s.id
      {}
      LEFT JOIN auth_account c ON c.id = p.account_id AND c.disabled_at IS NULL
     WHERE s.active = 1 AND s.role = 'student' AND +p.active = 1{}
)sql";
static constexpr std::string_view of_guardians = "JOIN roster_guardian g ON g.student_id = s.id AND g.active = 1 AND g.relation = 'guardian' JOIN roster_person p ON p.id = g.guardian_id";
static constexpr std::string_view of_students = "JOIN roster_person p ON p.id = s.id";

/// Every student of the scope with each guardian, and with themself.
static std::vector<Pair> pairs(db::Read& db, const auth::Viewer& viewer, base::Day today, const Asking& asking) {
    const auto scope = scope_sql(db, viewer, asking);
    std::vector<Pair> list;
    for (const auto givers : {of_guardians, of_students}) {
        auto query = db.query(fmt::format(fmt::runtime(pair_sql), givers, scope)).bind("today", today);
        if (!asking.student && !asking.grade.empty()) std::move(query).bind("grade", asking.grade);
        std::move(query).each([&](const db::Row& row) { list.push_back(read_pair(row)); });
    }
    std::ranges::stable_sort(list, {}, [](const Pair& pair) { return std::pair(pair.giver, pair.student); });
    return list;
}

Recipients recipients(db::Read& db, const auth::Viewer& viewer, base::Day today, const Asking& asking, std::optional<std::int64_t> without) {
    std::map<roster::PersonId, std::pair<Recipient, bool>> people;  // with whether they are silent about somebody
    for (auto& pair : pairs(db, viewer, today, asking)) {
        // A student gets a link when they decide alone, and their guardians then get none.
        const bool adult = age_group(pair.birth, pair.grade, today) == AgeGroup::adult;
        if (adult != (pair.giver == pair.student)) continue;
        auto [at, first] = people.try_emplace(pair.giver, std::move(pair.recipient), false);
        at->second.first.students.push_back(pair.student_name);
        at->second.second |= !pair.heard;
    }
    std::vector<std::int64_t> done;
    if (without) {
        done = db.query("SELECT person_id FROM media_link WHERE job_id = :job ORDER BY person_id").bind("job", *without).all([](const db::Row& row) { return row.integer("person_id"); });
    }
    Recipients found;
    for (auto& [id, one] : people) {
        if ((asking.silent_only && !one.second) || std::ranges::binary_search(done, id.value)) continue;
        if (one.first.email.empty()) ++found.without_address;
        else found.with_address.push_back(std::move(one.first));
    }
    return found;
}

std::string make_link(db::Write& db, base::Instant now, roster::PersonId person, std::string_view language, std::optional<std::int64_t> job) {
    auto token = auth::random_token();
    db.query("UPDATE media_link SET expires_at = :now WHERE person_id = :person AND expires_at > :now").bind("now", now).bind("person", person).run();
    db.query("INSERT INTO media_link (person_id, token_hash, language, job_id, made_at, expires_at) VALUES (:person, :hash, :language, :job, :now, :expires)")
        .bind("person", person)
        .bind("hash", auth::hash_token(token))
        .bind("language", language)
        .bind("job", job)
        .bind("now", now)
        .bind("expires", now + link_lasts)
        .run();
    return token;
}

FamilyLink open_link(db::Read& db, base::Instant now, std::string_view token) {
    return db.query(R"sql(
        SELECT id, person_id, language FROM media_link WHERE token_hash = :hash AND expires_at > :now
    )sql")
        .bind("hash", auth::hash_token(token))
        .bind("now", now)
        .one([](const db::Row& row) { return FamilyLink{row.integer("id"), {row.integer("person_id")}, std::string(row.text("language"))}; });
}

void note_opened(db::Write& db, base::Instant now, const FamilyLink& link) {
    db.query("UPDATE media_link SET opened_at = :now WHERE id = :id AND opened_at IS NULL").bind("now", now).bind("id", link.id).run();
}

std::int64_t forget_links(db::Write& db, base::Instant now) {
    return db.query("DELETE FROM media_link WHERE expires_at < :before").bind("before", now - link_kept_after).run();
}

std::optional<base::Instant> last_asked(db::Read& db, roster::PersonId person) {
    const auto at = db.query("SELECT max(made_at) FROM media_link WHERE person_id = :person").bind("person", person).maybe_integer();
    return at ? std::optional(base::from_ms(*at)) : std::nullopt;
}

std::vector<roster::PersonId> ended_between(db::Read& db, base::Day after, base::Day today) {
    return db.query("SELECT DISTINCT student_id FROM media_answer WHERE ended_at IS NULL AND until_on > :after AND until_on <= :today ORDER BY student_id")
        .bind("after", after)
        .bind("today", today)
        .all([](const db::Row& row) { return roster::PersonId{row.integer("student_id")}; });
}

}  // namespace media
