#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "db/db.h"
#include "people/evaluation.h"
#include "people/people_rows.h"
#include "people/standing.h"

namespace people {

using Id = std::int64_t;

/// Everything that the report needs, with a fixed number of statements. The slot of other rooms is not asked here, where it would be asked once
/// for each person: it is when somebody is named, opens and signs.
class Overview {
public:
    struct Named {
        Id evaluator = 0;
        bool licensed_kind = false;
        bool related = false;
    };

    Overview(db::Read& db, base::Day day) : day_(day), pack_(pack_on(db, day)), educators_(licensed_educators(db, day)), proofs_(proofs_of_all(db, day)) {
        std::set<std::pair<Id, Id>> kin;
        db.query("SELECT from_id, to_id FROM people_relation WHERE kind = 'related' AND from_on <= :day AND (to_on IS NULL OR to_on >= :day)").bind("day", day).each([&](const db::Row& row) {
            kin.insert({row.integer("from_id"), row.integer("to_id")});
            kin.insert({row.integer("to_id"), row.integer("from_id")});
        });
        db.query("SELECT id FROM auth_account WHERE disabled_at IS NOT NULL").each([&](const db::Row& row) { gone_.insert(row.integer("id")); });
        db.query(R"sql(
            SELECT from_id, to_id, kind FROM people_relation
             WHERE kind IN ('evaluator_classified', 'evaluator_licensed') AND from_on <= :day AND (to_on IS NULL OR to_on >= :day)
        )sql").bind("day", day).each([&](const db::Row& row) {
            const auto from = row.integer("from_id"), to = row.integer("to_id");
            if (!gone_.contains(from)) evaluators_[to].push_back({from, row.text("kind") == "evaluator_licensed", kin.contains({from, to})});
        });
    }

    /// Licensed staff for whom no named evaluator may act.
    std::unordered_set<Id> without() {
        std::unordered_set<Id> ids;
        for (auto id : educators_) {
            if (gone_.contains(id)) continue;
            const auto& named = evaluators_[id];
            if (std::ranges::none_of(named, [&](const Named& one) { return refusals(one).empty(); })) ids.insert(id);
        }
        return ids;
    }
    const std::vector<Named>& named_for(Id subject) { return evaluators_[subject]; }

    std::vector<Refusal> refusals(const Named& one) {
        auto known = by_evaluator_.find(one.evaluator);
        if (known == by_evaluator_.end()) known = by_evaluator_.emplace(one.evaluator, refusals_to_evaluate(standing_of(one.evaluator), pack_, day_)).first;
        auto all = known->second;
        if (one.related) all.insert(all.begin(), {5, "related"});
        if (!one.licensed_kind) all.insert(all.begin(), {6, "classified_for_licensed"});
        return all;
    }

    std::vector<EvaluationCount> counts(db::Read& db) const {
        std::set<std::pair<Id, Id>> done;
        db.query("SELECT evaluator_id, subject_id FROM people_evaluation WHERE year = :year AND state <> 'draft'").bind("year", school_year_of(day_)).each([&](const db::Row& row) {
            done.insert({row.integer("evaluator_id"), row.integer("subject_id")});
        });
        std::vector<EvaluationCount> list{{"evaluator_licensed", 0, 0}, {"evaluator_classified", 0, 0}};
        for (const auto& [subject, named] : evaluators_) {
            if (named.empty() || gone_.contains(subject)) continue;
            // Somebody has one evaluator at a time and place; with several, by school, each of them counts as one person to evaluate.
            for (const auto& one : named) {
                auto& count = list[one.licensed_kind ? 0 : 1];
                ++count.people;
                if (done.contains({one.evaluator, subject})) ++count.done;
            }
        }
        std::erase_if(list, [](const EvaluationCount& one) { return one.people == 0; });
        return list;
    }

    /// By evaluator, how many they evaluate under evidence that ends by then.
    std::map<Id, EndingEvidence> ending(base::Day by) {
        std::map<Id, EndingEvidence> found;
        for (const auto& [subject, named] : evaluators_) {
            for (const auto& one : named) {
                if (!one.licensed_kind || !refusals(one).empty()) continue;
                const auto until = evidence_until(standing_of(one.evaluator), pack_, day_);
                if (!until || *until > by) continue;
                ++found.try_emplace(one.evaluator, EndingEvidence{{one.evaluator}, "", *until, 0}).first->second.people;
            }
        }
        return found;
    }

    /// Line managers of licensed educators who do not hold what the state asks for.
    std::vector<LapsedManager> lapsed_managers(db::Read& db, std::size_t most) const {
        std::vector<LapsedManager> list;
        db.query(R"sql(
            SELECT r.from_id, r.to_id, a.name FROM people_relation r JOIN auth_account a ON a.id = r.from_id
             WHERE r.kind = 'line_manager' AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day) AND a.disabled_at IS NULL ORDER BY a.name, r.from_id
        )sql").bind("day", day_).each_while([&](const db::Row& row) {
            const auto from = row.integer("from_id");
            if (!educators_.contains(row.integer("to_id")) || gone_.contains(row.integer("to_id"))) return true;
            if (!list.empty() && list.back().account.value == from) {
                ++list.back().people;
                return true;
            }
            auto refusals = refusals_to_supervise(standing_of(from), pack_, day_);
            if (refusals.empty()) return true;
            if (list.size() == most) return false;
            list.push_back({{from}, std::string(row.text("name")), 1, std::move(refusals)});
            return true;
        });
        return list;
    }

