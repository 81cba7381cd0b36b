#include "planning/replacement_view.h"

#include <algorithm>
#include <functional>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "html/format.h"
#include "http/parse.h"

namespace planning {

namespace json = boost::json;

std::string query_of(const PlanScope& scope) {
    std::string query;
    if (scope.school) query += fmt::format("&school={}", *scope.school);
    if (scope.funding) query += fmt::format("&fund={}", http::percent_encode(*scope.funding));
    return query;
}

std::string fund_words(const http::Call& call, std::string_view fund) { return fund.empty() ? call.text("planning.plan.no_fund") : std::string(fund); }

namespace {
struct Sum {
    std::int64_t devices = 0, cents = 0;
    void add(const PlanCell& cell) {
        devices += cell.devices;
        cents += cell.price_cents;
    }
};
}  // namespace

static std::map<int, Sum> by_year(const Plan& plan) {
    std::map<int, Sum> sums;
    for (int year = plan.first_year; year < plan.first_year + plan_years; ++year) sums[year];
    for (const auto& cell : plan.cells) sums[cell.school_year].add(cell);
    return sums;
}

static std::string devices_href(int year, const std::string& query) { return fmt::format("/planning/devices?year={}&verdict=any{}", year, query); }
static std::string devices_words(const http::Call& call, std::int64_t n) { return call.text("planning.plan.devices", {{"n", std::to_string(n)}, {"devices", number(call, n)}}); }

void fill_years(const http::Call& call, html::View& view, const Plan& plan, const PlanScope& scope) {
    for (const auto& [year, sum] : by_year(plan)) {
        view.add("year").set("label", school_year_words(year)).set("number", devices_words(call, sum.devices)).set("price", dollars(call, sum.cents)).set("href", devices_href(year, query_of(scope)));
    }
}

namespace {
/// A line of a table: what it is called, and what its cells open besides the year.
struct Line {
    std::string name, query;
    std::map<int, Sum> years;
};
}  // namespace

static void fill_table(const http::Call& call, html::View& view, const Plan& plan, std::string_view key, const std::vector<Line>& lines, const PlanScope& scope) {
    if (lines.empty()) return;
    auto table = view.add("table");
    table.set("caption", call.text(fmt::format("planning.plan.{}", key))).set("first", call.text(fmt::format("planning.plan.{}_first", key)));
    for (int year = plan.first_year; year < plan.first_year + plan_years; ++year) table.add("column").set("label", school_year_words(year));
    const auto fill_row = [&](html::View row, const Line& line) {
        row.set("name", line.name);
        Sum all;
        for (int year = plan.first_year; year < plan.first_year + plan_years; ++year) {
            auto cell = row.add("cell");
            cell.set("label", school_year_words(year));
            const auto found = line.years.find(year);
            if (found == line.years.end() || found->second.devices == 0) continue;
            all.devices += found->second.devices;
            all.cents += found->second.cents;
            cell.add("some").set("n", number(call, found->second.devices)).set("price", dollars(call, found->second.cents)).set("href", devices_href(year, line.query));
        }
        row.set("sum_n", number(call, all.devices)).set("sum_price", dollars(call, all.cents));
    };
    for (const auto& line : lines) fill_row(table.add("row"), line);
    Line sum{call.text("planning.plan.sum"), query_of(scope), by_year(plan)};
    fill_row(table.add("sum"), sum);
}

/// The cells as lines, in the order in which they come.
static std::vector<Line> lines_of(const Plan& plan, const std::function<std::pair<std::string, std::string>(const PlanCell&)>& name_and_query) {
    std::vector<Line> lines;
    std::map<std::string, std::size_t> places;
    for (const auto& cell : plan.cells) {
        auto [name, query] = name_and_query(cell);
        const auto [place, is_new] = places.emplace(query, lines.size());
        if (is_new) lines.push_back({std::move(name), std::move(query), {}});
        lines[place->second].years[cell.school_year].add(cell);
    }
    return lines;
}

void fill_tables(const http::Call& call, html::View& view, const Plan& plan, const PlanScope& scope) {
    const auto places = lines_of(plan, [&](const PlanCell& cell) {
        const auto school = cell.school_name.empty() ? call.text("planning.plan.no_school") : cell.school_name;
        return std::pair(fmt::format("{} · {}", school, fund_words(call, cell.funding_source)), fmt::format("&school={}&fund={}", cell.school, http::percent_encode(cell.funding_source)));
    });
    fill_table(call, view, plan, "by_place", places, scope);
    auto kinds = lines_of(plan, [&](const PlanCell& cell) { return std::pair(kind_words(call, cell.kind), fmt::format("&kind={}{}", cell.kind, query_of(scope))); });
    std::ranges::sort(kinds, {}, &Line::name);
    fill_table(call, view, plan, "by_kind", kinds, scope);
}

json::object chart_of(const http::Call& call, const Plan& plan) {
    // More sources than colours that people can tell apart: the small ones are one.
    constexpr std::size_t most_funds = 6;
    std::map<std::string, std::int64_t> sums;
    for (const auto& cell : plan.cells) sums[cell.funding_source] += cell.price_cents;
    std::vector<std::pair<std::string, std::int64_t>> funds(sums.begin(), sums.end());
    std::ranges::stable_sort(funds, std::greater(), &std::pair<std::string, std::int64_t>::second);
    std::map<std::string, std::string> names;
    json::array order;
    for (std::size_t at = 0; at < funds.size(); ++at) {
        const auto name = at < most_funds ? fund_words(call, funds[at].first) : call.text("planning.plan.other_funds");
        names[funds[at].first] = name;
        if (at <= most_funds) order.push_back(json::value(name));
    }
    std::map<std::pair<int, std::string>, std::int64_t> values;
    for (int year = plan.first_year; year < plan.first_year + plan_years; ++year) values[{year, order.empty() ? "" : std::string(order.front().as_string())}];
    for (const auto& cell : plan.cells) values[{cell.school_year, names[cell.funding_source]}] += cell.price_cents;
    json::array rows;
    for (const auto& [key, cents] : values) {
        rows.push_back({{"a", school_year_words(key.first)}, {"b", static_cast<double>(cents) / 100}, {"c", key.second}, {"t", dollars(call, cents)}});
    }
    const auto year = call.text("planning.plan.school_year"), cost = call.text("planning.plan.cost"), who = call.text("planning.price.funding");
    const json::object x{{"field", "a"}, {"type", "nominal"}, {"title", year}, {"axis", {{"labelAngle", 0}}}};
    const json::object y{{"field", "b"}, {"type", "quantitative"}, {"title", cost}, {"axis", {{"format", "$,.0f"}}}};
    const json::object colour{{"field", "c"}, {"type", "nominal"}, {"title", who}, {"sort", order}, {"legend", {{"orient", "bottom"}, {"direction", "vertical"}}}};
    const json::array tooltip{{{"field", "a"}, {"type", "nominal"}, {"title", year}}, {{"field", "c"}, {"type", "nominal"}, {"title", who}}, {{"field", "t"}, {"type", "nominal"}, {"title", cost}}};
    return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"}, {"width", "container"}, {"height", 280}, {"data", {{"values", rows}}},
            {"mark", {{"type", "bar"}}}, {"encoding", {{"x", x}, {"y", y}, {"color", colour}, {"tooltip", tooltip}}}};
}

