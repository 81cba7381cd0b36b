#include "athletics/schedule.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/csv.h"
#include "base/text.h"

namespace athletics {

enum class Column { day, time, opponent, side, place, count };
static constexpr auto column_count = static_cast<std::size_t>(Column::count);
using Columns = std::array<int, column_count>;  // index of the field, -1: none
static constexpr Columns usual_columns{0, 1, 2, 3, 4};

std::optional<base::Day> parse_us_day(std::string_view text, calendar::SchoolYear year) {
    text = base::trim(text);
    if (auto day = base::parse_day(text)) return day;
    const auto parts = base::split(text, '/');
    if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
    const auto month = base::parse_integer(parts[0]);
    const auto day = base::parse_integer(parts[1]);
    if (!month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    std::int64_t years = *month >= 8 ? year.begins : year.begins + 1;
    if (parts.size() == 3) {
        const auto typed = base::parse_integer(parts[2]);
        if (!typed || *typed < 0) return std::nullopt;
        years = *typed < 100 ? 2000 + *typed : *typed;
    }
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(years)), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || years < 1990 || years > 2200) return std::nullopt;
    return base::Day(date);
}

std::optional<base::Minutes> parse_us_clock(std::string_view text) {
    auto words = base::to_lower_ascii(base::trim(text));
    std::erase_if(words, [](char c) { return c == ' ' || c == '.'; });
    std::optional<bool> afternoon;
    if (words.ends_with("am") || words.ends_with("pm")) {
        afternoon = words.ends_with("pm");
        words.resize(words.size() - 2);
        if (words.find(':') == std::string::npos) words += ":00";
    }
    auto time = calendar::parse_clock(words);
    if (!time || !afternoon) return time;
    if (*time < base::Minutes(60) || *time >= base::Minutes(13 * 60)) return std::nullopt;
    if (*time >= base::Minutes(12 * 60)) *time -= base::Minutes(12 * 60);
    return *afternoon ? *time + base::Minutes(12 * 60) : *time;
}

static const std::map<std::string, Column, std::less<>>& headings() {
    static const std::map<std::string, Column, std::less<>> words{
        {"date", Column::day},          {"day", Column::day},         {"fecha", Column::day},      {"time", Column::time},   {"start", Column::time},      {"hora", Column::time},
        {"opponent", Column::opponent}, {"versus", Column::opponent}, {"rival", Column::opponent}, {"h/a", Column::side},    {"home/away", Column::side},  {"side", Column::side},
        {"place", Column::place},       {"location", Column::place},  {"site", Column::place},     {"venue", Column::place}, {"lugar", Column::place}};
    return words;
}

/// The columns that a line of headings names; absent when it is none.
static std::optional<Columns> read_headings(std::span<const std::string_view> fields) {
    Columns columns;
    columns.fill(-1);
    int known = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto found = headings().find(base::fold(base::trim(fields[i])));
        if (found == headings().end()) continue;
        columns[static_cast<std::size_t>(found->second)] = static_cast<int>(i);
        ++known;
    }
    if (known < 2) return std::nullopt;
    return columns;
}

static std::optional<Side> side_of(std::string_view text) {
    const auto word = base::to_lower_ascii(base::trim(text));
    if (word.empty() || word == "h" || word == "home" || word == "vs" || word == "vs.") return Side::home;
    if (word == "a" || word == "away" || word == "@" || word == "at") return Side::away;
    if (word == "n" || word == "neutral") return Side::neutral;
    return std::nullopt;
}

/// "@ Central" and "vs. Central" say the side in front of the name.
static void read_opponent(std::string_view text, GameDraft& draft, bool side_known) {
    auto name = base::collapse_space(text);
    const auto folded = base::to_lower_ascii(name);
    for (const auto& [front, side] : {std::pair{"@", Side::away}, {"at ", Side::away}, {"vs. ", Side::home}, {"vs ", Side::home}}) {
        if (!folded.starts_with(front)) continue;
        if (!side_known) draft.side = side;
        name = base::trim(std::string_view(name).substr(std::string_view(front).size()));
        break;
    }
    draft.opponent = name;
}

static bool is_open(std::string_view text) {
    const auto word = base::to_lower_ascii(base::trim(text));
    return word.empty() || word == "tba" || word == "tbd" || word == "-";
}

static bool says_a_side(std::string_view word) {
    static constexpr std::string_view words[] = {"h", "home", "a", "away", "n", "neutral"};
    return std::ranges::find(words, base::to_lower_ascii(word)) != std::end(words);
}

