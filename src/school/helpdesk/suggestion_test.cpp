// Answers while a request is typed, and what is counted of them.
#include "helpdesk/suggestion.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "helpdesk/helpdesk.h"
#include "helpdesk/problem.h"
#include "helpdesk/stranger.h"
#include "knowledge/testing.h"

namespace helpdesk {

using knowledge::Audience;
using knowledge::Step;

namespace {

class Answering : public knowledge::testing::Shelf {
protected:
    Answering() {
        charge = published(Audience::everybody, "Chromebook does not charge", "The battery stays empty with the charger in.", "Hold **refresh** and power.");
        board = published(Audience::staff, "Chromebook board that does not charge", "No light with any charger.", "Measure the rail.");
    }
    http::TestClient::FormFields form(http::TestClient::FormFields more = {}) {
        http::TestClient::FormFields fields{{"category", "device"}, {"title", "My Chromebook will not charge"}, {"description", "It is empty since Monday"}, {"school", std::to_string(south.value)}, {"room", "7B"}};
        for (auto& one : more) fields.push_back(std::move(one));
        return fields;
    }
    std::string number(knowledge::ArticleId id) const { return std::to_string(id.value); }
    std::string send(std::string_view who, http::TestClient::FormFields more = {}) {
        const auto response = as(who).post("/requests", form(std::move(more)));
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    knowledge::ArticleId charge, board;
};

}  // namespace

TEST(CountedAddress, IsOneNetwork) {
    EXPECT_EQ(counted_address("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(counted_address("2001:db8:1:2::1"), counted_address("2001:db8:1:2:aaaa:bbbb:cccc:dddd"));
    EXPECT_NE(counted_address("2001:db8:1:2::1"), counted_address("2001:db8:1:3::1"));
    EXPECT_NE(counted_address("::ffff:192.0.2.7"), counted_address("::ffff:192.0.2.8"));
    EXPECT_EQ(counted_address("nonsense"), "nonsense");
}

TEST_ON_EVERY_BACKEND(Answers, ComeWithoutScriptAndNothingIsLost, Answering) {
    const auto page = as("teacher").post("/requests/answers", form({{"look", "1"}}));
    EXPECT_EQ(page.status, 200);
    for (const auto words : {"Chromebook does not charge", "value=\"My Chromebook will not charge\"", "It is empty since Monday", "value=\"7B\""}) EXPECT_TRUE(shows(page, words));
    EXPECT_TRUE(shows(page, fmt::format("<option value=\"{}\" selected>", south.value)));
    EXPECT_EQ(page.content().find("Measure the rail"), std::string_view::npos);
    EXPECT_EQ(page.content().find("board that"), std::string_view::npos);

    const auto opened = as("teacher").post("/requests/answers", form({{"open", number(charge)}}));
    EXPECT_TRUE(shows(opened, "<strong>refresh</strong>"));
    EXPECT_TRUE(shows(opened, fmt::format("name=\"opened\" value=\"{}\"", charge.value)));
    EXPECT_TRUE(shows(opened, "value=\"My Chromebook will not charge\""));
    // A form that is wrong is shown again with it.
    auto wrong = form({{"opened", number(charge)}});
    wrong[1].second = "";
    EXPECT_TRUE(shows(as("teacher").post("/requests", wrong), "<strong>refresh</strong>"));
    auto nothing = form();
    nothing[1].second = "Zebra on the roof";
    nothing[2].second = "";
    EXPECT_TRUE(shows(as("teacher").post("/requests/answers", nothing), "We found no article about this"));
    EXPECT_EQ(as("teacher").post("/requests/answers", {{"title", "x"}}).status, 303) << "without what it is about";
}

TEST_ON_EVERY_BACKEND(Answers, AreAPartForTheScript, Answering) {
    const auto typing = [&](std::string_view who, html::Language language = html::Language::en) {
        return as(who, language).post("/requests/answers", {{"category", "device"}, {"title", "chromebook charge"}, {"part", "1"}});
    };
    const auto part = typing("teacher");
    EXPECT_EQ(part.status, 200);
    EXPECT_TRUE(shows(part, "Chromebook does not charge"));
    EXPECT_EQ(part.content().find("<html"), std::string_view::npos);
    EXPECT_EQ(counted(charge, Step::shown), 0) << "while somebody types nothing is counted";
    EXPECT_EQ(part.find_header("Cache-Control").value_or(""), "no-store");
    EXPECT_EQ(as("teacher").get("/requests/answers?title=chromebook+charge").status, 405) << "what people type stands in no address";
    EXPECT_TRUE(shows(typing("tech"), "board that does not charge")) << "the staff sees both";
    EXPECT_TRUE(shows(typing("teacher", html::Language::es), "Quizá esto ya le ayude"));
    EXPECT_EQ(as("teacher").post("/requests/answers/shown", {{"shown", number(charge)}, {"shown", "99"}, {"shown", "x"}}).status, 200);
    EXPECT_EQ(counted(charge, Step::shown), 1);
}

TEST_ON_EVERY_BACKEND(Answers, CountAPersonOnceADay, Answering) {
    for (int i = 0; i < 3; ++i) as("teacher").post("/requests/answers", form({{"open", number(charge)}}));
    as("student").post("/requests/answers", form({{"open", number(charge)}}));
    EXPECT_EQ(counted(charge, Step::opened), 2);
    EXPECT_EQ(counted(charge, Step::shown), 2);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(as("student").post("/requests/answers/solved", {{"solved", number(charge)}}).status, 303);
    EXPECT_EQ(counted(charge, Step::solved), 1);
    EXPECT_EQ(counted(charge, Step::opened), 2);
    // Strangers from one address count as one.
    for (int i = 0; i < 5; ++i) as("nobody").post("/requests/answers/solved", {{"solved", number(charge)}});
    EXPECT_EQ(counted(charge, Step::solved), 2);
    EXPECT_TRUE(shows(as("nobody").get("/requests/answered"), "Nothing was sent"));
}

TEST_ON_EVERY_BACKEND(Answers, ThatDidNotHelpAreCountedAgainstAndKeptWithTheRequest, Answering) {
    const auto address = send("teacher", {{"opened", number(charge)}, {"opened", number(board)}, {"opened", "junk"}});
    EXPECT_EQ(counted(charge, Step::sent), 1);
    EXPECT_EQ(counted(board, Step::sent), 0) << "not theirs to read";
    EXPECT_TRUE(shows(as("tech").get(address), "Read before it was sent:"));
    send("student");
    EXPECT_EQ(counted(charge, Step::sent), 1) << "who opened nothing counts nothing";
}

TEST_ON_EVERY_BACKEND(Answers, ThatSolvedARequestAreCountedUntilItComesBack, Answering) {
    const auto address = send("teacher");
    const auto plain = as("tech").get(address);
    EXPECT_TRUE(shows(plain, "Look for an article that solves it"));
    EXPECT_FALSE(shows(plain, "Did an article solve it?")) << "ranked when it is asked for";
    EXPECT_TRUE(shows(as("tech").get(address + "?articles=1"), "Did an article solve it?"));
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "Held the keys"}, {"article", "12345"}}).status, 422);
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "Held the keys"}, {"article", number(board)}}).status, 303);
    EXPECT_EQ(counted(board, Step::used), 1);
    const auto desk = "/knowledge/" + number(board);
    EXPECT_TRUE(shows(as("tech").get(desk), "Solved with the article"));
    EXPECT_EQ(as("teacher").post(address + "/reopening", {{"words", "Dark again"}}).status, 303);
    EXPECT_EQ(counted(board, Step::came_back), 1);
    EXPECT_TRUE(shows(as("tech").get(desk), "Solved with the article, and opened again"));
    EXPECT_TRUE(shows(as("tech").get(address), "Used, and the request was opened again:"));
    // Solved another way and opened again: not this article's any more.
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "New board"}}).status, 303);
    EXPECT_EQ(as("teacher").post(address + "/reopening", {{"words", "And again"}}).status, 303);
    EXPECT_EQ(counted(board, Step::came_back), 1);
}

