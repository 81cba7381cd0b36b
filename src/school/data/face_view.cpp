#include <algorithm>
#include <span>

#include <boost/json.hpp>

#include "data/face.h"

namespace data {

/// A page that a phone can still show; the files hold all rows.
constexpr std::size_t rows_on_a_page = 1000;

static void fill_table(html::View& view, const ShownTable& table) {
    if (table.rows.empty()) {
        view.show("no_rows");
        return;
    }
    auto sheet = view.add("sheet");
    for (const auto& column : table.columns) sheet.add("column").set("label", column.label).show_if(column.number(), "number");
    if (table.rows.size() > rows_on_a_page) view.show("more_rows");
    for (const auto& row : std::span(table.rows).first(std::min(rows_on_a_page, table.rows.size()))) {
        auto line = sheet.add("row");
        line.show_if(row.total, "total");
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            auto cell = line.add("cell");
            auto inner = cell.add(i == 0 ? "first" : table.columns[i].number() ? "number" : "plain");
            inner.set("label", table.columns[i].label).set("text", row.cells[i].text).show_if(row.cells[i].withheld, "withheld");
        }
    }
}

void fill_face(html::View& view, const Face& face) {
    if (face.sentence) view.add("sentence").set("text", *face.sentence);
    if (!face.statements.empty()) {
        // What it comes to stands first, as a sentence of its own where the report has none.
        auto first = face.statements.begin();
        if (!face.sentence) view.add("sentence").set("text", *first++);
        if (first != face.statements.end()) {
            auto says = view.add("says");
            for (; first != face.statements.end(); ++first) says.add("statement").set("text", *first);
        }
    }
    if (!face.chart.empty()) {
        auto chart = view.add("chart");
        chart.set("heading", face.title).data("chart_json", boost::json::parse(face.chart));
        if (face.sentence) chart.add("tells").set("text", *face.sentence);
    }
    view.set("face_title", face.title);
    fill_table(view, face.table);
    for (const auto& text : face.notes) view.add("note").set("text", text);
    view.set("source", face.source);
    if (!face.limits.empty()) view.add("limits").set("text", face.limits);
}

}  // namespace data
