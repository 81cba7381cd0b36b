#include <fmt/format.h>

#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "db/db.h"
#include "people/people.h"

namespace coaching {

static people::DayItem item_of(http::ReadCall& call, const Lesson& lesson, std::string_view ask) {
    people::DayItem item{.title = lesson.class_title, .path = fmt::format("/lessons/{}", lesson.id.value), .ask = call.text(ask), .about = place_words(call.main, lesson)};
    if (lesson.span && lesson.state == State::booked && !has_begun(call, lesson)) item.begins = instant_of(call, lesson.span->day, lesson.span->starts);
    return item;
}

/// Lessons of today, yesterday's and older ones of which nobody has said yet that they took place, and requests that a specialist may take.
static std::vector<people::DayItem> asked_today(http::ReadCall& call) {
    if (!call.viewer.signed_in()) return {};
    return call.services.store(store_name).database->read([&](db::Read& db) {
        std::vector<people::DayItem> items;
        for (const auto& lesson : my_lessons(db, call.viewer, Shelf::coming, call.today(), 20, 0)) {
            if (lesson.span->day == call.today()) items.push_back(item_of(call, lesson, has_begun(call, lesson) ? "coaching.day.hold" : "coaching.day.teach"));
        }
        for (const auto& lesson : my_lessons(db, call.viewer, Shelf::past, call.today(), 20, 0)) {
            if (lesson.state == State::booked && lesson.span->day + std::chrono::days(14) >= call.today()) items.push_back(item_of(call, lesson, "coaching.day.hold"));
        }
        if (!call.viewer.may(may_coach)) return items;
        for (const auto& lesson : open_requests(db, call.viewer, 10)) {
            auto item = item_of(call, lesson, "coaching.day.take");
            item.path += "/take";
            items.push_back(std::move(item));
        }
        return items;
    });
}

void fill_slots() { people::day_sources().push_back(asked_today); }

}  // namespace coaching
