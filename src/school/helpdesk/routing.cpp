#include "helpdesk/routing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"

namespace helpdesk {

static constexpr std::int64_t correction_weight = 3;   // clause 21
static constexpr double laplace = 1;
/// Smoothing needs the number of features there are; a fixed one spares a count over the whole table and changes little, as it is the same
/// for all teams.
static constexpr double vocabulary = 2000;
static constexpr std::size_t most_words = 12;
/// Naive Bayes takes words for independent, so its posterior is too sure; the log-odds are divided by this before they are called a chance.
static constexpr double overconfidence = 3;
/// So many judged suggestions of the same strength weigh as much as the formula does.
static constexpr double doubt = 10;
/// What was learned speaks only above this, and from so many documents on.
static constexpr double enough_confidence = 0.6;
static constexpr double enough_documents = 10;

// Rows that every suggestion needs begin with a star, by which the store finds them all at once.
static const std::string documents = "*documents";  // requests learned for a team
static const std::string total = "*features";       // features learned for a team

static std::string tried(int tenth) { return "*tried:" + std::to_string(tenth); }
static std::string right(int tenth) { return "*right:" + std::to_string(tenth); }

std::string_view word(RoutingReason reason) {
    switch (reason) {
        case RoutingReason::rule: return "rule";
        case RoutingReason::learned: return "learned";
        case RoutingReason::category: return "category";
    }
    return "category";
}

std::vector<std::string> routing_features(const RoutingFacts& facts) {
    std::vector<std::string> features;
    for (const auto& folded : base::folded_words(facts.title)) {
        // Shorter words are articles and prepositions in both languages, and numbers that identify one device or room.
        if (base::count_code_points(folded) < 3 || features.size() >= most_words) continue;
        features.push_back("w:" + folded);
    }
    if (facts.category) features.push_back("c:" + std::to_string(facts.category));
    if (facts.school) features.push_back("s:" + std::to_string(facts.school));
    if (!facts.device_kind.empty()) features.push_back("d:" + facts.device_kind);
    std::ranges::sort(features);
    features.erase(std::ranges::unique(features).begin(), features.end());
    return features;
}

static int parts_named(const RoutingRule& rule) {
    return (rule.category ? 1 : 0) + (rule.school ? 1 : 0) + (rule.device_kind ? 1 : 0);
}

/// The rule that names most of what fits; of equals, the older one.
static const RoutingRule* best_rule(const RoutingFacts& facts, std::span<const RoutingRule> rules) {
    const RoutingRule* best = nullptr;
    for (const auto& rule : rules) {
        if (rule.category && *rule.category != facts.category) continue;
        if (rule.school && *rule.school != facts.school) continue;
        if (rule.device_kind && *rule.device_kind != facts.device_kind) continue;
        const bool better = !best || parts_named(rule) > parts_named(*best) ||
                            (parts_named(rule) == parts_named(*best) && rule.id < best->id);
        if (better) best = &rule;
    }
    return best;
}

namespace {

using Counts = std::map<std::string, std::map<std::int64_t, std::int64_t>, std::less<>>;

/// What naive Bayes says: its first choice and how sure it is of it.
struct Learned {
    std::int64_t team = 0;
    double chance = 0;
    double evidence = 0;  // documents, of all teams
    std::vector<std::string> features;
};

}  // namespace

static double count_of(const Counts& counts, const std::string& feature, std::int64_t team) {
    auto row = counts.find(feature);
    if (row == counts.end()) return 0;
    auto cell = row->second.find(team);
    return cell == row->second.end() ? 0 : static_cast<double>(cell->second);
}

static double log_likelihood(const Counts& counts, const std::string& feature, std::int64_t team) {
    return std::log((count_of(counts, feature, team) + laplace) / (count_of(counts, total, team) + laplace * vocabulary));
}

/// The features that speak for `team` against `other`, strongest first.
static std::vector<std::string> strongest(const Counts& counts, const std::vector<std::string>& features, std::int64_t team,
                                          std::int64_t other) {
    std::vector<std::pair<double, std::string>> weights;
    for (const auto& feature : features) {
        if (count_of(counts, feature, team) == 0) continue;
        double weight = log_likelihood(counts, feature, team) - log_likelihood(counts, feature, other);
        if (weight > 0) weights.emplace_back(-weight, feature);
    }
    std::ranges::sort(weights);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < weights.size() && i < 3; ++i) names.push_back(weights[i].second);
    return names;
}

