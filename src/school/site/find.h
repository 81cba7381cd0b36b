/// Finding pages and news by their words: only what is public at that moment, in the words that are public.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "html/html.h"
#include "site/piece.h"

namespace jobs {
class Registry;
}

namespace site {

struct FoundPiece {
    PieceKind kind = PieceKind::page;
    std::string path;         // without the language
    html::Language language;  // of title and summary
    std::string title;
    std::string summary;
    base::Instant at;
};
constexpr std::size_t most_found = 40;
/// Newest first. Nothing a person types is an error.
std::vector<FoundPiece> find_public(db::Read& db, base::Instant now, std::string_view text, html::Language language);

/// Puts the words that are public now into the index, or takes the piece out of it.
void index_piece(db::Write& db, base::Instant now, PieceId id);
/// The same, when what is scheduled has begun, or its time is over: until then nobody can guess it from a search, and after it hides nothing else.
void index_piece_at(db::Write& db, base::Instant now, base::Instant moment, PieceId id);
void find_jobs(jobs::Registry& registry);

}  // namespace site
