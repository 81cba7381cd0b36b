#include "search/index.h"

#include <limits>

#include "search/words.h"

namespace search {

// PostgreSQL counts positions up to 16,383 and holds a megabyte in one vector; both engines keep to what fits there.
constexpr std::size_t most_words = 10'000;
constexpr std::size_t most_bytes = 400'000;

std::string scope_token(std::string_view scope) { return "s:" + std::string(scope); }
std::string kind_token(std::string_view kind) { return "k:" + std::string(kind); }

IndexEntry index_entry(std::int64_t id, const Document& document) {
    IndexEntry entry{id, words_of(document.title, most_words / 10), {}};
    entry.words.emplace_back(barrier);
    std::size_t bytes = 0;
    WordReader reader(document.text);
    Word word;
    while (entry.words.size() < most_words && bytes < most_bytes && reader.next(word)) {
        bytes += word.folded.size();
        entry.words.push_back(std::move(word.folded));
    }
    for (const auto& scope : document.scopes) entry.tokens.push_back(scope_token(scope));
    entry.tokens.push_back(kind_token(document.kind));
    return entry;
}

const Index& index_of(db::Engine engine) { return engine == db::Engine::sqlite ? sqlite_index() : postgres_index(); }

std::int64_t upper_id(const Question& question) {
    return question.before_document > 0 ? question.before_document : std::numeric_limits<std::int64_t>::max();
}

}  // namespace search
