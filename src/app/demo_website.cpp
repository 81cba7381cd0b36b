// The public site of the demo: pages, news of the district and of each school, who writes what. No words are put into the mouth of anybody.
#include <algorithm>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/demo_website_words.h"
#include "auth/account.h"
#include "auth/password.h"
#include "site/appearance.h"
#include "site/news_write.h"
#include "site/page_item.h"
#include "site/section.h"

namespace app {

using site::PieceId;

static const DemoPerson& person(const Demo& demo, std::string_view who) { return *std::ranges::find(demo.people, who, &DemoPerson::who); }

static auth::Viewer viewer_of(db::Read& db, const DemoPerson& who) {
    return {who.account, who.name, auth::grants(db, auth::Viewer::system(), who.account), auth::Proof::session};
}

static const DemoPerson& add_writer(Demo& demo, db::Write& db, const std::string& who, const std::string& name, const std::string& email, const std::string& hash, std::optional<roster::OrgId> school) {
    const auth::Viewer system = auth::Viewer::system();
    const auto account = auth::create_account(db, system, demo.plan.now, {email, name, "en", hash});
    const auto space = name.find(' ');
    const auto id = roster::create_person(db, system, demo.plan.now, {.given_name = name.substr(0, space), .family_name = name.substr(space + 1), .email = email, .role = roster::Role::administrator,
                                                                      .school = school.value_or(demo.schools.front())});
    roster::link_account(db, system, demo.plan.now, id, account);
    demo.people.push_back({who, name, email, account, "", school});
    return demo.people.back();
}

static void publish(db::Write& db, const site::Editor& editor, PieceId id, base::Instant at, const site::Release& how) {
    const auto piece = site::load_piece(db, editor, at, id);
    // The checks have passed these words; that their links lead somewhere is looked at again on every page that shows them to an editor.
    site::release(db, editor, at, piece, piece.revision, how, site::check(piece.latest.words, {.body_needed = piece.belongs.kind == site::PieceKind::page}));
}

static PieceId add_page(Demo& demo, db::Write& db, const site::Editor& editor, const DemoPage& page, std::optional<auth::AccountId> owner, std::optional<PieceId> parent) {
    const auto written = demo.plan.now - std::chrono::days(page.days_ago);
    const auto today = std::chrono::floor<std::chrono::days>(demo.plan.now);
    const site::PageSettings settings{.path = std::string(page.path), .schools = {}, .owner = owner, .review_on = today + std::chrono::days(page.review_in), .in_menu = page.in_menu, .parent = parent,
                                      .menu_order = page.order};
    const auto id = site::create_page(db, editor, written, settings, {.en = {std::string(page.title_en), std::string(page.body_en)}, .es = {std::string(page.title_es), std::string(page.body_es)}}, "");
    publish(db, editor, id, written, {});
    return id;
}

static void add_news(Demo& demo, db::Write& db, const site::Editor& editor, const DemoNews& news, std::optional<roster::OrgId> school, const std::string& school_name) {
    const auto written = demo.plan.now - std::chrono::hours(news.hours_ago);
    auto words = [&](std::string_view text) {
        std::string said(text);
        for (auto at = said.find("{school}"); at != std::string::npos; at = said.find("{school}")) said.replace(at, 8, school_name);
        return said;
    };
    site::NewsSettings settings{{}, {.families = true, .staff = news.for_staff, .students = news.for_students}};
    if (school) settings.schools = {*school};
    const auto id = site::create_news(db, editor, written, settings, {.en = {words(news.title_en), words(news.body_en)}, .es = {words(news.title_es), words(news.body_es)}}, "", demo.house.services().public_url);
    site::Release how;
    if (news.begins_in_hours > 0) how.from = demo.plan.now + std::chrono::hours(news.begins_in_hours);
    if (news.ends_after_hours > 0) how.expires = how.from.value_or(written) + std::chrono::hours(news.ends_after_hours);
    publish(db, editor, id, written, how);
}

/// Open, with a colour, a telephone, and what families need of each school.
static void open_site(Demo& demo, db::Write& db) {
    const auth::Viewer system = auth::Viewer::system();
    site::Appearance look = site::appearance(db);
    look.open = true;
    look.phone = "(555) 010-0100";
    look.address = "1 River Street, Riverbend";
    site::save_appearance(db, system, demo.plan.now, look);
    int number = 0;
    for (const auto school : demo.schools) {
        ++number;
        site::save_contact(db, system, demo.plan.now, {school, fmt::format("(555) 010-0{}10", number), fmt::format("{} School Road, Riverbend", number * 12), ""});
    }
}

void add_demo_website(Demo& demo) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    demo.house.database().write([&](db::Write& db) {
        const auth::Viewer system = auth::Viewer::system();
        open_site(demo, db);
        const auto first = demo.schools.front();
        auth::grant(db, system, demo.plan.now, person(demo, "principal").account, {std::string(site::may_write_news.name), auth::ScopeKind::school, first.value});
        const auto nurse = add_writer(demo, db, "nurse", "Hana Novak", "hana@riverbend.example", hash, std::nullopt);

        const auto web = viewer_of(db, person(demo, "webmaster"));
        const auto editor = site::editor_of(db, web);
        site::add_section(db, web, demo.plan.now, "/health");
        site::add_writer(db, web, demo.plan.now, site::sections(db).front().id, nurse.account);
        // The first stands in the head of the site, the others below it.
        std::optional<PieceId> top;
        for (const auto& page : demo_pages) {
            const auto id = add_page(demo, db, editor, page, page.path == "/health" ? nurse.account : web.account(), top);
            if (!top) top = id;
        }
        for (const auto& news : demo_district_news) add_news(demo, db, editor, news, std::nullopt, "");
        std::size_t number = 0;
        for (const auto school : demo.schools) {
            const auto name = roster::find_org(db, school)->name;
            for (const auto& news : demo_school_news) {
                auto later = news;
                later.hours_ago += static_cast<int>(number) * 7;
                add_news(demo, db, editor, later, school, name);
            }
            ++number;
        }
    });
}

}  // namespace app
