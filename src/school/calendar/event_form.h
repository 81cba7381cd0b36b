/// What people type about an event, and what it means. Only for this room's pages.
#pragma once

#include <optional>
#include <string>

#include "calendar/calendar_form.h"
#include "calendar/event_store.h"

namespace calendar {

struct EventForm {
    std::string kind = "other";
    std::string school;  // id; empty: the district
    std::string group;
    std::string group_es;
    std::string title;
    std::string title_es;
    std::string description;
    std::string description_es;
    std::string note;
    std::string note_es;
    std::string place;
    bool all_day = false;
    std::string first;
    std::string last;    // of whole days; empty: one day
    std::string starts;
    std::string ends;
    bool weekly = false;
    std::string repeat_until;
    std::string reach;   // "following"
    bool corrected = false;
    std::string seen;
};
EventForm read_event_form(const http::Fields& fields);
EventForm event_form(const PublicEvent& event, base::TimeZone zone);
/// The draft; fills `problems` with what cannot be used.
EventDraft understand(const EventForm& form, Problems& problems);
/// The last day of a weekly event; absent when it is there once.
std::optional<base::Day> understand_repeat(const EventForm& form, const EventDraft& draft, Problems& problems);

}  // namespace calendar
