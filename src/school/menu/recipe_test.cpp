#include "menu/testing.h"

using namespace menu;
using menu::testing::day;
using menu::testing::Kitchen;

TEST_ON_EVERY_BACKEND(Recipes, ANewRecipeIsUnknownInEverything, Kitchen) {
    for (const auto& one : recipe(fish).whole) EXPECT_EQ(one.state, State::unknown) << one.allergen.code;
    EXPECT_EQ(known.size(), 9U);
    EXPECT_EQ(known.front().code, "milk");
}

TEST_ON_EVERY_BACKEND(Recipes, AConfirmationCarriesNameAndDayAndCanBeTakenBack, Kitchen) {
    confirm_all(fish, {"fish", "wheat"});
    EXPECT_EQ(state_of(fish, "fish"), State::contains);
    EXPECT_EQ(state_of(fish, "milk"), State::free);
    EXPECT_EQ(recipe(fish).whole.front().checked_by, "Carmen Vega");
    EXPECT_EQ(recipe(fish).whole.front().checked_on, day("2026-03-09"));
    write([&](db::Write& db) { confirm(db, cook, now, day("2026-03-09"), fish, {{allergen("milk"), State::unknown, ""}}, find_recipe(db, cook, fish).revision); });
    EXPECT_EQ(state_of(fish, "milk"), State::unknown);
    EXPECT_EQ(state_of(fish, "wheat"), State::contains);
}

TEST_ON_EVERY_BACKEND(Recipes, OtherIngredientsOpenEveryStateAgainAndOtherWordsDoNot, Kitchen) {
    confirm_all(fish, {"fish", "wheat"});
    auto text = recipe(fish).text;
    text.name.en = "Crunchy fish sticks";
    text.ingredients = "  POLLOCK, wheat   flour ";
    write([&](db::Write& db) { change_recipe(db, cook, now, fish, text, find_recipe(db, cook, fish).revision); });
    EXPECT_EQ(recipe(fish).number, 2);
    EXPECT_EQ(state_of(fish, "fish"), State::contains) << "capitals and spaces are no ingredients";
    text.ingredients = "Pollock, wheat flour, egg white";
    write([&](db::Write& db) { change_recipe(db, cook, now, fish, text, find_recipe(db, cook, fish).revision); });
    EXPECT_EQ(recipe(fish).number, 3);
    for (const auto& one : recipe(fish).whole) EXPECT_EQ(one.state, State::unknown) << one.allergen.code;
    const auto versions = read([&](db::Read& db) { return recipe_versions(db, cook, fish); });
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_EQ(versions.back().text.ingredients, "Pollock, wheat flour");
}

TEST_ON_EVERY_BACKEND(Recipes, ADishContainsWhatItsPartsContain, Kitchen) {
    const auto [bun, patty, burger] = write([&](db::Write& db) {
        const auto b = add_recipe(db, cook, now, {.course = Course::other, .name = {"Bun", ""}, .ingredients = "Wheat"});
        const auto p = add_recipe(db, cook, now, {.course = Course::other, .name = {"Patty", ""}, .ingredients = "Beef"});
        return std::tuple(b, p, add_recipe(db, cook, now, {.course = Course::entree, .name = {"Burger", ""}, .parts = {b, p}}));
    });
    confirm_all(bun, {"wheat"});
    EXPECT_EQ(state_of(burger, "wheat"), State::contains);
    EXPECT_EQ(state_of(burger, "milk"), State::unknown) << "nobody confirmed the patty";
    confirm_all(patty);
    EXPECT_EQ(state_of(burger, "milk"), State::free) << "it has no ingredients of its own to be asked about";
    // Another bun is another burger, and nobody has confirmed it.
    write([&, bun = bun](db::Write& db) {
        auto text = find_recipe(db, cook, bun).text;
        text.ingredients = "Wheat, sesame";
        change_recipe(db, cook, now, bun, text, find_recipe(db, cook, bun).revision);
    });
    EXPECT_EQ(state_of(burger, "milk"), State::unknown);
    EXPECT_EQ(recipe(burger).number, 2);
}

TEST_ON_EVERY_BACKEND(Recipes, PartsHaveNoPartsAndNothingIsAPartOfItself, Kitchen) {
    write([&](db::Write& db) {
        const auto whole = add_recipe(db, cook, now, {.name = {"Whole", ""}, .parts = {apple}});
        EXPECT_THROW(add_recipe(db, cook, now, {.name = {"Deeper", ""}, .parts = {whole}}), base::Invalid);
        auto text = find_recipe(db, cook, apple).text;
        text.parts = {apple};
        EXPECT_THROW(change_recipe(db, cook, now, apple, text, 1), base::Invalid);
        text.parts = {fish};
        EXPECT_THROW(change_recipe(db, cook, now, apple, text, 1), base::Invalid) << "it is a part of Whole";
    });
}

