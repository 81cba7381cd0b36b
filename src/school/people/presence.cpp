#include "people/presence.h"

#include <algorithm>

namespace people {

using base::Day;
using std::chrono::days;

static bool covers_day(const Away& absence, Day day) { return absence.first <= day && day <= absence.last; }

bool is_away(std::span<const Away> absences, std::int64_t account, Day day) {
    return std::ranges::any_of(absences, [&](const Away& one) { return one.account == account && covers_day(one, day); });
}

std::vector<Held> in_force(std::span<const Held> assignments, std::span<const Away> absences, Day day) {
    std::vector<Held> held;
    for (const auto& one : assignments) {
        if (day < one.from || (one.to && day > *one.to)) continue;
        if (!one.covers || is_away(absences, *one.covers, day)) held.push_back(one);
    }
    // Substitutes stand in for what the absent hold themselves, not for what those in turn stand in for.
    const auto own = held.size();
    for (const auto& absence : absences) {
        if (!absence.substitute || !covers_day(absence, day)) continue;
        for (std::size_t i = 0; i < own; ++i) {
            if (held[i].account != absence.account || held[i].covers) continue;
            Held stands_in = held[i];
            stands_in.account = *absence.substitute;
            stands_in.covers = absence.account;
            held.push_back(stands_in);
        }
    }
    return held;
}

Presence presence(std::span<const OnDuty> duties, std::span<const Away> absences, std::int64_t account, Day day) {
    if (is_away(absences, account, day)) return {};
    bool has_duty_days = false;
    for (const auto& duty : duties) {
        if (duty.account != account) continue;
        has_duty_days = true;
        if (duty.weekday == base::iso_weekday(day)) return {true, duty.org};
    }
    return {!has_duty_days, {}};
}

std::optional<Day> next_present(std::span<const OnDuty> duties, std::span<const Away> absences, std::int64_t account, Day day) {
    for (Day next = day + days(1); next <= day + days(60); next += days(1)) {
        if (presence(duties, absences, account, next).present) return next;
    }
    return std::nullopt;
}

}  // namespace people
