#include "helpdesk/routing.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"

using namespace helpdesk;

const std::int64_t technicians = 1, network = 2, data = 3;

/// The counts as a store would keep them.
class Memory {
public:
    Suggestion suggest(const RoutingFacts& facts, std::span<const RoutingRule> rules = {}) const {
        std::vector<RoutingCount> rows;
        auto wanted = routing_features(facts);
        for (const auto& [key, seen] : rows_) {
            if (key.first.starts_with('*') || std::ranges::find(wanted, key.first) != wanted.end()) rows.push_back({key.first, key.second, seen});
        }
        return suggest_team(facts, rules, rows, technicians);
    }
    void learn(const RoutingFacts& facts, std::int64_t team, RoutingProof proof = RoutingProof::ended_there) {
        for (const auto& count : routing_lesson(facts, suggest(facts), team, proof)) rows_[{count.feature, count.team}] += count.seen;
    }

private:
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> rows_;
};

static Memory experienced() {
    Memory memory;
    for (int i = 0; i < 40; ++i) {
        memory.learn({"Projector shows no picture", 12, 1, "projector"}, technicians);
        memory.learn({"Wifi is slow in the library", 12, 2, ""}, network);
        memory.learn({"Grades are missing in the report", 13, 1, ""}, data);
    }
    return memory;
}

TEST(Routing, ARuleThatNamesMoreStandsAboveOneThatNamesLess) {
    std::vector<RoutingRule> rules{{1, 12, {}, {}, data}, {2, 12, 3, {}, network}, {3, {}, {}, "printer", technicians}};
    auto suggestion = Memory().suggest({"Printer", 12, 3, "printer"}, rules);
    EXPECT_EQ(suggestion.team, network);
    EXPECT_EQ(suggestion.reason, RoutingReason::rule);
    EXPECT_EQ(suggestion.confidence, 1);
    EXPECT_EQ(Memory().suggest({"Printer", 12, 4, "laptop"}, rules).team, data);
    EXPECT_EQ(Memory().suggest({"Printer", 99, 4, ""}, rules).reason, RoutingReason::category);
}

TEST(Routing, OfEqualRulesTheOlderCounts) {
    std::vector<RoutingRule> rules{{9, {}, 3, {}, data}, {4, 12, {}, {}, network}};
    EXPECT_EQ(Memory().suggest({"Anything", 12, 3, ""}, rules).team, network);
}

TEST(Routing, WithoutExperienceItGoesToTheTeamOfTheCategory) {
    auto suggestion = Memory().suggest({"Projector shows no picture", 12, 1, "projector"});
    EXPECT_EQ(suggestion.team, technicians);
    EXPECT_EQ(suggestion.reason, RoutingReason::category);
    EXPECT_LE(suggestion.confidence, 0.5);
}

TEST(Routing, LearnsFromThePastAndSaysWhatSpokeForIt) {
    auto suggestion = experienced().suggest({"The wifi is gone", 12, 2, ""});
    EXPECT_EQ(suggestion.team, network);
    EXPECT_EQ(suggestion.reason, RoutingReason::learned);
    EXPECT_GT(suggestion.confidence, 0.6);
    EXPECT_LE(suggestion.confidence, 1);
    ASSERT_FALSE(suggestion.features.empty());
    EXPECT_NE(std::ranges::find(suggestion.features, "w:wifi"), suggestion.features.end());
}

TEST(Routing, LearnsFromACorrection) {
    auto memory = experienced();
    RoutingFacts phones{"Classroom phone has no tone", 12, 1, ""};
    EXPECT_EQ(memory.suggest(phones).team, technicians) << "it has not seen phones";
    for (int i = 0; i < 4; ++i) memory.learn(phones, network, RoutingProof::corrected);
    auto suggestion = memory.suggest({"No tone on the phone", 12, 3, ""});
    EXPECT_EQ(suggestion.team, network);
    EXPECT_EQ(suggestion.reason, RoutingReason::learned);
}

