#include "site/find.h"

#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "html/markdown.h"
#include "jobs/jobs.h"
#include "search/search.h"
#include "site/news_item.h"
#include "site/piece_rows.h"

namespace site {

constexpr std::string_view everybody = "public";
constexpr std::string_view job_name = "site.index";

static std::string kind_word(PieceKind kind) { return kind == PieceKind::page ? "site_page" : "site_news"; }

static FoundPiece read_found(const db::Row& row, html::Language language) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    const bool page = row.text("kind") == "page";
    const Bilingual words{.en = {text("title_en"), text("body_en")}, .es = {text("title_es"), text("body_es")}};
    const auto shown = shown_language(words, language);
    const auto kept = row.maybe_text(shown == html::Language::es ? "summary_es" : "summary_en");
    return {.kind = page ? PieceKind::page : PieceKind::news,
            .path = page ? text("path") : news_path(row.integer("id"), words),
            .language = shown,
            .title = words.in(shown).title,
            .summary = kept ? *kept : html::markdown_text(words.in(shown).body, longest_summary),
            .at = page ? row.instant("from_at") : row.maybe_instant("live_from_at").value_or(row.instant("from_at"))};
}

/// Those of these pieces that are public now, in one question; their bodies are read only where the first words were not kept.
static std::map<std::int64_t, FoundPiece> live_among(db::Read& db, base::Instant now, const std::vector<std::int64_t>& pieces, html::Language language) {
    std::map<std::int64_t, FoundPiece> live;
    if (pieces.empty()) return live;
    db.query(fmt::format(R"sql(
        SELECT p.id, p.kind, g.path, n.live_from_at, l.from_at, v.title_en, v.title_es, v.summary_en, v.summary_es,
               CASE WHEN v.summary_en IS NULL THEN v.body_en ELSE '' END AS body_en, CASE WHEN v.summary_es IS NULL THEN v.body_es ELSE '' END AS body_es
          FROM site_piece p
          JOIN site_publication l ON l.id = {}
          JOIN site_version v ON v.id = l.version_id
          LEFT JOIN site_page g ON g.piece_id = p.id
          LEFT JOIN site_news n ON n.piece_id = p.id
         WHERE p.id IN ({}) AND {}
    )sql", live_publication_sql, fmt::join(pieces, ", "), standing_sql))
        .bind("now", now)
        .each([&](const db::Row& row) { live.emplace(row.integer("id"), read_found(row, language)); });
    return live;
}

std::vector<FoundPiece> find_public(db::Read& db, base::Instant now, std::string_view text, html::Language language) {
    std::vector<FoundPiece> found;
    search::Question question{.text = std::string(text), .scopes = {std::string(everybody)}, .kinds = {kind_word(PieceKind::page), kind_word(PieceKind::news)}, .limit = static_cast<int>(most_found)};
    // The index may be behind the clock: what is shown is fetched as the public reads it now, and what is over makes room for older hits.
    constexpr int most_rounds = 5;
    for (int round = 0; round < most_rounds; ++round) {
        const auto hits = search::find(db, question);
        std::vector<std::int64_t> pieces;
        pieces.reserve(hits.size());
        for (const auto& hit : hits) pieces.push_back(hit.id);
        const auto live = live_among(db, now, pieces, language);
        for (const auto& hit : hits) {
            if (const auto piece = live.find(hit.id); piece != live.end()) found.push_back(piece->second);
            if (found.size() == most_found) return found;
        }
        if (hits.size() < most_found) return found;
        question.before_at = base::to_ms(hits.back().at);
        question.before_document = hits.back().document;
    }
    return found;
}

void index_piece(db::Write& db, base::Instant now, PieceId id) {
    struct Live {
        PieceKind kind;
        Bilingual words;
        base::Instant from;
    };
    const auto kind = db.query("SELECT kind FROM site_piece WHERE id = :id").bind("id", id).one_text() == "page" ? PieceKind::page : PieceKind::news;
    const auto live = db.query(fmt::format(R"sql(
        SELECT v.title_en, v.body_en, v.title_es, v.body_es, l.from_at
          FROM site_piece p
          JOIN site_publication l ON l.id = {}
          JOIN site_version v ON v.id = l.version_id
         WHERE p.id = :id AND {}
    )sql", live_publication_sql, standing_sql))
                          .bind("now", now)
                          .bind("id", id)
                          .maybe([&](const db::Row& row) {
                              auto words = [&](std::string_view column) { return std::string(row.text(column)); };
                              return Live{kind, {.en = {words("title_en"), words("body_en")}, .es = {words("title_es"), words("body_es")}}, row.instant("from_at")};
                          });
    if (!live) return search::remove(db, kind_word(kind), id.value);
    const auto title = live->words.en.title + " " + live->words.es.title;
    const auto text = html::markdown_text(live->words.en.body) + " " + html::markdown_text(live->words.es.body);
    search::put(db, {.kind = kind_word(kind), .id = id.value, .title = title, .text = text, .scopes = {std::string(everybody)}, .at = live->from});
}

void index_piece_at(db::Write& db, base::Instant now, base::Instant moment, PieceId id) {
    const auto key = fmt::format("{}.{}", id.value, base::to_ms(moment));
    const auto payload = boost::json::serialize(boost::json::object{{"piece", id.value}});
    jobs::enqueue(db, now, {.name = job_name, .payload = payload, .not_before = moment, .unique_key = key});
}

void find_jobs(jobs::Registry& registry) {
    registry.add(std::string(job_name), [](jobs::Context& context) {
        const PieceId id{boost::json::parse(context.payload()).at("piece").as_int64()};
        context.database().write([&](db::Write& db) { index_piece(db, context.now(), id); });
    });
}

}  // namespace site
