#include "media/consent_facts.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "db/db.h"
#include "db/setting.h"
#include "media/ceiling.h"

namespace media {

std::vector<Use> all_uses() {
    std::vector<Use> uses;
    for (const auto channel : channels) {
        for (const auto purpose : purposes) uses.push_back({purpose, channel});
    }
    return uses;
}

Decision KnownStudents::decide(const KnownStudent& known, Use use, base::Day today) const {
    ConsentFacts facts = known.facts;
    facts.channel_open = open[static_cast<std::size_t>(use.channel)];
    for (const auto& [of, said] : known.said) {
        if (of == use) facts.said.push_back(said);
    }
    return media::decide(facts, use, today);
}

namespace {

/// The students of a question, as a table of one column. A few are bound one by one, so that PostgreSQL sees how few they are; many come as one
/// list, so that a statement is prepared once for lists of every length.
class AskedStudents {
public:
    explicit AskedStudents(std::span<const roster::PersonId> students) : students_(students) {
        for (const std::size_t places : {1U, 4U, 16U}) {
            if (places_ == 0 && students.size() <= places) places_ = places;
        }
    }
    std::string sql(db::Engine engine) const {
        if (places_ == 0) {
            return engine == db::Engine::sqlite ? "SELECT DISTINCT CAST(value AS INTEGER) AS id FROM json_each(:ids)"
                                                : "SELECT DISTINCT CAST(value AS BIGINT) AS id FROM json_array_elements_text(CAST(:ids AS JSON))";
        }
        std::string values;
        for (std::size_t at = 0; at < places_; ++at) values += fmt::format("{}(CAST(:id{} AS BIGINT))", at ? ", " : "", at);
        return places_ == 1 ? "SELECT CAST(:id0 AS BIGINT) AS id" : fmt::format("SELECT DISTINCT column1 AS id FROM (VALUES {}) AS v", values);
    }
    db::Query bind(db::Query query) const {
        if (places_ == 0) return std::move(query).bind("ids", list());
        for (std::size_t at = 0; at < places_; ++at) std::move(query).bind(fmt::format("id{}", at), students_[std::min(at, students_.size() - 1)]);
        return query;
    }

private:
    std::string list() const {
        std::string list = "[";
        for (const auto id : students_) list += fmt::format("{}{}", list.size() > 1 ? "," : "", id.value);
        return list + "]";
    }
    std::span<const roster::PersonId> students_;
    std::size_t places_ = 0;  // 0: one list
};

}  // namespace

/// Rows of several kinds in one answer: what each column holds is said where it is read.
static std::string known_sql(const std::string& asked, bool one_use) {
    return fmt::format(R"sql(
        WITH asked AS ({})
        SELECT 'student' AS kind, p.id AS student_id, 0 AS other_id,
               CASE WHEN p.active = 1 AND p.role = 'student' THEN 1 ELSE 0 END
                 + CASE WHEN EXISTS (SELECT 1 FROM media_protection m WHERE m.student_id = p.id AND m.lifted_at IS NULL) THEN 2 ELSE 0 END
                 + CASE WHEN EXISTS (SELECT 1 FROM roster_directory_opt_out o WHERE o.person_id = p.id AND o.active = 1) THEN 4 ELSE 0 END AS flags,
               p.grade AS word, '' AS other_word, CASE WHEN d.active = 1 THEN d.birth_on END AS one_day, CAST(NULL AS TEXT) AS other_day
          FROM asked JOIN roster_person p ON p.id = asked.id LEFT JOIN roster_demographic d ON d.person_id = p.id
        UNION ALL
        SELECT 'guardian', g.student_id, g.guardian_id, 0, '', '', NULL, NULL
          FROM asked JOIN roster_guardian g ON g.student_id = asked.id AND g.active = 1 AND g.relation = 'guardian'
         WHERE EXISTS (SELECT 1 FROM roster_person p WHERE p.id = g.guardian_id AND p.active = 1)
        UNION ALL
        SELECT 'answer', a.student_id, a.giver_id, a.yes, a.purpose, a.channel, a.given_on, a.until_on
          FROM asked JOIN media_answer a ON a.student_id = asked.id AND a.ended_at IS NULL {}
        UNION ALL
        SELECT 'ceiling', 0, 0, open, channel, '', NULL, NULL FROM media_ceiling
    )sql", asked, one_use ? "AND a.channel = :channel AND a.purpose = :purpose" : "");
}

namespace {

class Reader {
public:
    void read(const db::Row& row) {
        const auto kind = row.text("kind");
        if (kind == "ceiling") {
            if (const auto channel = parse_channel(row.text("word"))) known.open[static_cast<std::size_t>(*channel)] = row.flag("flags");
            return;
        }
        KnownStudent& one = by_id[row.integer("student_id")];
        if (kind == "student") read_student(row, one.facts);
        else if (kind == "guardian") one.facts.guardians.push_back({row.integer("other_id")});
        else read_answer(row, one);
    }

