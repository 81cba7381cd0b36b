/// A kitchen in the small world: recipes, services and days, for the tests of this room.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>

#include "calendar/calendar.h"
#include "menu/cycle.h"
#include "menu/day.h"
#include "menu/recipe.h"
#include "menu/service.h"
#include "world/world.h"

namespace menu::testing {

inline base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }

/// The clock stands on Monday, 9 March 2026. One lunch for both schools.
class Kitchen : public World {
protected:
    Kitchen() {
        cook = viewer("kitchen");
        write([&](db::Write& db) {
            lunch = add_service(db, cook, now, {.meal = Meal::lunch, .name = {"School lunch", "Almuerzo escolar"}, .schools = {{north, ""}, {south, ""}}});
            known = allergens(db);
            fish = add_recipe(db, cook, now, {.course = Course::entree, .name = {"Fish sticks", "Palitos de pescado"}, .ingredients = "Pollock, wheat flour"});
            pizza = add_recipe(db, cook, now, {.course = Course::entree, .name = {"Cheese pizza", "Pizza de queso"}, .ingredients = "Wheat flour, mozzarella"});
            apple = add_recipe(db, cook, now, {.course = Course::fruit, .name = {"Apple slices", "Rodajas de manzana"}, .ingredients = "Apple"});
        });
    }
    AllergenId allergen(std::string_view code) const { return std::ranges::find(known, code, &Allergen::code)->id; }
    Recipe recipe(RecipeId id) {
        return read([&](db::Read& db) { return find_recipe(db, cook, id); });
    }
    State state_of(RecipeId id, std::string_view code) {
        const auto whole = recipe(id).whole;
        return std::ranges::find(whole, allergen(code), [](const Declared& one) { return one.allergen.id; })->state;
    }
    /// Everything but what is named is free by recipe.
    void confirm_all(RecipeId id, std::vector<std::string_view> contains = {}) {
        std::vector<Confirmation> said;
        for (const auto& one : known) said.push_back({one.id, std::ranges::find(contains, one.code) != contains.end() ? State::contains : State::free, ""});
        write([&](db::Write& db) { confirm(db, cook, now, zone().day_of(now), id, said, find_recipe(db, cook, id).revision); });
    }
    base::TimeZone zone() const { return base::TimeZone::find("America/Chicago").value(); }
    MenuDay on(std::string_view iso) {
        return read([&](db::Read& db) { return day_to_edit(db, cook, lunch, day(iso)); });
    }
    At at(std::string_view iso) { return {lunch, day(iso), on(iso).revision}; }
    void plan(std::string_view iso, std::vector<RecipeId> recipes) {
        write([&](db::Write& db) { add_dishes(db, cook, now, at_of(db, iso), recipes, ""); });
    }
    At at_of(db::Read& db, std::string_view iso) { return {lunch, day(iso), day_to_edit(db, cook, lunch, day(iso)).revision}; }
    int publish_days(std::string_view first, std::string_view last) {
        return write([&](db::Write& db) { return publish(db, cook, now, lunch, day(first), day(last)); });
    }
    void close_school(std::string_view iso, std::string name, std::optional<roster::OrgId> school = {}, calendar::DayKind kind = calendar::DayKind::closed, std::optional<base::Minutes> closes = {}) {
        write([&](db::Write& db) {
            calendar::add_day(db, auth::Viewer::system(), now, {.org = school, .first = day(iso), .last = day(iso), .kind = kind, .name = std::move(name), .closes = closes});
        });
    }
    /// Somebody who may edit the menu of one school only.
    auth::Viewer cook_of(roster::OrgId school) { return {auth::AccountId{account("kitchen").value}, "Ben", {{"menu.edit", auth::ScopeKind::school, school.value}}, auth::Proof::session}; }

    auth::Viewer cook;
    ServiceId lunch;
    std::vector<Allergen> known;
    RecipeId fish, pizza, apple;
};

}  // namespace menu::testing
