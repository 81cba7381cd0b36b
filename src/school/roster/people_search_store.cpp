#include "base/text.h"
#include "db/db.h"
#include "roster/person_words.h"
#include "roster/roster.h"

namespace roster {

// With more hits than this for the longest word, walking people in the order of their names finds a page sooner than collecting and
// sorting all hits. (Measured at 105,000 people.)
static constexpr std::int64_t few_hits = 10'000;

namespace {

/// The parts of a search, put together from what the question names; all values are bound.
struct Search {
    /// The few people that the search begins with; without it people are walked in the order of their names.
    std::string lead;
    std::string where = "p.active = :active";
    std::vector<std::pair<std::string, std::string>> words;  // first and end of each range
    std::vector<std::int64_t> reach;
};

}  // namespace

static bool is_rare(db::Read& db, const std::string& word) {
    auto hits = db.query("SELECT count(*) FROM (SELECT 1 AS hit FROM roster_person_word WHERE word >= :first AND word < :end LIMIT :most) AS hits")
                    .bind_bytes("first", word)
                    .bind_bytes("end", end_of_prefix(word))
                    .bind("most", few_hits)
                    .one_integer();
    return hits < few_hits;
}

static void add_school(Search& search, const PeopleQuestion& question) {
    if (question.school) search.lead = "SELECT DISTINCT o.person_id FROM roster_person_org o WHERE o.org_id = :school AND o.active = 1";
}

static void add_words(db::Read& db, Search& search, const std::string& text) {
    for (auto& word : searched_words(text)) {
        auto n = std::to_string(search.words.size());
        auto range = " w.word >= :first" + n + " AND w.word < :end" + n;
        if (search.lead.empty() && search.words.empty() && is_rare(db, word)) {
            search.lead = "SELECT DISTINCT w.person_id FROM roster_person_word w WHERE" + range;
        } else {
            search.where += " AND EXISTS (SELECT 1 FROM roster_person_word w WHERE w.person_id = p.id AND" + range + ")";
        }
        auto end = end_of_prefix(word);
        search.words.emplace_back(std::move(word), std::move(end));
    }
}

static void add_reach(Search& search, const auth::Reach& reach) {
    if (reach.everywhere) return;
    std::string names;
    for (auto school : reach.schools) {
        names += (names.empty() ? ":reach" : ", :reach") + std::to_string(search.reach.size());
        search.reach.push_back(school);
    }
    search.where += " AND EXISTS (SELECT 1 FROM roster_person_org o WHERE o.person_id = p.id AND o.active = 1 AND o.org_id IN (" + names + "))";
}

static PersonLine read_line(const db::Row& row) {
    Person names;
    names.given_name = row.text("given_name");
    names.family_name = row.text("family_name");
    names.preferred_given_name = row.text("preferred_given_name");
    names.preferred_family_name = row.text("preferred_family_name");
    PersonLine line;
    line.id = {row.integer("id")};
    line.name = names.name();
    line.email = row.text("email");
    line.role = parse_role(row.text("role")).value_or(Role::other);
    line.raw_role = row.text("raw_role");
    line.grade = row.text("grade");
    line.school = row.maybe_text("school").value_or("");
    return line;
}

/// CROSS JOIN keeps SQLite from walking all people by name when a few are known to begin with.
static std::string lines_from(const std::string& lead) {
    return "SELECT p.id, p.given_name, p.family_name, p.preferred_given_name, p.preferred_family_name, p.email, p.role, p.raw_role, p.grade,"
           " s.name AS school FROM " +
           (lead.empty() ? "roster_person p" : "(" + lead + ") AS l CROSS JOIN roster_person p") +
           " LEFT JOIN roster_org s ON s.id = p.primary_org_id WHERE " + (lead.empty() ? "" : "p.id = l.person_id AND ");
}

PeoplePage find_people(db::Read& db, const auth::Viewer& viewer, const PeopleQuestion& question) {
    auto reach = viewer.reach(may_see_people);
    if (reach.nowhere()) return {};
    Search search;
    add_school(search, question);
    add_words(db, search, question.text);
    if (!question.text.empty() && search.words.empty()) return {};  // Only punctuation: nobody is called so.
    add_reach(search, reach);
    if (question.role) search.where += " AND p.role = :role";
    if (question.staff_only) search.where += " AND p.role IN ('teacher', 'administrator', 'aide', 'counselor', 'proctor')";
    std::string after_name;
    if (question.after) {
        after_name = db.query("SELECT name_folded FROM roster_person WHERE id = :id").bind("id", *question.after).maybe_text().value_or("");
        search.where += " AND (p.name_folded, p.id) > (:after_name, :after_id)";
    }

    auto query = db.query(lines_from(search.lead) + search.where + " ORDER BY p.name_folded, p.id LIMIT :limit");
    std::move(query).bind("active", !question.former).bind("limit", question.limit + 1);
    for (std::size_t i = 0; i < search.words.size(); ++i) {
        std::move(query).bind_bytes("first" + std::to_string(i), search.words[i].first).bind_bytes("end" + std::to_string(i), search.words[i].second);
    }
    for (std::size_t i = 0; i < search.reach.size(); ++i) std::move(query).bind("reach" + std::to_string(i), search.reach[i]);
    if (question.role) std::move(query).bind("role", word(*question.role));
    if (question.school) std::move(query).bind("school", *question.school);
    if (question.after) std::move(query).bind("after_name", after_name).bind("after_id", *question.after);
    PeoplePage page{std::move(query).all(read_line), false};
    if (static_cast<int>(page.lines.size()) > question.limit) {
        page.lines.pop_back();
        page.more = true;
    }
    return page;
}

static std::vector<PersonLine> related(db::Read& db, const auth::Viewer& viewer, PersonId id, const std::string& mine, const std::string& theirs) {
    if (!find_person(db, viewer, id)) return {};
    auto lines = db.query(lines_from("") + "p.active = 1 AND p.id IN (SELECT g." + theirs + " FROM roster_guardian g WHERE g." + mine +
                          " = :person AND g.active = 1) ORDER BY p.name_folded, p.id")
                     .bind("person", id)
                     .all(read_line);
    // A guardian has no post at a school, so whoever may see the student sees who looks after them, and the other way round.
    return lines;
}

std::vector<PersonLine> guardians(db::Read& db, const auth::Viewer& viewer, PersonId student) {
    return related(db, viewer, student, "student_id", "guardian_id");
}

std::vector<PersonLine> wards(db::Read& db, const auth::Viewer& viewer, PersonId guardian) {
    return related(db, viewer, guardian, "guardian_id", "student_id");
}

}  // namespace roster
