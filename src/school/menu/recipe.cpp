#include "menu/recipe.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace menu {

static constexpr std::array<std::string_view, 6> tag_words{"vegetarian", "vegan", "halal", "kosher", "pork", "beef"};

std::span<const std::string_view> tags() { return tag_words; }
bool is_tag(std::string_view word) { return std::ranges::find(tag_words, word) != tag_words.end(); }

// Clause 4.
bool has_species(std::string_view code) { return code == "tree_nuts" || code == "fish" || code == "shellfish"; }

static bool same(const Words& left, const Words& right) { return left.en == right.en && left.es == right.es; }

bool RecipeText::operator==(const RecipeText& other) const {
    return course == other.course && same(name, other.name) && same(description, other.description) && ingredients == other.ingredients && tags == other.tags &&
           parts == other.parts;
}

Problems recipe_problems(const RecipeText& text) {
    Problems problems;
    if (text.name.en.empty()) problems.emplace_back("name_en", "menu.problem.name");
    for (const auto* name : {&text.name.en, &text.name.es}) {
        if (base::count_code_points(*name) > longest_name) problems.emplace_back(name == &text.name.en ? "name_en" : "name_es", "menu.problem.long_name");
    }
    for (const auto* words : {&text.description.en, &text.description.es}) {
        if (base::count_code_points(*words) > 400) problems.emplace_back(words == &text.description.en ? "description_en" : "description_es", "menu.problem.long_description");
    }
    if (base::count_code_points(text.ingredients) > longest_ingredients) problems.emplace_back("ingredients", "menu.problem.long_ingredients");
    if (text.parts.size() > most_parts) problems.emplace_back("parts", "menu.problem.many_parts");
    return problems;
}

bool same_ingredients(std::string_view left, std::string_view right) {
    return base::to_lower_ascii(base::collapse_space(left)) == base::to_lower_ascii(base::collapse_space(right));
}

static constexpr std::array<std::string_view, 2> meal_words{"breakfast", "lunch"};
std::string_view word(Meal meal) { return meal_words[static_cast<std::size_t>(meal)]; }
std::optional<Meal> parse_meal(std::string_view text) {
    for (const auto meal : meals) {
        if (word(meal) == text) return meal;
    }
    return std::nullopt;
}

static constexpr std::array<std::string_view, 6> course_words{"entree", "side", "vegetable", "fruit", "milk", "other"};
std::string_view word(Course course) { return course_words[static_cast<std::size_t>(course)]; }
std::optional<Course> parse_course(std::string_view text) {
    for (const auto course : courses) {
        if (word(course) == text) return course;
    }
    return std::nullopt;
}

const Content& content_of(const std::vector<std::pair<VersionId, Content>>& all, VersionId version) {
    return std::ranges::find(all, version, &std::pair<VersionId, Content>::first)->second;
}

}  // namespace menu
