/// Events that everybody may know of: concerts, rehearsals, meetings, sessions of the board. What is saved here is public at once.
/// Clause numbers in the files of this subject refer to docs/policies/events.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/time.h"
#include "html/html.h"
#include "roster/roster.h"

namespace http {
class ReadCall;
}

namespace calendar {

/// Events everywhere or of single schools.
constexpr auth::Permission may_post_events{"calendar.events"};

struct EventId {
    std::int64_t value = 0;
    auto operator<=>(const EventId&) const = default;
};

/// `game` is what other rooms bring to the lists; nobody writes one as an event.
enum class EventKind { practice, rehearsal, meeting, governance, performance, other, game };
std::string_view word(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view word);
/// Those that a person may choose.
std::span<const EventKind> event_kinds();

/// `postponed`: it will be, but nobody knows when; `starts` is still the time that was published. `withdrawn`: entered by mistake; it is shown
/// nowhere, and feeds tell that it is cancelled.
enum class EventStatus { scheduled, delayed, postponed, rescheduled, cancelled, completed, withdrawn };
std::string_view word(EventStatus status);
std::optional<EventStatus> parse_event_status(std::string_view word);

/// Words in English, and in Spanish where somebody wrote them.
struct Bilingual {
    std::string en;
    std::string es;
    /// In that language, else in English.
    const std::string& in(html::Language language) const { return language == html::Language::es && !es.empty() ? es : en; }
    /// The language in which in() answers: "en" or "es", for the attribute lang.
    std::string_view lang(html::Language language) const { return language == html::Language::es && (!es.empty() || en.empty()) ? "es" : "en"; }
    bool operator==(const Bilingual&) const = default;
};

/// The noun to which an event belongs besides a school: "Band", "Board".
struct Group {
    std::int64_t id = 0;
    std::string slug;  // of the address; never changes
    std::optional<roster::OrgId> school;
    Bilingual name;
};

/// One thing at one time, as lists, pages and feeds show it, whichever room it comes from.
struct PublicEvent {
    EventId id;                // 0 for what other rooms bring
    std::string uid;           // random and for ever the same
    std::int64_t sequence = 0; // only ever rises; also what a form was made from
    base::Instant changed;
    std::string path;          // "/events/12", without a language
    EventKind kind = EventKind::other;
    std::optional<roster::OrgId> school;  // absent: the district
    std::string school_name;
    std::optional<Group> group;
    Bilingual title;
    Bilingual description;
    Bilingual note;            // why it changed
    std::string place;
    bool all_day = false;
    bool hour_open = false;    // all day, because nobody knows the hour yet
    base::Day first;           // in the district's time zone
    base::Day last;            // inclusive
    base::Instant starts;      // all day: midnight
    base::Instant ends;        // all day: midnight after the last day
    EventStatus status = EventStatus::scheduled;
    std::optional<base::Instant> original_starts;  // the start that was published first, once it has moved
    bool original_all_day = false;                 // that start was a day without an hour
    std::optional<EventId> series;                 // the first of its series
};

/// Those that are not over at `now` and begin before `until`, by start: of the district and, with one, of that school; without one, of all.
/// What is cancelled or postponed is among them (clause 1), what is withdrawn is not.
std::vector<PublicEvent> upcoming_events(db::Read& db, base::Instant now, base::Instant until, std::optional<roster::OrgId> school, int most);

/// What another room has between two moments, cancelled and withdrawn ones included, by start; words in the call's language at least.
using EventSource = std::vector<PublicEvent> (*)(http::ReadCall& call, base::Instant from, base::Instant until, std::optional<roster::OrgId> school);
/// Filled once, by app/wire.cpp: the public lists and feeds of the schools show these too.
std::vector<EventSource>& event_sources();

}  // namespace calendar
