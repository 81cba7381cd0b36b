#include <map>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "people/manage.h"
#include "people/people_rows.h"

namespace people {

using roster::OrgId;

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId subject, std::string_view action,
                 const boost::json::object& detail) {
    auth::record(db, viewer, now,
                 {.subject_kind = "staff", .subject_id = subject.value, .action = action, .detail = boost::json::serialize(detail)});
}

static boost::json::value org_value(std::optional<OrgId> org) {
    return org ? boost::json::value(org->value) : boost::json::value(nullptr);
}

static std::optional<OrgId> org_of(const db::Row& row) {
    auto org = row.maybe_integer("org_id");
    return org ? std::optional(OrgId{*org}) : std::nullopt;
}

static void require_account(db::Read& db, auth::AccountId account) {
    db.query("SELECT id FROM auth_account WHERE id = :id").bind("id", account).one([](const db::Row&) { return 0; });
}

std::string staff_name(db::Read& db, const auth::Viewer& viewer, auth::AccountId account) {
    require_staff(db, viewer);
    return db.query("SELECT name FROM auth_account WHERE id = :id").bind("id", account).one([](const db::Row& row) {
        return std::string(row.text("name"));
    });
}

// --- Skills ---

std::vector<PersonSkill> skills_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account) {
    require_staff(db, viewer);
    return db.query(R"sql(
        SELECT s.id, s.key, s.name_en, s.name_es, p.level, p.verified_at, v.name AS verified_by
          FROM people_skill s
          LEFT JOIN people_person_skill p ON p.skill_id = s.id AND p.account_id = :account
          LEFT JOIN auth_account v ON v.id = p.verified_by_id
         ORDER BY s.position, s.id
    )sql")
        .bind("account", account)
        .all([](const db::Row& row) {
            return PersonSkill{{row.integer("id"), std::string(row.text("key")), {std::string(row.text("name_en")), std::string(row.text("name_es"))}},
                               static_cast<int>(row.maybe_integer("level").value_or(0)),
                               row.maybe_text("verified_by").value_or(""),
                               row.maybe_instant("verified_at")};
        });
}

void set_skill(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId account, const std::pair<std::int64_t, int>& skill_level) {
    require_manager(viewer);
    require_account(db, account);
    const auto [skill, level] = skill_level;
    if (level < 0 || level > 3) throw base::Invalid("level", "people.problem.level");
    const auto key = db.query("SELECT key FROM people_skill WHERE id = :id").bind("id", skill).one([](const db::Row& row) {
        return std::string(row.text("key"));
    });
    const auto before = db.query("SELECT level FROM people_person_skill WHERE account_id = :account AND skill_id = :skill")
                            .bind("account", account)
                            .bind("skill", skill)
                            .maybe_integer()
                            .value_or(0);
    if (before == level) return;
    db.query("DELETE FROM people_person_skill WHERE account_id = :account AND skill_id = :skill").bind("account", account).bind("skill", skill).run();
    if (level > 0) {
        db.query(R"sql(
            INSERT INTO people_person_skill (account_id, skill_id, level, verified_by_id, verified_at)
            VALUES (:account, :skill, :level, :by, :now)
        )sql")
            .bind("account", account)
            .bind("skill", skill)
            .bind("level", level)
            .bind("by", viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt)
            .bind("now", now)
            .run();
    }
    note(db, viewer, now, account, "skill_set", {{"skill", key}, {"before", before}, {"after", level}});
}

// --- Authorities ---

static Authority read_authority(const db::Row& row) {
    return {row.integer("authority_id"), std::string(row.text("key")), {std::string(row.text("name_en")), std::string(row.text("name_es"))}, row.flag("has_limit")};
}

std::vector<Authority> authorities_of_role(db::Read& db, RoleId role) {
    return db.query(R"sql(
        SELECT a.id AS authority_id, a.key, a.name_en, a.name_es, a.has_limit
          FROM people_role_authority ra JOIN people_authority a ON a.id = ra.authority_id WHERE ra.role_id = :role ORDER BY a.position
    )sql")
        .bind("role", role)
        .all(read_authority);
}

