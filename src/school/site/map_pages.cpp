#include <fmt/format.h>

#include "site/feed.h"
#include "site/map.h"
#include "site/news.h"
#include "site/site.h"
#include "site/website.h"

namespace site {

std::vector<MapSource>& map_sources() {
    static std::vector<MapSource> sources;
    return sources;
}

std::string map_of(const std::string& public_url, const std::vector<MapEntry>& entries) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    for (const auto& entry : entries) {
        const auto english = xml_text(public_url + entry.path);
        const auto spanish = xml_text(public_url + "/es" + (entry.path == "/" ? "" : entry.path));
        const auto changed = entry.updated ? fmt::format("<lastmod>{}</lastmod>", base::to_iso(*entry.updated)) : "";
        for (const auto& address : {english, spanish}) {
            out += fmt::format("<url><loc>{}</loc>{}<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"{}\"/><xhtml:link rel=\"alternate\" hreflang=\"es\" href=\"{}\"/></url>\n",
                               address, changed, english, spanish);
        }
    }
    return out + "</urlset>\n";
}

std::vector<std::string> addresses_of_ways(db::Read& db, base::Instant) {
    std::vector<std::string> paths;
    for (const PublicWay& way : public_ways()) {
        if (!way.shown || way.shown(db)) paths.emplace_back(way.path);
    }
    for (const auto& address : roster::school_addresses(db)) {
        paths.push_back("/schools/" + address.slug);
        paths.push_back("/news/school/" + address.slug);
    }
    return paths;
}

static http::Response show_map(http::ReadCall& call) {
    constexpr int most = 10'000;  // of pages and of news; both in two languages stay below the 50,000 of the format
    std::vector<MapEntry> entries{{"/", {}}};
    for (auto& entry : live_addresses(call.db, call.now, most)) entries.push_back(std::move(entry));
    for (const auto source : map_sources()) {
        for (auto& path : source(call.db, call.now)) entries.push_back({std::move(path), {}});
    }
    http::Response response;
    response.content_type = "application/xml; charset=utf-8";
    response.body = map_of(call.services.public_url, entries);
    response.valid_until = next_change(call.db, call.now);
    return response;
}

/// What needs an account, or is another way to what has an address of its own, is of no use to a search engine.
static http::Response show_robots(http::ReadCall& call) {
    http::Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = fmt::format("User-agent: *\nDisallow: /api/\nDisallow: /account\nDisallow: /sign-in\nDisallow: /search\nDisallow: /website\n\nSitemap: {}/sitemap.xml\n", call.services.public_url);
    return response;
}

void map_routes(http::Routes& routes) {
    routes.get("/sitemap.xml", http::anyone, show_map).public_page();
    routes.get("/robots.txt", http::anyone, show_robots).public_page();
}

}  // namespace site
