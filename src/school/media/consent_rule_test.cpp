// The rule alone: every clause, and what must hold whatever happened before.
#include "media/consent_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/random.h"

using namespace media;
using std::chrono::days;

namespace {

constexpr roster::PersonId child{1}, mother{2}, father{3}, grandmother{4};
const base::Day today = std::chrono::sys_days(std::chrono::year(2026) / 3 / 9);
constexpr Use site_news{Purpose::news, Channel::site}, print_news{Purpose::news, Channel::print};

Answer yes_of(roster::PersonId giver, base::Day on = today - days(10), days lasts = days(200)) { return {giver, true, on, on + lasts}; }
Answer no_of(roster::PersonId giver, base::Day on = today - days(10)) { return {giver, false, on, std::nullopt}; }

/// A child of eight whose mother said yes: may be shown.
ConsentFacts shown() {
    ConsentFacts facts{.student = child, .at_school = true, .channel_open = true, .birth = today - days(8 * 365 + 40), .grade = "03", .guardians = {mother, father}, .said = {yes_of(mother)}};
    return facts;
}

std::vector<Obstacle> why(const ConsentFacts& facts, Use use = site_news, base::Day day = today) { return decide(facts, use, day).obstacles; }

using Why = std::vector<Obstacle>;

base::Day years_ago(int years) { return std::chrono::sys_days(std::chrono::year_month_day(today) - std::chrono::years(years)); }

}  // namespace

TEST(ConsentRule, OneYesIsEnoughAndSilenceIsNo) {
    EXPECT_TRUE(decide(shown(), site_news, today).allowed());
    auto facts = shown();
    facts.said.clear();
    EXPECT_EQ(why(facts), Why{Obstacle::no_answer});
    facts.guardians.clear();
    EXPECT_EQ(why(facts), Why{Obstacle::no_guardian});
}

TEST(ConsentRule, AnyNoWins) {
    auto facts = shown();
    facts.said.push_back(no_of(father));
    EXPECT_EQ(why(facts), Why{Obstacle::guardian_said_no}) << "conflict is no";
    facts = shown();
    facts.said.push_back(no_of(grandmother));
    EXPECT_EQ(why(facts), Why{Obstacle::guardian_said_no}) << "the no of somebody who is a guardian no more";
    facts.said = {yes_of(grandmother)};
    EXPECT_EQ(why(facts), Why{Obstacle::no_answer}) << "and their yes is none";
    facts = shown();
    facts.said.push_back(no_of(child));
    EXPECT_EQ(why(facts), Why{Obstacle::child_said_no});
}

TEST(ConsentRule, AChildsYesUnlocksNothing) {
    auto facts = shown();
    facts.said = {yes_of(child)};
    EXPECT_EQ(why(facts), Why{Obstacle::no_answer});
}

TEST(ConsentRule, From13To17TheOwnYesIsNeededWhereEverybodyLooks) {
    auto facts = shown();
    facts.birth = years_ago(13);
    facts.grade = "08";
    EXPECT_EQ(why(facts), Why{Obstacle::child_not_asked});
    EXPECT_EQ(why(facts, {Purpose::athletics, Channel::social}), Why{Obstacle::child_not_asked});
    EXPECT_EQ(why(facts, print_news), Why{}) << "on paper a guardian's is enough";
    facts.said.push_back(yes_of(child));
    EXPECT_EQ(why(facts), Why{});
    facts.said = {yes_of(child)};
    EXPECT_EQ(why(facts), Why{Obstacle::no_answer}) << "besides a guardian's, not in its place";
    facts.said = {yes_of(mother), yes_of(child, today - days(300), days(100))};
    EXPECT_EQ(why(facts), Why{Obstacle::child_not_asked}) << "their yes ends too";
}

TEST(ConsentRule, WhoIs18DecidesAlone) {
    auto facts = shown();
    facts.birth = years_ago(18);
    facts.grade = "12";
    EXPECT_EQ(why(facts), Why{Obstacle::child_not_asked}) << "the mother's yes no longer counts";
    facts.said = {yes_of(child, today - days(1))};
    EXPECT_EQ(why(facts), Why{Obstacle::child_not_asked}) << "given at 17";
    facts.said = {yes_of(child, today), no_of(mother)};
    EXPECT_EQ(why(facts), Why{});
    facts.guardians.clear();
    EXPECT_EQ(why(facts), Why{});
    facts.said = {no_of(child, today - days(500))};
    EXPECT_EQ(why(facts), Why{Obstacle::child_said_no});
}

