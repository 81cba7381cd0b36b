#include <algorithm>

#include "coaching/placement_board.h"

namespace coaching {

namespace {

/// What stands in the way of one time with one specialist in the finished plan.
struct Way {
    bool overlapped = false;
    bool late = false;
    bool full = false;
    bool earlier = false;  // the time is kept by what was booked or asked for earlier
};

Way look(const Situation& situation, const std::vector<Placed>& plan, std::size_t request, const std::vector<std::size_t>& rank, std::size_t who, const Span& span) {
    const auto& specialist = situation.specialists[who];
    const auto& wanted = situation.requests[request];
    Way way;
    int that_day = 0;
    bool all_earlier = true;
    for (const auto& booked : specialist.engagements) {
        if (booked.span.day != span.day) continue;
        ++that_day;
        way.late |= !fits(situation.travel, booked, {span, wanted.school});
        way.overlapped |= overlap(booked.span, span);
        way.earlier |= overlap(booked.span, span);
    }
    for (const auto& other : plan) {
        const bool asked_earlier = rank[other.request] < rank[request];
        const bool same_teacher = situation.requests[other.request].teacher == wanted.teacher;
        if (other.specialist == who && other.span.day == span.day) {
            ++that_day;
            all_earlier = all_earlier && asked_earlier;
            way.late |= !fits(situation.travel, {other.span, situation.requests[other.request].school}, {span, wanted.school});
        }
        if ((other.specialist == who || same_teacher) && overlap(other.span, span)) {
            way.overlapped = true;
            way.earlier |= asked_earlier;
        }
    }
    way.full = that_day >= specialist.most_a_day;
    way.earlier |= way.full && all_earlier;
    return way;
}

}  // namespace

Refusal reason_in(const Situation& situation, const std::vector<Placed>& plan, std::size_t request, const std::vector<std::size_t>& rank) {
    const auto& wanted = situation.requests[request];
    if (wanted.windows.empty()) return Refusal::class_does_not_meet;
    bool skilled = false;
    bool duty = false;
    bool only_late = false;
    bool by_earlier = true;
    for (std::size_t i = 0; i < situation.specialists.size(); ++i) {
        if (!has_skill(situation.specialists[i], wanted)) continue;
        skilled = true;
        for (const auto& span : wanted.windows) {
            if (!on_duty(situation.specialists[i], wanted, span)) continue;
            duty = true;
            const auto way = look(situation, plan, request, rank, i, span);
            only_late |= way.late && !way.overlapped && !way.full;
            by_earlier = by_earlier && way.earlier;
        }
    }
    if (!skilled) return Refusal::no_skill;
    if (!duty) return Refusal::nobody_on_duty;
    if (only_late) return Refusal::travel;
    return by_earlier ? Refusal::taken_by_earlier : Refusal::taken;
}

}  // namespace coaching
