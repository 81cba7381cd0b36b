/// The front door of the menu: what a school's kitchen serves, and what is in it. Clause numbers in this folder refer to docs/policies/menu.md.
///
/// A service is a meal that some schools share. Its days are planned by hand or by a cycle, published, and changed afterwards in sight of
/// everybody. What is published is no secret.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "calendar/events.h"
#include "menu/allergen.h"
#include "roster/roster.h"

namespace html {
class View;
}
namespace http {
class Call;
class Routes;
}  // namespace http
namespace imports {
struct Kind;
}

namespace menu {

/// Whose kitchen it is: days, cycles and prices of its schools. Recipes, allergens and services are the district's: they need it everywhere.
constexpr auth::Permission may_edit{"menu.edit"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);

struct ServiceId {
    std::int64_t value = 0;
    auto operator<=>(const ServiceId&) const = default;
};
struct RecipeId {
    std::int64_t value = 0;
    auto operator<=>(const RecipeId&) const = default;
};
struct ItemId {
    std::int64_t value = 0;
    auto operator<=>(const ItemId&) const = default;
};

enum class Meal { breakfast, lunch };
constexpr Meal meals[] = {Meal::breakfast, Meal::lunch};
std::string_view word(Meal meal);
std::optional<Meal> parse_meal(std::string_view word);

/// Of the choices of one meal. In the order in which they are shown.
enum class Course { entree, side, vegetable, fruit, milk, other };
constexpr Course courses[] = {Course::entree, Course::side, Course::vegetable, Course::fruit, Course::milk, Course::other};
std::string_view word(Course course);
std::optional<Course> parse_course(std::string_view word);

/// A change after publication (clause 8). A substitution has both recipes; what was only added or taken off has one.
struct Change {
    base::Instant at;
    std::string by;
    std::optional<RecipeId> from;
    std::optional<RecipeId> to;
    Words from_name;
    Words to_name;
    std::string why;
};

/// A recipe on the menu of a day, with all that it is made of.
struct Dish {
    ItemId item;
    RecipeId recipe;
    Course course = Course::entree;
    Words name;
    Words description;
    std::string ingredients;        // of the recipe and its parts, a line each
    std::vector<std::string> tags;  // "vegetarian", "pork": said by the kitchen, apart from allergens
    std::vector<Declared> allergens;  // every substance that the district declares, in its order
    std::optional<Change> change;   // how it came onto a menu that was published already
};

/// "Contains milk, wheat. May contain soy. Not known: sesame." Never empty: of a dish without any it says that it was found free by recipe.
/// What is not known is always said (clause 2).
std::string allergen_sentence(const http::Call& call, const Dish& dish);

/// What a service offers on a day at schools that are open alike.
struct MenuToday {
    ServiceId service;
    Meal meal = Meal::lunch;
    Words service_name;
    struct School {
        roster::OrgId id;
        std::string name;
    };
    std::vector<School> schools;
    bool every_school = false;          // these are all the schools of the district that have this meal
    base::Day on;
    bool open = false;                  // it is a school day there
    std::string closed_because;         // the calendar's name of the day; empty on a weekend
    std::optional<base::Minutes> early; // early release: when school ends, in minutes of the local day
    std::string early_because;
    bool published = false;             // when not, nothing of it is known
    bool no_meal = false;               // school is open and this meal is not served; `note` says why
    Words note;
    std::vector<Dish> dishes;           // none unless open, published and served
    std::vector<Change> taken_off;      // what is no longer offered and has nothing in its place
    std::optional<base::Instant> changed_at;  // the last change after publication
    /// The next school day, when this one is closed; none within three weeks.
    std::optional<base::Day> next_on;
    std::vector<Dish> next_dishes;      // empty when that day is not published
    bool next_changed = false;          // after it was published
};

/// The menus of that day, lunch before breakfast: of one school, or of all; schools with the same service and the same hours together. For the
/// front page and other rooms.
std::vector<MenuToday> today(db::Read& db, base::Day day, std::optional<roster::OrgId> school);

/// The cards of that day for another room's page: {{#meal}}{{>card}}{{/meal}}. False, and nothing is shown, when no kitchen serves there.
bool show_today(const http::Call& call, db::Read& db, html::View& view, std::optional<roster::OrgId> school);

/// Told by the calendar: days that are closed or open again are another event for those who subscribed.
void follow_calendar(db::Write& db, base::Instant now, const calendar::CalendarChanged& changed);

/// Recipes from a table (docs/guide/menu.md).
imports::Kind import_kind();

}  // namespace menu
