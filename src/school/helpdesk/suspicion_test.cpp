// "I suspect something bigger": one tap, seen beside what it shares with others, decided by a person.
#include "helpdesk/suspicion.h"

#include <gtest/gtest.h>

#include "helpdesk/problem_testing.h"

namespace helpdesk {

static Suspicion about(std::int64_t id, std::optional<std::int64_t> model, std::int64_t category, std::int64_t school) {
    Suspicion one;
    one.id = {id};
    one.model = model;
    one.category = CategoryId{category};
    one.school = roster::OrgId{school};
    return one;
}

TEST(SuspicionGroups, PutEachWhereItSharesMost) {
    std::vector<Suspicion> all{about(9, std::nullopt, 3, 2), about(8, 5, 1, 1), about(7, std::nullopt, 1, 1), about(6, 5, 2, 2),
                               about(5, std::nullopt, 1, 1), about(4, std::nullopt, 4, 1), about(3, std::nullopt, 4, 2)};
    auto groups = group_by_what_they_share(all);
    ASSERT_EQ(groups.size(), 4u);
    EXPECT_EQ(groups[0].shared, Shared::model);
    EXPECT_EQ(groups[0].suspicions.size(), 2u);
    EXPECT_EQ(groups[1].shared, Shared::category_and_school);
    EXPECT_EQ(groups[1].suspicions.front()->id.value, 7) << "8 is with its model already";
    EXPECT_EQ(groups[2].shared, Shared::category);
    EXPECT_EQ(groups[3].shared, Shared::nothing);
    EXPECT_EQ(groups[3].suspicions.front()->id.value, 9);
    EXPECT_TRUE(group_by_what_they_share({}).empty());
}

class Suspicions : public Problems200 {
protected:
    std::int64_t suspect(std::string_view who, const std::string& on) {
        auto response = as(who).post(on + "/suspicion");
        EXPECT_EQ(response.status, 303) << response.body;
        return number(response, "/queue/suspicions/");
    }
    std::string request(std::string_view who = "teacher") { return fmt::format("/requests/{}", ask(who)); }
    std::string device() { return fmt::format("/devices/{}", chromebook.value); }
};

TEST_ON_EVERY_BACKEND(Suspicions, AreRaisedInOneTapAndTakenBack, Suspicions) {
    auto address = request();
    EXPECT_TRUE(shows(as("tech").get(address), "I suspect something bigger"));
    auto id = suspect("tech", address);
    EXPECT_EQ(suspect("tech", address), id) << "a second tap is the same";
    EXPECT_TRUE(shows(as("tech").get(address), "You suspect something bigger here."));
    EXPECT_TRUE(shows(as("tech2").get(address), "One colleague suspects something bigger here."));
    EXPECT_EQ(as("teacher").get(address).body.find("bigger"), std::string::npos) << "the department's own";
    auto one = fmt::format("/queue/suspicions/{}", id);
    does("tech", one + "/words", {{"words", "The third this week"}});
    EXPECT_TRUE(shows(as("tech2").get("/queue/suspicions"), "The third this week"));
    EXPECT_EQ(as("tech2").post(one + "/words", {{"words", "x"}}).status, 403);
    EXPECT_EQ(as("tech").post(one + "/words", {{"words", std::string(1001, 'x')}}).status, 422);
    EXPECT_EQ(as("tech2").post(one + "/removal").status, 403);
    does("tech", one + "/removal");
    EXPECT_EQ(count("helpdesk_suspicion"), 0);
    EXPECT_EQ(count("auth_event WHERE subject_kind = 'suspicion'"), 3);
    EXPECT_EQ(as("teacher").post(address + "/suspicion").status, 403);
}

TEST_ON_EVERY_BACKEND(Suspicions, OfADeviceStandOnItsPage, Suspicions) {
    EXPECT_TRUE(shows(as("tech").get(device()), "I suspect something bigger"));
    auto id = suspect("tech", device());
    EXPECT_TRUE(shows(as("tech").get(device()), "You suspect something bigger here."));
    auto open = read([&](db::Read& db) { return open_suspicions(db, viewer("tech"), 10); });
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].id.value, id);
    EXPECT_EQ(open[0].device, chromebook);
    EXPECT_TRUE(open[0].model);
    EXPECT_EQ(open[0].by, "Dana Reyes");
    EXPECT_EQ(as("data").post("/devices/999/suspicion").status, 404);
    EXPECT_EQ(as("teacher").post(device() + "/suspicion").status, 403);
}

