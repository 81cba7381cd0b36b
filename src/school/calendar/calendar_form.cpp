#include "calendar/calendar_form.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/message.h"

namespace calendar {

using base::Minutes;
using roster::OrgId;

std::optional<Minutes> parse_clock(std::string_view text) {
    auto parts = base::split(base::trim(text), ':');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;  // some browsers send seconds
    auto hours = base::parse_integer(parts[0]);
    auto minutes = base::parse_integer(parts[1]);
    if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59) return std::nullopt;
    return Minutes(*hours * 60 + *minutes);
}

std::string clock_text(Minutes of_day) {
    const auto minutes = of_day.count() % 1440;
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

static std::string school_text(std::optional<OrgId> org) { return org ? std::to_string(org->value) : ""; }

static std::optional<OrgId> understand_school(const std::string& text, Problems& problems) {
    if (text.empty()) return std::nullopt;
    auto id = base::parse_integer(text);
    if (!id || *id <= 0) problems.emplace_back("school", "calendar.problem.school");
    return OrgId{id.value_or(0)};
}

static base::Day understand_day(std::string_view field, const std::string& text, Problems& problems) {
    auto day = base::parse_day(text);
    if (!day) problems.emplace_back(std::string(field), "calendar.problem.day");
    return day.value_or(base::Day());
}

/// The time, when one was typed.
static std::optional<Minutes> understand_clock(std::string_view field, const std::string& text, Problems& problems) {
    if (text.empty()) return std::nullopt;
    auto time = parse_clock(text);
    if (!time) problems.emplace_back(std::string(field), "calendar.problem.clock");
    return time;
}

HoursForm read_hours_form(const http::Fields& fields) {
    HoursForm form{std::string(fields.text("school")), std::string(fields.text("from")), {}};
    for (std::size_t i = 0; i < 7; ++i) {
        form.times[i] = {std::string(fields.text(fmt::format("opens{}", i + 1))), std::string(fields.text(fmt::format("closes{}", i + 1)))};
    }
    return form;
}

HoursForm hours_form(const HoursEntry& entry) {
    HoursForm form{school_text(entry.org), base::to_iso(entry.week.valid_from), {}};
    for (std::size_t i = 0; i < 7; ++i) {
        if (const auto& hours = entry.week.days[i]) form.times[i] = {clock_text(hours->opens), clock_text(hours->closes)};
    }
    return form;
}

HoursEntry understand(const HoursForm& form, Problems& problems) {
    HoursEntry entry{understand_school(form.school, problems), {understand_day("from", form.from, problems), {}}};
    for (std::size_t i = 0; i < 7; ++i) {
        const auto& [opens_text, closes_text] = form.times[i];
        const auto opens_field = fmt::format("opens{}", i + 1);
        const auto closes_field = fmt::format("closes{}", i + 1);
        const auto before = problems.size();
        auto opens = understand_clock(opens_field, opens_text, problems);
        auto closes = understand_clock(closes_field, closes_text, problems);
        if (problems.size() > before || (!opens && !closes)) continue;
        if (!opens || !closes) {
            problems.emplace_back(opens ? closes_field : opens_field, "calendar.problem.both_times");
            continue;
        }
        if (*closes == Minutes(0)) closes = std::chrono::days(1);
        if (*closes <= *opens) problems.emplace_back(closes_field, "calendar.problem.closes");
        entry.week.days[i] = Hours{*opens, *closes};
    }
    return entry;
}

DayForm read_day_form(const http::Fields& fields) {
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    return {text("school"), text("name"), text("kind"), text("first"), text("last"), text("opens"), text("closes")};
}

DayForm day_form(const DayEntry& entry) {
    return {.school = school_text(entry.org),
            .name = entry.name,
            .kind = std::string(word(entry.kind)),
            .first = base::to_iso(entry.first),
            .last = entry.last == entry.first ? "" : base::to_iso(entry.last),
            .opens = entry.opens ? clock_text(*entry.opens) : "",
            .closes = entry.closes ? clock_text(*entry.closes) : ""};
}

DayEntry understand(const DayForm& form, Problems& problems) {
    DayEntry entry{.org = understand_school(form.school, problems), .name = base::collapse_space(form.name)};
    entry.first = understand_day("first", form.first, problems);
    entry.last = form.last.empty() ? entry.first : understand_day("last", form.last, problems);
    auto kind = parse_day_kind(form.kind);
    if (!kind) problems.emplace_back("kind", "calendar.problem.kind");
    entry.kind = kind.value_or(DayKind::holiday);
    if (entry.kind == DayKind::early_release || entry.kind == DayKind::open_extra) {
        entry.opens = understand_clock("opens", form.opens, problems);
        entry.closes = understand_clock("closes", form.closes, problems);
        if (entry.closes == Minutes(0)) entry.closes = std::chrono::days(1);
    }
    if (problems.empty()) problems = day_problems(entry);
    return entry;
}

}  // namespace calendar
