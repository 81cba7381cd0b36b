/// What somebody wrote, in the languages of the site. English and Spanish stand side by side; one of them may be missing.
#pragma once

#include <string>
#include <string_view>

#include "html/html.h"

namespace site {

struct Words {
    std::string title;
    std::string body;  // Markdown
    bool empty() const { return title.empty() && body.empty(); }
    bool operator==(const Words&) const = default;
};

struct Bilingual {
    Words en;
    Words es;
    const Words& in(html::Language language) const { return language == html::Language::es ? es : en; }
    Words& in(html::Language language) { return language == html::Language::es ? es : en; }
    bool operator==(const Bilingual&) const = default;
};

/// The most code points of the first words as plain text, where a list shows them.
constexpr std::size_t longest_summary = 200;

constexpr html::Language other(html::Language language) { return language == html::Language::en ? html::Language::es : html::Language::en; }

/// The language in which a reader of `wanted` gets to read this: the wanted one, or the other when only that is there.
inline html::Language shown_language(const Bilingual& words, html::Language wanted) { return words.in(wanted).title.empty() ? other(wanted) : wanted; }

}  // namespace site
