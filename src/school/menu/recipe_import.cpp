// Recipes from a table, a row each. What they contain is never in it: that is confirmed by a person (clause 5).
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "imports/imports.h"
#include "imports/table.h"
#include "menu/recipe.h"

namespace menu {

namespace {

enum { col_number = 0, col_name_en, col_name_es, col_course, col_ingredients, col_description_en, col_description_es, col_tags };
constexpr imports::Column columns[] = {{"number", imports::Column::Need::optional, "recipeId|id|recipe number"},
                                       {"name", imports::Column::Need::required, "name_en|recipe|title"},
                                       {"name_es", imports::Column::Need::optional, "nombre"},
                                       {"course", imports::Column::Need::required, "category"},
                                       {"ingredients", imports::Column::Need::optional, "ingredient list|ingredientes"},
                                       {"description", imports::Column::Need::optional, "description_en"},
                                       {"description_es", imports::Column::Need::optional, "descripcion"},
                                       {"tags", imports::Column::Need::optional, "diet"}};

struct Row {
    std::string number;
    RecipeText text;
    std::int64_t line = 0;
    std::string key() const { return number.empty() ? base::fold(text.name.en) : "#" + number; }
};

/// Which columns the table has: what it does not speak of stays as it is.
using Given = std::array<bool, std::size(columns)>;

/// As the row says, and otherwise as it was; a table of recipes says nothing of parts.
RecipeText merged(const RecipeText& row, const RecipeText& before, const Given& given) {
    auto text = row;
    if (!given[col_name_es]) text.name.es = before.name.es;
    if (!given[col_ingredients]) text.ingredients = before.ingredients;
    if (!given[col_description_en]) text.description.en = before.description.en;
    if (!given[col_description_es]) text.description.es = before.description.es;
    if (!given[col_tags]) text.tags = before.tags;
    text.parts = before.parts;
    return text;
}

class RecipeImport : public imports::Staged {
public:
    RecipeImport(std::string file, std::vector<Row> rows, std::int64_t skipped, const Given& given, const imports::Options& options)
        : file_(std::move(file)), rows_(std::move(rows)), skipped_(skipped), given_(given), options_(options) {}

    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override {
        const auto system = auth::Viewer::system();
        imports::Change change{.record = "recipes", .skipped = skipped_};
        changed_.clear();
        added_.clear();
        const auto by_name = recipes_by_folded_name(db);
        change.active_before = static_cast<std::int64_t>(by_name.size());
        std::set<std::string> seen;
        for (const auto& row : rows_) {
            if (!seen.insert(row.key()).second) {
                report.error("reference.duplicate_record", {file_, row.line}, row.number.empty() ? "name" : "number", row.number.empty() ? row.text.name.en : row.number, "each recipe once");
                ++change.skipped;
                continue;
            }
            std::optional<RecipeId> known;
            if (!row.number.empty()) known = recipe_by_external_id(db, row.number);
            else if (const auto found = by_name.find(base::fold(row.text.name.en)); found != by_name.end()) known = found->second;
            if (!known) {
                added_.push_back(&row);
                ++change.created;
                continue;
            }
            const auto before = find_recipe(db, system, *known);
            auto wanted = merged(row.text, before.text, given_);
            if (wanted == before.text) {
                ++change.unchanged;
            } else {
                changed_.push_back({before.id, before.revision, std::move(wanted)});
                ++change.updated;
            }
        }
        return {change};
    }

    void apply(db::Write& db, const auth::Viewer& viewer) override {
        for (const auto* row : added_) add_recipe(db, viewer, options_.now, row->text, row->number);
        for (const auto& one : changed_) change_recipe(db, viewer, options_.now, one.id, one.text, one.seen);
    }

private:
    struct Changed {
        RecipeId id;
        std::int64_t seen;
        RecipeText text;
    };
    std::string file_;
    std::vector<Row> rows_;
    std::int64_t skipped_;
    Given given_;
    imports::Options options_;
    std::vector<const Row*> added_;
    std::vector<Changed> changed_;
};

}  // namespace

static void read_tags(imports::Table& table, RecipeText& text) {
    for (auto piece : base::split(table.text(col_tags), ';')) {
        const auto tag = base::to_lower_ascii(base::trim(piece));
        if (tag.empty()) continue;
        if (is_tag(tag)) text.tags.push_back(tag);
        else table.warn("recipes.unknown_tag", col_tags, "vegetarian, vegan, halal, kosher, pork or beef, with ; between two; this one was left out");
    }
    std::ranges::sort(text.tags);
    text.tags.erase(std::unique(text.tags.begin(), text.tags.end()), text.tags.end());
}

static Row read_row(imports::Table& table) {
    Row row{.number = std::string(table.text(col_number)), .line = table.row()};
    row.text.name = {base::collapse_space(table.require(col_name_en)), base::collapse_space(table.text(col_name_es))};
    const auto course = parse_course(base::to_lower_ascii(table.require(col_course)));
    if (!course) table.refuse("recipes.unknown_course", col_course, "entree, side, vegetable, fruit, milk or other");
    row.text.course = course.value_or(Course::other);
    row.text.ingredients = base::trim(table.text(col_ingredients));
    row.text.description = {base::collapse_space(table.text(col_description_en)), base::collapse_space(table.text(col_description_es))};
    read_tags(table, row.text);
    if (base::count_code_points(row.text.name.en) > longest_name) table.refuse("recipes.too_long", col_name_en, "at most 100 letters");
    if (base::count_code_points(row.text.name.es) > longest_name) table.refuse("recipes.too_long", col_name_es, "at most 100 letters");
    if (base::count_code_points(row.text.ingredients) > longest_ingredients) table.refuse("recipes.too_long", col_ingredients, "at most 4000 letters");
    if (base::count_code_points(row.text.description.en) > 400) table.refuse("recipes.too_long", col_description_en, "at most 400 letters");
    if (base::count_code_points(row.text.description.es) > 400) table.refuse("recipes.too_long", col_description_es, "at most 400 letters");
    return row;
}

static std::unique_ptr<imports::Staged> read_recipes(const imports::Package& package, const imports::Options& options, imports::Report& report, imports::Progress& progress) {
    auto names = package.names();
    if (names.size() != 1) {
        report.error("package.one_file_expected", {}, "", std::to_string(names.size()), "one CSV file");
        return nullptr;
    }
    auto table = imports::Table::open(package, names.front(), columns, options, report);
    if (!table) return nullptr;
    Given given{};
    for (std::size_t i = 0; i < given.size(); ++i) given[i] = table->has(i);
    std::vector<Row> rows;
    std::int64_t skipped = 0;
    while (table->next()) {
        if (rows.size() % 1024 == 0) progress.check(table->bytes_read(), table->bytes_total());
        auto row = read_row(*table);
        if (table->row_is_good()) rows.push_back(std::move(row));
        else ++skipped;
    }
    return std::make_unique<RecipeImport>(names.front(), std::move(rows), skipped + table->skipped_rows(), given, options);
}

imports::Kind import_kind() {
    std::vector<imports::Field> fields;
    for (const auto& column : columns) fields.push_back({std::string(column.name), column.need == imports::Column::Need::required, {}});
    return {.name = "menu-recipes",
            .summary = "Recipes of the kitchen: CSV with number, name, name_es, course, ingredients, description, description_es, tags",
            .permission = may_edit,
            .room = "menu",
            .fields = std::move(fields),
            .read = read_recipes};
}

}  // namespace menu