TEST_ON_EVERY_BACKEND(Recipes, ASubstanceThatIsAddedIsUnknownEverywhere, Kitchen) {
    confirm_all(apple);
    write([&](db::Write& db) { add_allergen(db, cook, now, "Coconut", {"coconut", "coco"}); });
    known = read([](db::Read& db) { return allergens(db); });
    EXPECT_EQ(known.back().code, "coconut");
    EXPECT_EQ(state_of(apple, "coconut"), State::unknown);
    EXPECT_EQ(state_of(apple, "milk"), State::free);
    write([&](db::Write& db) {
        EXPECT_THROW(add_allergen(db, cook, now, "coconut", {"a", "b"}), base::Invalid);
        EXPECT_THROW(add_allergen(db, cook, now, "kiwi fruit", {"a", "b"}), base::Invalid);
        EXPECT_THROW(add_allergen(db, cook, now, "kiwi", {"a", ""}), base::Invalid);
    });
}

TEST_ON_EVERY_BACKEND(Recipes, AreChangedByTheWholeDistrictsKitchenOnly, Kitchen) {
    const auto north_cook = cook_of(north);
    write([&](db::Write& db) {
        EXPECT_NO_THROW(find_recipe(db, north_cook, fish));
        EXPECT_THROW(add_recipe(db, north_cook, now, {.name = {"Soup", ""}}), base::Forbidden);
        EXPECT_THROW(confirm(db, north_cook, now, day("2026-03-09"), fish, {{allergen("milk"), State::free, ""}}, 1), base::Forbidden);
        EXPECT_THROW(add_allergen(db, north_cook, now, "kiwi", {"kiwi", "kiwi"}), base::Forbidden);
        EXPECT_THROW(find_recipe(db, viewer("tech"), fish), base::Forbidden);
    });
}

TEST_ON_EVERY_BACKEND(Recipes, AFormThatSawAnotherRevisionIsRefused, Kitchen) {
    write([&](db::Write& db) {
        auto text = find_recipe(db, cook, fish).text;
        text.description.en = "Crunchy";
        EXPECT_THROW(change_recipe(db, cook, now, fish, text, 7), base::Conflict);
        EXPECT_THROW(confirm(db, cook, now, day("2026-03-09"), fish, {{allergen("milk"), State::free, ""}}, 7), base::Conflict);
    });
}

TEST_ON_EVERY_BACKEND(Recipes, TheListIsPagedSearchedAndFiltered, Kitchen) {
    confirm_all(apple);
    read([&](db::Read& db) {
        RecipeQuestion question{.limit = 2};
        auto page = find_recipes(db, cook, question);
        ASSERT_EQ(page.lines.size(), 2U);
        EXPECT_TRUE(page.more);
        question.after_key = page.lines.back().sort_key;
        question.after_id = page.lines.back().id.value;
        page = find_recipes(db, cook, question);
        ASSERT_EQ(page.lines.size(), 1U);
        EXPECT_EQ(page.lines[0].name.en, "Fish sticks");
        EXPECT_EQ(find_recipes(db, cook, {.text = "POLLOCK"}).lines.size(), 1U);
        EXPECT_EQ(find_recipes(db, cook, {.text = "pizza de"}).lines.size(), 1U);
        EXPECT_EQ(find_recipes(db, cook, {.text = "100%"}).lines.size(), 0U);
        EXPECT_EQ(find_recipes(db, cook, {.course = Course::fruit}).lines.size(), 1U);
        EXPECT_EQ(find_recipes(db, cook, {.unknown_only = true}).lines.size(), 2U);
    });
}

TEST_ON_EVERY_BACKEND(Recipes, AreFoundInEitherLanguageWhateverTheAccentsAndCapitals, Kitchen) {
    const auto id = write([&](db::Write& db) { return add_recipe(db, cook, now, {.course = Course::fruit, .name = {"Pineapple", "PIÑA EN ALMÍBAR"}, .ingredients = "Piña,\n JALAPEÑO"}); });
    const auto found = [&](std::string text) {
        return read([&](db::Read& db) {
            const auto page = find_recipes(db, cook, {.text = std::move(text)});
            return page.lines.size() == 1 && page.lines[0].id == id;
        });
    };
    for (const std::string text : {"pineapple", "piña", "Pina", "almíbar", "ALMIBAR", "jalapeño", "JALAPEÑO", "jalapeno", "piña, jalapeño"}) EXPECT_TRUE(found(text)) << text;
    EXPECT_FALSE(found("pi_a")) << "a sign of its own, and no wildcard";
    write([&](db::Write& db) {
        auto text = find_recipe(db, cook, id).text;
        text.name.es = "Ensalada de Ñame";
        change_recipe(db, cook, now, id, text, find_recipe(db, cook, id).revision);
    });
    EXPECT_TRUE(found("ñame"));
    EXPECT_FALSE(found("almíbar"));
}
