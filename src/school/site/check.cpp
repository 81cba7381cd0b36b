#include "site/check.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "site/check_words.h"
#include "html/markdown.h"

namespace site {

static constexpr std::array rule_words{
    std::string_view("missing_title"),   std::string_view("missing_body"),        std::string_view("too_deep"),        std::string_view("title_in_body"),
    std::string_view("skipped_level"),   std::string_view("empty_heading"),       std::string_view("empty_link"),      std::string_view("vague_link"),
    std::string_view("address_as_link"), std::string_view("unusable_link"),       std::string_view("dead_link"),       std::string_view("image_without_words"),
    std::string_view("image_named_as_file"), std::string_view("image_not_yet"),   std::string_view("table_without_header"), std::string_view("long_image_words"),
    std::string_view("capitals"),        std::string_view("only_pdf"),            std::string_view("emoji_run"),       std::string_view("same_words_for_two"),
    std::string_view("long_paragraph"),  std::string_view("raw_html"),
};
static_assert(rule_words.size() == static_cast<std::size_t>(last_rule) + 1);

bool blocks(Rule rule) { return rule < Rule::long_image_words; }
std::string_view word(Rule rule) { return rule_words[static_cast<std::size_t>(rule)]; }

bool holds_back(std::span<const Problem> problems) {
    return std::ranges::any_of(problems, [](const Problem& problem) { return blocks(problem.rule); });
}

std::optional<std::string> own_path(std::string_view address, std::string_view own_address) {
    if (!own_address.empty() && address.starts_with(own_address)) {
        address.remove_prefix(own_address.size());
        if (address.empty()) return "/";
    }
    if (html::leads(address) != html::Leads::ours) return std::nullopt;
    address = address.substr(0, address.find_first_of("?#"));
    if (address == "/es") return "/";
    if (address.starts_with("/es/")) address.remove_prefix(3);
    while (address.size() > 1 && address.ends_with('/')) address.remove_suffix(1);
    return std::string(address);
}

constexpr std::size_t longest_detail = 60;
constexpr std::size_t longest_image_words = 150;
constexpr std::size_t few_words = 25;

/// One text in one language, from its first part to its last.
class Checker {
public:
    Checker(html::Language language, const Surroundings& around, std::vector<Problem>& problems) : language_(language), around_(around), problems_(problems) {}

    void add(Rule rule, int line, std::string_view detail = {}) { problems_.push_back({rule, language_, line, base::elide(base::collapse_space(detail), longest_detail)}); }

    void look_at(const html::MarkdownPart& part) {
        switch (part.kind) {
            case html::MarkdownPart::Kind::heading: return heading(part);
            case html::MarkdownPart::Kind::link: return link(part);
            case html::MarkdownPart::Kind::image: return image(part);
            case html::MarkdownPart::Kind::paragraph: return paragraph(part);
            case html::MarkdownPart::Kind::table:
                if (part.text.empty()) add(Rule::table_without_header, part.line);
                return;
            case html::MarkdownPart::Kind::raw_html: return add(Rule::raw_html, part.line);
        }
    }

    void look_at_whole(std::string_view body) {
        const auto words = base::folded_words(html::markdown_text(body)).size();
        if (!pdf_.empty() && words < words_of_links_ + few_words) add(Rule::only_pdf, 0, pdf_);
    }

private:
    void heading(const html::MarkdownPart& part) {
        if (part.text.empty()) return add(Rule::empty_heading, part.line);
        // The title of the page is its only first level; the body begins at the second.
        if (part.level == 1) add(Rule::title_in_body, part.line, part.text);
        else if (part.level > std::max(level_, 1) + 1) add(Rule::skipped_level, part.line, part.text);
        level_ = part.level;
        if (is_shouting(part.text)) add(Rule::capitals, part.line, part.text);
    }

    void link(const html::MarkdownPart& part) {
        words_of_links_ += base::folded_words(part.text).size();
        if (base::to_lower_ascii(part.target).ends_with(".pdf")) pdf_ = part.text;
        if (part.text.empty()) return add(Rule::empty_link, part.line, part.target);
        if (says_nothing(part.text)) add(Rule::vague_link, part.line, part.text);
        else if (is_address(part.text)) add(Rule::address_as_link, part.line, part.text);
        const auto [first, is_new] = targets_.try_emplace(base::fold(part.text), part.target);
        if (!is_new && first->second != part.target) add(Rule::same_words_for_two, part.line, part.text);
        if (html::leads(part.target) == html::Leads::nowhere) return add(Rule::unusable_link, part.line, part.target);
        const auto path = own_path(part.target, around_.own_address);
        if (path && !around_.exists(*path)) add(Rule::dead_link, part.line, *path);
    }

    void image(const html::MarkdownPart& part) {
        if (part.text.empty()) add(Rule::image_without_words, part.line, part.target);
        else if (is_file_name(part.text)) add(Rule::image_named_as_file, part.line, part.text);
        else if (base::count_code_points(part.text) > longest_image_words) add(Rule::long_image_words, part.line, part.text);
        add(Rule::image_not_yet, part.line, part.target);
    }

    void paragraph(const html::MarkdownPart& part) {
        if (is_shouting(part.text)) add(Rule::capitals, part.line, part.text);
        if (has_emoji_run(part.text)) add(Rule::emoji_run, part.line);
        const auto words = static_cast<int>(base::folded_words(part.text).size());
        if (words > around_.longest_paragraph) add(Rule::long_paragraph, part.line, std::to_string(words));
    }

    html::Language language_;
    const Surroundings& around_;
    std::vector<Problem>& problems_;
    int level_ = 1;
    std::size_t words_of_links_ = 0;
    std::string pdf_;
    std::map<std::string, std::string> targets_;
};

static void check_language(const Words& words, html::Language language, const Surroundings& around, std::vector<Problem>& problems) {
    Checker checker(language, around, problems);
    if (words.title.empty()) checker.add(Rule::missing_title, 0);
    else if (is_shouting(words.title)) checker.add(Rule::capitals, 0, words.title);
    if (has_emoji_run(words.title)) checker.add(Rule::emoji_run, 0);
    if (base::trim(words.body).empty()) {
        if (around.body_needed) checker.add(Rule::missing_body, 0);
        return;
    }
    if (html::markdown_too_deep(words.body)) return checker.add(Rule::too_deep, 0);
    for (const auto& part : html::markdown_parts(words.body)) checker.look_at(part);
    checker.look_at_whole(words.body);
}

std::vector<Problem> check(const Bilingual& words, const Surroundings& around) {
    std::vector<Problem> problems;
    auto wanted = [&](html::Language language) { return !words.in(language).empty() || std::ranges::find(around.wanted, language) != around.wanted.end(); };
    for (auto language : html::languages) {
        if (wanted(language)) check_language(words.in(language), language, around, problems);
    }
    if (words.en.empty() && words.es.empty() && problems.empty()) problems.push_back({Rule::missing_title, html::Language::en, 0, ""});
    return problems;
}

}  // namespace site
