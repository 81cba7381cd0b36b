#include "calendar/bells.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "calendar/calendar_form.h"

namespace calendar {

static constexpr std::array<std::string_view, 3> bell_words{"regular", "early_release", "dated"};

std::string_view word(BellKind kind) { return bell_words[static_cast<std::size_t>(kind)]; }

std::optional<BellKind> parse_bell_kind(std::string_view text) {
    const auto found = std::ranges::find(bell_words, text);
    if (found == bell_words.end()) return std::nullopt;
    return static_cast<BellKind>(found - bell_words.begin());
}

/// In force: begun, not ended, and no later version of the same name has begun.
static bool in_force(const std::vector<Bells>& all, const Bells& bells, base::Day day) {
    if (bells.valid_from > day || (bells.ended && *bells.ended <= day)) return false;
    return std::ranges::none_of(all, [&](const Bells& other) {
        return other.name == bells.name && other.school == bells.school && other.valid_from > bells.valid_from && other.valid_from <= day;
    });
}

template <typename Fits>
static const Bells* latest(const std::vector<const Bells*>& ringing, Fits&& fits) {
    const Bells* found = nullptr;
    for (const auto* bells : ringing) {
        if (!fits(*bells)) continue;
        if (!found || std::tie(bells->valid_from, bells->id) > std::tie(found->valid_from, found->id)) found = bells;
    }
    return found;
}

const Bells* bells_on(const std::vector<Bells>& of_school, const BusinessCalendar& calendar, base::Day day) {
    if (!calendar.is_school_day(day)) return nullptr;
    std::vector<const Bells*> ringing;
    for (const auto& bells : of_school) {
        if (in_force(of_school, bells, day)) ringing.push_back(&bells);
    }
    const auto* named = latest(ringing, [&](const Bells& bells) { return std::ranges::find(bells.dates, day) != bells.dates.end(); });
    if (named) return named;
    const auto* special = calendar.special(day);
    if (special && special->kind == DayKind::early_release) {
        if (const auto* early = latest(ringing, [](const Bells& bells) { return bells.kind == BellKind::early_release; })) return early;
    }
    const auto weekday = static_cast<std::size_t>(base::iso_weekday(day) - 1);
    const auto* usual = latest(ringing, [&](const Bells& bells) { return bells.kind == BellKind::regular && bells.weekdays[weekday]; });
    if (usual || !special || special->kind != DayKind::open_extra) return usual;
    return latest(ringing, [](const Bells& bells) { return bells.kind == BellKind::regular; });
}

std::vector<Period> periods_on(const std::vector<Bells>& of_school, const BusinessCalendar& calendar, base::Day day) {
    const auto* bells = bells_on(of_school, calendar, day);
    if (!bells) return {};
    auto periods = bells->periods;
    const auto* special = calendar.special(day);
    const bool names_the_day = std::ranges::find(bells->dates, day) != bells->dates.end();
    if (special && special->kind == DayKind::early_release && bells->kind == BellKind::regular && !names_the_day) {
        const auto closes = calendar.hours(day)->closes;
        std::erase_if(periods, [&](const Period& period) { return period.ends > closes; });
    }
    return periods;
}

/// "8:00-8:50 Period 1"; an en dash does as well.
static std::optional<Period> parse_period(std::string_view line) {
    constexpr std::string_view long_dash = "–";
    const bool is_long = line.find(long_dash) != std::string_view::npos;
    const auto dash = is_long ? line.find(long_dash) : line.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto rest = base::trim(line.substr(dash + (is_long ? long_dash.size() : 1)));
    const auto space = rest.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto starts = parse_clock(line.substr(0, dash));
    const auto ends = parse_clock(rest.substr(0, space));
    if (!starts || !ends || *ends <= *starts) return std::nullopt;
    auto name = base::trim(rest.substr(space));
    const bool aside = name.size() > 2 && name.front() == '(' && name.back() == ')';
    if (aside) name = base::trim(name.substr(1, name.size() - 2));
    Period period{std::string(name), *starts, *ends, !aside};
    if (period.name.empty() || base::count_code_points(period.name) > 60) return std::nullopt;
    return period;
}

std::optional<std::vector<Period>> parse_periods(std::string_view text, std::string& bad_line) {
    std::vector<Period> periods;
    for (auto line : base::split(text, '\n')) {
        const auto typed = base::collapse_space(line);
        if (typed.empty()) continue;
        auto period = parse_period(typed);
        if (!period) {
            bad_line = base::elide(typed, 60);
            return std::nullopt;
        }
        periods.push_back(std::move(*period));
    }
    std::ranges::stable_sort(periods, {}, &Period::starts);
    return periods;
}

std::string periods_text(const std::vector<Period>& periods) {
    std::string text;
    for (const auto& period : periods) {
        text += fmt::format("{}-{} {}\n", clock_text(period.starts), clock_text(period.ends), period.taught ? period.name : fmt::format("({})", period.name));
    }
    return text;
}

std::vector<std::pair<std::string, std::string>> bell_problems(const Bells& bells) {
    std::vector<std::pair<std::string, std::string>> problems;
    if (base::collapse_space(bells.name).empty()) problems.emplace_back("name", "calendar.bells.problem.name");
    if (base::count_code_points(bells.name) > 100) problems.emplace_back("name", "calendar.problem.long_name");
    const bool no_weekday = std::ranges::none_of(bells.weekdays, [](bool rings) { return rings; });
    if (bells.kind == BellKind::regular && no_weekday) problems.emplace_back("weekdays", "calendar.bells.problem.weekdays");
    if (bells.kind == BellKind::dated && bells.dates.empty()) problems.emplace_back("dates", "calendar.bells.problem.dates");
    if (bells.dates.size() > most_dates) problems.emplace_back("dates", "calendar.bells.problem.many_dates");
    if (bells.periods.empty()) problems.emplace_back("periods", "calendar.bells.problem.periods");
    if (bells.periods.size() > most_periods) problems.emplace_back("periods", "calendar.bells.problem.many_periods");
    for (std::size_t i = 1; i < bells.periods.size(); ++i) {
        // Two lunches of two grades overlap; two periods of teaching by one name would be one period.
        const bool same = bells.periods[i].name == bells.periods[i - 1].name && bells.periods[i].starts < bells.periods[i - 1].ends;
        if (same) problems.emplace_back("periods", "calendar.bells.problem.overlap");
    }
    return problems;
}

}  // namespace calendar