/// A line without separators, "12/12 6pm Fairfield H Main gym", in the usual order of columns; empty when it does not begin with a day.
static std::vector<std::string> fields_of_words(std::string_view line, calendar::SchoolYear year) {
    const auto tidy = base::collapse_space(line);
    const auto words = base::split(tidy, ' ');
    if (words.size() < 2 || !parse_us_day(words.front(), year)) return {};
    std::vector<std::string> fields(column_count);
    auto field = [&](Column column) -> std::string& { return fields[static_cast<std::size_t>(column)]; };
    auto add = [&](Column column, std::string_view word) { field(column) += (field(column).empty() ? "" : " ") + std::string(word); };
    field(Column::day) = words.front();
    std::size_t at = 1;
    if (is_open(words[at]) || (words[at].front() >= '0' && words[at].front() <= '9')) {
        field(Column::time) = words[at++];
        static constexpr std::string_view halves[] = {"am", "pm", "a.m.", "p.m."};
        if (at < words.size() && std::ranges::find(halves, base::to_lower_ascii(words[at])) != std::end(halves)) add(Column::time, words[at++]);
    }
    for (; at < words.size(); ++at) {
        if (!field(Column::side).empty()) add(Column::place, words[at]);
        else if (!field(Column::opponent).empty() && says_a_side(words[at])) field(Column::side) = words[at];
        else add(Column::opponent, words[at]);
    }
    return fields;
}

static ScheduleLine read_line(std::int64_t number, std::span<const std::string_view> fields, const Columns& columns, calendar::SchoolYear year) {
    auto field = [&](Column column) {
        const auto at = columns[static_cast<std::size_t>(column)];
        return at >= 0 && static_cast<std::size_t>(at) < fields.size() ? base::trim(fields[static_cast<std::size_t>(at)]) : std::string_view();
    };
    ScheduleLine line;
    line.line = number;
    for (auto one : fields) line.text += (line.text.empty() ? "" : ", ") + std::string(one);
    line.text = base::elide(line.text, 120);
    const auto day = parse_us_day(field(Column::day), year);
    if (!day) line.problems.emplace_back("athletics.paste.problem.day");
    line.draft.day = day.value_or(base::Day());
    if (!is_open(field(Column::time))) {
        line.draft.starts = parse_us_clock(field(Column::time));
        if (!line.draft.starts) line.problems.emplace_back("athletics.paste.problem.time");
    }
    const auto side = side_of(field(Column::side));
    if (!side) line.problems.emplace_back("athletics.paste.problem.side");
    line.draft.side = side.value_or(Side::home);
    read_opponent(field(Column::opponent), line.draft, !field(Column::side).empty());
    line.draft.place = base::collapse_space(field(Column::place));
    if (line.draft.opponent.empty()) line.problems.emplace_back("athletics.paste.problem.opponent");
    else if (line.problems.empty() && !draft_problems(line.draft).empty()) line.problems.push_back(draft_problems(line.draft).front().second);
    return line;
}

std::vector<ScheduleLine> read_schedule(std::string_view text, calendar::SchoolYear year) {
    std::vector<ScheduleLine> lines;
    Columns columns = usual_columns;
    base::csv::Options options;
    options.encoding = base::csv::Encoding::utf8;
    base::csv::Reader reader(base::csv::from_text(text), options);
    try {
        for (bool first = true; reader.next(); first = false) {
            if (first) {
                if (auto named = read_headings(reader.fields())) {
                    columns = *named;
                    continue;
                }
            }
            if (std::ranges::all_of(reader.fields(), [](std::string_view one) { return base::trim(one).empty(); })) continue;
            if (lines.size() == most_lines) {
                lines.push_back({reader.line(), "", {}, {"athletics.paste.problem.many"}});
                break;
            }
            const auto words = reader.fields().size() == 1 ? fields_of_words(reader.fields().front(), year) : std::vector<std::string>();
            if (words.empty()) {
                lines.push_back(read_line(reader.line(), reader.fields(), columns, year));
            } else {
                const std::vector<std::string_view> fields(words.begin(), words.end());
                lines.push_back(read_line(reader.line(), fields, usual_columns, year));
                lines.back().text = base::elide(reader.fields().front(), 120);
            }
        }
    } catch (const base::csv::Error& error) {
        lines.push_back({error.line(), "", {}, {"athletics.paste.problem.line"}});
    }
    return lines;
}

}  // namespace athletics
