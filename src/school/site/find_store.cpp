#include "site/find.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "html/markdown.h"
#include "jobs/jobs.h"
#include "search/search.h"
#include "site/news_item.h"
#include "site/page_item.h"
#include "site/piece_rows.h"

namespace site {

constexpr std::string_view everybody = "public";
constexpr std::string_view job_name = "site.index";

static std::string kind_word(PieceKind kind) { return kind == PieceKind::page ? "site_page" : "site_news"; }

static std::optional<FoundPiece> found_page(db::Read& db, base::Instant now, PieceId id, html::Language language) {
    const auto page = live_page(db, now, path_of_piece(db, id));
    if (!page) return std::nullopt;
    constexpr std::size_t longest_summary = 200;
    const auto shown = shown_language(page->words, language);
    return FoundPiece{PieceKind::page, page->path, shown, page->words.in(shown).title, html::markdown_text(page->words.in(shown).body, longest_summary), page->updated};
}

static std::optional<FoundPiece> found_news(db::Read& db, base::Instant now, PieceId id, html::Language language) {
    try {
        const auto found = find_news(db, now, id.value);
        if (!std::holds_alternative<NewsItem>(found)) return std::nullopt;
        const auto line = line_of(std::get<NewsItem>(found), language);
        return FoundPiece{PieceKind::news, line.path, line.language, line.title, line.summary, line.at};
    } catch (const base::NotFound&) {
        return std::nullopt;
    }
}

std::vector<FoundPiece> find_public(db::Read& db, base::Instant now, std::string_view text, html::Language language) {
    std::vector<FoundPiece> found;
    search::Question question{.text = std::string(text), .scopes = {std::string(everybody)}, .kinds = {kind_word(PieceKind::page), kind_word(PieceKind::news)}, .limit = static_cast<int>(most_found)};
    // The index may be behind the clock: what is shown is fetched as the public reads it now, and what is over makes room for older hits.
    constexpr int most_rounds = 5;
    for (int round = 0; round < most_rounds; ++round) {
        const auto hits = search::find(db, question);
        for (const auto& hit : hits) {
            auto piece = hit.kind == kind_word(PieceKind::page) ? found_page(db, now, {hit.id}, language) : found_news(db, now, {hit.id}, language);
            if (piece) found.push_back(std::move(*piece));
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
