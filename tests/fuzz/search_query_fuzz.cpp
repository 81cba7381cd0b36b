/// Whatever is typed into the search box is understood or hopeless, never an error, and never leaves its quotes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "search/index.h"
#include "search/snippet.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view typed(reinterpret_cast<const char*>(data), size);
    auto query = search::parse_query(typed);
    for (const auto* terms : {&query.wanted, &query.unwanted}) {
        for (const auto& term : *terms) {
            require(!term.words.empty());
            for (const auto& word : term.words) {
                require(!word.empty() && base::is_utf8(word) && word.find_first_of("\"':\\ ") == word.npos);
            }
        }
    }
    if (!query.hopeless()) {
        search::fts5_words(query);
        search::tsquery(query, {.scopes = {"all"}});
    }
    auto shown = search::snippet(base::repair_utf8(typed), query);
    require(base::is_utf8(shown));
    return 0;
}
