#include "helpdesk/reason.h"

#include <functional>
#include <vector>

#include <gtest/gtest.h>

using namespace helpdesk;

TEST(WaitReason, IsTheFirstInTheOrderThatIsTrue) {
    const auto moment = base::from_ms(1'795'000'000'000);
    // Each step makes one more reason true, from the last of the order to the first; the newest must win every time.
    std::vector<std::pair<Why, std::function<void(WaitFacts&)>>> steps{
        {Why::not_started, [](WaitFacts& facts) { facts.ahead = 7; }},
        {Why::behind_others, [](WaitFacts& facts) { facts.more_pressing_ahead = 2; }},
        {Why::in_work, [](WaitFacts& facts) { facts.somebody_has_it = true; }},
        {Why::known_problem, [](WaitFacts& facts) { facts.known_problem = 3; }},
        {Why::needs_skill, [](WaitFacts& facts) { facts.missing_skill = "network"; }},
        {Why::needs_authority, [](WaitFacts& facts) { facts.missing_authority = "reset_password"; }},
        {Why::scheduled, [&](WaitFacts& facts) { facts.appointment_at = moment; }},
        {Why::waits_for_approval, [](WaitFacts& facts) { facts.approval_by = "cio"; }},
        {Why::waits_for_vendor, [](WaitFacts& facts) { facts.vendor_has_it = true; }},
        {Why::waits_for_part, [](WaitFacts& facts) { facts.part_is_ordered = true; }},
        {Why::waits_for_you, [&](WaitFacts& facts) { facts.asked_requester_at = moment; }},
        {Why::ended, [](WaitFacts& facts) { facts.ended = true; }},
    };
    WaitFacts facts;
    for (const auto& [expected, step] : steps) {
        step(facts);
        EXPECT_EQ(word(find_reason(facts).why), word(expected));
    }
}

TEST(WaitReason, CarriesTheValuesOfItsSentence) {
    const auto moment = base::from_ms(1'795'000'000'000);
    auto skill = find_reason({.missing_skill = "network", .holder_is_there_at = moment, .ahead = 4});
    EXPECT_EQ(skill.key, "network");
    EXPECT_EQ(skill.at, moment);
    EXPECT_EQ(skill.ahead, 0) << "a place in the order says nothing while it waits for a skill";

    auto behind = find_reason({.ahead = 7, .more_pressing_ahead = 2});
    EXPECT_EQ(behind.ahead, 7);
    EXPECT_EQ(behind.more_pressing_ahead, 2);
}
