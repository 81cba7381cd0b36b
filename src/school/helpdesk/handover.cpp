#include "helpdesk/handover.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace helpdesk {

using base::Minutes;

static constexpr Minutes travel{20};  // clause 22

std::string_view word(Gap gap) {
    switch (gap) {
        case Gap::skill: return "skill";
        case Gap::authority: return "authority";
        case Gap::together: return "together";
        case Gap::school: return "school";
        case Gap::duty: return "duty";
    }
    return "duty";
}

static constexpr std::array<std::pair<Courtesy, std::string_view>, 7> courtesy_words{{
    {Courtesy::skill, "skill"},
    {Courtesy::authority, "authority"},
    {Courtesy::other_work, "other_work"},
    {Courtesy::part, "part"},
    {Courtesy::vendor, "vendor"},
    {Courtesy::requester, "requester"},
    {Courtesy::scheduled, "scheduled"},
}};

std::string_view word(Courtesy courtesy) { return courtesy_words[static_cast<std::size_t>(courtesy)].second; }

std::optional<Courtesy> parse_courtesy(std::string_view text) {
    for (const auto& [courtesy, name] : courtesy_words) {
        if (name == text) return courtesy;
    }
    return std::nullopt;
}

static bool has(const Helper& helper, const SkillNeed& need) {
    return std::ranges::any_of(helper.skills, [&](const SkillNeed& own) { return own.skill == need.skill && own.level >= need.level; });
}

static bool has(const Helper& helper, const std::string& authority) {
    return std::ranges::find(helper.authorities, authority) != helper.authorities.end();
}

static bool can_and_may(const Helper& helper, const Need& need) {
    return std::ranges::all_of(need.skills, [&](const auto& skill) { return has(helper, skill); }) &&
           std::ranges::all_of(need.authorities, [&](const auto& authority) { return has(helper, authority); });
}

static bool serves(const Helper& helper, std::int64_t school) {
    return school == 0 || helper.schools.empty() || std::ranges::find(helper.schools, school) != helper.schools.end();
}

static Candidate candidate(const Helper& helper, const Need& need) {
    const bool travels = need.school != 0 && helper.present_at != 0 && helper.present_at != need.school;
    return {helper.account, helper.work_waiting + (travels ? travel : Minutes(0)), travels};
}

/// Those of `helpers` for whom the test holds, who comes first first; those who are there now before all others.
template <typename Test>
static MissingElement missing(Gap gap, std::string key, std::span<const Helper> helpers, Test holds) {
    MissingElement element{gap, std::move(key), {}, {}};
    std::vector<const Helper*> found;
    for (const auto& helper : helpers) {
        if (holds(helper)) found.push_back(&helper);
    }
    auto when = [](const Helper* helper) {
        auto never = base::Instant::max();
        return std::tuple(helper->on_duty ? base::Instant::min() : helper->next_on_duty.value_or(never), helper->account);
    };
    std::ranges::sort(found, {}, when);
    for (const auto* helper : found) element.holders.push_back(helper->account);
    if (!found.empty() && !found.front()->on_duty) element.next = found.front()->next_on_duty;
    return element;
}

/// The fewest people found by always taking who adds most of what is still missing: two for the usual case of one who can and one who may.
static MissingElement split_among(const Need& need, std::span<const Helper> helpers) {
    MissingElement element{Gap::together, {}, {}, {}};
    std::vector<SkillNeed> skills = need.skills;
    std::vector<std::string> authorities = need.authorities;
    while (!skills.empty() || !authorities.empty()) {
        auto adds = [&](const Helper& helper) {
            return std::ranges::count_if(skills, [&](const auto& skill) { return has(helper, skill); }) +
                   std::ranges::count_if(authorities, [&](const auto& authority) { return has(helper, authority); });
        };
        auto rank = [&](const Helper& helper) {
            return std::tuple(-adds(helper), helper.on_duty ? 0 : 1, serves(helper, need.school) ? 0 : 1, helper.work_waiting, helper.account);
        };
        const auto best = std::ranges::min_element(helpers, {}, rank);
        if (best == helpers.end() || adds(*best) == 0) break;
        element.holders.push_back(best->account);
        if (!best->on_duty && best->next_on_duty) element.next = std::max(element.next.value_or(*best->next_on_duty), *best->next_on_duty);
        std::erase_if(skills, [&](const auto& skill) { return has(*best, skill); });
        std::erase_if(authorities, [&](const auto& authority) { return has(*best, authority); });
    }
    return element;
}

static MissingElement why_nobody(const Need& need, std::span<const Helper> helpers) {
    for (const auto& skill : need.skills) {
        if (std::ranges::none_of(helpers, [&](const Helper& helper) { return has(helper, skill); })) {
            // Who has it at a lower level is the nearest to growing into it.
            return missing(Gap::skill, skill.skill, helpers, [&](const Helper& helper) { return has(helper, SkillNeed{skill.skill, 1}); });
        }
    }
    for (const auto& authority : need.authorities) {
        if (std::ranges::none_of(helpers, [&](const Helper& helper) { return has(helper, authority); })) {
            return missing(Gap::authority, authority, helpers, [](const Helper&) { return false; });
        }
    }
    auto able = [&](const Helper& helper) { return can_and_may(helper, need); };
    if (std::ranges::none_of(helpers, able)) return split_among(need, helpers);
    if (std::ranges::none_of(helpers, [&](const Helper& helper) { return able(helper) && serves(helper, need.school); })) {
        return missing(Gap::school, {}, helpers, able);
    }
    return missing(Gap::duty, {}, helpers, [&](const Helper& helper) { return able(helper) && serves(helper, need.school); });
}

Handover find_helpers(const Need& need, std::span<const Helper> helpers, std::int64_t except) {
    Handover handover;
    std::vector<Helper> others;
    for (const auto& helper : helpers) {
        if (helper.account != except) others.push_back(helper);
    }
    for (const auto& helper : others) {
        if (helper.on_duty && serves(helper, need.school) && can_and_may(helper, need)) {
            handover.candidates.push_back(candidate(helper, need));
        }
    }
    // Where nothing is asked everybody is able, whoever leads the department too: those whose work it is come first.
    const bool anybody = need.skills.empty() && need.authorities.empty();
    const auto usual = [&](const Candidate& one) { return std::ranges::find(others, one.account, &Helper::account)->usual; };
    std::ranges::sort(handover.candidates, {}, [&](const Candidate& one) { return std::tuple(anybody && !usual(one), one.waits, one.account); });
    if (handover.candidates.empty()) handover.missing = why_nobody(need, others);
    return handover;
}

}  // namespace helpdesk
