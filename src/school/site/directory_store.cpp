#include <algorithm>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "site/directory_keep.h"

namespace site {

constexpr std::string_view setting_on = "site.directory.on";
constexpr std::string_view setting_email = "site.directory.email";

DirectorySettings directory_settings(db::Read& db) { return {db::setting_or(db, setting_on, "0") == "1", db::setting_or(db, setting_email, "0") == "1"}; }

static void require_publisher(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_publish_staff)) throw base::Forbidden("The staff directory is kept by others.");
}

void save_directory_settings(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DirectorySettings& settings) {
    require_publisher(viewer);
    const auto before = directory_settings(db);
    if (before.on == settings.on && before.with_email == settings.with_email) return;
    db::set_setting(db, setting_on, settings.on ? "1" : "0");
    db::set_setting(db, setting_email, settings.with_email ? "1" : "0");
    boost::json::object detail{{"before", {{"on", before.on}, {"email", before.with_email}}}, {"after", {{"on", settings.on}, {"email", settings.with_email}}}};
    auth::record(db, viewer, now, {.subject_kind = "staff_directory", .subject_id = 1, .action = "changed", .detail = boost::json::serialize(detail)});
}

// --- Everybody who stands in it ---

static const std::string shown_name = R"sql(
    CASE WHEN p.preferred_given_name <> '' THEN p.preferred_given_name ELSE p.given_name END || ' ' ||
    CASE WHEN p.preferred_family_name <> '' THEN p.preferred_family_name ELSE p.family_name END)sql";

/// One row a person and place: staff who are here, with a post that holds today at a place that is open. Never somebody who is a student too, such as one
/// who helps as an aide.
static const std::string staff_rows = R"sql(
      FROM roster_person p JOIN roster_person_org w ON w.person_id = p.id JOIN roster_org o ON o.id = w.org_id
     WHERE p.active = 1 AND w.active = 1 AND o.active = 1
       AND w.role IN ('teacher', 'administrator', 'aide', 'counselor', 'proctor')
       AND (w.begin_on IS NULL OR w.begin_on <= :today) AND (w.end_on IS NULL OR w.end_on > :today)
       AND p.role <> 'student'
       AND NOT EXISTS (SELECT 1 FROM roster_person_org s WHERE s.person_id = p.id AND s.active = 1 AND s.role = 'student'
                          AND (s.begin_on IS NULL OR s.begin_on <= :today) AND (s.end_on IS NULL OR s.end_on > :today))
       AND NOT EXISTS (SELECT 1 FROM site_directory_left_out x WHERE x.person_id = p.id)
)sql";

static std::string restricted(const StaffQuestion& question) {
    std::string sql = staff_rows;
    if (question.school) sql += " AND w.org_id = :school";
    if (!question.letter.empty()) sql += " AND substr(p.name_folded, 1, 1) = :letter";
    for (std::size_t i = 0; i < question.words.size(); ++i) sql += fmt::format(" AND ' ' || p.name_folded LIKE :word{}", i);
    return sql;
}

static db::Query bind_question(db::Query query, base::Day today, const StaffQuestion& question) {
    std::move(query).bind("today", today);
    if (question.school) std::move(query).bind("school", *question.school);
    if (!question.letter.empty()) std::move(query).bind("letter", question.letter);
    for (std::size_t i = 0; i < question.words.size(); ++i) std::move(query).bind(fmt::format("word{}", i), "% " + question.words[i] + "%");
    return query;
}

/// What the people of one page do at each place, in one question.
static void add_roles(db::Read& db, base::Day today, std::vector<StaffLine>& lines) {
    if (lines.empty()) return;
    std::vector<std::int64_t> people;
    people.reserve(lines.size());
    for (const auto& line : lines) people.push_back(line.person.value);
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::string>> roles;
    db.query(fmt::format("SELECT p.id, w.org_id, w.role{} AND p.id IN ({}) ORDER BY w.is_primary DESC, w.id", staff_rows, fmt::join(people, ", "))).bind("today", today).each([&](const db::Row& row) {
        auto& known = roles[{row.integer("id"), row.integer("org_id")}];
        auto role = std::string(row.text("role"));
        if (std::ranges::find(known, role) == known.end()) known.push_back(std::move(role));
    });
    for (auto& line : lines) line.roles = roles[{line.person.value, line.org.value}];
}

