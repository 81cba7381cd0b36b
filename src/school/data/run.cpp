#include "data/run.h"

#include <algorithm>
#include <iterator>

#include <boost/json.hpp>

#include "base/error.h"
#include "data/cell_json.h"
#include "data/data.h"

namespace data {

static constexpr std::string_view kind_words[] = {"query", "report", "extract"};
static constexpr std::string_view state_words[] = {"waiting", "running", "done", "refused", "cancelled"};

std::string_view word(RunKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::string_view word(RunState state) { return state_words[static_cast<std::size_t>(state)]; }

template <typename Enum, std::size_t N>
static std::optional<Enum> parse(const std::string_view (&words)[N], std::string_view text) {
    auto found = std::ranges::find(words, text);
    if (found == std::end(words)) return std::nullopt;
    return static_cast<Enum>(found - std::begin(words));
}

std::optional<RunKind> parse_run_kind(std::string_view text) { return parse<RunKind>(kind_words, text); }
std::optional<RunState> parse_run_state(std::string_view text) { return parse<RunState>(state_words, text); }

bool may_ask(const auth::Viewer& viewer, Tier tier) {
    switch (tier) {
        case Tier::operations: return viewer.may_everywhere(may_ask_operations);
        case Tier::directory: return viewer.may_everywhere(may_ask_directory);
        case Tier::students: return viewer.may_everywhere(may_ask_students);
        case Tier::sensitive: return viewer.may_everywhere(may_ask_sensitive);
    }
    return false;
}

AskLimits limits_of(RunKind kind, Tier tier) {
    if (kind == RunKind::query || (kind == RunKind::report && tier == Tier::operations)) return {};
    return {.rows = 2'000'000, .bytes = std::int64_t{128} << 20, .time = base::Milliseconds(120'000)};
}

std::string to_json(const Parameters& parameters) {
    boost::json::object object;
    for (const auto& [name, cell] : parameters) object[name] = json_of(cell);
    return boost::json::serialize(object);
}

Parameters parameters_of(std::string_view json) {
    boost::system::error_code error;
    auto value = boost::json::parse(json, error);
    if (error || !value.is_object()) throw base::Invalid("parameters", "a flat object of numbers and texts");
    Parameters parameters;
    for (const auto& [name, member] : value.get_object()) {
        auto cell = cell_of(member);
        if (!cell) throw base::Invalid("parameters", "a flat object of numbers and texts");
        parameters.emplace_back(std::string(name), std::move(*cell));
    }
    return parameters;
}

}  // namespace data
