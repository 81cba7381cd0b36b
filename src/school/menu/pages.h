/// What the pages of this room share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/call.h"
#include "menu/day.h"
#include "menu/recipe.h"
#include "menu/service.h"

namespace http {
class Routes;
}

namespace menu {

void public_routes(http::Routes& routes);
void feed_routes(http::Routes& routes);
void kitchen_routes(http::Routes& routes);
void day_routes(http::Routes& routes);
void recipe_routes(http::Routes& routes);
void allergen_routes(http::Routes& routes);
void cycle_routes(http::Routes& routes);
void service_routes(http::Routes& routes);

/// #problems with #problem: field, message; and #<field>_error: message beside each field.
void fill_problems(const http::Call& call, html::View& view, const Problems& problems);

/// What a change was refused with: 422 with its field, or 409 when the page was old.
struct Refusal {
    http::Status status = http::unprocessable;
    Problems problems;
};
/// Runs the change; what it refuses with words for people becomes a value.
template <typename F>
std::optional<Refusal> refused(F&& change) {
    try {
        change();
        return std::nullopt;
    } catch (const base::Invalid& problem) {
        return Refusal{http::unprocessable, {{problem.field(), problem.what()}}};
    } catch (const base::Conflict& problem) {
        return Refusal{http::conflict, {{"form", problem.what()}}};
    }
}


/// The ways through the kitchen: #tab: href, label, #current.
void fill_tabs(const http::Call& call, html::View& view, std::string_view current);

/// Which service the page is about: the one asked for, or the first that the viewer may edit. #service_option: id, name, #chosen. Absent when there is none.
std::optional<Service> chosen_service(const http::Call& call, db::Read& db, html::View& view, std::string_view asked);

/// A choice for each course that has recipes: #course: key, label, #recipe_option: id, name, #unknown.
void fill_recipe_choice(const http::Call& call, html::View& view, const std::vector<RecipeLine>& recipes, const std::vector<RecipeId>& chosen);
/// Every value of `recipe` in a form that is a number.
std::vector<RecipeId> chosen_recipes(const http::Fields& form);

/// #allergen: name, state (words), tone, species, checked.
void fill_allergens(const http::Call& call, html::View& view, const std::vector<Declared>& declared);
/// "Checked on 3 March by Rosa Diaz", of the earliest confirmation; empty when nothing is confirmed.
std::string checked_words(const http::Call& call, const std::vector<Declared>& declared);
std::string tag_words(const http::Call& call, const std::vector<std::string>& tags);

/// "Changed today: instead of Fish sticks"; of the menu of another day "Changed on Monday, 9 March". Without the reason, which is the kitchen's own, in English.
std::string change_sentence(const http::Call& call, const Change& change, base::Day of);
/// #<part>: text, #why: text. The reason stands in the language in which it was written.
void fill_change(const http::Call& call, html::View& view, std::string_view part, const Change& change, base::Day of);

base::Day monday_of(base::Day day);
/// A day of the path. Throws base::NotFound when it is none.
base::Day day_in_path(const http::Call& call, std::string_view name);
/// "8:30", of minutes of a day.
std::string minutes_clock(base::Minutes of_day);
std::string day_words(const http::Call& call, base::Day day);

}  // namespace menu
