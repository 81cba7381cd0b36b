#include "people/catalogue.h"

#include <algorithm>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "people/manage.h"
#include "people/people_rows.h"

namespace people {

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "staff", .subject_id = 0, .action = action, .detail = boost::json::serialize(detail)});
}

struct StoredContent {
    std::string document;
    base::Instant changed_at;
};

static StoredContent read_stored(const db::Row& row) { return {std::string(row.text("document")), row.instant("changed_at")}; }

static CatalogueRole with_content(Role role, const StoredContent* stored, std::vector<std::string> authorities) {
    CatalogueRole one{.role = std::move(role), .content = {}, .authorities = std::move(authorities), .own_content = stored != nullptr, .changed_at = {}};
    if (stored) {
        one.content = parse_content(stored->document);
        one.changed_at = stored->changed_at;
    } else if (const auto* standard = find_standard(one.role.key)) {
        one.content = standard->content;
    }
    return one;
}

std::vector<CatalogueRole> catalogue(db::Read& db) {
    std::map<std::int64_t, StoredContent> stored;
    db.query("SELECT role_id, document, changed_at FROM people_role_content").each([&](const db::Row& row) { stored[row.integer("role_id")] = read_stored(row); });
    std::map<std::int64_t, std::vector<std::string>> powers;
    db.query("SELECT r.role_id, a.key FROM people_role_authority r JOIN people_authority a ON a.id = r.authority_id ORDER BY a.position, a.id")
        .each([&](const db::Row& row) { powers[row.integer("role_id")].emplace_back(row.text("key")); });
    std::vector<CatalogueRole> all;
    for (auto& role : roles(db)) {
        auto found = stored.find(role.id.value);
        auto id = role.id.value;
        all.push_back(with_content(std::move(role), found == stored.end() ? nullptr : &found->second, powers[id]));
    }
    return all;
}

CatalogueRole catalogue_role(db::Read& db, std::string_view key) {
    auto one = role(db, key);
    auto stored = db.query("SELECT document, changed_at FROM people_role_content WHERE role_id = :role").bind("role", one.id).maybe(read_stored);
    std::vector<std::string> powers;
    for (const auto& power : authorities_of_role(db, one.id)) powers.push_back(power.key);
    return with_content(std::move(one), stored ? &*stored : nullptr, std::move(powers));
}

static void require_known_skills(db::Read& db, const RoleContent& content) {
    const auto known = skills(db);
    for (const auto& one : content.skills) {
        if (std::ranges::find(known, one.skill, &Skill::key) == known.end() || one.level < 1 || one.level > 3) throw base::Invalid("skills", "people.problem.level");
    }
}

static void write_content(db::Write& db, base::Instant now, RoleId role, const RoleContent& content) {
    db.query(R"sql(
        INSERT INTO people_role_content (role_id, document, changed_at) VALUES (:role, :document, :now)
        ON CONFLICT (role_id) DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at
    )sql")
        .bind("role", role)
        .bind("document", to_json(content))
        .bind("now", now)
        .run();
}

void change_content(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key, const RoleContent& content,
                    std::optional<base::Instant> seen) {
    require_manager(viewer);
    const auto before = catalogue_role(db, key);
    if (before.changed_at != seen) throw base::Conflict("people.fault.stale");
    require_usable(content);
    require_known_skills(db, content);
    if (before.content == content) return;
    const auto* standard = find_standard(key);
    // What is again as shipped follows the shipped role from now on.
    if (standard && standard->content == content) {
        db.query("DELETE FROM people_role_content WHERE role_id = :role").bind("role", before.role.id).run();
    } else {
        write_content(db, now, before.role.id, content);
    }
    note(db, viewer, now, "role_content_changed", {{"role", key}, {"duties", content.duties.size()}, {"qualifications", content.qualifications.size()},
                                                   {"before", boost::json::parse(to_json(before.content))}});
}

