// What visitors see of embeds: on pages of others, and at /embeds/{slug}, an address that stays when a team changes its platform.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "html/format.h"
#include "http/content_policy.h"
#include "http/routes.h"
#include "site/class_link.h"
#include "site/embed_keep.h"
#include "site/embed_pages.h"

namespace site {

/// "https://league.example.org" of an address that was checked when it was placed.
static std::string origin_of(const std::string& url) { return url.substr(0, url.find_first_of("/?#", url.find("://") + 3)); }

/// Link first, then the frame (clause 3.3). One that was found dead is neither (clause 4.2).
static void show_one(http::ReadCall& call, html::View part, const Embed& embed, Frames& frames) {
    part.set("name", embed.facts.name);
    if (embed.reached.state == Reach::dead || !embed.allowed) {
        part.show("away");
        return;
    }
    const auto host = host_of(embed.facts.url);
    const auto provider = provider_of(call.db, host).value_or(host);
    part.add("link").set("url", embed.facts.url).set("name", embed.facts.name).set("provider", call.text("site.embed.from", {{"provider", provider}}));
    if (embed.content_changed_at) {
        const auto day = call.zone.day_of(*embed.content_changed_at);
        part.add("changed").set("iso", base::to_iso(day)).set("day", html::day_words(call.language, call.today(), day));
    }
    const bool framed = embed.facts.framed && embed.framing != Framing::refused && embed.reached.state != Reach::sign_in;
    // Asked again: what goes into the policy is never more than the name of a host, whenever its address was saved.
    if (!framed || !problem_with_link(embed.facts.url).empty()) return;
    part.add("frame").set("url", embed.facts.url).set("title", call.text("site.embed.frame_title", {{"name", embed.facts.name}, {"provider", provider}})).set("height", embed.facts.height);
    frames.origins.push_back(origin_of(embed.facts.url));
}

static Frames tidy(Frames frames) {
    std::ranges::sort(frames.origins);
    frames.origins.erase(std::ranges::unique(frames.origins).begin(), frames.origins.end());
    return frames;
}

Frames place_embeds(http::ReadCall& call, html::View& view, EmbedPlace place) {
    Frames frames;
    const auto embeds = embeds_at(call.db, place);
    if (embeds.empty()) return frames;
    auto part = view.include("embeds", "site/embeds").add("some");
    for (const auto& embed : embeds) show_one(call, part.add("embed"), embed, frames);
    return tidy(std::move(frames));
}

void allow_frames(http::Response& response, const Frames& frames) {
    if (frames.origins.empty()) return;
    response.header("Content-Security-Policy", http::content_policy("'none'", frames.origins));
}

static http::Response show_embed_page(http::ReadCall& call) {
    const auto embed = public_embed(call.db, call.path("embed"));
    if (!embed) throw base::NotFound("no such embed");
    html::View view;
    Frames frames;
    view.set("place", embed->school_name.empty() ? call.district() : embed->school_name);
    show_one(call, view.add("embed"), *embed, frames);
    auto response = call.public_page("site/embed_public", embed->facts.name, std::move(view));
    allow_frames(response, tidy(std::move(frames)));
    return response;
}

void embed_routes(http::Routes& routes) {
    routes.get("/embeds/{embed}", http::anyone, show_embed_page).public_page();
    embed_keep_routes(routes);
    embed_form_routes(routes);
    embed_provider_routes(routes);
}

}  // namespace site
