// The kitchen of the demo: recipes with what is known of them, a cycle of three weeks, five weeks of published menus, and a dish that was substituted today.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/presets.h"
#include "auth/account.h"
#include "auth/password.h"
#include "base/text.h"
#include "menu/cycle.h"
#include "menu/day.h"
#include "menu/recipe.h"
#include "menu/service.h"

namespace app {

using std::chrono::days;

struct DemoRecipe {
    std::string_view en, es;
    menu::Course course;
    std::string_view ingredients;
    std::string_view contains, may_contain, unknown;  // codes, a space between two; "all" unknown: nobody has confirmed anything
    std::string_view tags, parts;                     // parts: English names, | between two
};
using menu::Course;
static constexpr std::array demo_recipes = std::to_array<DemoRecipe>({
    {"Whole grain bun", "Pan integral", Course::other, "Whole wheat flour, water, sugar, yeast, soybean oil, wheat gluten, salt", "wheat soy", "sesame", "", "vegan", ""},
    {"Beef patty", "Carne de hamburguesa", Course::other, "Ground beef, water, salt, black pepper", "", "", "", "beef", ""},
    {"Marinara sauce", "Salsa marinara", Course::other, "Tomatoes, onion, olive oil, garlic, basil, salt", "", "", "", "vegan", ""},
    {"Cheeseburger on a whole grain bun", "Hamburguesa con queso en pan integral", Course::entree, "American cheese (milk, cream, salt, soy lecithin)", "milk soy", "", "", "beef", "Whole grain bun|Beef patty"},
    {"Cheese pizza", "Pizza de queso", Course::entree, "Whole wheat crust (wheat flour, water, soybean oil, yeast, salt), mozzarella (milk)", "milk wheat soy", "", "", "vegetarian", "Marinara sauce"},
    {"Pepperoni pizza", "Pizza de pepperoni", Course::entree, "Whole wheat crust (wheat flour, water, soybean oil, yeast, salt), mozzarella (milk), pepperoni (pork, beef, spices)", "milk wheat soy", "", "", "pork beef", "Marinara sauce"},
    {"Spaghetti with meat sauce", "Espagueti con salsa de carne", Course::entree, "Whole grain spaghetti (wheat), ground beef, Parmesan (milk)", "wheat milk", "egg", "", "beef", "Marinara sauce"},
    {"Oven-baked chicken nuggets", "Nuggets de pollo al horno", Course::entree, "Chicken breast, whole wheat breading (wheat flour, soybean oil, salt, spices)", "wheat soy", "milk egg", "", "", ""},
    {"Roast chicken drumstick", "Muslo de pollo asado", Course::entree, "Chicken drumstick, garlic, paprika, salt, canola oil", "", "", "", "", ""},
    {"Chicken and cheese quesadilla", "Quesadilla de pollo y queso", Course::entree, "Whole wheat tortilla (wheat flour, soybean oil), chicken, cheddar (milk)", "milk wheat soy", "", "", "", ""},
    {"Beef tacos", "Tacos de res", Course::entree, "Corn tortilla, ground beef, cheddar (milk), lettuce, taco seasoning", "milk", "", "sesame", "beef", ""},
    {"Bean burrito", "Burrito de frijoles", Course::entree, "Whole wheat tortilla (wheat flour, soybean oil), pinto beans, cheddar (milk), cumin", "milk wheat soy", "", "", "vegetarian", ""},
    {"Fish sticks", "Palitos de pescado", Course::entree, "Alaska pollock, wheat breading, canola oil, egg white, salt", "fish wheat egg", "milk soy shellfish", "", "", ""},
    {"Turkey and cheese sandwich", "Sándwich de pavo y queso", Course::entree, "Sliced turkey, Swiss cheese (milk)", "milk", "", "", "", "Whole grain bun"},
    {"Vegetable stir-fry with tofu", "Verduras salteadas con tofu", Course::entree, "Tofu (soybeans), broccoli, carrots, brown rice, soy sauce (soybeans, wheat), sesame oil", "soy wheat sesame", "", "", "vegan", ""},
    {"Orange chicken with brown rice", "Pollo a la naranja con arroz integral", Course::entree, "Chicken thigh, batter, orange sauce, brown rice; see the supplier's sheet", "", "", "all", "", ""},
    {"Macaroni and cheese", "Macarrones con queso", Course::entree, "Whole grain macaroni (wheat), cheddar (milk), milk, butter", "wheat milk", "egg", "", "vegetarian", ""},
    {"Lentil soup with bread", "Sopa de lentejas con pan", Course::entree, "Lentils, carrots, celery, onion, vegetable broth", "", "", "", "vegan", "Whole grain bun"},
    {"Hummus plate with pita", "Plato de hummus con pita", Course::entree, "Chickpeas, tahini (sesame), lemon, garlic, whole wheat pita (wheat)", "sesame wheat", "", "soy", "vegan", ""},
    {"Garden salad", "Ensalada verde", Course::vegetable, "Romaine, tomato, cucumber, carrot", "", "", "", "vegan", ""},
    {"Steamed broccoli", "Brócoli al vapor", Course::vegetable, "Broccoli, salt", "", "", "", "vegan", ""},
    {"Green beans", "Ejotes", Course::vegetable, "Green beans, garlic, salt", "", "", "", "vegan", ""},
    {"Carrot sticks with ranch", "Palitos de zanahoria con aderezo ranch", Course::vegetable, "Carrots; ranch dressing (buttermilk, soybean oil, egg yolk, garlic)", "milk egg soy", "", "", "vegetarian", ""},
    {"Black beans", "Frijoles negros", Course::vegetable, "Black beans, onion, cumin, salt", "", "", "", "vegan", ""},
    {"Corn", "Elote", Course::vegetable, "Corn, salt", "", "", "", "vegan", ""},
    {"Sweet potato fries", "Palitos de camote", Course::side, "Sweet potato, canola oil, rice flour, salt", "", "wheat", "", "vegan", ""},
    {"Brown rice", "Arroz integral", Course::side, "Brown rice, water, salt", "", "", "", "vegan", ""},
    {"Garlic bread", "Pan de ajo", Course::side, "Whole wheat bread (wheat, soybean oil), butter (milk), garlic", "wheat soy milk", "sesame", "", "vegetarian", ""},
    {"Apple slices", "Rodajas de manzana", Course::fruit, "Apple", "", "", "", "vegan", ""},
    {"Orange wedges", "Gajos de naranja", Course::fruit, "Orange", "", "", "", "vegan", ""},
    {"Banana", "Plátano", Course::fruit, "Banana", "", "", "", "vegan", ""},
    {"Fruit cup", "Copa de frutas", Course::fruit, "Peaches, pears, grapes, juice; coconut in some deliveries", "", "", "coconut", "vegan", ""},
    {"Low-fat milk", "Leche baja en grasa", Course::milk, "Milk, vitamins A and D", "milk", "", "", "vegetarian", ""},
    {"Fat-free chocolate milk", "Leche con chocolate sin grasa", Course::milk, "Milk, sugar, cocoa, carrageenan", "milk", "", "", "vegetarian", ""},
    {"Oat drink", "Bebida de avena", Course::milk, "Water, oats, rapeseed oil, calcium", "", "wheat", "tree_nuts", "vegan", ""},
    {"Oatmeal with berries", "Avena con frutos rojos", Course::entree, "Rolled oats, water, strawberries, blueberries", "", "wheat", "", "vegan", ""},
    {"Scrambled eggs with toast", "Huevos revueltos con pan tostado", Course::entree, "Eggs, milk, whole wheat bread (wheat, soybean oil)", "egg milk wheat soy", "sesame", "", "vegetarian", ""},
    {"Yogurt with granola", "Yogur con granola", Course::entree, "Yogurt (milk), oats, honey, almonds", "milk tree_nuts", "wheat peanut", "", "vegetarian", ""},
});

/// Fifteen days, Monday of the first week first; and five of breakfast. English names, | between two.
static constexpr std::array<std::string_view, 15> lunches{
    "Cheeseburger on a whole grain bun|Hummus plate with pita|Sweet potato fries|Garden salad|Apple slices",
    "Beef tacos|Bean burrito|Black beans|Corn|Orange wedges",
    "Spaghetti with meat sauce|Macaroni and cheese|Garlic bread|Green beans|Banana",
    "Roast chicken drumstick|Vegetable stir-fry with tofu|Brown rice|Steamed broccoli|Fruit cup",
    "Cheese pizza|Pepperoni pizza|Garden salad|Carrot sticks with ranch|Apple slices",
    "Oven-baked chicken nuggets|Lentil soup with bread|Sweet potato fries|Green beans|Banana",
    "Chicken and cheese quesadilla|Bean burrito|Black beans|Garden salad|Orange wedges",
    "Orange chicken with brown rice|Vegetable stir-fry with tofu|Steamed broccoli|Fruit cup",
    "Turkey and cheese sandwich|Macaroni and cheese|Carrot sticks with ranch|Apple slices",
    "Fish sticks|Cheese pizza|Corn|Garden salad|Banana",
    "Roast chicken drumstick|Hummus plate with pita|Brown rice|Green beans|Orange wedges",
    "Beef tacos|Bean burrito|Black beans|Corn|Apple slices",
    "Spaghetti with meat sauce|Lentil soup with bread|Garlic bread|Steamed broccoli|Fruit cup",
    "Cheeseburger on a whole grain bun|Vegetable stir-fry with tofu|Sweet potato fries|Carrot sticks with ranch|Banana",
    "Pepperoni pizza|Cheese pizza|Garden salad|Corn|Orange wedges"};
static constexpr std::array<std::string_view, 5> breakfasts{"Oatmeal with berries|Banana", "Scrambled eggs with toast|Apple slices", "Yogurt with granola|Orange wedges",
                                                            "Oatmeal with berries|Fruit cup", "Scrambled eggs with toast|Banana"};

namespace {

/// Works as the kitchen's own person, with that person's grants.
class Kitchen {
public:
    Kitchen(Demo& demo, db::Write& db, auth::Viewer cook) : demo_(demo), db_(db), cook_(std::move(cook)), began_(demo.plan.now - days(28)) {}

