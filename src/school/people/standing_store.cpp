#include "people/standing.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "db/setting.h"
#include "http/call.h"
#include "people/pack.h"

namespace people {

std::vector<EvaluationConflict>& evaluation_conflicts() {
    static std::vector<EvaluationConflict> list;
    return list;
}

// Clause 2: a teaching licence that is not revoked, verified or not (protection follows the claim; one that ended yesterday opens nothing to
// those who could not evaluate the day before), a teacher by the roster, or a role whose job asks for a teaching licence, held on the day or
// within the last 24 months. Of an assignment the later of its last day and the day on which that was written down counts.
static constexpr std::string_view educators = R"sql(
    SELECT account_id FROM people_licence
     WHERE kind IN ('teacher_initial', 'teacher_standard', 'teacher_lifetime', 'teacher_emergency') AND status <> 'revoked'
    UNION SELECT account_id FROM roster_person WHERE role = 'teacher' AND account_id IS NOT NULL
    UNION SELECT p.account_id FROM people_assignment p JOIN people_role r ON r.id = p.role_id
           WHERE r.holds_teaching_licence = 1 AND p.covers_id IS NULL AND p.from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :since OR p.ended_on >= :since)
)sql";

base::Day protected_since(base::Day day) {
    auto since = std::chrono::year_month_day(day) - std::chrono::months(24);
    if (!since.ok()) since = since.year() / since.month() / std::chrono::last;
    return since;
}

std::set<std::int64_t> licensed_educators(db::Read& db, base::Day day) {
    std::set<std::int64_t> all;
    db.query(educators).bind("day", day).bind("since", protected_since(day)).each([&](const db::Row& row) { all.insert(row.integer("account_id")); });
    return all;
}

bool is_licensed_educator(db::Read& db, auth::AccountId account, base::Day day) {
    static const std::string sql = fmt::format("SELECT account_id FROM ({}) e WHERE account_id = :account", educators);
    return db.query(sql).bind("day", day).bind("since", protected_since(day)).bind("account", account).maybe_integer().has_value();
}

EducatorLicence educator_licence(db::Read& db, auth::AccountId account, base::Day day) {
    EducatorLicence found;
    db.query(R"sql(
        SELECT kind FROM people_licence
         WHERE account_id = :account AND verified_at IS NOT NULL AND status = 'active' AND issued_on <= :day AND (expires_on IS NULL OR expires_on >= :day)
           AND kind NOT IN ('evaluator_training', 'other', 'credential')
    )sql").bind("account", account).bind("day", day).each([&](const db::Row& row) {
        found.licensed = true;
        found.may_teach = found.may_teach || row.text("kind").starts_with("teacher_");
    });
    return found;
}

std::vector<auth::AccountId> tied_by_evaluation(db::Read& db, auth::AccountId account, base::Day first, base::Day last) {
    return db.query(R"sql(
        SELECT CASE WHEN from_id = :account THEN to_id ELSE from_id END AS other FROM people_relation
         WHERE kind IN ('evaluator_classified', 'evaluator_licensed') AND (from_id = :account OR to_id = :account)
           AND from_on <= :last AND (to_on IS NULL OR to_on >= :first)
         ORDER BY other
    )sql").bind("account", account).bind("first", first).bind("last", last).all([](const db::Row& row) { return auth::AccountId{row.integer("other")}; });
}

std::string jurisdiction(db::Read& db) { return db::setting_or(db, "people.jurisdiction", ""); }

JurisdictionPack pack_on(db::Read& db, base::Day day) {
    const auto state = jurisdiction(db);
    std::optional<JurisdictionPack> found;
    for (auto& pack : jurisdiction_packs(db)) {
        if (pack.jurisdiction != state || day < pack.valid_from || (pack.valid_to && *pack.valid_to < day)) continue;
        if (!found || found->valid_from < pack.valid_from) found = std::move(pack);
    }
    return found ? *found : strictest_pack();
}

static Proof read_proof(const db::Row& row) {
    return {row.integer("id"), std::string(row.text("kind")), std::string(row.text("jurisdiction")), !row.null("verified_at"), std::string(row.text("status")),
            row.day("issued_on"), row.maybe_day("expires_on")};
}

std::vector<Proof> proofs_of(db::Read& db, auth::AccountId account) {
    return db.query("SELECT id, kind, jurisdiction, verified_at, status, issued_on, expires_on FROM people_licence WHERE account_id = :account ORDER BY id")
        .bind("account", account)
        .all(read_proof);
}

std::map<std::int64_t, std::vector<Proof>> proofs_of_all(db::Read& db, base::Day day) {
    std::map<std::int64_t, std::vector<Proof>> all;
    db.query(R"sql(
        SELECT l.id, l.account_id, l.kind, l.jurisdiction, l.verified_at, l.status, l.issued_on, l.expires_on FROM people_licence l
         WHERE l.account_id IN (SELECT from_id FROM people_relation
                                 WHERE kind IN ('line_manager', 'evaluator_classified', 'evaluator_licensed') AND (to_on IS NULL OR to_on >= :day))
         ORDER BY l.id
    )sql").bind("day", day).each([&](const db::Row& row) { all[row.integer("account_id")].push_back(read_proof(row)); });
    return all;
}

static bool are_related(db::Read& db, auth::AccountId one, auth::AccountId other, base::Day day) {
    return db.query(R"sql(
        SELECT id FROM people_relation
         WHERE kind = 'related' AND ((from_id = :one AND to_id = :other) OR (from_id = :other AND to_id = :one))
           AND from_on <= :day AND (to_on IS NULL OR to_on >= :day) LIMIT 1
    )sql").bind("one", one).bind("other", other).bind("day", day).maybe_integer().has_value();
}

Today::Today(const http::Call& call) : day(call.today()), services(&call.services) {}

Standing standing(db::Read& db, const http::Services& services, auth::AccountId from, auth::AccountId to, base::Day day) {
    Standing known;
    known.same_person = from == to;
    known.related = are_related(db, from, to, day);
    known.licensed = is_licensed_educator(db, to, day);
    known.proofs = proofs_of(db, from);
    for (auto conflict : evaluation_conflicts()) {
        auto until = conflict(services, from, to, day);
        if (until && (!known.conflict_until || *known.conflict_until < *until)) known.conflict_until = until;
    }
    return known;
}

std::optional<std::string> in_office(db::Read& db, auth::AccountId evaluator, auth::AccountId subject, base::Day day) {
    return db.query(R"sql(
        SELECT kind FROM people_relation
         WHERE kind IN ('evaluator_classified', 'evaluator_licensed') AND from_id = :from AND to_id = :to AND from_on <= :day AND (to_on IS NULL OR to_on >= :day)
         ORDER BY kind DESC LIMIT 1
    )sql").bind("from", evaluator).bind("to", subject).bind("day", day).maybe_text();
}

}  // namespace people
