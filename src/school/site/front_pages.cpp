#include <fmt/format.h>

#include "athletics/athletics.h"
#include "base/error.h"
#include "calendar/calendar.h"
#include "files/files.h"
#include "html/format.h"
#include "http/routes.h"
#include "menu/menu.h"
#include "site/appearance.h"
#include "site/embed.h"
#include "site/news.h"
#include "site/page.h"
#include "site/pages.h"
#include "site/piece_pictures.h"
#include "site/website.h"

namespace site {

/// A family must find what it looks for without a site too: then the start page of the help desk is the front.
static http::Response to_start(http::ReadCall& call) { return call.redirect("/start"); }

/// "Open today 8:00–16:00", as the school's calendar has it.
static std::string today_words(http::ReadCall& call, roster::OrgId school) {
    const auto hours = calendar::calendar_of(call.db, school, call.now).hours(call.today());
    if (!hours) return call.text("site.schools.closed_today");
    return call.text("site.schools.open_today", {{"from", calendar::clock_text(hours->opens)}, {"to", calendar::clock_text(hours->closes)}});
}

static void fill_schools(http::ReadCall& call, html::View& view) {
    for (const auto& address : roster::school_addresses(call.db)) {
        const auto contact = school_contact(call.db, address.school.id);
        auto row = view.add("school");
        row.set("name", address.school.name).set("href", call.public_path("/schools/" + address.slug));
        row.set("hours", today_words(call, address.school.id));
        if (!contact.phone.empty()) row.add("school_phone").set("text", contact.phone).set("number", dialled(contact.phone));
        if (!contact.address.empty()) row.add("school_address").set("text", contact.address);
    }
}

constexpr int days_ahead = 21;
constexpr std::size_t most_events = 6;
constexpr int most_news = 5;

/// Answers until when its pictures may be shown by the clock alone.
static std::optional<base::Instant> fill_news(http::ReadCall& call, html::View& view, std::optional<roster::OrgId> school) {
    std::optional<base::Instant> holds_until;
    const auto news = latest_news(call.db, call.now, school, most_news, call.language);
    if (news.empty()) return holds_until;
    auto list = view.add("news");
    const auto everything = school ? "/news/school/" + roster::school_slug(call.db, *school) : "/news";
    list.set("all", call.public_path(everything));
    const auto names = school_names(call.db);
    for (const auto& line : news) {
        auto row = list.add("item");
        row.set("href", call.public_path(line.path)).set("title", line.title).set("lang", html::code(line.language)).set("summary", line.summary);
        row.set("when", html::moment_words(call.language, call.zone, call.now, line.at)).set("iso", base::to_iso(line.at));
        for (const auto id : line.schools) {
            if (const auto name = names.find(id.value); name != names.end()) row.add("of_school").set("name", name->second);
        }
        holds_until = earlier(holds_until, show_small(call, row, {line.id}));
    }
    return holds_until;
}

/// Lunch, dates and news, of one school or of all. Answers when something of it is over.
static std::optional<base::Instant> fill_today(http::ReadCall& call, html::View& view, std::optional<roster::OrgId> school, const std::string& slug) {
    view.set("day", html::day_words(call.language, call.today(), call.today())).set("iso", base::to_iso(call.today()));
    if (menu::show_today(call, call.db, view, school)) {
        auto ways = view.add("menu_ways");
        ways.set("weeks", call.public_path(slug.empty() ? "/menu" : "/menu/" + slug));
        if (!slug.empty()) ways.add("subscribe").set("href", call.public_path(fmt::format("/menu/{}/calendar.ics", slug)));
    } else {
        view.show("no_menu");
    }
    auto events = view.add("events");
    const auto next = calendar::show_next(call, events, days_ahead, school, most_events);
    events.show_if(!next.any, "none");
    events.set("all", call.public_path(slug.empty() ? "/events" : "/events/school/" + slug));
    return earlier(next.holds_until, fill_news(call, view, school));
}

static http::Response show_front(http::ReadCall& call) {
    const Appearance look = appearance(call.db);
    if (!look.open) return to_start(call);
    html::View view;
    view.set("district", call.district()).set("find", call.public_path("/find"));
    const auto holds_until = fill_today(call, view, std::nullopt, "");
    fill_schools(call, view);
    if (!look.phone.empty()) view.add("phone").set("text", look.phone).set("number", dialled(look.phone));
    const auto feed = call.public_path("/news/feed.atom");
    const auto frames = place_embeds(call, view, {EmbedPlace::Kind::district, {}});
    auto response = call.public_page("site/front", call.text("site.front.title"), std::move(view),
                                     {.description = call.text("site.front.description", {{"district", call.district()}}), .feed = feed, .wide = true});
    allow_frames(response, frames);
    response.ends_by(holds_until);
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
    view.set("name", school->name).set("back", call.public_path("/schools")).set("hours", today_words(call, school->id));
    const auto holds_until = fill_today(call, view, school->id, std::string(call.path("school")));
    if (!contact.phone.empty()) view.add("phone").set("text", contact.phone).set("number", dialled(contact.phone));
    if (!contact.address.empty()) view.add("address").set("text", contact.address);
    if (!contact.website.empty()) view.add("website").set("href", contact.website);
    const auto frames = place_embeds(call, view, {EmbedPlace::Kind::school, school->id});
    auto response = call.public_page("site/school", school->name, std::move(view), {.description = {}, .feed = {}, .wide = true});
    allow_frames(response, frames);
    response.ends_by(holds_until);
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

/// The others are at the foot of the page there, with the pages.
constexpr int ways_on_phones = 4;

/// The school whose page this is, whichever room shows it: its address says so.
static std::optional<roster::OrgId> school_of_page(http::ReadCall& call) {
    static constexpr std::string_view beginnings[] = {"/schools/", "/menu/", "/events/school/", "/news/school/", "/teams/school/", "/staff/"};
    const std::string_view path = call.request.path;
    for (const auto beginning : beginnings) {
        if (!path.starts_with(beginning)) continue;
        const auto rest = path.substr(beginning.size());
        const auto school = roster::find_school_by_slug(call.db, rest.substr(0, rest.find('/')));
        return school ? std::optional(school->id) : std::nullopt;
    }
    return std::nullopt;
}

/// On every page what concerns the whole district, on a school's pages what concerns that school too, and on the front page what concerns any; each
/// with the name of its school.
static void fill_banners(http::ReadCall& call, html::View& frame) {
    const auto banners = call.request.path == "/" ? current_banners(call.db, call.now, call.language)
                                                  : banners_of_page(call.db, call.now, school_of_page(call), call.language);
    if (banners.empty()) return;
    auto box = frame.add("banners");
    for (const auto& banner : banners) {
        const auto org = banner.school ? roster::find_org(call.db, *banner.school) : std::nullopt;
        auto part = box.add("banner");
        part.set("text", org ? fmt::format("{}: {}", org->name, banner.text) : banner.text).set("lang", html::code(banner.language));
        part.show_if(banner.level != "notice", "urgent");
        if (!banner.path.empty()) part.add("more").set("href", banner.path.starts_with('/') ? link_address(call, banner.path) : banner.path);
    }
}

std::optional<base::Instant> fill_frame(http::ReadCall& call, html::View& frame) {
    const Appearance look = appearance(call.db);
    frame.add("theme").set("href", sheet_address(look));
    if (!look.logo.empty()) frame.add("logo").set("href", "/logo/" + look.logo);
    int shown = 0;
    for (const PublicWay& way : public_ways()) {
        if (way.shown && !way.shown(call.db)) continue;
        const bool current = call.request.path == way.path || call.request.path.starts_with(std::string(way.path) + "/");
        auto item = frame.add("navigation");
        item.set("href", call.public_path(way.path)).set("label", call.text(way.label_key)).show_if(current, "current");
        item.show_if(++shown > ways_on_phones, "desk_only");
        frame.add("everything").set("href", call.public_path(way.path)).set("label", call.text(way.label_key));
    }
    for (const auto& page : navigation_pages(call.db, call.now, call.language)) {
        frame.add("everything").set("href", call.public_path(page.path)).set("label", page.title);
    }
    fill_banners(call, frame);
    if (!look.address.empty()) frame.add("line").set("text", look.address);
    if (!look.phone.empty()) frame.add("phone").set("text", look.phone).set("number", dialled(look.phone));
    frame.add("door").set("href", "/requests/new").set("label", call.text("site.foot.help"));
    frame.add("door").set("href", "/start").set("label", call.text("site.foot.staff"));
    return next_change(call.db, call.now);
}

static http::Response show_page_or_redirect(http::ReadCall& call) {
    if (auto answer = answer_page(call)) return std::move(*answer);
    throw base::NotFound("no such page");
}

void front_routes(http::Routes& routes) {
    routes.get("/", http::anyone, show_front).public_page();
    routes.otherwise(show_page_or_redirect);
    routes.get("/schools", http::anyone, show_schools).public_page();
    routes.get("/schools/{school}", http::anyone, show_school).public_page();
    routes.get("/theme/{hash}", http::anyone, show_theme).public_page();
    routes.get("/logo/{hash}", http::anyone, show_logo).public_page();
}

}  // namespace site
