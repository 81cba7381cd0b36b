/// Events as they lie in the database, and the only ways to change them. Only for this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.h"
#include "calendar/event.h"

namespace calendar {

/// An event of whole days is at most this long; so what touches a day began at most that long before.
constexpr int longest_event_days = 60;
constexpr int most_occurrences = 60;

/// Whose events: all, or those of the district and one school, or of one group.
struct EventsOf {
    std::optional<roster::OrgId> school;
    std::optional<std::int64_t> group;
};
enum class Withdrawn { left_out, included };

/// Those that are not over at `from` and begin before `until`, by start; at most that many.
std::vector<PublicEvent> events_between(db::Read& db, base::Instant from, base::Instant until, const EventsOf& of, Withdrawn withdrawn, int most);
/// Those that left that school or group after `since` and are not over by then: its feed must say that they are there no more. Their status is
/// `withdrawn`, whatever they are where they are now. None without a school or group.
std::vector<PublicEvent> events_that_left(db::Read& db, base::Instant since, const EventsOf& of, int most);
/// Throws base::NotFound; withdrawn ones are found.
PublicEvent find_event(db::Read& db, EventId id);
/// By name.
std::vector<Group> groups(db::Read& db);
std::optional<Group> find_group(db::Read& db, std::string_view slug);

/// At a school, or everywhere when it is the district's.
bool may_post(const auth::Viewer& viewer, std::optional<roster::OrgId> school);

/// What is looked for among the events that the viewer may change.
struct EventQuestion {
    std::string text;                     // a part of the title
    std::optional<roster::OrgId> school;
    std::optional<EventKind> kind;
    bool past = false;                    // what is over, latest first, instead of what comes
    int limit = 50;
    std::optional<base::Instant> after_starts;  // paging
    std::int64_t after_id = 0;
};
struct EventPage {
    std::vector<PublicEvent> events;
    bool more = false;
};
EventPage find_events(db::Read& db, const auth::Viewer& viewer, base::Instant now, const EventQuestion& question);

/// What a person types. Times are the district's clocks; of an event of whole days they do not count, `last` only of such.
struct EventDraft {
    EventKind kind = EventKind::other;
    std::optional<roster::OrgId> school;
    Bilingual group;  // its name; empty: none
    Bilingual title;
    Bilingual description;
    Bilingual note;
    std::string place;
    bool all_day = false;
    base::Day first;
    base::Day last;
    base::Minutes starts{0};
    base::Minutes ends{0};
};
/// Field and message key of what keeps a draft from being saved.
std::vector<std::pair<std::string, std::string>> draft_problems(const EventDraft& draft);

/// One event, or one a week up to `repeat_until`. Throws base::Forbidden, base::Invalid naming the field.
EventId add_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const EventDraft& draft,
                  std::optional<base::Day> repeat_until);

/// Of a series: this one, or this and all that begin later.
enum class Reach { this_one, following };
/// Whether another time is a move that people are told of, or was a mistake that nobody needs to know.
enum class Moved { told, corrected };

/// The event must still be as it was when the form was made: `seen` is its sequence then; base::Conflict otherwise.
void change_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, EventId id, std::int64_t seen, const EventDraft& draft,
                  Reach reach, Moved moved);

enum class EventAction { cancel, postpone, restore, move_back, withdraw };
std::optional<EventAction> parse_event_action(std::string_view word);
/// `restore` takes a cancellation or postponement back, `move_back` gives the time that was published first. Throws base::Conflict when the event
/// has changed since `seen` or there is nothing to take back.
void act_on_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, EventId id, std::int64_t seen, EventAction action,
                  const Bilingual& note, Reach reach);

/// The group of that name there; made when there is none.
std::optional<std::int64_t> group_for(db::Write& db, std::optional<roster::OrgId> school, const Bilingual& name);
/// "north-school-band", from what people write: words of letters and digits.
std::string slug_words(std::string_view text);

}  // namespace calendar