    KnownStudents known;
    std::map<std::int64_t, KnownStudent> by_id;

private:
    static void read_student(const db::Row& row, ConsentFacts& facts) {
        const auto flags = row.integer("flags");
        facts.at_school = (flags & 1) != 0;
        facts.withheld = (flags & 2) != 0;
        facts.opted_out = (flags & 4) != 0;
        facts.grade = row.text("word");
        facts.birth = row.maybe_day("one_day");
    }
    static void read_answer(const db::Row& row, KnownStudent& one) {
        const auto purpose = parse_purpose(row.text("word"));
        const auto channel = parse_channel(row.text("other_word"));
        if (!purpose || !channel) return;
        one.said.emplace_back(Use{*purpose, *channel}, Answer{{row.integer("other_id")}, row.flag("flags"), row.day("one_day"), row.maybe_day("other_day")});
    }
};

}  // namespace

KnownStudents load_known(db::Read& db, std::span<const roster::PersonId> students, std::optional<Use> only) {
    if (students.empty()) return {};
    Reader reader;
    const AskedStudents asked(students);
    auto query = asked.bind(db.query(known_sql(asked.sql(db.engine()), only.has_value())));
    if (only) {
        std::move(query).bind("channel", word(only->channel)).bind("purpose", word(only->purpose)).each([&](const db::Row& row) { reader.read(row); });
    } else {
        std::move(query).each([&](const db::Row& row) { reader.read(row); });
    }
    for (const auto id : students) {
        KnownStudent one = reader.by_id[id.value];
        one.facts.student = id;
        reader.known.students.push_back(std::move(one));
    }
    return std::move(reader.known);
}

std::vector<Decision> may_show(db::Read& db, std::span<const roster::PersonId> students, Use use, base::Day today) {
    const auto known = load_known(db, students, use);
    std::vector<Decision> decisions;
    decisions.reserve(known.students.size());
    for (const auto& one : known.students) decisions.push_back(known.decide(one, use, today));
    return decisions;
}

Decision may_show(db::Read& db, roster::PersonId student, Use use, base::Day today) { return may_show(db, std::span(&student, 1), use, today).front(); }

bool needs_second_look(db::Read& db, std::span<const roster::PersonId> students) {
    if (students.empty()) return false;
    const auto limit = grade_number(second_person_grade(db)).value_or(second_person_by_default);
    bool needed = false;
    std::size_t found = 0;
    const AskedStudents asked(students);
    asked.bind(db.query(fmt::format("WITH asked AS ({}) SELECT p.grade FROM asked JOIN roster_person p ON p.id = asked.id", asked.sql(db.engine()))))
        .each([&](const db::Row& row) {
            const auto grade = grade_number(row.text("grade"));
            needed |= !grade || *grade <= limit;
            ++found;
        });
    return needed || found == 0;
}

}  // namespace media
