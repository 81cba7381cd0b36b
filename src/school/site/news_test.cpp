#include <boost/json.hpp>

#include "site/piece.h"
#include "site/testing_publishing.h"

using namespace site;
using namespace std::chrono_literals;
using site::testing::Publishing;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_ON_EVERY_BACKEND(News, IsWrittenLookedAtAndPublished, Publishing) {
    EXPECT_TRUE(shows(web().get("/website/news"), "No news yet"));
    EXPECT_EQ(web().get("/website/news/new").status, 200);
    const auto made = web().post("/website/news", {{"title_en", "Bus 12 is late"}, {"body_en", "It is **ten minutes** late."}, {"whole_district", "1"}, {"for_families", "1"}});
    ASSERT_EQ(made.status, 303);
    const auto at = led_to(made);
    EXPECT_TRUE(shows(web().get(at), "<strong>ten minutes</strong>"));
    EXPECT_TRUE(shows(web().get(at), "Nothing to mend"));
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("Bus 12"))) << "a draft";

    EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/news"), "Bus 12 is late"));
    const auto path = "/news/" + at.substr(at.rfind('/') + 1) + "-bus-12-is-late";
    EXPECT_TRUE(shows(family().get(path), "<strong>ten minutes</strong>"));
    const auto short_way = family().get(path.substr(0, path.find('-')));
    EXPECT_EQ(short_way.status, 308);
    EXPECT_EQ(led_to(short_way), path);
    EXPECT_EQ(family().get("/news/999").status, 404);
    EXPECT_EQ(family().get("/news/page/2").status, 404);
}

TEST_ON_EVERY_BACKEND(News, ShowsTheOtherLanguageWithASentence, Publishing) {
    published_news("Bus 12 is late", "Ten minutes.");
    const auto id = published_news("", "", "La biblioteca abre", "Mañana a las ocho.");
    EXPECT_TRUE(shows(family().get("/es/news"), "Esto se escribió solo en inglés."));
    EXPECT_TRUE(shows(family().get("/es/news"), "<h2 lang=\"en\">"));
    const auto path = "/news/" + std::to_string(id) + "-la-biblioteca-abre";
    EXPECT_TRUE(shows(family().get(path), "This was written in Spanish only."));
    EXPECT_THAT(text(family().get("/es" + path)), Not(HasSubstr("solo en inglés")));
}

TEST_ON_EVERY_BACKEND(News, AppearsAndGoesByTheClock, Publishing) {
    const auto at = led_to(web().post("/website/news", {{"title_en", "Concert"}, {"body_en", "Tonight."}, {"whole_district", "1"}, {"for_families", "1"}}));
    // 10:35 in Chicago; public from 11:00 to 15:00 on the clocks of the district.
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}, {"from", "2026-03-09T11:00"}, {"expires", "2026-03-09T10:00"}}).status, 422);
    const auto odd = web().post(at + "/publication", {{"seen", "1"}, {"from", "2026-03-09T25:00"}});
    EXPECT_EQ(odd.status, 422);
    EXPECT_TRUE(shows(odd, "<p class=\"field-error\">Write day and time"));
    ASSERT_EQ(web().post(at + "/publication", {{"seen", "1"}, {"from", "2026-03-09T11:00"}, {"expires", "2026-03-09T15:00"}}).status, 303);
    EXPECT_TRUE(shows(web().get(at), "Scheduled"));
    const auto before = family().get("/news");
    EXPECT_THAT(text(before), Not(HasSubstr("Concert")));
    const auto change = read([&](db::Read& db) { return next_change(db, now); });
    ASSERT_TRUE(change);
    EXPECT_EQ(*change, now + 25min);
    now = *change;
    EXPECT_TRUE(shows(family().get("/news"), "Concert")) << "no commit, only the clock";
    const auto path = "/news/" + at.substr(at.rfind('/') + 1) + "-concert";
    EXPECT_EQ(family().get(path).status, 200);
    now += 4h;
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("Concert")));
    EXPECT_EQ(family().get(path).status, 410);
    EXPECT_TRUE(shows(family().get(path), "The time of this news is over."));
}