void change_role_authorities(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key, const std::vector<std::string>& keys) {
    require_manager(viewer);
    const auto before = catalogue_role(db, key);
    const auto known = authorities(db);
    std::vector<std::int64_t> ids;
    for (const auto& one : keys) {
        auto found = std::ranges::find(known, one, &Authority::key);
        if (found == known.end()) throw base::Invalid("authority", "people.problem.authority");
        ids.push_back(found->id);
    }
    if (std::ranges::is_permutation(before.authorities, keys)) return;
    db.query("DELETE FROM people_role_authority WHERE role_id = :role").bind("role", before.role.id).run();
    for (auto id : ids) {
        db.query("INSERT INTO people_role_authority (role_id, authority_id) VALUES (:role, :authority) ON CONFLICT DO NOTHING")
            .bind("role", before.role.id)
            .bind("authority", id)
            .run();
    }
    note(db, viewer, now, "role_authorities_changed", {{"role", key}, {"before", base::join(before.authorities, " ")}, {"after", base::join(keys, " ")}});
}

void reset_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key) {
    require_manager(viewer);
    const auto* standard = find_standard(key);
    if (!standard) throw base::NotFound("not a role that is shipped");
    auto words = standard->role;
    words.key = key;
    change_role(db, viewer, now, words);
    change_role_authorities(db, viewer, now, key, standard->authorities);
    db.query("DELETE FROM people_role_content WHERE role_id = :role").bind("role", role(db, key).id).run();
    note(db, viewer, now, "role_set_back", {{"role", key}});
}

/// "Print shop lead" gives "print_shop_lead", with a number behind it when that is taken.
static std::string free_key(db::Read& db, std::string_view name) {
    const auto stem = base::join(base::folded_words(name), "_").substr(0, 40);
    for (int number = 1;; ++number) {
        auto key = number == 1 ? stem : fmt::format("{}_{}", stem, number);
        bool taken = db.query("SELECT id FROM people_role WHERE key = :key").bind("key", key).maybe_integer().has_value();
        if (!taken && !key.empty() && key != "new") return key;
    }
}

std::string add_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Role& words) {
    require_manager(viewer);
    if (base::folded_words(words.name.en).empty()) throw base::Invalid("name_en", "people.problem.words");
    auto key = free_key(db, words.name.en);
    db.query(R"sql(
        INSERT INTO people_role (key, name_en, name_es, expertise_en, expertise_es, audience_en, audience_es, may_not_en, may_not_es, position)
        SELECT :key, '', '', '', '', '', '', '', '', COALESCE(MAX(position), 0) + 10 FROM people_role
    )sql")
        .bind("key", key)
        .run();
    auto full = words;
    full.key = key;
    change_role(db, viewer, now, full);
    note(db, viewer, now, "role_added", {{"role", key}});
    return key;
}

/// Held now, or to be held.
static bool is_held(db::Read& db, RoleId role, base::Day today) {
    return db.query("SELECT id FROM people_assignment WHERE role_id = :role AND (to_on IS NULL OR to_on >= :today) ORDER BY id LIMIT 1")
        .bind("role", role)
        .bind("today", today)
        .maybe_integer()
        .has_value();
}

void retire_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key) {
    require_manager(viewer);
    const auto one = role(db, key);
    if (is_held(db, one.id, db::district_zone(db).day_of(now))) throw base::Conflict("people.fault.held");
    db.query("DELETE FROM people_title WHERE role_id = :role").bind("role", one.id).run();
    db.query("UPDATE people_role SET retired_at = :now WHERE id = :role AND retired_at IS NULL").bind("now", now).bind("role", one.id).run();
    note(db, viewer, now, "role_retired", {{"role", key}});
}

void bring_back_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key) {
    require_manager(viewer);
    if (db.query("UPDATE people_role SET retired_at = NULL WHERE key = :key AND retired_at IS NOT NULL").bind("key", key).run() == 0) {
        throw base::NotFound("no retired role of that key");
    }
    note(db, viewer, now, "role_brought_back", {{"role", key}});
}

std::vector<Role> retired_roles(db::Read& db) {
    std::vector<Role> list;
    db.query("SELECT key FROM people_role WHERE retired_at IS NOT NULL ORDER BY position, id").each([&](const db::Row& row) {
        list.push_back({.id = {}, .key = std::string(row.text("key")), .name = {}, .expertise = {}, .audience = {}, .may_not = {}});
    });
    for (auto& one : list) one = role(db, one.key);
    return list;
}

}  // namespace people
