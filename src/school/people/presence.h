/// Who holds which role on a day, and who is there: pure, from the rows of the room.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"

namespace people {

/// As stored; accounts, roles and orgs by number. No org: everywhere.
struct Held {
    std::int64_t account = 0;
    std::int64_t role = 0;
    std::optional<std::int64_t> org;
    base::Day from;
    std::optional<base::Day> to;
    std::optional<std::int64_t> covers;
};

struct Away {
    std::int64_t account = 0;
    base::Day first;
    base::Day last;
    std::optional<std::int64_t> substitute;
};

struct OnDuty {
    std::int64_t account = 0;
    int weekday = 1;  // 1 Monday
    std::optional<std::int64_t> org;
};

bool is_away(std::span<const Away> absences, std::int64_t account, base::Day day);

/// The assignments in force that day: own ones; covers while the covered person is away; and to a substitute everything that the absent
/// person holds. Whoever is away keeps their own.
std::vector<Held> in_force(std::span<const Held> assignments, std::span<const Away> absences, base::Day day);

struct Presence {
    bool present = false;
    std::optional<std::int64_t> at;
};
/// Whoever has no duty days is there every day.
Presence presence(std::span<const OnDuty> duties, std::span<const Away> absences, std::int64_t account, base::Day day);
/// The first day after `day`, within 60, on which the account is present.
std::optional<base::Day> next_present(std::span<const OnDuty> duties, std::span<const Away> absences, std::int64_t account, base::Day day);

}  // namespace people
