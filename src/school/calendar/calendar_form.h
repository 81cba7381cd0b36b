/// What people type on the pages of this room, and what it means. Only for this room's pages.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/calendar.h"

namespace http {
class Fields;
}

namespace calendar {

/// Field and message key of what cannot be used.
using Problems = std::vector<std::pair<std::string, std::string>>;

struct HoursForm {
    std::string school;  // id; empty: the district
    std::string from;
    std::array<std::pair<std::string, std::string>, 7> times;  // opens, closes; both empty: closed
};
HoursForm read_hours_form(const http::Fields& fields);
HoursForm hours_form(const HoursEntry& entry);
/// The entry; fills `problems` with what cannot be used. A closing time of 00:00 is the end of the day.
HoursEntry understand(const HoursForm& form, Problems& problems);

struct DayForm {
    std::string school;
    std::string name;
    std::string kind = "holiday";
    std::string first;
    std::string last;  // empty: one day
    std::string opens;
    std::string closes;
};
DayForm read_day_form(const http::Fields& fields);
DayForm day_form(const DayEntry& entry);
DayEntry understand(const DayForm& form, Problems& problems);

}  // namespace calendar
