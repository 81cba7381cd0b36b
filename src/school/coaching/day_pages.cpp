#include <fmt/format.h>

#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/conflict.h"
#include "coaching/lesson_store.h"
#include "coaching/pages.h"
#include "db/db.h"
#include "html/html.h"
#include "http/call.h"
#include "mail/mail.h"
#include "people/people.h"

namespace coaching {

constexpr int most_lessons = 100;
constexpr std::chrono::days days_shown{14};  // ahead, and back for what nobody looked back on

static people::DayItem item_of(http::ReadCall& call, const Lesson& lesson, std::string_view ask) {
    const bool teaches = lesson.teacher == call.viewer.account();
    people::DayItem item;
    item.title = lesson.class_title;
    item.path = fmt::format("/lessons/{}", lesson.id.value);
    item.ask = call.text(fmt::format("coaching.day.{}", ask));
    item.about = fmt::format("{}, {}", person_name(call, call.main, teaches ? lesson.specialist : std::optional(lesson.teacher)), place_words(call.main, lesson));
    return item;
}

static void add_coming(http::ReadCall& call, db::Read& store, std::vector<people::DayItem>& items) {
    for (const Lesson& lesson : my_lessons(store, call.viewer, Shelf::coming, call.today(), most_lessons, 0)) {
        if (!lesson.span || lesson.span->day > call.today() + days_shown) continue;
        items.push_back(item_of(call, lesson, "lesson"));
        items.back().begins = instant_of(call, lesson.span->day, lesson.span->starts);
    }
}

/// Both are asked to look back, each for themselves; whoever has done so is not asked again.
static void add_past(http::ReadCall& call, db::Read& store, std::vector<people::DayItem>& items) {
    for (const Lesson& lesson : to_look_back_on(store, call.viewer, call.today() - days_shown, call.today(), most_lessons)) {
        items.push_back(item_of(call, lesson, "look_back"));
    }
}

static void add_open(http::ReadCall& call, db::Read& store, std::vector<people::DayItem>& items) {
    if (!call.viewer.may(may_coach)) return;
    const auto open = open_requests(store, call.viewer, barred_for(call.main, call.viewer.account(), call.today()), most_lessons);
    if (open.empty()) return;
    people::DayItem item;
    item.title = call.text("coaching.day.open", {{"n", std::to_string(open.size())}});
    item.path = "/lessons";
    item.ask = call.text("coaching.day.choose");
    items.push_back(std::move(item));
}

static std::vector<people::DayItem> asked_today(http::ReadCall& call) {
    std::vector<people::DayItem> items;
    call.services.store(store_name).database->read([&](db::Read& store) {
        items.clear();  // the body runs again when the line was cut
        add_coming(call, store, items);
        add_past(call, store, items);
        add_open(call, store, items);
    });
    return items;
}

/// Only that, and until when, leaves this room.
static std::optional<base::Day> evaluation_conflict(const http::Services& services, auth::AccountId evaluator, auth::AccountId subject, base::Day day) {
    const auto last = services.store(store_name).database->read([&](db::Read& db) { return last_together(db, evaluator, subject); });
    if (!last || conflict_until(*last) < day) return std::nullopt;
    return conflict_until(*last);
}

void fill_slots() {
    people::day_sources().push_back(asked_today);
    people::evaluation_conflicts().push_back(evaluation_conflict);
    mail::thread_pages().push_back({"lesson", "/lessons/"});
}

}  // namespace coaching
