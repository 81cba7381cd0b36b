// What everybody sees: lists by day and month, of all, of a school, of a group; one event; and the feeds that calendar programs subscribe to.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "calendar/event_store.h"
#include "calendar/event_view.h"
#include "calendar/pages.h"
#include "html/format.h"
#include "http/routes.h"
#include "roster/roster.h"

namespace calendar {

using std::chrono::days;
using std::chrono::months;
using Month = std::chrono::year_month;

constexpr int most_on_a_page = 500;
constexpr int most_in_a_feed = 3000;
/// A feed keeps what was cancelled long enough for every program to have seen it (clause 1).
constexpr days feed_before{60};
constexpr days feed_after{400};
/// Lists go so far to both sides, so that no program that follows links walks through centuries.
constexpr int most_months_away = 24;
/// A list that says of when it is, says it anew that often.
constexpr std::chrono::minutes as_of_holds{5};

namespace {

/// Whose events a page is about.
struct Which {
    std::optional<roster::Org> school;
    std::optional<Group> group;
    std::string path;  // "/events/school/north-school"
};

}  // namespace

static std::string title_of(const http::Call& call, const Which& which) {
    if (which.group) return call.text("calendar.events.heading_of", {{"name", which.group->name.in(call.language)}});
    if (which.school) return call.text("calendar.events.heading_of", {{"name", which.school->name}});
    return call.text("calendar.events.heading");
}

static Which all_events(http::ReadCall&) { return {{}, {}, "/events"}; }

static Which school_events(http::ReadCall& call) {
    auto school = roster::find_school_by_slug(call.db, call.path("school"));
    if (!school) throw base::NotFound("no such school");
    return {std::move(school), {}, fmt::format("/events/school/{}", call.path("school"))};
}

static Which group_events(http::ReadCall& call) {
    auto group = find_group(call.db, call.path("group"));
    if (!group) throw base::NotFound("no such group");
    return {{}, std::move(group), fmt::format("/events/group/{}", call.path("group"))};
}

/// Ours and what other rooms bring, by start.
static std::vector<PublicEvent> collect(http::ReadCall& call, const Which& which, base::Instant from, base::Instant until, Withdrawn withdrawn, int most) {
    const auto school = which.school ? std::optional(which.school->id) : std::nullopt;
    auto events = events_between(call.db, from, until, {school, which.group ? std::optional(which.group->id) : std::nullopt}, withdrawn, most);
    if (withdrawn == Withdrawn::included) {
        for (auto& event : events_that_left(call.db, from, {school, which.group ? std::optional(which.group->id) : std::nullopt}, most)) events.push_back(std::move(event));
    }
    if (!which.group) {
        for (auto source : event_sources()) {
            for (auto& event : source(call, from, until, school)) {
                if (withdrawn == Withdrawn::included || event.status != EventStatus::withdrawn) events.push_back(std::move(event));
            }
        }
    }
    std::ranges::stable_sort(events, {}, [](const PublicEvent& event) { return event.starts; });
    return events;
}

static std::string month_name(const http::Call& call, Month month) {
    return fmt::format("{} {}", call.text(fmt::format("calendar.month.{}", static_cast<unsigned>(month.month()))), static_cast<int>(month.year()));
}

static std::string month_path(const http::Call& call, const Which& which, Month month) {
    return call.public_path(fmt::format("{}/month/{:04}-{:02}", which.path, static_cast<int>(month.year()), static_cast<unsigned>(month.month())));
}

static Month month_of(base::Day day) {
    const std::chrono::year_month_day date(day);
    return {date.year(), date.month()};
}

static bool within_reach(const http::Call& call, Month month) {
    const auto away = (month - month_of(call.today())).count();
    return away >= -most_months_away && away <= most_months_away;
}

static void fill_pager(const http::Call& call, html::View& view, const Which& which, Month before, Month after) {
    if (within_reach(call, before)) view.add("previous").set("href", month_path(call, which, before)).set("name", month_name(call, before));
    if (within_reach(call, after)) view.add("next").set("href", month_path(call, which, after)).set("name", month_name(call, after));
}

static void fill_subscription(const http::Call& call, html::View& view, const Which& which) {
    auto part = view.include("subscribe", "calendar/subscribe");
    show_subscription(call, part, which.path + "/calendar.ics");
}

static void fill_ways(http::ReadCall& call, html::View& view) {
    auto all = groups(call.db);
    const auto schools = roster::school_addresses(call.db);
    if (!schools.empty()) {
        auto list = view.add("schools");
        for (const auto& one : schools) list.add("school").set("href", call.public_path("/events/school/" + one.slug)).set("name", one.school.name);
    }
    if (all.empty()) return;
    auto list = view.add("groups");
    for (const auto& group : all) {
        auto row = list.add("group");
        row.set("href", call.public_path("/events/group/" + group.slug)).set("name", group.name.in(call.language)).set("lang", group.name.lang(call.language));
        const auto school = std::ranges::find_if(schools, [&](const auto& one) { return group.school == one.school.id; });
        if (school != schools.end()) row.add("of_school").set("school", school->school.name);
    }
}

static http::Response days_page(http::ReadCall& call, const Which& which, const std::string& title, base::Day first, base::Day after_last, Month before, Month after) {
    auto at_midnight = [&](base::Day day) { return call.zone.to_instant({day, base::Minutes(0)}); };
    auto events = collect(call, which, at_midnight(first), at_midnight(after_last), Withdrawn::left_out, most_on_a_page + 1);
    html::View view;
    if (events.size() > most_on_a_page) {
        events.resize(most_on_a_page);
        view.show("cut");
    }
    view.set("heading", title);
    if (which.school || which.group) view.add("up").set("href", call.public_path("/events")).set("text", call.text("calendar.events.heading"));
    auto list = view.include("days", "calendar/event_days");
    fill_days(call, list, events, first);
    view.show_if(events.empty(), "none");
    fill_pager(call, view, which, before, after);
    fill_subscription(call, view, which);
    if (!which.school && !which.group) fill_ways(call, view);
    auto response = call.public_page("calendar/event_days_page", title, std::move(view), {.description = call.text("calendar.events.about", {{"title", title}})});
    response.ends_by(call.now + as_of_holds);
    return response;
}

/// From today on.
static http::Response coming(http::ReadCall& call, const Which& which) {
    const auto month = month_of(call.today());
    return days_page(call, which, title_of(call, which), call.today(), call.today() + days(31), month, month + months(1));
}

static http::Response of_month(http::ReadCall& call, const Which& which) {
    const auto first = base::parse_day(fmt::format("{}-01", call.path("month")));
    if (!first || !within_reach(call, month_of(*first))) throw base::NotFound("no such month");
    const auto month = month_of(*first);
    const auto title = fmt::format("{}: {}", title_of(call, which), month_name(call, month));
    return days_page(call, which, title, *first, base::Day((month + months(1)) / 1), month - months(1), month + months(1));
}

static http::Response feed_of(http::ReadCall& call, const Which& which) {
    const auto from = call.zone.to_instant({call.today() - feed_before, base::Minutes(0)});
    const auto until = call.zone.to_instant({call.today() + feed_after, base::Minutes(0)});
    std::vector<IcsEvent> events;
    for (const auto& event : collect(call, which, from, until, Withdrawn::included, most_in_a_feed)) events.push_back(ics_of(call, event));
    const auto name = which.school || which.group ? title_of(call, which) : fmt::format("{}: {}", call.district(), title_of(call, which));
    return feed(call, {.name = name, .description = call.text("calendar.events.about", {{"title", name}}), .zone = {},
                       .source = call.services.public_url + call.public_path(which.path + "/calendar.ics")}, events);
}

static http::Response show_all(http::ReadCall& call) { return coming(call, all_events(call)); }
static http::Response show_school(http::ReadCall& call) { return coming(call, school_events(call)); }
static http::Response show_group(http::ReadCall& call) { return coming(call, group_events(call)); }
static http::Response show_month(http::ReadCall& call) { return of_month(call, all_events(call)); }
static http::Response show_school_month(http::ReadCall& call) { return of_month(call, school_events(call)); }
static http::Response show_group_month(http::ReadCall& call) { return of_month(call, group_events(call)); }
static http::Response feed_all(http::ReadCall& call) { return feed_of(call, all_events(call)); }
static http::Response feed_school(http::ReadCall& call) { return feed_of(call, school_events(call)); }
static http::Response feed_group(http::ReadCall& call) { return feed_of(call, group_events(call)); }

// --- One event ---

static std::string_view answer_of(EventStatus status) {
    if (status == EventStatus::cancelled) return "answer-bad";
    if (status == EventStatus::postponed) return "answer-wait";
    return "answer-info";
}

static void fill_words(const http::Call& call, html::View& view, const PublicEvent& event) {
    const auto& note = event.note.in(call.language);
    const auto was = original_words(call, event);
    if (!note.empty() || !was.empty() || event.status == EventStatus::postponed) {
        auto told = view.add("told");
        told.set("answer", answer_of(event.status));
        if (!note.empty()) told.add("note").set("text", note).set("lang", event.note.lang(call.language));
        if (!was.empty()) told.add("original").set("text", was);
        told.show_if(event.status == EventStatus::postponed, "no_date");
    }
    for (auto line : base::split(event.description.in(call.language), '\n')) {
        if (!base::trim(line).empty()) view.add("paragraph").set("text", base::trim(line)).set("lang", event.description.lang(call.language));
    }
}

/// A withdrawn event says that it is gone, so that search engines take it out.
static http::Response show_event(http::ReadCall& call) {
    const auto event = find_event(call.db, call.id_as<EventId>("event"));
    if (event.status == EventStatus::withdrawn) return call.public_page(http::gone, "calendar/event_gone", call.text("calendar.events.gone"), html::View());
    html::View view;
    view.set("title", event.title.in(call.language)).set("lang", event.title.lang(call.language));
    view.set("kind", call.text(fmt::format("calendar.events.kind.{}", word(event.kind)))).set("back", call.public_path("/events"));
    view.set("day", html::day_words(call.language, call.today(), event.first)).set("time", time_words(call, event)).set("machine", machine_time(event, call.zone));
    show_place(view, event);
    if (event.school) {
        const auto schools = roster::school_addresses(call.db);
        const auto found = std::ranges::find_if(schools, [&](const auto& one) { return one.school.id == *event.school; });
        view.add("school").set("name", event.school_name).set("href", call.public_path(found == schools.end() ? "/events" : "/events/school/" + found->slug));
    } else {
        view.show("district");
    }
    if (event.group) {
        view.add("group").set("href", call.public_path("/events/group/" + event.group->slug)).set("text", event.group->name.in(call.language)).set("lang", event.group->name.lang(call.language));
    }
    show_status(call, view, event.status);
    fill_words(call, view, event);
    view.set("changed", html::moment_words(call.language, call.zone, call.now, event.changed)).set("changed_iso", base::to_iso(event.changed));
    view.set("ics", call.public_path(event.path + "/event.ics"));
    view.data("event_json", event_json(call, event));
    return call.public_page("calendar/event", event.title.in(call.language), std::move(view), {.description = event.description.in(call.language)});
}

static http::Response download_event(http::ReadCall& call) {
    const auto event = find_event(call.db, call.id_as<EventId>("event"));
    auto answer = feed(call, {.name = event.title.in(call.language)}, {ics_of(call, event)});
    answer.header("Content-Disposition", "attachment; filename=\"event.ics\"");
    return answer;
}

void public_event_routes(http::Routes& routes) {
    routes.get("/events", http::anyone, show_all).public_page();
    routes.get("/events/calendar.ics", http::anyone, feed_all).public_page();
    routes.get("/events/month/{month}", http::anyone, show_month).public_page();
    routes.get("/events/school/{school}", http::anyone, show_school).public_page();
    routes.get("/events/school/{school}/calendar.ics", http::anyone, feed_school).public_page();
    routes.get("/events/school/{school}/month/{month}", http::anyone, show_school_month).public_page();
    routes.get("/events/group/{group}", http::anyone, show_group).public_page();
    routes.get("/events/group/{group}/calendar.ics", http::anyone, feed_group).public_page();
    routes.get("/events/group/{group}/month/{month}", http::anyone, show_group_month).public_page();
    routes.get("/events/{event}", http::anyone, show_event).public_page();
    routes.get("/events/{event}/event.ics", http::anyone, download_event).public_page();
}

}  // namespace calendar
