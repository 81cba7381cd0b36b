#include "search/search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "base/text.h"
#include "db/db.h"
#include "search/index.h"
#include "search/snippet.h"

namespace search {

// A row's id is its moment and, below that, its own id: the order of ids is the order of time, and the index needs no sorting.
constexpr int bits_below_moment = 20;
constexpr std::int64_t below_moment = std::int64_t{1} << bits_below_moment;

static void check_key(std::string_view key) {
    bool fine = !key.empty() && std::ranges::all_of(key, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == ':' || letter == '_';
    });
    if (!fine) throw std::invalid_argument("A search key has lower-case letters, digits, ':' and '_' only: " + std::string(key));
}

static void check(const Document& document) {
    check_key(document.kind);
    for (const auto& scope : document.scopes) check_key(scope);
}

static std::string scope_list(const std::vector<std::string>& scopes) { return ' ' + base::join(scopes, " ") + ' '; }

static std::vector<std::string> scopes_of(std::string_view list) {
    std::vector<std::string> scopes;
    for (auto scope : base::split(base::trim(list), ' ')) {
        if (!scope.empty()) scopes.emplace_back(scope);
    }
    return scopes;
}

/// A document as it lies in the table.
struct Stored {
    std::int64_t id = 0;
    std::string kind;
    std::int64_t document_id = 0;
    std::string scopes;
    base::Instant at;
    std::string title;
    std::string text;

    Document document() const { return {kind, document_id, title, text, scopes_of(scopes), at}; }
    bool operator==(const Stored&) const = default;
};

static Stored read_stored(const db::Row& row) {
    return {row.integer("id"),
            std::string(row.text("kind")),
            row.integer("document_id"),
            std::string(row.text("scopes")),
            row.instant("happened_at"),
            std::string(row.text("title")),
            std::string(row.text("text"))};
}

static std::optional<Stored> stored(db::Read& db, std::string_view kind, std::int64_t id) {
    return db.query(R"sql(
        SELECT id, kind, document_id, scopes, happened_at, title, text
          FROM search_document WHERE kind = :kind AND document_id = :document
    )sql")
        .bind("kind", kind)
        .bind("document", id)
        .maybe(read_stored);
}

/// The documents of a kind between two ids.
static std::map<std::int64_t, Stored> stored_between(db::Read& db, std::string_view kind, std::int64_t first, std::int64_t last) {
    std::map<std::int64_t, Stored> found;
    db.query(R"sql(
        SELECT id, kind, document_id, scopes, happened_at, title, text
          FROM search_document WHERE kind = :kind AND document_id BETWEEN :first AND :last
    )sql")
        .bind("kind", kind)
        .bind("first", first)
        .bind("last", last)
        .each([&](const db::Row& row) { found.emplace(row.integer("document_id"), read_stored(row)); });
    return found;
}

static bool taken(db::Read& db, std::int64_t id) {
    return db.query("SELECT 1 FROM search_document WHERE id = :id").bind("id", id).maybe_integer().has_value();
}

/// A free row id at this moment; when a million documents share it, a moment later.
static std::int64_t free_id(db::Read& db, const Document& document) {
    std::int64_t moment = std::clamp<std::int64_t>(base::to_ms(document.at), 0, (std::int64_t{1} << 43) - 1);
    std::int64_t id = moment * below_moment + (document.id & (below_moment - 1));
    while (taken(db, id)) ++id;
    return id;
}

static void insert(db::Write& db, const Stored& row) {
    db.query(R"sql(
        INSERT INTO search_document (id, kind, document_id, scopes, happened_at, title, text)
        VALUES (:id, :kind, :document, :scopes, :at, :title, :text)
    )sql")
        .bind("id", row.id)
        .bind("kind", row.kind)
        .bind("document", row.document_id)
        .bind("scopes", row.scopes)
        .bind("at", row.at)
        .bind("title", row.title)
        .bind("text", row.text)
        .run();
}

