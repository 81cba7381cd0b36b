// Which students the words of a picture may name: those on it, and those whose names the roster's index finds in the words.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "media/gate_facts.h"

namespace media {

/// Alt text and title are bounded, and so are their words; a statement binds no more than this.
static constexpr std::size_t most_words = 400;

static void add_words(std::vector<std::string>& parts, std::string_view name) {
    for (auto& word : base::folded_words(name)) parts.push_back(std::move(word));
}

static StudentNames read_names(const db::Row& row) {
    StudentNames names;
    for (const auto column : {"given_name", "preferred_given_name"}) add_words(names.given, row.text(column));
    for (const auto column : {"family_name", "preferred_family_name"}) add_words(names.family, row.text(column));
    return names;
}

static bool names_somebody_on_it(db::Read& db, PictureId picture, const std::vector<std::string>& words) {
    const auto on_it = db.query(R"sql(
        SELECT p.given_name, p.preferred_given_name, p.family_name, p.preferred_family_name
          FROM media_mark m JOIN roster_person p ON p.id = m.person_id
         WHERE m.picture_id = :id AND m.kind IN ('student', 'blurred')
    )sql").bind("id", picture).all(read_names);
    return std::ranges::any_of(on_it, [&](const StudentNames& names) { return names_part_of(words, names); });
}

static bool names_any_student(db::Read& db, const std::vector<std::string>& words) {
    auto each = words;
    std::ranges::sort(each);
    each.erase(std::ranges::unique(each).begin(), each.end());
    if (each.empty()) return false;
    // More words than a picture's own can be are no description of it.
    if (each.size() > most_words) return true;
    std::vector<std::string> places;
    for (std::size_t i = 0; i < each.size(); ++i) places.push_back(fmt::format(":w{}", i));
    // Two different words of the name stand in the text, or one that is given and family name at once.
    auto query = db.query(fmt::format(R"sql(
        SELECT p.given_name, p.preferred_given_name, p.family_name, p.preferred_family_name
          FROM (SELECT w.person_id, count(*) AS hits FROM roster_person_word w WHERE w.word IN ({}) GROUP BY w.person_id) AS found
          JOIN roster_person p ON p.id = found.person_id
         WHERE p.active = 1 AND p.role = 'student' AND (found.hits > 1 OR p.given_name = p.family_name)
    )sql", fmt::join(places, ", ")));
    for (std::size_t i = 0; i < each.size(); ++i) std::move(query).bind_bytes(fmt::format("w{}", i), each[i]);
    bool named = false;
    std::move(query).each_while([&](const db::Row& row) {
        named = names_in_full(words, read_names(row));
        return !named;
    });
    return named;
}

bool words_name_a_student(db::Read& db, PictureId picture, const std::vector<std::string>& texts) {
    // Each text for itself: the end of one and the beginning of the next are no name.
    return std::ranges::any_of(texts, [&](const std::string& text) {
        const auto words = base::folded_words(text);
        return names_somebody_on_it(db, picture, words) || names_any_student(db, words);
    });
}

}  // namespace media
