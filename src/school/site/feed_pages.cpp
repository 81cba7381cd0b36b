// /news/feed.atom and /news/feed.json, of the district and of each school.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "db/setting.h"
#include "html/markdown.h"
#include "site/feed.h"
#include "site/news_item.h"
#include "site/news_write.h"
#include "site/piece_pictures.h"
#include "site/website.h"

namespace site {

constexpr int entries_of_a_feed = 30;
constexpr int width_in_feeds = 800;

static FeedEntry entry_of(const http::ReadCall& call, const NewsItem& item) {
    const auto shown = shown_language(item.words, call.language);
    const auto absolute = [&](std::string_view path) { return call.services.public_url + call.public_path(path); };
    FeedEntry entry{.id = item.tag,
                    .url = absolute(item.path),
                    .title = item.words.in(shown).title,
                    .language = shown,
                    .html = html::from_markdown(item.words.in(shown).body, {.address = [&](std::string_view path) { return call.services.public_url + link_address(call, path); }}),
                    .published = item.at,
                    .updated = item.updated,
                    .categories = {},
                    .image = {}};
    if (item.audience.families) entry.categories.push_back(call.text("site.news.families"));
    if (item.audience.staff) entry.categories.push_back(call.text("site.news.staff"));
    if (item.audience.students) entry.categories.push_back(call.text("site.news.students"));
    return entry;
}

/// Clause 6.2: under the same name, so that readers put the sentence in place of what they kept.
static FeedEntry entry_of(const http::ReadCall& call, const GoneNews& gone) {
    return {.id = gone.tag,
            .url = {},
            .title = call.text("site.news.withdrawn_title"),
            .language = call.language,
            .html = "<p>" + html::escape(call.text("site.news.withdrawn_words")) + "</p>",
            .published = gone.withdrawn_at,
            .updated = gone.withdrawn_at,
            .categories = {},
            .image = {}};
}

struct FeedAnswer {
    Feed feed;
    std::optional<base::Instant> pictures_until;
};

/// Readers keep what they fetched; what is asked for from here on is asked of the gate again when they fetch the picture itself.
static FeedAnswer feed_of(http::ReadCall& call, std::string_view file) {
    FeedAnswer answer;
    Feed& feed = answer.feed;
    feed.language = call.language;
    feed.author = call.district();
    feed.title = call.text("site.news.feed_title", {{"district", call.district()}});
    feed.home = call.services.public_url + call.public_path("/news");
    feed.self = feed.home + "/" + std::string(file);
    feed.id = fmt::format("{}/{}", feed_tag(call.db, call.services.public_url), html::code(call.language));
    for (const auto& item : news_page(call.db, call.now, std::nullopt, 1, entries_of_a_feed).items) {
        feed.entries.push_back(entry_of(call, item));
        const auto pictures = pictures_of(call.db, {item.id}, call.now);
        if (pictures.empty()) continue;
        feed.entries.back().image = call.services.public_url + media::address(pictures.front(), width_in_feeds);
        answer.pictures_until = earlier(answer.pictures_until, pictures.front().until());
    }
    for (const auto& gone : withdrawn_news(call.db, call.now)) feed.entries.push_back(entry_of(call, gone));
    return answer;
}

static http::Response show_atom(http::ReadCall& call) {
    http::Response response;
    response.content_type = "application/atom+xml; charset=utf-8";
    const auto [feed, pictures_until] = feed_of(call, "feed.atom");
    response.body = atom_of(feed);
    response.valid_until = next_change(call.db, call.now);
    response.ends_by(pictures_until);
    return response;
}

static http::Response show_json(http::ReadCall& call) {
    const auto [feed, pictures_until] = feed_of(call, "feed.json");
    http::Response response = call.json(json_feed_of(feed));
    response.content_type = "application/feed+json; charset=utf-8";
    response.valid_until = next_change(call.db, call.now);
    response.ends_by(pictures_until);
    return response;
}

void feed_routes(http::Routes& routes) {
    routes.get("/news/feed.atom", http::anyone, show_atom).public_page();
    routes.get("/news/feed.json", http::anyone, show_json).public_page();
}

}  // namespace site
