// Recipes as they are read: the list, one with what it contains, and its versions.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/like.h"
#include "menu/recipe.h"

namespace menu {

static Allergen read_allergen(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("code")), {std::string(row.text("name_en")), std::string(row.text("name_es"))}};
}

std::vector<Allergen> allergens(db::Read& db) {
    return db.query("SELECT id, code, name_en, name_es FROM menu_allergen ORDER BY position, id").all(read_allergen);
}

static void may_read(const auth::Viewer& viewer) {
    if (!viewer.may(may_edit)) throw base::Forbidden("Recipes are read by whoever works on a menu.");
}

static Words words(const db::Row& row, std::string_view what) {
    return {std::string(row.text(fmt::format("{}_en", what))), std::string(row.text(fmt::format("{}_es", what)))};
}

static RecipeText read_text(const db::Row& row) {
    RecipeText text{parse_course(row.text("course")).value(), words(row, "name"), words(row, "description"), std::string(row.text("ingredients")), {}, {}};
    for (auto tag : base::split(row.text("tags"), ' ')) {
        if (is_tag(tag)) text.tags.emplace_back(tag);
    }
    return text;
}

/// Allergens that nobody confirmed of a recipe's own ingredients. One that has none of its own is known by its parts.
static constexpr std::string_view unknown_count = R"sql(
    CASE WHEN v.ingredients = '' AND EXISTS (SELECT 1 FROM menu_recipe_part p WHERE p.version_id = v.id) THEN 0
         ELSE (SELECT count(*) FROM menu_allergen) - (SELECT count(*) FROM menu_declaration d WHERE d.version_id = v.id) END)sql";

static RecipeLine read_line(const db::Row& row) {
    return {{row.integer("id")}, words(row, "name"), parse_course(row.text("course")).value(), row.flag("active"), row.integer("unknown"), std::string(row.text("name_folded"))};
}

