// One day of a menu in the kitchen: add, take off, substitute, say that there is none, take back.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "menu/pages.h"
#include "roster/roster.h"

namespace menu {

static std::string address(const Service& service, base::Day on) { return fmt::format("/kitchen/days/{}/{}", service.id.value, base::to_iso(on)); }

static void fill_form_words(html::View& view, const MenuDay& day, const http::Fields* typed) {
    const bool said = typed && typed->has("note_en");
    view.set("note_en", said ? typed->text("note_en") : std::string_view(day.note.en)).set("note_es", said ? typed->text("note_es") : std::string_view(day.note.es));
    view.show_if(said ? typed->text("no_meal") == "1" : day.no_meal, "no_meal");
}

/// A form that was refused, with what was typed into it.
struct Refused {
    const http::Fields& form;
    Problems problems;
    std::optional<ItemId> dish;  // the dish that it was to replace: each has a form of its own
    bool is_of(ItemId item) const { return dish == item; }
};

/// Where the summary leads to: a substitution has its own fields, since the same names stand in "Add dishes".
static Problems shown_problems(const Refused& refused) {
    auto problems = refused.problems;
    if (!refused.dish) return problems;
    for (auto& [field, key] : problems) {
        if (field == "recipe") field = fmt::format("by-{}", refused.dish->value);
        else if (field == "why") field = fmt::format("why-{}", refused.dish->value);
    }
    return problems;
}

static void fill_dish(const http::Call& call, html::View& list, const Dish& dish, const std::vector<RecipeLine>& recipes, const std::string& base, const MenuDay& day, bool open, const Refused* refused) {
    auto row = list.add("dish");
    row.set("item", dish.item.value).set("recipe", dish.recipe.value).set("name", dish.name.in(call.language)).set("course", call.text(fmt::format("menu.course.{}", word(dish.course))));
    row.set("allergens", allergen_sentence(call, dish));
    if (dish.change) fill_change(call, row, "changed", *dish.change, day.on);
    if (!open) return;
    auto act = row.add("act");
    act.set("item", dish.item.value).set("name", dish.name.in(call.language)).set("base", base).set("seen", day.revision);
    const bool typed = refused && refused->is_of(dish.item);
    fill_recipe_choice(call, act, recipes, typed ? chosen_recipes(refused->form) : std::vector<RecipeId>());
    const std::string_view why = typed ? refused->form.text("why") : std::string_view();
    // A draft tells nobody a reason; one that was typed before it became a draft is still shown.
    if (day.published || !why.empty()) act.add("reason").set("item", dish.item.value).set("why", why);
    if (!typed) return;
    act.show("opened");
    for (const auto& [field, key] : refused->problems) {
        if (field == "recipe" || field == "why") act.add(field == "why" ? "reason_error" : "by_error").set("item", dish.item.value).set("message", call.text(key));
    }
}

static html::View day_view(const http::Call& call, db::Read& db, const Service& service, base::Day on, const Refused* refused) {
    html::View view;
    if (refused) fill_problems(call, view, shown_problems(*refused));
    const auto* typed = refused && !refused->dish ? &refused->form : nullptr;
    const auto day = day_to_edit(db, call.viewer, service.id, on);
    const bool open = on >= call.today();
    view.set("day", day_words(call, on)).set("service", service.name.in(call.language)).set("base", address(service, on)).set("seen", day.revision);
    view.set("week", fmt::format("/kitchen?service={}&week={}", service.id.value, base::to_iso(on)));
    const std::string_view state = day.published ? "published" : day.dishes.empty() && !day.no_meal ? "nothing" : "draft";
    view.set("state", call.text(fmt::format("menu.day_state.{}", state))).set("tone", day.published ? "pill-good" : "pill-wait");
    for (const auto& school : service.schools) {
        const auto how = school_day(db, school.id, on);
        if (!how.open) view.add("school_note").set("text", fmt::format("{}: {}", school.name, how.because.empty() ? call.text("menu.closed_plain") : call.text("menu.closed", {{"reason", how.because}})));
        else if (how.early) view.add("school_note").set("text", fmt::format("{}: {}", school.name, call.text("menu.early", {{"time", minutes_clock(*how.early)}, {"reason", how.because}})));
    }
    const auto recipes = open ? recipes_in_use(db, call.viewer) : std::vector<RecipeLine>();
    if (!day.dishes.empty()) {
        auto list = view.add("dishes");
        for (const auto& dish : day.dishes) fill_dish(call, list, dish, recipes, address(service, on), day, open, refused);
    } else {
        view.show("no_dishes");
    }
    for (const auto& change : day.changes) {
        if (!change.to) fill_change(call, view, "taken_off", change, on);
    }
    view.show_if(day.published, "is_published").show_if(!open, "past");
    if (!open) return view;
    auto work = view.add("work");
    work.set("base", address(service, on)).set("seen", day.revision).show_if(day.published, "told").set("why", typed ? typed->text("why") : std::string_view());
    fill_form_words(work, day, typed);
    fill_recipe_choice(call, work, recipes, typed ? chosen_recipes(*typed) : std::vector<RecipeId>());
    if (day.published && on > call.today()) work.add("take_back");
    if (!day.published && state == "draft") work.add("publish").set("service_id", service.id.value).set("on", base::to_iso(on));
    return view;
}

static http::Response page(const http::Call& call, http::Status status, html::View view) {
    return call.page(status, "menu/kitchen_day", call.text("menu.kitchen.day_title"), std::move(view));
}

static Service service_in_path(const http::Call& call, db::Read& db) { return service_to_edit(db, call.viewer, call.id_as<ServiceId>("service")); }

static http::Response show_day(http::ReadCall& call) {
    const auto service = service_in_path(call, call.db);
    return page(call, http::ok, day_view(call, call.db, service, day_in_path(call, "on"), nullptr));
}

/// Changes the day, and shows it again: with what was done, or with what stands in the way.
template <typename F>
static http::Response change(http::WriteCall& call, std::string_view done, F&& what, std::optional<ItemId> replaced = {}) {
    const auto service = service_in_path(call, call.db);
    const auto on = day_in_path(call, "on");
    const At at{service.id, on, base::parse_integer(call.request.form.text("seen")).value_or(-1)};
    if (const auto bad = refused([&] { what(at); })) {
        const Refused typed{call.request.form, bad->problems, replaced};
        return page(call, bad->status, day_view(call, call.db, service, on, &typed));
    }
    return call.redirect_with_notice(address(service, on), call.text(done));
}

static http::Response create_dishes(http::WriteCall& call) {
    return change(call, "menu.kitchen.saved", [&](const At& at) { add_dishes(call.db, call.viewer, call.now, at, chosen_recipes(call.request.form), call.request.form.text("why")); });
}

static http::Response delete_dish(http::WriteCall& call) {
    return change(call, "menu.kitchen.taken_off", [&](const At& at) { remove_dish(call.db, call.viewer, call.now, at, call.id_as<ItemId>("item"), call.request.form.text("why")); });
}

static http::Response create_substitution(http::WriteCall& call) {
    const auto item = call.id_as<ItemId>("item");
    const auto substitution = [&](const At& at) {
        const auto recipes = chosen_recipes(call.request.form);
        if (recipes.empty()) throw base::Invalid("recipe", "menu.problem.no_recipe");
        substitute(call.db, call.viewer, call.now, at, item, recipes.front(), call.request.form.text("why"));
    };
    return change(call, "menu.kitchen.substituted", substitution, item);
}

static http::Response save_words(http::WriteCall& call) {
    const auto& form = call.request.form;
    return change(call, "menu.kitchen.saved", [&](const At& at) {
        say(call.db, call.viewer, call.now, at, form.text("no_meal") == "1", {std::string(form.text("note_en")), std::string(form.text("note_es"))});
    });
}

static http::Response create_take_back(http::WriteCall& call) {
    const auto service = service_in_path(call, call.db);
    const auto on = day_in_path(call, "on");
    if (auto asked = http::ask_first(call, call.text("menu.kitchen.take_back_sure"), call.text("menu.kitchen.take_back"), address(service, on), call.text("menu.kitchen.take_back_words"))) return std::move(*asked);
    return change(call, "menu.kitchen.is_draft", [&](const At& at) { take_back(call.db, call.viewer, call.now, at); });
}

void day_routes(http::Routes& routes) {
    routes.get("/kitchen/days/{service}/{on}", may_edit, show_day);
    routes.post("/kitchen/days/{service}/{on}/dishes", may_edit, create_dishes);
    routes.post("/kitchen/days/{service}/{on}/dishes/{item}/removal", may_edit, delete_dish);
    routes.post("/kitchen/days/{service}/{on}/dishes/{item}/substitution", may_edit, create_substitution);
    routes.post("/kitchen/days/{service}/{on}/words", may_edit, save_words);
    routes.post("/kitchen/days/{service}/{on}/take-back", may_edit, create_take_back);
}

}  // namespace menu
