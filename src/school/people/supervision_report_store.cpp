#include <algorithm>
#include <map>

#include "db/db.h"
#include "people/evaluation.h"
#include "people/people_rows.h"
#include "people/standing.h"

namespace people {

std::vector<EvaluationCount> evaluation_counts(db::Read& db, const auth::Viewer& viewer, base::Day day) {
    require_manager(viewer);
    return db.query(R"sql(
        SELECT r.kind, count(DISTINCT r.to_id) AS people, count(DISTINCT e.subject_id) AS done
          FROM people_relation r
          JOIN auth_account a ON a.id = r.to_id AND a.disabled_at IS NULL
          LEFT JOIN people_evaluation e ON e.subject_id = r.to_id AND e.evaluator_id = r.from_id AND e.year = :year AND e.state <> 'draft'
         WHERE r.kind IN ('evaluator_classified', 'evaluator_licensed') AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day)
         GROUP BY r.kind ORDER BY r.kind DESC
    )sql").bind("day", day).bind("year", school_year_of(day)).all([](const db::Row& row) {
        return EvaluationCount{std::string(row.text("kind")), static_cast<int>(row.integer("people")), static_cast<int>(row.integer("done"))};
    });
}

/// Everything that the lists below need, with a fixed number of statements. The slot of other rooms is not asked here, where it would be asked
/// once for each person: it is when somebody is named, opens and signs.
struct Overview {
    struct Named {
        std::int64_t evaluator = 0;
        std::string evaluator_name;
        bool licensed_kind = false;
        bool related = false;
    };
    JurisdictionPack pack;
    std::set<std::int64_t> educators;
    std::map<std::int64_t, std::vector<Named>> evaluators;        // by subject
    std::map<std::int64_t, std::vector<Proof>> proofs;            // by evaluator
};

static Overview load_overview(db::Read& db, base::Day day) {
    Overview all{pack_on(db, day), licensed_educators(db, day), {}, proofs_of_all(db, day)};
    std::set<std::pair<std::int64_t, std::int64_t>> kin;
    db.query("SELECT from_id, to_id FROM people_relation WHERE kind = 'related' AND from_on <= :day AND (to_on IS NULL OR to_on >= :day)").bind("day", day).each([&](const db::Row& row) {
        kin.insert({row.integer("from_id"), row.integer("to_id")});
        kin.insert({row.integer("to_id"), row.integer("from_id")});
    });
    db.query(R"sql(
        SELECT r.from_id, r.to_id, r.kind, f.name FROM people_relation r JOIN auth_account f ON f.id = r.from_id
         WHERE r.kind IN ('evaluator_classified', 'evaluator_licensed') AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day) AND f.disabled_at IS NULL
    )sql").bind("day", day).each([&](const db::Row& row) {
        const auto from = row.integer("from_id"), to = row.integer("to_id");
        all.evaluators[to].push_back({from, std::string(row.text("name")), row.text("kind") == "evaluator_licensed", kin.contains({from, to})});
    });
    return all;
}

static Standing standing_of(const Overview& all, const Overview::Named& one) {
    Standing known;
    known.related = one.related;
    known.licensed = true;
    if (auto found = all.proofs.find(one.evaluator); found != all.proofs.end()) known.proofs = found->second;
    return known;
}

static std::vector<Refusal> refusals_of(const Overview& all, const Overview::Named& one, base::Day day) {
    auto refusals = refusals_to_evaluate(standing_of(all, one), all.pack, day);
    if (!one.licensed_kind) refusals.insert(refusals.begin(), {6, "classified_for_licensed"});
    return refusals;
}

std::vector<WithoutEvaluator> licensed_without_evaluator(db::Read& db, const auth::Viewer& viewer, base::Day day) {
    require_manager(viewer);
    const auto all = load_overview(db, day);
    std::vector<WithoutEvaluator> list;
    db.query("SELECT id, name FROM auth_account WHERE disabled_at IS NULL ORDER BY name, id").each([&](const db::Row& row) {
        const auto id = row.integer("id");
        if (!all.educators.contains(id)) return;
        WithoutEvaluator one{{id}, std::string(row.text("name")), "", {}};
        if (auto named = all.evaluators.find(id); named != all.evaluators.end()) {
            for (const auto& evaluator : named->second) {
                one.evaluator = evaluator.evaluator_name;
                one.refusals = refusals_of(all, evaluator, day);
                if (one.refusals.empty()) return;
            }
        }
        list.push_back(std::move(one));
    });
    return list;
}

std::vector<EndingEvidence> ending_evidence(db::Read& db, const auth::Viewer& viewer, base::Day day, int within_days) {
    require_manager(viewer);
    const auto all = load_overview(db, day);
    std::map<std::int64_t, EndingEvidence> found;
    for (const auto& [subject, named] : all.evaluators) {
        for (const auto& one : named) {
            if (!one.licensed_kind || !refusals_of(all, one, day).empty()) continue;
            const auto until = evidence_until(standing_of(all, one), all.pack, day);
            if (!until || *until > day + std::chrono::days(within_days)) continue;
            auto& entry = found.try_emplace(one.evaluator, EndingEvidence{{one.evaluator}, one.evaluator_name, *until, 0}).first->second;
            ++entry.people;
        }
    }
    std::vector<EndingEvidence> list;
    for (auto& [id, one] : found) list.push_back(std::move(one));
    std::ranges::sort(list, {}, [](const EndingEvidence& one) { return std::pair(one.until, one.name); });
    return list;
}

}  // namespace people
