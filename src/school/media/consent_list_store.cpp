#include "media/consent_list.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "db/db.h"
#include "media/media.h"

namespace media {

static constexpr std::size_t most_words = 4;

/// Students `p` within reach.
static std::string reach_sql(const auth::Reach& reach) {
    if (reach.everywhere) return "";
    return fmt::format(" AND EXISTS (SELECT 1 FROM roster_person_org o WHERE o.person_id = p.id AND o.active = 1 AND o.org_id IN ({}))",
                       reach.schools.empty() ? "0" : fmt::format("{}", fmt::join(reach.schools, ", ")));
}

static std::string_view listed_sql(Listed listed) {
    switch (listed) {
        case Listed::silent:
            // A child's own yes unlocks nothing (clause 1.6): until a guardian answers, nobody has.
            return R"sql( AND NOT EXISTS (SELECT 1 FROM media_answer a WHERE a.student_id = p.id AND a.ended_at IS NULL AND (a.yes = 0 OR a.until_on > :today)
                                             AND (a.yes = 0 OR a.giver_id <> p.id
                                                  OR EXISTS (SELECT 1 FROM roster_demographic d WHERE d.person_id = p.id AND d.active = 1 AND d.birth_on <= :grown))))sql";
        case Listed::refused: return " AND EXISTS (SELECT 1 FROM media_answer a WHERE a.student_id = p.id AND a.ended_at IS NULL AND a.yes = 0)";
        case Listed::withheld: return " AND EXISTS (SELECT 1 FROM media_protection m WHERE m.student_id = p.id AND m.lifted_at IS NULL)";
        case Listed::all: break;
    }
    return "";
}

static std::vector<std::string> searched(std::string_view text) {
    auto words = base::folded_words(text);
    if (words.size() > most_words) words.resize(most_words);
    return words;
}

static std::string list_sql(const auth::Viewer& viewer, const ConsentQuestion& question, std::size_t words) {
    auto sql = fmt::format(R"sql(
        SELECT p.id, COALESCE(NULLIF(p.preferred_given_name, ''), p.given_name) || ' ' || COALESCE(NULLIF(p.preferred_family_name, ''), p.family_name) AS name, p.grade,
               COALESCE(s.name, '') AS school
          FROM roster_person p LEFT JOIN roster_org s ON s.id = p.primary_org_id
         WHERE p.active = 1 AND p.role = 'student'{}{})sql",
                           reach_sql(viewer.reach(may_keep_consents)), listed_sql(question.listed));
    if (question.school) sql += " AND EXISTS (SELECT 1 FROM roster_person_org o WHERE o.person_id = p.id AND o.active = 1 AND o.org_id = :school)";
    if (!question.grade.empty()) sql += " AND p.grade = :grade";
    // Words of letters and digits alone: nothing in them is special to LIKE.
    for (std::size_t at = 0; at < words; ++at) sql += fmt::format(" AND (p.name_folded LIKE :begin{0} OR p.name_folded LIKE :within{0})", at);
    if (question.after) {
        sql += " AND (p.name_folded > (SELECT n.name_folded FROM roster_person n WHERE n.id = :after) OR (p.name_folded = (SELECT n.name_folded FROM roster_person n WHERE n.id = :after) AND p.id > :after))";
    }
    return sql + " ORDER BY p.name_folded, p.id LIMIT :most";
}

static ConsentLine read_line(const db::Row& row) {
    ConsentLine line;
    line.id = {row.integer("id")};
    line.name = row.text("name");
    line.grade = row.text("grade");
    line.school = row.text("school");
    return line;
}

static base::Day eighteen_years_before(base::Day today) {
    const auto day = std::chrono::year_month_day(today) - std::chrono::years(18);
    return day.ok() ? std::chrono::sys_days(day) : std::chrono::sys_days(day.year() / std::chrono::February / std::chrono::last);
}

static std::vector<ConsentLine> find_lines(db::Read& db, const auth::Viewer& viewer, base::Day today, const ConsentQuestion& question) {
    const auto words = searched(question.text);
    auto query = db.query(list_sql(viewer, question, words.size())).bind("most", question.limit + 1);
    // Each step hands the statement on.
    if (question.listed == Listed::silent) std::move(query).bind("today", today).bind("grown", eighteen_years_before(today));
    if (question.school) std::move(query).bind("school", *question.school);
    if (!question.grade.empty()) std::move(query).bind("grade", question.grade);
    if (question.after) std::move(query).bind("after", *question.after);
    for (std::size_t at = 0; at < words.size(); ++at) {
        std::move(query).bind(fmt::format("begin{}", at), words[at] + "%").bind(fmt::format("within{}", at), "% " + words[at] + "%");
    }
    return std::move(query).all(read_line);
}

static void fill_states(const KnownStudents& known, const KnownStudent& one, base::Day today, ConsentLine& line) {
    line.withheld = one.facts.withheld;
    line.opted_out = one.facts.opted_out;
    for (const auto use : all_uses()) {
        if (known.decide(one, use, today).allowed()) ++line.allowed[static_cast<std::size_t>(use.channel)];
    }
    const bool adult = age_group(one.facts.birth, one.facts.grade, today) == AgeGroup::adult;
    for (const auto& [use, said] : one.said) {
        line.refused |= !said.yes;
        const bool counts = said.giver != line.id || adult;
        line.heard |= !said.yes || (counts && said.until && today < *said.until);
    }
}

ConsentPage list_consents(db::Read& db, const auth::Viewer& viewer, base::Day today, const ConsentQuestion& question) {
    ConsentPage page;
    if (!viewer.may(may_keep_consents)) return page;
    page.lines = find_lines(db, viewer, today, question);
    page.more = page.lines.size() > static_cast<std::size_t>(question.limit);
    if (page.more) page.lines.pop_back();
    std::vector<roster::PersonId> ids;
    ids.reserve(page.lines.size());
    for (const auto& line : page.lines) ids.push_back(line.id);
    const auto known = load_known(db, ids);
    for (std::size_t at = 0; at < page.lines.size(); ++at) fill_states(known, known.students[at], today, page.lines[at]);
    return page;
}

std::vector<std::string> grades_within_reach(db::Read& db, const auth::Viewer& viewer) {
    auto grades = db.query(fmt::format("SELECT DISTINCT p.grade FROM roster_person p WHERE p.active = 1 AND p.role = 'student' AND p.grade <> ''{}", reach_sql(viewer.reach(may_keep_consents))))
                      .all([](const db::Row& row) { return std::string(row.text("grade")); });
    std::ranges::sort(grades, {}, [](const std::string& grade) { return std::pair(grade_number(grade).value_or(99), grade); });
    return grades;
}

std::vector<roster::Org> schools_within_reach(db::Read& db, const auth::Viewer& viewer) {
    const auto reach = viewer.reach(may_keep_consents);
    auto schools = roster::schools(db);
    std::erase_if(schools, [&](const roster::Org& school) { return !reach.covers(school.id.value); });
    return schools;
}

}  // namespace media
