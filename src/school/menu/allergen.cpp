#include "menu/allergen.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace menu {

/// In the order of the enumeration, which is the order of strength.
static constexpr std::array<std::string_view, 4> state_words{"free", "may_contain", "unknown", "contains"};

std::string_view word(State state) { return state_words[static_cast<std::size_t>(state)]; }

std::optional<State> parse_state(std::string_view text) {
    for (std::size_t i = 0; i < state_words.size(); ++i) {
        if (state_words[i] == text) return static_cast<State>(i);
    }
    return std::nullopt;
}

// Clause 3: the stronger of the two.
State combine(State left, State right) { return std::max(left, right); }

/// Each species once, in the order in which they come.
static std::string both(std::string all, std::string_view more) {
    for (const auto piece : base::split(more, ',')) {
        const auto species = base::trim(piece);
        const auto known = base::split(all, ',');
        if (std::ranges::none_of(known, [&](std::string_view one) { return base::fold(base::trim(one)) == base::fold(species); })) all += ", " + std::string(species);
    }
    return all;
}

/// Clause 4: a name stands for all of it, so one part of which no species is said, or that says it in another way, leaves none to be named.
static std::string species_of_both(const Declared& left, const Declared& right) {
    if (left.state == State::free) return right.species;
    if (right.state == State::free) return left.species;
    if (left.state != right.state || left.species.empty() || right.species.empty()) return {};
    return both(left.species, right.species);
}

Declared combine(const Declared& left, const Declared& right) {
    Declared result = left;
    result.state = combine(left.state, right.state);
    result.species = species_of_both(left, right);
    // Clause 5: a dish is as old as its oldest confirmation. What is unknown was confirmed by nobody.
    if (result.state == State::unknown) {
        result.checked_on.reset();
        result.checked_by.clear();
    } else if (!left.checked_on || (right.checked_on && *right.checked_on < *left.checked_on)) {
        result.checked_on = right.checked_on;
        result.checked_by = right.checked_by;
    }
    return result;
}

static Declared said_by(const std::vector<Declared>& part, const Allergen& allergen) {
    const auto found = std::ranges::find(part, allergen.id, [](const Declared& one) { return one.allergen.id; });
    // Clause 2: what nobody said is unknown.
    return found == part.end() ? Declared{.allergen = allergen} : *found;
}

std::vector<Declared> combine_all(std::span<const Allergen> known, std::span<const std::vector<Declared>> parts) {
    std::vector<Declared> all;
    for (const auto& allergen : known) {
        if (parts.empty()) {
            all.push_back({.allergen = allergen});
            continue;
        }
        auto together = said_by(parts.front(), allergen);
        for (const auto& part : parts.subspan(1)) together = combine(together, said_by(part, allergen));
        all.push_back(std::move(together));
    }
    return all;
}

std::string names_in_state(const std::vector<Declared>& declared, State state, html::Language language) {
    std::string text;
    for (const auto& one : declared) {
        if (one.state != state) continue;
        if (!text.empty()) text += ", ";
        text += one.allergen.name.in(language);
        // A species is a fact about what is in it, so it is said only where something is or may be.
        if (!one.species.empty() && (state == State::contains || state == State::may_contain)) text += " (" + one.species + ")";
    }
    return text;
}

bool any_in_state(const std::vector<Declared>& declared, State state) { return std::ranges::find(declared, state, &Declared::state) != declared.end(); }

const Declared* first_checked(const std::vector<Declared>& declared) {
    const Declared* first = nullptr;
    for (const auto& one : declared) {
        if (one.checked_on && (!first || *one.checked_on < *first->checked_on)) first = &one;
    }
    return first;
}

}  // namespace menu
