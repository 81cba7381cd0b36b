#include "people/credential.h"

#include <algorithm>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "people/licence.h"
#include "people/people_rows.h"

namespace people {

static CredentialKind read_kind(const db::Row& row) {
    return {row.integer("id"), std::string(row.text("key")), std::string(row.text("name")), std::string(row.text("issuer")), row.maybe_integer("rule_id"),
            row.maybe_integer("skill_id"), static_cast<int>(row.maybe_integer("level").value_or(0)), row.integer("version")};
}

std::vector<CredentialKind> credential_kinds(db::Read& db) { return db.query("SELECT id, key, name, issuer, rule_id, skill_id, level, version FROM people_credential_kind ORDER BY position, id").all(read_kind); }

CredentialKind fetch_credential_kind(db::Read& db, std::int64_t id) {
    return db.query("SELECT id, key, name, issuer, rule_id, skill_id, level, version FROM people_credential_kind WHERE id = :id").bind("id", id).one(read_kind);
}

CredentialRules credential_rules(db::Read& db) {
    CredentialRules rules;
    db.query("SELECT id, rule_id FROM people_credential_kind WHERE rule_id IS NOT NULL").each([&](const db::Row& row) {
        rules.by_kind[row.integer("id")] = row.integer("rule_id");
    });
    return rules;
}

int level_of(int recorded, int certified) { return std::max(recorded, certified); }

std::vector<CertifiedSkill> certified_skills(db::Read& db, const auth::Viewer& viewer, base::Day day, std::optional<auth::AccountId> only) {
    require_staff(db, viewer);
    return db.query(R"sql(
        SELECT l.account_id, k.skill_id, s.key AS skill_key, k.level, k.name, l.expires_on
          FROM people_licence l
          JOIN people_credential_kind k ON k.id = l.credential_kind_id
          JOIN people_skill s ON s.id = k.skill_id
         WHERE l.kind = 'credential' AND l.verified_at IS NOT NULL AND l.status = 'active' AND l.issued_on <= :day
           AND (l.expires_on IS NULL OR l.expires_on >= :day) AND (:everybody = 1 OR l.account_id = :account)
         ORDER BY s.position, k.level DESC, l.id
    )sql")
        .bind("day", day)
        .bind("everybody", !only)
        .bind("account", only.value_or(auth::AccountId{}))
        .all([](const db::Row& row) {
            return CertifiedSkill{{row.integer("account_id")}, row.integer("skill_id"), std::string(row.text("skill_key")), static_cast<int>(row.integer("level")),
                                  std::string(row.text("name")), row.maybe_day("expires_on")};
        });
}

// --- Changing ---

static std::string needed(std::string_view field, std::string_view text) {
    auto tidy = base::collapse_space(text);
    if (tidy.empty()) throw base::Invalid(std::string(field), "people.renewal.problem.words");
    if (base::count_code_points(tidy) > 120) throw base::Invalid(std::string(field), "people.licence.problem.long");
    return tidy;
}

static CredentialKind tidy(db::Read& db, CredentialKind kind) {
    kind.name = needed("name", kind.name);
    kind.issuer = needed("issuer", kind.issuer);
    if (kind.rule && !db.query("SELECT id FROM people_renewal_rule WHERE id = :id AND family = 'credential'").bind("id", *kind.rule).maybe_integer()) {
        throw base::Invalid("rule", "people.credential.problem.rule");
    }
    if (kind.skill && !db.query("SELECT id FROM people_skill WHERE id = :id").bind("id", *kind.skill).maybe_integer()) throw base::Invalid("skill", "people.credential.problem.skill");
    if (kind.skill && (kind.level < 1 || kind.level > 3)) throw base::Invalid("level", "people.problem.level");
    return kind;
}

static std::int64_t row_for(db::Write& db, const CredentialKind& kind) {
    if (kind.id != 0) {
        if (fetch_credential_kind(db, kind.id).version != kind.version) {
            throw base::Conflict("people.supervision.problem.stale");
        }
        return kind.id;
    }
    std::string key;
    for (const auto& word : base::folded_words(kind.name)) key += (key.empty() ? "" : "_") + word;
    if (db.query("SELECT id FROM people_credential_kind WHERE key = :key").bind("key", key).maybe_integer()) throw base::Invalid("name", "people.credential.problem.same");
    return db.query(R"sql(
        INSERT INTO people_credential_kind (key, name, issuer, position) VALUES (:key, :name, :issuer, (SELECT COALESCE(max(position), 0) + 10 FROM people_credential_kind))
        RETURNING id
    )sql").bind("key", key).bind("name", kind.name).bind("issuer", kind.issuer).one_integer();
}

std::int64_t save_credential_kind(db::Write& db, const auth::Viewer& viewer, base::Instant now, const CredentialKind& given) {
    if (!manages_licences(viewer)) throw base::Forbidden("Kinds of certificates are changed by those who keep licences for the district.");
    const auto kind = tidy(db, given);
    const auto id = row_for(db, kind);
    db.query("UPDATE people_credential_kind SET name = :name, issuer = :issuer, rule_id = :rule, skill_id = :skill, level = :level, version = version + 1 WHERE id = :id")
        .bind("id", id)
        .bind("name", kind.name)
        .bind("issuer", kind.issuer)
        .bind("rule", kind.rule)
        .bind("skill", kind.skill)
        .bind("level", kind.skill ? std::optional<std::int64_t>(kind.level) : std::nullopt)
        .run();
    boost::json::object detail{{"name", kind.name}, {"level", kind.skill ? kind.level : 0}};
    auth::record(db, viewer, now, {.subject_kind = "credential_kind", .subject_id = id, .action = given.id == 0 ? "added" : "changed", .detail = boost::json::serialize(detail)});
    return id;
}

}  // namespace people
