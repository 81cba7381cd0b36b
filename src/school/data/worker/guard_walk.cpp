#include "data/worker/guard_walk.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "data/worker/guard_lists.h"

namespace data::worker {

namespace json = boost::json;
using Words = std::set<std::string_view>;

static std::string_view word(const json::object& object, std::string_view field) {
    auto* value = object.if_contains(field);
    return value && value->is_string() ? std::string_view(value->as_string()) : std::string_view();
}

static std::string lower(std::string_view text) { return base::to_lower_ascii(text); }

void Walk::refuse(std::string_view code, const std::string& detail, const std::string& why, const Object& at) const {
    auto* location = at.if_contains("query_location");
    throw GuardRefusal(std::string(code), detail, place_in(sql_, location && location->is_int64() ? location->as_int64() : -1) + why);
}

Reads Walk::statement(const json::object& statement) {
    object(statement);
    return std::move(reads_);
}

void Walk::value(const json::value& value) {
    if (value.is_object()) object(value.as_object());
    if (value.is_array()) {
        for (const auto& element : value.as_array()) this->value(element);
    }
}

void Walk::fields(const Object& object) {
    for (const auto& [field, inner] : object) {
        if (!is_field_known(field)) refuse("guard.statement", std::string(field), fmt::format("The text holds something unknown ({}).", std::string_view(field)), object);
        value(inner);
    }
}

void Walk::object(const Object& object) {
    auto kind = word(object, "class"), type = word(object, "type");
    if (!kind.empty()) return expression(object, kind, type);
    if (object.contains("id")) return this->type(object);
    auto* of = object.if_contains("type");
    // A constant outside of an expression: the values of a PIVOT, the size of a sample.
    if (of && of->is_object()) return constant(object);
    if (!of) return fields(object);

    static const Words plain = {"JOIN",           "SUBQUERY",        "EMPTY",    "EXPRESSION_LIST", "PIVOT",        "ORDER_MODIFIER",
                                "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER", "ASCENDING", "DESCENDING", "ORDER_DEFAULT"};
    if (type == "SELECT_NODE" || type == "SET_OPERATION_NODE" || type == "RECURSIVE_CTE_NODE") return query_node(object, type);
    if (type == "BASE_TABLE") return table(object);
    if (type == "TABLE_FUNCTION") return table_function(object);
    if (type == "SHOW_REF") {
        refuse("guard.statement", std::string(word(object, "show_type")),
               "DESCRIBE, SUMMARIZE and SHOW are not answered here: the page of the workbench lists the tables and their columns.", object);
    }
    if (!plain.contains(type)) refuse("guard.statement", std::string(type), fmt::format("The workbench does not know {}.", type), object);
    if (type == "JOIN" && !scopes_.empty()) {
        if (word(object, "ref_type") == "NATURAL") {
            for (const auto& [name, table] : scopes_.back()) read_all(table);
        }
        if (auto* columns = object.if_contains("using_columns")) {
            for (const auto& named : columns->as_array()) {
                auto name = lower(std::string_view(named.as_string()));
                if (name == "rowid") refuse_row_numbers(object);
                read("", name);
            }
        }
    }
    fields(object);
}

void Walk::constant(const Object& object) const {
    for (const auto& [field, inner] : object) {
        bool known = field == "type" || field == "is_null" || field == "value";
        if (!known) refuse("guard.statement", std::string(field), "The text holds an unknown constant.", object);
        // UNPIVOT and COLUMNS take names as texts.
        if (field == "value" && inner.is_string() && lower(std::string_view(inner.as_string())) == "rowid") refuse_row_numbers(object);
    }
}

void Walk::query_node(const Object& node, std::string_view type) {
    auto visible = common_.size();
    common_tables(node);
    scopes_.emplace_back();
    if (auto* from = node.if_contains("from_table")) open_scope(*from);
    for (const auto& [field, inner] : node) {
        if (!is_field_known(field)) refuse("guard.statement", std::string(field), fmt::format("The text holds something unknown ({}).", std::string_view(field)), node);
        bool is_later = type == "RECURSIVE_CTE_NODE" && field == "right";
        if (field != "cte_map" && !is_later) value(inner);
    }
    // Only the second part of a recursive WITH may call the first by the name; before, the name would mean another table.
    if (type == "RECURSIVE_CTE_NODE") {
        common_.push_back(lower(word(node, "cte_name")));
        value(node.at("right"));
    }
    scopes_.pop_back();
    common_.resize(visible);
}

void Walk::common_tables(const Object& node) {
    auto* map = node.if_contains("cte_map");
    auto* entries = map ? map->as_object().if_contains("map") : nullptr;
    if (!entries) return;
    for (const auto& entry : entries->as_array()) {
        const auto& pair = entry.as_object();
        std::string name = lower(word(pair, "key"));
        bool plain = !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_' || c >= 128; });
        if (!plain) refuse("guard.table", name, fmt::format("WITH \"{}\": a name here is made of letters, digits and _.", name), pair);
        bool shadows = catalogue_.contains(name);
        for (auto beginning : {"duckdb_", "sqlite_", "pg_", "pragma_", "information_"}) shadows = shadows || name.starts_with(beginning);
        if (shadows) refuse("guard.table", name, fmt::format("WITH {}: there is a table of this name; choose another.", name), pair);
        value(pair.at("value"));
        common_.push_back(name);
    }
}

void Walk::table(const Object& table) {
    std::string name = lower(word(table, "table_name"));
    if (!word(table, "schema_name").empty() || !word(table, "catalog_name").empty()) {
        refuse("guard.table", name, fmt::format("Write {} without a schema or catalogue before it.", name), table);
    }
    if (table.contains("at_clause")) refuse("guard.statement", "AT", "The warehouse keeps no earlier states of a table.", table);
    bool common = std::ranges::find(common_, name) != common_.end();
    bool known = catalogue_.contains(name);
    if (!common && !known) {
        std::string hint;
        for (const auto& [other, columns] : catalogue_) {
            if (hint.empty() && is_nearly(name, other)) hint = fmt::format(" Did you mean {}?", other);
        }
        refuse("guard.table", name, fmt::format("This tier has no table \"{}\".{}", name, hint), table);
    }
    if (known) reads_.tables.insert(name);
    fields(table);
}

void Walk::table_function(const Object& table) {
    const auto& call = table.at("function").as_object();
    std::string name = lower(word(call, "function_name"));
    bool series = name == "range" || name == "generate_series";
    if (word(call, "class") != "FUNCTION" || (!series && name != "unnest")) {
        refuse("guard.function", name, fmt::format("{} cannot be used after FROM: {}.", name, why_refused(name)), call);
    }
    if (!word(call, "schema").empty() || !word(call, "catalog").empty()) refuse("guard.function", name, fmt::format("Write {} alone.", name), call);
    if (series) {
        if (auto complaint = series_complaint(call); !complaint.empty()) refuse("guard.function", name, fmt::format("{}: {}", name, complaint), call);
    }
    for (const auto& [field, inner] : table) {
        if (field != "function") value(inner);
        if (!is_field_known(field)) refuse("guard.statement", std::string(field), "The text holds something unknown after FROM.", table);
    }
    fields(call);
}

void Walk::function(const Object& call, std::string_view called) {
    std::string name = lower(called);
    auto schema = word(call, "schema");
    if ((!schema.empty() && schema != "main") || !word(call, "catalog").empty()) {
        refuse("guard.function", name, fmt::format("Write {} without a schema before it.", name), call);
    }
    if (is_function_allowed(name)) return;
    auto near = similar_function(name);
    refuse("guard.function", name,
           fmt::format("{} cannot be used: {}.{}", name, why_refused(name), near ? fmt::format(" Did you mean {}?", *near) : std::string()), call);
}

void Walk::expression(const Object& expression, std::string_view kind, std::string_view type) {
    if (!is_expression_allowed(kind, type)) {
        refuse("guard.statement", std::string(type), fmt::format("The workbench does not know {}.", type), expression);
    }
    if (kind == "CONSTANT") return constant(expression.at("value").as_object());
    if (kind == "FUNCTION" || kind == "WINDOW") function(expression, word(expression, "function_name"));
    if (kind == "STAR") star(expression);
    if (kind == "COLUMN_REF") column(expression);
    if (kind == "POSITIONAL_REFERENCE") read_all();
    if (kind == "COLLATE") {
        bool plain = std::ranges::all_of(word(expression, "collation"), [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_'; });
        if (!plain) refuse("guard.statement", "COLLATE", "No such collation.", expression);
    }
    fields(expression);
}

void Walk::type(const Object& type) {
    auto id = word(type, "id");
    auto* info = type.if_contains("type_info");
    auto name = info && info->is_object() ? word(info->as_object(), "name") : std::string_view();
    if (!is_type_allowed(id)) {
        std::string shown(name.empty() ? id : name);
        refuse("guard.statement", shown, fmt::format("Nothing can be turned into {} here; numbers, texts, days and moments can be made.", shown), type);
    }
    if (!info || !info->is_object()) return;
    if (auto* child = info->as_object().if_contains("child_type")) this->type(child->as_object());
}

}  // namespace data::worker
