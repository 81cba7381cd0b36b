/// Full-text search over documents of all rooms, newest first.
///
/// A document is text under (kind, id) with scope keys that say who may find it. A search names the scope keys of the one who asks, so
/// a hit outside never counts; the room then fetches each hit again through the Viewer. Words are matched after base::fold, the last
/// word of a query also as a beginning, "quoted words" as a phrase, -word excludes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace base {
struct EmbeddedFile;
}
namespace db {
class Read;
class Write;
}  // namespace db

namespace search {

std::span<const base::EmbeddedFile> embedded();

struct Document {
    std::string_view kind;           // "request"; like the scopes: lower-case letters, digits, ':' and '_' only
    std::int64_t id = 0;
    std::string_view title;
    std::string_view text;
    std::vector<std::string> scopes; // "all", "school:3", "account:17"; at least one
    base::Instant at;                // newest first by this
};

/// Replaces the document of that kind and id; found from the commit on.
void put(db::Write& db, const Document& document);
/// The same for many documents of one kind, in the order of their ids, which lie close together. One whose words and scopes are what they
/// were keeps its place in time: an import that says a price for every device would else write the whole index anew.
void put_all(db::Write& db, const std::vector<Document>& documents);
void remove(db::Write& db, std::string_view kind, std::int64_t id);

struct Hit {
    std::int64_t document;  // for paging
    std::string kind;
    std::int64_t id;
    std::string title;
    /// Around the first match; matches between U+0002 and U+0003, to be turned into <mark> by the page.
    std::string snippet;
    base::Instant at;
};

struct Question {
    std::string text;
    std::vector<std::string> scopes;
    std::vector<std::string> kinds;     // empty: all
    int limit = 50;
    /// Paging: hits older than this (at, document); zero for the first page.
    std::int64_t before_at = 0;
    std::int64_t before_document = 0;
};

/// Newest first. An empty or hopeless query (only punctuation) gives no hits; nothing a person types is an error.
std::vector<Hit> find(db::Read& db, const Question& question);

/// Drops and rebuilds the index from the stored documents. Alone in its commit: throws std::logic_error when changes of the index wait for its
/// end, because they would be made twice. For the command line, where nobody else writes.
void rebuild(db::Write& db);

}  // namespace search
