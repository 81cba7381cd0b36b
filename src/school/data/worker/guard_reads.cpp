// What a text reads: which columns its names mean. Said once too often rather than not at all; it is written down, and refuses nothing.
#include <algorithm>

#include "base/text.h"
#include "data/worker/guard_walk.h"

namespace data::worker {

namespace json = boost::json;

static std::string field(const json::object& object, std::string_view name) {
    auto* value = object.if_contains(name);
    return value && value->is_string() ? base::to_lower_ascii(std::string_view(value->as_string())) : std::string();
}

/// Whether the columns of a table get other names after FROM, as in `student AS s(a, b)`.
static bool renames_columns(const json::object& table) {
    auto* names = table.if_contains("column_name_alias");
    return names && names->is_array() && !names->as_array().empty();
}

void Walk::open_scope(const json::value& from) {
    if (!from.is_object()) return;
    const auto& table = from.as_object();
    auto type = field(table, "type");
    if (type == "base_table") {
        auto name = field(table, "table_name"), alias = field(table, "alias");
        if (catalogue_.contains(name)) scopes_.back().emplace_back(alias.empty() ? name : alias, name);
    }
    const auto before = scopes_.back().size();
    for (auto side : {"left", "right", "source"}) {
        if (auto* inner = table.if_contains(side); inner && (type == "join" || type == "pivot")) open_scope(*inner);
    }
    // Names that are given anew say nothing of the columns that they mean, and a PIVOT groups by columns that it does not name.
    if (type == "base_table" && renames_columns(table) && catalogue_.contains(field(table, "table_name"))) read_all(field(table, "table_name"));
    if (type == "pivot" || (type == "join" && renames_columns(table))) {
        for (auto i = before; i < scopes_.back().size(); ++i) read_all(scopes_.back()[i].second);
    }
}

/// `qualifier` is empty when the column stands alone: then it may be of any table around it.
void Walk::read(const std::string& qualifier, const std::string& column) {
    for (const auto& scope : scopes_) {
        for (const auto& [name, table] : scope) {
            const auto& columns = catalogue_.at(table);
            bool has = std::ranges::find(columns, column) != columns.end();
            if (has && (qualifier.empty() || qualifier == name)) reads_.columns.insert(table + "." + column);
        }
    }
}

void Walk::read_all(const std::string& table) {
    for (const auto& column : catalogue_.at(table)) reads_.columns.insert(table + "." + column);
}

void Walk::read_all() {
    for (const auto& scope : scopes_) {
        for (const auto& [name, table] : scope) read_all(table);
    }
}

void Walk::star(const Object& star) {
    if (scopes_.empty()) return;
    auto relation = field(star, "relation_name");
    std::vector<std::string> left_out;
    if (auto* list = star.if_contains("exclude_list"); list && list->is_array()) {
        for (const auto& name : list->as_array()) {
            if (name.is_string()) left_out.push_back(base::to_lower_ascii(std::string_view(name.as_string())));
        }
    }
    for (const auto& [name, table] : scopes_.back()) {
        if (!relation.empty() && relation != name) continue;
        for (const auto& column : catalogue_.at(table)) {
            if (std::ranges::find(left_out, column) == left_out.end()) reads_.columns.insert(table + "." + column);
        }
    }
}

/// Rows lie in the order in which they came, which is that of the source and no secret there.
void Walk::refuse_row_numbers(const Object& at) const {
    refuse("guard.statement", "rowid", "rowid cannot be used: where a row lies would tell whose it is. row_number() OVER (ORDER BY ...) counts rows in an order of yours.", at);
}

void Walk::column(const Object& reference) {
    std::vector<std::string> names;
    for (const auto& name : reference.at("column_names").as_array()) names.push_back(base::to_lower_ascii(std::string_view(name.as_string())));
    if (names.empty()) return;
    if (std::ranges::find(names, "rowid") != names.end()) refuse_row_numbers(reference);
    read("", names.front());  // a.b may also be the field b of a column a
    for (std::size_t i = 0; i + 1 < names.size(); ++i) read(names[i], names[i + 1]);
    // The name of a table alone is a whole row of it.
    for (const auto& scope : scopes_) {
        for (const auto& [name, table] : scope) {
            if (name == names.back()) read_all(table);
        }
    }
}

}  // namespace data::worker
