#include "coaching/placement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "coaching/testing_placement.h"

using namespace coaching;
using namespace std::chrono_literals;
using coaching::testing::scarce;

static const base::Day monday = base::parse_day("2026-03-09").value();

static Specialist nora() {
    return {.id = 100, .skills = {"video"}, .duties = {{.weekday = 1, .starts = 7h, .ends = 16h}}, .absent = {}, .engagements = {}, .kept_free = {}, .most_a_day = 4};
}
static Wanted wanted(std::int64_t id, std::vector<Span> windows, std::int64_t school = 1) {
    Wanted made;
    made.id = id;
    made.teacher = 1'000 + id;
    made.school = school;
    made.windows = std::move(windows);
    made.asked_at = base::Instant(monday - std::chrono::days(10)) + std::chrono::minutes(id);
    return made;
}
static Span at(std::chrono::minutes starts, std::chrono::minutes length = 50min) { return {monday, starts, starts + length}; }

/// What no plan may do, said independently of how the plan is made.
static void expect_kept(const Situation& s, const Proposal& p) {
    ASSERT_EQ(p.placed.size() + p.unplaced.size(), s.requests.size());
    EXPECT_LE(static_cast<int>(p.placed.size()), p.bound);
    for (const auto& one : p.placed) {
        const auto& who = s.specialists[one.specialist];
        const auto& what = s.requests[one.request];
        EXPECT_NE(std::ranges::find(what.windows, one.span), what.windows.end()) << "only when the class meets";
        EXPECT_TRUE(what.skill.empty() || std::ranges::find(who.skills, what.skill) != who.skills.end());
        EXPECT_TRUE(!what.only_preferred || *what.preferred == who.id);
        EXPECT_EQ(std::ranges::find(who.absent, one.span.day), who.absent.end());
        EXPECT_TRUE(std::ranges::none_of(who.kept_free, [&](const Span& kept) { return overlap(kept, one.span); }));
        EXPECT_TRUE(std::ranges::any_of(who.duties, [&](const Duty& d) {
            return d.weekday == base::iso_weekday(one.span.day) && (!d.school || d.school == what.school) && d.starts <= one.span.starts && one.span.ends <= d.ends;
        }));
        int that_day = 1;
        auto apart = [&](const Span& span, std::int64_t school) {
            if (span.day != one.span.day) return;
            ++that_day;
            const bool before = span.ends + s.travel.between(school, what.school) <= one.span.starts;
            const bool after = one.span.ends + s.travel.between(what.school, school) <= span.starts;
            EXPECT_TRUE(before || after) << "in two places, or late";
        };
        for (const auto& booked : who.engagements) apart(booked.span, booked.school);
        for (const auto& other : p.placed) {
            if (other.request == one.request) continue;
            if (other.specialist == one.specialist) apart(other.span, s.requests[other.request].school);
            const bool same_teacher = s.requests[other.request].teacher == what.teacher;
            EXPECT_FALSE(same_teacher && overlap(other.span, one.span)) << "a teacher in two rooms";
        }
        EXPECT_LE(that_day, who.most_a_day);
    }
}

