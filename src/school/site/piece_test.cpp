#include "site/piece.h"

#include <gtest/gtest.h>

#include "site/feed.h"
#include "site/map.h"
#include "site/news_item.h"
#include "site/news_write.h"
#include "site/page_path.h"
#include "site/slug.h"

using namespace site;

static auth::Viewer who(std::vector<auth::Grant> grants) { return {auth::AccountId{7}, "Kim", std::move(grants), auth::Proof::session}; }
static auth::Grant everywhere(auth::Permission permission) { return {std::string(permission.name), auth::ScopeKind::everywhere, 0}; }
static auth::Grant at(auth::Permission permission, std::int64_t school) { return {std::string(permission.name), auth::ScopeKind::school, school}; }

TEST(Piece, IsWrittenByWhomItWasGivenTo) {
    const Belongs district_news{PieceKind::news, {}, {}};
    const Belongs north_news{PieceKind::news, {{1}}, {}};
    const Belongs both_news{PieceKind::news, {{1}, {2}}, {}};
    const Belongs health{PieceKind::page, {}, "/health/vaccines"};
    const Belongs healthy{PieceKind::page, {}, "/healthy"};
    const Belongs north_page{PieceKind::page, {{1}}, "/north/hours"};

    struct Case {
        const char* name;
        std::vector<auth::Grant> grants;
        std::vector<std::string> sections;
        bool district_news, north_news, both_news, health, healthy, north_page;
    };
    const Case cases[] = {
        {"nobody", {}, {}, false, false, false, false, false, false},
        {"news everywhere", {everywhere(may_write_news)}, {}, true, true, true, false, false, false},
        {"principal of 1", {at(may_write_news, 1)}, {}, false, true, false, false, false, false},
        {"principal of both", {at(may_write_news, 1), at(may_write_news, 2)}, {}, false, true, true, false, false, false},
        {"pages everywhere", {everywhere(may_write_pages)}, {}, false, false, false, true, true, true},
        {"pages of 1", {at(may_write_pages, 1)}, {}, false, false, false, false, false, true},
        {"nurse", {everywhere(may_write_sections)}, {"/health"}, false, false, false, true, false, false},
        {"reviewer alone", {everywhere(may_publish)}, {}, false, false, false, false, false, false},
    };
    for (const auto& one : cases) {
        const auto viewer = who(one.grants);
        const Editor editor{&viewer, one.sections, false};
        EXPECT_EQ(editor.may_write(district_news), one.district_news) << one.name;
        EXPECT_EQ(editor.may_write(north_news), one.north_news) << one.name;
        EXPECT_EQ(editor.may_write(both_news), one.both_news) << one.name;
        EXPECT_EQ(editor.may_write(health), one.health) << one.name;
        EXPECT_EQ(editor.may_write(healthy), one.healthy) << one.name;
        EXPECT_EQ(editor.may_write(north_page), one.north_page) << one.name;
    }
}

TEST(Piece, IsPublishedByItsWriterUnlessASecondLookIsNeeded) {
    const Belongs north_news{PieceKind::news, {{1}}, {}};
    const auto principal = who({at(may_write_news, 1)});
    const auto reviewer = who({at(may_publish, 1)});
    const auto other_reviewer = who({at(may_publish, 2)});
    EXPECT_TRUE((Editor{&principal, {}, false}.may_release(north_news)));
    EXPECT_FALSE((Editor{&principal, {}, true}.may_release(north_news)));
    EXPECT_TRUE((Editor{&reviewer, {}, true}.may_release(north_news)));
    EXPECT_TRUE((Editor{&reviewer, {}, true}.may_see(north_news)));
    EXPECT_FALSE((Editor{&other_reviewer, {}, true}.may_see(north_news)));
    EXPECT_FALSE((Editor{&reviewer, {}, true}.may_release({PieceKind::news, {}, {}}))) << "the district's needs the district";
}

TEST(Piece, HasOneStateAtAMoment) {
    const auto now = base::from_ms(1'000'000);
    const auto later = now + std::chrono::hours(1);
    Piece piece;
    EXPECT_EQ(piece.state(now), State::draft);
    piece.latest.asked_at = now;
    EXPECT_EQ(piece.state(now), State::review);
    piece.next = Publication{.from = later};
    EXPECT_EQ(piece.state(now), State::scheduled);
    piece.live = Publication{.from = now};
    EXPECT_EQ(piece.state(now), State::published);
    piece.live->expires_at = later;
    EXPECT_EQ(piece.state(now), State::published);
    EXPECT_EQ(piece.state(later), State::expired);
    piece.withdrawn_at = now;
    EXPECT_EQ(piece.state(now), State::withdrawn);
}

