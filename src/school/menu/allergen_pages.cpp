// Confirming what a recipe contains, and which substances are asked about.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"
#include "menu/pages.h"

namespace menu {

static std::string field(std::string_view what, AllergenId id) { return fmt::format("{}-{}", what, id.value); }

/// As it was typed, or as it stands.
static http::Response confirm_page(const http::Call& call, http::Status status, const Recipe& recipe, const Problems& problems, const http::Fields* typed) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", recipe.id.value).set("name", recipe.text.name.in(call.language)).set("ingredients", recipe.text.ingredients).set("seen", recipe.revision);
    view.show(recipe.text.ingredients.empty() ? "no_ingredients" : "has_ingredients");
    for (const auto& one : recipe.own) {
        const auto state = typed ? parse_state(typed->text(field("state", one.allergen.id))).value_or(one.state) : one.state;
        auto row = view.add("allergen");
        row.set("id", one.allergen.id.value).set("name", one.allergen.name.in(call.language));
        row.set("checked", one.checked_on ? call.text("menu.checked", {{"day", day_words(call, *one.checked_on)}, {"name", one.checked_by}}) : call.text("menu.not_checked"));
        // What is confirmed already keeps its day until somebody looks at it again.
        if (one.checked_on) row.add("looked").set("id", one.allergen.id.value).show_if(typed && typed->text(field("looked", one.allergen.id)) == "1", "ticked");
        for (const auto choice : states) {
            row.add("choice")
                .set("id", one.allergen.id.value)
                .set("key", word(choice))
                .set("label", call.text(fmt::format("menu.state.{}", word(choice))))
                .show_if(choice == state, "chosen");
        }
        if (has_species(one.allergen.code)) {
            row.add("species").set("id", one.allergen.id.value).set("name", one.allergen.name.in(call.language)).set("value", typed ? typed->text(field("species", one.allergen.id)) : std::string_view(one.species));
        }
    }
    return call.page(status, "menu/confirm", call.text("menu.recipe.confirm"), std::move(view));
}

static http::Response edit_allergens(http::ReadCall& call) {
    return confirm_page(call, http::ok, find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe")), {}, nullptr);
}

/// Clause 5: what was said otherwise than it stood, or ticked as looked at; the rest of the form keeps its day and its name.
static bool is_confirmed(const http::Fields& form, const Declared& before, const Confirmation& now) {
    if (now.state != before.state) return true;
    if (now.state == State::unknown) return false;
    if (form.text(field("looked", now.allergen)) == "1") return true;
    return has_species(before.allergen.code) && now.state != State::free && base::collapse_space(now.species) != before.species;
}

static http::Response save_allergens(http::WriteCall& call) {
    const auto recipe = find_recipe(call.db, call.viewer, call.id_as<RecipeId>("recipe"));
    const auto& form = call.request.form;
    std::vector<Confirmation> said;
    bool any_state = false;
    for (const auto& one : recipe.own) {
        const auto state = parse_state(form.text(field("state", one.allergen.id)));
        if (!state) continue;
        any_state = true;
        Confirmation now{one.allergen.id, *state, std::string(form.text(field("species", one.allergen.id)))};
        if (is_confirmed(form, one, now)) said.push_back(std::move(now));
    }
    const auto seen = base::parse_integer(form.text("seen")).value_or(0);
    const auto bad = refused([&] {
        if (!any_state) throw base::Invalid("form", "menu.problem.no_state");
        if (said.empty() && recipe.revision == seen) throw base::Invalid("form", "menu.problem.nothing_looked_at");
        confirm(call.db, call.viewer, call.now, call.today(), recipe.id, said, seen);
    });
    if (bad) return confirm_page(call, bad->status, recipe, bad->problems, &form);
    return call.redirect_with_notice(fmt::format("/kitchen/recipes/{}", recipe.id.value), call.text("menu.recipe.confirmed"));
}

// --- The substances that are asked about ---

static http::Response list_page(const http::Call& call, db::Read& db, http::Status status, const Problems& problems, const http::Fields* typed) {
    html::View view;
    fill_tabs(call, view, "allergens");
    fill_problems(call, view, problems);
    for (const auto& allergen : allergens(db)) {
        view.add("row").set("id", allergen.id.value).set("code", allergen.code).set("en", allergen.name.en).set("es", allergen.name.es);
    }
    const auto kept = [&](std::string_view name) { return typed ? typed->text(name) : std::string_view(); };
    view.set("code", kept("code")).set("name_en", kept("name_en")).set("name_es", kept("name_es"));
    return call.page(status, "menu/substances", call.text("menu.kitchen.tab.allergens"), std::move(view));
}

static http::Response list_allergens(http::ReadCall& call) { return list_page(call, call.db, http::ok, {}, nullptr); }

static Words names_of(const http::Fields& form) { return {std::string(form.text("name_en")), std::string(form.text("name_es"))}; }

static http::Response create_allergen(http::WriteCall& call) {
    const auto& form = call.request.form;
    if (const auto bad = refused([&] { add_allergen(call.db, call.viewer, call.now, form.text("code"), names_of(form)); })) return list_page(call, call.db, bad->status, bad->problems, &form);
    return call.redirect_with_notice("/kitchen/allergens", call.text("menu.substance.added"));
}

static http::Response change_allergen(http::WriteCall& call) {
    const auto& form = call.request.form;
    if (const auto bad = refused([&] { rename_allergen(call.db, call.viewer, call.now, call.id_as<AllergenId>("allergen"), names_of(form)); })) {
        Problems problems = bad->problems;
        for (auto& problem : problems) problem.first = "form";  // the field is one of many rows
        return list_page(call, call.db, bad->status, problems, nullptr);
    }
    return call.redirect_with_notice("/kitchen/allergens", call.text("menu.kitchen.saved"));
}

void allergen_routes(http::Routes& routes) {
    routes.get("/kitchen/recipes/{recipe}/allergens", http::everywhere(may_edit), edit_allergens);
    routes.post("/kitchen/recipes/{recipe}/allergens", http::everywhere(may_edit), save_allergens);
    routes.get("/kitchen/allergens", http::everywhere(may_edit), list_allergens);
    routes.post("/kitchen/allergens", http::everywhere(may_edit), create_allergen);
    routes.post("/kitchen/allergens/{allergen}", http::everywhere(may_edit), change_allergen);
}

}  // namespace menu
