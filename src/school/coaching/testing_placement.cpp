#include "coaching/testing_placement.h"

#include <algorithm>

#include "base/random.h"

namespace coaching::testing {

using base::Minutes;
using std::chrono::days;

static const base::Day first_monday = base::parse_day("2026-03-02").value();

/// Eight periods, each school by its own clock.
static Span period(std::int64_t school, base::Day day, int number) {
    const auto length = Minutes(42 + school % 4 * 4);
    const auto starts = Minutes(7 * 60 + 40 + school * 7 % 25) + number * (length + Minutes(5));
    return {day, starts, starts + length};
}

static base::Day school_day(const Size& size, base::Random& random) {
    const auto number = random.between(0, size.weeks * 5 - 1);
    return first_monday + days(number / 5 * 7 + number % 5);
}

static Specialist specialist(int number, const Size& size, base::Random& random) {
    Specialist made;
    made.id = 100 + number;
    made.skills = {"any"};
    for (auto skill : {"robotics", "video", "data"}) {
        if (random.chance(0.5)) made.skills.emplace_back(skill);
    }
    for (int weekday = 1; weekday <= 5; ++weekday) {
        const auto begin = random.between(0, size.schools - 1);
        for (std::int64_t k = 0; k < std::max(2, size.schools / 2); ++k) {
            made.duties.push_back({.weekday = weekday, .school = (begin + k) % size.schools + 1, .starts = Minutes(7 * 60), .ends = Minutes(16 * 60)});
        }
    }
    for (int day = 0; day < size.weeks * 7; ++day) {
        made.kept_free.push_back({first_monday + days(day), Minutes(11 * 60 + 30), Minutes(12 * 60)});
        if (random.chance(0.04)) made.absent.push_back(first_monday + days(day));
    }
    for (int i = 0; i < size.weeks; ++i) {
        const auto school = random.between(1, size.schools);
        const auto span = period(school, school_day(size, random), static_cast<int>(random.between(0, 7)));
        const bool clash = std::ranges::any_of(made.engagements, [&](const Engagement& e) { return e.span.day == span.day; });
        if (!clash) made.engagements.push_back({span, school});
    }
    made.most_a_day = static_cast<int>(random.between(3, size.most_a_day));
    return made;
}

static Wanted wanted(int number, const Size& size, base::Random& random) {
    const auto school = random.chance(0.5) ? random.between(1, std::min(2, size.schools)) : random.between(1, size.schools);
    Wanted made;
    made.id = number + 1;
    made.teacher = 1'000 + random.between(0, size.requests / 2);
    made.school = school;
    const int meets = static_cast<int>(random.between(0, 7));
    const auto windows = random.between(1, size.most_windows);
    for (std::int64_t i = 0; i < windows; ++i) made.windows.push_back(period(school, school_day(size, random), random.chance(0.7) ? meets : static_cast<int>(random.between(0, 7))));
    std::ranges::sort(made.windows);
    made.windows.erase(std::unique(made.windows.begin(), made.windows.end()), made.windows.end());
    made.skill = random.chance(0.4) ? (random.chance(0.5) ? "robotics" : random.chance(0.5) ? "video" : "data") : "";
    if (random.chance(0.3)) made.preferred = 100 + random.between(0, size.specialists - 1);
    made.only_preferred = made.preferred && random.chance(0.2);
    made.asked_at = base::Instant(first_monday - days(random.between(1, 20))) + Minutes(random.between(0, 1439));
    return made;
}

Situation scarce(std::uint64_t seed, const Size& size) {
    base::Random random(seed);
    Travel::Legs legs;
    for (std::int64_t a = 1; a <= size.schools; ++a) {
        for (std::int64_t b = a + 1; b <= size.schools; ++b) legs[{a, b}] = Minutes(random.between(10, size.longest_way));
    }
    Situation made{.requests = {}, .specialists = {}, .travel = Travel(Minutes(30), legs)};
    for (int i = 0; i < size.specialists; ++i) made.specialists.push_back(specialist(i, size, random));
    for (int i = 0; i < size.requests; ++i) made.requests.push_back(wanted(i, size, random));
    return made;
}

}  // namespace coaching::testing
