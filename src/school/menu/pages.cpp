#include "menu/pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"

namespace menu {

void fill_problems(const http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        const auto message = call.text(key);
        box.add("problem").set("field", field).set("message", message);
        view.add(field + "_error").set("message", message);
    }
}

void fill_tabs(const http::Call& call, html::View& view, std::string_view current) {
    const auto tab = [&](std::string_view key, std::string_view href) {
        view.add("tab").set("label", call.text(fmt::format("menu.kitchen.tab.{}", key))).set("href", href).show_if(key == current, "current");
    };
    tab("week", "/kitchen");
    tab("recipes", "/kitchen/recipes");
    tab("cycles", "/kitchen/cycles");
    tab("prices", "/kitchen/prices");
    if (!call.viewer.may_everywhere(may_edit)) return;
    tab("allergens", "/kitchen/allergens");
    tab("services", "/kitchen/services");
}

std::optional<Service> chosen_service(const http::Call& call, db::Read& db, html::View& view, std::string_view asked) {
    const auto mine = editable_services(db, call.viewer);
    const auto id = base::parse_integer(asked);
    std::optional<Service> chosen;
    for (const auto& service : mine) {
        if (id && service.id.value == *id) chosen = service;
    }
    if (!chosen && !mine.empty()) chosen = mine.front();
    for (const auto& service : mine) {
        view.add("service_option").set("id", service.id.value).set("name", service.name.in(call.language)).show_if(chosen->id == service.id, "chosen");
    }
    view.show_if(mine.size() > 1, "several_services");
    return chosen;
}

void fill_recipe_choice(const http::Call& call, html::View& view, const std::vector<RecipeLine>& recipes, const std::vector<RecipeId>& chosen) {
    for (const auto course : courses) {
        if (std::ranges::find(recipes, course, &RecipeLine::course) == recipes.end()) continue;
        auto group = view.add("course");
        group.set("key", word(course)).set("label", call.text(fmt::format("menu.course.{}", word(course))));
        for (const auto& recipe : recipes) {
            if (recipe.course != course) continue;
            group.add("recipe_option")
                .set("id", recipe.id.value)
                .set("name", recipe.name.in(call.language))
                .show_if(recipe.unknown > 0, "unknown")
                .show_if(std::ranges::find(chosen, recipe.id) != chosen.end(), "chosen");
        }
    }
}

std::vector<RecipeId> chosen_recipes(const http::Fields& form) {
    std::vector<RecipeId> recipes;
    for (const auto text : form.all("recipe")) {
        if (const auto id = base::parse_integer(base::trim(text)); id && *id > 0) recipes.push_back({*id});
    }
    return recipes;
}

static std::string_view tone(State state) {
    switch (state) {
        case State::contains: return "pill-bad";
        case State::may_contain: return "pill-wait";
        case State::free: return "pill-good";
        case State::unknown: return "";
    }
    return "";
}
static std::string_view icon(State state) {
    switch (state) {
        case State::contains: return "alert-triangle";
        case State::may_contain: return "alert-circle";
        case State::free: return "check";
        case State::unknown: return "help-circle";
    }
    return "";
}

void fill_allergens(const http::Call& call, html::View& view, const std::vector<Declared>& declared) {
    for (const auto& one : declared) {
        auto row = view.add("allergen");
        row.set("id", one.allergen.id.value)
            .set("name", one.allergen.name.in(call.language))
            .set("state", call.text(fmt::format("menu.state.{}", word(one.state))))
            .set("tone", tone(one.state))
            .set("icon", icon(one.state))
            .set("species", one.species);
        row.set("checked", one.checked_on ? call.text("menu.checked", {{"day", html::day_words(call.language, call.today(), *one.checked_on)}, {"name", one.checked_by}})
                                          : call.text("menu.not_checked"));
    }
}

std::string checked_words(const http::Call& call, const std::vector<Declared>& declared) {
    const auto* first = first_checked(declared);
    return first ? call.text("menu.checked", {{"day", day_words(call, *first->checked_on)}, {"name", first->checked_by}}) : call.text("menu.not_checked");
}

std::string tag_words(const http::Call& call, const std::vector<std::string>& tags) {
    std::string text;
    for (const auto& tag : tags) text += (text.empty() ? "" : ", ") + call.text(fmt::format("menu.tag.{}", tag));
    return text;
}

void fill_change(const http::Call& call, html::View& view, std::string_view part, const Change& change, base::Day of) {
    auto told = view.add(std::string(part));
    told.set("text", change_sentence(call, change, of));
    if (!change.why.empty()) told.add("why").set("text", change.why);
}

base::Day monday_of(base::Day day) { return day - std::chrono::days(base::iso_weekday(day) - 1); }

base::Day day_in_path(const http::Call& call, std::string_view name) {
    const auto day = base::parse_day(call.path(name));
    if (!day) throw base::NotFound("no such day");
    return *day;
}

std::string minutes_clock(base::Minutes of_day) { return fmt::format("{}:{:02}", of_day.count() / 60 % 24, of_day.count() % 60); }

std::string day_words(const http::Call& call, base::Day day) { return html::day_words(call.language, call.today(), day); }

}  // namespace menu
