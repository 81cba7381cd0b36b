/// A season's schedule as people paste it: one game a line, from a spreadsheet or a letter. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "athletics/game.h"

namespace athletics {

constexpr int most_lines = 300;

struct ScheduleLine {
    std::int64_t line = 0;             // as an editor counts, from 1
    std::string text;                  // what stands there, for the report
    GameDraft draft;                   // when there is no problem
    std::vector<std::string> problems; // message keys; empty: the line can be brought in
};

/// Reads "date, time, opponent, home or away, place"; columns split by comma, semicolon or tab, in that order or as a first line of headings
/// says. Days as 2026-12-04, 12/4/2026 or 12/4 (the month first; without a year it is the school year's). Times as 19:00, 7:00 PM or 7pm; empty
/// or TBA: the hour is open. Away is A, Away, @ or at, also in front of the opponent. A line with spaces alone is read as well, when it begins with a
/// day: "12/12 6pm Fairfield H Main gym"; what stands after the H, A or N is the place.
std::vector<ScheduleLine> read_schedule(std::string_view text, calendar::SchoolYear year);

/// Each absent when the text is none.
std::optional<base::Day> parse_us_day(std::string_view text, calendar::SchoolYear year);
std::optional<base::Minutes> parse_us_clock(std::string_view text);

}  // namespace athletics
