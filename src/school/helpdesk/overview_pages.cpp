#include <fmt/format.h>

#include "helpdesk/overview.h"
#include "helpdesk/pages.h"
#include "helpdesk/request_view.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

static void fill_figure(const http::Call& call, html::View& view, std::string_view what, const std::string& number, std::string_view href) {
    auto key = fmt::format("helpdesk.overview.{}", what);
    view.add("figure").set("number", number).set("label", call.text(key)).set("sentence", call.text(key + "_sentence")).set("href", href);
}

static void fill_figures(const http::Call& call, html::View& view, const Overview& seen) {
    auto words = [&](std::int64_t number) { return html::number_words(call.language, number); };
    fill_figure(call, view, "open", words(seen.all.open), "/queue?view=team");
    fill_figure(call, view, "at_risk", words(seen.all.at_risk), "/queue?view=team&risk=1");
    fill_figure(call, view, "late", words(seen.all.late), "/queue?view=team&late=1");
    fill_figure(call, view, "waiting", words(seen.all.waiting), "/queue?view=waiting");
    auto age = seen.median_school_days ? html::school_days_words(call.language, *seen.median_school_days) : "–";
    fill_figure(call, view, "age", age, "#oldest");
    fill_figure(call, view, "solved", words(seen.solved), "/queue?view=solved");
}

struct Column {
    std::string_view word;
    std::int64_t OverviewLine::*number;
    std::string_view query;
};
static constexpr Column columns[] = {{"open", &OverviewLine::open, "view=team"},
                                     {"came_today", &OverviewLine::today, "view=team&age=today"},
                                     {"came_week", &OverviewLine::week, "view=team&age=week"},
                                     {"came_older", &OverviewLine::older, "view=team&age=older"},
                                     {"at_risk", &OverviewLine::at_risk, "view=team&risk=1"},
                                     {"late", &OverviewLine::late, "view=team&late=1"},
                                     {"waiting", &OverviewLine::waiting, "view=waiting"}};

/// `by` is "team" or "school": the section's name in the address of the queue too.
static void fill_table(const http::Call& call, html::View& view, std::string_view by, const std::vector<OverviewLine>& lines) {
    if (lines.empty()) return;
    auto table = view.add("table");
    table.set("caption", call.text(fmt::format("helpdesk.overview.by_{}", by)));
    for (const auto& column : columns) table.add("column").set("heading", call.text(fmt::format("helpdesk.overview.{}", column.word)));
    for (const auto& line : lines) {
        auto row = table.add("row");
        row.set("name", line.name).set("href", fmt::format("/queue?view=team&{}={}", by, line.id));
        for (const auto& column : columns) {
            auto cell = row.add("cell");
            cell.set("heading", call.text(fmt::format("helpdesk.overview.{}", column.word)));
            auto number = line.*column.number;
            if (number == 0) cell.show("nothing");
            else cell.add("some").set("href", fmt::format("/queue?{}&{}={}", column.query, by, line.id)).set("number", html::number_words(call.language, number));
        }
    }
}

static void fill_oldest(const http::Call& call, html::View& view, const std::vector<OldRequest>& requests) {
    if (requests.empty()) return;
    auto list = view.add("oldest");
    for (const auto& request : requests) {
        list.add("request")
            .set("href", fmt::format("/requests/{}", request.id.value))
            .set("title", request.title)
            .set("age", html::school_days_words(call.language, request.school_days))
            .set("state", call.text(fmt::format("helpdesk.state.{}", word(request.state))))
            .set("pill", pill_of(request.state))
            .set("icon", icon_of(request.state))
            .set("where", fmt::format("{} · {} · {}", request.school, request.team,
                                      request.assignee.empty() ? call.text("helpdesk.queue.nobody_yet") : request.assignee));
    }
}

static http::Response show_overview(http::ReadCall& call) {
    auto seen = overview(call.db, call.viewer, {call.zone, call.now, html::code(call.language)});
    html::View view;
    view.set("district", call.district()).set("as_of", html::moment_words(call.language, call.zone, call.now, call.now));
    fill_figures(call, view, seen);
    fill_table(call, view, "team", seen.teams);
    fill_table(call, view, "school", seen.schools);
    fill_oldest(call, view, seen.oldest);
    view.show_if(seen.oldest.empty(), "nothing_open");
    return call.page("helpdesk/overview", call.text("helpdesk.overview.title"), std::move(view));
}

void overview_routes(http::Routes& routes) { routes.get("/overview", may_manage, show_overview); }

}  // namespace helpdesk
