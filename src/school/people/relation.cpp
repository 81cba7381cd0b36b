#include "people/relation.h"

#include <algorithm>
#include <array>

#include "people/licence.h"

namespace people {

static constexpr std::array<std::string_view, 6> kinds{"line_manager", "work_director", "leave_approver", "evaluator_classified", "evaluator_licensed", "related"};

std::span<const std::string_view> relation_kinds() { return kinds; }
bool is_evaluator_kind(std::string_view kind) { return kind == "evaluator_classified" || kind == "evaluator_licensed"; }

JurisdictionPack strictest_pack() {
    JurisdictionPack pack;
    pack.evaluate_kinds = {"administrator", "superintendent"};
    pack.evaluate_training = true;
    pack.supervise_kinds = {"administrator", "superintendent"};
    pack.supervise_training = true;
    return pack;
}

static bool holds(const Proof& proof, base::Day day) { return licence_is_evidence(proof.verified, proof.status, proof.issued, proof.expires, day); }

/// The last day of a training: what it says itself or what the state grants it, whichever comes first.
static std::optional<base::Day> training_ends(const Proof& proof, const JurisdictionPack& pack) {
    if (!pack.training_months) return proof.expires;
    auto granted = std::chrono::year_month_day(proof.issued) + std::chrono::months(*pack.training_months);
    if (!granted.ok()) granted = granted.year() / granted.month() / std::chrono::last;
    const auto last = base::Day(granted) - std::chrono::days(1);
    return proof.expires ? std::min(*proof.expires, last) : last;
}

/// Clause 6: of one of the kinds, and of the state, where a state is set.
static const Proof* licence_for(const Standing& standing, const std::vector<std::string>& wanted, const JurisdictionPack& pack, base::Day day) {
    const Proof* best = nullptr;
    for (const auto& proof : standing.proofs) {
        if (!holds(proof, day) || std::ranges::find(wanted, proof.kind) == wanted.end()) continue;
        if (!pack.jurisdiction.empty() && proof.jurisdiction != pack.jurisdiction) continue;
        // Of several the one that holds longest.
        if (!best || !proof.expires || (best->expires && *best->expires < *proof.expires)) best = &proof;
    }
    return best;
}

/// Clause 7.
static const Proof* training_for(const Standing& standing, const JurisdictionPack& pack, base::Day day) {
    const Proof* best = nullptr;
    for (const auto& proof : standing.proofs) {
        if (proof.kind != "evaluator_training" || !holds(proof, day)) continue;
        const auto ends = training_ends(proof, pack);
        if (ends && *ends < day) continue;
        if (!best || !ends || (training_ends(*best, pack) && *training_ends(*best, pack) < *ends)) best = &proof;
    }
    return best;
}

static void refuse_kin(const Standing& standing, std::vector<Refusal>& list) {
    if (standing.same_person) list.push_back({4, "self"});  // Clause 4
    if (standing.related) list.push_back({5, "related"});   // Clause 5
}

std::vector<Refusal> refusals_to_evaluate(const Standing& standing, const JurisdictionPack& pack, base::Day day) {
    std::vector<Refusal> list;
    refuse_kin(standing, list);
    if (standing.licensed) {
        if (!pack.evaluate_kinds.empty() && !licence_for(standing, pack.evaluate_kinds, pack, day)) list.push_back({6, "licence"});
        if (pack.evaluate_training && !training_for(standing, pack, day)) list.push_back({7, "training"});
    }
    if (standing.conflict_until && day <= *standing.conflict_until) list.push_back({8, "conflict", standing.conflict_until});  // Clause 8
    return list;
}

std::vector<Refusal> refusals_to_supervise(const Standing& standing, const JurisdictionPack& pack, base::Day day) {
    std::vector<Refusal> list;
    refuse_kin(standing, list);
    if (!standing.licensed) return list;
    // Clause 9: otherwise the person directs daily work only.
    if (!pack.supervise_kinds.empty() && !licence_for(standing, pack.supervise_kinds, pack, day)) list.push_back({9, "line_licence"});
    if (pack.supervise_training && !training_for(standing, pack, day)) list.push_back({9, "line_training"});
    return list;
}

std::vector<std::int64_t> evidence_to_evaluate(const Standing& standing, const JurisdictionPack& pack, base::Day day) {
    std::vector<std::int64_t> ids;
    if (!standing.licensed) return ids;
    if (const auto* licence = licence_for(standing, pack.evaluate_kinds, pack, day)) ids.push_back(licence->id);
    if (!pack.evaluate_training) return ids;
    if (const auto* training = training_for(standing, pack, day)) ids.push_back(training->id);
    return ids;
}

std::optional<base::Day> evidence_until(const Standing& standing, const JurisdictionPack& pack, base::Day day) {
    if (!standing.licensed) return std::nullopt;
    std::optional<base::Day> until;
    auto earlier = [&](std::optional<base::Day> ends) {
        if (ends && (!until || *ends < *until)) until = ends;
    };
    if (const auto* licence = licence_for(standing, pack.evaluate_kinds, pack, day)) earlier(licence->expires);
    if (!pack.evaluate_training) return until;
    if (const auto* training = training_for(standing, pack, day)) earlier(training_ends(*training, pack));
    return until;
}

static std::string plain_words(const std::vector<Refusal>& refusals) {
    std::string words = "The policy on supervision and evaluation refuses this, by clause";
    for (const auto& one : refusals) words += " " + std::to_string(one.clause);
    return words + ".";
}

Refused::Refused(std::vector<Refusal> why, std::string source_of_rule)
    : base::Conflict(plain_words(why)), refusals(std::move(why)), source(std::move(source_of_rule)) {}

}  // namespace people
