#include "coaching/lesson.h"

#include <gtest/gtest.h>

#include <set>

#include "coaching/availability.h"
#include "coaching/plan_store.h"

using namespace coaching;

TEST(Lesson, GoesFromAskedToLookedBackOn) {
    EXPECT_EQ(after(State::asked, Act::book, false), State::booked);
    EXPECT_EQ(after(State::booked, Act::move, false), State::booked);
    EXPECT_EQ(after(State::booked, Act::hold, true), State::held);
    EXPECT_EQ(after(State::booked, Act::hold, false), std::nullopt) << "not before it has begun";
    EXPECT_EQ(after(State::held, Act::reflect, true), State::reflected);
    EXPECT_EQ(after(State::asked, Act::reflect, false), std::nullopt);
    for (auto act : {Act::book, Act::move, Act::hand_over, Act::cancel, Act::hold, Act::reflect, Act::plan}) EXPECT_EQ(after(State::cancelled, act, true), std::nullopt);
    for (auto act : {Act::move, Act::hand_over, Act::cancel}) EXPECT_EQ(after(State::booked, act, true), std::nullopt) << "it was taught, whatever the record says";
    for (auto act : {Act::book, Act::move, Act::hand_over, Act::cancel}) EXPECT_EQ(after(State::held, act, true), std::nullopt);
}

TEST(Lesson, WithoutALicenceItIsSupportAndNeverCoTeaching) {  // clause 20
    for (auto model : models) EXPECT_EQ(allowed(model, {}), model == Model::support) << word(model);
    for (auto model : models) EXPECT_TRUE(allowed(model, {.licensed = true, .may_teach = true})) << word(model);
    EXPECT_FALSE(allowed(Model::team, {.licensed = false, .may_teach = true}));
}

TEST(Lesson, ACertificateThatDoesNotLetTeachLeavesObservingAssistingAndSupport) {  // clause 21
    const Licence pennsylvania{.licensed = true, .may_teach = false};
    for (auto model : models) {
        EXPECT_EQ(allowed(model, pennsylvania), model == Model::one_observes || model == Model::one_assists || model == Model::support) << word(model);
    }
}

TEST(Lesson, WordsAreReadBack) {
    for (auto model : models) EXPECT_EQ(parse_model(word(model)), model);
    for (auto state : {State::asked, State::booked, State::held, State::reflected, State::cancelled}) EXPECT_EQ(parse_state(word(state)), state);
    EXPECT_EQ(parse_model("co_teaching"), std::nullopt);
    EXPECT_FALSE(is_topic("evaluation"));
}

TEST(Lesson, TheNextStepHandsOverMore) {
    EXPECT_EQ(next_step(Model::model_lesson), Model::team);
    EXPECT_EQ(next_step(Model::team), Model::one_assists);
    EXPECT_EQ(next_step(Model::one_assists), Model::one_observes);
    EXPECT_EQ(next_step(Model::one_observes), Model::one_observes);
    EXPECT_EQ(next_step(Model::support), Model::support);
}

TEST(Lesson, PeriodsOfTheRosterAreThoseOfTheBells) {
    EXPECT_TRUE(same_period("1", "Period 1"));
    EXPECT_TRUE(same_period("Period 1", "period 1"));
    EXPECT_TRUE(same_period("Periodo 2", "2"));
    EXPECT_FALSE(same_period("1", "Period 11"));
    EXPECT_FALSE(same_period("A 1", "B 1"));
    EXPECT_FALSE(same_period("", "Period 1"));
}

TEST(Lesson, TopicsOfFewerThanFivePeopleAreNotTold) {  // clause 4
    std::int64_t others = -1;
    const std::set<std::int64_t> five{1, 2, 3, 4, 5}, four{6, 7, 8, 9};
    EXPECT_EQ(tellable({{"coding", five}, {"data", four}}, {{"coding", 9}, {"data", 12}}, others), (std::map<std::string, int>{{"coding", 9}}));
    EXPECT_EQ(others, 0) << "a rest of four people would be known from the sum";
    tellable({{"coding", five}, {"data", four}, {"other", {1}}}, {{"coding", 9}, {"data", 12}, {"other", 1}}, others);
    EXPECT_EQ(others, 13);
    tellable({{"access", {6}}, {"coding", {6}}, {"data", {6}}, {"research", {6}}, {"tools", {6}}}, {{"access", 1}, {"coding", 1}, {"data", 1}, {"research", 1}, {"tools", 1}}, others);
    EXPECT_EQ(others, 0) << "one person in five rare topics is one person";
    EXPECT_TRUE(tellable({}, {}, others).empty());
}