/// The reason given is true in the finished plan.
static void expect_true_reasons(const Situation& s, const Proposal& p) {
    for (const auto& one : p.unplaced) {
        const auto& what = s.requests[one.request];
        bool skilled = false, duty = false, only_late = false, free = false;
        for (std::size_t i = 0; i < s.specialists.size(); ++i) {
            const auto& who = s.specialists[i];
            if ((what.only_preferred && what.preferred != who.id) || (!what.skill.empty() && std::ranges::find(who.skills, what.skill) == who.skills.end())) continue;
            skilled = true;
            for (const auto& span : what.windows) {
                const bool there = std::ranges::any_of(who.duties, [&](const Duty& d) {
                    return d.weekday == base::iso_weekday(span.day) && (!d.school || d.school == what.school) && d.starts <= span.starts && span.ends <= d.ends;
                });
                if (!there || std::ranges::find(who.absent, span.day) != who.absent.end() ||
                    std::ranges::any_of(who.kept_free, [&](const Span& kept) { return overlap(kept, span); })) {
                    continue;
                }
                duty = true;
                int that_day = 0;
                bool clash = false, late = false;
                auto look = [&](const Span& other, std::int64_t school) {
                    if (other.day != span.day) return;
                    ++that_day;
                    clash |= overlap(other, span);
                    late |= !fits(s.travel, {other, school}, {span, what.school});
                };
                for (const auto& booked : who.engagements) look(booked.span, booked.school);
                bool teacher_busy = false;
                for (const auto& other : p.placed) {
                    if (other.specialist == i) look(other.span, s.requests[other.request].school);
                    teacher_busy |= s.requests[other.request].teacher == what.teacher && overlap(other.span, span);
                }
                if (clash || teacher_busy || that_day >= who.most_a_day) continue;
                (late ? only_late : free) = true;
            }
        }
        EXPECT_FALSE(free) << "a free time was left unused";
        switch (one.why) {
            case Refusal::class_does_not_meet: EXPECT_TRUE(what.windows.empty()); break;
            case Refusal::no_skill: EXPECT_TRUE(!skilled && !what.windows.empty()); break;
            case Refusal::nobody_on_duty: EXPECT_TRUE(skilled && !duty); break;
            case Refusal::travel: EXPECT_TRUE(only_late); break;
            case Refusal::taken_by_earlier:
            case Refusal::taken: EXPECT_TRUE(duty && !only_late); break;
        }
    }
}

/// The most that any plan places, by trying all.
static int best_of_all(const Situation& s) {
    std::vector<std::vector<Candidate>> wishes;
    for (const auto& r : s.requests) {
        Refusal why{};
        wishes.push_back(candidates(s, r, why));
    }
    std::vector<std::pair<std::size_t, Candidate>> chosen;
    int best = 0;
    std::function<void(std::size_t)> go = [&](std::size_t r) {
        best = std::max(best, static_cast<int>(chosen.size()));
        if (r == wishes.size() || static_cast<int>(chosen.size() + wishes.size() - r) <= best) return;
        for (const auto& c : wishes[r]) {
            const auto& who = s.specialists[c.specialist];
            auto booked = std::ranges::count_if(who.engagements, [&](const Engagement& e) { return e.span.day == c.span.day; });
            bool good = true;
            for (const auto& [other, o] : chosen) {
                if (o.specialist == c.specialist) {
                    booked += o.span.day == c.span.day;
                    good = good && fits(s.travel, {c.span, s.requests[r].school}, {o.span, s.requests[other].school});
                }
                good = good && !(s.requests[other].teacher == s.requests[r].teacher && overlap(o.span, c.span));
            }
            if (!good || booked >= who.most_a_day) continue;
            chosen.emplace_back(r, c);
            go(r + 1);
            chosen.pop_back();
        }
        go(r + 1);
    };
    go(0);
    return best;
}

TEST(Placement, GivesThePlaceToWhomAskedEarlierAndSaysSo) {
    const Situation s{{wanted(2, {at(9h)}), wanted(1, {at(9h)})}, {nora()}, Travel()};
    const auto p = place(s);
    ASSERT_EQ(p.placed.size(), 1u);
    EXPECT_EQ(s.requests[p.placed[0].request].id, 1);
    EXPECT_EQ(p.unplaced, (std::vector<Unplaced>{{0, Refusal::taken_by_earlier}}));
    EXPECT_EQ(p.bound, 1);
}

TEST(Placement, AGreaterPriorityComesFirst) {
    Situation s{{wanted(1, {at(9h)}), wanted(2, {at(9h)})}, {nora()}, Travel()};
    s.requests[1].priority = 1;
    EXPECT_EQ(place(s).placed.at(0).request, 1u);
}

TEST(Placement, MovesOneAsideForAnotherButTakesNoPlaceAway) {
    const Situation s{{wanted(1, {at(9h), at(10h)}), wanted(2, {at(9h)})}, {nora()}, Travel()};
    EXPECT_EQ(place(s).placed.size(), 2u);
}