TEST(ConsentRule, WhatStandsAboveEveryAnswer) {
    auto facts = shown();
    facts.withheld = true;
    EXPECT_EQ(why(facts), Why{Obstacle::withheld});
    facts = shown();
    facts.opted_out = true;
    EXPECT_EQ(why(facts), Why{Obstacle::opted_out});
    facts = shown();
    facts.channel_open = false;
    EXPECT_EQ(why(facts), Why{Obstacle::ceiling});
    facts = shown();
    facts.at_school = false;
    facts.withheld = true;
    EXPECT_EQ(why(facts), Why{Obstacle::not_a_student}) << "of who is not at school nothing else is told";
    facts = shown();
    facts.withheld = facts.opted_out = true;
    facts.said.push_back(no_of(child));
    EXPECT_EQ(why(facts), (Why{Obstacle::withheld, Obstacle::opted_out, Obstacle::child_said_no})) << "sorted";
}

TEST(ConsentRule, AgesAndGrades) {
    EXPECT_EQ(age_on(std::chrono::sys_days(std::chrono::year(2008) / 2 / 29), std::chrono::sys_days(std::chrono::year(2026) / 2 / 28)), 17);
    EXPECT_EQ(age_on(std::chrono::sys_days(std::chrono::year(2008) / 2 / 29), std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)), 18);
    EXPECT_EQ(age_group(years_ago(12), "06", today), AgeGroup::child);
    EXPECT_EQ(age_group(years_ago(13), "06", today), AgeGroup::teen);
    EXPECT_EQ(age_group(years_ago(18), "12", today), AgeGroup::adult);
    EXPECT_EQ(age_group(years_ago(18), "03", today), AgeGroup::teen) << "a date of birth and a grade that do not fit";
    EXPECT_EQ(age_group(years_ago(9), "11", today), AgeGroup::teen);
    EXPECT_EQ(age_group(std::nullopt, "KG", today), AgeGroup::child);
    EXPECT_EQ(age_group(std::nullopt, "06", today), AgeGroup::child);
    EXPECT_EQ(age_group(std::nullopt, "07", today), AgeGroup::teen);
    EXPECT_EQ(age_group(std::nullopt, "12", today), AgeGroup::teen) << "nobody is 18 by their grade";
    for (const char* unknown : {"", "UG", "other", "99", "-1"}) EXPECT_EQ(age_group(std::nullopt, unknown, today), AgeGroup::teen) << unknown;
}

TEST(ConsentRule, SaysUntilWhenItHoldsByItself) {
    auto facts = shown();
    EXPECT_EQ(decide(facts, site_news, today).until, today + days(190));
    facts.said.push_back(yes_of(father, today, days(300)));
    EXPECT_EQ(decide(facts, site_news, today).until, today + days(300)) << "the other's yes goes on";
    facts.birth = std::chrono::sys_days(std::chrono::year_month_day(today + days(20)) - std::chrono::years(13));
    EXPECT_EQ(decide(facts, site_news, today).until, today + days(20)) << "a birthday after which the own yes is needed";
    EXPECT_EQ(decide(facts, print_news, today).until, today + days(300));
    facts.said.push_back(no_of(child));
    EXPECT_EQ(decide(facts, site_news, today).until, std::nullopt);
}

TEST(ConsentRule, AYesEndsWithTheSchoolYear) {
    const auto day = [](int y, unsigned m, unsigned d) { return base::Day(std::chrono::sys_days(std::chrono::year(y) / static_cast<int>(m) / static_cast<int>(d))); };
    EXPECT_EQ(last_day_of_yes(day(2025, 9, 1), 7, 31), day(2026, 7, 31));
    EXPECT_EQ(last_day_of_yes(day(2026, 7, 31), 7, 31), day(2026, 7, 31));
    EXPECT_EQ(last_day_of_yes(day(2026, 8, 1), 7, 31), day(2027, 7, 31));
    EXPECT_EQ(last_day_of_yes(day(2026, 1, 1), 2, 29), day(2026, 2, 28));
}

// --- What must hold of every history ---

