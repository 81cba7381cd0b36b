#include "people/description.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace people {

std::string_view word(LicenceKind kind) {
    switch (kind) {
        case LicenceKind::educator: return "educator";
        case LicenceKind::administrator: return "administrator";
        case LicenceKind::evaluator: return "evaluator";
        case LicenceKind::other: return "other";
    }
    return "other";
}

std::string_view word(LicenceWhen when) {
    switch (when) {
        case LicenceWhen::application: return "application";
        case LicenceWhen::start: return "start";
        case LicenceWhen::months: return "months";
    }
    return "start";
}

std::optional<LicenceKind> parse_licence_kind(std::string_view typed) {
    for (auto kind : {LicenceKind::educator, LicenceKind::administrator, LicenceKind::evaluator, LicenceKind::other}) {
        if (word(kind) == typed) return kind;
    }
    return std::nullopt;
}

std::optional<LicenceWhen> parse_licence_when(std::string_view typed) {
    for (auto when : {LicenceWhen::application, LicenceWhen::start, LicenceWhen::months}) {
        if (word(when) == typed) return when;
    }
    return std::nullopt;
}

static const CatalogueRole* find_role(std::span<const CatalogueRole> roles, std::string_view key) {
    auto found = std::ranges::find(roles, key, [](const CatalogueRole& one) -> std::string_view { return one.role.key; });
    return found == roles.end() ? nullptr : &*found;
}

static void add_once(std::vector<std::string>& list, const std::string& text) {
    const auto same = [&](const std::string& there) { return base::fold(there) == base::fold(text); };
    if (!text.empty() && std::ranges::none_of(list, same)) list.push_back(text);
}

/// Whole numbers that add up to 100, by the largest remainder; none below 1.
static std::vector<int> whole_shares(const std::vector<double>& exact) {
    std::vector<int> whole;
    for (double one : exact) whole.push_back(std::max(1, static_cast<int>(one)));
    if (exact.empty()) return whole;
    std::vector<std::size_t> order(exact.size());
    std::iota(order.begin(), order.end(), 0);
    for (int rest = 100 - std::accumulate(whole.begin(), whole.end(), 0); rest != 0; rest = 100 - std::accumulate(whole.begin(), whole.end(), 0)) {
        const int step = rest > 0 ? 1 : -1;
        std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
            auto missing = [&](std::size_t i) { return (exact[i] - whole[i]) * step - (step < 0 && whole[i] <= 1 ? 1000 : 0); };
            return missing(left) > missing(right);
        });
        whole[order.front()] += step;
    }
    return whole;
}

static void take_duties(Description& into, std::string_view language, const CatalogueRole& from, int share, std::vector<double>& exact) {
    for (const auto& one : from.content.duties) {
        into.duties.push_back({one.text.in(language), 0, one.essential});
        exact.push_back(one.share * share / 100.0);
    }
}

/// What two roles ask for stands once; it is required when one of them requires it.
static void take_qualifications(Description& into, std::string_view language, const CatalogueRole& from, int first_duty) {
    for (const auto& one : from.content.qualifications) {
        JobQualification mine{one.text.in(language), one.required, one.kind, one.education, one.months, one.years_instead, one.duties};
        for (int& duty : mine.duties) duty += first_duty;
        auto there = std::ranges::find(into.qualifications, mine.text, &JobQualification::text);
        if (there == into.qualifications.end()) {
            into.qualifications.push_back(std::move(mine));
            continue;
        }
        there->required = there->required || mine.required;
        there->duties.insert(there->duties.end(), mine.duties.begin(), mine.duties.end());
    }
}

static void take_skills(Description& into, std::string_view language, const std::vector<RoleShare>& shares, const TakenOver& from) {
    for (const auto& skill : from.skills) {
        int level = 0;
        for (const auto& share : shares) {
            const auto* role = find_role(from.roles, share.role);
            if (!role) continue;
            for (const auto& wanted : role->content.skills) {
                if (wanted.skill == skill.key) level = std::max(level, wanted.level);
            }
        }
        if (level > 0 && static_cast<std::size_t>(level) < from.levels.size()) {
            into.skills.push_back(fmt::format("{}: {}", skill.name.in(language), from.levels[static_cast<std::size_t>(level)]));
        }
    }
}

