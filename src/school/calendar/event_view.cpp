#include "calendar/event_view.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "calendar/calendar.h"
#include "calendar/pages.h"
#include "html/format.h"
#include "http/parse.h"

namespace calendar {

using std::chrono::days;

StatusLook look_of(EventStatus status) {
    switch (status) {
        case EventStatus::cancelled:
        case EventStatus::withdrawn: return {"pill-bad", "i-x"};
        case EventStatus::postponed: return {"pill-wait", "i-clock"};
        case EventStatus::delayed: return {"pill-wait", "i-hourglass"};
        case EventStatus::rescheduled: return {"pill-info", "i-calendar-event"};
        case EventStatus::completed: return {"pill-good", "i-circle-check"};
        case EventStatus::scheduled: break;
    }
    return {"", "i-calendar"};
}

std::string status_words(const http::Call& call, EventStatus status) { return call.text(fmt::format("calendar.events.status.{}", word(status))); }

void show_status(const http::Call& call, html::View& view, EventStatus status) {
    if (status == EventStatus::scheduled) return;
    const auto look = look_of(status);
    view.add("status").set("words", status_words(call, status)).set("tone", look.tone).set("icon", look.icon);
}

std::string time_words(const http::Call& call, const PublicEvent& event) {
    if (!event.all_day) return fmt::format("{}–{}", html::clock_words(call.zone, event.starts), html::clock_words(call.zone, event.ends));
    if (event.hour_open) return call.text("calendar.events.hour_open");
    if (event.last == event.first) return call.text("calendar.events.all_day");
    return call.text("calendar.events.all_day_until", {{"day", html::day_words(call.language, call.today(), event.last)}});
}

std::string original_words(const http::Call& call, const PublicEvent& event) {
    if (!event.original_starts) return "";
    const auto day = html::day_words(call.language, call.today(), call.zone.day_of(*event.original_starts));
    if (event.original_all_day) return call.text("calendar.events.was_on", {{"day", day}});
    return call.text("calendar.events.was_at", {{"day", day}, {"time", html::clock_words(call.zone, *event.original_starts)}});
}

std::string local_iso(base::TimeZone zone, base::Instant at) {
    const auto local = zone.to_local(at);
    const auto shown = base::Instant(local.day) + local.of_day;
    const auto offset = std::chrono::round<base::Minutes>(shown - std::chrono::floor<base::Minutes>(at)).count();
    const auto minutes = offset < 0 ? -offset : offset;
    return fmt::format("{}T{}:00{}{:02}:{:02}", base::to_iso(local.day), clock_text(local.of_day), offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void show_place(html::View& view, const PublicEvent& event) {
    if (!event.place.empty()) view.add("has_place").set("place", event.place).set("lang", "en");
}

std::string machine_time(const PublicEvent& event, base::TimeZone zone) { return event.all_day ? base::to_iso(event.first) : local_iso(zone, event.starts); }

/// Words and the language they are in, for an element whose page may be in another.
static void set_words(const http::Call& call, html::View& view, const std::string& name, const Bilingual& words) {
    if (words.in(call.language).empty()) return;
    view.add(name).set("text", words.in(call.language)).set("lang", words.lang(call.language));
}

static void fill_event(const http::Call& call, html::View row, const PublicEvent& event) {
    row.set("href", call.public_path(event.path)).set("time", time_words(call, event)).set("machine", machine_time(event, call.zone));
    row.set("kind", call.text(fmt::format("calendar.events.kind.{}", word(event.kind))));
    row.set("title", event.title.in(call.language)).set("lang", event.title.lang(call.language));
    row.set("where", event.school_name.empty() ? call.text("calendar.events.district") : event.school_name);
    if (event.group) set_words(call, row, "group", event.group->name);
    set_words(call, row, "note", event.note);
    if (const auto was = original_words(call, event); !was.empty()) row.add("original").set("text", was);
    show_status(call, row, event.status);
    row.show_if(event.status == EventStatus::cancelled || event.status == EventStatus::postponed, "off");
    show_place(row, event);
}

void fill_days(const http::Call& call, html::View& view, const std::vector<PublicEvent>& events, base::Day from) {
    std::optional<base::Day> day;
    html::View group;
    for (const auto& event : events) {
        const auto shown = std::max(event.first, from);
        if (!day || *day != shown) {
            day = shown;
            group = view.add("day");
            group.set("name", html::day_words(call.language, call.today(), shown)).set("iso", base::to_iso(shown));
            group.show_if(shown == call.today(), "today");
        }
        fill_event(call, group.add("event"), event);
    }
}

static std::string in_front(const http::Call& call, EventStatus status) {
    if (status == EventStatus::cancelled || status == EventStatus::withdrawn) return call.text("calendar.events.front.cancelled");
    if (status == EventStatus::postponed) return call.text("calendar.events.front.postponed");
    if (status == EventStatus::delayed) return call.text("calendar.events.front.delayed");
    return "";
}

IcsEvent ics_of(const http::Call& call, const PublicEvent& event) {
    IcsEvent out{.uid = event.uid, .sequence = event.sequence, .starts = event.starts, .ends = event.ends, .changed = event.changed,
                 .summary = in_front(call, event.status) + event.title.in(call.language), .location = event.place, .description = {},
                 .url = call.services.public_url + call.public_path(event.path)};
    for (const auto& part : {event.note.in(call.language), original_words(call, event), event.description.in(call.language)}) {
        if (!part.empty()) out.description += (out.description.empty() ? "" : "\n") + part;
    }
    out.cancelled = event.status == EventStatus::cancelled || event.status == EventStatus::withdrawn;
    out.tentative = event.status == EventStatus::postponed;
    if (event.all_day) out.whole_days = IcsEvent::Days{event.first, event.last};
    out.category = call.text(fmt::format("calendar.events.kind.{}", word(event.kind)));
    return out;
}

void show_subscription(const http::Call& call, html::View& view, std::string_view path) {
    const auto https = call.services.public_url + call.public_path(path);
    // The template writes "webcal" itself: automatic escaping lets no other scheme than the web's begin an address.
    const auto rest = https.substr(std::min(https.find("://"), https.size()));
    view.add("subscribe").set("https", https).set("after_webcal", rest).set("google", "https://calendar.google.com/calendar/r?cid=" + http::percent_encode("webcal" + rest))
        .set("as_of", html::clock_words(call.zone, call.now)).set("iso", local_iso(call.zone, call.now));
}

http::Response feed(const http::Call& call, const IcsCalendar& about, const std::vector<IcsEvent>& events) {
    IcsCalendar named = about;
    named.zone = call.zone.name();
    http::Response answer;
    answer.content_type = ics_type;
    answer.body = write_ics(named, events);
    return answer;
}

static std::string_view schema_status(const PublicEvent& event) {
    switch (event.status) {
        case EventStatus::cancelled:
        case EventStatus::withdrawn: return "https://schema.org/EventCancelled";
        case EventStatus::postponed: return "https://schema.org/EventPostponed";
        case EventStatus::rescheduled: return "https://schema.org/EventRescheduled";
        case EventStatus::delayed: return event.original_starts ? "https://schema.org/EventRescheduled" : "https://schema.org/EventScheduled";
        default: return "https://schema.org/EventScheduled";
    }
}

boost::json::object event_json(const http::Call& call, const PublicEvent& event) {
    auto moment = [&](base::Instant at, bool day_only) { return day_only ? base::to_iso(call.zone.day_of(at)) : local_iso(call.zone, at); };
    const auto organizer = event.school_name.empty() ? call.district() : event.school_name;
    boost::json::object out{{"@context", "https://schema.org"},
                            {"@type", "Event"},
                            {"name", event.title.in(call.language)},
                            {"startDate", moment(event.starts, event.all_day)},
                            {"endDate", event.all_day ? base::to_iso(event.last) : local_iso(call.zone, event.ends)},
                            {"eventStatus", schema_status(event)},
                            {"eventAttendanceMode", "https://schema.org/OfflineEventAttendanceMode"},
                            {"url", call.services.public_url + call.public_path(event.path)},
                            {"organizer", boost::json::object{{"@type", "Organization"}, {"name", organizer}, {"url", call.services.public_url}}},
                            {"location", boost::json::object{{"@type", "Place"}, {"name", event.place.empty() ? organizer : event.place}}}};
    if (!event.description.in(call.language).empty()) out["description"] = event.description.in(call.language);
    if (!event.original_starts || event.status == EventStatus::completed) return out;
    const auto original = moment(*event.original_starts, event.original_all_day);
    if (event.status == EventStatus::rescheduled || event.status == EventStatus::delayed) {
        out["previousStartDate"] = original;
    } else {
        // Cancelled or postponed after a move: the start that was published first, as schema.org asks. The end belongs to the other start.
        out["startDate"] = original;
        out.erase("endDate");
    }
    return out;
}

}  // namespace calendar
