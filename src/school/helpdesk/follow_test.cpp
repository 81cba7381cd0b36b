// Finding requests again, and following them beside the one who has them.
#include <gtest/gtest.h>

#include "helpdesk/follow.h"
#include "helpdesk/letters.h"
#include "search/sources.h"
#include "world/world.h"

namespace helpdesk {

TEST(MentionWords, BeginWithAnAtSignAndAreNotAddressesInASentence) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(mentions_in("@Omar, please see @Dana@school.org. And @omar again"), (Names{"omar", "dana@school.org"}));
    EXPECT_EQ(mentions_in("write to dana@school.org @ noon @"), Names{});
    EXPECT_EQ(mentions_in("@Peña"), Names{"pena"});
}

class Follow : public World {
protected:
    std::string ask(std::string_view who, std::string title, std::string description = {}) {
        auto response = as(who).post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"description", std::move(description)},
                                                   {"school", std::to_string(north.value)}, {"room", "7B"}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    std::int64_t count(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    bool finds(std::string_view who, std::string_view target, std::string_view words) {
        return as(who).get(target).body.find(words) != std::string::npos;
    }
};

TEST_ON_EVERY_BACKEND(Searching, FindsRequestsRepliesAndNotesOnlyForWhoMaySeeThem, Follow) {
    auto address = ask("teacher", "Projector flickers", "It <b>hums</b> when the bell rings");
    as("tech").post(address + "/messages", {{"kind", "reply"}, {"body", "A lampshade is on order"}});
    as("tech").post(address + "/messages", {{"kind", "note"}, {"body", "Third lampshade of this batch"}});
    auto page = as("tech").get("/search?q=lampsh");
    EXPECT_TRUE(shows(page, "<mark>lampshade</mark>"));
    EXPECT_TRUE(shows(page, "Third"));
    auto own = as("teacher").get("/search?q=lampsh");
    EXPECT_TRUE(shows(own, "is on order"));
    EXPECT_EQ(own.body.find("Third"), std::string::npos);
    EXPECT_TRUE(shows(as("student").get("/search?q=lampshade"), "Nothing found"));
    EXPECT_TRUE(shows(as("tech").get("/search?q=hums"), "&lt;b&gt;<mark>hums</mark>"));
    EXPECT_EQ(as("nobody").get("/search?q=hums").status, 303);
}

TEST_ON_EVERY_BACKEND(Lines, ThatSomebodyTypedAreKeptInFormsAndOnThePage, Follow) {
    auto address = ask("teacher", "Projector flickers", "First it hums.\nThen it is dark.");
    EXPECT_TRUE(shows(as("tech").get(address), "First it hums.\nThen it is dark."));
    auto refused = as("teacher").post("/requests", {{"category", "device"}, {"title", ""}, {"description", "One line.\nAnother."}, {"school", std::to_string(north.value)}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "One line.\nAnother.")) << "a form that is sent back";
}

TEST_ON_EVERY_BACKEND(Searching, ShowsARequestOnceHoweverOftenItMatches, Follow) {
    auto address = ask("teacher", "Projector flickers", "The lampshade is loose");
    for (auto body : {"A lampshade is on order", "The lampshade came", "The new lampshade fits"}) {
        now += std::chrono::minutes(1);
        as("tech").post(address + "/messages", {{"kind", "reply"}, {"body", body}});
    }
    auto page = read([&](db::Read& db) { return search::find_again(db, viewer("tech"), {"lampshade", "", {}, 10}); });
    ASSERT_EQ(page.found.size(), 1u);
    EXPECT_EQ(page.found[0].shown.kind_key, "helpdesk.found.reply");
    EXPECT_EQ(page.found[0].more, 3);
    EXPECT_TRUE(shows(as("tech").get("/search?q=lampshade"), "3 more places"));
}

TEST_ON_EVERY_BACKEND(Searching, TakesANumberAsTheRequestAndNothingPeopleTypeAsAnError, Follow) {
    auto address = ask("teacher", "Projector flickers");
    auto number = address.substr(address.rfind('/') + 1);
    EXPECT_TRUE(finds("tech", "/search?q=%23" + number, "Projector flickers"));
    EXPECT_FALSE(finds("student", "/search?q=" + number, "Projector flickers"));
    for (auto odd : {"/search", "/search?q=", "/search?q=%22", "/search?q=-", "/search?q=%27%3B--&in=nonsense&before=x.y", "/search?q=a&before=5"}) {
        EXPECT_EQ(as("tech").get(odd).status, 200) << odd;
    }
}

TEST_ON_EVERY_BACKEND(Searching, PagesFromTheNewestWithoutMissingAny, Follow) {
    for (int i = 0; i < 53; ++i) {
        now += std::chrono::minutes(1);
        ask("teacher", "Wobbly table " + std::to_string(i));
    }
    auto ask_for = [&](search::FoundKey before) {
        return read([&](db::Read& db) { return search::find_again(db, viewer("tech"), {"wobbly", "requests", before, 10}); });
    };
    std::vector<std::string> titles;
    std::optional<search::FoundKey> next = search::FoundKey{};
    for (int pages = 0; next && pages < 8; ++pages) {
        auto page = ask_for(*next);
        for (const auto& found : page.found) titles.push_back(found.shown.title);
        next = page.next;
    }
    ASSERT_EQ(titles.size(), 53u);
    EXPECT_EQ(titles.front(), "Wobbly table 52");
    EXPECT_EQ(titles.back(), "Wobbly table 0");
    EXPECT_TRUE(shows(as("tech").get("/search?q=wobbly"), "&amp;before="));
}

TEST_ON_EVERY_BACKEND(Presence, WarnsOfTwoWhoAnswerAtOnceAndForgets, Follow) {
    auto address = ask("teacher", "Projector flickers");
    EXPECT_EQ(as("tech").post(address + "/presence", {{"state", "looking"}}).body, "");
    EXPECT_EQ(as("tech2").post(address + "/presence", {{"state", "looking"}}).body, "Also looking at it: Dana Reyes.");
    as("tech").post(address + "/presence", {{"state", "writing"}});
    EXPECT_TRUE(shows(as("tech2").get(address), "Writing right now: Dana Reyes."));
    now += std::chrono::minutes(1);
    EXPECT_EQ(as("tech2").post(address + "/presence").body, "");
    EXPECT_EQ(as("teacher").post(address + "/presence").status, 403);
    EXPECT_EQ(as("tech").post("/requests/999/presence").status, 404);
}

TEST_ON_EVERY_BACKEND(Watching, BeginsAndEndsWithAButton, Follow) {
    auto address = ask("teacher", "Projector flickers");
    EXPECT_EQ(as("tech").post(address + "/watch").status, 303);
    EXPECT_EQ(as("tech").post(address + "/watch").status, 303);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_watcher"), 1);
    EXPECT_TRUE(shows(as("tech").get(address), "Stop following"));
    EXPECT_EQ(as("tech").post(address + "/watch/removal").status, 303);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_watcher"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE action IN ('watched', 'unwatched')"), 2);
    EXPECT_EQ(as("teacher").post(address + "/watch").status, 403);
}