Description compose(std::string_view language, const std::vector<RoleShare>& shares, const TakenOver& from) {
    Description made;
    made.language = language;
    std::vector<double> exact;
    for (const auto& share : shares) {
        const auto* role = find_role(from.roles, share.role);
        if (!role) continue;
        made.roles.push_back(share);
        const int first_duty = static_cast<int>(made.duties.size());
        take_duties(made, language, *role, share.share, exact);
        take_qualifications(made, language, *role, first_duty);
        for (const auto& power : from.authorities) {
            if (std::ranges::find(role->authorities, power.key) != role->authorities.end()) add_once(made.authority, power.name.in(language));
        }
        for (auto line : base::split(role->role.may_not.in(language), '\n')) add_once(made.not_part, std::string(base::trim(line)));
        if (role->role.holds_teaching_licence && made.licences.empty()) {
            made.licences.push_back({from.educator_licence, LicenceKind::educator, LicenceWhen::start, 0});
        }
    }
    const auto whole = whole_shares(exact);
    for (std::size_t i = 0; i < whole.size(); ++i) made.duties[i].share = whole[i];
    // Required before preferred, as people read them.
    std::ranges::stable_partition(made.qualifications, &JobQualification::required);
    take_skills(made, language, shares, from);
    return made;
}

void require_shares(const std::vector<RoleShare>& shares, std::span<const CatalogueRole> known) {
    if (shares.empty()) throw base::Invalid("roles", "people.fault.no_role");
    int sum = 0;
    std::set<std::string> seen;
    for (const auto& one : shares) {
        if (!find_role(known, one.role) || !seen.insert(one.role).second) throw base::Invalid("roles", "people.problem.role");
        if (one.share < 1 || one.share > 100) throw base::Invalid("share_" + one.role, "people.fault.share");
        sum += one.share;
    }
    if (sum != 100) throw base::Invalid("share_" + shares.front().role, "people.fault.role_shares");
}

void require_sane(const Description& what) {
    auto within = [](std::string_view field, const std::string& text, std::size_t most) {
        if (base::count_code_points(text) > most) throw base::Invalid(std::string(field), "people.fault.long_text");
    };
    if (what.title.empty()) throw base::Invalid("title", "people.problem.title");
    if (base::count_code_points(what.title) > 100) throw base::Invalid("title", "people.problem.long_title");
    within("purpose", what.purpose, 1000);
    within("benefits", what.benefits, 2000);
    within("physical", what.physical, 2000);
    within("background", what.background, 2000);
    within("growth", what.growth, 2000);
    within("success_90", what.success_90, 2000);
    within("success_365", what.success_365, 2000);
    if (what.term_months < 0 || what.term_months > 12) throw base::Invalid("term_months", "people.fault.term");
    if (what.week_minutes < 0 || what.week_minutes > 60 * 60) throw base::Invalid("hours", "people.fault.hours");
    for (std::size_t i = 0; i < what.duties.size(); ++i) {
        if (what.duties[i].share < 0 || what.duties[i].share > 100) throw base::Invalid(fmt::format("duty_share{}", i + 1), "people.fault.share");
        within(fmt::format("duty_text{}", i + 1), what.duties[i].text, 300);
    }
    for (std::size_t i = 0; i < what.qualifications.size(); ++i) {
        const auto& one = what.qualifications[i];
        within(fmt::format("need_text{}", i + 1), one.text, 300);
        if (one.months < 0 || one.months > 600) throw base::Invalid(fmt::format("need_months{}", i + 1), "people.fault.years");
        if (one.years_instead < 0 || one.years_instead > 50) throw base::Invalid(fmt::format("need_instead{}", i + 1), "people.fault.years");
        for (int duty : one.duties) {
            if (duty < 1 || static_cast<std::size_t>(duty) > what.duties.size()) throw base::Invalid(fmt::format("need_duties{}", i + 1), "people.fault.which_duty");
        }
    }
    for (std::size_t i = 0; i < what.licences.size(); ++i) {
        const auto& one = what.licences[i];
        if (one.months < 0 || one.months > 120) throw base::Invalid(fmt::format("licence_months{}", i + 1), "people.fault.years");
    }
}

}  // namespace people
