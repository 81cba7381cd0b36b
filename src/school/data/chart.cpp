#include "data/chart.h"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "data/disclosure.h"

namespace data {

namespace json = boost::json;

constexpr std::string_view schema = "https://vega.github.io/schema/vega-lite/v6.json";

/// Names of columns may hold what Vega-Lite reads as a path (dots, brackets), so fields are called a, b and c.
struct ChartColumns {
    std::size_t x = 0, y = 0;
    std::optional<std::size_t> series;
};

static std::optional<ChartColumns> columns_of(const ReportChart& chart, const ShownTable& table) {
    const auto x = table.column(chart.x), y = table.column(chart.y);
    if (!x || !y) return std::nullopt;
    ChartColumns columns{*x, *y, std::nullopt};
    if (!chart.series.empty()) {
        columns.series = table.column(chart.series);
        if (!columns.series) return std::nullopt;
    }
    return columns;
}

/// Numbers and days are told as such; everything else by its words.
static json::value value_of(const ShownColumn& column, const ShownCell& cell) {
    if (column.number()) {
        if (auto value = base::number(cell.value)) return *value == std::floor(*value) ? json::value(static_cast<std::int64_t>(*value)) : json::value(*value);
        return nullptr;
    }
    if (base::is_null(cell.value)) return nullptr;
    if (column.format == ColumnFormat::date) return json::value(base::text_of(cell.value).substr(0, 10));
    return json::value(cell.text);
}

static std::string_view type_of(const ShownColumn& column) {
    if (column.number()) return "quantitative";
    return column.format == ColumnFormat::date ? "temporal" : "nominal";
}

static json::array values_of(const ShownTable& table, const ChartColumns& columns, bool bands) {
    json::array values;
    for (const auto& row : table.rows) {
        if (row.total) continue;
        json::object one;
        one["a"] = bands ? json::value(row.cells[columns.x].text) : value_of(table.columns[columns.x], row.cells[columns.x]);
        one["b"] = value_of(table.columns[columns.y], row.cells[columns.y]);
        one["t"] = row.cells[columns.y].text;
        if (columns.series) one["c"] = row.cells[*columns.series].text;
        if (row.cells[columns.y].withheld) one["w"] = std::string(withheld_symbol);
        values.emplace_back(std::move(one));
    }
    return values;
}

/// Values stand in the order of the table, which is the report's own.
static json::array order_of(const ShownTable& table, std::size_t column) {
    json::array order;
    for (const auto* cell : values_of(table, column)) {
        if (json::value value(cell->text); std::ranges::find(order, value) == order.end()) order.push_back(std::move(value));
    }
    return order;
}

static json::object channel(std::string_view field, const ShownTable& table, std::size_t at) {
    const auto& column = table.columns[at];
    json::object one{{"field", field}, {"type", type_of(column)}, {"title", column.label_with_unit()}};
    if (type_of(column) == "nominal") one["sort"] = order_of(table, at);
    if (type_of(column) == "temporal") one["timeUnit"] = "utcyearmonthdate";
    return one;
}

static json::value sort_of(const ReportChart& chart, std::string_view other_axis, json::value otherwise) {
    if (chart.sort == "x") return "ascending";
    if (chart.sort == "y") return json::value(std::string(other_axis));
    if (chart.sort == "-y") return json::value("-" + std::string(other_axis));
    return otherwise;
}

/// A field that is a moment anywhere in a chart is one everywhere in it, so a band is told by its words.
static json::array tooltip(const ShownTable& table, const ChartColumns& columns, bool typed = true) {
    json::array list{{{"field", "a"}, {"type", typed ? type_of(table.columns[columns.x]) : "nominal"}, {"title", table.columns[columns.x].label}}};
    if (columns.series) list.push_back({{"field", "c"}, {"type", "nominal"}, {"title", table.columns[*columns.series].label}});
    list.push_back({{"field", "t"}, {"type", "nominal"}, {"title", table.columns[columns.y].label}});
    return list;
}

static json::object series_channel(const ShownTable& table, std::size_t column) {
    return {{"field", "c"}, {"type", "nominal"}, {"sort", order_of(table, column)}, {"title", table.columns[column].label}, {"legend", {{"orient", "bottom"}, {"direction", "vertical"}, {"symbolLimit", 30}}}};
}

/// Bars lie down when what they are of has words, so that the words stay level on a phone.
static json::object bars(const ReportChart& chart, const ShownTable& table, const ChartColumns& columns) {
    const bool lying = type_of(table.columns[columns.x]) == "nominal";
    auto group = channel("a", table, columns.x), measure = channel("b", table, columns.y);
    if (lying) group["sort"] = sort_of(chart, "x", group["sort"]);
    measure["scale"] = {{"zero", true}};
    // What is in the shared part would be merged into the place of the symbol.
    json::object encoding{{lying ? "y" : "x", group}};
    if (columns.series) {
        encoding["color"] = series_channel(table, *columns.series);
        encoding[lying ? "yOffset" : "xOffset"] = {{"field", "c"}, {"sort", order_of(table, *columns.series)}};
    }
    json::object mark_encoding{{lying ? "x" : "y", measure}, {"tooltip", tooltip(table, columns)}};
    json::object symbol_encoding{{lying ? "x" : "y", {{"datum", 0}, {"type", "quantitative"}}}, {"text", {{"field", "w"}}}};
    json::object symbol_mark{{"type", "text"}, {"dx", lying ? 6 : 0}, {"dy", lying ? 0 : -6}};
    json::object spec{{"encoding", encoding}};
    spec["layer"] = json::array{{{"mark", {{"type", "bar"}}}, {"encoding", mark_encoding}},
                                {{"transform", {{{"filter", "isValid(datum.w)"}}}}, {"mark", symbol_mark}, {"encoding", symbol_encoding}}};
    if (lying) spec["height"] = {{"step", columns.series ? 14 : 24}};
    else spec["height"] = 280;
    return spec;
}

/// A band of its own for each value, whatever its type is.
static json::object band(std::string_view field, const ShownTable& table, std::size_t column) {
    return {{"field", field}, {"type", "nominal"}, {"sort", order_of(table, column)}, {"title", table.columns[column].label}};
}

/// Pixels that a band needs at least: for its longest label when it stands level; dates and grades are turned and need room for a number alone.
static int step_for(const json::array& labels) {
    if (labels.size() > 5) return 34;
    std::size_t longest = 0;
    for (const auto& label : labels) longest = std::max(longest, std::size_t{label.as_string().size()});
    return static_cast<int>(std::clamp<std::size_t>(longest * 7, 60, 120));
}

/// What the labels beside the bands of a heat chart take.
constexpr int label_room = 180;

static json::object heat(const ShownTable& table, const ChartColumns& columns) {
    auto x = band("a", table, columns.x), y = band("c", table, *columns.series);
    x["axis"] = {{"labelAngle", x.at("sort").as_array().size() > 5 ? -90 : 0}, {"labelLimit", 120}};
    const json::object shade{{"field", "b"}, {"type", "quantitative"}, {"title", table.columns[columns.y].label_with_unit()}, {"scale", {{"scheme", "cividis"}, {"reverse", true}, {"domainMin", 0}}}, {"legend", {{"orient", "bottom"}}}};
    // The number stands in its cell, so colour is never alone; on dark shades it is light.
    const json::object ink{{"condition", {{"test", "isValid(datum.b) && datum.b > datum.half"}, {"value", "#ffffff"}}}, {"value", "#18202a"}};
    json::object spec{{"encoding", {{"x", x}, {"y", y}}}};
    spec["transform"] = json::array{{{"joinaggregate", {{{"op", "max"}, {"field", "b"}, {"as", "most"}}}}}, {{"calculate", "datum.most / 2"}, {"as", "half"}}};
    spec["layer"] = json::array{{{"mark", {{"type", "rect"}}}, {"encoding", {{"color", shade}, {"tooltip", tooltip(table, columns, false)}}}},
                                {{"transform", {{{"filter", "isValid(datum.b)"}}}}, {"mark", {{"type", "text"}}}, {"encoding", {{"text", {{"field", "t"}}}, {"color", ink}}}},
                                {{"transform", {{{"filter", "isValid(datum.w)"}}}}, {"mark", {{"type", "text"}}}, {"encoding", {{"text", {{"field", "w"}}}}}}};
    // As wide as its panel, and wide enough for its numbers: on a phone it scrolls within its panel.
    const auto& bands = x.at("sort").as_array();
    spec["usermeta"] = {{"least_width", static_cast<int>(bands.size()) * step_for(bands) + label_room}};
    spec["height"] = {{"step", 32}};
    return spec;
}

static json::object lines(const ReportChart& chart, const ShownTable& table, const ChartColumns& columns) {
    auto x = channel("a", table, columns.x);
    if (type_of(table.columns[columns.x]) == "nominal") x["sort"] = sort_of(chart, "y", x["sort"]);
    if (type_of(table.columns[columns.x]) == "quantitative") x["scale"] = {{"zero", false}};
    auto y = channel("b", table, columns.y);
    json::object encoding{{"x", x}, {"y", y}, {"tooltip", tooltip(table, columns)}};
    if (columns.series) {
        encoding["color"] = series_channel(table, *columns.series);
        encoding["shape"] = series_channel(table, *columns.series);
    }
    json::object spec{{"encoding", encoding}};
    if (chart.mark == ReportChart::Mark::line) {
        if (columns.series) encoding["strokeDash"] = series_channel(table, *columns.series);
        auto of_line = encoding;
        of_line.erase("shape");
        auto of_points = encoding;
        of_points.erase("strokeDash");
        spec.erase("encoding");
        spec["layer"] = json::array{{{"mark", {{"type", "line"}}}, {"encoding", of_line}}, {{"mark", {{"type", "point"}, {"filled", true}, {"size", 40}}}, {"encoding", of_points}}};
        spec["resolve"] = {{"legend", {{"color", "shared"}}}};
    } else {
        spec["mark"] = {{"type", "point"}, {"filled", true}, {"size", 60}};
    }
    spec["height"] = 280;
    return spec;
}

std::optional<json::object> chart_of(const ReportFile& file, const ShownTable& table) {
    if (!file.chart || table.rows.empty() || table.rows.size() > most_chart_rows) return std::nullopt;
    const auto columns = columns_of(*file.chart, table);
    if (!columns) return std::nullopt;
    // Where every figure is withheld there is nothing to draw.
    const bool any = std::ranges::any_of(table.rows, [&](const ShownRow& row) { return !row.total && base::number(row.cells[columns->y].value); });
    if (!any) return std::nullopt;
    auto values = values_of(table, *columns, file.chart->mark == ReportChart::Mark::heat);
    json::object spec;
    switch (file.chart->mark) {
        case ReportChart::Mark::bar: spec = bars(*file.chart, table, *columns); break;
        case ReportChart::Mark::heat:
            if (!columns->series) return std::nullopt;
            spec = heat(table, *columns);
            break;
        default: spec = lines(*file.chart, table, *columns); break;
    }
    spec["$schema"] = schema;
    spec["width"] = "container";
    spec["autosize"] = {{"type", spec.at("height").is_number() ? "fit" : "fit-x"}, {"contains", "padding"}};
    spec["data"] = {{"values", std::move(values)}};
    return spec;
}

}  // namespace data
