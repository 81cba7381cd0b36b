/// Articles in the small world, for tests: begun by a technician, published by the CIO.
#pragma once

#include "knowledge/article.h"
#include "world/world.h"

namespace knowledge::testing {

class Shelf : public World {
protected:
    static Content content(Audience audience, std::string title, std::string symptom, std::string body) {
        return {Kind::how_to, audience, "", "", "", {std::move(title), std::move(symptom), std::move(body)}, {}};
    }
    ArticleId draft(const Content& content, std::string_view who = "tech") {
        const auto author = viewer(who);
        return write([&](db::Write& db) { return create_article(db, author, now, content, ""); });
    }
    Article article(ArticleId id) {
        const auto reader = viewer("cio");
        return read([&](db::Read& db) { return load_article(db, reader, id); });
    }
    base::Day today() const { return base::TimeZone::find("America/Chicago")->day_of(now); }
    void publish_it(ArticleId id, std::string_view who = "cio") {
        const auto publisher = viewer(who);
        write([&](db::Write& db) {
            const auto shown = load_article(db, publisher, id);
            publish(db, publisher, now, shown, shown.revision, {today(), today() + std::chrono::days(100)});
        });
    }
    ArticleId published(Audience audience, std::string title, std::string symptom, std::string body) {
        const auto id = draft(content(audience, std::move(title), std::move(symptom), std::move(body)));
        publish_it(id);
        return id;
    }
    std::int64_t counted(ArticleId id, Step step) {
        return read([&](db::Read& db) {
            return db.query("SELECT CAST(COALESCE(sum(" + std::string(word(step)) + "), 0) AS BIGINT) FROM knowledge_count WHERE article_id = :id").bind("id", id).one_integer();
        });
    }
};

}  // namespace knowledge::testing
