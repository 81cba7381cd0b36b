#include "coaching/lesson.h"

#include <algorithm>
#include <array>

namespace coaching {

static constexpr std::array<std::string_view, 5> state_words{"asked", "booked", "held", "reflected", "cancelled"};
static constexpr std::array<std::string_view, 8> model_words{"one_observes", "one_assists", "parallel", "station", "alternative", "team", "model_lesson", "support"};
static constexpr std::array<std::string_view, 6> refusal_words{"class_does_not_meet", "no_skill", "nobody_on_duty", "taken_by_earlier", "taken", "travel"};

template <typename T, std::size_t n>
static std::optional<T> parse(const std::array<std::string_view, n>& words, std::string_view text) {
    const auto found = std::ranges::find(words, text);
    if (found == words.end()) return std::nullopt;
    return static_cast<T>(found - words.begin());
}

std::string_view word(State state) { return state_words[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text) { return parse<State>(state_words, text); }
std::string_view word(Model model) { return model_words[static_cast<std::size_t>(model)]; }
std::optional<Model> parse_model(std::string_view text) { return parse<Model>(model_words, text); }
std::string_view word(Refusal refusal) { return refusal_words[static_cast<std::size_t>(refusal)]; }

std::optional<State> after(State state, Act act, bool has_begun) {
    switch (act) {
        case Act::book: return state == State::asked ? std::optional(State::booked) : std::nullopt;
        case Act::move:
        case Act::hand_over: return state == State::booked && !has_begun ? std::optional(State::booked) : std::nullopt;
        case Act::cancel: return state == State::asked || (state == State::booked && !has_begun) ? std::optional(State::cancelled) : std::nullopt;
        case Act::hold: return state == State::booked && has_begun ? std::optional(State::held) : std::nullopt;
        case Act::reflect:
            if (state == State::held || state == State::reflected || (state == State::booked && has_begun)) return State::reflected;
            return std::nullopt;
        case Act::plan: return state == State::cancelled ? std::nullopt : std::optional(state);
    }
    return std::nullopt;
}

bool allowed(Model model, Licence licence) {
    if (model == Model::support) return true;
    if (!licence.licensed) return false;  // clause 20
    if (licence.may_teach) return true;
    return model == Model::one_observes || model == Model::one_assists;  // clause 21
}

Model next_step(Model model) {
    switch (model) {
        case Model::model_lesson: return Model::team;
        case Model::team:
        case Model::parallel:
        case Model::station:
        case Model::alternative: return Model::one_assists;
        case Model::one_assists: return Model::one_observes;
        default: return model;
    }
}

bool is_topic(std::string_view text) { return std::ranges::find(topics, text) != std::end(topics); }

}  // namespace coaching
