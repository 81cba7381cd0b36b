/// Which team a new request goes to, and why: explicit rules first, then what was learned from past requests, then the category's team.
///
/// What was learned is counts of features by team, kept by the store; the rule is multinomial naive Bayes with Laplace smoothing over them.
/// Clauses 20 and 21 of docs/policies/order-of-work.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helpdesk {

/// What is known of a request when it is routed.
struct RoutingFacts {
    std::string title;
    std::int64_t category = 0;
    std::int64_t school = 0;
    std::string device_kind;  // "chromebook"; empty: no device
};

/// Absent parts fit everything.
struct RoutingRule {
    std::int64_t id = 0;
    std::optional<std::int64_t> category;
    std::optional<std::int64_t> school;
    std::optional<std::string> device_kind;
    std::int64_t team = 0;
};

/// "w:projector", "c:12", "s:3", "d:chromebook": each once, sorted.
std::vector<std::string> routing_features(const RoutingFacts& facts);

/// One count to add: the row (feature, team) grows by `by`.
struct RoutingCount {
    std::string feature;
    std::int64_t team = 0;
    std::int64_t seen = 0;
    bool operator==(const RoutingCount&) const = default;
};

/// Why a team is suggested. Message key: helpdesk.routing.<word>.
enum class RoutingReason { rule, learned, category };
std::string_view word(RoutingReason reason);

struct Suggestion {
    std::int64_t team = 0;
    RoutingReason reason = RoutingReason::category;
    /// How often a suggestion like this one is right, 0 to 1.
    double confidence = 0;
    /// What spoke for it most, strongest first, at most three features; for "learned" only.
    std::vector<std::string> features;
    /// What naive Bayes said of its own first choice, to be handed back to routing_lesson; absent when nothing was learned yet.
    std::optional<std::int64_t> learned_team;
    int learned_tenth = 0;
};

/// `counts` are the rows of routing_features(facts) and all that begin with '*' (totals and the record of past suggestions), in any order. `category_team` is the category's own team.
Suggestion suggest_team(const RoutingFacts& facts, std::span<const RoutingRule> rules, std::span<const RoutingCount> counts,
                        std::int64_t category_team);

/// How a team came to be right.
enum class RoutingProof { ended_there, corrected };

/// What is to be counted when it is known that `team` was right. A correction counts three times (clause 21).
std::vector<RoutingCount> routing_lesson(const RoutingFacts& facts, const Suggestion& suggested, std::int64_t team, RoutingProof proof);

}  // namespace helpdesk
