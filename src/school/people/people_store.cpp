#include "people/people.h"

#include <algorithm>
#include <map>
#include <set>

#include "db/db.h"
#include "people/credential.h"
#include "people/people_rows.h"

namespace people {

using roster::OrgId;

bool is_staff(db::Read& db, const auth::Viewer& viewer) {
    if (viewer.proof() == auth::Proof::system || viewer.proof() == auth::Proof::command_line) return true;
    if (!viewer.signed_in()) return false;
    auto person = roster::person_of(db, viewer.account());
    if (!person) return true;  // accounts without a person are made by hand, for staff
    auto own = roster::find_person(db, viewer, *person);
    if (!own) return true;
    return own->role != roster::Role::student && own->role != roster::Role::guardian && own->role != roster::Role::relative;
}

void require_staff(db::Read& db, const auth::Viewer& viewer) {
    if (!is_staff(db, viewer)) throw base::Forbidden("Who does what in the department is shown to staff.");
}

void require_manager(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("Roles, skills and absences are changed by whoever manages the department.");
}

static Words words(const db::Row& row, std::string_view column) {
    return {std::string(row.text(std::string(column) + "_en")), std::string(row.text(std::string(column) + "_es"))};
}

static Role read_role(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("key")), words(row, "name"), words(row, "expertise"), words(row, "audience"), words(row, "may_not"),
            row.flag("holds_teaching_licence")};
}

std::vector<Role> roles(db::Read& db) {
    return db.query(R"sql(
        SELECT id, key, name_en, name_es, expertise_en, expertise_es, audience_en, audience_es, may_not_en, may_not_es, holds_teaching_licence
          FROM people_role WHERE retired_at IS NULL ORDER BY position, id
    )sql").all(read_role);
}

Role role(db::Read& db, std::string_view key) {
    return db.query(R"sql(
        SELECT id, key, name_en, name_es, expertise_en, expertise_es, audience_en, audience_es, may_not_en, may_not_es, holds_teaching_licence
          FROM people_role WHERE key = :key
    )sql").bind("key", key).one(read_role);
}

std::vector<Skill> skills(db::Read& db) {
    return db.query("SELECT id, key, name_en, name_es FROM people_skill ORDER BY position, id").all([](const db::Row& row) {
        return Skill{row.integer("id"), std::string(row.text("key")), words(row, "name")};
    });
}

std::vector<Authority> authorities(db::Read& db) {
    return db.query("SELECT id, key, name_en, name_es, has_limit FROM people_authority ORDER BY position, id").all([](const db::Row& row) {
        return Authority{row.integer("id"), std::string(row.text("key")), words(row, "name"), row.flag("has_limit")};
    });
}

std::vector<Held> load_held(db::Read& db, base::Day day) {
    return db.query(R"sql(
        SELECT p.account_id, p.role_id, p.org_id, p.from_on, p.to_on, p.covers_id
          FROM people_assignment p JOIN auth_account a ON a.id = p.account_id
         WHERE (p.to_on IS NULL OR p.to_on >= :day) AND a.disabled_at IS NULL
         ORDER BY p.id
    )sql")
        .bind("day", day)
        .all([](const db::Row& row) {
            return Held{row.integer("account_id"), row.integer("role_id"), row.maybe_integer("org_id"),
                        row.day("from_on"), row.maybe_day("to_on"), row.maybe_integer("covers_id")};
        });
}

std::vector<Away> load_away(db::Read& db, base::Day day) {
    return db.query("SELECT account_id, first_on, last_on, substitute_id FROM people_absence WHERE last_on >= :day ORDER BY id")
        .bind("day", day)
        .all([](const db::Row& row) {
            return Away{row.integer("account_id"), row.day("first_on"), row.day("last_on"), row.maybe_integer("substitute_id")};
        });
}

std::vector<OnDuty> load_duty(db::Read& db) {
    return db.query("SELECT account_id, weekday, org_id FROM people_duty ORDER BY account_id, weekday").all([](const db::Row& row) {
        return OnDuty{row.integer("account_id"), static_cast<int>(row.integer("weekday")), row.maybe_integer("org_id")};
    });
}

static bool at(const std::optional<std::int64_t>& org, OrgId school) { return !org || *org == school.value; }

static std::map<std::int64_t, std::string> names_of(db::Read& db, const std::set<std::int64_t>& accounts) {
    std::map<std::int64_t, std::string> names;
    db.query(R"sql(
        SELECT id, name FROM auth_account
         WHERE disabled_at IS NULL AND id IN (SELECT account_id FROM people_assignment UNION SELECT substitute_id FROM people_absence WHERE substitute_id IS NOT NULL)
    )sql").each([&](const db::Row& row) {
        if (accounts.contains(row.integer("id"))) names.emplace(row.integer("id"), row.text("name"));
    });
    return names;
}

/// What each authority is through: by role, its keys.
static std::map<std::int64_t, std::vector<std::string>> authorities_by_role(db::Read& db) {
    std::map<std::int64_t, std::vector<std::string>> by_role;
    db.query("SELECT r.role_id, a.key FROM people_role_authority r JOIN people_authority a ON a.id = r.authority_id ORDER BY a.position")
        .each([&](const db::Row& row) { by_role[row.integer("role_id")].emplace_back(row.text("key")); });
    return by_role;
}

static void add_once(std::vector<std::string>& list, const std::string& word) {
    if (std::ranges::find(list, word) == list.end()) list.push_back(word);
}

