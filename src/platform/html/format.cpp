#include "html/format.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace html {

using Names7 = std::array<std::string_view, 7>;
using Names12 = std::array<std::string_view, 12>;

static constexpr Names7 weekdays_en{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
static constexpr Names7 weekdays_es{"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"};
static constexpr Names12 months_en{"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};
static constexpr Names12 months_es{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                   "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

static std::string_view weekday(Language language, base::Day day) {
    auto index = static_cast<std::size_t>(base::iso_weekday(day) - 1);
    return language == Language::es ? weekdays_es[index] : weekdays_en[index];
}

static std::string date(Language language, base::Day today, base::Day day) {
    std::chrono::year_month_day parts(day);
    auto number = static_cast<unsigned>(parts.day());
    auto index = static_cast<std::size_t>(static_cast<unsigned>(parts.month()) - 1);
    bool this_year = parts.year() == std::chrono::year_month_day(today).year();
    auto year = static_cast<int>(parts.year());
    if (language == Language::es) {
        return this_year ? fmt::format("{} de {}", number, months_es[index]) : fmt::format("{} de {} de {}", number, months_es[index], year);
    }
    return this_year ? fmt::format("{} {}", number, months_en[index]) : fmt::format("{} {} {}", number, months_en[index], year);
}

std::string day_words(Language language, base::Day today, base::Day day) {
    return fmt::format("{}, {}", weekday(language, day), date(language, today, day));
}

static std::string clock(base::LocalTime local) {
    auto minutes = local.of_day.count();
    return fmt::format("{}:{:02}", minutes / 60, minutes % 60);
}

std::string clock_words(base::TimeZone zone, base::Instant at) { return clock(zone.to_local(at)); }

std::string moment_words(Language language, base::TimeZone zone, base::Instant now, base::Instant at) {
    auto today = zone.day_of(now);
    auto local = zone.to_local(at);
    auto days_ago = (today - local.day).count();
    bool es = language == Language::es;
    std::string name;
    if (days_ago == 0) name = es ? "hoy" : "today";
    else if (days_ago == 1) name = es ? "ayer" : "yesterday";
    else if (days_ago == -1) name = es ? "mañana" : "tomorrow";
    else if (days_ago > -7 && days_ago < 7) name = weekday(language, local.day);
    else name = date(language, today, local.day);
    return fmt::format("{} {}", name, clock(local));
}

static std::string late_words(Language language, std::int64_t minutes) {
    bool es = language == Language::es;
    if (minutes < 60) return fmt::format(fmt::runtime(es ? "{} min de retraso" : "{} min late"), minutes);
    if (minutes < 24 * 60) return fmt::format(fmt::runtime(es ? "{} h de retraso" : "{} h late"), minutes / 60);
    auto days = minutes / (24 * 60);
    if (days == 1) return es ? "1 día de retraso" : "1 day late";
    return fmt::format(fmt::runtime(es ? "{} días de retraso" : "{} days late"), days);
}

std::string due_words(Language language, base::TimeZone zone, base::Instant now, base::Instant due) {
    auto minutes = std::chrono::floor<base::Minutes>(due - now).count();
    if (minutes < 0) return late_words(language, -minutes);
    bool es = language == Language::es;
    if (minutes < 60) return fmt::format(fmt::runtime(es ? "en {} min" : "in {} min"), minutes);
    auto today = zone.day_of(now);
    auto local = zone.to_local(due);
    auto days = (local.day - today).count();
    if (days == 0) return fmt::format("{} {}", es ? "hoy" : "today", clock(local));
    if (days == 1) return fmt::format("{} {}", es ? "mañana" : "tomorrow", clock(local));
    if (days < 7) return std::string(weekday(language, local.day));
    return date(language, today, local.day);
}

std::string school_days_words(Language language, std::int64_t days) {
    if (language == Language::es) return days == 1 ? "1 día de clase" : fmt::format("{} días de clase", days);
    return days == 1 ? "1 school day" : fmt::format("{} school days", days);
}

std::string minutes_words(Language, base::Minutes duration) {
    auto minutes = duration.count();
    if (minutes < 60) return fmt::format("{} min", minutes);
    if (minutes % 60 == 0) return fmt::format("{} h", minutes / 60);
    return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

static std::string grouped(std::int64_t number, std::string_view separator) {
    auto digits = std::to_string(number < 0 ? -number : number);
    std::string out;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > 0 && (digits.size() - at) % 3 == 0) out += separator;
        out += digits[at];
    }
    return number < 0 ? "-" + out : out;
}

std::string number_words(Language language, std::int64_t number) {
    if (language == Language::en) return grouped(number, ",");
    return number > -10'000 && number < 10'000 ? std::to_string(number) : grouped(number, "\u202f");
}

std::string money_words(Language language, std::int64_t cents, std::string_view currency) {
    auto whole = cents < 0 ? -cents : cents;
    auto amount = fmt::format("{}.{:02}", number_words(language, whole / 100), whole % 100);
    auto sign = cents < 0 ? "-" : "";
    if (currency == "USD") return fmt::format("{}${}", sign, amount);
    return fmt::format("{}{} {}", currency, sign, amount);
}

std::string percent_words(Language language, double share) {
    return fmt::format(fmt::runtime(language == Language::es ? "{} %" : "{}%"), std::llround(share * 100));
}

std::string ordinal_words(Language language, std::int64_t number) {
    if (language == Language::es) return fmt::format("{}.º", number);
    auto last_two = number % 100;
    if (last_two >= 11 && last_two <= 13) return fmt::format("{}th", number);
    switch (number % 10) {
        case 1: return fmt::format("{}st", number);
        case 2: return fmt::format("{}nd", number);
        case 3: return fmt::format("{}rd", number);
        default: return fmt::format("{}th", number);
    }
}

}  // namespace html