static void update(db::Write& db, const Stored& row) {
    db.query(R"sql(
        UPDATE search_document SET id = :id, scopes = :scopes, happened_at = :at, title = :title, text = :text
         WHERE kind = :kind AND document_id = :document
    )sql")
        .bind("id", row.id)
        .bind("kind", row.kind)
        .bind("document", row.document_id)
        .bind("scopes", row.scopes)
        .bind("at", row.at)
        .bind("title", row.title)
        .bind("text", row.text)
        .run();
}

/// The index takes what comes together much more cheaply than one by one, and nothing reads it before the commit.
static void change_index(db::Write& db, std::optional<IndexEntry> before, std::optional<IndexEntry> after) {
    db.before_commit([before = std::move(before), after = std::move(after)](db::Write& end) {
        const Index& index = index_of(end.engine());
        if (before) index.remove(end, *before);
        if (after) index.add(end, *after);
    });
}

static void replace(db::Write& db, const Document& document, const Stored* before) {
    check(document);
    Stored after{0,           std::string(document.kind),          document.id,
                 scope_list(document.scopes), document.at, base::repair_utf8(document.title), base::repair_utf8(document.text)};
    after.id = before && before->at == after.at ? before->id : free_id(db, document);
    if (before && *before == after) return;

    if (before) update(db, after);
    else insert(db, after);
    change_index(db, before ? std::optional(index_entry(before->id, before->document())) : std::nullopt, index_entry(after.id, after.document()));
}

void put(db::Write& db, const Document& document) {
    auto before = stored(db, document.kind, document.id);
    replace(db, document, before ? &*before : nullptr);
}

static bool says_the_same(const Document& document, const Stored& before) {
    return before.title == document.title && before.text == document.text && before.scopes == scope_list(document.scopes);
}

void put_all(db::Write& db, const std::vector<Document>& documents) {
    if (documents.empty()) return;
    auto before = stored_between(db, documents.front().kind, documents.front().id, documents.back().id);
    for (const auto& document : documents) {
        auto known = before.find(document.id);
        if (known == before.end()) {
            replace(db, document, nullptr);
        } else if (!says_the_same(document, known->second)) {
            replace(db, document, &known->second);
        }
    }
}

void remove(db::Write& db, std::string_view kind, std::int64_t id) {
    auto before = stored(db, kind, id);
    if (!before) return;
    change_index(db, index_entry(before->id, before->document()), std::nullopt);
    db.query("DELETE FROM search_document WHERE id = :id").bind("id", before->id).run();
}

static void keep_sane(Question& question) {
    std::erase_if(question.scopes, [](const auto& scope) {
        check_key(scope);
        return false;
    });
    for (const auto& kind : question.kinds) check_key(kind);
    question.limit = std::clamp(question.limit, 1, 500);
}

std::vector<Hit> find(db::Read& db, const Question& asked) {
    Question question = asked;
    keep_sane(question);
    Query query = parse_query(question.text);
    if (query.hopeless() || question.scopes.empty()) return {};

    std::vector<Hit> hits;
    index_of(db.engine()).find(db, query, question, [&](const Match& match) {
        hits.push_back({match.id, std::string(match.kind), match.document_id, std::string(match.title), snippet(match.text, query),
                        match.at});
    });
    return hits;
}

static std::vector<std::int64_t> ids_after(db::Read& db, std::int64_t id) {
    return db.query("SELECT id FROM search_document WHERE id > :id ORDER BY id LIMIT 1000")
        .bind("id", id)
        .all([](const db::Row& row) { return row.integer("id"); });
}

void rebuild(db::Write& db) {
    if (db.waits_before_commit()) throw std::logic_error("The search index is rebuilt in a transaction of its own.");
    const Index& index = index_of(db.engine());
    index.clear(db);
    std::int64_t last = -1;
    for (auto ids = ids_after(db, last); !ids.empty(); ids = ids_after(db, last)) {
        for (auto id : ids) {
            auto row = db.query(R"sql(
                SELECT id, kind, document_id, scopes, happened_at, title, text FROM search_document WHERE id = :id
            )sql").bind("id", id).one(read_stored);
            index.add(db, index_entry(row.id, row.document()));
        }
        last = ids.back();
    }
}

}  // namespace search
