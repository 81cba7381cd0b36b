// Recipes: the list, one with what it contains, writing it, and its versions.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "http/routes.h"
#include "menu/pages.h"

namespace menu {

static std::string address(RecipeId id) { return fmt::format("/kitchen/recipes/{}", id.value); }
static bool may_write(const http::Call& call) { return call.viewer.may_everywhere(may_edit); }

static http::Response list_recipes(http::ReadCall& call) {
    const auto& query = call.request.query;
    RecipeQuestion question{.text = std::string(query.text("q")), .course = parse_course(query.text("course")), .retired = query.text("show") == "retired",
                            .unknown_only = query.text("show") == "unknown", .after_key = std::string(query.find("after_key").value_or("")),
                            .after_id = base::parse_integer(query.text("after")).value_or(0)};
    const auto page = find_recipes(call.db, call.viewer, question);
    html::View view;
    fill_tabs(call, view, "recipes");
    view.set("q", question.text).show_if(may_write(call), "may_add");
    for (const auto course : courses) {
        view.add("course_option").set("key", word(course)).set("label", call.text(fmt::format("menu.course.{}", word(course)))).show_if(question.course == course, "chosen");
    }
    for (const std::string_view show : {"in_use", "unknown", "retired"}) {
        view.add("show_option").set("key", show).set("label", call.text(fmt::format("menu.recipe.show.{}", show))).show_if(query.text("show") == show, "chosen");
    }
    for (const auto& line : page.lines) {
        auto row = view.add("row");
        row.set("id", line.id.value).set("name", line.name.in(call.language)).set("course", call.text(fmt::format("menu.course.{}", word(line.course))));
        if (line.unknown > 0) row.add("unknown").set("text", call.text("menu.recipe.unknown_count", {{"n", std::to_string(line.unknown)}}));
        else row.show("known");
    }
    const bool filtered = !question.text.empty() || question.course || question.retired || question.unknown_only;
    view.show(!page.lines.empty() ? "some" : filtered ? "nothing" : "none");
    auto filters = fmt::format("q={}&course={}&show={}", http::percent_encode(question.text), question.course ? word(*question.course) : "", http::percent_encode(query.text("show")));
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("menu.recipe.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (question.after_id > 0) pager.add("previous").set("href", "/kitchen/recipes?" + filters);
    if (page.more) pager.add("next").set("href", fmt::format("/kitchen/recipes?{}&after={}&after_key={}", filters, page.lines.back().id.value, http::percent_encode(page.lines.back().sort_key)));
    return call.page("menu/recipes", call.text("menu.recipe.title"), std::move(view));
}

static http::Response show_recipe(http::ReadCall& call) {
    const auto recipe = find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe"));
    html::View view;
    view.set("id", recipe.id.value).set("name", recipe.text.name.in(call.language)).set("course", call.text(fmt::format("menu.course.{}", word(recipe.text.course))));
    view.set("other_name", recipe.text.name.in(call.language == html::Language::en ? html::Language::es : html::Language::en));
    view.set("description", recipe.text.description.in(call.language)).set("ingredients", recipe.text.ingredients).set("tags", tag_words(call, recipe.text.tags));
    view.show(recipe.text.ingredients.empty() ? "no_ingredients" : "has_ingredients").show_if(!recipe.text.tags.empty(), "has_tags").show_if(!recipe.active, "retired");
    view.set("seen", recipe.revision).set("number", recipe.number);
    fill_allergens(call, view, recipe.whole);
    if (any_in_state(recipe.whole, State::unknown)) view.add("unknown").set("names", names_in_state(recipe.whole, State::unknown, call.language));
    for (const auto& [part, name] : recipe.part_names) view.add("part").set("id", part.value).set("name", name.in(call.language));
    const auto wholes = cooked_into(call.db, recipe.id);
    for (const auto& [whole, name] : wholes) view.add("whole").set("id", whole.value).set("name", name.in(call.language));
    view.show_if(!recipe.part_names.empty(), "has_parts").show_if(!wholes.empty(), "has_wholes");
    if (may_write(call)) {
        auto work = view.add("work");
        work.set("id", recipe.id.value).show(recipe.active ? "may_retire" : "may_take_up");
        // What is made of parts alone is confirmed where they are.
        work.show_if(recipe.text.parts.empty() || !recipe.text.ingredients.empty(), "may_confirm");
    }
    return call.page("menu/recipe", recipe.text.name.in(call.language), std::move(view));
}

static RecipeText read_form(const http::Fields& form) {
    const auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    RecipeText recipe{parse_course(form.text("course")).value_or(Course::entree), {text("name_en"), text("name_es")}, {text("description_en"), text("description_es")}, text("ingredients"), {}, {}};
    for (const auto tag : form.all("tag")) {
        if (is_tag(tag)) recipe.tags.emplace_back(tag);
    }
    for (const auto part : form.all("part")) {
        if (const auto id = base::parse_integer(part); id && *id > 0) recipe.parts.push_back({*id});
    }
    return recipe;
}

static http::Response form_page(const http::Call& call, db::Read& db, http::Status status, const RecipeText& text, const Problems& problems, const Recipe* known, std::int64_t seen) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("heading", call.text(known ? "menu.recipe.change" : "menu.recipe.add")).set("action", known ? address(known->id) : "/kitchen/recipes").set("seen", seen);
    view.set("back", known ? address(known->id) : "/kitchen/recipes").show_if(known != nullptr, "is_change");
    view.set("name_en", text.name.en).set("name_es", text.name.es).set("description_en", text.description.en).set("description_es", text.description.es).set("ingredients", text.ingredients);
    for (const auto course : courses) {
        view.add("course").set("key", word(course)).set("label", call.text(fmt::format("menu.course.{}", word(course)))).show_if(course == text.course, "chosen");
    }
    for (const auto tag : tags()) {
        view.add("tag").set("key", tag).set("label", call.text(fmt::format("menu.tag.{}", tag))).show_if(std::ranges::find(text.tags, tag) != text.tags.end(), "chosen");
    }
    const auto recipes = recipes_in_use(db, call.viewer);
    // Those that are there, and room for some more.
    const std::size_t rows = std::min(most_parts, text.parts.size() + 3);
    for (std::size_t i = 0; i < rows; ++i) {
        auto row = view.add("part_row");
        row.set("number", i + 1);
        for (const auto& recipe : recipes) {
            if (known && recipe.id == known->id) continue;
            row.add("part_option").set("id", recipe.id.value).set("name", recipe.name.in(call.language)).show_if(i < text.parts.size() && text.parts[i] == recipe.id, "chosen");
        }
    }
    return call.page(status, "menu/recipe_form", call.text(known ? "menu.recipe.change" : "menu.recipe.add"), std::move(view));
}

static http::Response new_recipe(http::ReadCall& call) { return form_page(call, call.db, http::ok, {}, {}, nullptr, 0); }

static http::Response edit_recipe(http::ReadCall& call) {
    const auto recipe = find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe"));
    return form_page(call, call.db, http::ok, recipe.text, {}, &recipe, recipe.revision);
}

static http::Response create_recipe(http::WriteCall& call) {
    const auto text = read_form(call.request.form);
    RecipeId id;
    if (const auto bad = refused([&] { id = add_recipe(call.db, call.viewer, call.now, text); })) return form_page(call, call.db, bad->status, text, bad->problems, nullptr, 0);
    return call.redirect_with_notice(address(id), call.text("menu.recipe.added"));
}

static http::Response save_recipe(http::WriteCall& call) {
    const auto before = find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe"));
    const auto text = read_form(call.request.form);
    const auto seen = base::parse_integer(call.request.form.text("seen")).value_or(0);
    if (const auto bad = refused([&] { change_recipe(call.db, call.viewer, call.now, before.id, text, seen); })) {
        return form_page(call, call.db, bad->status, text, bad->problems, &before, before.revision);
    }
    const bool open_again = !same_ingredients(text.ingredients, before.text.ingredients);
    return call.redirect_with_notice(address(before.id), call.text(open_again ? "menu.recipe.saved_open" : "menu.recipe.saved"));
}

static http::Response save_retirement(http::WriteCall& call) {
    const auto recipe = find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe"));
    const bool retire = call.request.form.text("active") != "1";
    if (retire) {
        if (auto asked = http::ask_first(call, call.text("menu.recipe.retire_sure"), call.text("menu.recipe.retire"), address(recipe.id), call.text("menu.recipe.retire_words"))) return std::move(*asked);
    }
    set_recipe_active(call.db, call.viewer, call.now, recipe.id, !retire);
    return call.redirect_with_notice(address(recipe.id), call.text(retire ? "menu.recipe.is_retired" : "menu.recipe.is_back"));
}

static http::Response show_versions(http::ReadCall& call) {
    const auto recipe = find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe"));
    const auto versions = recipe_versions(call.db, call.viewer, recipe.id);
    html::View view;
    view.set("id", recipe.id.value).set("name", recipe.text.name.in(call.language));
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const auto& version = versions[i];
        auto row = view.add("version");
        row.set("number", version.number).set("name", version.text.name.in(call.language)).set("by", version.made_by).set("when", html::moment_words(call.language, call.zone, call.now, version.made_at));
        row.set("iso", base::to_iso(version.made_at)).show_if(i == 0, "present");
        const bool differs = i + 1 < versions.size() && !same_ingredients(version.text.ingredients, versions[i + 1].text.ingredients);
        if (differs) row.add("changed").set("before", versions[i + 1].text.ingredients).set("after", version.text.ingredients);
        else row.add("same").set("ingredients", version.text.ingredients);
    }
    return call.page("menu/recipe_versions", call.text("menu.recipe.versions"), std::move(view));
}

void recipe_routes(http::Routes& routes) {
    routes.get("/kitchen/recipes", may_edit, list_recipes);
    routes.get("/kitchen/recipes/new", http::everywhere(may_edit), new_recipe);
    routes.post("/kitchen/recipes", http::everywhere(may_edit), create_recipe);
    routes.get("/kitchen/recipes/{recipe}", may_edit, show_recipe);
    routes.get("/kitchen/recipes/{recipe}/edit", http::everywhere(may_edit), edit_recipe);
    routes.post("/kitchen/recipes/{recipe}", http::everywhere(may_edit), save_recipe);
    routes.post("/kitchen/recipes/{recipe}/retirement", http::everywhere(may_edit), save_retirement);
    routes.get("/kitchen/recipes/{recipe}/versions", may_edit, show_versions);
}

}  // namespace menu
