// Recipes as they are written: new versions, and what is confirmed of them.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "menu/day.h"
#include "menu/recipe.h"

namespace menu {

static void may_write(const auth::Viewer& viewer) {
    // Clause 5: every school cooks from the same recipes.
    if (!viewer.may_everywhere(may_edit)) throw base::Forbidden("Recipes are changed by whoever may edit the menu of the whole district.");
}

static RecipeText tidy(RecipeText text) {
    for (auto* line : {&text.name.en, &text.name.es, &text.description.en, &text.description.es}) *line = base::collapse_space(*line);
    text.ingredients = base::trim(text.ingredients);
    std::erase_if(text.tags, [](const std::string& tag) { return !is_tag(tag); });
    std::ranges::sort(text.tags);
    text.tags.erase(std::unique(text.tags.begin(), text.tags.end()), text.tags.end());
    std::vector<RecipeId> parts;
    for (auto part : text.parts) {
        if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    }
    text.parts = std::move(parts);
    for (const auto& [field, problem] : recipe_problems(text)) throw base::Invalid(field, problem);
    return text;
}

/// Parts have no parts: a dish is made of recipes, and those of ingredients.
static std::vector<VersionId> part_versions(db::Read& db, const RecipeText& text, std::optional<RecipeId> self) {
    std::vector<VersionId> versions;
    for (auto part : text.parts) {
        if (part == self) throw base::Invalid("parts", "menu.problem.part_of_itself");
        const auto version = db.query("SELECT v.id FROM menu_recipe r JOIN menu_recipe_version v ON v.recipe_id = r.id AND v.number = r.version WHERE r.id = :id")
                                 .bind("id", part)
                                 .maybe_integer();
        if (!version) throw base::Invalid("parts", "menu.problem.part");
        const auto has_parts = db.query("SELECT count(*) FROM menu_recipe_part WHERE version_id = :version").bind("version", *version).one_integer();
        if (has_parts > 0) throw base::Invalid("parts", "menu.problem.part_with_parts");
        versions.push_back({*version});
    }
    if (!text.parts.empty() && self && !cooked_into(db, *self).empty()) throw base::Invalid("parts", "menu.problem.is_a_part");
    return versions;
}

static VersionId write_version(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId id, std::int64_t number, const RecipeText& text, const std::vector<VersionId>& parts) {
    const VersionId version{db.query(R"sql(
        INSERT INTO menu_recipe_version (recipe_id, number, name_en, name_es, description_en, description_es, ingredients, tags, made_at, made_by)
        VALUES (:recipe, :number, :name_en, :name_es, :description_en, :description_es, :ingredients, :tags, :now, :by) RETURNING id
    )sql")
                                .bind("recipe", id)
                                .bind("number", number)
                                .bind("name_en", text.name.en)
                                .bind("name_es", text.name.es)
                                .bind("description_en", text.description.en)
                                .bind("description_es", text.description.es)
                                .bind("ingredients", text.ingredients)
                                .bind("tags", base::join(text.tags, " "))
                                .bind("now", now)
                                .bind("by", viewer.name())
                                .one_integer()};
    int position = 0;
    for (auto part : parts) {
        db.query("INSERT INTO menu_recipe_part (version_id, part_version_id, position) VALUES (:version, :part, :position)")
            .bind("version", version)
            .bind("part", part)
            .bind("position", ++position)
            .run();
    }
    return version;
}

static void keep_confirmed(db::Write& db, VersionId from, VersionId to) {
    db.query(R"sql(
        INSERT INTO menu_declaration (version_id, allergen_id, state, species, checked_on, checked_by)
        SELECT :to, allergen_id, state, species, checked_on, checked_by FROM menu_declaration WHERE version_id = :from
    )sql")
        .bind("to", to)
        .bind("from", from)
        .run();
}

static void record_recipe(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId id, const RecipeText& text, std::string_view action) {
    boost::json::array parts;
    for (auto part : text.parts) parts.emplace_back(part.value);
    const boost::json::value detail{{"name", text.name.en}, {"course", word(text.course)}, {"ingredients", text.ingredients}, {"parts", std::move(parts)}};
    auth::record(db, viewer, now, {.subject_kind = "recipe", .subject_id = id.value, .action = action, .detail = boost::json::serialize(detail)});
}

/// What a search looks through.
static std::string searched_words(const RecipeText& text) { return base::fold(base::collapse_space(text.name.en + " " + text.name.es + " " + text.ingredients)); }

RecipeId add_recipe(db::Write& db, const auth::Viewer& viewer, base::Instant now, const RecipeText& typed, std::string_view external_id) {
    may_write(viewer);
    const auto text = tidy(typed);
    const auto parts = part_versions(db, text, std::nullopt);
    const RecipeId id{db.query(R"sql(
        INSERT INTO menu_recipe (course, external_id, name_folded, words_folded, created_at, updated_at) VALUES (:course, :external, :folded, :words, :now, :now) RETURNING id
    )sql")
                          .bind("course", word(text.course))
                          .bind("external", external_id.empty() ? std::optional<std::string>() : std::optional(std::string(external_id)))
                          .bind("folded", base::fold(text.name.en))
                          .bind("words", searched_words(text))
                          .bind("now", now)
                          .one_integer()};
    write_version(db, viewer, now, id, 1, text, parts);
    record_recipe(db, viewer, now, id, text, "added");
    return id;
}

/// Clause 7: what was served before today stays as it was.
static void keep_the_past(db::Write& db, base::Instant now, RecipeId id, VersionId before) {
    db.query(R"sql(
        UPDATE menu_item SET version_id = :version WHERE recipe_id = :recipe AND version_id IS NULL
           AND day_id IN (SELECT id FROM menu_day WHERE served_on < :today)
    )sql")
        .bind("version", before)
        .bind("recipe", id)
        .bind("today", db::district_zone(db).day_of(now))
        .run();
}

static VersionId next_version(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Recipe& before, const RecipeText& text, const std::vector<VersionId>& parts) {
    keep_the_past(db, now, before.id, before.version);
    const auto version = write_version(db, viewer, now, before.id, before.number + 1, text, parts);
    // Clause 6: other ingredients are confirmed by nobody yet.
    if (same_ingredients(text.ingredients, before.text.ingredients)) keep_confirmed(db, before.version, version);
    db.query("UPDATE menu_recipe SET course = :course, version = :number, revision = revision + 1, name_folded = :folded, words_folded = :words, updated_at = :now WHERE id = :id")
        .bind("course", word(text.course))
        .bind("number", before.number + 1)
        .bind("folded", base::fold(text.name.en))
        .bind("words", searched_words(text))
        .bind("now", now)
        .bind("id", before.id)
        .run();
    return version;
}

/// A dish that is cooked of it is another dish from now on; its own ingredients are the same.
static void renew_wholes(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId part) {
    for (const auto& [whole, name] : cooked_into(db, part)) {
        const auto dish = find_recipe(db, viewer, whole);
        next_version(db, viewer, now, dish, dish.text, part_versions(db, dish.text, whole));
        record_recipe(db, viewer, now, whole, dish.text, "part_changed");
    }
}

void change_recipe(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId id, const RecipeText& typed, std::int64_t seen) {
    may_write(viewer);
    const auto text = tidy(typed);
    const auto before = find_recipe(db, viewer, id);
    if (before.revision != seen) throw base::Conflict("menu.problem.stale");
    if (text == before.text) return;
    next_version(db, viewer, now, before, text, part_versions(db, text, id));
    record_recipe(db, viewer, now, id, text, "changed");
    renew_wholes(db, viewer, now, id);
    const bool renamed = text.name.en != before.text.name.en || text.name.es != before.text.name.es;
    if (renamed) tell_subscribers_of(db, now, id);
}

void set_recipe_active(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId id, bool active) {
    may_write(viewer);
    const auto before = find_recipe(db, viewer, id);
    if (before.active == active) return;
    db.query("UPDATE menu_recipe SET active = :active, revision = revision + 1, updated_at = :now WHERE id = :id").bind("active", active).bind("now", now).bind("id", id).run();
    record_recipe(db, viewer, now, id, before.text, active ? "taken_up" : "retired");
}

/// Whether a day that is past shows this version, as a dish or as a part of one.
static bool was_served(db::Read& db, base::Instant now, VersionId version) {
    return db.query(R"sql(
        SELECT count(*) FROM menu_recipe_version v JOIN menu_recipe r ON r.id = v.recipe_id
          JOIN menu_item i ON i.recipe_id = r.id AND ((i.version_id IS NULL AND v.number = r.version) OR i.version_id = v.id)
          JOIN menu_day d ON d.id = i.day_id
         WHERE d.served_on < :today AND (v.id = :version OR v.id IN (SELECT version_id FROM menu_recipe_part WHERE part_version_id = :version))
    )sql")
               .bind("today", db::district_zone(db).day_of(now))
               .bind("version", version)
               .one_integer() > 0;
}

/// The version of which something is confirmed now. Clause 7: of one that was served, families read that day what was known that day; so it is a new one.
static VersionId version_to_confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Recipe& recipe) {
    if (!was_served(db, now, recipe.version)) {
        db.query("UPDATE menu_recipe SET revision = revision + 1, updated_at = :now WHERE id = :id").bind("now", now).bind("id", recipe.id).run();
        return recipe.version;
    }
    const auto version = next_version(db, viewer, now, recipe, recipe.text, part_versions(db, recipe.text, recipe.id));
    renew_wholes(db, viewer, now, recipe.id);
    return version;
}

void confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day on, RecipeId id, const std::vector<Confirmation>& said, std::int64_t seen) {
    may_write(viewer);
    const auto recipe = find_recipe(db, viewer, id);
    if (recipe.revision != seen) throw base::Conflict("menu.problem.stale");
    const auto version = version_to_confirm(db, viewer, now, recipe);
    boost::json::object detail;
    for (const auto& one : said) {
        const auto known = std::ranges::find(recipe.own, one.allergen, [](const Declared& declared) { return declared.allergen.id; });
        if (known == recipe.own.end()) throw base::NotFound("no such allergen");
        db.query("DELETE FROM menu_declaration WHERE version_id = :version AND allergen_id = :allergen").bind("version", version).bind("allergen", one.allergen).run();
        detail[known->allergen.code] = word(one.state);
        if (one.state == State::unknown) continue;
        const auto species = has_species(known->allergen.code) && one.state != State::free ? std::string(base::first_code_points(base::collapse_space(one.species), 80)) : std::string();
        db.query(R"sql(
            INSERT INTO menu_declaration (version_id, allergen_id, state, species, checked_on, checked_by)
            VALUES (:version, :allergen, :state, :species, :on, :by)
        )sql")
            .bind("version", version)
            .bind("allergen", one.allergen)
            .bind("state", word(one.state))
            .bind("species", species)
            .bind("on", on)
            .bind("by", viewer.name())
            .run();
    }
    auth::record(db, viewer, now, {.subject_kind = "recipe", .subject_id = id.value, .action = "allergens_confirmed", .detail = boost::json::serialize(detail)});
}

