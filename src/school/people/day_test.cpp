#include "people/day.h"

#include <gtest/gtest.h>

using namespace people;
using namespace std::chrono_literals;

static const base::Instant eight = base::from_ms(1'773'061'200'000);

static DayItem at(std::string title, std::optional<base::Instant> due, bool in_order = false) {
    DayItem item;
    item.title = std::move(title);
    item.due = due;
    item.in_order = in_order;
    return item;
}

static std::string titles(const std::vector<PlacedItem>& list) {
    std::string all;
    for (const auto& one : list) all += one.item.title + " ";
    return all;
}

TEST(OrderOfDay, IsByWhenThingsBeginOrMustBeDone) {
    DayItem lesson = at("lesson", eight + 9h);
    lesson.begins = eight + 2h;
    EXPECT_EQ(titles(order_of_day({{at("printer", eight + 1h), at("projector", eight + 3h)}, {lesson, at("licence", eight + 30h)}})),
              "printer lesson projector licence ");
}

TEST(OrderOfDay, PutsWhatHasNoTimeLast) {
    EXPECT_EQ(titles(order_of_day({{at("answer", std::nullopt)}, {at("printer", eight)}})), "printer answer ");
}

TEST(OrderOfDay, NeverContradictsTheQueue) {
    // The queue does what stops a whole school first, though it is due later than a smaller thing.
    auto list = order_of_day({{at("network", eight + 20h, true), at("mouse", eight + 1h, true), at("screen", eight + 40h, true)}, {at("lesson", eight + 2h)}});
    EXPECT_EQ(titles(list), "network mouse lesson screen ");
    EXPECT_EQ(list[0].stands_at, eight + 1h) << "no later than what comes after it";
    EXPECT_EQ(list[0].item.due, eight + 20h) << "its own time is still told";
}

TEST(OrderOfDay, KeepsEverySourcesOrderInEveryList) {
    // Property: whatever the times, ranked things keep their order, and the list never goes back in time.
    unsigned seed = 1;
    auto next = [&] { return seed = seed * 1664525u + 1013904223u; };
    for (int round = 0; round < 200; ++round) {
        std::vector<DayItem> ranked, others;
        for (int i = 0; i < 12; ++i) {
            ranked.push_back(at(std::to_string(i), next() % 5 == 0 ? std::nullopt : std::optional(eight + std::chrono::minutes(next() % 3000)), true));
            others.push_back(at("x", next() % 7 == 0 ? std::nullopt : std::optional(eight + std::chrono::minutes(next() % 3000))));
        }
        auto list = order_of_day({others, ranked});
        ASSERT_EQ(list.size(), 24u);
        int last_rank = -1;
        auto last = base::Instant::min();
        for (const auto& one : list) {
            const auto here = one.stands_at.value_or(base::Instant::max());
            EXPECT_GE(here, last);
            last = here;
            if (!one.item.in_order) continue;
            EXPECT_GT(std::stoi(one.item.title), last_rank);
            last_rank = std::stoi(one.item.title);
        }
    }
}
