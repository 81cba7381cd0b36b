// Finding the names of students in the words of a picture (clause 4.5).
#include <algorithm>
#include <array>

#include "base/text.h"
#include "media/gate_facts.h"

namespace media {

/// "Ana wins with Silva's team": further apart than this, two words are hardly one name.
static constexpr std::ptrdiff_t most_words_between = 4;
/// Shorter parts of names are words of every sentence.
static constexpr std::size_t shortest_part = 3;

/// Parts of family names that are words of English and Spanish too.
static bool is_particle(const std::string& word) {
    static constexpr std::array<std::string_view, 12> particles{"del", "las", "los", "san", "santa", "von", "van", "der", "den", "the", "dos", "das"};
    return word.size() < shortest_part || std::ranges::find(particles, word) != particles.end();
}

static bool has(const std::vector<std::string>& words, const std::string& word) { return std::ranges::find(words, word) != words.end(); }

bool names_part_of(const std::vector<std::string>& words, const StudentNames& names) {
    const auto tells = [&](const std::string& part) { return !is_particle(part) && has(words, part); };
    return std::ranges::any_of(names.given, tells) || std::ranges::any_of(names.family, tells) || names_in_full(words, names);
}

bool names_in_full(const std::vector<std::string>& words, const StudentNames& names) {
    for (auto given = words.begin(); given != words.end(); ++given) {
        if (!has(names.given, *given)) continue;
        const auto from = given - std::min(most_words_between, given - words.begin());
        const auto to = given + std::min(most_words_between + 1, words.end() - given);
        for (auto family = from; family != to; ++family) {
            if (family != given && has(names.family, *family) && (!is_particle(*family) || names.family.size() == 1)) return true;
        }
    }
    return false;
}

}  // namespace media
