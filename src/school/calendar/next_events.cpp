// A few events to come, for the front page and the page of a school.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "calendar/calendar.h"
#include "calendar/pages.h"
#include "html/format.h"

namespace calendar {

static std::vector<PublicEvent> next_of_all_rooms(http::ReadCall& call, base::Instant until, std::optional<roster::OrgId> school, std::size_t most) {
    auto events = upcoming_events(call.db, call.now, until, school, static_cast<int>(most));
    for (auto source : event_sources()) {
        for (auto& event : source(call, call.now, until, school)) {
            if (event.status != EventStatus::withdrawn && event.ends > call.now) events.push_back(std::move(event));
        }
    }
    std::ranges::stable_sort(events, {}, &PublicEvent::starts);
    if (events.size() > most) events.resize(most);
    return events;
}

static void fill_line(const http::Call& call, html::View row, const PublicEvent& event) {
    const auto shown = std::max(event.first, call.today());
    const std::chrono::year_month_day date(shown);
    row.set("weekday", call.text(fmt::format("calendar.weekday_short.{}", base::iso_weekday(shown)))).set("number", static_cast<unsigned>(date.day())).set("iso", machine_time(event, call.zone));
    row.set("full", html::day_words(call.language, call.today(), shown)).set("href", call.public_path(event.path));
    row.set("title", event.title.in(call.language)).set("lang", event.title.lang(call.language)).set("time", time_words(call, event));
    if (!event.school_name.empty()) row.add("school").set("text", event.school_name);
    show_place(row, event);
    show_status(call, row, event.status);
}

static void fill_list(const http::Call& call, html::View& view, const std::vector<PublicEvent>& events) {
    auto list = view.include("next", "calendar/next_events");
    for (const auto& event : events) fill_line(call, list.add("event"), event);
}

NextShown show_next(http::ReadCall& call, html::View& view, int days, std::optional<roster::OrgId> school, std::size_t most) {
    const auto events = next_of_all_rooms(call, call.now + std::chrono::days(days), school, most);
    if (events.empty()) return {};
    fill_list(call, view, events);
    return {true, std::ranges::min(events, {}, &PublicEvent::ends).ends};
}

static bool is_about(const http::Call& call, const PublicEvent& event, const std::vector<std::string>& words) {
    auto text = fmt::format("{} {} {} {} {}", event.title.en, event.title.es, event.place, event.school_name, call.text(fmt::format("calendar.events.kind.{}", word(event.kind))));
    if (event.group) text += fmt::format(" {} {}", event.group->name.en, event.group->name.es);
    const auto said = base::folded_words(text);
    return std::ranges::all_of(words, [&](const std::string& wanted) { return std::ranges::any_of(said, [&](const std::string& one) { return one.starts_with(wanted); }); });
}

bool show_found(http::ReadCall& call, html::View& view, int days, const std::vector<std::string>& words, std::size_t most) {
    if (words.empty()) return false;
    // Whoever types must not make the house read years of rehearsals.
    constexpr std::size_t most_looked_at = 2000;
    auto events = next_of_all_rooms(call, call.now + std::chrono::days(days), {}, most_looked_at);
    std::erase_if(events, [&](const PublicEvent& event) { return !is_about(call, event, words); });
    if (events.empty()) return false;
    if (events.size() > most) events.resize(most);
    fill_list(call, view, events);
    return true;
}

}  // namespace calendar
