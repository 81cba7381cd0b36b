#include <fmt/format.h>

#include "helpdesk/asked.h"
#include "helpdesk/pages.h"
#include "http/routes.h"
#include "mail/inbox.h"
#include "mail/mail.h"
#include "people/people.h"

namespace helpdesk {

/// Nobody does more in a day; the queue's own page shows the rest.
static constexpr int most_asked = 200;

static people::DayItem item_of(const http::Call& call, const AskedRequest& request, std::string_view ask) {
    people::DayItem item;
    item.title = request.title;
    item.path = fmt::format("/requests/{}", request.id.value);
    item.ask = call.text(fmt::format("helpdesk.day.{}", ask));
    item.about = request.room.empty() ? request.school : fmt::format("{}, {}", request.room, request.school);
    return item;
}

static void add_unclaimed(http::ReadCall& call, std::vector<people::DayItem>& items) {
    const Unclaimed left = unclaimed(call.db, call.viewer, call.today());
    if (left.requests == 0) return;
    people::DayItem item;
    item.title = call.text("helpdesk.day.unclaimed", {{"n", std::to_string(left.requests)}});
    item.path = "/queue?view=unassigned";
    item.ask = call.text("helpdesk.day.take");
    item.due = left.first_due;
    items.push_back(std::move(item));
}

/// Mail of people whom nobody knows waits for whoever decides about mail, and a parent behind it waits too.
static void add_held_mail(http::ReadCall& call, std::vector<people::DayItem>& items) {
    if (!mail::decides(call.viewer)) return;
    const auto held = mail::count_held(call.db);
    if (held == 0) return;
    people::DayItem item;
    item.title = call.text("helpdesk.day.held_mail", {{"n", std::to_string(held)}});
    item.path = "/settings/mail/received?state=held";
    item.ask = call.text("helpdesk.day.decide");
    // Nobody promised a time, but whoever wrote waits since then.
    item.due = mail::oldest_held(call.db);
    item.whole_day = true;
    items.push_back(std::move(item));
}

std::vector<people::DayItem> asked_today(http::ReadCall& call) {
    std::vector<people::DayItem> items;
    for (const auto& request : to_answer(call.db, call.viewer, most_asked)) items.push_back(item_of(call, request, "answer"));
    add_held_mail(call, items);
    if (!http::opens(may_work, call.viewer)) return items;
    for (const auto& request : with_appointment(call.db, call.viewer, most_asked)) {
        items.push_back(item_of(call, request, "appointment"));
        items.back().begins = request.scheduled_at;
    }
    for (const auto& request : to_solve(call.db, call.viewer, most_asked)) {
        items.push_back(item_of(call, request, "solve"));
        items.back().due = request.due_at;
        items.back().in_order = true;
    }
    add_unclaimed(call, items);
    return items;
}

}  // namespace helpdesk
