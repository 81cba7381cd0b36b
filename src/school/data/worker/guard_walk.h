/// One walk over the tree of a text.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "data/worker/guard.h"

namespace data::worker {

/// "Line 3, column 14: " for a byte of the text; empty when it is not known (-1).
std::string place_in(std::string_view sql, std::int64_t byte);

class Walk {
public:
    Walk(std::string_view sql, const Catalogue& catalogue) : sql_(sql), catalogue_(catalogue) {}
    /// Throws GuardRefusal at the first thing that is not allowed.
    Reads statement(const boost::json::object& statement);

private:
    using Object = boost::json::object;
    /// Tables that a FROM brings, by the name under which its columns are called.
    using Scope = std::vector<std::pair<std::string, std::string>>;

    void value(const boost::json::value& value);
    void object(const Object& object);
    void fields(const Object& object);
    void constant(const Object& object) const;
    void expression(const Object& expression, std::string_view kind, std::string_view type);
    void query_node(const Object& node, std::string_view type);
    void common_tables(const Object& node);
    void recursive(const Object& node);
    void table(const Object& table);
    void table_function(const Object& table);
    void function(const Object& function, std::string_view name);
    void type(const Object& type);
    void star(const Object& star);
    void column(const Object& reference);

    void open_scope(const boost::json::value& from);
    void read(const std::string& table, const std::string& column);
    void read_all(const std::string& table);
    /// Of every table around: the text does not say which column it means.
    void read_all();
    [[noreturn]] void refuse_row_numbers(const Object& at) const;
    [[noreturn]] void refuse(std::string_view code, const std::string& detail, const std::string& why, const Object& at) const;

    std::string_view sql_;
    const Catalogue& catalogue_;
    std::vector<std::string> common_;  // names of WITH that are visible here
    std::vector<Scope> scopes_;
    Reads reads_;
};

/// Refuses a call of range or generate_series after FROM whose size its constants do not bound. Returns why, or nothing.
std::string series_complaint(const boost::json::object& call);

}  // namespace data::worker
