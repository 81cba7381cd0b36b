/// Which articles answer a question best: BM25 over title, symptom and body, where a word of the title weighs more (clause 7).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "html/html.h"
#include "knowledge/article.h"

namespace knowledge {

/// Computed here and not by the engines: FTS5 has bm25() over other words than ours, PostgreSQL's ts_rank is no BM25, and the order would differ between them.

// --- The rule. Pure. ---

/// How often a word stands in each part, or how many words each part has.
struct Parts {
    double title = 0;
    double symptom = 0;
    double body = 0;
};

/// All articles that are searched, in one language.
struct Corpus {
    double documents = 0;
    Parts average;  // words of each part
};

/// BM25F (Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple weighted fields"): the weighted, length-normalised counts of the
/// parts are added before they saturate. k1 and b are the usual 1.2 and 0.75; the weights are ours.
struct Weights {
    Parts part{3.0, 2.0, 1.0};
    double k1 = 1.2;
    double b = 0.75;
    /// Of a word of the article that only begins with the one asked for.
    double beginning = 0.5;
};
constexpr Weights weights;

/// ln(1 + (N - n + 1/2) / (n + 1/2)): never negative, however small the corpus (Lucene's form of Robertson and Spärck Jones).
double rarity(double documents, double with_word);
/// What one word of the question adds to an article's score.
double weigh(const Corpus& corpus, const Parts& counts, const Parts& lengths, double with_word);

// --- In the database. ---

/// Among which versions: those that people read, or the latest of each article (for who writes).
enum class Which { live, latest };
/// every: one word is enough, as a search box shows it. likely: worth showing to somebody who did not ask for it (clause 8.2).
enum class Wanted { every, likely };

struct Ranked {
    ArticleId article;
    double score = 0;
};
/// Best first, at most 200; of equals the newer article. Only what the viewer may read: what they may not neither shows nor counts. Which::latest needs
/// may_edit.
std::vector<Ranked> rank(db::Read& db, const auth::Viewer& viewer, Which which, std::string_view text, Wanted wanted);

/// Writes the words of a version, which has none yet.
void index_version(db::Write& db, std::int64_t version, const Content& content);
void remove_words(db::Write& db, std::int64_t version);

}  // namespace knowledge
