// The words of articles, and which articles have those that somebody typed.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "html/markdown.h"
#include "knowledge/article_rows.h"
#include "knowledge/ranking.h"
#include "knowledge/terms.h"

namespace knowledge {

/// More words of a question are not looked at: the first say what it is about.
static constexpr std::size_t most_terms = 24;
static constexpr std::size_t most_ranked = 200;
/// Of one word and all that begin with it, the word itself first: "con" begins half a dictionary.
static constexpr int most_places = 5'000;
/// Shorter words are not taken for beginnings of others.
static constexpr std::size_t shortest_beginning = 3;

void index_version(db::Write& db, std::int64_t version, const Content& content) {
    for (const auto language : html::languages) {
        const Words& words = content.in(language);
        if (words.title.empty()) continue;
        std::map<std::string, Parts> counts;
        const auto title = terms(words.title);
        auto symptom = terms(words.symptom);
        // The model is what people name when they ask.
        for (auto& word : terms(content.device_kind + " " + content.model)) symptom.push_back(std::move(word));
        const auto body = terms(html::markdown_text(words.body));
        for (const auto& word : title) ++counts[word].title;
        for (const auto& word : symptom) ++counts[word].symptom;
        for (const auto& word : body) ++counts[word].body;
        for (const auto& [word, parts] : counts) {
            db.query(R"sql(
                INSERT INTO knowledge_word (word, version_id, language, in_title, in_symptom, in_body)
                VALUES (:word, :version, :language, :title, :symptom, :body)
            )sql")
                .bind_bytes("word", word)
                .bind("version", version)
                .bind("language", html::code(language))
                .bind("title", static_cast<std::int64_t>(parts.title))
                .bind("symptom", static_cast<std::int64_t>(parts.symptom))
                .bind("body", static_cast<std::int64_t>(parts.body))
                .run();
        }
        db.query("INSERT INTO knowledge_length (version_id, language, title, symptom, body) VALUES (:version, :language, :title, :symptom, :body)")
            .bind("version", version)
            .bind("language", html::code(language))
            .bind("title", title.size())
            .bind("symptom", symptom.size())
            .bind("body", body.size())
            .run();
    }
}

void remove_words(db::Write& db, std::int64_t version) {
    db.query("DELETE FROM knowledge_word WHERE version_id = :version").bind("version", version).run();
    db.query("DELETE FROM knowledge_length WHERE version_id = :version").bind("version", version).run();
}

namespace {

/// One article in one language.
struct Key {
    std::int64_t article = 0;
    std::string language;
    auto operator<=>(const Key&) const = default;
};

struct Document {
    Parts lengths;
    double score = 0;
    int words = 0;          // of the question, that it has
    bool in_front = false;  // one of them in title or symptom
};

class Search {
public:
    Search(db::Read& db, const auth::Viewer& viewer, Which which) : db_(db) {
        // Clause 7.5: the corpus is what this person may read, so that no score tells of anything else.
        among_ = which == Which::latest ? "JOIN knowledge_article a ON a.id = v.article_id AND a.latest = v.number WHERE 1 = 1"
                                        : fmt::format("JOIN knowledge_article a ON a.id = v.article_id AND a.live = v.number WHERE {}", readable_sql(viewer));
        db_.query(fmt::format("SELECT a.id, l.language, l.title, l.symptom, l.body FROM knowledge_length l JOIN knowledge_version v ON v.id = l.version_id {}", among_))
            .each([&](const db::Row& row) {
                const Parts lengths{static_cast<double>(row.integer("title")), static_cast<double>(row.integer("symptom")), static_cast<double>(row.integer("body"))};
                documents_[{row.integer("id"), std::string(row.text("language"))}].lengths = lengths;
                Corpus& corpus = corpora_[std::string(row.text("language"))];
                ++corpus.documents;
                corpus.average.title += lengths.title;
                corpus.average.symptom += lengths.symptom;
                corpus.average.body += lengths.body;
            });
        for (auto& [language, corpus] : corpora_) {
            corpus.average.title /= corpus.documents;
            corpus.average.symptom /= corpus.documents;
            corpus.average.body /= corpus.documents;
        }
    }

    void add(const std::string& word) {
        std::map<Key, Parts> counts;
        const bool beginnings = word.size() >= shortest_beginning;
        // 0xFF is in no UTF-8 text, so this is the end of all words that begin so.
        const std::string end = beginnings ? word + '\xFF' : word;
        db_.query(fmt::format(R"sql(
            SELECT a.id, w.language, w.word, w.in_title, w.in_symptom, w.in_body
              FROM knowledge_word w JOIN knowledge_version v ON v.id = w.version_id {} AND w.word >= :word AND w.word <= :end
             ORDER BY w.word, w.version_id, w.language LIMIT :most
        )sql", among_))
            .bind_bytes("word", word)
            .bind_bytes("end", end)
            .bind("most", most_places)
            .each([&](const db::Row& row) {
                const double share = row.bytes("word") == word ? 1 : weights.beginning;
                Parts& sum = counts[{row.integer("id"), std::string(row.text("language"))}];
                sum.title += share * static_cast<double>(row.integer("in_title"));
                sum.symptom += share * static_cast<double>(row.integer("in_symptom"));
                sum.body += share * static_cast<double>(row.integer("in_body"));
            });
        std::map<std::string, double> with_word;
        for (const auto& [key, parts] : counts) ++with_word[key.language];
        for (const auto& [key, parts] : counts) {
            Document& document = documents_[key];
            document.score += weigh(corpora_[key.language], parts, document.lengths, with_word[key.language]);
            ++document.words;
            document.in_front = document.in_front || parts.title > 0 || parts.symptom > 0;
        }
    }

    std::vector<Ranked> best(int least_words, bool in_front) const {
        std::map<ArticleId, double> scores;
        for (const auto& [key, document] : documents_) {
            if (document.words < least_words || (in_front && !document.in_front)) continue;
            double& score = scores[{key.article}];
            score = std::max(score, document.score);
        }
        std::vector<Ranked> ranked;
        ranked.reserve(scores.size());
        for (const auto& [article, score] : scores) ranked.push_back({article, score});
        std::ranges::sort(ranked, [](const Ranked& left, const Ranked& right) {
            return left.score != right.score ? left.score > right.score : left.article > right.article;
        });
        if (ranked.size() > most_ranked) ranked.resize(most_ranked);
        return ranked;
    }

private:
    db::Read& db_;
    std::string among_;
    std::map<Key, Document> documents_;
    std::map<std::string, Corpus> corpora_;
};

}  // namespace

std::vector<Ranked> rank(db::Read& db, const auth::Viewer& viewer, Which which, std::string_view text, Wanted wanted) {
    if (which == Which::latest && !may_edit(viewer)) throw base::NotFound("drafts are for those who write");
    std::set<std::string> asked;
    Search search(db, viewer, which);
    for (const auto& word : terms(text)) {
        if (asked.size() == most_terms) break;
        if (asked.insert(word).second) search.add(word);
    }
    if (asked.empty()) return {};
    // Clause 8.2: of a longer question two words, one of them in the title or the symptom.
    if (wanted == Wanted::likely) return search.best(asked.size() > 2 ? 2 : 1, true);
    return search.best(1, false);
}

}  // namespace knowledge
