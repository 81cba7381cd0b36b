#include <stdexcept>

#include <boost/json.hpp>

#include "data/cell_json.h"
#include "data/face.h"

namespace data {

namespace json = boost::json;

static json::array array_of(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

static std::vector<std::string> texts_of(const json::value& value) {
    std::vector<std::string> texts;
    for (const auto& one : value.as_array()) texts.emplace_back(one.as_string());
    return texts;
}

json::object to_json(const Face& face) {
    json::array parameters, columns, rows;
    for (const auto& [label, value] : face.parameters) parameters.push_back(json::array{label, value});
    for (const auto& column : face.table.columns) columns.push_back(json::array{column.name, column.label, base::word(column.type), static_cast<int>(column.format), column.decimals});
    for (const auto& row : face.table.rows) {
        json::array cells;
        for (const auto& cell : row.cells) cells.push_back(json::array{json_of(cell.value), cell.text, cell.withheld});
        rows.push_back(json::object{{"total", row.total}, {"cells", std::move(cells)}});
    }
    json::object object{{"title", face.title}, {"about", face.about}, {"source", face.source}, {"limits", face.limits}, {"parameters", std::move(parameters)},
                        {"columns", std::move(columns)}, {"rows", std::move(rows)}, {"withheld", face.table.withheld}, {"missing", face.table.missing},
                        {"statements", array_of(face.statements)}, {"chart", face.chart}, {"notes", array_of(face.notes)}};
    object["as_of"] = face.as_of ? json::value(base::to_ms(*face.as_of)) : json::value(nullptr);
    object["sentence"] = face.sentence ? json::value(*face.sentence) : json::value(nullptr);
    return object;
}

/// A figure that was frozen before columns had a number of decimals showed two at most.
constexpr int decimals_of_old = 2;

static ShownTable table_of(const json::object& object) {
    ShownTable table;
    table.withheld = object.at("withheld").as_int64();
    table.missing = object.at("missing").as_int64();
    for (const auto& one : object.at("columns").as_array()) {
        const auto& parts = one.as_array();
        table.columns.push_back({std::string(parts.at(0).as_string()), std::string(parts.at(1).as_string()), base::parse_cell_type(parts.at(2).as_string()).value(),
                                 static_cast<ColumnFormat>(parts.at(3).as_int64()), parts.size() > 4 ? static_cast<int>(parts.at(4).as_int64()) : decimals_of_old});
    }
    for (const auto& one : object.at("rows").as_array()) {
        ShownRow row;
        row.total = one.at("total").as_bool();
        for (const auto& cell : one.at("cells").as_array()) row.cells.push_back({cell_of(cell.at(0)).value_or(base::Cell{}), std::string(cell.at(1).as_string()), cell.at(2).as_bool()});
        if (row.cells.size() != table.columns.size()) throw std::runtime_error("a row of a figure has not as many cells as its table columns");
        table.rows.push_back(std::move(row));
    }
    return table;
}

Face face_of_json(const json::value& value) {
    try {
        const auto& object = value.as_object();
        auto text = [&](std::string_view name) { return std::string(object.at(name).as_string()); };
        Face face{.title = text("title"), .about = text("about"), .source = text("source"), .limits = text("limits")};
        for (const auto& one : object.at("parameters").as_array()) face.parameters.emplace_back(one.at(0).as_string(), one.at(1).as_string());
        if (!object.at("as_of").is_null()) face.as_of = base::from_ms(object.at("as_of").as_int64());
        if (!object.at("sentence").is_null()) face.sentence = text("sentence");
        face.table = table_of(object);
        face.statements = texts_of(object.at("statements"));
        face.chart = text("chart");
        face.notes = texts_of(object.at("notes"));
        return face;
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error(std::string("a figure cannot be read: ") + error.what());
    }
}

}  // namespace data