TEST(PagePath, IsPlain) {
    EXPECT_EQ(parse_page_path("/health/vaccines"), "/health/vaccines");
    EXPECT_EQ(parse_page_path(" Health/Vaccines/ "), "/health/vaccines");
    for (const char* bad : {"", "/", "/es", "/es/health", "/a b", "/a/../b", "/a//b", "/ñ", "/a.html", "/-a", "/a/b/c/d/e/f", "/a?b", "/a_b"}) EXPECT_FALSE(parse_page_path(bad)) << bad;
    EXPECT_FALSE(parse_page_path("/" + std::string(61, 'a')));
}

TEST(Redirects, AreReadFromPastedLines) {
    EXPECT_EQ(parse_old_address("https://old.example/Page/12?id=3#top"), "/Page/12?id=3");
    EXPECT_EQ(parse_old_address("/menu/"), "/menu");
    for (const char* bad : {"", "/", "menu", "//x", "https://old.example", "/es/menu", "/a b", "/\"x"}) EXPECT_FALSE(parse_old_address(bad)) << bad;
    EXPECT_EQ(parse_target("https://x.example/a"), "https://x.example/a");
    for (const char* bad : {"", "javascript:alert(1)", "//x", "mailto:a@b.example", "#a"}) EXPECT_FALSE(parse_target(bad)) << bad;

    const auto lines = parse_redirect_lines("/old.html, /health\n\n\"/a\"\t\"/b\"\n/x;/x\nnonsense\n/c, javascript:x\n");
    ASSERT_EQ(lines.size(), 5u);
    EXPECT_EQ(lines[0].from, "/old.html");
    EXPECT_EQ(lines[0].target, "/health");
    EXPECT_EQ(lines[1].line, 3);
    EXPECT_EQ(lines[1].from, "/a");
    EXPECT_EQ(lines[1].problem, "");
    EXPECT_EQ(lines[2].problem, "site.page.redirect.loop");
    EXPECT_EQ(lines[3].problem, "site.page.redirect.bad_from");
    EXPECT_EQ(lines[4].problem, "site.page.redirect.bad_target");
}

TEST(NewsWords, HasAnAddressAndANameForEver) {
    EXPECT_EQ(slug_of("Día de nieve: ¡la escuela está cerrada!"), "dia-de-nieve-la-escuela-esta-cerrada");
    EXPECT_EQ(slug_of("日本"), "");
    EXPECT_LE(slug_of(std::string(50, 'a') + " " + std::string(50, 'b')).size(), 60u);
    EXPECT_EQ(news_path(12, {.en = {}, .es = {"Nieve", ""}}), "/news/12-nieve");
    EXPECT_EQ(news_path(12, {.en = {"日本", ""}, .es = {}}), "/news/12");
    EXPECT_EQ(tag_of("https://schools.example:8443/x", *base::parse_day("2026-03-09"), "abc"), "tag:schools.example,2026-03-09:news/abc");
}

TEST(Feed, CannotBeBrokenByItsWords) {
    Feed feed{.id = "tag:x", .title = "A & B", .author = "<D>", .home = "https://x/news", .self = "https://x/news/feed.atom", .language = html::Language::en, .entries = {}};
    EXPECT_NE(atom_of(feed).find("<updated>1970-01-01T00:00:00.000Z</updated>"), std::string::npos);
    feed.entries.push_back({.id = "tag:1", .url = "https://x/news/1", .title = "]]> \x08<b>", .language = html::Language::es, .html = "<p>a</p>", .published = base::from_ms(5), .updated = base::from_ms(9), .categories = {"\"q\""}});
    const auto atom = atom_of(feed);
    EXPECT_NE(atom.find("<title>A &amp; B</title>"), std::string::npos);
    EXPECT_NE(atom.find("<title>]]&gt; &lt;b&gt;</title>"), std::string::npos);
    EXPECT_NE(atom.find("&lt;p&gt;a&lt;/p&gt;"), std::string::npos);
    EXPECT_NE(atom.find("<entry xml:lang=\"es\">"), std::string::npos);
    EXPECT_EQ(feed.updated(), base::from_ms(9));
}

TEST(SiteMap, NamesEachPageInBothLanguages) {
    const auto map = map_of("https://x.example", {{"/", {}}, {"/health", base::from_ms(0)}});
    EXPECT_NE(map.find("<loc>https://x.example/es</loc>"), std::string::npos);
    EXPECT_NE(map.find("<loc>https://x.example/es/health</loc><lastmod>1970-01-01T00:00:00.000Z</lastmod>"), std::string::npos);
    EXPECT_NE(map.find("hreflang=\"es\" href=\"https://x.example/es/health\""), std::string::npos);
}
