/// What is known of a substance in a dish. Clause numbers in this folder refer to docs/policies/menu.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "html/html.h"

namespace menu {

/// The same words in both languages; where there are none in Spanish, the English ones stand for them.
struct Words {
    std::string en;
    std::string es;
    const std::string& in(html::Language language) const { return language == html::Language::es && !es.empty() ? es : en; }
};

struct AllergenId {
    std::int64_t value = 0;
    auto operator<=>(const AllergenId&) const = default;
};

/// A substance that recipes declare.
struct Allergen {
    AllergenId id;
    std::string code;  // "tree_nuts": for addresses and programs
    Words name;
};

/// Clause 1: four states. `free` is free by recipe, never a promise about a kitchen.
enum class State { free, may_contain, unknown, contains };
constexpr State states[] = {State::contains, State::may_contain, State::free, State::unknown};
std::string_view word(State state);
std::optional<State> parse_state(std::string_view word);

/// One substance in one recipe or dish.
struct Declared {
    Allergen allergen;
    State state = State::unknown;
    std::string species;                   // "almond": which nut, fish or shellfish; empty: not said
    std::optional<base::Day> checked_on;   // absent while unknown
    std::string checked_by;
};

/// Clause 3: what two parts say together. One that contains it makes the dish contain it; otherwise one of which nobody knows makes it
/// unknown; otherwise one that may contain it; free only when both are.
State combine(State left, State right);
/// The same with species and dates. Species are named only when each part that is not free names its own in the same state: "contains almond" and
/// "may contain walnut" are not "contains almond" (clause 4). The dish was checked on the day on which the first of its parts was (clause 5).
Declared combine(const Declared& left, const Declared& right);

/// Everything that is declared, one list a part: for each allergen of `known`, in their order, what the parts say together. A part whose
/// list does not name it does not know it; no part at all is unknown too (clause 2).
std::vector<Declared> combine_all(std::span<const Allergen> known, std::span<const std::vector<Declared>> parts);

/// "milk, tree nuts (almond)": those in this state.
std::string names_in_state(const std::vector<Declared>& declared, State state, html::Language language);
bool any_in_state(const std::vector<Declared>& declared, State state);
/// The earliest confirmation of those known, with who gave it; null when nothing is.
const Declared* first_checked(const std::vector<Declared>& declared);

}  // namespace menu
