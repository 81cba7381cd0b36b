#include <fmt/format.h>

#include "base/error.h"
#include "files/files.h"
#include "http/routes.h"
#include "site/appearance.h"
#include "site/embed.h"
#include "site/pages.h"

namespace site {

/// A family must find what it looks for without a site too: then the start page of the help desk is the front.
static http::Response to_start(http::ReadCall& call) { return call.redirect("/start"); }

static void fill_schools(http::ReadCall& call, html::View& view) {
    for (const auto& address : roster::school_addresses(call.db)) {
        const auto contact = school_contact(call.db, address.school.id);
        auto row = view.add("school");
        row.set("name", address.school.name).set("href", call.public_path("/schools/" + address.slug));
        if (!contact.phone.empty()) row.add("phone").set("text", contact.phone).set("href", phone_link(contact.phone));
        if (!contact.address.empty()) row.add("address").set("text", contact.address);
    }
}

static http::Response show_front(http::ReadCall& call) {
    if (!appearance(call.db).open) return to_start(call);
    html::View view;
    view.set("district", call.district());
    fill_schools(call, view);
    const auto frames = place_embeds(call, view, {EmbedPlace::Kind::district, {}});
    auto response = call.public_page("site/front", call.text("site.front.title"), std::move(view), {.description = call.text("site.front.description", {{"district", call.district()}}), .wide = true});
    allow_frames(response, frames);
    return response;
}

static http::Response show_schools(http::ReadCall& call) {
    html::View view;
    fill_schools(call, view);
    return call.public_page("site/schools", call.text("site.schools.title"), std::move(view));
}

static http::Response show_school(http::ReadCall& call) {
    const auto school = roster::find_school_by_slug(call.db, call.path("school"));
    if (!school) throw base::NotFound("no such school");
    const auto contact = school_contact(call.db, school->id);
    html::View view;
    view.set("name", school->name).set("back", call.public_path("/schools"));
    if (!contact.phone.empty()) view.add("phone").set("text", contact.phone).set("href", phone_link(contact.phone));
    if (!contact.address.empty()) view.add("address").set("text", contact.address);
    if (!contact.website.empty()) view.add("website").set("href", contact.website);
    const auto frames = place_embeds(call, view, {EmbedPlace::Kind::school, school->id});
    auto response = call.public_page("site/school", school->name, std::move(view));
    allow_frames(response, frames);
    return response;
}

/// Its address holds its hash, so browsers keep it for good.
static http::Response lasting(std::string_view type, std::string body) {
    http::Response response;
    response.content_type = type;
    response.body = std::move(body);
    response.header("Cache-Control", "public, max-age=31536000, immutable");
    return response;
}

static std::string sheet_of(const Appearance& look) { return style_sheet(parse_colour(look.colour).value_or(Colour{})); }
static std::string sheet_address(const Appearance& look) { return fmt::format("/theme/{}", files::sha256(sheet_of(look)).hex.substr(0, 16)); }

static http::Response show_theme(http::ReadCall& call) {
    const Appearance look = appearance(call.db);
    if (call.request.path != sheet_address(look)) throw base::NotFound("an older sheet");
    return lasting("text/css; charset=utf-8", sheet_of(look));
}

static http::Response show_logo(http::ReadCall& call) {
    const Appearance look = appearance(call.db);
    if (look.logo.empty() || call.path("hash") != look.logo) throw base::NotFound("an older logo");
    auto bytes = call.services.files->read(files::Hash{look.logo});
    if (!bytes) throw base::NotFound("the logo's file is lost");
    return lasting("image/png", std::move(*bytes));
}

std::vector<PublicWay>& public_ways() {
    static std::vector<PublicWay> ways;
    return ways;
}

void fill_frame(http::ReadCall& call, html::View& frame) {
    const Appearance look = appearance(call.db);
    frame.add("theme").set("href", sheet_address(look));
    if (!look.logo.empty()) frame.add("logo").set("href", "/logo/" + look.logo);
    for (const PublicWay& way : public_ways()) {
        if (way.shown && !way.shown(call.db)) continue;
        const bool current = call.request.path == way.path || call.request.path.starts_with(std::string(way.path) + "/");
        frame.add("navigation").set("href", call.public_path(way.path)).set("label", call.text(way.label_key)).show_if(current, "current");
    }
    if (!look.address.empty()) frame.add("line").set("text", look.address);
    if (!look.phone.empty()) frame.add("phone").set("text", look.phone).set("href", phone_link(look.phone));
    frame.add("door").set("href", "/requests/new").set("label", call.text("site.foot.help"));
    frame.add("door").set("href", "/start").set("label", call.text("site.foot.staff"));
}

void front_routes(http::Routes& routes) {
    routes.get("/", http::anyone, show_front).public_page();
    routes.get("/schools", http::anyone, show_schools).public_page();
    routes.get("/schools/{school}", http::anyone, show_school).public_page();
    routes.get("/theme/{hash}", http::anyone, show_theme).public_page();
    routes.get("/logo/{hash}", http::anyone, show_logo).public_page();
}

}  // namespace site
