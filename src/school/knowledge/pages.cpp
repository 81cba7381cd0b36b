#include "knowledge/pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace knowledge {

std::string desk_path(ArticleId id) { return fmt::format("/knowledge/{}", id.value); }

std::string public_path_of(ArticleId id, std::string_view title) {
    constexpr std::size_t longest = 60;
    auto path = fmt::format("/articles/{}", id.value);
    std::size_t used = 0;
    for (const auto& word : base::folded_words(title)) {
        const bool plain = std::ranges::all_of(word, [](char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'); });
        if (!plain || used + word.size() + 1 > longest) continue;
        path += '-' + word;
        used += word.size() + 1;
    }
    return path;
}

void require_reader(const http::Call& call) {
    if (!is_reader(call.viewer)) throw base::Forbidden(call.text("knowledge.problem.not_staff"));
}

void fill_problems(const http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        const auto message = call.text(key);
        box.add("problem").set("field", field).set("message", message);
        view.add(field + "_error").set("message", message);
    }
}

std::string category_words(db::Read& db, html::Language language, const std::string& key) {
    if (key.empty() || !category_names()) return key;
    for (const auto& known : category_names()(db, language)) {
        if (known.key == key) return known.name;
    }
    return key;
}

void fill_categories(const http::Call& call, db::Read& db, html::View& view, std::string_view part, const std::string& chosen) {
    const auto known = category_names() ? category_names()(db, call.language) : std::vector<CategoryName>();
    for (const auto& one : known) view.add(part).set("value", one.key).set("label", one.name).show_if(one.key == chosen, "chosen");
    // What it was about stays its category when the help desk has none of that name any more.
    const bool gone = !chosen.empty() && std::ranges::find(known, chosen, &CategoryName::key) == known.end();
    if (gone) view.add(part).set("value", chosen).set("label", chosen).show("chosen");
}

void fill_kinds(const http::Call& call, html::View& view, std::optional<Kind> chosen) {
    for (const auto kind : kinds) {
        view.add("kind_option").set("value", word(kind)).set("label", call.text(fmt::format("knowledge.kind.{}", word(kind)))).show_if(kind == chosen, "chosen");
    }
}

}  // namespace knowledge