static std::optional<Learned> ask_bayes(const Counts& counts, const std::vector<std::string>& features) {
    auto teams = counts.find(documents);
    if (teams == counts.end()) return std::nullopt;
    double all = 0;
    for (const auto& [team, seen] : teams->second) all += static_cast<double>(seen);
    if (all <= 0) return std::nullopt;

    std::vector<std::pair<double, std::int64_t>> scores;
    for (const auto& [team, seen] : teams->second) {
        if (seen <= 0) continue;
        double score = std::log(static_cast<double>(seen) / all);
        for (const auto& feature : features) score += log_likelihood(counts, feature, team);
        scores.emplace_back(-score, team);
    }
    std::ranges::sort(scores);  // of equals the team with the lower number: the same answer every time

    Learned learned{.team = scores[0].second, .evidence = all};
    double sum = 0;
    for (const auto& [score, team] : scores) sum += std::exp((scores[0].first - score) / overconfidence);
    // Thin evidence pulls towards knowing nothing.
    const double trust = all / (all + enough_documents);
    learned.chance = trust / sum;
    if (scores.size() > 1) learned.features = strongest(counts, features, learned.team, scores[1].second);
    return learned;
}

static int tenth_of(double chance) { return std::clamp(static_cast<int>(chance * 10), 0, 9); }

/// How often suggestions of this strength were right, by the record; without a record, what the formula says.
static double calibrated(const Counts& counts, double chance) {
    double times_tried = 0;
    double times_right = 0;
    auto sum = [&](const std::string& feature, double& into) {
        auto row = counts.find(feature);
        if (row == counts.end()) return;
        for (const auto& [team, seen] : row->second) into += static_cast<double>(seen);
    };
    sum(tried(tenth_of(chance)), times_tried);
    sum(right(tenth_of(chance)), times_right);
    return (times_right + doubt * chance) / (times_tried + doubt);
}

Suggestion suggest_team(const RoutingFacts& facts, std::span<const RoutingRule> rules, std::span<const RoutingCount> counts,
                        std::int64_t category_team) {
    Counts table;
    for (const auto& count : counts) table[count.feature][count.team] += count.seen;
    const auto learned = ask_bayes(table, routing_features(facts));

    Suggestion suggestion{.team = category_team};
    if (learned) {
        suggestion.learned_team = learned->team;
        suggestion.learned_tenth = tenth_of(learned->chance);
    }
    if (const auto* rule = best_rule(facts, rules)) {
        suggestion.team = rule->team;
        suggestion.reason = RoutingReason::rule;
        suggestion.confidence = 1;
        return suggestion;
    }
    if (!learned || learned->evidence < enough_documents) {
        suggestion.confidence = 0.5;  // the category was chosen by the person who asks, who need not know our teams
        return suggestion;
    }
    const double confidence = calibrated(table, learned->chance);
    if (confidence >= enough_confidence) {
        suggestion.team = learned->team;
        suggestion.reason = RoutingReason::learned;
        suggestion.confidence = confidence;
        suggestion.features = learned->features;
        return suggestion;
    }
    suggestion.confidence = learned->team == category_team ? std::max(0.5, confidence) : std::min(0.5, 1 - confidence);
    return suggestion;
}

std::vector<RoutingCount> routing_lesson(const RoutingFacts& facts, const Suggestion& suggested, std::int64_t team, RoutingProof proof) {
    const std::int64_t weight = proof == RoutingProof::corrected ? correction_weight : 1;
    std::vector<RoutingCount> counts;
    const auto features = routing_features(facts);
    counts.reserve(features.size() + 4);
    for (const auto& feature : features) counts.push_back({feature, team, weight});
    counts.push_back({documents, team, weight});
    counts.push_back({total, team, weight * static_cast<std::int64_t>(features.size())});
    if (suggested.learned_team) {
        counts.push_back({tried(suggested.learned_tenth), *suggested.learned_team, 1});
        if (*suggested.learned_team == team) counts.push_back({right(suggested.learned_tenth), team, 1});
    }
    return counts;
}

}  // namespace helpdesk
