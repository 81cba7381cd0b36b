// The rules of needs: what is alike is found, and where a need stands can be said in a sentence.
#include "planning/need.h"

#include <gtest/gtest.h>

namespace planning {

TEST(NeedStanding, IsTheFirstReasonThatHolds) {
    const Weighing none{.words = "x"};
    EXPECT_EQ(stand(std::nullopt, {90, 9}), (Standing{4, Because::not_weighed}));
    EXPECT_EQ(stand(none, {90, 9}), (Standing{3, Because::rest})) << "many voices alone do not make it a must";
    EXPECT_EQ(stand(Weighing{.law = true}, {1, 0}), (Standing{1, Because::law}));
    EXPECT_EQ(stand(Weighing{.learning = 2, .safety = 2}, {1, 1}), (Standing{1, Because::safety}));
    EXPECT_EQ(stand(Weighing{.safety = 1}, {1, 1}), (Standing{3, Because::rest}));
    EXPECT_EQ(stand(Weighing{.learning = 2}, {1, 0}), (Standing{2, Because::learning_much}));
    EXPECT_EQ(stand(Weighing{.learning = 1}, {8, 1}), (Standing{3, Because::rest}));
    EXPECT_EQ(stand(Weighing{.learning = 1}, {2, 2}), (Standing{2, Because::learning_schools}));
    EXPECT_EQ(stand(Weighing{.learning = 1, .effort = Effort::large}, {2, 2}), (Standing{2, Because::learning_schools})) << "effort is said, not counted";
}

static NeedLine line(std::int64_t id, std::string title, std::optional<std::int64_t> category = {}) {
    NeedLine one;
    one.id = {id};
    one.title = std::move(title);
    one.category = category;
    return one;
}

TEST(NeedSimilar, SharesTwoTellingWordsOrOneAndItsKind) {
    const std::vector<NeedLine> among{line(1, "Show a phone screen in class", 5), line(2, "Screens for phones", 6), line(3, "More printers", 5)};
    auto ids = [&](std::string_view text, std::optional<std::int64_t> category) {
        std::vector<std::int64_t> found;
        for (const auto& one : similar_of(text, category, among, 4)) found.push_back(one.id.value);
        return found;
    };
    EXPECT_EQ(ids("Teachers want to show phone screens", 5), (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(ids("A screen", 6), (std::vector<std::int64_t>{2}));
    EXPECT_EQ(ids("A screen", {}), (std::vector<std::int64_t>{})) << "one common word tells nothing by itself";
    EXPECT_EQ(telling_words("Wi-Fi for the gym"), (std::vector<std::string>{"wifi", "gym"}));
    EXPECT_EQ(ids("Sound in the gym", 5), (std::vector<std::int64_t>{}));
    EXPECT_EQ(similar_of("Teachers want to show phone screens", 5, among, 1).size(), 1u);
}

TEST(NeedWords, AreStored) {
    for (auto state : {NeedState::heard, NeedState::weighed, NeedState::planned, NeedState::not_now, NeedState::met, NeedState::withdrawn, NeedState::merged}) EXPECT_EQ(parse_need_state(word(state)), state);
    for (auto effort : {Effort::small, Effort::middle, Effort::large}) EXPECT_EQ(parse_effort(word(effort)), effort);
    EXPECT_EQ(parse_need_state("other"), std::nullopt);
    EXPECT_EQ(parse_effort(""), std::nullopt);
}

}  // namespace planning
