#include <fmt/format.h>

#include "auth/account.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/pages.h"
#include "helpdesk/queue_address.h"
#include "helpdesk/unchanged.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int rows_per_page = 50;
constexpr std::int64_t most_counted = 99;

static std::string address(const QueueAsked& asked) { return "/queue?" + query_of(asked); }

static void fill_tabs(http::ReadCall& call, html::View& view, const QueueAsked& asked) {
    for (QueueView tab : {QueueView::mine, QueueView::team, QueueView::unassigned, QueueView::waiting, QueueView::solved}) {
        // What was solved is looked up from the overview; it is no place to work.
        if (tab == QueueView::solved && asked.filter.view != tab) continue;
        QueueAsked there = asked;
        there.filter.view = tab;
        if (tab != QueueView::solved) there.filter.resolved_from.reset();
        auto count = count_up_to(call.db, call.viewer, there.filter, most_counted + 1);
        auto item = view.add("tab");
        item.set("href", address(there))
            .set("label", call.text(fmt::format("helpdesk.queue.tab_{}", word(tab))))
            .set("count", count > most_counted ? fmt::format("{}+", most_counted) : std::to_string(count))
            .show_if(tab == asked.filter.view, "current");
    }
}

static void fill_option(html::View& view, std::string_view section, std::int64_t id, std::string_view name, bool selected) {
    view.add(section).set("id", id).set("name", name).show_if(selected, "selected");
}

/// What narrows the list besides the selects is said, and kept while those are changed.
static void fill_narrowing(http::ReadCall& call, html::View& view, const QueueAsked& asked) {
    if (asked.late) view.add("kept").set("name", "late").set("value", "1");
    if (asked.at_risk) view.add("kept").set("name", "risk").set("value", "1");
    if (!asked.age.empty()) view.add("kept").set("name", "age").set("value", asked.age);
    if (asked.filter.assignee) view.add("kept").set("name", "person").set("value", std::to_string(asked.filter.assignee->value));
    if (!asked.late && !asked.at_risk && asked.age.empty() && !asked.filter.assignee) return;
    QueueAsked wider = asked;
    wider.late = wider.at_risk = false;
    wider.age.clear();
    wider.filter.assignee.reset();
    std::vector<std::string> words;
    if (asked.late) words.push_back(call.text("helpdesk.overview.late"));
    if (asked.at_risk) words.push_back(call.text("helpdesk.overview.at_risk"));
    if (!asked.age.empty()) words.push_back(call.text(fmt::format("helpdesk.overview.came_{}", asked.age)));
    if (asked.filter.assignee) words.push_back(auth::account_name(call.db, *asked.filter.assignee).value_or(call.text("helpdesk.queue.nobody_of_that_number")));
    view.add("narrowed").set("words", base::join(words, ", ")).set("href", address(wider));
}

static void fill_filters(http::ReadCall& call, html::View& view, const QueueAsked& asked) {
    const QueueFilter& filter = asked.filter;
    view.set("view", word(filter.view));
    fill_narrowing(call, view, asked);
    for (const auto& team : teams(call.db)) fill_option(view, "team", team.id.value, team.name(html::code(call.language)), filter.team == team.id);
    auto reach = call.viewer.reach(may_work);
    for (const auto& school : roster::schools(call.db)) {
        if (reach.covers(school.id.value)) fill_option(view, "school", school.id.value, school.name, filter.school == school.id);
    }
    auto language = html::code(call.language);
    for (const auto& category : categories(call.db)) {
        fill_option(view, "category", category.id.value, category.name(language), filter.category == category.id);
    }
}

static std::string where(const QueueRow& row) { return row.room.empty() ? row.school : fmt::format("{}, {}", row.room, row.school); }

static void fill_row(http::ReadCall& call, html::View item, const QueueRow& row, int rank) {
    item.set("rank", rank)
        .set("id", row.id.value)
        .set("title", row.title)
        .set("priority", row.priority)
        .set("due_iso", base::to_iso(row.due_at))
        .set("due", html::due_words(call.language, call.zone, call.now, row.due_at))
        .set("where", where(row))
        .set("who", row.assignee_name.empty() ? call.text("helpdesk.queue.nobody_yet") : row.assignee_name)
        .show_if(row.due_at - call.now < std::chrono::hours(1) && in_queue(row.state), "urgent")
        .show_if(at_risk(row, call.now), "at_risk")
        .show_if(row.class_waiting, "class_waiting");
    if (!row.device_tag.empty()) item.add("device").set("device", row.device_tag);
    if (row.waiting_reason) item.add("waits").set("waits", waiting_words(call, row));
}

static void fill_take_next(html::View& view, const QueuePage& page) {
    for (const auto& row : page.rows) {
        if (!row.assignee_name.empty() || !in_queue(row.state)) continue;
        auto next = view.add("take_next");
        next.set("id", row.id.value).set("title", row.title).set("where", where(row));
        fill_seen(next, row.updated_at);
        return;
    }
}

static http::Response show_queue(http::ReadCall& call) {
    auto asked = asked_of(call);
    const QueueFilter& filter = asked.filter;
    auto after = parse_key(call.request.query.text("after"));
    auto first_rank = static_cast<int>(base::parse_integer(call.request.query.text("rank")).value_or(1));
    auto page = queue(call.db, call.viewer, filter, after, rows_per_page);

    html::View view;
    view.set("scope", call.text("helpdesk.queue.scope")).set("csv_href", "/queue.csv?" + query_of(asked));
    fill_tabs(call, view, asked);
    fill_filters(call, view, asked);
    int rank = first_rank;
    if (!page.rows.empty()) {
        html::View some = view.add("some");
        for (const auto& row : page.rows) fill_row(call, some.add("row"), row, rank++);
    } else {
        view.add("none").set("none_title", call.text(fmt::format("helpdesk.queue.none_{}", word(filter.view))));
    }
    if (after || page.next) {
        auto pager = view.add("pager");
        if (after) pager.add("first").set("href", address(asked));
        if (page.next) {
            pager.add("next").set("href", fmt::format("{}&after={}&rank={}", address(asked), key_text(*page.next), rank));
        }
    }
    if (!after && filter.view != QueueView::waiting) fill_take_next(view, page);
    return call.page("helpdesk/queue", call.text("helpdesk.queue.title"), std::move(view));
}

void queue_routes(http::Routes& routes) { routes.get("/queue", may_work, show_queue); }

}  // namespace helpdesk
