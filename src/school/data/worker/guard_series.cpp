// range and generate_series after FROM are answered in pieces and can be interrupted, but a typing error should not make a billion rows.
#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "base/time.h"
#include "data/worker/guard_walk.h"

namespace data::worker {

namespace json = boost::json;

constexpr std::int64_t most_elements = 1'000'000;
constexpr std::int64_t most_days = 40'000;  // a little over a century

static std::string_view word(const json::object& object, std::string_view field) {
    auto* value = object.if_contains(field);
    return value && value->is_string() ? std::string_view(value->as_string()) : std::string_view();
}

static const json::value* constant(const json::object& expression) {
    if (word(expression, "class") != "CONSTANT") return nullptr;
    auto* value = expression.at("value").as_object().if_contains("value");
    return value;
}

/// 5, or -5, which is the function - of 5.
static std::optional<std::int64_t> integer(const json::object& expression) {
    if (auto* value = constant(expression)) return value->is_int64() ? std::optional(value->as_int64()) : std::nullopt;
    if (word(expression, "class") != "FUNCTION" || word(expression, "function_name") != "-") return std::nullopt;
    const auto* children = expression.if_contains("children");
    if (!children || children->as_array().size() != 1) return std::nullopt;
    auto* value = constant(children->as_array()[0].as_object());
    return value && value->is_int64() && value->as_int64() != INT64_MIN ? std::optional(-value->as_int64()) : std::nullopt;
}

/// DATE '2026-08-24', TIMESTAMP '2026-08-24 08:00:00'.
static std::optional<base::Day> day(const json::object& expression) {
    if (word(expression, "class") != "CAST") return std::nullopt;
    auto to = word(expression.at("cast_type").as_object(), "id");
    auto* value = constant(expression.at("child").as_object());
    if ((to != "DATE" && to != "TIMESTAMP") || !value || !value->is_string()) return std::nullopt;
    return base::parse_day(std::string_view(value->as_string()).substr(0, 10));
}

/// INTERVAL 1 DAY and longer: at least a day, so that days bound the count.
static bool is_days(const json::object& expression) {
    auto name = word(expression, "function_name");
    bool long_enough = name == "to_days" || name == "to_weeks" || name == "to_months" || name == "to_quarters" || name == "to_years";
    if (!long_enough) return false;
    // to_days(CAST(trunc(CAST(1 AS DOUBLE)) AS INTEGER))
    const json::object* inner = &expression;
    for (int depth = 0; depth < 6; ++depth) {
        if (auto* value = constant(*inner)) return value->is_int64() && value->as_int64() >= 1;
        if (auto* child = inner->if_contains("child")) {
            inner = &child->as_object();
        } else if (auto* children = inner->if_contains("children"); children && children->as_array().size() == 1) {
            inner = &children->as_array()[0].as_object();
        } else {
            return false;
        }
    }
    return false;
}

static std::string check_days(const json::array& arguments) {
    const char* form = "days are given as range(DATE '2026-08-01', DATE '2027-06-30', INTERVAL 1 DAY).";
    auto from = day(arguments[0].as_object()), to = day(arguments[1].as_object());
    if (arguments.size() != 3 || !from || !to || !is_days(arguments[2].as_object())) return form;
    return std::abs((*to - *from).count()) > most_days ? "a century of days is the most." : "";
}

std::string series_complaint(const json::object& call) {
    const auto* children = call.if_contains("children");
    if (!children || children->as_array().empty() || children->as_array().size() > 3) return "it takes one, two or three numbers.";
    const auto& arguments = children->as_array();
    if (word(arguments[0].as_object(), "class") == "CAST" && arguments.size() >= 2) return check_days(arguments);

    std::vector<std::int64_t> numbers;
    for (const auto& argument : arguments) {
        auto number = integer(argument.as_object());
        if (!number || std::llabs(*number) > most_elements * most_elements) return "its bounds must be written as numbers, so that its size is known.";
        numbers.push_back(*number);
    }
    std::int64_t from = numbers.size() > 1 ? numbers[0] : 0, to = numbers.size() > 1 ? numbers[1] : numbers[0];
    std::int64_t step = numbers.size() > 2 ? std::llabs(numbers[2]) : 1;
    if (step == 0) return "a step of 0 never ends.";
    return std::llabs(to - from) / step > most_elements ? fmt::format("{} elements are the most.", most_elements) : "";
}

}  // namespace data::worker
