/// The two full-text indexes behind one small interface. Which words a document has, and what was asked, is the same for both; a file
/// for each engine writes it down and asks (DESIGN.md, "dialect differences get a named file each").
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "db/db.h"
#include "search/query.h"
#include "search/search.h"

namespace search {

/// The words of one document with their order, and the tokens of its scopes and its kind, which no word can equal.
struct IndexEntry {
    std::int64_t id = 0;
    /// Words of the title, `barrier`, words of the text. A phrase cannot reach across the barrier.
    std::vector<std::string> words;
    std::vector<std::string> tokens;
};

inline constexpr const char* barrier = ":";
std::string scope_token(std::string_view scope);
std::string kind_token(std::string_view kind);
IndexEntry index_entry(std::int64_t id, const Document& document);

/// A document that fits; the views live until the next one.
struct Match {
    std::int64_t id = 0;
    std::string_view kind;
    std::int64_t document_id = 0;
    std::string_view title;
    std::string_view text;
    base::Instant at;
};
using TakeMatch = std::function<void(const Match&)>;

class Index {
public:
    virtual ~Index() = default;
    virtual void add(db::Write& db, const IndexEntry& entry) const = 0;
    /// The entry must be the one that was added.
    virtual void remove(db::Write& db, const IndexEntry& entry) const = 0;
    virtual void clear(db::Write& db) const = 0;
    /// Newest first, at most question.limit.
    virtual void find(db::Read& db, const Query& query, const Question& question, const TakeMatch& take) const = 0;
};

const Index& index_of(db::Engine engine);
const Index& sqlite_index();
const Index& postgres_index();

/// The query in each engine's own language; never a syntax error for it.
std::string fts5_words(const Query& query);
std::string tsquery(const Query& query, const Question& question);

/// The largest id a document may have to be shown on the page that the question asks for; exclusive.
std::int64_t upper_id(const Question& question);

}  // namespace search
