/// Full text on PostgreSQL: one tsvector a document with a GIN index. Vectors and queries are written in their text form, so none of
/// PostgreSQL's parsers and dictionaries takes part and a word is the same word on both engines.
#include <map>

#include <fmt/core.h>

#include "base/text.h"
#include "search/index.h"

namespace search {

// Words hold letters and digits only, tokens also ':' and '_': inside single quotes nothing needs escaping.
static std::string quoted(const std::string& word) { return '\'' + word + '\''; }

static std::string phrase(const Term& term) {
    std::vector<std::string> words;
    words.reserve(term.words.size());
    for (const auto& word : term.words) words.push_back(quoted(word));
    if (term.prefix) words.back() += ":*";
    return '(' + base::join(words, " <-> ") + ')';
}

static std::string any_of(const std::vector<std::string>& keys, std::string (*token)(std::string_view)) {
    std::vector<std::string> tokens;
    tokens.reserve(keys.size());
    for (const auto& key : keys) tokens.push_back(quoted(token(key)));
    return '(' + base::join(tokens, " | ") + ')';
}

std::string tsquery(const Query& query, const Question& question) {
    std::vector<std::string> parts;
    parts.reserve(query.wanted.size() + query.unwanted.size() + 2);
    for (const auto& term : query.wanted) parts.push_back(phrase(term));
    for (const auto& term : query.unwanted) parts.push_back('!' + phrase(term));
    parts.push_back(any_of(question.scopes, scope_token));
    if (!question.kinds.empty()) parts.push_back(any_of(question.kinds, kind_token));
    return base::join(parts, " & ");
}

/// PostgreSQL keeps at most this many positions of a word and warns about more.
constexpr std::size_t most_positions = 255;

static std::string tsvector(const IndexEntry& entry) {
    std::map<std::string_view, std::vector<std::size_t>> positions;
    for (std::size_t index = 0; index < entry.words.size(); ++index) {
        auto& places = positions[entry.words[index]];
        if (places.size() < most_positions) places.push_back(index + 1);
    }
    std::string vector;
    for (const auto& [word, places] : positions) {
        vector += quoted(std::string(word));
        char separator = ':';
        for (auto place : places) {
            vector += fmt::format("{}{}", separator, place);
            separator = ',';
        }
        vector += ' ';
    }
    for (const auto& token : entry.tokens) vector += quoted(token) + ' ';
    return vector;
}

// MATERIALIZED: with an unknown query the planner may walk all documents from the newest on and unpack each vector; for a rare word
// that is the whole table.
constexpr const char* matches_sql = R"sql(
    WITH hit AS MATERIALIZED (
        SELECT id FROM search_index WHERE words @@ CAST(:words AS tsquery) AND id < :before
    )
    SELECT d.id, d.kind, d.document_id, d.happened_at, d.title, d.text
      FROM search_document AS d
     WHERE d.id IN (SELECT id FROM hit ORDER BY id DESC LIMIT :most)
     ORDER BY d.id DESC
)sql";

namespace {

class PostgresIndex : public Index {
public:
    void add(db::Write& db, const IndexEntry& entry) const override {
        db.query("INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))")
            .bind("id", entry.id)
            .bind("words", tsvector(entry))
            .run();
    }

    void remove(db::Write& db, const IndexEntry& entry) const override {
        db.query("DELETE FROM search_index WHERE id = :id").bind("id", entry.id).run();
    }

    void clear(db::Write& db) const override { db.query("DELETE FROM search_index").run(); }

    void find(db::Read& db, const Query& query, const Question& question, const TakeMatch& take) const override {
        db.query(matches_sql)
            .bind("words", tsquery(query, question))
            .bind("before", upper_id(question))
            .bind("most", question.limit)
            .each([&](const db::Row& row) {
                take({row.integer("id"), row.text("kind"), row.integer("document_id"), row.text("title"), row.text("text"),
                      row.instant("happened_at")});
            });
    }
};

}  // namespace

const Index& postgres_index() {
    static const PostgresIndex index;
    return index;
}

}  // namespace search
