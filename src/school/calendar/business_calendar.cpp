#include "calendar/business_calendar.h"

#include <algorithm>

namespace calendar {

using base::Day;
using base::Instant;
using base::Milliseconds;
using base::Minutes;
using std::chrono::days;

static constexpr std::int64_t day_ms = 86'400'000;
static constexpr days kept_on_each_side{1096};
static constexpr days farthest_search{3653};

BusinessCalendar::BusinessCalendar(base::TimeZone zone, Plan plan, Day around)
    : zone_(zone), plan_(std::move(plan)), first_(around - kept_on_each_side) {
    std::ranges::stable_sort(plan_.weeks, {}, &Week::valid_from);
    std::ranges::stable_sort(plan_.days, {}, &SpecialDay::on);

    const auto count = static_cast<std::size_t>(2 * kept_on_each_side.count() + 1);
    spans_.reserve(count);
    open_until_.assign(1, 0);
    school_until_.assign(1, 0);
    for (std::size_t i = 0; i < count; ++i) {
        spans_.push_back(span_of(first_ + days(static_cast<int>(i))));
        open_until_.push_back(open_until_.back() + spans_.back().length());
        school_until_.push_back(school_until_.back() + (spans_.back().length() > 0 ? 1 : 0));
    }
}

const Week* BusinessCalendar::week_of(Day day) const {
    if (plan_.weeks.empty()) return nullptr;
    auto after = std::ranges::upper_bound(plan_.weeks, day, {}, &Week::valid_from);
    return after == plan_.weeks.begin() ? &plan_.weeks.front() : &*std::prev(after);
}

const SpecialDay* BusinessCalendar::special(Day day) const {
    auto after = std::ranges::upper_bound(plan_.days, day, {}, &SpecialDay::on);
    if (after == plan_.days.begin() || std::prev(after)->on != day) return nullptr;
    return &*std::prev(after);
}

std::optional<Hours> BusinessCalendar::hours(Day day) const {
    std::optional<Hours> usual;
    if (const Week* week = week_of(day)) usual = week->days[static_cast<std::size_t>(base::iso_weekday(day) - 1)];

    if (const SpecialDay* other = special(day)) {
        if (other->kind == DayKind::holiday || other->kind == DayKind::closed) return std::nullopt;
        auto opens = other->opens ? other->opens : usual ? std::optional(usual->opens) : std::nullopt;
        auto closes = other->closes ? other->closes : usual ? std::optional(usual->closes) : std::nullopt;
        if (!opens || !closes) return std::nullopt;
        usual = Hours{*opens, *closes};
    }
    if (!usual || usual->closes <= usual->opens) return std::nullopt;
    return usual;
}

BusinessCalendar::Span BusinessCalendar::span_of(Day day) const {
    // 24:00 is midnight of the next day: a zone may skip one of the two and not the other.
    auto instant = [&](Minutes of_day) {
        return base::to_ms(of_day < days(1) ? zone_.to_instant({day, of_day}) : zone_.to_instant({day + days(1), Minutes(0)}));
    };
    if (auto open = hours(day)) {
        auto opens = instant(open->opens);
        return {opens, std::max(opens, instant(open->closes))};
    }
    auto midnight = base::to_ms(Instant(day));
    return {midnight, midnight};
}

bool BusinessCalendar::is_school_day(Day day) const { return span_of(day).length() > 0; }

Minutes BusinessCalendar::open_minutes(Day day) const {
    return std::chrono::floor<Minutes>(Milliseconds(span_of(day).length()));
}

bool BusinessCalendar::is_open(Instant at) const {
    auto span = span_of(zone_.day_of(at));
    return span.opens <= base::to_ms(at) && base::to_ms(at) < span.closes;
}

/// Open milliseconds from the beginning of the kept days to a moment; negative before.
std::int64_t BusinessCalendar::open_before(std::int64_t at) const {
    auto inside = [&](const Span& span) { return std::clamp<std::int64_t>(at - span.opens, 0, span.length()); };
    const auto count = static_cast<std::int64_t>(spans_.size());
    const std::int64_t begin = base::to_ms(Instant(first_));
    // Local days begin at most 26 hours before or after the UTC day of that date, so its neighbours are enough to look at.
    const std::int64_t guess = (at - begin) / day_ms;

    if (at >= begin + 2 * day_ms && guess < count - 1) {
        std::int64_t sum = open_until_[static_cast<std::size_t>(guess - 1)];
        for (auto i = guess - 1; i <= guess + 1; ++i) sum += inside(spans_[static_cast<std::size_t>(i)]);
        return sum;
    }
    const Day day = zone_.day_of(base::from_ms(at));
    std::int64_t sum = 0;
    if (day < first_) {
        for (Day other = day; other < first_; other += days(1)) {
            auto span = span_of(other);
            sum -= span.length() - inside(span);
        }
        return sum;
    }
    const Day end = first_ + days(count);
    for (Day other = first_; other < std::min(end, day + days(1)); other += days(1)) {
        sum += inside(spans_[static_cast<std::size_t>((other - first_).count())]);
    }
    for (Day other = end; other <= day; other += days(1)) sum += inside(span_of(other));
    return sum;
}

Milliseconds BusinessCalendar::open_time(Instant from, Instant to) const {
    if (to <= from) return Milliseconds(0);
    return Milliseconds(open_before(base::to_ms(to)) - open_before(base::to_ms(from)));
}

Minutes BusinessCalendar::working_minutes(Instant from, Instant to) const {
    return std::chrono::floor<Minutes>(open_time(from, to));
}

std::optional<Instant> BusinessCalendar::add_open_time(Instant from, Milliseconds length) const {
    if (length <= Milliseconds(0)) return from;
    const std::int64_t start = base::to_ms(from);
    const Day farthest = zone_.day_of(from) + farthest_search;
    const std::int64_t before = open_before(start);
    const std::int64_t target = before + length.count();

    if (before >= 0 && target <= open_until_.back()) {
        auto day = std::ranges::lower_bound(open_until_, target) - open_until_.begin() - 1;
        const auto i = static_cast<std::size_t>(day);
        if (first_ + days(day) > farthest) return std::nullopt;
        return base::from_ms(spans_[i].opens + target - open_until_[i]);
    }
    std::int64_t left = length.count();
    for (Day day = zone_.day_of(from); day <= farthest; day += days(1)) {
        auto span = span_of(day);
        auto opens = std::max(span.opens, start);
        if (span.closes <= opens) continue;
        if (span.closes - opens >= left) return base::from_ms(opens + left);
        left -= span.closes - opens;
    }
    return std::nullopt;
}

std::optional<Instant> BusinessCalendar::add_working_minutes(Instant from, Minutes minutes) const {
    return add_open_time(from, minutes);
}

std::optional<Instant> BusinessCalendar::next_open(Instant from) const {
    auto after_one = add_open_time(from, Milliseconds(1));
    if (!after_one) return std::nullopt;
    return *after_one - Milliseconds(1);
}

/// School days from the beginning of the kept days up to and with `day`; negative before.
std::int64_t BusinessCalendar::school_days_until(Day day) const {
    const auto offset = (day - first_).count() + 1;
    if (offset >= 0 && offset < static_cast<std::int64_t>(school_until_.size())) {
        return school_until_[static_cast<std::size_t>(offset)];
    }
    std::int64_t sum = 0;
    if (offset < 0) {
        for (Day other = day + days(1); other < first_; other += days(1)) sum -= is_school_day(other) ? 1 : 0;
        return sum;
    }
    sum = school_until_.back();
    const Day end = first_ + days(static_cast<int>(spans_.size()));
    for (Day other = end; other <= day; other += days(1)) sum += is_school_day(other) ? 1 : 0;
    return sum;
}

int BusinessCalendar::school_days_between(Day from, Day to) const {
    return static_cast<int>(school_days_until(to) - school_days_until(from));
}

std::optional<Day> BusinessCalendar::add_school_days(Day from, int count) const {
    if (count <= 0) return from;
    const Day farthest = from + farthest_search;
    const auto target = school_days_until(from) + count;
    if (from >= first_ && target <= school_until_.back()) {
        auto found = std::ranges::lower_bound(school_until_, target) - school_until_.begin() - 1;
        Day day = first_ + days(found);
        return day <= farthest ? std::optional(day) : std::nullopt;
    }
    for (Day day = from + days(1); day <= farthest; day += days(1)) {
        if (is_school_day(day) && --count == 0) return day;
    }
    return std::nullopt;
}

}  // namespace calendar