static void add_skills(db::Read& db, std::map<std::int64_t, Colleague>& people) {
    db.query("SELECT p.account_id, s.key, p.level FROM people_person_skill p JOIN people_skill s ON s.id = p.skill_id ORDER BY s.position")
        .each([&](const db::Row& row) {
            auto found = people.find(row.integer("account_id"));
            if (found == people.end()) return;
            found->second.skills.push_back({std::string(row.text("key")), static_cast<int>(row.integer("level"))});
        });
}

/// A verified certificate that is current gives its skill, or a higher level of it; one that ended gives nothing.
static void add_certified(db::Read& db, const auth::Viewer& viewer, base::Day day, std::map<std::int64_t, Colleague>& people) {
    for (const auto& proof : certified_skills(db, viewer, day)) {
        auto person = people.find(proof.account.value);
        if (person == people.end()) continue;
        auto& known = person->second.skills;
        auto skill = std::ranges::find(known, proof.skill_key, &Colleague::Level::skill);
        if (skill == known.end()) known.push_back({proof.skill_key, proof.level});
        else skill->level = level_of(skill->level, proof.level);
    }
}

static void add_own_authorities(db::Read& db, OrgId school, std::map<std::int64_t, Colleague>& people) {
    db.query(R"sql(
        SELECT p.account_id, a.key FROM people_person_authority p JOIN people_authority a ON a.id = p.authority_id
         WHERE p.org_id IS NULL OR p.org_id = :school ORDER BY a.position
    )sql")
        .bind("school", school)
        .each([&](const db::Row& row) {
            auto found = people.find(row.integer("account_id"));
            if (found != people.end()) add_once(found->second.authorities, std::string(row.text("key")));
        });
}

std::vector<Colleague> colleagues(db::Read& db, const auth::Viewer& viewer, OrgId school, base::Day day) {
    require_staff(db, viewer);
    const auto away = load_away(db, day);
    const auto duty = load_duty(db);
    const auto held = in_force(load_held(db, day), away, day);
    std::set<std::int64_t> accounts;
    for (const auto& one : held) accounts.insert(one.account);

    std::map<std::int64_t, std::string> role_keys;
    for (const auto& one : roles(db)) role_keys[one.id.value] = one.key;
    const auto through_role = authorities_by_role(db);

    std::map<std::int64_t, Colleague> people;
    for (auto& [account, name] : names_of(db, accounts)) people[account] = {.account = {account}, .name = name};
    for (const auto& one : held) {
        auto found = people.find(one.account);
        if (found == people.end() || !at(one.org, school)) continue;
        found->second.serves = true;
        add_once(found->second.role_keys, role_keys[one.role]);
        auto powers = through_role.find(one.role);
        if (powers == through_role.end()) continue;
        for (const auto& power : powers->second) add_once(found->second.authorities, power);
    }
    add_skills(db, people);
    add_certified(db, viewer, day, people);
    add_own_authorities(db, school, people);

    std::vector<Colleague> list;
    for (auto& [account, person] : people) {
        const auto there = presence(duty, away, account, day);
        person.present = there.present;
        if (there.at) person.present_at = OrgId{*there.at};
        person.next_day = next_present(duty, away, account, day);
        list.push_back(std::move(person));
    }
    std::ranges::sort(list, {}, [](const Colleague& one) { return std::pair(one.name, one.account); });
    return list;
}

std::vector<ServedDay> served_days(db::Read& db, const auth::Viewer& viewer, std::span<const auth::AccountId> accounts, std::span<const OrgId> schools,
                                   base::Day first, base::Day last) {
    require_staff(db, viewer);
    const auto away = load_away(db, first);
    const auto duty = load_duty(db);
    const auto assigned = load_held(db, first);
    std::vector<ServedDay> served;
    for (auto day = first; day <= last; day += std::chrono::days(1)) {
        const auto held = in_force(assigned, away, day);
        for (const auto account : accounts) {
            const auto there = presence(duty, away, account.value, day);
            if (!there.present) continue;
            for (const auto school : schools) {
                const bool serves = std::ranges::any_of(held, [&](const Held& one) { return one.account == account.value && at(one.org, school); });
                if (serves && (!there.at || *there.at == school.value)) served.push_back({account, school, day});
            }
        }
    }
    return served;
}

std::vector<auth::AccountId> holders(db::Read& db, const auth::Viewer& viewer, std::string_view role_key, OrgId school, base::Day day) {
    require_staff(db, viewer);
    const auto wanted = role(db, role_key).id.value;
    std::set<std::int64_t> accounts;
    for (const auto& one : in_force(load_held(db, day), load_away(db, day), day)) {
        if (one.role == wanted && at(one.org, school)) accounts.insert(one.account);
    }
    std::vector<std::pair<std::string, auth::AccountId>> named;
    for (const auto& [account, name] : names_of(db, accounts)) named.emplace_back(name, auth::AccountId{account});
    std::ranges::sort(named);
    std::vector<auth::AccountId> list;
    list.reserve(named.size());
    for (const auto& [name, account] : named) list.push_back(account);
    return list;
}

std::vector<std::string> role_keys_of(db::Read& db, auth::AccountId account, base::Day day) {
    std::map<std::int64_t, std::string> role_keys;
    for (const auto& one : roles(db)) role_keys[one.id.value] = one.key;
    std::vector<std::string> keys;
    for (const auto& one : in_force(load_held(db, day), load_away(db, day), day)) {
        if (one.account == account.value) add_once(keys, role_keys[one.role]);
    }
    return keys;
}

}  // namespace people
