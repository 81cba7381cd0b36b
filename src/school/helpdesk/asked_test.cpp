// My day, as the help desk fills it.
#include <gtest/gtest.h>

#include "helpdesk/asked.h"
#include "world/world.h"

namespace helpdesk {

class MyDay : public World {
protected:
    std::string ask(std::string_view who, std::string title, std::string urgency = "") {
        http::TestClient::FormFields form{{"category", "device"}, {"title", std::move(title)}, {"school", std::to_string(north.value)}};
        if (!urgency.empty()) form.emplace_back("class_waiting", "1");
        auto response = as(who).post("/requests", form);
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    void is_technician(std::string_view who) {
        write([&](db::Write& db) {
            db.query("INSERT INTO people_assignment (account_id, role_id, from_on) SELECT :account, id, '2025-08-01' FROM people_role WHERE key = 'technician'")
                .bind("account", account(who))
                .run();
        });
    }
    static bool in_order(const http::Response& page, std::initializer_list<std::string_view> words) {
        std::size_t at = 0;
        for (auto word : words) {
            at = page.body.find(word, at);
            if (at == std::string::npos) return false;
        }
        return true;
    }
};

TEST_ON_EVERY_BACKEND(MyDay, HoldsWhatOneHasInTheOrderOfTheQueue, MyDay) {
    is_technician("tech");
    auto usual = ask("teacher", "Keyboard sticks");
    auto pressing = ask("teacher", "Projector dark", "class");
    as("tech").post(usual + "/assignment");
    as("tech").post(pressing + "/assignment");
    ask("teacher", "Nobody took this");
    auto page = as("tech").get("/my-day");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(in_order(page, {"As Technician"})) << page.body;
    EXPECT_TRUE(in_order(page, {"Projector dark", "Keyboard sticks"})) << page.body;
    EXPECT_TRUE(shows(page, "1 request of your teams has nobody yet"));
    EXPECT_FALSE(in_order(page, {"Nobody took this"}));
    EXPECT_TRUE(shows(as("tech2").get("/my-day"), "Nothing is asked of you")) << "nothing of anybody else, and no role";
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/my-day"), "Mi día"));
}

TEST_ON_EVERY_BACKEND(MyDay, AsksForAnswersThatOthersWaitFor, MyDay) {
    auto address = ask("teacher", "Keyboard sticks");
    EXPECT_TRUE(shows(as("teacher", html::Language::en).get("/my-day"), "Nothing is asked of you"));
    as("tech").post(address + "/wait", {{"reason", "requester"}, {"words", "Which key is it?"}});
    EXPECT_TRUE(in_order(as("teacher").get("/my-day"), {"Keyboard sticks", "Your answer is awaited"}));
    EXPECT_FALSE(shows(as("student").get("/my-day"), "Keyboard sticks"));
    EXPECT_EQ(as("nobody").get("/my-day").status, 303);
}

TEST_ON_EVERY_BACKEND(MyDay, IsPagedAndOddPagesAreTheNearest, MyDay) {
    for (int i = 0; i < 53; ++i) as("tech").post(ask("teacher", "Mouse " + std::to_string(i)) + "/assignment");
    EXPECT_TRUE(shows(as("tech").get("/my-day"), "1 to 50 of 53"));
    EXPECT_TRUE(shows(as("tech").get("/my-day?page=2"), "51 to 53 of 53"));
    EXPECT_TRUE(shows(as("tech").get("/my-day?page=99"), "51 to 53 of 53"));
    EXPECT_TRUE(shows(as("tech").get("/my-day?page=x"), "1 to 50 of 53"));
}

}  // namespace helpdesk