private:
    Standing standing_of(Id evaluator) const {
        Standing known;
        known.licensed = true;
        if (auto found = proofs_.find(evaluator); found != proofs_.end()) known.proofs = found->second;
        return known;
    }

    base::Day day_;
    JurisdictionPack pack_;
    std::set<Id> educators_;
    std::map<Id, std::vector<Proof>> proofs_;
    std::unordered_set<Id> gone_;
    std::unordered_map<Id, std::vector<Named>> evaluators_;  // by subject
    std::unordered_map<Id, std::vector<Refusal>> by_evaluator_;
};

static std::string name_of(db::Read& db, Id account) {
    return db.query("SELECT name FROM auth_account WHERE id = :id").bind("id", account).one_text();
}

static std::vector<WithoutEvaluator> first_without(db::Read& db, Overview& all, const std::unordered_set<Id>& ids, std::size_t most) {
    std::vector<WithoutEvaluator> list;
    std::map<Id, std::string> names;
    db.query("SELECT id, name FROM auth_account WHERE disabled_at IS NULL ORDER BY name, id").each_while([&](const db::Row& row) {
        if (ids.contains(row.integer("id"))) list.push_back({{row.integer("id")}, std::string(row.text("name")), "", {}});
        return list.size() < most;
    });
    for (auto& one : list) {
        const auto& named = all.named_for(one.account.value);
        if (named.empty()) continue;
        auto& name = names[named.back().evaluator];
        if (name.empty()) name = name_of(db, named.back().evaluator);
        one.evaluator = name;
        one.refusals = all.refusals(named.back());
    }
    return list;
}

SupervisionReport supervision_report(db::Read& db, const auth::Viewer& viewer, base::Day day, int ending_within_days, int most_without) {
    require_manager(viewer);
    Overview all(db, day);
    SupervisionReport report;
    report.counts = all.counts(db);
    const auto without = all.without();
    report.without_total = static_cast<int>(without.size());
    if (!without.empty()) report.without = first_without(db, all, without, static_cast<std::size_t>(most_without));
    report.managers = all.lapsed_managers(db, static_cast<std::size_t>(most_without));
    for (auto& [id, one] : all.ending(day + std::chrono::days(ending_within_days))) {
        one.name = name_of(db, id);
        report.ending.push_back(std::move(one));
    }
    std::ranges::sort(report.ending, {}, [](const EndingEvidence& one) { return std::pair(one.until, one.name); });
    return report;
}

}  // namespace people
