// /news: what the public reads.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "html/markdown.h"
#include "site/news_item.h"
#include "site/piece_pictures.h"
#include "site/website.h"

namespace site {

static http::Response until_next_change(http::ReadCall& call, http::Response response) {
    response.valid_until = next_change(call.db, call.now);
    return response;
}

/// The active schools with their addresses, read once a page. A school that was closed is not named any more.
using Schools = std::vector<roster::SchoolAddress>;

static void fill_labels(http::ReadCall& call, html::View& view, const Schools& known, const std::vector<roster::OrgId>& schools, const Audience& audience) {
    for (const auto id : schools) {
        const auto found = std::ranges::find(known, id, [](const roster::SchoolAddress& address) { return address.school.id; });
        if (found != known.end()) view.add("school").set("name", found->school.name).set("href", call.public_path("/news/school/" + found->slug));
    }
    if (audience.families) view.add("audience").set("name", call.text("site.news.families"));
    if (audience.staff) view.add("audience").set("name", call.text("site.news.staff"));
    if (audience.students) view.add("audience").set("name", call.text("site.news.students"));
}

static void fill_other_language(const http::ReadCall& call, html::View& view, html::Language shown) {
    if (shown != call.language) view.set("lang", html::code(shown)).show("other_language");
    else view.set("lang", html::code(call.language));
}

static void fill_line(http::ReadCall& call, html::View& row, const Schools& known, const NewsLine& line) {
    row.set("href", call.public_path(line.path)).set("title", line.title).set("summary", line.summary);
    row.set("when", html::moment_words(call.language, call.zone, call.now, line.at)).set("iso", base::to_iso(line.at));
    fill_other_language(call, row, line.language);
    fill_labels(call, row, known, line.schools, line.audience);
}

/// A page of the list; `base` is "/news" or "/news/school/north-elementary".
static http::Response show_page(http::ReadCall& call, const std::string& base, const std::optional<roster::Org>& school, std::int64_t number) {
    constexpr std::int64_t most_pages = 10'000;
    if (number < 1 || number > most_pages) throw base::NotFound("no such page");
    const auto page = news_page(call.db, call.now, school ? std::optional(school->id) : std::nullopt, static_cast<int>(number));
    if (page.items.empty() && number > 1) throw base::NotFound("no such page");
    html::View view;
    const auto title = school ? call.text("site.news.of_school", {{"school", school->name}}) : call.text("site.news.title");
    view.set("title", title).set("atom", call.public_path("/news/feed.atom")).set("json", call.public_path("/news/feed.json"));
    const auto known = roster::school_addresses(call.db);
    std::optional<base::Instant> pictures_until;
    for (const auto& item : page.items) {
        auto row = view.add("item");
        fill_line(call, row, known, line_of(item, call.language));
        pictures_until = earlier(pictures_until, show_small(call, row, {item.id}));
    }
    view.show_if(page.items.empty(), "none");
    if (school) view.add("all").set("href", call.public_path("/news"));
    for (const auto& one : known) {
        if (school && one.school.id == school->id) continue;
        view.add("other_school").set("name", one.school.name).set("href", call.public_path("/news/school/" + one.slug));
    }
    if (number > 1 || page.more) {
        auto pager = view.include("pager", "html/pager");
        pager.set("summary", "");
        if (number > 1) pager.add("previous").set("href", call.public_path(number == 2 ? base : fmt::format("{}/page/{}", base, number - 1)));
        if (page.more) pager.add("next").set("href", call.public_path(fmt::format("{}/page/{}", base, number + 1)));
    }
    const auto feed = call.public_path("/news/feed.atom");
    auto response = until_next_change(call, call.public_page("site/news", title, std::move(view), {.description = {}, .feed = feed, .wide = false}));
    response.ends_by(pictures_until);
    return response;
}

static roster::Org school_of(http::ReadCall& call) {
    const auto school = roster::find_school_by_slug(call.db, call.path("school"));
    if (!school) throw base::NotFound("no such school");
    return *school;
}

static http::Response show_first(http::ReadCall& call) { return show_page(call, "/news", std::nullopt, 1); }
static http::Response show_more(http::ReadCall& call) { return show_page(call, "/news", std::nullopt, call.id("number")); }
static http::Response show_school(http::ReadCall& call) { return show_page(call, "/news/school/" + std::string(call.path("school")), school_of(call), 1); }
static http::Response show_more_of_school(http::ReadCall& call) {
    return show_page(call, "/news/school/" + std::string(call.path("school")), school_of(call), call.id("number"));
}

// --- One item ---

static http::Response show_gone(http::ReadCall& call, std::string_view words_key) {
    html::View view;
    view.set("title", call.text("site.news.gone_title")).set("words", call.text(words_key)).set("href", call.public_path("/news")).set("link", call.text("site.news.all"));
    return until_next_change(call, call.public_page(http::gone, "site/gone", call.text("site.news.gone_title"), std::move(view)));
}

static http::Response show_found(http::ReadCall& call, const NewsItem& item) {
    // One address: whatever stands behind the number leads to it.
    if (call.request.path != item.path) {
        auto response = call.redirect(call.public_path(item.path));
        response.status = 308;
        return response;
    }
    const auto shown = shown_language(item.words, call.language);
    html::View view;
    view.set("title", item.words.in(shown).title);
    view.set("body_html", html::from_markdown(item.words.in(shown).body, {.address = [&](std::string_view path) { return link_address(call, path); }}));
    view.set("when", html::moment_words(call.language, call.zone, call.now, item.at)).set("iso", base::to_iso(item.at));
    if (item.updated > item.at) view.add("updated").set("when", html::moment_words(call.language, call.zone, call.now, item.updated)).set("iso", base::to_iso(item.updated));
    fill_other_language(call, view, shown);
    fill_labels(call, view, roster::school_addresses(call.db), item.schools, item.audience);
    view.set("all", call.public_path("/news"));
    const auto pictures_until = show_pictures(call, view, {item.id});
    const auto feed = call.public_path("/news/feed.atom");
    auto response = until_next_change(call, call.public_page("site/news_item", item.words.in(shown).title, std::move(view), {.description = line_of(item, call.language).summary, .feed = feed, .wide = false}));
    response.ends_by(pictures_until);
    return response;
}

static http::Response show_item(http::ReadCall& call) {
    const auto part = call.path("item");
    const auto id = base::parse_integer(part.substr(0, part.find('-')));
    if (!id || *id <= 0) throw base::NotFound("not a number");
    const auto found = find_news(call.db, call.now, *id);
    if (std::holds_alternative<GoneNews>(found)) return show_gone(call, "site.news.withdrawn_words");
    if (std::holds_alternative<ExpiredNews>(found)) return show_gone(call, "site.news.expired_words");
    return show_found(call, std::get<NewsItem>(found));
}

void news_routes(http::Routes& routes) {
    routes.get("/news", http::anyone, show_first).public_page();
    routes.get("/news/page/{number}", http::anyone, show_more).public_page();
    routes.get("/news/school/{school}", http::anyone, show_school).public_page();
    routes.get("/news/school/{school}/page/{number}", http::anyone, show_more_of_school).public_page();
    routes.get("/news/{item}", http::anyone, show_item).public_page();
}

}  // namespace site
