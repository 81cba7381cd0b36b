#include "menu/allergen.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

using namespace menu;

namespace {

const base::Day monday = base::parse_day("2026-03-09").value();
const Allergen milk{{1}, "milk", {"milk", "leche"}};
const Allergen nuts{{2}, "tree_nuts", {"tree nuts", "frutos secos de árbol"}};
const Allergen soy{{3}, "soy", {"soy", ""}};
const std::vector<Allergen> known{milk, nuts, soy};

Declared said(const Allergen& allergen, State state, std::string species = {}, base::Day on = monday, std::string by = "Rosa Diaz") {
    if (state == State::unknown) return {.allergen = allergen};
    return {allergen, state, std::move(species), on, std::move(by)};
}
State state_of(const std::vector<Declared>& all, const Allergen& allergen) { return std::ranges::find(all, allergen.id, [](const auto& one) { return one.allergen.id; })->state; }

}  // namespace

TEST(AllergenStates, TheTableOfClauseThree) {
    const State f = State::free, m = State::may_contain, u = State::unknown, c = State::contains;
    const struct { State left, right, both; } table[] = {
        {c, c, c}, {c, u, c}, {c, m, c}, {c, f, c}, {u, u, u}, {u, m, u}, {u, f, u}, {m, m, m}, {m, f, m}, {f, f, f},
    };
    for (const auto& row : table) {
        EXPECT_EQ(combine(row.left, row.right), row.both) << word(row.left) << " and " << word(row.right);
        EXPECT_EQ(combine(row.right, row.left), row.both) << word(row.right) << " and " << word(row.left);
    }
}

TEST(AllergenStates, EveryWordIsReadBack) {
    for (const auto state : states) EXPECT_EQ(parse_state(word(state)), state);
    EXPECT_FALSE(parse_state("safe"));
    EXPECT_FALSE(parse_state(""));
}

TEST(AllergenStates, NothingSaidIsUnknownAndNeverFree) {
    for (const auto& one : combine_all(known, {})) EXPECT_EQ(one.state, State::unknown);
    const std::vector<std::vector<Declared>> silent{{}};
    for (const auto& one : combine_all(known, silent)) EXPECT_EQ(one.state, State::unknown);
}

TEST(AllergenStates, OnePartThatSaysNothingMakesTheDishUnknown) {
    const std::vector<std::vector<Declared>> parts{{said(milk, State::free), said(nuts, State::may_contain, "almond"), said(soy, State::contains)}, {said(milk, State::free)}};
    const auto dish = combine_all(known, parts);
    EXPECT_EQ(state_of(dish, milk), State::free);
    EXPECT_EQ(state_of(dish, nuts), State::unknown) << "the second part says nothing of nuts";
    EXPECT_EQ(state_of(dish, soy), State::contains) << "what is in one part is in the dish, whatever is not known of the other";
    EXPECT_EQ(names_in_state(dish, State::unknown, html::Language::en), "tree nuts");
}

TEST(AllergenStates, SpeciesAndDatesAreThoseOfTheParts) {
    const auto later = monday + std::chrono::days(30);
    const auto both = combine(said(nuts, State::contains, "almond", later, "Ana"), said(nuts, State::contains, "walnut", monday, "Ben"));
    EXPECT_EQ(both.species, "almond, walnut");
    EXPECT_EQ(both.checked_on, monday) << "as old as its oldest confirmation";
    EXPECT_EQ(both.checked_by, "Ben");
    EXPECT_EQ(combine(both, said(nuts, State::contains, "Walnut, pecan")).species, "almond, walnut, pecan") << "each once";
    EXPECT_EQ(combine(said(nuts, State::contains, "almond"), said(nuts, State::free)).species, "almond");
    const auto open = combine(said(nuts, State::may_contain, "almond"), said(nuts, State::unknown));
    EXPECT_FALSE(open.checked_on) << "nobody confirmed what is unknown";
}

TEST(AllergenStates, ASpeciesIsNamedOnlyWhenItIsAllThereIs) {
    const auto almond = said(nuts, State::contains, "almond");
    for (const auto& other : {said(nuts, State::may_contain, "walnut"), said(nuts, State::may_contain), said(nuts, State::contains), said(nuts, State::unknown)}) {
        for (const auto& dish : {combine(almond, other), combine(other, almond)}) {
            EXPECT_EQ(dish.state, State::contains);
            EXPECT_EQ(dish.species, "") << word(other.state) << " " << other.species << ": whoever avoids it must not read that almond is all";
            EXPECT_EQ(combine(dish, said(nuts, State::contains, "pecan")).species, "") << "a third part does not tell more of the first two";
            EXPECT_EQ(names_in_state({dish}, State::contains, html::Language::en), "tree nuts");
        }
    }
    EXPECT_EQ(combine(said(nuts, State::may_contain), said(nuts, State::may_contain, "walnut")).species, "");
}

TEST(AllergenStates, NamesSpeakTheReadersLanguageAndFallBack) {
    const std::vector<Declared> dish{said(milk, State::contains), said(nuts, State::contains, "almond"), said(soy, State::free, "ignored")};
    EXPECT_EQ(names_in_state(dish, State::contains, html::Language::es), "leche, frutos secos de árbol (almond)");
    EXPECT_EQ(names_in_state(dish, State::free, html::Language::es), "soy") << "no species of what is not in it";
    EXPECT_EQ(names_in_state(dish, State::may_contain, html::Language::en), "");
}

/// Whatever the parts and their order: a dish is free of something only when every part was confirmed to be.
TEST(AllergenStates, RandomDishesKeepThePromise) {
    base::Random random(20261126);
    for (int round = 0; round < 4000; ++round) {
        std::vector<std::vector<Declared>> parts(1 + random.below(5));
        for (auto& part : parts) {
            for (const auto& allergen : known) {
                if (random.chance(0.2)) continue;
                part.push_back(said(allergen, states[random.below(4)], random.chance(0.5) ? "almond" : ""));
            }
        }
        const auto dish = combine_all(known, parts);
        auto turned = parts;
        std::ranges::reverse(turned);
        const auto other_way = combine_all(known, turned);
        ASSERT_EQ(dish.size(), known.size());
        for (std::size_t i = 0; i < known.size(); ++i) {
            bool all_free = true, any_contains = false, any_unknown = false, any_unnamed = false;
            for (const auto& part : parts) {
                const auto found = std::ranges::find(part, known[i].id, [](const auto& one) { return one.allergen.id; });
                const auto state = found == part.end() ? State::unknown : found->state;
                all_free = all_free && state == State::free;
                any_contains = any_contains || state == State::contains;
                any_unknown = any_unknown || state == State::unknown;
            }
            for (const auto& part : parts) {
                const auto found = std::ranges::find(part, known[i].id, [](const auto& one) { return one.allergen.id; });
                if (found == part.end() || (found->state != State::free && (found->species.empty() || found->state != dish[i].state))) any_unnamed = true;
            }
            if (!all_free) {
                EXPECT_EQ(dish[i].species, any_unnamed ? "" : "almond");
                EXPECT_EQ(dish[i].species, other_way[i].species);
            }
            EXPECT_EQ(dish[i].state == State::free, all_free);
            EXPECT_EQ(dish[i].state == State::contains, any_contains);
            EXPECT_EQ(dish[i].state == State::unknown, any_unknown && !any_contains);
            EXPECT_EQ(dish[i].state, other_way[i].state);
            EXPECT_EQ(dish[i].checked_on.has_value(), dish[i].state != State::unknown) << "whatever is known was confirmed on a day";
        }
    }
}
