#include "base/time.h"

#include <date/tz.h>
#include <fmt/core.h>

#include <cassert>
#include <string>

namespace base {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::seconds;

/// Writes the last `width` decimal digits of a number that is not negative, and returns where they end. Lists write hundreds of moments, so not
/// by a format.
static char* put_digits(char* to, std::int64_t number, int width) {
    for (int at = width - 1; at >= 0; --at, number /= 10) to[at] = static_cast<char>('0' + number % 10);
    return to + width;
}

static char* put_day(char* to, Day day) {
    const std::chrono::year_month_day date{day};
    to = put_digits(to, static_cast<int>(date.year()), 4);
    *to++ = '-';
    to = put_digits(to, static_cast<unsigned>(date.month()), 2);
    *to++ = '-';
    return put_digits(to, static_cast<unsigned>(date.day()), 2);
}

/// ISO 8601 writes four digits of a year; what has more or is before year 0 needs them all.
static bool has_four_digits(Day day) {
    const int year = static_cast<int>(std::chrono::year_month_day{day}.year());
    return year >= 0 && year <= 9999;
}

std::string to_iso(Day day) {
    if (!has_four_digits(day)) {
        const std::chrono::year_month_day date{day};
        return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    }
    char text[10];
    put_day(text, day);
    return {text, sizeof text};
}

std::string to_iso(Instant instant) {
    const Day day = floor<days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};
    char text[14];
    char* to = text;
    *to++ = 'T';
    to = put_digits(to, time.hours().count(), 2);
    *to++ = ':';
    to = put_digits(to, time.minutes().count(), 2);
    *to++ = ':';
    to = put_digits(to, time.seconds().count(), 2);
    *to++ = '.';
    to = put_digits(to, time.subseconds().count(), 3);
    *to = 'Z';
    return to_iso(day).append(text, sizeof text);
}

/// The digits at the start of `text`, which are removed from it; absent when there are fewer than `count`.
static std::optional<int> take_number(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int number = 0;
    for (char c : text.substr(0, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return number;
}

static bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

static std::optional<Day> take_day(std::string_view& text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, "-")) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!month || !take(text, "-")) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

std::optional<Day> parse_day(std::string_view text) {
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

/// Hours and minutes as "19:58".
static std::optional<Minutes> take_hours_and_minutes(std::string_view& text) {
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    return hours{*hour} + Minutes{*minute};
}

/// Decimals of a second, cut to milliseconds.
static std::optional<Milliseconds> take_decimals(std::string_view& text) {
    if (!take(text, ".")) return Milliseconds{0};
    int ms = 0;
    int unit = 100;
    bool any = false;
    while (const auto digit = take_number(text, 1)) {
        ms += *digit * unit;
        unit /= 10;
        any = true;
    }
    if (!any) return std::nullopt;
    return Milliseconds{ms};
}

static std::optional<Minutes> take_offset(std::string_view& text) {
    if (take(text, "Zz")) return Minutes{0};
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, "+-")) return std::nullopt;
    const auto offset = take_hours_and_minutes(text);
    if (!offset) return std::nullopt;
    return west ? -*offset : *offset;
}

std::optional<Instant> parse_instant(std::string_view text) {
    const auto day = take_day(text);
    if (!day || !take(text, "Tt ")) return std::nullopt;
    const auto time = take_hours_and_minutes(text);
    if (!time || !take(text, ":")) return std::nullopt;
    const auto second = take_number(text, 2);
    if (!second || *second > 60) return std::nullopt;  // 60 is a leap second; it counts as the one after it.
    const auto decimals = take_decimals(text);
    if (!decimals) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Instant{*day} + *time - *offset + seconds{*second} + *decimals;
}

int iso_weekday(Day day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()); }

static const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    try {
        return TimeZone(date::locate_zone(name));
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

TimeZone TimeZone::utc() { return TimeZone(date::locate_zone("UTC")); }

std::string_view TimeZone::name() const { return zone_of(zone_).name(); }

LocalTime TimeZone::to_local(Instant instant) const {
    const auto local = zone_of(zone_).to_local(floor<seconds>(instant)).time_since_epoch();
    const auto day = floor<days>(local);
    return {Day{day}, floor<Minutes>(local - day)};
}

Instant TimeZone::to_instant(LocalTime local) const {
    const date::local_seconds wall{seconds{local.day.time_since_epoch()} + local.of_day};
    const auto info = zone_of(zone_).get_info(wall);
    if (info.result == date::local_info::nonexistent) return Instant{info.first.end};
    return Instant{wall.time_since_epoch() - info.first.offset};
}

Instant system_now() { return floor<Milliseconds>(std::chrono::system_clock::now()); }

}  // namespace base
