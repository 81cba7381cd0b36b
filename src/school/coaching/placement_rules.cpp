#include <algorithm>
#include <set>

#include "coaching/placement_board.h"

namespace coaching {

Travel::Travel(base::Minutes usual, const Legs& legs) : usual_(usual) {
    std::set<std::int64_t> schools;
    for (const auto& [pair, minutes] : legs) {
        schools.insert({pair.first, pair.second});
        for (const auto& way : {pair, std::pair(pair.second, pair.first)}) {
            if (!legs.contains(way) || way == pair) quickest_[way] = minutes;
        }
    }
    auto known = [&](std::int64_t from, std::int64_t to) {
        const auto found = quickest_.find({from, to});
        return from == to ? base::Minutes(0) : found == quickest_.end() ? usual_ : found->second;
    };
    // Floyd and Warshall: afterwards no way round is quicker, so only lessons that follow each other need to be compared.
    for (auto by : schools) {
        for (auto from : schools) {
            for (auto to : schools) quickest_[{from, to}] = std::min(known(from, to), known(from, by) + known(by, to));
        }
    }
}

base::Minutes Travel::between(std::int64_t from, std::int64_t to) const {
    if (from == to) return base::Minutes(0);
    const auto found = quickest_.find({from, to});
    return found == quickest_.end() ? usual_ : found->second;
}

bool fits(const Travel& travel, const Engagement& a, const Engagement& b) {
    if (a.span.day != b.span.day) return true;
    // The way is looked up only where there is a gap that it could fill.
    if (a.span.ends <= b.span.starts) return a.span.ends + travel.between(a.school, b.school) <= b.span.starts;
    if (b.span.ends <= a.span.starts) return b.span.ends + travel.between(b.school, a.school) <= a.span.starts;
    return false;
}

bool has_skill(const Specialist& specialist, const Wanted& wanted) {
    if (specialist.id == wanted.teacher) return false;  // one person is not two
    if (std::ranges::find(wanted.barred, specialist.id) != wanted.barred.end()) return false;
    if (wanted.only_preferred && wanted.preferred != specialist.id) return false;
    return wanted.skill.empty() || std::ranges::find(specialist.skills, wanted.skill) != specialist.skills.end();
}

bool on_duty(const Specialist& specialist, const Wanted& wanted, const Span& span) {
    if (std::ranges::find(specialist.absent, span.day) != specialist.absent.end()) return false;
    if (std::ranges::any_of(specialist.kept_free, [&](const Span& kept) { return overlap(kept, span); })) return false;
    return std::ranges::any_of(specialist.duties, [&](const Duty& duty) {
        const bool that_day = duty.day ? *duty.day == span.day : duty.weekday == base::iso_weekday(span.day);
        return that_day && (!duty.school || *duty.school == wanted.school) && duty.starts <= span.starts && span.ends <= duty.ends;
    });
}

/// Free of what was booked before, by time, way and number.
static bool free_of_engagements(const Travel& travel, const Specialist& specialist, const Wanted& wanted, const Span& span) {
    int that_day = 0;
    for (const auto& engagement : specialist.engagements) {
        if (engagement.span.day != span.day) continue;
        ++that_day;
        if (!fits(travel, engagement, {span, wanted.school})) return false;
    }
    return that_day < specialist.most_a_day;
}

std::vector<Candidate> candidates(const Situation& situation, const Wanted& wanted, Refusal& why) {
    std::vector<Candidate> found;
    bool skilled = false;
    bool duty = false;
    for (std::size_t i = 0; i < situation.specialists.size(); ++i) {
        const auto& specialist = situation.specialists[i];
        if (!has_skill(specialist, wanted)) continue;
        skilled = true;
        for (const auto& span : wanted.windows) {
            if (!on_duty(specialist, wanted, span)) continue;
            duty = true;
            if (free_of_engagements(situation.travel, specialist, wanted, span)) found.push_back({i, span});
        }
    }
    why = wanted.windows.empty() ? Refusal::class_does_not_meet
          : !skilled             ? Refusal::no_skill
          : !duty                ? Refusal::nobody_on_duty
                                 : Refusal::taken_by_earlier;
    std::ranges::stable_sort(found, [&](const Candidate& a, const Candidate& b) {
        const bool a_other = wanted.preferred && situation.specialists[a.specialist].id != *wanted.preferred;
        const bool b_other = wanted.preferred && situation.specialists[b.specialist].id != *wanted.preferred;
        return std::tie(a_other, a.span) < std::tie(b_other, b.span);
    });
    return found;
}

std::vector<Span> runs(const std::vector<Span>& periods, std::size_t count, base::Minutes pause) {
    std::vector<Span> sorted = periods;
    std::ranges::sort(sorted);
    std::vector<Span> found;
    for (std::size_t i = 0; count > 0 && i + count <= sorted.size(); ++i) {
        bool follow = true;
        for (std::size_t j = i + 1; j < i + count; ++j) {
            follow = follow && sorted[j].day == sorted[j - 1].day && sorted[j].starts >= sorted[j - 1].ends && sorted[j].starts - sorted[j - 1].ends <= pause;
        }
        if (follow) found.push_back({sorted[i].day, sorted[i].starts, sorted[i + count - 1].ends});
    }
    return found;
}

}  // namespace coaching