TEST_ON_EVERY_BACKEND(Suspicions, BecomeAKnownProblemTogether, Suspicions) {
    auto first = request(), second = request("student");
    auto a = suspect("tech", first), b = suspect("tech2", second), c = suspect("tech2", first);
    auto list = as("tech").get("/queue/suspicions");
    EXPECT_TRUE(shows(list, "(3 in all)")) << "they share subject and school";
    auto chosen = as("tech").post("/queue/suspicions", {{"make", "1"}, {"suspicion", std::to_string(a)}, {"suspicion", std::to_string(b)}, {"suspicion", std::to_string(c)}});
    auto form_address = std::string(chosen.find_header("Location").value_or(""));
    EXPECT_EQ(form_address, fmt::format("/queue/problems/new?suspicion={}&suspicion={}&suspicion={}", a, b, c));
    auto form = as("tech").get(form_address);
    EXPECT_TRUE(shows(form, "It begins with 3 suspicions"));
    EXPECT_TRUE(shows(form, fmt::format("value=\"{}\" checked", north.value)));
    auto id = open({{"suspicion", std::to_string(a)}, {"suspicion", std::to_string(b)}, {"suspicion", std::to_string(c)}});
    EXPECT_EQ(count(fmt::format("helpdesk_suspicion WHERE state = 'taken' AND problem_id = {}", id)), 3);
    EXPECT_EQ(count(fmt::format("helpdesk_problem_request WHERE problem_id = {}", id)), 2) << "their requests belong to it";
    EXPECT_TRUE(shows(as("tech2").get("/queue/suspicions?show=taken"), "The projector app does not start"));
    EXPECT_EQ(as("tech").post(fmt::format("/queue/suspicions/{}/removal", a)).status, 409);
    EXPECT_EQ(as("tech").post("/queue/suspicions", {{"make", "1"}, {"suspicion", std::to_string(a)}}).status, 422);
}

TEST_ON_EVERY_BACKEND(Suspicions, AreSetAsideWithAReason, Suspicions) {
    auto id = suspect("tech", request());
    EXPECT_EQ(as("tech2").post("/queue/suspicions", {{"aside", "1"}}).status, 422);
    auto refused = as("tech2").post("/queue/suspicions", {{"aside", "1"}, {"suspicion", std::to_string(id)}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Say why."));
    EXPECT_TRUE(shows(refused, "checked")) << "what was chosen stays chosen";
    does("tech2", "/queue/suspicions", {{"aside", "1"}, {"suspicion", std::to_string(id)}, {"reason", "Two cables, two rooms"}});
    EXPECT_TRUE(shows(as("tech").get("/queue/suspicions?show=set_aside"), "Two cables, two rooms"));
    EXPECT_TRUE(shows(as("tech").get("/queue/suspicions"), "Nothing is suspected"));
}

TEST_ON_EVERY_BACKEND(Suspicions, OfAnotherSchoolAreNotSeen, Suspicions) {
    auto id = suspect("tech", request());
    auto at_south = worker_at(south);
    EXPECT_TRUE(shows(browser(at_south).get("/queue/suspicions"), "Nothing is suspected"));
    EXPECT_EQ(browser(at_south).get(fmt::format("/queue/suspicions/{}", id)).status, 404);
    EXPECT_EQ(browser(at_south).get(fmt::format("/queue/problems/new?suspicion={}", id)).status, 404);
    EXPECT_EQ(browser(at_south).post("/queue/suspicions", {{"aside", "1"}, {"suspicion", std::to_string(id)}, {"reason", "x"}}).status, 404);
}

}  // namespace helpdesk
