// The CIO's page: one screen, one sheet of paper; each number opens its rows.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/error.h"
#include "html/format.h"
#include "helpdesk/helpdesk.h"
#include "http/routes.h"
#include "people/people.h"
#include "planning/cio_table.h"
#include "planning/pages.h"
#include "planning/planning.h"

namespace planning {

static void fill_periods(http::ReadCall& call, html::View& view, const CioPeriod& period) {
    const bool has_term = term_begins(call.db, call.today()).has_value();
    for (std::string_view key : {"4w", "12w", "term", "52w"}) {
        if (key == "term" && !has_term) continue;
        view.add("period").set("key", key).set("name", call.text(fmt::format("planning.cio.period.{}", key))).show_if(key == period.key, "selected");
    }
}

/// Whether it became more since the period began, in words: the numbers stand in the table of weeks.
static std::string_view change_since(const http::Call& call, const CioData& data) {
    const auto before = count_of(call, data, {.set = "open_at", .to = data.period.first});
    const auto now = count_of(call, data, {.set = "unfinished"});
    return now > before ? "planning.cio.more" : now < before ? "planning.cio.fewer" : "planning.cio.as_many";
}

static void fill_figure(const http::Call& call, html::View& view, std::string_view key, const CioCell& cell, std::string_view sentence) {
    auto figure = view.add("figure");
    figure.set("label", call.text(fmt::format("planning.cio.figure.{}", key))).set("sentence", call.text(sentence));
    auto shown = figure.add(*cell.rows == 0 ? "zero" : "some");
    shown.set("number", cell.words).set("rows", *cell.rows).set("href", cell.href);
    shown.set("label", call.text(fmt::format("planning.cio.figure.{}", key))).set("sentence", call.text(sentence));
}

static void fill_figures(const http::Call& call, html::View& view, const CioData& data) {
    fill_figure(call, view, "unfinished", counted(call, data, {.set = "unfinished"}), change_since(call, data));
    fill_figure(call, view, "late", counted(call, data, {.set = "late"}), "planning.cio.figure.late_words");
    fill_figure(call, view, "waiting", counted(call, data, {.set = "waiting"}), "planning.cio.figure.waiting_words");
    fill_figure(call, view, "came", counted(call, data, {.set = "came", .from = data.period.first}), "planning.cio.figure.came_words");
    fill_figure(call, view, "solved", counted(call, data, {.set = "solved", .from = data.period.first}), "planning.cio.figure.solved_words");
}

static void fill_card(html::View& view, const CioCard& card, std::optional<std::int64_t> rows) {
    auto item = view.add("card");
    item.set("title", card.title).set("number", card.number).set("words", card.words).set("href", card.href);
    if (rows) item.add("counted").set("rows", *rows);
}

/// What wants a decision; what is not there is not shown.
static void fill_cards(http::ReadCall& call, html::View& view, const CioData& data) {
    auto words = [&](std::int64_t number) { return html::number_words(call.language, number); };
    if (data.needs > 0) {
        fill_card(view, {call.text("planning.cio.card.needs"), words(data.needs), call.text("planning.cio.card.needs_words"), "/needs?state=waiting"}, {});
    }
    if (!data.papers.empty()) {
        const auto number = static_cast<std::int64_t>(data.papers.size());
        const bool names = call.viewer.may_everywhere(people::may_manage_licences);
        fill_card(view, {call.text("planning.cio.card.papers"), words(number), call.text(names ? "planning.cio.card.papers_words" : "planning.cio.card.papers_closed"), "/planning/papers"}, number);
    }
    bool any = data.needs > 0 || !data.papers.empty();
    for (auto provider : cio_providers()) {
        for (const auto& card : provider(call)) {
            fill_card(view, card, {});
            any = true;
        }
    }
    view.show_if(!any, "no_cards");
}

/// What was not finished, week by week: bars of one picture; the table says the same in numbers.
static void fill_chart(const http::Call& call, html::View& view, const CioData& data) {
    std::vector<std::int64_t> heights;
    heights.reserve(data.period.weeks.size());
    for (const auto& week : data.period.weeks) heights.push_back(count_of(call, data, {.set = "open_at", .to = week.next}));
    const auto most = std::ranges::max(heights);
    if (most == 0) return;
    constexpr std::int64_t tall = 100, wide = 20;
    std::string path;
    std::int64_t x = 0;
    for (auto height : heights) {
        const auto up = height * tall / most;
        path += fmt::format("M{} {}h{}v{}h-{}z", x + 2, tall - up, wide - 4, up, wide - 4);
        x += wide;
    }
    auto chart = view.add("chart");
    chart.set("path", path).set("width", x).set("height", tall);
    chart.set("words", call.text("planning.cio.chart", {{"first", html::number_words(call.language, heights.front())}, {"most", html::number_words(call.language, most)}, {"last", html::number_words(call.language, heights.back())}}));
}

static void fill_table(const http::Call& call, html::View& view, const CioTable& table, const CioData& data) {
    auto shown = view.add("table");
    shown.set("key", table.key).set("caption", call.text(fmt::format("planning.cio.table.{}", table.key)));
    if (table.lines.empty()) {
        shown.add("empty").set("words", call.text(fmt::format("planning.cio.empty.{}", table.key))).set("limits", call.text(fmt::format("planning.cio.limits.{}", table.key)));
        return;
    }
    if (table.key == "trend") fill_chart(call, shown, data);
    auto list = shown.add("lines");
    list.set("caption", call.text(fmt::format("planning.cio.table.{}", table.key))).set("first", call.text(fmt::format("planning.cio.first.{}", table.key)));
    // What fits into the width of a phone stays a table there.
    list.show_if(table.key == "teams" || table.key == "blocked", "wide");
    list.set("limits", call.text(fmt::format("planning.cio.limits.{}", table.key))).set("csv", fmt::format("/planning/tables/{}?period={}", table.key, data.period.key));
    for (auto column : table.columns) list.add("column").set("heading", call.text(fmt::format("planning.cio.column.{}", column)));
    for (const auto& line : table.lines) {
        auto row = list.add("line");
        row.set("name", line.name);
        for (std::size_t i = 0; i < line.cells.size(); ++i) {
            const auto& cell = line.cells[i];
            auto part = row.add("cell");
            part.set("heading", call.text(fmt::format("planning.cio.column.{}", table.columns[i])));
            if (cell.rows && *cell.rows == 0) part.show("zero");
            else if (cell.href.empty()) part.add("plain").set("words", cell.words);
            else if (!cell.rows) part.add("way").set("words", cell.words).set("href", cell.href);
            else part.add("some").set("words", cell.words).set("href", cell.href).set("rows", *cell.rows);
        }
    }
}

static http::Response show_page(http::ReadCall& call) {
    const auto data = load_cio(call);
    const auto names = names_of_missing(call, call.db);
    html::View view;
    view.set("district", call.district()).set("as_of", html::moment_words(call.language, call.zone, call.now, call.now)).set("as_of_iso", base::to_iso(call.now));
    view.set("since", html::day_words(call.language, call.today(), data.period.first));
    view.show_if(call.viewer.may_everywhere(helpdesk::may_manage), "overview");
    fill_periods(call, view, data.period);
    fill_figures(call, view, data);
    fill_cards(call, view, data);
    for (auto key : cio_tables) fill_table(call, view, cio_table(call, data, key, names), data);
    return call.page("planning/cio", call.text("planning.cio.title"), std::move(view));
}

/// One table of the page as a file.
static http::Response export_table(http::ReadCall& call) {
    const auto key = std::ranges::find(cio_tables, call.path("table"));
    if (key == std::end(cio_tables)) throw base::NotFound("no such table");
    const auto data = load_cio(call);
    const auto table = cio_table(call, data, *key, names_of_missing(call, call.db));
    std::ostringstream text;
    base::csv::Writer file(text, base::csv::Writer::Mark::byte_order);
    file.text(call.text(fmt::format("planning.cio.first.{}", table.key)));
    for (auto column : table.columns) file.text(call.text(fmt::format("planning.cio.column.{}", column)));
    file.text(call.text("planning.cio.as_of"));
    file.end_row();
    for (const auto& line : table.lines) {
        file.text(line.iso.empty() ? line.name : line.iso);
        for (const auto& cell : line.cells) cell.rows ? file.number(*cell.rows) : file.text(cell.words);
        file.text(base::to_iso(call.now));
        file.end_row();
    }
    return call.download(fmt::format("planning-{}-{}.csv", table.key, base::to_iso(call.today())), "text/csv; charset=utf-8", text.str());
}

void cio_routes(http::Routes& routes) {
    routes.get("/planning", may_plan, show_page);
    routes.get("/planning/tables/{table}", may_plan, export_table);
}

}  // namespace planning