TEST(Routing, ACorrectionOutweighsWhatPassedWithoutAWord) {
    RoutingFacts facts{"Smartboard", 12, 0, ""};
    auto silent = routing_lesson(facts, {}, network, RoutingProof::ended_there);
    auto corrected = routing_lesson(facts, {}, network, RoutingProof::corrected);
    ASSERT_EQ(silent.size(), corrected.size());
    for (std::size_t i = 0; i < silent.size(); ++i) EXPECT_EQ(corrected[i].seen, 3 * silent[i].seen);

    Memory memory = experienced();
    for (int i = 0; i < 5; ++i) memory.learn(facts, technicians);
    for (int i = 0; i < 3; ++i) memory.learn(facts, network, RoutingProof::corrected);
    EXPECT_EQ(memory.suggest(facts).learned_team, network);
}

TEST(Routing, ThinEvidenceGivesLowConfidence) {
    Memory memory;
    memory.learn({"Wifi is slow", 12, 2, ""}, network);
    memory.learn({"Projector", 12, 2, ""}, technicians);
    auto suggestion = memory.suggest({"Wifi is slow", 12, 2, ""});
    EXPECT_EQ(suggestion.reason, RoutingReason::category);
    EXPECT_LE(suggestion.confidence, 0.5);

    auto unknown_words = experienced().suggest({"Something odd happened", 77, 9, ""});
    EXPECT_LT(unknown_words.confidence, 0.6);
}

TEST(Routing, ConfidenceFollowsTheRecordOfPastSuggestions) {
    RoutingFacts facts{"Wifi is slow in the library", 12, 2, ""};
    std::vector<RoutingCount> rows{{"*documents", network, 40}, {"*documents", technicians, 40}, {"*features", network, 240}, {"*features", technicians, 240}};
    for (const auto& feature : routing_features(facts)) rows.push_back({feature, network, 40});
    auto without_record = suggest_team(facts, {}, rows, technicians);
    const auto tenth = std::to_string(without_record.learned_tenth);

    rows.push_back({"*tried:" + tenth, network, 40});
    rows.push_back({"*right:" + tenth, network, 26});
    auto with_record = suggest_team(facts, {}, rows, technicians);
    EXPECT_LT(with_record.confidence, without_record.confidence);
    EXPECT_NEAR(with_record.confidence, (26 + 10 * without_record.confidence) / 50, 1e-9);

    rows.push_back({"*tried:" + tenth, network, 200});
    EXPECT_EQ(suggest_team(facts, {}, rows, technicians).reason, RoutingReason::category) << "so often wrong that it keeps quiet";
}

TEST(Routing, TiesAreAlwaysDecidedAlike) {
    for (auto order : {1, 2}) {
        std::vector<RoutingCount> rows{{"*documents", 5, 20}, {"*documents", 2, 20}, {"*features", 5, 40}, {"*features", 2, 40}};
        if (order == 2) std::ranges::reverse(rows);
        EXPECT_EQ(suggest_team({"Any", 0, 0, ""}, {}, rows, technicians).learned_team, 2);
    }
}

TEST(Routing, WordsAreFoldedAndShortOnesLeftOut) {
    EXPECT_EQ(routing_features({"El CAÑÓN de la 2B no va", 12, 0, ""}), (std::vector<std::string>{"c:12", "w:canon"}));
}

TEST(Routing, ConfidenceIsAboutHowOftenItIsRight) {
    // Two teams whose words overlap; what says 70 % should be right about so often.
    base::Random random(5);
    const std::string words[] = {"screen", "sound", "cable", "slow", "login", "page"};
    Memory memory;
    double said = 0;
    double came_true = 0;
    int asked = 0;
    for (int i = 0; i < 1500; ++i) {
        const std::int64_t team = random.chance(0.5) ? technicians : network;
        std::string title;
        for (int n = 0; n < 3; ++n) {
            const bool own = random.chance(0.65);
            title += words[static_cast<std::size_t>(random.between(0, 2) + ((team == technicians) == own ? 0 : 3))] + " ";
        }
        RoutingFacts facts{title, 12, 1, ""};
        auto suggestion = memory.suggest(facts);
        if (i > 500 && suggestion.reason == RoutingReason::learned) {
            ++asked;
            said += suggestion.confidence;
            came_true += suggestion.team == team ? 1 : 0;
        }
        memory.learn(facts, team);
    }
    ASSERT_GT(asked, 200);
    EXPECT_NEAR(said / asked, came_true / asked, 0.07);
}
