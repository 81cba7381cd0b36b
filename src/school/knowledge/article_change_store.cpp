// Writing an article, its second look, publishing and taking away.
#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "knowledge/article_rows.h"
#include "knowledge/found.h"
#include "knowledge/ranking.h"

namespace knowledge {

using Json = boost::json::object;

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, ArticleId id, std::string_view action, const Json& detail = {}, std::string_view why = {}) {
    auth::record(db, viewer, now, {.subject_kind = "article", .subject_id = id.value, .action = action, .why = why, .detail = boost::json::serialize(detail)});
}

static void touch(db::Write& db, base::Instant now, ArticleId id, std::int64_t seen) {
    const auto changed = db.query("UPDATE knowledge_article SET revision = revision + 1, changed_at = :now WHERE id = :id AND revision = :seen")
                             .bind("now", now)
                             .bind("id", id)
                             .bind("seen", seen)
                             .run();
    if (changed == 0) throw base::Conflict("knowledge.problem.changed");
}

static void require(const auth::Viewer& viewer, auth::Permission permission) {
    if (!viewer.may(permission)) throw base::Forbidden("This needs the permission " + std::string(permission.name) + ".");
}

static void require_usable(const Content& content, std::string_view note) {
    if (const auto problems = find_problems(content, note); !problems.empty()) throw base::Invalid(problems.front().first, problems.front().second);
}

static void insert_version(db::Write& db, const auth::Viewer& viewer, base::Instant now, ArticleId article, int number, const Content& content, std::string_view note) {
    const auto id = db.query(R"sql(
        INSERT INTO knowledge_version (article_id, number, kind, audience, category, device_kind, model, title_en, symptom_en, body_en, title_es, symptom_es,
                                       body_es, note, author_id, made_at)
        VALUES (:article, :number, :kind, :audience, :category, :device_kind, :model, :title_en, :symptom_en, :body_en, :title_es, :symptom_es, :body_es,
                :note, :author, :now)
        RETURNING id
    )sql")
                        .bind("article", article)
                        .bind("number", number)
                        .bind("kind", word(content.kind))
                        .bind("audience", word(content.audience))
                        .bind("category", content.category)
                        .bind("device_kind", base::collapse_space(content.device_kind))
                        .bind("model", base::collapse_space(content.model))
                        .bind("title_en", content.en.title)
                        .bind("symptom_en", content.en.symptom)
                        .bind("body_en", content.en.body)
                        .bind("title_es", content.es.title)
                        .bind("symptom_es", content.es.symptom)
                        .bind("body_es", content.es.body)
                        .bind("note", note)
                        .bind("author", account_or_null(viewer))
                        .bind("now", now)
                        .one_integer();
    index_version(db, id, content);
}

/// Words of versions that nobody looks for any more go out of the index.
static void forget_words(db::Write& db, ArticleId id) {
    for (const auto version : db.query(R"sql(
             SELECT v.id FROM knowledge_version v JOIN knowledge_article a ON a.id = v.article_id
              WHERE a.id = :id AND v.number <> a.latest AND (a.live IS NULL OR v.number <> a.live)
         )sql").bind("id", id).all([](const db::Row& row) { return row.integer("id"); })) {
        remove_words(db, version);
    }
}

ArticleId create_article(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Content& content, std::string_view words) {
    require(viewer, may_write);
    require_usable(content, words);
    const ArticleId id{db.query("INSERT INTO knowledge_article (created_at, created_by_id, changed_at) VALUES (:now, :by, :now) RETURNING id")
                           .bind("now", now)
                           .bind("by", account_or_null(viewer))
                           .one_integer()};
    insert_version(db, viewer, now, id, 1, content, words);
    note(db, viewer, now, id, "created", {{"title_en", content.en.title}, {"title_es", content.es.title}, {"audience", word(content.audience)}}, words);
    return id;
}

/// A version that waits for a second look does so no more.
static void answer(db::Write& db, const auth::Viewer& viewer, base::Instant now, ArticleId article, std::string_view answer, std::string_view words) {
    db.query(R"sql(
        UPDATE knowledge_version SET answered_at = :now, answered_by_id = :by, answer = :answer, answer_note = :words
         WHERE article_id = :article AND asked_at IS NOT NULL AND answered_at IS NULL
    )sql")
        .bind("now", now)
        .bind("by", account_or_null(viewer))
        .bind("answer", answer)
        .bind("words", words)
        .bind("article", article)
        .run();
}

int save_version(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, const Content& content,
                 std::string_view words) {
    require(viewer, may_write);
    require_usable(content, words);
    touch(db, now, article.id, seen);
    if (content == article.latest.content) return article.latest.number;
    answer(db, viewer, now, article.id, "replaced", "");
    const int number = article.latest.number + 1;
    insert_version(db, viewer, now, article.id, number, content, words);
    db.query("UPDATE knowledge_article SET latest = :number WHERE id = :id").bind("number", number).bind("id", article.id).run();
    forget_words(db, article.id);
    note(db, viewer, now, article.id, "changed", {{"version", number}}, words);
    return number;
}