/// Those that come with the roles held on the day, each role and place once.
static void add_through_roles(db::Read& db, auth::AccountId account, base::Day day, std::vector<PersonAuthority>& list) {
    std::map<std::int64_t, std::string> names;
    for (const auto& org : roster::orgs(db)) names[org.id.value] = org.name;
    for (const auto& held : in_force(load_held(db, day), load_away(db, day), day)) {
        if (held.account != account.value) continue;
        db.query(R"sql(
            SELECT a.id AS authority_id, a.key, a.name_en, a.name_es, a.has_limit, r.key AS role_key
              FROM people_role_authority ra JOIN people_authority a ON a.id = ra.authority_id JOIN people_role r ON r.id = ra.role_id
             WHERE ra.role_id = :role ORDER BY a.position
        )sql")
            .bind("role", held.role)
            .each([&](const db::Row& row) {
                PersonAuthority one{.authority = read_authority(row), .org = {}, .org_name = {}, .limit_cents = {}, .through_role = std::string(row.text("role_key"))};
                if (held.org) {
                    one.org = OrgId{*held.org};
                    one.org_name = names[*held.org];
                }
                list.push_back(std::move(one));
            });
    }
}

std::vector<PersonAuthority> authorities_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account, base::Day day) {
    require_staff(db, viewer);
    auto list = db.query(R"sql(
        SELECT p.id, p.org_id, p.limit_cents, o.name AS org_name, a.id AS authority_id, a.key, a.name_en, a.name_es, a.has_limit
          FROM people_person_authority p JOIN people_authority a ON a.id = p.authority_id LEFT JOIN roster_org o ON o.id = p.org_id
         WHERE p.account_id = :account ORDER BY a.position, p.id
    )sql")
                    .bind("account", account)
                    .all([](const db::Row& row) {
                        return PersonAuthority{row.integer("id"), read_authority(row), org_of(row), row.maybe_text("org_name").value_or(""),
                                               row.maybe_integer("limit_cents"), {}};
                    });
    add_through_roles(db, account, day, list);
    return list;
}

void give_authority(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAuthority& what) {
    require_manager(viewer);
    require_account(db, what.account);
    struct Found {
        std::int64_t id;
        bool has_limit;
    };
    auto found = db.query("SELECT id, has_limit FROM people_authority WHERE key = :key").bind("key", what.authority_key).maybe([](const db::Row& row) {
        return Found{row.integer("id"), row.flag("has_limit")};
    });
    if (!found) throw base::Invalid("authority", "people.problem.authority");
    if (what.org && !roster::find_org(db, *what.org)) throw base::Invalid("school", "people.problem.school");
    if (found->has_limit && !what.limit_cents) throw base::Invalid("limit", "people.problem.limit");
    if (what.limit_cents && *what.limit_cents <= 0) throw base::Invalid("limit", "people.problem.limit");

    db.query("DELETE FROM people_person_authority WHERE account_id = :account AND authority_id = :authority AND COALESCE(org_id, 0) = :org")
        .bind("account", what.account)
        .bind("authority", found->id)
        .bind("org", what.org.value_or(OrgId{0}))
        .run();
    const auto limit = found->has_limit ? what.limit_cents : std::nullopt;
    db.query("INSERT INTO people_person_authority (account_id, authority_id, org_id, limit_cents) VALUES (:account, :authority, :org, :limit)")
        .bind("account", what.account)
        .bind("authority", found->id)
        .bind("org", what.org)
        .bind("limit", limit)
        .run();
    note(db, viewer, now, what.account, "authority_given",
         {{"authority", what.authority_key}, {"school", org_value(what.org)}, {"limit_cents", limit ? boost::json::value(*limit) : nullptr}});
}

