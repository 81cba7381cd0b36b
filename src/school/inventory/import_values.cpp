#include "inventory/import_values.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "base/text.h"

namespace inventory {

namespace {

/// "a/b/year" as it stands.
struct Parts {
    int first = 0;
    int second = 0;
    int year = 0;
    char separator = 0;
    bool two_digits = false;
};

}  // namespace

static bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

static int number(std::string_view digits) { return static_cast<int>(base::parse_integer(digits).value_or(-1)); }

static std::optional<Parts> parts_of(std::string_view cell) {
    cell = cell.substr(0, cell.find(' '));
    auto at = cell.find_first_of("/.-");
    if (at == std::string_view::npos) return std::nullopt;
    char separator = cell[at];
    auto pieces = base::split(cell, separator);
    if (pieces.size() != 3 || !std::ranges::all_of(pieces, all_digits)) return std::nullopt;
    if (pieces[0].size() > 2 || pieces[1].size() > 2 || (pieces[2].size() != 2 && pieces[2].size() != 4)) return std::nullopt;
    Parts parts{number(pieces[0]), number(pieces[1]), number(pieces[2]), separator, pieces[2].size() == 2};
    if (parts.two_digits) parts.year += parts.year <= 68 ? 2000 : 1900;
    return parts;
}

static std::optional<base::Day> day_of(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1) return std::nullopt;
    std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return base::Day(date);
}

static base::Day last_of_month(int year, int month) {
    return base::Day(std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::last);
}

DayOrder order_shown_by(std::string_view cell) {
    auto parts = parts_of(cell);
    if (!parts) return DayOrder::unknown;
    if (parts->separator == '.' || parts->first > 12) return DayOrder::day_first;
    return parts->second > 12 ? DayOrder::month_first : DayOrder::unknown;
}

DayOrder combine(DayOrder left, DayOrder right) {
    if (left == DayOrder::unknown) return right;
    if (right == DayOrder::unknown || left == right) return left;
    return DayOrder::contradictory;
}

static ReadDay read_parts(const Parts& parts, DayOrder order) {
    ReadDay read{.two_digit_year = parts.two_digits};
    if (order == DayOrder::contradictory) {
        // Each cell that shows its own order is read by it; the others could be either.
        if (parts.first > 12 || parts.separator == '.') order = DayOrder::day_first;
        if (parts.second > 12) order = DayOrder::month_first;
    }
    if (order == DayOrder::month_first || (order != DayOrder::day_first && parts.first == parts.second)) {
        read.day = day_of(parts.year, parts.first, parts.second);
    } else if (order == DayOrder::day_first) {
        read.day = day_of(parts.year, parts.second, parts.first);
    } else {
        read.ambiguous = day_of(parts.year, parts.first, parts.second) && day_of(parts.year, parts.second, parts.first);
    }
    return read;
}

/// "2027-06", "Jun 2027", "June 2027".
static std::optional<base::Day> read_month(std::string_view cell) {
    static constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    if (cell.size() == 7 && cell[4] == '-' && all_digits(cell.substr(0, 4)) && all_digits(cell.substr(5))) {
        int month = number(cell.substr(5));
        if (month < 1 || month > 12) return std::nullopt;
        return last_of_month(number(cell.substr(0, 4)), month);
    }
    auto space = cell.rfind(' ');
    if (space == std::string_view::npos || space < 3 || cell.size() - space != 5 || !all_digits(cell.substr(space + 1))) return std::nullopt;
    auto name = base::to_lower_ascii(cell.substr(0, 3));
    const auto* found = std::ranges::find(months, name);
    if (found == months.end()) return std::nullopt;
    return last_of_month(number(cell.substr(space + 1)), static_cast<int>(found - months.begin()) + 1);
}

ReadDay read_day(std::string_view cell, DayOrder order) {
    if (cell.size() >= 10 && (cell.size() == 10 || cell[10] == 'T' || cell[10] == ' ')) {
        if (auto day = base::parse_day(cell.substr(0, 10))) return {.day = day};
    }
    if (auto parts = parts_of(cell)) return read_parts(*parts, order);
    if (auto day = read_month(cell)) return {.day = day};
    if (all_digits(cell) && cell.size() >= 12 && cell.size() <= 14) {
        auto ms = base::parse_integer(cell);
        return {.day = base::TimeZone::utc().day_of(base::from_ms(*ms))};
    }
    return {};
}

std::optional<base::Instant> read_moment(std::string_view cell) {
    if (auto moment = base::parse_instant(cell)) return moment;
    if (cell.size() >= 19 && cell[10] == ' ') {
        std::string text(cell.substr(0, 19));
        text[10] = 'T';
        if (auto moment = base::parse_instant(text + "Z")) return moment;
    }
    auto day = base::parse_day(cell);
    if (!day) return std::nullopt;
    return base::Instant(*day);
}

base::Day months_after(base::Day day, int months) {
    std::chrono::year_month_day date{day};
    auto month = std::chrono::year_month(date.year(), date.month()) + std::chrono::months(months);
    std::chrono::year_month_day later{month.year(), month.month(), date.day()};
    return later.ok() ? base::Day(later) : base::Day(month.year() / month.month() / std::chrono::last);
}

}  // namespace inventory