    void fill() {
        menu::add_allergen(db_, cook_, began_, "coconut", {"coconut", "coco"});
        known_ = menu::allergens(db_);
        for (const auto& recipe : demo_recipes) add(recipe);
        const auto school = [&](std::size_t number) { return menu::MenuToday::School{demo_.schools[number], ""}; };
        const auto lower = menu::add_service(db_, cook_, began_, {.meal = menu::Meal::lunch, .name = {"Elementary and middle school lunch", "Almuerzo de primaria y secundaria"}, .schools = {school(0), school(1)}});
        const auto high = menu::add_service(db_, cook_, began_, {.meal = menu::Meal::lunch, .name = {"High school lunch", "Almuerzo de preparatoria"}, .schools = {school(2)}});
        const auto morning = menu::add_service(db_, cook_, began_, {.meal = menu::Meal::breakfast, .name = {"Breakfast", "Desayuno"}, .schools = {school(0), school(1), school(2)}});
        plan(lower, "Three-week lunch", 3, lunches, 0, menu::ClosedDays::shift);
        plan(high, "Three-week lunch, high school", 3, lunches, 5, menu::ClosedDays::drop);
        plan(morning, "Breakfast week", 1, breakfasts, 0, menu::ClosedDays::drop);
        for (const auto service : {lower, high}) {
            price(service, {"Student", "Alumno"}, service == high ? 345 : 310);
            price(service, {"Adult", "Adulto"}, 510);
            price(service, {"Milk only", "Solo leche"}, 60);
        }
        price(morning, {"Student", "Alumno"}, 185);
        substitute_one(lower);
    }

private:
    menu::RecipeId id(std::string_view name) const { return std::ranges::find(ids_, name, &std::pair<std::string_view, menu::RecipeId>::first)->second; }
    template <typename F>
    static void each(std::string_view list, char separator, F&& what) {
        for (auto piece : base::split(list, separator)) {
            if (!piece.empty()) what(piece);
        }
    }
    void add(const DemoRecipe& what) {
        menu::RecipeText text{what.course, {std::string(what.en), std::string(what.es)}, {}, std::string(what.ingredients), {}, {}};
        each(what.tags, ' ', [&](std::string_view tag) { text.tags.emplace_back(tag); });
        each(what.parts, '|', [&](std::string_view part) { text.parts.push_back(id(part)); });
        const auto recipe = menu::add_recipe(db_, cook_, began_, text);
        ids_.emplace_back(what.en, recipe);
        if (what.unknown == "all") return;
        const auto names = [](std::string_view list, std::string_view code) {
            bool found = false;
            each(list, ' ', [&](std::string_view one) { found = found || one == code; });
            return found;
        };
        std::vector<menu::Confirmation> said;
        for (const auto& allergen : known_) {
            if (names(what.unknown, allergen.code)) continue;
            const auto state = names(what.contains, allergen.code) ? menu::State::contains : names(what.may_contain, allergen.code) ? menu::State::may_contain : menu::State::free;
            std::string species;
            if (allergen.code == "tree_nuts" && state == menu::State::contains) species = "almond";
            if (allergen.code == "fish" && state == menu::State::contains) species = "pollock";
            said.push_back({allergen.id, state, species});
        }
        const auto on = std::chrono::floor<days>(began_) - days(static_cast<int>(ids_.size() % 20));
        menu::confirm(db_, cook_, began_, on, recipe, said, 1);
    }
    template <std::size_t N>
    void plan(menu::ServiceId service, std::string_view name, int weeks, const std::array<std::string_view, N>& meals, std::size_t ahead, menu::ClosedDays closed) {
        const auto today = std::chrono::floor<days>(demo_.plan.now);
        const auto monday = today - days(base::iso_weekday(today) - 1 + 21);
        menu::Cycle cycle{.service = service, .name = std::string(name), .weeks = weeks, .starts = monday, .closed = closed};
        cycle.id = menu::save_cycle(db_, cook_, began_, cycle);
        std::int64_t seen = 1;
        for (std::size_t i = 0; i < meals.size(); ++i) {
            std::vector<menu::RecipeId> dishes;
            each(meals[(i + ahead) % meals.size()], '|', [&](std::string_view dish) { dishes.push_back(id(dish)); });
            for (const std::string_view milk : {"Low-fat milk", "Fat-free chocolate milk", "Oat drink"}) dishes.push_back(id(milk));
            menu::add_to_cycle(db_, cook_, began_, cycle.id, {static_cast<int>(i / 5) + 1, static_cast<int>(i % 5) + 1}, dishes, seen++);
        }
        // Written when the first of these days was still to come; the last weeks are drafts that the kitchen is at.
        menu::apply_cycle(db_, cook_, began_, cycle.id, monday, today + days(34), false);
        menu::publish(db_, cook_, began_, service, monday, monday + days(34));
    }
    void price(menu::ServiceId service, menu::Words name, std::int64_t cents) {
        const auto today = std::chrono::floor<days>(demo_.plan.now);
        menu::Price price{.service = service, .name = std::move(name), .cents = cents, .from = today - days(90)};
        menu::save_price(db_, cook_, began_, price);
    }
    /// On the day that families look at now: today, or the next school day.
    void substitute_one(menu::ServiceId service) {
        const auto whose = menu::find_service(db_, service);
        auto on = base::TimeZone::find("America/Chicago").value_or(base::TimeZone::utc()).day_of(demo_.plan.now);
        for (int i = 0; i < 40 && !menu::any_open(db_, whose, on); ++i) on += days(1);
        const auto day = menu::day_to_edit(db_, cook_, service, on);
        if (day.dishes.empty()) return;
        const auto& dish = day.dishes.front();
        menu::RecipeId instead = id("Turkey and cheese sandwich");
        if (std::ranges::find(day.dishes, instead, &menu::Dish::recipe) != day.dishes.end()) instead = id("Roast chicken drumstick");
        menu::substitute(db_, cook_, demo_.plan.now, {service, on, day.revision}, dish.item, instead, "A delivery did not come.");
    }

    Demo& demo_;
    db::Write& db_;
    auth::Viewer cook_;
    base::Instant began_;
    std::vector<menu::Allergen> known_;
    std::vector<std::pair<std::string_view, menu::RecipeId>> ids_;
};

}  // namespace

void add_demo_menu(Demo& demo) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    demo.house.database().write([&](db::Write& db) {
        const auth::Viewer system = auth::Viewer::system();
        DemoPerson cook{"kitchen", "Carmen Vega", "carmen@riverbend.example", {}, "", {}};
        cook.account = auth::create_account(db, system, demo.plan.now, {cook.email, cook.name, "en", hash});
        for (const auto& grant : grants_of(find_preset("kitchen").value(), std::nullopt)) auth::grant(db, system, demo.plan.now, cook.account, grant);
        const auto id = roster::create_person(db, system, demo.plan.now, {.given_name = "Carmen", .family_name = "Vega", .email = cook.email, .role = roster::Role::other, .school = demo.schools.front()});
        roster::link_account(db, system, demo.plan.now, id, cook.account);
        Kitchen(demo, db, {cook.account, cook.name, auth::grants(db, system, cook.account), auth::Proof::session}).fill();
        demo.people.push_back(std::move(cook));
    });
}

}  // namespace app