TEST_ON_EVERY_BACKEND(News, AScheduleCanBeTakenBack, Publishing) {
    const auto at = led_to(web().post("/website/news", {{"title_en", "Concert"}, {"whole_district", "1"}, {"for_families", "1"}}));
    web().post(at + "/publication", {{"seen", "1"}, {"from", "2026-03-09T11:00"}});
    EXPECT_EQ(web().post(at + "/unscheduling", {{"seen", "2"}}).status, 303);
    now += 1h;
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("Concert")));
    EXPECT_TRUE(shows(web().get(at), "Draft"));
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "3"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/news"), "Concert"));
}

TEST_ON_EVERY_BACKEND(News, WhatIsScheduledLeavesTheTimeOfWhatIsPublic, Publishing) {
    const auto id = published_news("Concert", "In the gym.");
    const auto at = "/website/news/" + std::to_string(id);
    const auto path = "/news/" + std::to_string(id) + "-concert";
    const auto write_words = [&](const std::string& body) {
        return web().post(at + "/words", {{"seen", std::to_string(revision(id))}, {"title_en", "Concert"}, {"body_en", body}, {"whole_district", "1"}, {"for_families", "1"}}).status;
    };
    const auto publish = [&](const std::string& from, const std::string& expires) {
        return web().post(at + "/publication", {{"seen", std::to_string(revision(id))}, {"from", from}, {"expires", expires}}).status;
    };
    ASSERT_EQ(publish("", "2026-03-09T12:00"), 303);
    ASSERT_EQ(write_words("In the hall."), 303);
    ASSERT_EQ(publish("2026-03-09T14:00", "2026-03-09T15:00"), 303);
    now += 90min;  // 12:05
    EXPECT_EQ(family().get(path).status, 410) << "its own time is over, whatever comes later";
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("Concert")));
    EXPECT_TRUE(shows(web().get("/website/news"), "</span>Over</span>"));
    EXPECT_EQ(read([&](db::Read& db) { return next_change(db, now); }), now + 115min);
    now += 2h;  // 14:05
    EXPECT_TRUE(shows(family().get(path), "In the hall."));
    now += 1h;  // 15:05
    EXPECT_EQ(family().get(path).status, 410);
    ASSERT_EQ(write_words("In the park."), 303);
    ASSERT_EQ(publish("2026-03-09T17:00", ""), 303);
    EXPECT_EQ(family().get(path).status, 410) << "what had expired does not come back";
    ASSERT_EQ(web().post(at + "/unscheduling", {{"seen", std::to_string(revision(id))}}).status, 303);
    EXPECT_EQ(family().get(path).status, 410);
    EXPECT_TRUE(shows(web().get(at), "</span>Over</span>"));
}

TEST_ON_EVERY_BACKEND(News, AScheduleTakenBackLeavesTheEndAsItWas, Publishing) {
    const auto at = published_page("/concert", "Concert", "In the gym.");
    ASSERT_EQ(web().post(at + "/publication", {{"seen", "2"}, {"expires", "2026-03-09T15:00"}}).status, 303);
    ASSERT_EQ(web().post(at + "/words", {{"seen", "3"}, {"title_en", "Concert"}, {"body_en", "In the hall."}}).status, 303);
    ASSERT_EQ(web().post(at + "/publication", {{"seen", "4"}, {"from", "2026-03-09T11:00"}, {"expires", "2026-03-09T11:30"}}).status, 303);
    ASSERT_EQ(web().post(at + "/unscheduling", {{"seen", "5"}}).status, 303);
    now += 2h;  // 12:35
    EXPECT_TRUE(shows(family().get("/concert"), "In the gym."));
    EXPECT_TRUE(shows(web().get(at), "value=\"2026-03-09T15:00\"")) << "the end that stands";
    now += 3h;  // 15:35
    EXPECT_EQ(family().get("/concert").status, 410);
}