TEST_ON_EVERY_BACKEND(Answers, AreCountedAgainstWhenAKnownProblemBringsItsRequestsBack, Answering) {
    const auto address = send("teacher");
    const RequestId request{std::stoll(address.substr(std::string("/requests/").size()))};
    const auto dana = viewer("tech");
    const auto problem = write([&](db::Write& db) {
        return open_problem(db, dana, now, NewProblem{.title_en = "A", .title_es = "B", .words_en = "C", .words_es = "D", .requests = {request}});
    });
    write([&](db::Write& db) { solve_problem(db, dana, now, find_problem(db, problem), {"Hold the keys", "Mantenga las teclas"}); });
    run_jobs();
    write([&](db::Write& db) { solve_with(db, dana, now, fetch_for_work(db, dana, request), board); });
    write([&](db::Write& db) { reopen_problem(db, dana, now, find_problem(db, problem), ""); });
    run_jobs();
    EXPECT_EQ(read([&](db::Read& db) { return fetch_for_work(db, dana, request).state; }), State::waiting);
    EXPECT_EQ(counted(board, Step::came_back), 1);
}

TEST_ON_EVERY_BACKEND(Answers, OfAForgottenRequestAreForgottenWithIt, Answering) {
    auto fields = form({{"opened", number(charge)}, {"requester_name", "Pat Doe"}, {"requester_email", "pat@x.example"}});
    EXPECT_EQ(as("nobody").post("/requests", fields).status, 303);
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_article").one_integer(); }), 1);
    now += std::chrono::days(60);
    EXPECT_EQ(forget_unconfirmed(database(), now), 1);
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_article").one_integer(); }), 0);
}

}  // namespace helpdesk