void ask_for_review(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen) {
    require(viewer, may_write);
    if (article.withdrawn_at) throw base::Conflict("knowledge.problem.withdrawn");
    if (!article.has_unpublished()) throw base::Conflict("knowledge.problem.nothing_new");
    touch(db, now, article.id, seen);
    if (article.latest.waits()) return;
    db.query("UPDATE knowledge_version SET asked_at = :now, asked_by_id = :by, answered_at = NULL, answered_by_id = NULL, answer = '', answer_note = '' WHERE id = :id")
        .bind("now", now)
        .bind("by", account_or_null(viewer))
        .bind("id", article.latest.id)
        .run();
    note(db, viewer, now, article.id, "asked", {{"version", article.latest.number}});
}

void give_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, std::string_view why) {
    require(viewer, may_publish);
    if (why.empty()) throw base::Invalid("why", "knowledge.problem.why");
    if (base::count_code_points(why) > longest_note) throw base::Invalid("why", "knowledge.problem.long_note");
    if (!article.latest.waits()) throw base::Conflict("knowledge.problem.not_waiting");
    touch(db, now, article.id, seen);
    answer(db, viewer, now, article.id, "returned", why);
    note(db, viewer, now, article.id, "returned", {{"version", article.latest.number}}, why);
}

static base::Day usable(const ReviewBy& review_by) {
    constexpr auto longest = std::chrono::days(3 * 366);
    if (!review_by.day || *review_by.day <= review_by.today || *review_by.day > review_by.today + longest) throw base::Invalid("review_by", "knowledge.problem.review_by");
    return *review_by.day;
}

void publish(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, const ReviewBy& review_by) {
    require(viewer, may_publish);
    const auto until = usable(review_by);
    if (article.withdrawn_at) throw base::Conflict("knowledge.problem.withdrawn");
    if (!article.has_unpublished()) throw base::Conflict("knowledge.problem.nothing_new");
    const auto release = release_of(db, viewer, article);
    if (release == Release::needs_another) throw base::Conflict("knowledge.problem.second_look");
    touch(db, now, article.id, seen);
    answer(db, viewer, now, article.id, "published", "");
    const bool alone = release == Release::alone;
    db.query("UPDATE knowledge_version SET published_at = :now, alone = :alone WHERE id = :id").bind("now", now).bind("alone", alone).bind("id", article.latest.id).run();
    db.query("UPDATE knowledge_article SET live = latest, live_at = :now, live_by_id = :by, review_by_on = :until WHERE id = :id")
        .bind("now", now)
        .bind("by", account_or_null(viewer))
        .bind("until", until)
        .bind("id", article.id)
        .run();
    forget_words(db, article.id);
    put_into_search(db, now, article.id, article.latest.content);
    note(db, viewer, now, article.id, "published",
         {{"version", article.latest.number}, {"audience", word(article.latest.content.audience)}, {"alone", alone}, {"review_by", base::to_iso(until)}});
}

void confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, const ReviewBy& review_by) {
    require(viewer, may_publish);
    const auto until = usable(review_by);
    if (article.state() != State::published) throw base::Conflict("knowledge.problem.not_published");
    touch(db, now, article.id, seen);
    db.query("UPDATE knowledge_article SET review_by_on = :until WHERE id = :id").bind("until", until).bind("id", article.id).run();
    note(db, viewer, now, article.id, "confirmed", {{"review_by", base::to_iso(until)}});
}

void withdraw(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, std::string_view why) {
    if (!may_edit(viewer)) throw base::Forbidden("This needs the permission knowledge.write.");
    if (why.empty()) throw base::Invalid("withdraw_why", "knowledge.problem.withdraw_why");
    if (base::count_code_points(why) > longest_note) throw base::Invalid("withdraw_why", "knowledge.problem.long_note");
    if (article.withdrawn_at) throw base::Conflict("knowledge.problem.withdrawn");
    touch(db, now, article.id, seen);
    answer(db, viewer, now, article.id, "returned", why);
    db.query("UPDATE knowledge_article SET withdrawn_at = :now, withdrawn_by_id = :by, withdrawn_why = :why WHERE id = :id")
        .bind("now", now)
        .bind("by", account_or_null(viewer))
        .bind("why", why)
        .bind("id", article.id)
        .run();
    remove_from_search(db, article.id);
    note(db, viewer, now, article.id, "withdrawn", {}, why);
}

void bring_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen) {
    // What was published before goes out again as it was; a draft becomes a draft again, which needs no look.
    require(viewer, article.live ? may_publish : may_write);
    if (!article.withdrawn_at) throw base::Conflict("knowledge.problem.not_withdrawn");
    touch(db, now, article.id, seen);
    db.query("UPDATE knowledge_article SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_why = '' WHERE id = :id").bind("id", article.id).run();
    if (article.live) put_into_search(db, now, article.id, article.live->content);
    note(db, viewer, now, article.id, "brought_back");
}

}  // namespace knowledge
