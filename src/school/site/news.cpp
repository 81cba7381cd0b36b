#include "site/news.h"

#include <fmt/format.h>

#include "base/text.h"
#include "html/markdown.h"
#include "site/news_item.h"
#include "site/slug.h"

namespace site {

std::string slug_of(std::string_view title) {
    constexpr std::size_t longest = 60;
    std::string slug;
    for (const auto& piece : base::folded_words(title)) {
        std::string letters;
        for (char c : piece) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
        }
        if (letters.empty()) continue;
        if (slug.size() + letters.size() + 1 > longest) break;
        slug += (slug.empty() ? "" : "-") + letters;
    }
    return slug;
}

std::string news_path(std::int64_t id, const Bilingual& words) {
    const auto slug = slug_of(words.in(shown_language(words, html::Language::en)).title);
    return slug.empty() ? fmt::format("/news/{}", id) : fmt::format("/news/{}-{}", id, slug);
}

NewsLine line_of(const NewsItem& item, html::Language language) {
    const auto shown = shown_language(item.words, language);
    const auto& words = item.words.in(shown);
    return {.id = item.id,
            .path = item.path,
            .language = shown,
            .title = words.title,
            .summary = html::markdown_text(words.body, longest_summary),
            .at = item.at,
            .schools = item.schools,
            .audience = item.audience};
}

std::vector<NewsLine> latest_news(db::Read& db, base::Instant now, std::optional<roster::OrgId> school, int most, html::Language language) {
    std::vector<NewsLine> lines;
    for (const auto& item : news_page(db, now, school, 1, most).items) lines.push_back(line_of(item, language));
    return lines;
}

}  // namespace site
