/// Full text on SQLite: one contentless FTS5 table whose rowid is the document's id.
#include <algorithm>

#include "base/text.h"
#include "search/index.h"

namespace search {

// Words hold letters and digits only, tokens also ':' and '_': inside double quotes nothing needs escaping.
static std::string quoted(const std::string& words) { return '"' + words + '"'; }

static std::string fts5_term(const Term& term) {
    return quoted(base::join(term.words, " ")) + (term.prefix ? " *" : "");
}

static std::string any_of(const std::vector<std::string>& keys, std::string (*token)(std::string_view)) {
    std::vector<std::string> tokens;
    tokens.reserve(keys.size());
    for (const auto& key : keys) tokens.push_back(quoted(token(key)));
    return '(' + base::join(tokens, " OR ") + ')';
}

static std::string all_of(const Query& query, const std::vector<std::string>& also) {
    std::vector<std::string> parts;
    parts.reserve(query.wanted.size() + also.size());
    for (const auto& term : query.wanted) parts.push_back(fts5_term(term));
    parts.insert(parts.end(), also.begin(), also.end());
    std::string expression = '(' + base::join(parts, " AND ") + ')';
    for (const auto& term : query.unwanted) expression = '(' + expression + " NOT " + fts5_term(term) + ')';
    return expression;
}

std::string fts5_words(const Query& query) { return all_of(query, {}); }

/// The same with scopes and kinds, so that documents outside are never touched.
static std::string fts5_inside(const Query& query, const Question& question) {
    std::vector<std::string> also{any_of(question.scopes, scope_token)};
    if (!question.kinds.empty()) also.push_back(any_of(question.kinds, kind_token));
    return all_of(query, also);
}

static std::string words_and_tokens(const IndexEntry& entry) {
    std::string all = base::join(entry.words, " ");
    for (const auto& token : entry.tokens) all += ' ' + token;
    return all;
}

static bool has_any(std::string_view scopes, const std::vector<std::string>& wanted) {
    return std::ranges::any_of(wanted, [&](const auto& scope) { return scopes.find(' ' + scope + ' ') != scopes.npos; });
}

static bool inside(const db::Row& row, const Question& question) {
    auto kind = row.text("kind");
    bool right_kind = question.kinds.empty() || std::ranges::find(question.kinds, kind) != question.kinds.end();
    return right_kind && has_any(row.text("scopes"), question.scopes);
}

static Match match(const db::Row& row) {
    return {row.integer("id"),   row.text("kind"), row.integer("document_id"), row.text("title"),
            row.text("text"), row.instant("happened_at")};
}

// CROSS JOIN: the index must lead, so that its order is the order of the answer and reading can stop early.
constexpr const char* matches_sql = R"sql(
    SELECT d.id, d.kind, d.document_id, d.scopes, d.happened_at, d.title, d.text
      FROM search_index
     CROSS JOIN search_document AS d ON d.id = search_index.rowid
     WHERE search_index MATCH :words AND search_index.rowid < :before
     ORDER BY search_index.rowid DESC
)sql";

namespace {

class SqliteIndex : public Index {
public:
    void add(db::Write& db, const IndexEntry& entry) const override {
        db.query("INSERT INTO search_index (rowid, words) VALUES (:id, :words)")
            .bind("id", entry.id)
            .bind("words", words_and_tokens(entry))
            .run();
    }

    void remove(db::Write& db, const IndexEntry& entry) const override {
        db.query("INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', :id, :words)")
            .bind("id", entry.id)
            .bind("words", words_and_tokens(entry))
            .run();
    }

    void clear(db::Write& db) const override {
        db.query("INSERT INTO search_index (search_index) VALUES ('delete-all')").run();
    }

    void find(db::Read& db, const Query& query, const Question& question, const TakeMatch& take) const override {
        Progress progress{upper_id(question), question.limit};
        // Who may see most of what there is finds a page among the newest matches by looking at their scopes. That spares the index
        // the walk through the long list of every document of a scope, which costs three times as much.
        bool ended = look_at_newest(db, query, question, take, progress);
        if (!ended) look_inside(db, query, question, take, progress);
    }

private:
    struct Progress {
        std::int64_t before;
        int wanted;
    };

    /// True when the page is full or there are no more matches.
    static bool look_at_newest(db::Read& db, const Query& query, const Question& question, const TakeMatch& take, Progress& progress) {
        int patience = 4 * question.limit;
        bool stopped = false;
        db.query(matches_sql)
            .bind("words", fts5_words(query))
            .bind("before", progress.before)
            .each_while([&](const db::Row& row) {
                progress.before = row.integer("id");
                if (inside(row, question)) {
                    take(match(row));
                    --progress.wanted;
                }
                stopped = progress.wanted == 0 || --patience == 0;
                return !stopped;
            });
        return !stopped || progress.wanted == 0;
    }

    static void look_inside(db::Read& db, const Query& query, const Question& question, const TakeMatch& take, Progress& progress) {
        db.query(matches_sql)
            .bind("words", fts5_inside(query, question))
            .bind("before", progress.before)
            .each_while([&](const db::Row& row) {
                take(match(row));
                return --progress.wanted > 0;
            });
    }
};

}  // namespace

const Index& sqlite_index() {
    static const SqliteIndex index;
    return index;
}

}  // namespace search
