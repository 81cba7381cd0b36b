#include "helpdesk/handover.h"

#include <gtest/gtest.h>

using namespace helpdesk;
using namespace std::chrono_literals;
using Accounts = std::vector<std::int64_t>;

const std::int64_t north = 1, south = 2;
const std::int64_t dana = 11, eli = 12, fay = 13, gus = 14;
static const base::Instant tomorrow = base::from_ms(1'795'000'000'000);

/// Dana and Eli are technicians, Fay may reset accounts, Gus knows networks and is off today.
static std::vector<Helper> department() {
    return {
        {dana, {{"hardware", 2}}, {}, {north}, true, north, {}, 100min},
        {eli, {{"hardware", 3}, {"printing", 1}}, {}, {}, true, south, {}, 50min},
        {fay, {{"accounts", 3}}, {"reset_password"}, {}, true, north, {}, 0min},
        {gus, {{"network", 3}, {"hardware", 1}}, {"network_closet"}, {north}, false, 0, tomorrow, 0min},
    };
}

static Accounts accounts(const Handover& handover) {
    Accounts found;
    for (const auto& candidate : handover.candidates) found.push_back(candidate.account);
    return found;
}

TEST(Handover, GoesToWhomItWillReachFirst) {
    auto helpers = department();
    auto handover = find_helpers({{{"hardware", 1}}, {}, north}, helpers);
    EXPECT_EQ(accounts(handover), (Accounts{eli, dana})) << "Eli has less work even after the way";
    EXPECT_TRUE(handover.candidates[0].travels);
    EXPECT_EQ(handover.candidates[0].waits, 70min);
    EXPECT_FALSE(handover.missing);

    helpers[1].work_waiting = 90min;
    EXPECT_EQ(accounts(find_helpers({{{"hardware", 1}}, {}, north}, helpers)), (Accounts{dana, eli})) << "the way counts";
    helpers[1].work_waiting = 80min;
    EXPECT_EQ(accounts(find_helpers({{{"hardware", 1}}, {}, north}, helpers)), (Accounts{dana, eli})) << "of equals the lower number";
}

TEST(Handover, WhereNothingIsAskedThoseWhoseWorkItIsComeFirst) {
    auto helpers = department();
    helpers[2].usual = false;  // Fay is free, but such requests are no work of hers
    EXPECT_EQ(accounts(find_helpers({{}, {}, north}, helpers)), (Accounts{eli, dana, fay}));
    EXPECT_EQ(accounts(find_helpers({{{"accounts", 1}}, {}, north}, helpers)), Accounts{fay}) << "who alone can do it is asked";
}

TEST(Handover, AsksForEverySkillAtItsLevelEveryAuthorityAndTheSchool) {
    auto helpers = department();
    EXPECT_EQ(accounts(find_helpers({{{"hardware", 3}}, {}, north}, helpers)), Accounts{eli});
    EXPECT_EQ(accounts(find_helpers({{{"accounts", 1}}, {"reset_password"}, south}, helpers)), Accounts{fay});
    EXPECT_EQ(accounts(find_helpers({{{"hardware", 2}}, {}, south}, helpers)), Accounts{eli}) << "Dana serves North only";
}

TEST(Handover, NeverGoesBackToTheOneWhoHandsItOn) {
    auto helpers = department();
    EXPECT_EQ(accounts(find_helpers({{{"hardware", 1}}, {}, north}, helpers, eli)), Accounts{dana});
}

TEST(Handover, SaysWhichSkillOrAuthorityNobodyHas) {
    auto helpers = department();
    auto skill = find_helpers({{{"network", 3}, {"printing", 2}}, {}, north}, helpers).missing.value();
    EXPECT_EQ(skill.gap, Gap::skill);
    EXPECT_EQ(skill.key, "printing");
    EXPECT_EQ(skill.holders, Accounts{eli}) << "the nearest to it";

    auto authority = find_helpers({{}, {"approve_purchase"}, north}, helpers).missing.value();
    EXPECT_EQ(authority.gap, Gap::authority);
    EXPECT_EQ(authority.key, "approve_purchase");
    EXPECT_TRUE(authority.holders.empty());
}

TEST(Handover, SaysWhenSomebodyWhoCanAndMayIsThereAgain) {
    auto helpers = department();
    auto duty = find_helpers({{{"network", 2}}, {"network_closet"}, north}, helpers).missing.value();
    EXPECT_EQ(duty.gap, Gap::duty);
    EXPECT_EQ(duty.holders, Accounts{gus});
    EXPECT_EQ(duty.next, tomorrow);

    auto school = find_helpers({{{"network", 2}}, {}, south}, helpers).missing.value();
    EXPECT_EQ(school.gap, Gap::school);
    EXPECT_EQ(school.holders, Accounts{gus});
}

TEST(Handover, SplitsTheStepsWhenOneCanAndAnotherMay) {
    auto helpers = department();
    auto together = find_helpers({{{"hardware", 3}}, {"reset_password"}, north}, helpers).missing.value();
    EXPECT_EQ(together.gap, Gap::together);
    EXPECT_EQ(together.holders, (Accounts{fay, eli}));
    EXPECT_EQ(together.next, std::nullopt) << "both are there now";
}

TEST(Handover, InADepartmentOfOneTheOneIsNamed) {
    std::vector<Helper> alone{{dana, {{"hardware", 1}}, {}, {}, true, north, {}, 0min}};
    auto handover = find_helpers({{{"hardware", 1}}, {}, north}, alone, dana);
    EXPECT_TRUE(handover.candidates.empty());
    EXPECT_EQ(handover.missing->gap, Gap::skill);
}

TEST(Handover, TheCourteousReasonsAreAClosedList) {
    for (auto courtesy : courtesies) EXPECT_EQ(parse_courtesy(word(courtesy)), courtesy);
    EXPECT_EQ(parse_courtesy("laziness"), std::nullopt);
}
