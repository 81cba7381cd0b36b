/// Calendars for other programs: iCalendar text (RFC 5545), written by libical. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace calendar {

/// One event. All times leave as UTC, which every calendar program shows in its own zone and no change of clocks can move; an all-day event is a date
/// without a zone.
struct IcsEvent {
    /// Stable for the life of what it shows, and unlike any other in the world: see `ics_uid`.
    std::string uid;
    /// Grows with each change that matters, so that programs take the later of two.
    std::int64_t sequence = 0;
    base::Instant starts;
    base::Instant ends;
    base::Instant changed;  // DTSTAMP and LAST-MODIFIED: the same event gives the same text
    std::string summary;
    std::string location;
    std::string description;
    std::string url;
    bool cancelled = false; // stays in the feed as cancelled, so that copies elsewhere vanish too
    bool tentative = false; // postponed to a day that nobody knows yet
    /// Whole days: from the day of `starts` in the calendar's place to this one, inclusive; `starts` and `ends` are not written then. They leave
    /// the reader's time free.
    struct Days {
        base::Day first;
        base::Day last;
    };
    std::optional<Days> whole_days = {};
    std::string category = {};
};

/// What a feed says of itself. Programs that subscribe are asked to look again each hour; those that do not care look when they like.
struct IcsCalendar {
    std::string name;
    std::string description = {};
    std::string zone = {};    // "America/Chicago", for programs that show a calendar in its own zone
    std::string source = {};  // where the feed lies
};

/// "lesson-12@belltower.example.org", from "https://belltower.example.org:8443".
std::string ics_uid(std::string_view kind, std::int64_t id, std::string_view public_url);

/// A UUID of 122 random bits (RFC 9562, version 4): for what keeps its uid in its row. It tells neither server nor person (RFC 7986, 5.3).
std::string random_uid();

/// A VCALENDAR with lines folded at 75 octets and CRLF ends. Control characters are left out. `name` is what a subscriber sees.
std::string write_ics(std::string_view name, const std::vector<IcsEvent>& events);

std::string write_ics(const IcsCalendar& calendar, const std::vector<IcsEvent>& events);

/// The content type of what `write_ics` returns.
constexpr std::string_view ics_type = "text/calendar; charset=utf-8";

}  // namespace calendar
