#include "media/picture.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "media/media.h"

namespace media {

std::vector<std::pair<std::string, std::string>> find_problems(const PictureWords& words) {
    std::vector<std::pair<std::string, std::string>> problems;
    const auto check = [&](bool wrong, std::string_view field, std::string_view key) {
        if (wrong) problems.emplace_back(field, key);
    };
    check(words.title.empty(), "title", "media.picture.problem.title");
    check(base::count_code_points(words.title) > longest_title, "title", "media.picture.problem.long_title");
    check(base::count_code_points(words.alt_en) > longest_alt, "alt_en", "media.picture.problem.long_alt");
    check(base::count_code_points(words.alt_es) > longest_alt, "alt_es", "media.picture.problem.long_alt");
    check(!words.decoration && words.alt_en.empty() && words.alt_es.empty(), "alt_en", "media.picture.problem.alt");
    check(words.taken_by.empty(), "taken_by", "media.picture.problem.taken_by");
    check(base::count_code_points(words.taken_by) > longest_taken_by, "taken_by", "media.picture.problem.long_taken_by");
    check(!words.allowed, "allowed", "media.picture.problem.allowed");
    return problems;
}

bool may_see(const auth::Viewer& viewer, roster::OrgId school) {
    return viewer.may(may_upload, school.value) || viewer.may(may_review, school.value) || viewer.may_everywhere(may_manage);
}

std::optional<StoredRendition> rendition_for(const std::vector<StoredRendition>& sizes, int width) {
    if (sizes.empty()) return std::nullopt;
    const StoredRendition* best = nullptr;
    for (const auto& size : sizes) {
        if (size.width <= width && (!best || size.width > best->width)) best = &size;
    }
    return best ? *best : *std::ranges::min_element(sizes, {}, &StoredRendition::width);
}

static constexpr std::array<std::string_view, 6> show_words{"all", "marks", "review", "may", "blocked", "down"};
std::string_view word(Show show) { return show_words[static_cast<std::size_t>(show)]; }
std::optional<Show> parse_show(std::string_view word) {
    const auto found = std::ranges::find(show_words, word);
    if (found == show_words.end()) return std::nullopt;
    return static_cast<Show>(found - show_words.begin());
}

}  // namespace media
