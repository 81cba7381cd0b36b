#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "helpdesk/change.h"
#include "helpdesk/suggestion.h"

namespace helpdesk {

void link_article(db::Write& db, const auth::Viewer& viewer, base::Instant now, RequestId request, knowledge::ArticleId article, std::string_view link) {
    db.query("INSERT INTO helpdesk_article (request_id, article_id, link, at, account_id) VALUES (:request, :article, :link, :now, :account)")
        .bind("request", request)
        .bind("article", article)
        .bind("link", link)
        .bind("now", now)
        .bind("account", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt)
        .run();
}

void solve_with(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, knowledge::ArticleId article) {
    viewer.require(may_work, request.school.value);
    if (!knowledge::find_published(db, viewer, html::Language::en, article)) throw base::Invalid("article", "Choose an article that is published.");
    link_article(db, viewer, now, request.id, article, "solved");
    knowledge::count(db, db::district_zone(db).day_of(now), article, knowledge::Step::used);
    auth::record(db, viewer, now,
                 {.subject_kind = "request", .subject_id = request.id.value, .action = "solved_with_article", .detail = detail({{"article", std::to_string(article.value)}})});
}

void count_came_back(db::Write& db, base::Instant now, RequestId request) {
    const auto day = db::district_zone(db).day_of(now);
    for (const auto article : db.query("SELECT DISTINCT article_id FROM helpdesk_article WHERE request_id = :request AND link = 'solved' AND came_back_at IS NULL")
                                  .bind("request", request)
                                  .all([](const db::Row& row) { return knowledge::ArticleId{row.integer("article_id")}; })) {
        knowledge::count(db, day, article, knowledge::Step::came_back);
    }
    db.query("UPDATE helpdesk_article SET came_back_at = :now WHERE request_id = :request AND link = 'solved' AND came_back_at IS NULL")
        .bind("now", now)
        .bind("request", request)
        .run();
}

std::vector<LinkedArticle> articles_of(db::Read& db, RequestId request) {
    return db.query("SELECT article_id, link, at, came_back_at FROM helpdesk_article WHERE request_id = :request ORDER BY at DESC, id DESC LIMIT 50")
        .bind("request", request)
        .all([](const db::Row& row) { return LinkedArticle{{row.integer("article_id")}, std::string(row.text("link")), row.instant("at"), !row.null("came_back_at")}; });
}

std::vector<ArticleRequest> requests_of(db::Read& db, const auth::Viewer& viewer, knowledge::ArticleId article, int limit) {
    const auto reach = viewer.reach(may_work);
    if (reach.nowhere()) return {};
    // Ids of schools are numbers of ours, so they can stand in the text of the statement.
    const auto mine = reach.everywhere ? std::string("1 = 1") : fmt::format("r.school_id IN ({})", fmt::join(reach.schools, ", "));
    return db.query(fmt::format(R"sql(
        SELECT r.id, r.title, r.state, l.link, l.at, l.came_back_at
          FROM helpdesk_article l JOIN helpdesk_request r ON r.id = l.request_id
         WHERE l.article_id = :article AND l.link IN ('drafted', 'solved') AND {}
         ORDER BY l.at DESC, l.id DESC LIMIT :limit
    )sql", mine))
        .bind("article", article)
        .bind("limit", limit)
        .all([](const db::Row& row) {
            return ArticleRequest{{row.integer("id")}, std::string(row.text("title")), parse_state(row.text("state")).value_or(State::fresh), std::string(row.text("link")),
                                 row.instant("at"), !row.null("came_back_at")};
        });
}

}  // namespace helpdesk
