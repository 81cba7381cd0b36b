// What stands at an address that no route has: a page, a redirect, or the word that something was there.
#include "base/text.h"
#include "html/markdown.h"
#include "html/format.h"
#include "site/news.h"
#include "site/page_item.h"
#include "site/piece_pictures.h"
#include "site/redirect.h"
#include "site/website.h"

namespace site {

struct Branch {
    const NavigationPage* page = nullptr;
    const NavigationPage* above = nullptr;
};
static Branch find_branch(const std::vector<NavigationPage>& pages, const NavigationPage* above, std::int64_t id) {
    for (const auto& page : pages) {
        if (page.id == id) return {&page, above};
        if (const auto found = find_branch(page.below, &page, id); found.page) return found;
    }
    return {};
}

/// The way up and the ways down: the head of the site names only what stands on top.
static void fill_branch(http::ReadCall& call, html::View& view, PieceId id) {
    const auto pages = navigation_pages(call.db, call.now, call.language);
    const auto branch = find_branch(pages, nullptr, id.value);
    if (branch.above) view.add("above").set("href", call.public_path(branch.above->path)).set("title", branch.above->title);
    if (!branch.page || branch.page->below.empty()) return;
    auto below = view.add("below");
    for (const auto& page : branch.page->below) below.add("page").set("href", call.public_path(page.path)).set("title", page.title).set("lang", html::code(page.language));
}

static http::Response show_page(http::ReadCall& call, const LivePage& page) {
    const auto shown = shown_language(page.words, call.language);
    html::View view;
    view.set("title", page.words.in(shown).title);
    view.set("body_html", html::from_markdown(page.words.in(shown).body, {.address = [&](std::string_view path) { return link_address(call, path); }}));
    view.set("lang", html::code(shown)).show_if(shown != call.language, "other_language");
    view.set("when", html::day_words(call.language, call.today(), call.zone.day_of(page.updated))).set("iso", base::to_iso(call.zone.day_of(page.updated)));
    fill_branch(call, view, page.id);
    const auto pictures_until = show_pictures(call, view, page.id);
    auto response = call.public_page("site/page", page.words.in(shown).title, std::move(view));
    response.valid_until = next_change(call.db, call.now);
    response.ends_by(pictures_until);
    return response;
}

static http::Response show_gone(http::ReadCall& call) {
    html::View view;
    view.set("title", call.text("site.page.gone_title")).set("words", call.text("site.page.gone_words")).set("href", call.public_path("/")).set("link", call.text("site.page.to_front"));
    auto response = call.public_page(http::gone, "site/gone", call.text("site.page.gone_title"), std::move(view));
    response.valid_until = next_change(call.db, call.now);
    return response;
}

static http::Response lead_on(http::ReadCall& call, const std::string& target) {
    auto response = call.redirect(html::leads(target) == html::Leads::ours ? link_address(call, target) : target);
    response.status = 308;
    return response;
}

std::optional<http::Response> answer_page(http::ReadCall& call) {
    const std::string_view path = call.request.path;
    if (const auto page = live_page(call.db, call.now, path)) return show_page(call, *page);
    const std::string_view target = call.request.target;
    const auto query = target.find('?');
    if (const auto redirect = redirect_of(call.db, path, query == std::string_view::npos ? "" : target.substr(query + 1))) return lead_on(call, *redirect);
    if (page_is_gone(call.db, call.now, path)) return show_gone(call);
    return std::nullopt;
}

}  // namespace site