TEST(Placement, SchoolsTakeTurnsAmongRequestsOfTheSameDay) {
    auto who = nora();
    who.most_a_day = 2;
    const Situation s{{wanted(1, {at(8h)}), wanted(2, {at(10h)}), wanted(3, {at(12h)}, 2)}, {who}, Travel(30min)};
    const auto p = place(s);
    ASSERT_EQ(p.placed.size(), 2u);
    EXPECT_EQ(p.placed[1].request, 2u) << "the other school's only one, though it asked last";
}

TEST(Placement, LeavesTimeForTheWay) {
    Situation s{{wanted(1, {at(9h)}), wanted(2, {at(10h)}, 2)}, {nora()}, Travel(30min)};
    auto p = place(s);
    EXPECT_EQ(p.placed.size(), 1u);
    EXPECT_EQ(p.unplaced.at(0).why, Refusal::travel);
    s.travel = Travel(30min, {{{1, 2}, 10min}});
    EXPECT_EQ(place(s).placed.size(), 2u);
    s.travel = Travel(30min, {{{1, 3}, 5min}, {{3, 2}, 5min}});
    EXPECT_EQ(place(s).placed.size(), 2u) << "by way of the third";
}

TEST(Placement, SaysWhyNobodyCan) {
    auto skill = wanted(1, {at(9h)});
    skill.skill = "robotics";
    auto other_day = wanted(3, {{monday + std::chrono::days(1), 9h, 10h}});
    auto other_person = wanted(4, {at(9h)});
    other_person.preferred = 7;
    other_person.only_preferred = true;
    auto who = nora();
    who.engagements = {{at(12h), 1}};
    who.kept_free = {at(11h, 30min)};
    const Situation s{{skill, wanted(2, {}), other_day, other_person, wanted(5, {at(11h)}), wanted(6, {at(12h)}), wanted(7, {at(13h)}, 2)}, {who}, Travel(30min)};
    const auto p = place(s);
    ASSERT_EQ(p.unplaced.size(), 7u);
    const std::vector<Refusal> why{Refusal::no_skill, Refusal::class_does_not_meet, Refusal::nobody_on_duty, Refusal::no_skill,
                                   Refusal::nobody_on_duty, Refusal::taken_by_earlier, Refusal::travel};
    for (std::size_t i = 0; i < why.size(); ++i) EXPECT_EQ(p.unplaced[i].why, why[i]) << i;
    expect_true_reasons(s, p);
}

TEST(Placement, SmallSituationsAreSolvedAsWellAsByTryingAll) {
    int below = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto s = scarce(seed, {.requests = 9, .specialists = 2, .schools = 3, .weeks = 1, .most_windows = 3, .longest_way = 80, .most_a_day = 8});
        const auto p = place(s);
        expect_kept(s, p);
        expect_true_reasons(s, p);
        const int best = best_of_all(s);
        EXPECT_GE(p.bound, best) << seed;
        EXPECT_LE(static_cast<int>(p.placed.size()), best) << seed;
        below += best - static_cast<int>(p.placed.size());
    }
    EXPECT_EQ(below, 0);
}

TEST(Placement, LargeScarceSituationsKeepEveryRuleAndAreTheSameEachTime) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto s = scarce(seed, {.requests = 200, .specialists = 4, .schools = 8, .weeks = 2, .longest_way = 60, .most_a_day = 8});
        const auto p = place(s);
        expect_kept(s, p);
        expect_true_reasons(s, p);
        EXPECT_GE(static_cast<double>(p.placed.size()), 0.95 * p.bound) << seed;
        EXPECT_EQ(place(s).placed, p.placed);
    }
}

TEST(Placement, ADoubleLessonIsTwoPeriodsThatFollowEachOther) {
    const std::vector<Span> periods{at(8h), at(8h + 55min), at(10h)};
    const auto found = runs(periods, 2, 10min);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].starts, 8h);
    EXPECT_EQ(found[0].ends, 9h + 45min);
    EXPECT_EQ(runs(periods, 1, 10min).size(), 3u);
    EXPECT_TRUE(runs(periods, 0, 10min).empty());
}
