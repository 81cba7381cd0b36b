/// What can be found on the page /search: rooms fill in what their documents are, and how a hit is fetched once more through who asks, because
/// the index may be behind what is true.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "search/search.h"

namespace auth {
class Viewer;
struct Reach;
}  // namespace auth

namespace search {

/// What a hit leads to, for somebody who may see it.
struct Shown {
    std::string group;  // stands on a page once: "request:17"
    std::string title;
    std::string path;
    std::string kind_key;  // message key of what matched: "helpdesk.found.reply"
    struct Pill {
        std::string look;
        std::string icon;
        std::string label_key;
    };
    std::optional<Pill> pill;
};

struct Source {
    std::string name;       // the word of the address: "requests"
    std::string label_key;  // of its tab
    std::vector<std::string> kinds;
    /// The scope keys under which the viewer may find these documents.
    std::vector<std::string> (*scopes)(const auth::Viewer& viewer) = nullptr;
    /// Absent when there is nothing any more that the viewer may see.
    std::optional<Shown> (*fetch)(db::Read& db, const auth::Viewer& viewer, const Hit& hit) = nullptr;
    /// What a number typed alone means; null when it means nothing here. The moment is when it was made.
    std::optional<std::pair<Shown, base::Instant>> (*numbered)(db::Read& db, const auth::Viewer& viewer, std::int64_t number) = nullptr;
};
/// The usual keys: "<prefix>:all" or one "<prefix>:<school>" for each school that the reach covers, and the viewer's own documents.
std::vector<std::string> scope_keys(std::string_view prefix, const auth::Reach& reach, const auth::Viewer& viewer);

/// In the order in which app/wire.cpp adds them, which is the order of the tabs.
std::vector<Source>& sources();

/// A stretch of a snippet: what matched, or what stands around it.
struct Piece {
    std::string text;
    bool matched = false;
};
/// Splits at U+0002 (a match begins) and U+0003 (it ends); neither is in any piece, whatever stood in the text.
std::vector<Piece> pieces_of(std::string_view snippet);

struct Found {
    Shown shown;
    std::vector<Piece> pieces;
    base::Instant at;
    int more = 0;  // further places of the same group that match, older ones
};

/// Where the next page begins.
struct FoundKey {
    std::int64_t at = 0;
    std::int64_t document = 0;
};
struct FoundPage {
    std::vector<Found> found;
    std::optional<FoundKey> next;
};
struct SearchFor {
    std::string text;
    std::string only;  // the name of one source; empty: all
    FoundKey before;   // zeros: from the newest
    std::size_t limit = 50;
};
/// Newest first, only what the viewer may see; a group stands on a page once, at the newest of its places that match.
FoundPage find_again(db::Read& db, const auth::Viewer& viewer, const SearchFor& question);

}  // namespace search
