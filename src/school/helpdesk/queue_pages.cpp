#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/pages.h"
#include "helpdesk/queue.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int rows_per_page = 50;
constexpr std::int64_t most_counted = 99;

static QueueView parse_view(std::string_view word) {
    if (word == "mine") return QueueView::mine;
    if (word == "unassigned") return QueueView::unassigned;
    if (word == "waiting") return QueueView::waiting;
    return QueueView::team;
}

static std::string_view word(QueueView view) {
    switch (view) {
        case QueueView::mine: return "mine";
        case QueueView::unassigned: return "unassigned";
        case QueueView::waiting: return "waiting";
        case QueueView::team: break;
    }
    return "team";
}

template <typename Id>
static std::optional<Id> id_of(const http::Fields& query, std::string_view name) {
    auto value = base::parse_integer(query.text(name));
    if (!value) return std::nullopt;
    return Id{*value};
}

static QueueFilter filter_of(const http::Fields& query) {
    return {parse_view(query.text("view")), id_of<TeamId>(query, "team"), id_of<roster::OrgId>(query, "school"), id_of<CategoryId>(query, "category")};
}

/// "priority.due.id" of the last row, as this page wrote it into the link; anything else begins at the beginning.
static std::optional<QueueKey> parse_key(std::string_view text) {
    auto parts = base::split(text, '.');
    if (parts.size() != 3) return std::nullopt;
    auto priority = base::parse_integer(parts[0]);
    auto due = base::parse_integer(parts[1]);
    auto id = base::parse_integer(parts[2]);
    if (!priority || !due || !id) return std::nullopt;
    return QueueKey{*priority, *due, *id};
}

static std::string address(const QueueFilter& filter) {
    std::string path = fmt::format("/queue?view={}", word(filter.view));
    if (filter.team) path += fmt::format("&team={}", filter.team->value);
    if (filter.school) path += fmt::format("&school={}", filter.school->value);
    if (filter.category) path += fmt::format("&category={}", filter.category->value);
    return path;
}

static void fill_tabs(http::ReadCall& call, html::View& view, const QueueFilter& filter) {
    for (QueueView tab : {QueueView::mine, QueueView::team, QueueView::unassigned, QueueView::waiting}) {
        QueueFilter there = filter;
        there.view = tab;
        auto count = count_up_to(call.db, call.viewer, there, most_counted + 1);
        auto item = view.add("tab");
        item.set("href", address(there))
            .set("label", call.text(fmt::format("helpdesk.queue.tab_{}", word(tab))))
            .set("count", count > most_counted ? fmt::format("{}+", most_counted) : std::to_string(count))
            .show_if(tab == filter.view, "current");
    }
}

static void fill_option(html::View& view, std::string_view section, std::int64_t id, std::string_view name, bool selected) {
    view.add(section).set("id", id).set("name", name).show_if(selected, "selected");
}

static void fill_filters(http::ReadCall& call, html::View& view, const QueueFilter& filter) {
    view.set("view", word(filter.view));
    for (const auto& team : teams(call.db)) fill_option(view, "team", team.id.value, team.name, filter.team == team.id);
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
        .set("due_iso", base::to_iso(row.due_at))
        .set("due", html::due_words(call.language, call.zone, call.now, row.due_at))
        .set("where", where(row))
        .set("who", row.assignee_name.empty() ? call.text("helpdesk.queue.nobody_yet") : row.assignee_name)
        .show_if(row.due_at - call.now < std::chrono::hours(1) && in_queue(row.state), "urgent")
        .show_if(row.class_waiting, "class_waiting");
    if (!row.device_tag.empty()) item.add("device").set("device", row.device_tag);
    if (row.waiting_reason) item.add("waits").set("waits", call.text(fmt::format("helpdesk.waits.{}", word(*row.waiting_reason))));
}

static void fill_take_next(html::View& view, const QueuePage& page) {
    for (const auto& row : page.rows) {
        if (!row.assignee_name.empty() || !in_queue(row.state)) continue;
        view.add("take_next").set("id", row.id.value).set("title", row.title).set("where", where(row));
        return;
    }
}

static http::Response show_queue(http::ReadCall& call) {
    auto filter = filter_of(call.request.query);
    auto after = parse_key(call.request.query.text("after"));
    auto first_rank = static_cast<int>(base::parse_integer(call.request.query.text("rank")).value_or(1));
    auto page = queue(call.db, call.viewer, filter, after, rows_per_page);

    html::View view;
    view.set("scope", call.text("helpdesk.queue.scope"));
    fill_tabs(call, view, filter);
    fill_filters(call, view, filter);
    int rank = first_rank;
    if (!page.rows.empty()) {
        html::View some = view.add("some");
        for (const auto& row : page.rows) fill_row(call, some.add("row"), row, rank++);
    } else {
        view.add("none").set("none_title", call.text(fmt::format("helpdesk.queue.none_{}", word(filter.view))));
    }
    if (after || page.next) {
        auto pager = view.add("pager");
        if (after) pager.add("first").set("href", address(filter));
        if (page.next) {
            pager.add("next").set("href", fmt::format("{}&after={}.{}.{}&rank={}", address(filter), page.next->priority, page.next->due_at,
                                                      page.next->id, rank));
        }
    }
    if (!after && filter.view != QueueView::waiting) fill_take_next(view, page);
    return call.page("helpdesk/queue", call.text("helpdesk.queue.title"), std::move(view));
}

void queue_routes(http::Routes& routes) { routes.get("/queue", may_work, show_queue); }

}  // namespace helpdesk
