#include "helpdesk/request.h"

#include <algorithm>
#include <array>
#include <utility>

namespace helpdesk {

static constexpr std::array<std::pair<State, std::string_view>, 8> state_words{{
    {State::held, "held"},
    {State::fresh, "new"},
    {State::open, "open"},
    {State::waiting, "waiting"},
    {State::scheduled, "scheduled"},
    {State::resolved, "resolved"},
    {State::closed, "closed"},
    {State::merged, "merged"},
}};

static constexpr std::array<std::pair<WaitingReason, std::string_view>, 7> reason_words{{
    {WaitingReason::requester, "requester"},
    {WaitingReason::part, "part"},
    {WaitingReason::vendor, "vendor"},
    {WaitingReason::authority, "authority"},
    {WaitingReason::skill, "skill"},
    {WaitingReason::other_work, "other_work"},
    {WaitingReason::window, "window"},
}};

static constexpr std::array<std::pair<Origin, std::string_view>, 5> origin_words{{
    {Origin::web, "web"},
    {Origin::label, "label"},
    {Origin::walk_up, "walk_up"},
    {Origin::api, "api"},
    {Origin::mail, "mail"},
}};

template <typename Table, typename Value>
static std::string_view word_of(const Table& table, Value value) {
    return std::ranges::find(table, value, [](const auto& entry) { return entry.first; })->second;
}

template <typename Value, std::size_t n>
static std::optional<Value> value_of(const std::array<std::pair<Value, std::string_view>, n>& table, std::string_view word) {
    auto found = std::ranges::find(table, word, [](const auto& entry) { return entry.second; });
    if (found == table.end()) return std::nullopt;
    return found->first;
}

std::string_view word(State state) { return word_of(state_words, state); }
std::string_view word(WaitingReason reason) { return word_of(reason_words, reason); }
std::string_view word(Origin origin) { return word_of(origin_words, origin); }
std::optional<State> parse_state(std::string_view text) { return value_of(state_words, text); }
std::optional<WaitingReason> parse_waiting_reason(std::string_view text) { return value_of(reason_words, text); }
std::optional<Origin> parse_origin(std::string_view text) { return value_of(origin_words, text); }

bool may_follow(State from, State to) {
    switch (to) {
        case State::held: return false;
        case State::fresh: return from == State::held;
        case State::open: return from != State::held && from != State::merged && from != State::open;
        case State::waiting:
        case State::scheduled:
        case State::resolved: return unfinished(from);
        case State::closed: return from == State::resolved || unfinished(from);
        case State::merged: return unfinished(from);
    }
    return false;
}

}  // namespace helpdesk
