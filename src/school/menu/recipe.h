/// Recipes: what a kitchen cooks, in versions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "menu/menu.h"

namespace menu {

struct VersionId {
    std::int64_t value = 0;
    auto operator<=>(const VersionId&) const = default;
};

/// Field and message key of what cannot be used.
using Problems = std::vector<std::pair<std::string, std::string>>;

/// What the kitchen says of a dish beside its allergens. Words of pages are `menu.tag.<word>`.
std::span<const std::string_view> tags();
bool is_tag(std::string_view word);
/// Allergens of which a species can be named: tree nuts, fish and shellfish (clause 4).
bool has_species(std::string_view allergen_code);

/// What a person writes.
struct RecipeText {
    Course course = Course::entree;
    Words name;
    Words description;
    std::string ingredients;
    std::vector<std::string> tags;
    std::vector<RecipeId> parts;  // recipes without parts of their own
    bool operator==(const RecipeText&) const;
};
constexpr std::size_t most_parts = 12;
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_ingredients = 4000;

/// What keeps it from being saved; empty when nothing does.
Problems recipe_problems(const RecipeText& text);
/// Clause 6: the same ingredients keep what was confirmed; any other open it again. Space and case are no ingredients.
bool same_ingredients(std::string_view left, std::string_view right);

struct Recipe {
    RecipeId id;
    RecipeText text;
    VersionId version;
    std::int64_t number = 1;      // of the version
    std::int64_t revision = 1;    // grows with each change; forms say which one they saw
    bool active = true;
    std::string external_id;
    base::Instant updated_at;
    std::vector<Declared> own;    // what was confirmed of its own ingredients, for every allergen
    std::vector<Declared> whole;  // with its parts
    std::vector<std::pair<RecipeId, Words>> part_names;
};

struct RecipeLine {
    RecipeId id;
    Words name;
    Course course = Course::entree;
    bool active = true;
    std::int64_t unknown = 0;  // allergens of its own that nobody has confirmed
    std::string sort_key;
};
struct RecipeQuestion {
    std::string text;
    std::optional<Course> course;
    bool retired = false;      // instead of those in use
    bool unknown_only = false;
    std::string after_key;     // paging: those after this key and id
    std::int64_t after_id = 0;
    int limit = 50;
};
struct RecipePage {
    std::vector<RecipeLine> lines;
    bool more = false;
};
struct RecipeVersion {
    std::int64_t number = 0;
    RecipeText text;
    base::Instant made_at;
    std::string made_by;
};

// --- Allergens. Reading needs nothing: they are published. ---
std::vector<Allergen> allergens(db::Read& db);
/// Adds a substance that every recipe must be asked about from now on. Throws base::Invalid for names or a code that cannot be used.
AllergenId add_allergen(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view code, const Words& name);
void rename_allergen(db::Write& db, const auth::Viewer& viewer, base::Instant now, AllergenId id, const Words& name);

// --- Recipes. Whoever may edit any menu may read them; changing them needs `may_edit` everywhere, since every school cooks them. ---
RecipePage find_recipes(db::Read& db, const auth::Viewer& viewer, const RecipeQuestion& question);
/// Those in use, by course and name, for a choice.
std::vector<RecipeLine> recipes_in_use(db::Read& db, const auth::Viewer& viewer);
/// Throws base::NotFound, base::Forbidden.
Recipe find_recipe(db::Read& db, const auth::Viewer& viewer, RecipeId id);
/// The latest first.
std::vector<RecipeVersion> recipe_versions(db::Read& db, const auth::Viewer& viewer, RecipeId id);
/// The recipes whose present version has this one as a part.
std::vector<std::pair<RecipeId, Words>> cooked_into(db::Read& db, RecipeId id);
/// Of two of one name the one in use counts, and the older of those.
std::map<std::string, RecipeId> recipes_by_folded_name(db::Read& db);
std::optional<RecipeId> recipe_by_external_id(db::Read& db, std::string_view external_id);

/// Throws base::Invalid naming the first field that cannot be used.
RecipeId add_recipe(db::Write& db, const auth::Viewer& viewer, base::Instant now, const RecipeText& text, std::string_view external_id = {});
/// A new version, unless nothing differs. Days that are past keep the version they were served from. Throws base::Conflict when `seen` is not the
/// present revision.
void change_recipe(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId id, const RecipeText& text, std::int64_t seen);
/// No longer offered when days are planned, or again.
void set_recipe_active(db::Write& db, const auth::Viewer& viewer, base::Instant now, RecipeId id, bool active);
/// Confirms the states of the present version as of `on`, in the viewer's name; `unknown` takes a confirmation back. Allergens that are not named stay as
/// they are. When a day that is past shows the version, this makes a new one, so that the day keeps what it said (clause 7). Throws base::Conflict when
/// `seen` is not the present revision (clause 5).
struct Confirmation {
    AllergenId allergen;
    State state = State::unknown;
    std::string species;
};
void confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day on, RecipeId id, const std::vector<Confirmation>& said, std::int64_t seen);

/// For this room's stores: what each of these versions and its parts contain, by version. Few statements however many.
struct Content {
    std::vector<Declared> own;
    std::vector<Declared> whole;
    std::string ingredients;
};
std::vector<std::pair<VersionId, Content>> contents(db::Read& db, const std::vector<VersionId>& versions);
const Content& content_of(const std::vector<std::pair<VersionId, Content>>& all, VersionId version);

}  // namespace menu
