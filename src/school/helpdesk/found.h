/// Finding it again (H8): requests, replies, notes and devices by their words, newest first, each fetched once more through who asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

enum class FoundKind { request, reply, note, device };
/// Message key: helpdesk.found.<word>.
std::string_view word(FoundKind kind);

enum class LookFor { everything, requests, devices };

/// A stretch of a snippet: what matched, or what stands around it.
struct Piece {
    std::string text;
    bool matched = false;
};
/// Splits at U+0002 (a match begins) and U+0003 (it ends); neither is in any piece, whatever stood in the text.
std::vector<Piece> pieces_of(std::string_view snippet);

struct Found {
    FoundKind kind = FoundKind::request;
    std::int64_t id = 0;          // of the request, or of the device
    std::string title;
    std::vector<Piece> pieces;
    std::optional<State> state;   // of the request
    base::Instant at;
    int more = 0;                 // further places of the same request that match, older ones
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
    LookFor what = LookFor::everything;
    FoundKey before;  // zeros: from the newest
    std::size_t limit = 50;
};
/// Only what the viewer may see. A request stands on a page once, at the newest of its places that match.
FoundPage find_again(db::Read& db, const auth::Viewer& viewer, const SearchFor& question);

}  // namespace helpdesk