RecipePage find_recipes(db::Read& db, const auth::Viewer& viewer, const RecipeQuestion& question) {
    may_read(viewer);
    const auto text = base::fold(base::collapse_space(question.text));
    auto sql = fmt::format(R"sql(
        SELECT r.id, r.course, r.active, r.name_folded, v.name_en, v.name_es, {0} AS unknown
          FROM menu_recipe r JOIN menu_recipe_version v ON v.recipe_id = r.id AND v.number = r.version
         WHERE r.active = :active AND (r.name_folded, r.id) > (:after_key, :after_id)
           AND (:text = '' OR r.words_folded LIKE :pattern ESCAPE '\')
           AND (:course = '' OR r.course = :course){1}
         ORDER BY r.name_folded, r.id LIMIT :limit
    )sql", unknown_count, question.unknown_only ? fmt::format(" AND {} > 0", unknown_count) : "");
    RecipePage page{db.query(sql)
                        .bind("active", question.retired ? 0 : 1)
                        .bind("after_key", question.after_key)
                        .bind("after_id", question.after_id)
                        .bind("text", text)
                        .bind("pattern", db::like_anywhere(text))
                        .bind("course", question.course ? word(*question.course) : std::string_view())
                        .bind("limit", question.limit + 1)
                        .all(read_line)};
    if (static_cast<int>(page.lines.size()) > question.limit) {
        page.lines.pop_back();
        page.more = true;
    }
    return page;
}

std::vector<RecipeLine> recipes_in_use(db::Read& db, const auth::Viewer& viewer) {
    may_read(viewer);
    return db.query(fmt::format(R"sql(
        SELECT r.id, r.course, r.active, r.name_folded, v.name_en, v.name_es, {} AS unknown
          FROM menu_recipe r JOIN menu_recipe_version v ON v.recipe_id = r.id AND v.number = r.version
         WHERE r.active = 1 ORDER BY r.name_folded, r.id
    )sql", unknown_count)).all(read_line);
}

std::vector<std::pair<VersionId, Content>> contents(db::Read& db, const std::vector<VersionId>& asked) {
    std::vector<std::pair<VersionId, Content>> all;
    if (asked.empty()) return all;
    const auto known = allergens(db);
    std::vector<std::int64_t> ids;
    ids.reserve(asked.size());
    for (auto version : asked) ids.push_back(version.value);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const auto list = fmt::format("{}", fmt::join(ids, ", "));

    std::map<std::int64_t, std::vector<std::int64_t>> parts;
    db.query(fmt::format("SELECT version_id, part_version_id FROM menu_recipe_part WHERE version_id IN ({}) ORDER BY version_id, position", list))
        .each([&](const db::Row& row) { parts[row.integer("version_id")].push_back(row.integer("part_version_id")); });
    const auto with_parts = [&](std::string_view column) { return fmt::format("({0} IN ({1}) OR {0} IN (SELECT part_version_id FROM menu_recipe_part WHERE version_id IN ({1})))", column, list); };

    std::map<std::int64_t, std::vector<Declared>> declared;
    db.query("SELECT version_id, allergen_id, state, species, checked_on, checked_by FROM menu_declaration WHERE " + with_parts("version_id"))
        .each([&](const db::Row& row) {
            const AllergenId allergen{row.integer("allergen_id")};
            const auto found = std::ranges::find(known, allergen, &Allergen::id);
            if (found == known.end()) return;
            declared[row.integer("version_id")].push_back({*found, parse_state(row.text("state")).value_or(State::unknown), std::string(row.text("species")), row.maybe_day("checked_on"), std::string(row.text("checked_by"))});
        });
    std::map<std::int64_t, std::pair<std::string, std::string>> texts;
    db.query("SELECT id, name_en, ingredients FROM menu_recipe_version WHERE " + with_parts("id")).each([&](const db::Row& row) {
        texts[row.integer("id")] = {std::string(row.text("name_en")), std::string(row.text("ingredients"))};
    });

    for (const auto id : ids) {
        Content content;
        const auto& own = declared[id];
        content.own = combine_all(known, std::span(&own, 1));
        std::vector<std::vector<Declared>> together;
        // Clause 3: what is made of parts alone has nothing of its own to be asked about.
        if (!texts[id].second.empty() || parts[id].empty()) together.push_back(own);
        content.ingredients = texts[id].second;
        for (const auto part : parts[id]) {
            together.push_back(declared[part]);
            if (texts[part].second.empty()) continue;
            if (!content.ingredients.empty()) content.ingredients += '\n';
            content.ingredients += texts[part].first + ": " + texts[part].second;
        }
        content.whole = combine_all(known, together);
        all.emplace_back(VersionId{id}, std::move(content));
    }
    return all;
}

static constexpr std::string_view one_recipe = R"sql(
    SELECT r.id, r.course, r.active, r.revision, r.external_id, r.updated_at, v.id AS version_id, v.number, v.name_en, v.name_es, v.description_en,
           v.description_es, v.ingredients, v.tags
      FROM menu_recipe r JOIN menu_recipe_version v ON v.recipe_id = r.id AND v.number = r.version WHERE r.id = :id
)sql";

Recipe find_recipe(db::Read& db, const auth::Viewer& viewer, RecipeId id) {
    may_read(viewer);
    auto recipe = db.query(one_recipe).bind("id", id).one([](const db::Row& row) {
        Recipe one;
        one.id = {row.integer("id")};
        one.text = read_text(row);
        one.version = {row.integer("version_id")};
        one.number = row.integer("number");
        one.revision = row.integer("revision");
        one.active = row.flag("active");
        one.external_id = row.maybe_text("external_id").value_or("");
        one.updated_at = row.instant("updated_at");
        return one;
    });
    db.query(R"sql(
        SELECT r.id, v.name_en, v.name_es FROM menu_recipe_part p JOIN menu_recipe_version v ON v.id = p.part_version_id JOIN menu_recipe r ON r.id = v.recipe_id
         WHERE p.version_id = :version ORDER BY p.position
    )sql")
        .bind("version", recipe.version)
        .each([&](const db::Row& row) {
            recipe.text.parts.push_back({row.integer("id")});
            recipe.part_names.emplace_back(RecipeId{row.integer("id")}, words(row, "name"));
        });
    auto content = contents(db, {recipe.version});
    recipe.own = std::move(content.front().second.own);
    recipe.whole = std::move(content.front().second.whole);
    return recipe;
}

std::vector<RecipeVersion> recipe_versions(db::Read& db, const auth::Viewer& viewer, RecipeId id) {
    may_read(viewer);
    return db.query(R"sql(
        SELECT r.course, v.number, v.name_en, v.name_es, v.description_en, v.description_es, v.ingredients, v.tags, v.made_at, v.made_by
          FROM menu_recipe_version v JOIN menu_recipe r ON r.id = v.recipe_id WHERE r.id = :id ORDER BY v.number DESC
    )sql")
        .bind("id", id)
        .all([](const db::Row& row) { return RecipeVersion{row.integer("number"), read_text(row), row.instant("made_at"), std::string(row.text("made_by"))}; });
}

std::vector<std::pair<RecipeId, Words>> cooked_into(db::Read& db, RecipeId id) {
    return db.query(R"sql(
        SELECT r.id, v.name_en, v.name_es FROM menu_recipe_part p JOIN menu_recipe_version part ON part.id = p.part_version_id
          JOIN menu_recipe_version v ON v.id = p.version_id JOIN menu_recipe r ON r.id = v.recipe_id AND r.version = v.number
         WHERE part.recipe_id = :id ORDER BY r.name_folded, r.id
    )sql")
        .bind("id", id)
        .all([](const db::Row& row) { return std::pair(RecipeId{row.integer("id")}, words(row, "name")); });
}

std::map<std::string, RecipeId> recipes_by_folded_name(db::Read& db) {
    std::map<std::string, RecipeId> by_name;
    db.query("SELECT id, name_folded FROM menu_recipe ORDER BY active, id DESC").each([&](const db::Row& row) {
        by_name[std::string(row.text("name_folded"))] = {row.integer("id")};
    });
    return by_name;
}

std::optional<RecipeId> recipe_by_external_id(db::Read& db, std::string_view external_id) {
    const auto id = db.query("SELECT id FROM menu_recipe WHERE external_id = :external").bind("external", external_id).maybe_integer();
    return id ? std::optional(RecipeId{*id}) : std::nullopt;
}

}  // namespace menu