std::string plan_sentence(const http::Call& call, const Plan& plan) {
    const auto sums = by_year(plan);
    Sum all;
    auto heaviest = sums.begin();
    for (auto year = sums.begin(); year != sums.end(); ++year) {
        all.devices += year->second.devices;
        all.cents += year->second.cents;
        if (year->second.cents > heaviest->second.cents) heaviest = year;
    }
    if (all.devices == 0) return call.text("planning.plan.nothing_due");
    return call.text("planning.plan.sentence", {{"n", std::to_string(all.devices)}, {"devices", number(call, all.devices)}, {"price", dollars(call, all.cents)},
                                                {"year", school_year_words(heaviest->first)}, {"most", dollars(call, heaviest->second.cents)}});
}

files::Sheet sheet_of(const http::Call& call, const Plan& plan) {
    using base::CellType;
    files::Sheet sheet;
    sheet.title = call.text("planning.plan.title");
    sheet.facts.emplace_back(call.text("planning.plan.as_of"), base::to_iso(call.zone.day_of(plan.count.made_at)));
    sheet.notes = {plan_sentence(call, plan), call.text("planning.plan.file_note")};
    const std::pair<std::string_view, CellType> columns[] = {{"school_year", CellType::text}, {"school", CellType::text}, {"funding", CellType::text},
                                                             {"kind", CellType::text}, {"devices_due", CellType::integer}, {"cost", CellType::real}};
    for (const auto& [name, type] : columns) {
        sheet.table.columns.push_back({std::string(name), type});
        sheet.labels.push_back(call.text(fmt::format("planning.plan.{}", name)));
        sheet.decimals.push_back(type == CellType::real ? 2 : type == CellType::integer ? 0 : -1);
    }
    auto cells = plan.cells;
    std::ranges::stable_sort(cells, {}, &PlanCell::school_year);
    for (const auto& cell : cells) {
        const base::Cell cost = cell.without_price == cell.devices ? base::Cell() : base::Cell(static_cast<double>(cell.price_cents) / 100);
        sheet.table.rows.push_back({school_year_words(cell.school_year), cell.school_name, fund_words(call, cell.funding_source), kind_words(call, cell.kind), cell.devices, cost});
    }
    return sheet;
}

}  // namespace planning