TEST_ON_EVERY_BACKEND(Watching, EndsWithThePermissionToWorkThere, Follow) {
    auto address = ask("teacher", "Projector flickers");
    EXPECT_EQ(as("tech2").post(address + "/watch").status, 303);
    EXPECT_TRUE(finds("tech2", "/requests", "Projector flickers"));
    write([&](db::Write& db) { db.query("DELETE FROM auth_grant WHERE account_id = :account").bind("account", account("tech2")).run(); });
    EXPECT_EQ(as("tech2").get(address).status, 404);
    EXPECT_FALSE(finds("tech2", "/requests", "Projector flickers"));
    as("tech").post(address + "/messages", {{"kind", "reply"}, {"body", "A lamp is on order"}});
    write_letters(database(), services(), now, 10);
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter WHERE to_address LIKE 'omar@%'"), 0);
}

TEST_ON_EVERY_BACKEND(Watching, BringsNobodyTheirOwnReply, Follow) {
    auto address = ask("teacher", "Projector flickers");
    for (auto who : {"tech", "tech2"}) EXPECT_EQ(as(who).post(address + "/watch").status, 303);
    write_letters(database(), services(), now, 10);
    auto mails = [&](std::string_view to) { return count("SELECT count(*) FROM mail_letter WHERE to_address LIKE '" + std::string(to) + "@%'"); };
    auto before = mails("dana");
    as("tech").post(address + "/messages", {{"kind", "reply"}, {"body", "A lamp is on order"}});
    write_letters(database(), services(), now, 10);
    EXPECT_EQ(mails("dana"), before);
    EXPECT_EQ(mails("omar"), before + 1);
}

TEST_ON_EVERY_BACKEND(Topics, DoNotGiveAwayTheTokenOfARequest, Follow) {
    auto address = ask("teacher", "Projector flickers");
    auto token = read([](db::Read& db) { return db.query("SELECT token FROM helpdesk_request").one_text(); });
    auto page = as("tech").get(address);
    EXPECT_TRUE(shows(page, "data-live=\"request/"));
    EXPECT_EQ(page.body.find(token), std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM http_live_event WHERE topic LIKE '%" + token + "%'"), 0);
}

TEST_ON_EVERY_BACKEND(Searching, FollowsARequestToItsRightSchoolWithAllThatWasWritten, Follow) {
    auto address = ask("teacher", "Projector flickers");
    as("tech").post(address + "/messages", {{"kind", "note"}, {"body", "Third lampshade of this batch"}});
    EXPECT_EQ(as("tech").post(address + "/correction", {{"school", std::to_string(south.value)}}).status, 303);
    EXPECT_EQ(count("SELECT count(*) FROM search_document WHERE kind IN ('request', 'note') AND scopes LIKE '% work:" + std::to_string(north.value) + " %'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM search_document WHERE kind IN ('request', 'note') AND scopes LIKE '% work:" + std::to_string(south.value) + " %'"), 2);
}

TEST_ON_EVERY_BACKEND(Mentions, TellColleaguesAndOnlyThem, Follow) {
    auto address = ask("teacher", "Projector flickers");
    as("tech").post(address + "/messages", {{"kind", "note"}, {"body", "@Omar @leo @dana have you seen this?"}});
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice WHERE kind = 'mentioned'"), 1);
    EXPECT_EQ(count("SELECT account_id FROM helpdesk_watcher"), account("tech2").value);
    as("tech").post(address + "/messages", {{"kind", "reply"}, {"body", "Ask @omar"}});
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice WHERE kind = 'mentioned'"), 1);
}

}  // namespace helpdesk
