// Whose request was joined with another hears what comes of it, and learns nothing of the other person.
#include <gtest/gtest.h>

#include "helpdesk/letters.h"
#include "helpdesk/request.h"
#include "world/world.h"

namespace helpdesk {

class Joined : public World {
protected:
    using Form = http::TestClient::FormFields;

    std::string ask(std::string_view who, std::string title, std::string description) {
        auto response = as(who).post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"description", std::move(description)},
                                                   {"school", std::to_string(north.value)}, {"room", "7B"}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    void does(std::string_view who, const std::string& target, Form form = {}) {
        auto response = as(who).post(target, std::move(form));
        EXPECT_EQ(response.status, 303) << target << response.body;
    }
    std::string token(const std::string& address) {
        return read([&](db::Read& db) { return db.query("SELECT token FROM helpdesk_request WHERE id = :id").bind("id", number(address)).one_text(); });
    }
    static std::int64_t number(const std::string& address) { return std::stoll(address.substr(10)); }
    static bool holds(const http::Response& page, std::string_view words) { return page.body.find(words) != std::string::npos; }
    std::int64_t letters(std::string_view condition) {
        write_letters(database(), services(), now, 100);
        return read([&](db::Read& db) { return db.query("SELECT count(*) FROM mail_letter WHERE " + std::string(condition)).one_integer(); });
    }
    /// The student's request lives on, the teacher's joins it.
    std::string kept = "", joined = "";
    void join() {
        kept = ask("student", "Ana's laptop", "I dropped it, please do not tell");
        joined = ask("teacher", "Laptop of a student", "One is broken");
        does("student", kept + "/messages", {{"body", "My mother is angry"}});
        does("tech", kept + "/messages", {{"kind", "note"}, {"body", "Second one this year"}});
        does("tech", joined + "/merge", {{"number", std::to_string(number(kept))}});
        does("tech", kept + "/messages", {{"kind", "reply"}, {"body", "A screen is ordered"}});
    }
    void learns_nothing(const http::Response& page) {
        for (auto secret : {"Ana", "I dropped it", "My mother", "Second one"}) EXPECT_FALSE(holds(page, secret)) << secret;
    }
};

TEST_ON_EVERY_BACKEND(Joined, ReadTheStateAndTheAnswersOfTheDepartmentOnly, Joined) {
    join();
    EXPECT_EQ(as("teacher").get(kept).find_header("Location"), joined);
    does("tech", kept + "/wait", {{"reason", "part"}, {"words", "The screen comes on Thursday"}});
    for (const auto& page : {as("teacher").get(joined), as("nobody").get("/status/" + token(joined))}) {
        EXPECT_TRUE(shows(page, "we work on both together"));
        EXPECT_TRUE(shows(page, "The screen comes on Thursday"));
        EXPECT_TRUE(shows(page, "A screen is ordered"));
        EXPECT_TRUE(shows(page, "One is broken"));
        learns_nothing(page);
    }
    EXPECT_TRUE(shows(as("teacher").get("/requests"), "Laptop of a student")) << "it is not done";
    learns_nothing(as("teacher").get("/requests"));
    auto seen = read([&](db::Read& db) { return fetch(db, viewer("teacher"), {number(kept)}); });
    EXPECT_EQ(seen.standing, Standing::joined);
    EXPECT_EQ(seen.request.title, "Laptop of a student");
    EXPECT_EQ(seen.request.requester_name, "Leo Peña");
    EXPECT_EQ(read([&](db::Read& db) { return messages(db, seen).size(); }), 1u);
    learns_nothing(as("teacher").get("/search?q=%23" + kept.substr(10)));
    EXPECT_TRUE(shows(as("teacher", html::Language::es).get(joined), "Alguien avisó de lo mismo"));
    EXPECT_EQ(as("web").get(kept).status == 200, viewer("web").may(may_work, north.value));
    EXPECT_EQ(as("student").get(joined).status, 404);
}

TEST_ON_EVERY_BACKEND(Joined, MayNotCloseReopenOrAnswerForTheOther, Joined) {
    join();
    for (auto what : {"/closure", "/reopening", "/messages"}) {
        EXPECT_EQ(as("teacher").post(kept + what, {{"body", "It works"}, {"words", "It does not"}}).status, 403) << what;
    }
    EXPECT_EQ(as("teacher").post(joined + "/messages", {{"body", "Is it done?"}}).status, 409);
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_request WHERE state IN ('closed', 'resolved')").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Joined, HearWhatComesOfItWithAndWithoutAnAccount, Joined) {
    join();
    auto third = ask("teacher", "Walked up", "Somebody in the corridor");
    write([&](db::Write& db) {
        db.query("UPDATE helpdesk_request SET requester_id = NULL, requester_person_id = NULL, requester_name = 'Pat', requester_email = 'pat@example.org' WHERE id = :id")
            .bind("id", number(third))
            .run();
    });
    does("tech", third + "/merge", {{"number", std::to_string(number(kept))}});
    letters("1 = 1");
    write([](db::Write& db) { db.query("DELETE FROM mail_letter").run(); });
    does("tech", kept + "/resolution", {{"words", "New screen"}});
    EXPECT_EQ(letters("1 = 1"), 3);
    EXPECT_EQ(letters("to_address = 'pat@example.org' AND text LIKE '%/status/" + token(third) + "%' AND text LIKE '%New screen%'"), 1);
    EXPECT_EQ(letters("to_address LIKE 'leo@%' AND text LIKE '%/requests/" + std::to_string(number(joined)) + "%'"), 1);
    EXPECT_EQ(letters("to_address NOT LIKE 'ana@%' AND (subject LIKE '%Ana%' OR text LIKE '%dropped%')"), 0);
    EXPECT_TRUE(shows(as("nobody").get("/status/" + token(third)), "Solved"));
}

TEST_ON_EVERY_BACKEND(Joined, GoAlongWhenTheOtherIsJoinedToo, Joined) {
    join();
    auto last = ask("tech2", "A whole batch of laptops", "See the list");
    does("tech", kept + "/merge", {{"number", std::to_string(number(last))}});
    does("tech", last + "/wait", {{"reason", "vendor"}, {"words", "The maker sends new ones"}});
    for (auto who : {"teacher", "student"}) EXPECT_TRUE(shows(as(who).get(who == std::string_view("teacher") ? joined : kept), "The maker sends new ones"));
}

}  // namespace helpdesk
