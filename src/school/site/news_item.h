/// An item of news with all that the public may know of it; for the pages and feeds of this room.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "site/news.h"

namespace site {

struct NewsItem {
    std::int64_t id = 0;
    std::string path;  // "/news/12-school-closed"
    std::string tag;   // the permanent name in feeds
    Bilingual words;
    base::Instant at;       // since when it is live
    base::Instant updated;  // when what it says last changed its meaning
    std::optional<base::Instant> expires_at;
    std::vector<roster::OrgId> schools;
    Audience audience;
};

/// The address of an item by its first title; the number alone leads there too.
std::string news_path(std::int64_t id, const Bilingual& words);

constexpr int news_on_a_page = 20;
/// Page numbers begin at 1. With a school: its items and those of the district.
struct NewsPage {
    std::vector<NewsItem> items;
    bool more = false;
};
NewsPage news_page(db::Read& db, base::Instant now, std::optional<roster::OrgId> school, int number, int most = news_on_a_page);

/// An item that was live and was taken away.
struct GoneNews {
    std::int64_t id = 0;
    std::string tag;
    base::Instant withdrawn_at;
};
/// An item that was live until its time was over.
struct ExpiredNews {
    base::Instant expired_at;
};
/// base::NotFound when it never was live.
std::variant<NewsItem, GoneNews, ExpiredNews> find_news(db::Read& db, base::Instant now, std::int64_t id);

/// Those taken away within these days, newest first: a feed says so in place of the item (clause 6.2).
constexpr int days_of_withdrawn = 30;
std::vector<GoneNews> withdrawn_news(db::Read& db, base::Instant now);

/// A line for a list in the reader's language.
NewsLine line_of(const NewsItem& item, html::Language language);

}  // namespace site
