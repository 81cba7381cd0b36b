/// What keeps a text from being published, and what should be mended: accessibility and dead links, while writing. Pure.
///
/// A problem says where it is, what it is and how to mend it (messages "site.check.<word>.what" and ".mend"), so that nobody needs to know a
/// standard. Clause numbers refer to docs/policies/publishing.md.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "site/words.h"

namespace site {

enum class Rule {
    // These hold a text back (clause 2).
    missing_title,
    missing_body,
    too_deep,
    title_in_body,
    skipped_level,
    empty_heading,
    empty_link,
    vague_link,
    address_as_link,
    unusable_link,
    dead_link,
    image_without_words,
    image_named_as_file,
    image_not_yet,
    table_without_header,
    // These are advice (clause 3).
    long_image_words,
    capitals,
    only_pdf,
    emoji_run,
    same_words_for_two,
    long_paragraph,
    raw_html,
};
constexpr Rule last_rule = Rule::raw_html;

bool blocks(Rule rule);
std::string_view word(Rule rule);  // "missing_title"

struct Problem {
    Rule rule;
    html::Language language;  // of the text it is in
    int line = 0;             // of the body, from 1; 0: of the whole text
    std::string detail;       // the words or the address in question, shortened
    bool operator==(const Problem&) const = default;
};

/// What the pure rules cannot know.
struct Surroundings {
    /// Whether something of ours answers at this path ("/health"), without language, query and fragment.
    std::function<bool(std::string_view path)> exists = [](std::string_view) { return true; };
    /// "https://schools.example.org": an address that begins with it is ours.
    std::string own_address;
    int longest_paragraph = 120;  // words
    /// A page of a title alone is nothing; a line of news may be (clause 2.3).
    bool body_needed = true;
    /// Languages in which it shall be published although nothing may be written in them yet.
    std::vector<html::Language> wanted;
};

/// In the order of the text, English first.
std::vector<Problem> check(const Bilingual& words, const Surroundings& around);
bool holds_back(std::span<const Problem> problems);

/// The path in an address of ours, without "/es", query and fragment; absent when it leads elsewhere.
std::optional<std::string> own_path(std::string_view address, std::string_view own_address);

}  // namespace site