void take_authority(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    require_manager(viewer);
    struct Found {
        std::int64_t account;
        std::string key;
        std::optional<OrgId> org;
    };
    auto found = db.query(R"sql(
        SELECT p.account_id, a.key, p.org_id FROM people_person_authority p JOIN people_authority a ON a.id = p.authority_id WHERE p.id = :id
    )sql")
                     .bind("id", id)
                     .one([](const db::Row& row) { return Found{row.integer("account_id"), std::string(row.text("key")), org_of(row)}; });
    db.query("DELETE FROM people_person_authority WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, {found.account}, "authority_taken", {{"authority", found.key}, {"school", org_value(found.org)}});
}

// --- Duty and absences ---

std::vector<DutyDay> duty_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account) {
    require_staff(db, viewer);
    std::vector<DutyDay> week(7);
    db.query("SELECT weekday, org_id FROM people_duty WHERE account_id = :account").bind("account", account).each([&](const db::Row& row) {
        week[static_cast<std::size_t>(row.integer("weekday") - 1)] = {true, org_of(row)};
    });
    return week;
}

void set_duty(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId account, const std::vector<DutyDay>& days) {
    require_manager(viewer);
    require_account(db, account);
    for (const auto& one : days) {
        if (one.org && !roster::find_org(db, *one.org)) throw base::Invalid("duty", "people.problem.school");
    }
    db.query("DELETE FROM people_duty WHERE account_id = :account").bind("account", account).run();
    boost::json::array detail;
    for (std::size_t i = 0; i < days.size() && i < 7; ++i) {
        if (!days[i].on_duty) continue;
        db.query("INSERT INTO people_duty (account_id, weekday, org_id) VALUES (:account, :weekday, :org)")
            .bind("account", account)
            .bind("weekday", i + 1)
            .bind("org", days[i].org)
            .run();
        detail.push_back(boost::json::object{{"weekday", i + 1}, {"school", org_value(days[i].org)}});
    }
    note(db, viewer, now, account, "duty_set", {{"days", detail}});
}

std::vector<Absence> absences_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account, base::Day day) {
    require_staff(db, viewer);
    return db.query(R"sql(
        SELECT b.id, b.first_on, b.last_on, s.name AS substitute FROM people_absence b LEFT JOIN auth_account s ON s.id = b.substitute_id
         WHERE b.account_id = :account AND b.last_on >= :day ORDER BY b.first_on, b.id
    )sql")
        .bind("account", account)
        .bind("day", day)
        .all([](const db::Row& row) {
            return Absence{row.integer("id"), row.day("first_on"), row.day("last_on"), row.maybe_text("substitute").value_or("")};
        });
}

std::int64_t add_absence(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAbsence& what) {
    require_manager(viewer);
    require_account(db, what.account);
    if (what.last < what.first) throw base::Invalid("last", "people.problem.order");
    std::optional<std::int64_t> substitute;
    if (!base::trim(what.substitute_email).empty()) {
        substitute = db.query("SELECT id FROM auth_account WHERE email_folded = :email AND disabled_at IS NULL")
                         .bind("email", base::fold(base::trim(what.substitute_email)))
                         .maybe_integer();
        if (!substitute) throw base::Invalid("substitute", "people.problem.email");
        if (*substitute == what.account.value) throw base::Invalid("substitute", "people.problem.self");
    }
    auto id = db.query("INSERT INTO people_absence (account_id, first_on, last_on, substitute_id) VALUES (:account, :first, :last, :substitute) RETURNING id")
                  .bind("account", what.account)
                  .bind("first", what.first)
                  .bind("last", what.last)
                  .bind("substitute", substitute)
                  .one_integer();
    note(db, viewer, now, what.account, "absence_added", {{"first", base::to_iso(what.first)}, {"last", base::to_iso(what.last)}});
    return id;
}

void remove_absence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    require_manager(viewer);
    auto account = db.query("SELECT account_id FROM people_absence WHERE id = :id").bind("id", id).one([](const db::Row& row) {
        return auth::AccountId{row.integer("account_id")};
    });
    db.query("DELETE FROM people_absence WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, account, "absence_removed", {});
}

}  // namespace people
