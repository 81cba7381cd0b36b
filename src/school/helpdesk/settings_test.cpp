// What the CIO sets up holds for the next request, and every change can be read back from its event.
#include <gtest/gtest.h>

#include "auth/event.h"
#include "db/db.h"
#include "helpdesk/settings.h"
#include "world/world.h"

namespace helpdesk {

TEST(WorkingTimes, AreReadAsPeopleWriteThem) {
    EXPECT_EQ(parse_working_time("30 min"), 30);
    EXPECT_EQ(parse_working_time("4h"), 240);
    EXPECT_EQ(parse_working_time(" 1 hora 30 minutos "), 90);
    EXPECT_EQ(parse_working_time("1.5 h"), 90);
    EXPECT_EQ(parse_working_time("1,5 h"), 90);
    EXPECT_EQ(parse_working_time("2:15"), 135);
    for (const char* wrong : {"", "30", "h", "4 days", "-1 h", "0 min", "1:75", "9999999 h", "1 h 2"}) EXPECT_EQ(parse_working_time(wrong), std::nullopt) << wrong;
    for (int minutes : {1, 59, 60, 90, 2'400}) EXPECT_EQ(parse_working_time(working_time_text(minutes)), minutes);
}

TEST(Keys, AreMadeOfTheEnglishName) {
    EXPECT_EQ(key_from("Projector, screen or sound"), "projector_screen_or_sound");
    EXPECT_EQ(key_from("日本"), "kind");
}

class Settings : public World {
protected:
    std::int64_t id_of(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    std::vector<auth::Event> events(std::string_view kind, std::int64_t id) {
        return read([&](db::Read& db) { return auth::history(db, kind, id); });
    }
    std::int64_t team(std::string_view role) {
        return read([&](db::Read& db) { return db.query("SELECT id FROM helpdesk_team WHERE role_key = :role").bind("role", role).one_integer(); });
    }
    http::TestClient::FormFields category_form(std::string name, std::int64_t team) {
        return {{"name_en", name}, {"name_es", "Robots"}, {"team", std::to_string(team)}, {"impact", "2"}, {"urgency", "2"}, {"asks_room", "1"}, {"position", "5"}};
    }
};

TEST_ON_EVERY_BACKEND(SettingsPages, AreForWhoSetsUpTheHelpDesk, Settings) {
    for (const char* page : {"/settings/teams", "/settings/categories", "/settings/targets", "/settings/replies", "/settings/routing", "/settings/teams/new",
                             "/settings/categories/new", "/settings/replies/new", "/settings/routing/new", "/overview"}) {
        EXPECT_EQ(as("cio").get(page).status, 200) << page;
        EXPECT_EQ(as("cio", html::Language::es).get(page).status, 200) << page;
        EXPECT_EQ(as("tech").get(page).status, 403) << page;
    }
    EXPECT_TRUE(shows(as("cio").get("/settings"), "/settings/routing"));
}

TEST_ON_EVERY_BACKEND(Teams, KeepTheirOldWordsInTheEvent, Settings) {
    auto id = team("webmaster");
    auto address = "/settings/teams/" + std::to_string(id);
    EXPECT_EQ(as("cio").post(address, {{"name_en", "Web"}, {"name_es", "La web"}, {"role", "webmaster"}, {"active", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/teams"), ">Web<"));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get("/settings/teams"), ">La web<")) << "each reader sees the name in their language";
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/queue"), ">La web<"));
    EXPECT_EQ(as("cio").post(address, {{"name_en", "Web"}, {"name_es", "La web"}, {"role", "webmaster"}, {"active", "1"}}).status, 303);
    auto written = events("helpdesk_team", id);
    ASSERT_EQ(written.size(), 1u) << "saving the same again is no change";
    EXPECT_EQ(written[0].action, "changed");
    EXPECT_EQ(written[0].detail, R"({"name_en":{"before":"Website","after":"Web"},"name_es":{"before":"Sitio web","after":"La web"}})");
    EXPECT_EQ(written[0].actor, "Ruth Adler");
}

TEST_ON_EVERY_BACKEND(Teams, ThatCategoriesNeedStayInUse, Settings) {
    auto page = as("cio").post("/settings/teams/" + std::to_string(team("technician")), {{"name_en", "Technicians"}, {"name_es", "Equipo técnico"}, {"role", "technician"}});
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "Give those to another team first"));
    EXPECT_EQ(as("cio").post("/settings/teams", {{"name_en", ""}, {"role", "wizard"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(Categories, AppearInTheFormAndAskTheirQuestions, Settings) {
    auto made = as("cio").post("/settings/categories", category_form("Robots in class", team("technician")));
    ASSERT_EQ(made.status, 303) << made.body;
    std::string address(*made.find_header("Location"));
    EXPECT_TRUE(shows(as("teacher").get("/requests/new"), "Robots in class"));

    http::TestClient::FormFields question{{"label_en", "Which robot?"}, {"label_es", "¿Qué robot?"}, {"kind", "choice"}, {"choices", "Ozobot\n"}, {"position", "1"}};
    auto refused = as("cio").post(address + "/questions", question);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "at least two choices"));
    EXPECT_TRUE(shows(refused, "Which robot?"));
    question[3].second = "Ozobot\nSphero";
    ASSERT_EQ(as("cio").post(address + "/questions", question).status, 303);
    EXPECT_TRUE(shows(as("teacher").get("/requests/new?category=robots_in_class"), "Sphero"));
    EXPECT_TRUE(shows(as("cio").get(address), "Which robot?"));

    auto off = category_form("Robots in class", team("technician"));  // without "active"
    ASSERT_EQ(as("cio").post(address, off).status, 303);
    EXPECT_FALSE(shows(as("teacher").get("/requests/new"), "Robots in class"));
    EXPECT_TRUE(shows(as("cio").get("/settings/categories"), "Robots in class"));
    off[0].second = "";
    EXPECT_EQ(as("cio").post(address, off).status, 422);
}

TEST_ON_EVERY_BACKEND(Targets, HoldForTheNextRequest, Settings) {
    http::TestClient::FormFields times;
    for (const char* priority : {"1", "2", "3", "4"}) {
        times.emplace_back(std::string("response_") + priority, "15 min");
        times.emplace_back(std::string("resolution_") + priority, "1 h");
    }
    ASSERT_EQ(as("cio").post("/settings/targets", times).status, 303);
    ASSERT_EQ(as("teacher").post("/requests", {{"category", "printing"}, {"title", "Paper jam"}, {"school", std::to_string(north.value)}}).status, 303);
    EXPECT_EQ(id_of("SELECT due_at - created_at FROM helpdesk_request"), 3'600'000);

    times[0].second = "soon";
    auto refused = as("cio").post("/settings/targets", times);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Write hours or minutes"));
    EXPECT_TRUE(shows(refused, "value=\"soon\""));
}

TEST_ON_EVERY_BACKEND(Targets, OfACategoryComeAndGo, Settings) {
    auto category = id_of("SELECT id FROM helpdesk_category WHERE key = 'printing'");
    http::TestClient::FormFields times{{"category", std::to_string(category)}, {"response_4", "1 h"}, {"resolution_4", "3 h"}};
    ASSERT_EQ(as("cio").post("/settings/targets", times).status, 303);
    EXPECT_EQ(id_of("SELECT resolution_minutes FROM helpdesk_target WHERE category_id IS NOT NULL"), 180);
    auto target = id_of("SELECT id FROM helpdesk_target WHERE category_id IS NOT NULL");
    EXPECT_TRUE(shows(as("cio").get("/settings/targets"), "Printing"));
    ASSERT_EQ(as("cio").post("/settings/targets", {{"category", std::to_string(category)}}).status, 303);
    EXPECT_EQ(id_of("SELECT count(*) FROM helpdesk_target WHERE category_id IS NOT NULL"), 0);
    EXPECT_EQ(events("helpdesk_target", target).back().action, "removed");
    EXPECT_EQ(id_of("SELECT count(*) FROM helpdesk_target"), 4);
}

TEST_ON_EVERY_BACKEND(Replies, AreOfferedUntilTheyRest, Settings) {
    http::TestClient::FormFields reply{{"name_en", "Snow day"}, {"name_es", "Nieve"}, {"body_en", "Closed, {name}."}, {"body_es", "Cerrado, {name}."}};
    ASSERT_EQ(as("cio").post("/settings/replies", reply).status, 303);
    auto id = id_of("SELECT id FROM helpdesk_reply_template WHERE key = 'snow_day'");
    EXPECT_TRUE(shows(as("cio").get("/settings/replies/" + std::to_string(id)), "Closed, {name}."));
    ASSERT_EQ(as("cio").post("/settings/replies/" + std::to_string(id), reply).status, 303);  // no longer "active"
    EXPECT_EQ(id_of("SELECT count(*) FROM helpdesk_reply_template WHERE active = 0"), 1);
    EXPECT_EQ(events("helpdesk_reply_template", id).size(), 2u);
}

TEST_ON_EVERY_BACKEND(Rules, SendTheNextRequestToTheirTeamUntilTheyRest, Settings) {
    EXPECT_EQ(as("cio").post("/settings/routing", {{"team", std::to_string(team("network"))}}).status, 422) << "a rule needs a condition";
    auto printing = std::to_string(id_of("SELECT id FROM helpdesk_category WHERE key = 'printing'"));
    http::TestClient::FormFields rule{{"category", printing}, {"school", std::to_string(north.value)}, {"team", std::to_string(team("network"))}};
    ASSERT_EQ(as("cio").post("/settings/routing", rule).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/routing"), "Printing · North School"));
    http::TestClient::FormFields ask{{"category", "printing"}, {"title", "Paper jam"}, {"school", std::to_string(north.value)}};
    ASSERT_EQ(as("teacher").post("/requests", ask).status, 303);
    EXPECT_EQ(id_of("SELECT team_id FROM helpdesk_request ORDER BY id DESC LIMIT 1"), team("network"));

    auto id = id_of("SELECT id FROM helpdesk_routing_rule");
    ASSERT_EQ(as("cio").post("/settings/routing/" + std::to_string(id), rule).status, 303);
    ASSERT_EQ(as("teacher").post("/requests", ask).status, 303);
    EXPECT_EQ(id_of("SELECT team_id FROM helpdesk_request ORDER BY id DESC LIMIT 1"), team("technician"));
}

}  // namespace helpdesk