namespace {

struct Event {
    roster::PersonId giver;
    bool yes;
    base::Day on;
    days lasts;
};

/// One student with whatever could be.
ConsentFacts any_student(base::Random& random) {
    ConsentFacts facts{.student = child, .at_school = !random.chance(0.05), .withheld = random.chance(0.1), .opted_out = random.chance(0.1), .channel_open = !random.chance(0.1), .birth = {}, .grade = {}, .guardians = {}, .said = {}};
    if (random.chance(0.7)) facts.birth = today - days(random.between(4 * 365, 20 * 365));
    constexpr const char* grades[] = {"KG", "02", "06", "07", "09", "12", "UG", ""};
    facts.grade = random.pick(std::span<const char* const>(grades));
    for (const auto guardian : {mother, father}) {
        if (random.chance(0.8)) facts.guardians.push_back(guardian);
    }
    return facts;
}

std::vector<Event> any_history(base::Random& random) {
    std::vector<Event> history;
    const auto length = random.between(0, 8);
    for (std::int64_t at = 0; at < length; ++at) {
        constexpr roster::PersonId givers[] = {child, mother, father, grandmother};
        history.push_back({random.pick(std::span<const roster::PersonId>(givers)), random.chance(0.7), today - days(random.between(0, 399)), days(random.between(1, 400))});
    }
    std::ranges::stable_sort(history, {}, &Event::on);
    return history;
}

/// The latest of each counts.
ConsentFacts after(ConsentFacts facts, const std::vector<Event>& history) {
    std::map<roster::PersonId, Answer> latest;
    for (const auto& event : history) latest[event.giver] = {event.giver, event.yes, event.on, event.yes ? std::optional(event.on + event.lasts) : std::nullopt};
    for (const auto& [giver, said] : latest) facts.said.push_back(said);
    return facts;
}

Use any_use(base::Random& random) { return {purposes[random.below(3)], channels[random.below(4)]}; }

constexpr int histories = 20'000;

}  // namespace

TEST(ConsentRule, ANewNoNeverAllowsMore) {
    base::Random random(1);
    int allowed = 0;
    for (int n = 0; n < histories; ++n) {
        const auto student = any_student(random);
        auto history = any_history(random);
        const auto use = any_use(random);
        const bool before = decide(after(student, history), use, today).allowed();
        allowed += before;
        constexpr roster::PersonId givers[] = {child, mother, father, grandmother};
        history.push_back({random.pick(std::span<const roster::PersonId>(givers)), false, today, days(1)});
        EXPECT_TRUE(before || !decide(after(student, history), use, today).allowed());
    }
    EXPECT_GT(allowed, histories / 50) << "the histories must hold yes and no";
    EXPECT_LT(allowed, histories / 2);
}

TEST(ConsentRule, AChildsYesAloneNeverAllows) {
    base::Random random(2);
    for (int n = 0; n < histories; ++n) {
        auto student = any_student(random);
        auto history = any_history(random);
        std::erase_if(history, [](const Event& event) { return event.giver != child; });
        const auto use = any_use(random);
        if (age_group(student.birth, student.grade, today) == AgeGroup::adult) continue;
        EXPECT_FALSE(decide(after(student, history), use, today).allowed());
    }
}

TEST(ConsentRule, TakingAwayAYesNeverAllowsMore) {
    base::Random random(3);
    for (int n = 0; n < histories; ++n) {
        const auto facts = after(any_student(random), any_history(random));
        const auto use = any_use(random);
        if (decide(facts, use, today).allowed()) continue;
        for (std::size_t at = 0; at < facts.said.size(); ++at) {
            if (!facts.said[at].yes) continue;
            auto less = facts;
            less.said.erase(less.said.begin() + static_cast<std::ptrdiff_t>(at));
            EXPECT_FALSE(decide(less, use, today).allowed());
        }
    }
}

TEST(ConsentRule, TimeAloneNeverAllowsAnything) {
    base::Random random(4);
    for (int n = 0; n < histories; ++n) {
        const auto facts = after(any_student(random), any_history(random));
        const auto use = any_use(random);
        if (decide(facts, use, today).allowed()) continue;
        for (const int later : {1, 30, 365, 3 * 365, 9 * 365}) EXPECT_FALSE(decide(facts, use, today + days(later)).allowed());
    }
}

TEST(ConsentRule, UntilIsTheFirstDayOfANo) {
    base::Random random(5);
    for (int n = 0; n < histories; ++n) {
        const auto facts = after(any_student(random), any_history(random));
        const auto use = any_use(random);
        const auto decision = decide(facts, use, today);
        if (!decision.allowed()) continue;
        ASSERT_TRUE(decision.until) << "every yes ends";
        EXPECT_FALSE(decide(facts, use, *decision.until).allowed());
        EXPECT_TRUE(decide(facts, use, *decision.until - days(1)).allowed());
    }
}

TEST(ConsentRule, TheOrderOfDifferentGiversDoesNotMatter) {
    base::Random random(6);
    for (int n = 0; n < histories; ++n) {
        const auto student = any_student(random);
        auto history = any_history(random);
        const auto use = any_use(random);
        const auto before = decide(after(student, history), use, today);
        for (std::size_t at = 1; at < history.size(); ++at) {
            if (history[at - 1].giver != history[at].giver && random.chance(0.5)) std::swap(history[at - 1], history[at]);
        }
        EXPECT_EQ(decide(after(student, history), use, today).obstacles, before.obstacles);
    }
}
