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
    /// Instead of `starts` and `ends`: the whole of this day, in which nobody is busy.
    std::optional<base::Day> all_day = {};
};

/// "lesson-12@belltower.example.org", from "https://belltower.example.org:8443".
std::string ics_uid(std::string_view kind, std::int64_t id, std::string_view public_url);

/// A VCALENDAR with lines folded at 75 octets and CRLF ends. Control characters are left out. `name` is what a subscriber sees.
std::string write_ics(std::string_view name, const std::vector<IcsEvent>& events);

/// The content type of what `write_ics` returns.
constexpr std::string_view ics_type = "text/calendar; charset=utf-8";

}  // namespace calendar
