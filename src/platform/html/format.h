/// Dates, times, durations, money and numbers as people of a language read them. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "html/html.h"

namespace html {

/// "Thursday, 12 March"; with the year when it is not the year of `today`.
std::string day_words(Language language, base::Day today, base::Day day);
/// "14:05", as the zone's clocks show it.
std::string clock_words(base::TimeZone zone, base::Instant at);
/// "today 14:05", "yesterday 8:40", "Tuesday 8:40" within a week, else "12 March 8:40", with the year when it is another.
std::string moment_words(Language language, base::TimeZone zone, base::Instant now, base::Instant at);
/// How soon: "in 40 min", "today 14:00", "tomorrow 9:00", "Thursday", "12 March"; when it has passed, "40 min late", "3 days late".
std::string due_words(Language language, base::TimeZone zone, base::Instant now, base::Instant due);
/// "3 school days", "1 school day".
std::string school_days_words(Language language, std::int64_t days);
/// "2 h 15 min", "40 min".
std::string minutes_words(Language language, base::Minutes duration);
/// "$1,234.50" for USD; another currency's code stands before the amount.
std::string money_words(Language language, std::int64_t cents, std::string_view currency);
/// "12,345" in English, "12 345" in Spanish (RAE: a thin space, from five digits on).
std::string number_words(Language language, std::int64_t number);
/// "64 %" of a share between 0 and 1, rounded.
std::string percent_words(Language language, double share);
/// "2nd" in English, "2.º" in Spanish.
std::string ordinal_words(Language language, std::int64_t number);

}  // namespace html
