#include "imports/imports.h"
#include "imports/testing.h"
#include "menu/testing.h"

using namespace menu;

namespace {

class RecipesIn : public menu::testing::Kitchen {
protected:
    imports::Outcome bring(std::string_view bytes) {
        files.write("recipes.csv", bytes);
        imports::Outcome outcome;
        imports::Progress progress;
        imports::Options options;
        options.now = now;
        auto package = imports::Package::open(files.path() + "/recipes.csv", "recipes.csv", outcome.report);
        return imports::apply(database(), auth::Viewer::command_line(), import_kind(), *package, options, progress, "recipes.csv");
    }
    imports::testing::Folder files;
};

constexpr std::string_view header = "number,name,name_es,course,ingredients,description,description_es,tags\n";

}  // namespace

TEST_ON_EVERY_BACKEND(RecipeImport, BringsRecipesInOnceAndConfirmsNothing, RecipesIn) {
    const auto table = std::string(header) + "R1,Bean soup,Sopa de frijoles,entree,\"Beans, water\",Warm,,vegan;halal\nR2,Roll,,side,Wheat,,,\n";
    auto outcome = bring(table);
    EXPECT_EQ(outcome.state, imports::State::applied);
    EXPECT_EQ(outcome.total().created, 2);
    const auto soup = read([&](db::Read& db) { return find_recipe(db, cook, recipe_by_external_id(db, "R1").value()); });
    EXPECT_EQ(soup.text.name.es, "Sopa de frijoles");
    EXPECT_EQ(soup.text.tags, (std::vector<std::string>{"halal", "vegan"}));
    for (const auto& one : soup.whole) EXPECT_EQ(one.state, State::unknown);
    outcome = bring(table);
    EXPECT_EQ(outcome.total().unchanged, 2);
    EXPECT_EQ(outcome.total().created + outcome.total().updated, 0);
}

TEST_ON_EVERY_BACKEND(RecipeImport, OtherIngredientsOpenWhatWasConfirmed, RecipesIn) {
    bring(std::string(header) + "R1,Bean soup,,entree,Beans,,,\n");
    const auto id = read([&](db::Read& db) { return recipe_by_external_id(db, "R1").value(); });
    confirm_all(id);
    EXPECT_EQ(bring(std::string(header) + "R1,Bean soup,,entree,\"Beans, ham\",,,\n").total().updated, 1);
    EXPECT_EQ(state_of(id, "milk"), State::unknown);
    // Without a number it is known by its name.
    EXPECT_EQ(bring("name,course\nfish sticks,entree\n").total().updated, 1);
}

TEST_ON_EVERY_BACKEND(RecipeImport, ColumnsThatAreNotInTheTableKeepWhatIsThere, RecipesIn) {
    bring(std::string(header) + "R1,Bean soup,Sopa de frijoles,entree,Beans,Warm,Caliente,vegan\n");
    const auto id = read([&](db::Read& db) { return recipe_by_external_id(db, "R1").value(); });
    confirm_all(id, {"soy"});
    EXPECT_EQ(bring("number,name,course\nR1,Bean soup,entree\n").total().unchanged, 1);
    EXPECT_EQ(bring("number,name,course\nR1,Black bean soup,side\n").total().updated, 1);
    auto soup = recipe(id);
    EXPECT_EQ(soup.text.name.en, "Black bean soup");
    EXPECT_EQ(soup.text.course, Course::side);
    EXPECT_EQ(soup.text.name.es, "Sopa de frijoles");
    EXPECT_EQ(soup.text.ingredients, "Beans");
    EXPECT_EQ(soup.text.description.en, "Warm");
    EXPECT_EQ(soup.text.description.es, "Caliente");
    EXPECT_EQ(soup.text.tags, std::vector<std::string>{"vegan"});
    EXPECT_EQ(state_of(id, "soy"), State::contains) << "nobody said other ingredients";
    // A column that is there and empty says that there is nothing.
    bring("number,name,course,description\nR1,Black bean soup,side,\n");
    soup = recipe(id);
    EXPECT_EQ(soup.text.description.en, "");
    EXPECT_EQ(soup.text.description.es, "Caliente");
}

TEST_ON_EVERY_BACKEND(RecipeImport, SaysWhichRowCannotBeUsed, RecipesIn) {
    const auto outcome = bring(std::string(header) + "R1,Bean soup,,pudding,Beans,,,\nR2,,,side,,,,\nR3,Roll,,side,,,,low-salt\nR3,Roll,,side,,,,\n");
    EXPECT_EQ(outcome.state, imports::State::refused);
    EXPECT_EQ(outcome.report.codes().count("recipes.unknown_course"), 1U);
    EXPECT_EQ(outcome.report.codes().count("row.missing_required_value"), 1U);
    EXPECT_EQ(outcome.report.codes().count("recipes.unknown_tag"), 1U);
    EXPECT_EQ(outcome.report.codes().count("reference.duplicate_record"), 1U);
}