StaffPage public_staff(db::Read& db, base::Day today, const StaffQuestion& question) {
    const auto settings = directory_settings(db);
    StaffPage page;
    if (!settings.on || question.page < 1) return page;
    page.total = bind_question(db.query("SELECT count(*) FROM (SELECT DISTINCT p.id, w.org_id" + restricted(question) + ") AS staff"), today, question).one_integer();
    auto query = bind_question(db.query("SELECT DISTINCT p.id, p.name_folded," + shown_name + " AS name, p.email, w.org_id, o.name AS org_name" + restricted(question) +
                               " ORDER BY p.name_folded, p.id, o.name LIMIT :limit OFFSET :from"),
                      today, question);
    std::move(query).bind("limit", question.limit).bind("from", static_cast<std::int64_t>(question.page - 1) * question.limit);
    page.lines = std::move(query).all([&](const db::Row& row) {
        StaffLine line;
        line.person = {row.integer("id")};
        line.name = row.text("name");
        if (settings.with_email) line.email = row.text("email");
        line.org = {row.integer("org_id")};
        line.org_name = row.text("org_name");
        return line;
    });
    add_roles(db, today, page.lines);
    return page;
}

std::vector<std::string> staff_letters(db::Read& db, base::Day today, std::optional<roster::OrgId> school) {
    if (!directory_settings(db).on) return {};
    StaffQuestion question;
    question.school = school;
    return bind_question(db.query("SELECT DISTINCT substr(p.name_folded, 1, 1) AS letter" + restricted(question) + " ORDER BY 1"), today, question).all([](const db::Row& row) {
        return std::string(row.text("letter"));
    });
}

// --- Left out ---

std::vector<LeftOut> left_out(db::Read& db, const auth::Viewer& viewer) {
    require_publisher(viewer);
    return db.query("SELECT p.id, p.name_folded," + shown_name + R"sql( AS name, COALESCE(o.name, '') AS school, x.left_out_at FROM site_directory_left_out x
          JOIN roster_person p ON p.id = x.person_id LEFT JOIN roster_org o ON o.id = p.primary_org_id ORDER BY p.name_folded, p.id
    )sql").all([](const db::Row& row) { return LeftOut{{row.integer("id")}, std::string(row.text("name")), std::string(row.text("school")), row.instant("left_out_at")}; });
}

/// Who stands in the directory or may come to: a post of staff beside the main role counts, a guardian who is an aide.
constexpr std::string_view may_be_listed = R"sql(
    p.role <> 'student' AND (p.role IN ('teacher', 'administrator', 'aide', 'counselor', 'proctor')
                             OR EXISTS (SELECT 1 FROM roster_person_org w WHERE w.person_id = p.id AND w.active = 1
                                           AND w.role IN ('teacher', 'administrator', 'aide', 'counselor', 'proctor'))))sql";

std::set<roster::PersonId> staff_among(db::Read& db, const auth::Viewer& viewer, const std::vector<roster::PersonId>& people) {
    require_publisher(viewer);
    std::set<roster::PersonId> staff;
    if (people.empty()) return staff;
    std::vector<std::int64_t> ids;
    ids.reserve(people.size());
    for (const auto person : people) ids.push_back(person.value);
    db.query(fmt::format("SELECT p.id FROM roster_person p WHERE p.id IN ({}) AND {}", fmt::join(ids, ", "), may_be_listed)).each([&](const db::Row& row) { staff.insert({row.integer("id")}); });
    return staff;
}

std::string leave_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId person) {
    require_publisher(viewer);
    auto name = db.query(fmt::format("SELECT {} AS name FROM roster_person p WHERE p.id = :id AND {}", shown_name, may_be_listed)).bind("id", person).one_text();
    std::optional<std::int64_t> account;
    if (viewer.signed_in()) account = viewer.account().value;
    auto added = db.query("INSERT INTO site_directory_left_out (person_id, left_out_at, left_out_by) VALUES (:person, :now, :account) ON CONFLICT DO NOTHING")
                     .bind("person", person).bind("now", now).bind("account", account).run();
    if (added > 0) auth::record(db, viewer, now, {.subject_kind = "staff_directory", .subject_id = 1, .action = "left_out", .detail = fmt::format("{{\"person\":{}}}", person.value)});
    return name;
}

std::string list_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId person) {
    require_publisher(viewer);
    auto name = db.query("SELECT" + shown_name + " AS name FROM roster_person p JOIN site_directory_left_out x ON x.person_id = p.id WHERE p.id = :id").bind("id", person).one_text();
    db.query("DELETE FROM site_directory_left_out WHERE person_id = :person").bind("person", person).run();
    auth::record(db, viewer, now, {.subject_kind = "staff_directory", .subject_id = 1, .action = "listed_again", .detail = fmt::format("{{\"person\":{}}}", person.value)});
    return name;
}

}  // namespace site