TEST_ON_EVERY_BACKEND(News, WithdrawnSaysSoAtItsAddressAndInFeeds, Publishing) {
    const auto id = published_news("Wrong date", "Friday.");
    const auto at = "/website/news/" + std::to_string(id);
    EXPECT_TRUE(shows(family().get("/news/feed.atom"), "Friday."));
    const auto asked = web().post(at + "/withdrawal", {{"seen", "2"}});
    EXPECT_TRUE(shows(asked, "Take it off the website?"));
    EXPECT_EQ(family().get("/news/" + std::to_string(id) + "-wrong-date").status, 200) << "asked first";
    ASSERT_EQ(web().post(at + "/withdrawal", {{"seen", "2"}, {"why", "Wrong day"}, {"confirmed", "1"}}).status, 303);
    const auto gone = family().get("/news/" + std::to_string(id) + "-wrong-date");
    EXPECT_EQ(gone.status, 410);
    EXPECT_TRUE(shows(gone, "withdrawn by the district"));
    EXPECT_THAT(text(gone), Not(HasSubstr("Friday")));
    const auto feed = text(family().get("/news/feed.atom"));
    EXPECT_THAT(feed, HasSubstr("<title>Withdrawn</title>"));
    EXPECT_THAT(feed, Not(HasSubstr("Friday")));
    EXPECT_EQ(web().post(at + "/return-to-site", {{"seen", "3"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/news"), "Wrong date"));
}

TEST_ON_EVERY_BACKEND(News, FeedsKeepTheNameAndMoveOnMeaning, Publishing) {
    const auto id = published_news("Bus 12", "Ten minutes late.");
    auto first = [&] { return boost::json::parse(text(family().get("/news/feed.json"))).at("items").at(0).as_object(); };
    const auto before = first();
    EXPECT_EQ(before.at("language"), "en");
    EXPECT_THAT(std::string(before.at("id").as_string()), HasSubstr("tag:localhost,2026-03-09:news/"));
    const auto at = "/website/news/" + std::to_string(id);
    now += 1h;
    web().post(at + "/words", {{"seen", "2"}, {"title_en", "Bus 12"}, {"body_en", "Ten minutes late!"}, {"whole_district", "1"}, {"for_families", "1"}});
    EXPECT_EQ(first(), before) << "not published yet";
    web().post(at + "/publication", {{"seen", "3"}, {"correction", "1"}});
    EXPECT_EQ(first().at("date_modified"), before.at("date_modified"));
    EXPECT_NE(first().at("content_html"), before.at("content_html"));
    web().post(at + "/words", {{"seen", "4"}, {"title_en", "Bus 12"}, {"body_en", "On time."}, {"whole_district", "1"}, {"for_families", "1"}});
    now += 1h;
    web().post(at + "/publication", {{"seen", "5"}});
    EXPECT_NE(first().at("date_modified"), before.at("date_modified"));
    EXPECT_EQ(first().at("id"), before.at("id"));
    EXPECT_EQ(first().at("date_published"), before.at("date_published"));
    EXPECT_THAT(text(family().get("/es/news/feed.atom")), HasSubstr("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"es\">"));
}

TEST_ON_EVERY_BACKEND(News, APrincipalWritesTheNewsOfOneSchoolAlone, Publishing) {
    const auto theirs = published_news("District", "All.");
    auto page = by(principal);
    const std::string north_id = std::to_string(north.value);
    EXPECT_THAT(text(page.get("/website/news/new")), Not(HasSubstr("whole_district\" name")));
    EXPECT_THAT(text(page.get("/website/news/new")), Not(HasSubstr("South School")));
    EXPECT_EQ(page.post("/website/news", {{"title_en", "A"}, {"whole_district", "1"}, {"for_families", "1"}}).status, 403);
    EXPECT_EQ(page.post("/website/news", {{"title_en", "A"}, {"school", std::to_string(south.value)}, {"for_families", "1"}}).status, 403);
    EXPECT_EQ(page.post("/website/news", {{"title_en", "A"}, {"school", north_id}, {"school", std::to_string(south.value)}, {"for_families", "1"}}).status, 403);
    EXPECT_EQ(page.post("/website/news", {{"title_en", "A"}, {"for_families", "1"}}).status, 422) << "no place is not the district";
    const auto made = page.post("/website/news", {{"title_en", "Chess club"}, {"school", north_id}, {"for_families", "1"}});
    ASSERT_EQ(made.status, 303);
    EXPECT_EQ(page.post(led_to(made) + "/publication", {{"seen", "1"}}).status, 303);
    EXPECT_EQ(page.post(led_to(made) + "/words", {{"seen", "2"}, {"title_en", "Chess club"}, {"whole_district", "1"}, {"for_families", "1"}}).status, 403);

    const auto other = "/website/news/" + std::to_string(theirs);
    for (const char* way : {"", "/words", "/history", "/compare"}) EXPECT_EQ(page.get(other + way).status, 404) << way;
    for (const char* way : {"/words", "/publication", "/withdrawal", "/question", "/return", "/unscheduling", "/return-to-site"}) {
        EXPECT_EQ(page.post(other + way, {{"seen", "2"}, {"confirmed", "1"}}).status, 404) << way;
    }
    EXPECT_THAT(text(page.get("/website/news")), Not(HasSubstr("District")));
    EXPECT_EQ(page.get("/website/pages").status, 403);
    EXPECT_EQ(page.post("/website/pages", {{"title_en", "A"}, {"path", "/a"}}).status, 403);
    EXPECT_EQ(page.get("/website/redirects").status, 403);
    EXPECT_EQ(page.get("/website/sections").status, 403);

    EXPECT_TRUE(shows(family().get("/news/school/north-school"), "Chess club"));
    EXPECT_TRUE(shows(family().get("/news/school/north-school"), "District"));
    EXPECT_THAT(text(family().get("/news/school/south-school")), Not(HasSubstr("Chess club")));
    EXPECT_EQ(family().get("/news/school/nowhere").status, 404);
}

TEST_ON_EVERY_BACKEND(News, WaitsForASecondLookWhereTheDistrictWantsOne, Publishing) {
    EXPECT_EQ(web().post("/website/rules", {{"review", "1"}, {"longest", "120"}}).status, 303);
    EXPECT_EQ(by(principal).post("/website/rules", {{"longest", "120"}}).status, 403);
    auto page = by(principal);
    const auto at = led_to(page.post("/website/news", {{"title_en", "Chess club"}, {"school", std::to_string(north.value)}, {"for_families", "1"}}));
    EXPECT_EQ(page.post(at + "/publication", {{"seen", "1"}}).status, 403);
    EXPECT_TRUE(shows(page.get(at), "Ask for a second look"));
    EXPECT_EQ(page.post(at + "/question", {{"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(web().get("/website/todo"), "Chess club"));
    EXPECT_EQ(web().post(at + "/return", {{"seen", "2"}}).status, 422) << "without a word why";
    EXPECT_EQ(web().post(at + "/return", {{"seen", "2"}, {"why", "Say when"}}).status, 303);
    EXPECT_TRUE(shows(page.get(at), "Say when"));
    page.post(at + "/words", {{"seen", "3"}, {"title_en", "Chess club on Friday"}, {"school", std::to_string(north.value)}, {"for_families", "1"}});
    EXPECT_EQ(page.post(at + "/question", {{"seen", "4"}}).status, 303);
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "5"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/news"), "Chess club on Friday"));
    // What is public stays as it is until the change was looked at.
    page.post(at + "/words", {{"seen", "6"}, {"title_en", "Chess club on Monday"}, {"school", std::to_string(north.value)}, {"for_families", "1"}});
    EXPECT_TRUE(shows(family().get("/news"), "Chess club on Friday"));
    EXPECT_EQ(page.post(at + "/words", {{"seen", "7"}, {"title_en", "Chess club on Monday"}, {"school", std::to_string(north.value)}, {"for_families", "1"}, {"for_staff", "1"}}).status, 403)
        << "labels are public at once";
    EXPECT_EQ(page.post(at + "/withdrawal", {{"seen", "7"}, {"confirmed", "1"}}).status, 303) << "taking away needs no second look";
    EXPECT_EQ(page.post(at + "/return-to-site", {{"seen", "8"}}).status, 403);
}

TEST_ON_EVERY_BACKEND(News, TheChecksHoldBackAndAnEmergencyGoesFirst, Publishing) {
    const auto at = led_to(web().post("/website/news", {{"title_en", "Gas leak"}, {"body_en", "Leave the building. [Click here](/evacuation)"}, {"whole_district", "1"}, {"for_families", "1"}}));
    EXPECT_TRUE(shows(web().get(at), "Nothing is at /evacuation."));
    EXPECT_TRUE(shows(as("web", html::Language::es).get(at), "No hay nada en /evacuation."));
    EXPECT_TRUE(shows(web().get(at), "Publish (the checks hold it back)"));
    const auto refused = web().post(at + "/publication", {{"seen", "1"}, {"from", "soon"}, {"expires", "2026-03-02T10:00"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "<a href=\"#from\">")) << "all at once";
    EXPECT_TRUE(shows(refused, "<a href=\"#expires\">"));
    EXPECT_TRUE(shows(refused, "The checks hold it back. Mend what they name")) << "on the piece's page";
    EXPECT_TRUE(shows(refused, "Nothing is at /evacuation.")) << "beside its checks";
    EXPECT_TRUE(shows(refused, at + "/words"));
    EXPECT_TRUE(shows(refused, "value=\"2026-03-02T10:00\"")) << "kept";
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("Gas leak")));
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}, {"urgent", "1"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/news"), "Gas leak"));
    EXPECT_TRUE(shows(web().get("/website/todo"), "Published in a hurry"));
    EXPECT_TRUE(shows(web().get(at), "To be mended:"));
    now += 25h;
    EXPECT_TRUE(shows(web().get("/website/todo"), "late"));
    web().post(at + "/words", {{"seen", "2"}, {"title_en", "Gas leak"}, {"body_en", "Leave the building."}, {"whole_district", "1"}, {"for_families", "1"}});
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "3"}}).status, 303);
    EXPECT_THAT(text(web().get("/website/todo")), Not(HasSubstr("Published in a hurry")));
}

TEST_ON_EVERY_BACKEND(News, AFormThatCannotBeUsedComesBack, Publishing) {
    const auto refused = web().post("/website/news", {{"body_en", "Kept <words>"}, {"whole_district", "1"}, {"for_families", "1"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Write a title in English or in Spanish."));
    EXPECT_TRUE(shows(refused, "Kept &lt;words&gt;"));
    EXPECT_EQ(web().post("/website/news", {{"title_en", "A"}, {"whole_district", "1"}}).status, 422) << "for nobody";
    EXPECT_EQ(web().post("/website/news", {{"title_en", std::string(201, 'a')}, {"whole_district", "1"}, {"for_staff", "1"}}).status, 422);
    EXPECT_EQ(web().post("/website/news", {{"title_en", "A"}, {"body_en", std::string(100'001, 'a')}, {"whole_district", "1"}, {"for_staff", "1"}}).status, 422);

    const auto at = led_to(web().post("/website/news", {{"title_en", "One"}, {"whole_district", "1"}, {"for_families", "1"}}));
    web().post(at + "/words", {{"seen", "1"}, {"title_en", "Two"}, {"whole_district", "1"}, {"for_families", "1"}});
    const auto stale = web().post(at + "/words", {{"seen", "1"}, {"title_en", "Three"}, {"whole_district", "1"}, {"for_families", "1"}});
    EXPECT_EQ(stale.status, 409);
    EXPECT_TRUE(shows(stale, "value=\"Three\""));
    EXPECT_TRUE(shows(stale, "name=\"seen\" value=\"2\""));
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}}).status, 409);
}

TEST_ON_EVERY_BACKEND(News, ToBeMendedIsToldToItsPlaceHoweverMuchElseIs, Publishing) {
    const auto north_id = std::to_string(north.value);
    const auto hurry = [&](bool of_north, const std::string& title) {
        const std::pair<std::string, std::string> place = of_north ? std::pair<std::string, std::string>{"school", north_id} : std::pair<std::string, std::string>{"whole_district", "1"};
        const auto at = led_to(web().post("/website/news", {{"title_en", title}, {"body_en", "[Click here](/evacuation)"}, place, {"for_families", "1"}}));
        EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}, {"urgent", "1"}}).status, 303);
        return std::stoll(at.substr(at.rfind('/') + 1));
    };
    const auto of_district = hurry(false, "Gas leak");
    const auto mended = [&](auth::AccountId who) {
        const auto viewer = viewer_of(who);
        return read([&](db::Read& db) {
            const auto editor = editor_of(db, viewer);
            const auto before = db.statements_run();
            const auto found = open_repairs(db, editor);
            EXPECT_EQ(db.statements_run() - before, 1) << "one question, however many there are";
            return found;
        });
    };
    write([&](db::Write& db) {
        for (int i = 0; i < 200; ++i) {
            db.query("INSERT INTO site_repair (piece_id, version_id, author_id, made_at, due_at) SELECT piece_id, version_id, author_id, made_at, due_at FROM site_repair WHERE piece_id = :id LIMIT 1")
                .bind("id", of_district)
                .run();
        }
    });
    now += 1min;
    hurry(true, "Water main");
    const auto theirs = mended(principal);
    ASSERT_EQ(theirs.size(), 1u);
    EXPECT_EQ(theirs[0].title, "Water main");
    EXPECT_EQ(mended(account("web")).size(), 200u);
    EXPECT_TRUE(mended(nurse).empty());
}

TEST_ON_EVERY_BACKEND(News, OfASchoolThatWasClosedIsStillRead, Publishing) {
    const auto at = led_to(web().post("/website/news", {{"title_en", "Farewell"}, {"body_en", "Thank you."}, {"school", std::to_string(north.value)}, {"school", std::to_string(south.value)}, {"for_families", "1"}}));
    ASSERT_EQ(web().post(at + "/publication", {{"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/news"), "href=\"/news/school/south-school\">South School"));
    write([&](db::Write& db) { db.query("UPDATE roster_org SET active = 0 WHERE id = :id").bind("id", south).run(); });
    const auto list = family().get("/news");
    EXPECT_TRUE(shows(list, "Farewell"));
    EXPECT_TRUE(shows(list, "href=\"/news/school/north-school\">North School"));
    EXPECT_THAT(text(list), Not(HasSubstr("south-school")));
    EXPECT_EQ(family().get("/news/" + at.substr(at.rfind('/') + 1) + "-farewell").status, 200);
    EXPECT_TRUE(shows(web().get("/website/news"), "North School, South School"));
}

TEST_ON_EVERY_BACKEND(News, IsListedInOrderOfItsDates, Publishing) {
    const auto write_one = [&](const std::string& title) { return led_to(web().post("/website/news", {{"title_en", title}, {"body_en", "Words."}, {"whole_district", "1"}, {"for_families", "1"}})); };
    const auto first = write_one("Written first");
    now += 1min;
    const auto second = write_one("Written second");
    now += 1min;
    write_one("A draft");
    ASSERT_EQ(web().post(second + "/publication", {{"seen", "1"}}).status, 303);
    now += 1h;
    ASSERT_EQ(web().post(first + "/publication", {{"seen", "1"}}).status, 303);
    std::vector<std::string> titles;
    PieceQuestion question{.kind = PieceKind::news, .showing = Showing::all, .after = {}, .before = 0, .before_at = {}, .most = 1, .today = {}};
    const auto viewer = viewer_of(account("web"));
    for (bool more = true; more;) {
        const auto list = read([&](db::Read& db) { return list_pieces(db, editor_of(db, viewer), now, question); });
        ASSERT_EQ(list.rows.size(), 1u);
        titles.push_back(list.rows[0].title);
        question.before = list.rows[0].id.value;
        question.before_at = list.rows[0].ordered_at;
        more = list.more && titles.size() < 9;
    }
    // The second was published in the minute of the draft: of two of one date the later number comes first.
    EXPECT_THAT(titles, ::testing::ElementsAre("Written first", "A draft", "Written second"));
}
