// Articles as those who write see them, and as they are read.
#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "knowledge/article_rows.h"
#include "knowledge/ranking.h"

namespace knowledge {

static constexpr std::string_view version_sql = R"sql(
    SELECT v.id, v.number, v.kind, v.audience, v.category, v.device_kind, v.model, v.title_en, v.symptom_en, v.body_en, v.title_es, v.symptom_es, v.body_es,
           v.note, v.author_id, v.made_at, v.asked_at, v.answered_at, v.answer, v.answer_note, v.alone, w.name AS author, q.name AS asker, r.name AS answerer
      FROM knowledge_version v
      LEFT JOIN auth_account w ON w.id = v.author_id
      LEFT JOIN auth_account q ON q.id = v.asked_by_id
      LEFT JOIN auth_account r ON r.id = v.answered_by_id
     WHERE v.article_id = :article
)sql";

static Version read_version(const db::Row& row) {
    Version version;
    version.id = row.integer("id");
    version.number = static_cast<int>(row.integer("number"));
    version.content = read_content(row);
    version.note = row.text("note");
    if (const auto author = row.maybe_integer("author_id")) version.author_id = auth::AccountId{*author};
    version.author = row.maybe_text("author").value_or("");
    version.made_at = row.instant("made_at");
    version.asked_at = row.maybe_instant("asked_at");
    version.asked_by = row.maybe_text("asker").value_or("");
    version.answered = !row.null("answered_at");
    version.answer = row.text("answer");
    version.answered_by = row.maybe_text("answerer").value_or("");
    version.answer_note = row.text("answer_note");
    version.alone = row.flag("alone");
    return version;
}

static Version version_of(db::Read& db, ArticleId id, std::int64_t number) {
    return db.query(fmt::format("{} AND v.number = :number", version_sql)).bind("article", id).bind("number", number).one(read_version);
}

Article load_article(db::Read& db, const auth::Viewer& viewer, ArticleId id) {
    if (!is_reader(viewer)) throw base::NotFound("no such article");
    Article article;
    std::int64_t latest = 0;
    std::optional<std::int64_t> live;
    db.query(R"sql(
        SELECT a.id, a.revision, a.latest, a.live, a.live_at, a.review_by_on, a.withdrawn_at, a.withdrawn_why, a.changed_at, c.name AS created_by,
               l.name AS live_by, w.name AS withdrawn_by
          FROM knowledge_article a
          LEFT JOIN auth_account c ON c.id = a.created_by_id
          LEFT JOIN auth_account l ON l.id = a.live_by_id
          LEFT JOIN auth_account w ON w.id = a.withdrawn_by_id
         WHERE a.id = :id
    )sql").bind("id", id).one([&](const db::Row& row) {
        article.id = {row.integer("id")};
        article.revision = row.integer("revision");
        article.changed_at = row.instant("changed_at");
        article.created_by = row.maybe_text("created_by").value_or("");
        latest = row.integer("latest");
        live = row.maybe_integer("live");
        article.live_at = row.maybe_instant("live_at");
        article.live_by = row.maybe_text("live_by").value_or("");
        article.review_by = row.maybe_day("review_by_on");
        article.withdrawn_at = row.maybe_instant("withdrawn_at");
        article.withdrawn_by = row.maybe_text("withdrawn_by").value_or("");
        article.withdrawn_why = row.text("withdrawn_why");
        return 0;
    });
    // Clause 1.3: what is not published is for those who write.
    if (!may_edit(viewer) && (!live || article.withdrawn_at)) throw base::NotFound("no such article");
    if (live) article.live = version_of(db, id, *live);
    article.latest = may_edit(viewer) ? version_of(db, id, latest) : *article.live;
    return article;
}

bool was_public(db::Read& db, ArticleId id) {
    return db.query("SELECT count(*) FROM knowledge_version WHERE article_id = :id AND audience = 'public' AND published_at IS NOT NULL").bind("id", id).one_integer() > 0;
}

static void require_editor(const auth::Viewer& viewer) {
    if (!may_edit(viewer)) throw base::NotFound("no such article");
}

std::vector<Version> versions(db::Read& db, const auth::Viewer& viewer, ArticleId id, int before, int most) {
    require_editor(viewer);
    return db.query(fmt::format("{} AND (:before = 0 OR v.number < :before) ORDER BY v.number DESC LIMIT :most", version_sql))
        .bind("article", id)
        .bind("before", before)
        .bind("most", most)
        .all(read_version);
}

Version load_version(db::Read& db, const auth::Viewer& viewer, ArticleId id, int number) {
    require_editor(viewer);
    return version_of(db, id, number);
}

Release release_of(db::Read& db, const auth::Viewer& viewer, const Article& article) {
    const std::int64_t since = article.live ? article.live->number : 0;
    const auto written = db.query(R"sql(
        SELECT count(*) FROM knowledge_version
         WHERE article_id = :article AND author_id = :me AND (number > :since OR number = :latest)
    )sql")
                             .bind("article", article.id)
                             .bind("me", viewer.account())
                             .bind("since", since)
                             .bind("latest", article.latest.number)
                             .one_integer();
    int others = 0;
    for (const auto account : auth::accounts_with(db, may_publish, std::nullopt)) others += account != viewer.account() ? 1 : 0;
    return release_of(written > 0, others);
}

std::optional<Published> find_published(db::Read& db, const auth::Viewer& viewer, html::Language language, ArticleId id) {
    return db.query(fmt::format(R"sql(
        SELECT v.kind, v.audience, v.category, v.device_kind, v.model, v.title_en, v.symptom_en, v.body_en, v.title_es, v.symptom_es, v.body_es
          FROM knowledge_article a JOIN knowledge_version v ON v.article_id = a.id AND v.number = a.live
         WHERE a.id = :id AND {}
    )sql", readable_sql(viewer))).bind("id", id).maybe([&](const db::Row& row) {
        const Content content = read_content(row);
        const auto shown = shown_language(content, language);
        return Published{id, content.audience, shown, content.in(shown)};
    });
}

std::vector<Found> suggest(db::Read& db, const auth::Viewer& viewer, html::Language language, std::string_view text, std::size_t most) {
    std::vector<Found> found;
    for (const auto& ranked : rank(db, viewer, Which::live, text, Wanted::likely)) {
        if (found.size() == most) break;
        const auto article = find_published(db, viewer, language, ranked.article);
        if (article) found.push_back({article->id, article->audience, article->language, article->words.title, article->words.symptom, ranked.score});
    }
    return found;
}

}  // namespace knowledge
