#include "people/manage.h"

#include <algorithm>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "people/catalogue.h"
#include "people/people_rows.h"
#include "people/standing.h"

namespace people {

using roster::OrgId;

/// Events of this room stand under the account whom they concern, so that a person's history is one list.
static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t subject, std::string_view action,
                 const boost::json::object& detail) {
    auth::record(db, viewer, now,
                 {.subject_kind = "staff", .subject_id = subject, .action = action, .detail = boost::json::serialize(detail)});
}

static boost::json::value or_null(std::optional<std::int64_t> number) {
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

static std::int64_t account_by_email(db::Read& db, std::string_view field, std::string_view email) {
    auto id = db.query("SELECT id FROM auth_account WHERE email_folded = :email AND disabled_at IS NULL")
                  .bind("email", base::fold(base::trim(email)))
                  .maybe_integer();
    if (!id) throw base::Invalid(std::string(field), "people.problem.email");
    return *id;
}

static std::optional<std::int64_t> account_or_none(db::Read& db, std::string_view field, std::string_view email) {
    if (base::trim(email).empty()) return std::nullopt;
    return account_by_email(db, field, email);
}

static std::int64_t role_by_key(db::Read& db, std::string_view key) {
    auto id = db.query("SELECT id FROM people_role WHERE key = :key AND retired_at IS NULL").bind("key", key).maybe_integer();
    if (!id) throw base::Invalid("role", "people.problem.role");
    return *id;
}

static void require_school(db::Read& db, std::optional<OrgId> org) {
    if (org && !roster::find_org(db, *org)) throw base::Invalid("school", "people.problem.school");
}

// --- Assignments ---

static Assignment read_assignment(const db::Row& row) {
    Assignment one{.id = row.integer("id"),
                   .account = {row.integer("account_id")},
                   .name = std::string(row.text("name")),
                   .role = {row.integer("role_id")},
                   .org = {},
                   .org_name = row.maybe_text("org_name").value_or(""),
                   .title = std::string(row.text("title")),
                   .from = row.day("from_on"),
                   .to = row.maybe_day("to_on"),
                   .covers = {},
                   .covers_name = row.maybe_text("covers_name").value_or(""),
                   .title_means = {}};
    if (auto org = row.maybe_integer("org_id")) one.org = OrgId{*org};
    if (auto covers = row.maybe_integer("covers_id")) one.covers = auth::AccountId{*covers};
    return one;
}

/// What whoever asks for help may know of the department: contracts, absences and who stands in are for its own people.
static void keep_who_and_where(std::vector<Assignment>& list) {
    std::erase_if(list, [](const auto& one) { return one.covers.has_value(); });
    for (auto& one : list) {
        one.title.clear();
        one.to.reset();
    }
}

/// What the district says of a title counts; where it says nothing, the roles that are called so elsewhere.
static void say_what_titles_mean(db::Read& db, std::vector<Assignment>& list) {
    if (std::ranges::all_of(list, [](const Assignment& one) { return one.title.empty(); })) return;
    std::map<std::string, RoleId> here;
    for (const auto& title : titles(db)) here[base::fold(title.title)] = title.role;
    const auto known = catalogue(db);
    for (auto& one : list) {
        if (one.title.empty()) continue;
        if (auto found = here.find(base::fold(one.title)); found != here.end()) {
            if (found->second != one.role) one.title_means = {found->second};
            continue;
        }
        for (const auto& key : roles_called(one.title, known)) one.title_means.push_back(std::ranges::find(known, key, [](const auto& r) { return r.role.key; })->role.id);
        if (std::ranges::find(one.title_means, one.role) != one.title_means.end()) one.title_means.clear();
    }
}

std::vector<Assignment> assignments(db::Read& db, const auth::Viewer& viewer, base::Day day) {
    bool staff = is_staff(db, viewer);
    if (!staff && !viewer.signed_in()) throw base::Forbidden("Who does what in the department is shown to those who are signed in.");
    auto list = db.query(R"sql(
        SELECT p.id, p.account_id, a.name, p.role_id, p.org_id, o.name AS org_name, p.title, p.from_on, p.to_on, p.covers_id, c.name AS covers_name
          FROM people_assignment p
          JOIN auth_account a ON a.id = p.account_id
          JOIN people_role r ON r.id = p.role_id
          LEFT JOIN roster_org o ON o.id = p.org_id
          LEFT JOIN auth_account c ON c.id = p.covers_id
         WHERE (p.to_on IS NULL OR p.to_on >= :day) AND a.disabled_at IS NULL
         ORDER BY r.position, CASE WHEN p.covers_id IS NULL THEN 0 ELSE 1 END, a.name, p.id
    )sql")
                    .bind("day", day)
                    .all(read_assignment);
    if (!staff) keep_who_and_where(list);
    say_what_titles_mean(db, list);
    return list;
}

std::int64_t assign(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAssignment& what) {
    require_manager(viewer);
    const auto account = account_by_email(db, "email", what.email);
    const auto role = role_by_key(db, what.role_key);
    const auto covers = account_or_none(db, "covers", what.covers_email);
    require_school(db, what.org);
    const auto title = base::collapse_space(what.title);
    if (base::count_code_points(title) > 100) throw base::Invalid("title", "people.problem.long_title");
    if (what.to && *what.to < what.from) throw base::Invalid("to", "people.problem.order");
    if (covers == account) throw base::Invalid("covers", "people.problem.self");

    auto id = db.query(R"sql(
        INSERT INTO people_assignment (account_id, role_id, org_id, title, from_on, to_on, covers_id)
        VALUES (:account, :role, :org, :title, :from, :to, :covers) RETURNING id
    )sql")
                  .bind("account", account)
                  .bind("role", role)
                  .bind("org", what.org)
                  .bind("title", title)
                  .bind("from", what.from)
                  .bind("to", what.to)
                  .bind("covers", covers)
                  .one_integer();
    note(db, viewer, now, account, "assigned",
         {{"role", what.role_key}, {"school", or_null(maybe_org(what.org))}, {"title", title}, {"from", base::to_iso(what.from)},
          {"to", what.to ? boost::json::value(base::to_iso(*what.to)) : nullptr}, {"covers", or_null(covers)}});
    return id;
}

void end_assignment(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, base::Day last) {
    require_manager(viewer);
    struct Found {
        std::int64_t account;
        base::Day from;
        std::string role;
        bool licence;
    };
    auto found = db.query(R"sql(
        SELECT p.account_id, p.from_on, r.key, r.holds_teaching_licence FROM people_assignment p JOIN people_role r ON r.id = p.role_id WHERE p.id = :id
    )sql")
                     .bind("id", id)
                     .one([](const db::Row& row) { return Found{row.integer("account_id"), row.day("from_on"), std::string(row.text("key")), row.flag("holds_teaching_licence")}; });
    const auto today = db::district_zone(db).day_of(now);
    // Clause 2: who began such a role stays protected, so the record stays, with one day at least.
    if (found.licence && found.from <= today) last = std::max(last, found.from);
    if (last < found.from) {
        db.query("DELETE FROM people_assignment WHERE id = :id").bind("id", id).run();
    } else {
        db.query("UPDATE people_assignment SET to_on = :last, ended_on = :today WHERE id = :id").bind("id", id).bind("last", last).bind("today", today).run();
    }
    note(db, viewer, now, found.account, "assignment_ended", {{"role", found.role}, {"last", base::to_iso(last)}});
}

// --- Titles and words of roles ---

std::vector<Title> titles(db::Read& db) {
    return db.query("SELECT id, title, role_id FROM people_title ORDER BY title_folded").all([](const db::Row& row) {
        return Title{row.integer("id"), std::string(row.text("title")), {row.integer("role_id")}};
    });
}

void save_title(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view typed, std::string_view role_key) {
    require_manager(viewer);
    const auto title = base::collapse_space(typed);
    if (title.empty()) throw base::Invalid("title", "people.problem.title");
    if (base::count_code_points(title) > 100) throw base::Invalid("title", "people.problem.long_title");
    db.query(R"sql(
        INSERT INTO people_title (title, title_folded, role_id) VALUES (:title, :folded, :role)
        ON CONFLICT (title_folded) DO UPDATE SET title = excluded.title, role_id = excluded.role_id
    )sql")
        .bind("title", title)
        .bind("folded", base::fold(title))
        .bind("role", role_by_key(db, role_key))
        .run();
    note(db, viewer, now, 0, "title_saved", {{"title", title}, {"role", role_key}});
}

void remove_title(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    require_manager(viewer);
    auto title = db.query("SELECT title FROM people_title WHERE id = :id").bind("id", id).one([](const db::Row& row) {
        return std::string(row.text("title"));
    });
    db.query("DELETE FROM people_title WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, 0, "title_removed", {{"title", title}});
}

static std::string required(std::string_view field, std::string_view text) {
    std::string tidy(base::trim(text));
    if (tidy.empty()) throw base::Invalid(std::string(field), "people.problem.words");
    if (base::count_code_points(tidy) > 1000) throw base::Invalid(std::string(field), "people.problem.long_words");
    return tidy;
}

/// Clause 2: whoever holds the role, or held it within 24 months, keeps the protection of a licensed educator.
static void require_no_holder(db::Read& db, std::string_view key, base::Day today) {
    auto held = db.query(R"sql(
        SELECT p.id FROM people_assignment p JOIN people_role r ON r.id = p.role_id
         WHERE r.key = :key AND r.holds_teaching_licence = 1 AND p.covers_id IS NULL AND (p.to_on IS NULL OR p.to_on >= :since OR p.ended_on >= :since) LIMIT 1
    )sql").bind("key", key).bind("since", protected_since(today)).maybe_integer();
    if (held) throw base::Invalid("licence", "people.problem.role_licence");
}

std::int64_t role_version(db::Read& db, std::string_view key) {
    return db.query("SELECT version FROM people_role WHERE key = :key").bind("key", key).one([](const db::Row& row) { return row.integer("version"); });
}

void change_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Role& what, std::optional<std::int64_t> seen) {
    require_manager(viewer);
    if (seen && role_version(db, what.key) != *seen) throw base::Conflict("people.fault.stale");
    if (!what.holds_teaching_licence) require_no_holder(db, what.key, db::district_zone(db).day_of(now));
    auto changed = db.query(R"sql(
        UPDATE people_role SET name_en = :name_en, name_es = :name_es, expertise_en = :expertise_en, expertise_es = :expertise_es,
               audience_en = :audience_en, audience_es = :audience_es, may_not_en = :may_not_en, may_not_es = :may_not_es,
               holds_teaching_licence = :licence, version = version + 1
         WHERE key = :key
    )sql")
                       .bind("key", what.key)
                       .bind("name_en", required("name_en", what.name.en))
                       .bind("name_es", required("name_es", what.name.es))
                       .bind("expertise_en", required("expertise_en", what.expertise.en))
                       .bind("expertise_es", required("expertise_es", what.expertise.es))
                       .bind("audience_en", required("audience_en", what.audience.en))
                       .bind("audience_es", required("audience_es", what.audience.es))
                       .bind("may_not_en", required("may_not_en", what.may_not.en))
                       .bind("may_not_es", required("may_not_es", what.may_not.es))
                       .bind("licence", what.holds_teaching_licence)
                       .run();
    if (changed == 0) throw base::NotFound("no such role");
    note(db, viewer, now, 0, "role_changed", {{"role", what.key}, {"name", what.name.en}, {"may_not", what.may_not.en}, {"licence", what.holds_teaching_licence}});
}

}  // namespace people
