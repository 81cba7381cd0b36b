/// How events look in lists, on pages and in feeds. Other rooms that bring events to the lists use the words too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "calendar/event.h"
#include "calendar/ics.h"
#include "http/call.h"

namespace calendar {

/// "Cancelled", with the class of its pill and the name of its icon; nothing for what is as planned.
struct StatusLook {
    std::string_view tone;
    std::string_view icon;
};
StatusLook look_of(EventStatus status);
std::string status_words(const http::Call& call, EventStatus status);
/// Adds {{#status}} with words, tone and icon when there is something to tell.
void show_status(const http::Call& call, html::View& view, EventStatus status);

/// "18:00–19:30", "All day", "All day, until Friday, 4 December".
std::string time_words(const http::Call& call, const PublicEvent& event);
/// When it would have been, for what has moved: "Was planned for Tuesday, 1 December, 18:00". Empty for others.
std::string original_words(const http::Call& call, const PublicEvent& event);
/// The value of <time datetime>.
std::string machine_time(const PublicEvent& event, base::TimeZone zone);
/// "2026-12-01T18:00:00-06:00", as that zone's clocks show it.
std::string local_iso(base::TimeZone zone, base::Instant at);

/// Adds {{#day}} with {{#event}} for each day on which one begins; what began before `from` stands under that day.
/// Links are public ones in the call's language.
void fill_days(const http::Call& call, html::View& view, const std::vector<PublicEvent>& events, base::Day from);

/// What show_next has shown.
struct NextShown {
    bool any = false;
    std::optional<base::Instant> holds_until;  // when the first of them is over
};
/// What is not over and begins within `days`, of every room, by start: `{{>next}}` with "calendar/next_events"; nothing when there is none. With a
/// school, the district's and its own.
NextShown show_next(http::ReadCall& call, html::View& view, int days, std::optional<roster::OrgId> school, std::size_t most);
/// The same list of those that a visitor looks for: each of `words` (of base::folded_words) begins a word of the title, group, place, school or kind.
/// False, and nothing is shown, when there is none or no word was given.
bool show_found(http::ReadCall& call, html::View& view, int days, const std::vector<std::string>& words, std::size_t most);

/// The event as feeds tell it (clause 1: what does not take place says so in front of its title).
IcsEvent ics_of(const http::Call& call, const PublicEvent& event);
/// Adds {{#subscribe}}: https, webcal and google, for the feed at this path.
void show_subscription(const http::Call& call, html::View& view, std::string_view path);
/// The answer of a feed.
http::Response feed(const http::Call& call, const IcsCalendar& about, const std::vector<IcsEvent>& events);

/// schema.org Event. What was moved or delayed names the start that was published first beside the new one; what was cancelled or postponed has it
/// as its start; what is over says when it was.
boost::json::object event_json(const http::Call& call, const PublicEvent& event);

}  // namespace calendar