static void check_allergen_words(const Words& name) {
    if (base::trim(name.en).empty()) throw base::Invalid("name_en", "menu.problem.name");
    if (base::trim(name.es).empty()) throw base::Invalid("name_es", "menu.problem.name_es");
    if (base::count_code_points(name.en) > 60) throw base::Invalid("name_en", "menu.problem.long_name");
    if (base::count_code_points(name.es) > 60) throw base::Invalid("name_es", "menu.problem.long_name");
}

AllergenId add_allergen(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view typed, const Words& name) {
    may_write(viewer);
    const auto code = base::to_lower_ascii(base::trim(typed));
    const bool plain = !code.empty() && code.size() <= 30 && std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!plain) throw base::Invalid("code", "menu.problem.code");
    if (db.query("SELECT id FROM menu_allergen WHERE code = :code").bind("code", code).maybe_integer()) throw base::Invalid("code", "menu.problem.code_taken");
    check_allergen_words(name);
    const AllergenId id{db.query(R"sql(
        INSERT INTO menu_allergen (code, name_en, name_es, position)
        VALUES (:code, :en, :es, (SELECT COALESCE(max(position), 0) + 1 FROM menu_allergen)) RETURNING id
    )sql")
                            .bind("code", code)
                            .bind("en", base::collapse_space(name.en))
                            .bind("es", base::collapse_space(name.es))
                            .one_integer()};
    auth::record(db, viewer, now, {.subject_kind = "allergen", .subject_id = id.value, .action = "added", .detail = boost::json::serialize(boost::json::object{{"code", code}, {"name", name.en}})});
    return id;
}

void rename_allergen(db::Write& db, const auth::Viewer& viewer, base::Instant now, AllergenId id, const Words& name) {
    may_write(viewer);
    check_allergen_words(name);
    const auto changed = db.query("UPDATE menu_allergen SET name_en = :en, name_es = :es WHERE id = :id")
                             .bind("en", base::collapse_space(name.en))
                             .bind("es", base::collapse_space(name.es))
                             .bind("id", id)
                             .run();
    if (changed == 0) throw base::NotFound("no such allergen");
    auth::record(db, viewer, now, {.subject_kind = "allergen", .subject_id = id.value, .action = "changed", .detail = boost::json::serialize(boost::json::object{{"name", name.en}})});
}

}  // namespace menu
