// What people of the department do with a request besides answering it: write it down for somebody, hand it on, join, correct, repair.
#include <gtest/gtest.h>

#include "helpdesk/repair.h"
#include "http/routes.h"
#include "world/world.h"

namespace helpdesk {

class Act : public World {
protected:
    using Form = http::TestClient::FormFields;

    std::string ask(std::string_view who, std::string title, std::string category = "device", std::string label = {}) {
        Form form{{"category", std::move(category)}, {"title", std::move(title)}, {"school", std::to_string(north.value)}, {"room", "7B"}};
        if (!label.empty()) form.emplace_back("label", label);
        auto response = as(who).post("/requests", form);
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    static std::int64_t number(const std::string& address) { return std::stoll(address.substr(address.rfind('/') + 1)); }
    std::int64_t integer(const std::string& address, std::string_view column) {
        auto sql = "SELECT COALESCE(" + std::string(column) + ", 0) FROM helpdesk_request WHERE id = :id";
        return read([&](db::Read& db) { return db.query(sql).bind("id", number(address)).one_integer(); });
    }
    std::string text(const std::string& address, std::string_view column) {
        auto sql = "SELECT " + std::string(column) + " FROM helpdesk_request WHERE id = :id";
        return read([&](db::Read& db) { return db.query(sql).bind("id", number(address)).one_text(); });
    }
    std::int64_t count(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    std::int64_t team(std::string_view role) {
        return read([&](db::Read& db) { return db.query("SELECT id FROM helpdesk_team WHERE role_key = :role").bind("role", role).one_integer(); });
    }
    void gives(std::string_view who, std::string_view role, std::string_view skill) {
        write([&](db::Write& db) {
            db.query(R"sql(
                INSERT INTO people_assignment (account_id, role_id, from_on) SELECT :account, id, '2025-08-01' FROM people_role WHERE key = :role
            )sql").bind("account", account(who)).bind("role", role).run();
            db.query(R"sql(
                INSERT INTO people_person_skill (account_id, skill_id, level, verified_at) SELECT :account, id, 2, 0 FROM people_skill WHERE key = :skill
            )sql").bind("account", account(who)).bind("skill", skill).run();
        });
    }
};

TEST_ON_EVERY_BACKEND(WalkUps, ReachTheRightTeamAndGiveKindWordsInTheAskersLanguage, Act) {
    EXPECT_TRUE(shows(as("tech").get("/walk-ups/new"), "Who stopped you?"));
    auto saved = as("tech").post("/walk-ups", {{"who", "Leo Peña"}, {"who_id", std::to_string(person("teacher").value)}, {"what", "Wi-Fi is gone in my room"},
                                               {"room", "12"}, {"class_waiting", "1"}, {"category", "network"}});
    ASSERT_EQ(saved.status, 303) << saved.body;
    std::string address(*saved.find_header("Location"));
    auto page = as("tech").get(address);
    EXPECT_TRUE(shows(page, "Gracias por decírnoslo"));
    EXPECT_TRUE(shows(page, "1.º de 1 en North School"));  // their school, since none was chosen
    EXPECT_TRUE(shows(page, "Redes y sistemas"));
    EXPECT_TRUE(shows(page, "/status/" + text(address, "token")));
    EXPECT_EQ(text(address, "origin"), "walk_up");
    EXPECT_EQ(integer(address, "team_id"), team("network"));
    EXPECT_EQ(integer(address, "assignee_id"), 0);
    EXPECT_EQ(as("teacher").get("/requests/" + std::to_string(number(address))).status, 200);
    EXPECT_EQ(as("nobody").get("/status/" + text(address, "token")).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice WHERE kind = 'walk_up'"), 1);
}

TEST_ON_EVERY_BACKEND(WalkUps, KnowAPersonByTheFullNameWithoutScript, Act) {
    auto saved = as("tech").post("/walk-ups", {{"who", "ana silva"}, {"what", "Locked out"}});
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_EQ(integer(std::string(*saved.find_header("Location")), "requester_person_id"), person("student").value);
}

TEST_ON_EVERY_BACKEND(WalkUps, TakeSomebodyWhomNobodyKnows, Act) {
    std::string long_words;
    for (int i = 0; i < 60; ++i) long_words += "the door does not open ";
    auto saved = as("tech").post("/walk-ups", {{"who", "The new substitute"}, {"what", long_words}, {"school", std::to_string(south.value)}});
    ASSERT_EQ(saved.status, 303) << saved.body;
    std::string address(*saved.find_header("Location"));
    EXPECT_TRUE(shows(as("tech").get(address), "We know no mail address"));
    EXPECT_GT(text(address, "description").size(), 1000u);
}

TEST_ON_EVERY_BACKEND(WalkUps, ThatMissSomethingKeepWhatWasTyped, Act) {
    auto page = as("tech").post("/walk-ups", {{"who", ""}, {"what", "It hums & smells"}});
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "It hums &amp; smells"));
    EXPECT_TRUE(shows(page, "Choose the school"));
    EXPECT_EQ(as("tech").post("/walk-ups", {{"who", "Leo"}, {"what", "x"}, {"school", "999"}}).status, 422);
    EXPECT_EQ(as("tech").post("/walk-ups", {{"who", "Leo Peña"}, {"what", "x"}, {"category", "nonsense"}}).status, 422);
    EXPECT_EQ(as("teacher").get("/walk-ups/new").status, 403);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_request"), 0);
}

TEST_ON_EVERY_BACKEND(WalkUps, AreNoOtherRequests, Act) {
    auto address = ask("teacher", "Laptop will not charge");
    EXPECT_EQ(as("tech").get("/walk-ups/" + std::to_string(number(address))).status, 404);
}

TEST_ON_EVERY_BACKEND(HandingOn, GoesToWhoCanAndTellsTheRequesterKindly, Act) {
    gives("tech", "technician", "printing");
    gives("tech2", "technician", "hardware");
    auto address = ask("teacher", "Laptop will not charge");
    auto page = as("tech").get(address + "/hand-over");
    EXPECT_TRUE(shows(page, "Omar Haddad"));
    EXPECT_TRUE(shows(page, "Repairing devices"));
    EXPECT_EQ(page.body.find("value=\"a" + std::to_string(account("tech").value) + "."), std::string::npos);  // not to oneself

    auto to = "a" + std::to_string(account("tech2").value) + "." + std::to_string(team("technician"));
    auto done = as("tech").post(address + "/hand-over", {{"reason", "skill"}, {"to", to}, {"note", "The port wobbles"}});
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(integer(address, "assignee_id"), account("tech2").value);
    EXPECT_EQ(text(address, "state"), "new");
    EXPECT_TRUE(shows(as("tech2").get(address), "The port wobbles"));
    auto seen = as("teacher").get(address);
    EXPECT_TRUE(shows(seen, "somebody who knows this better"));
    EXPECT_FALSE(seen.body.find("The port wobbles") != std::string::npos);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice WHERE kind IN ('handed_over', 'assigned')"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_hand_over WHERE reason = 'skill' AND needs = 'hardware'"), 1);
}

TEST_ON_EVERY_BACKEND(HandingOn, SaysWhatNobodyHasAndWhoComesNext, Act) {
    auto address = ask("teacher", "Laptop will not charge");
    EXPECT_TRUE(shows(as("tech").get(address + "/hand-over"), "Nobody in the department has the skill “Repairing devices” so far."));
    gives("tech2", "technician", "hardware");
    write([&](db::Write& db) {
        db.query("INSERT INTO people_absence (account_id, first_on, last_on) VALUES (:account, '2026-03-09', '2026-03-10')")
            .bind("account", account("tech2"))
            .run();
    });
    auto page = as("tech").get(address + "/hand-over");
    EXPECT_TRUE(shows(page, "Those who can do this are not there now."));
    EXPECT_TRUE(shows(page, "Omar Haddad"));
    EXPECT_TRUE(shows(page, "11 March"));
}

TEST_ON_EVERY_BACKEND(HandingOn, TeachesRoutingWhenTheTeamWasWrong, Act) {
    auto address = ask("teacher", "Menu on the home page is old");
    auto web = std::to_string(team("webmaster"));
    ASSERT_EQ(as("tech").post(address + "/hand-over", {{"reason", "wrong_team"}, {"to", "t" + web}, {"note", "It is the website"}}).status, 303);
    EXPECT_EQ(integer(address, "team_id"), team("webmaster"));
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_routing_count WHERE feature = 'w:menu' AND team_id = " + web), 1);
}

TEST_ON_EVERY_BACKEND(HandingOn, RefusesWhatCannotBeAndKeepsTheWords, Act) {
    auto address = ask("teacher", "Laptop will not charge");
    auto technicians = "t" + std::to_string(team("technician"));
    auto post = [&](Form form) { return as("tech").post(address + "/hand-over", std::move(form)); };
    auto missing = post({{"reason", "none"}, {"to", "x"}, {"note", "Seen it & tried"}});
    EXPECT_EQ(missing.status, 422);
    EXPECT_TRUE(shows(missing, "Seen it &amp; tried"));
    EXPECT_EQ(post({{"reason", "skill"}, {"to", "t999"}, {"note", "x"}}).status, 422);
    EXPECT_EQ(post({{"reason", "skill"}, {"to", technicians}, {"note", "x"}}).status, 422);  // there already
    auto unable = "a" + std::to_string(account("web").value) + "." + std::to_string(team("webmaster"));
    EXPECT_EQ(post({{"reason", "skill"}, {"to", unable}, {"note", "x"}}).status, 422);
    as("tech").post(address + "/resolution", {{"words", "Done"}});
    EXPECT_EQ(as("tech").get(address + "/hand-over").status, 409);
    EXPECT_EQ(as("teacher").get(address + "/hand-over").status, 403);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_hand_over"), 0);
}

TEST_ON_EVERY_BACKEND(Joining, SuggestsWhatLooksTheSameAndJoinsIt, Act) {
    auto first = ask("teacher", "Printer jams in the office", "printing");
    auto second = ask("student", "The office printer", "printing");
    ask("teacher", "Needs a new password", "sign_in");
    auto page = as("tech").get(second + "/merge");
    EXPECT_TRUE(shows(page, "Printer jams in the office"));
    EXPECT_FALSE(page.body.find("Needs a new password") != std::string::npos);
    EXPECT_EQ(as("tech").post(second + "/merge").status, 422);
    EXPECT_EQ(as("tech").post(second + "/merge", {{"number", "99999"}}).status, 422);
    EXPECT_EQ(as("tech").post(second + "/merge", {{"number", std::to_string(number(second))}}).status, 422);
    EXPECT_EQ(as("tech").post(second + "/merge", {{"number", "#" + std::to_string(number(first))}}).status, 303);
    EXPECT_EQ(text(second, "state"), "merged");
    EXPECT_EQ(as("tech").post(first + "/merge", {{"into", std::to_string(number(second))}}).status, 422);  // has ended
    EXPECT_EQ(as("student").get(second + "/merge").status, 403);
}

TEST_ON_EVERY_BACKEND(Correcting, ComputesThePriorityAgainAndRefusesWhatThereIsNot, Act) {
    auto address = ask("teacher", "Nothing works");
    EXPECT_TRUE(shows(as("tech").get(address + "/correction"), "A whole school or department"));
    EXPECT_EQ(as("tech").post(address + "/correction", {{"impact", "1"}, {"urgency", "1"}, {"device", "cb-0412"}, {"room", "Lab 2"}}).status, 303);
    EXPECT_EQ(integer(address, "priority"), 1);
    EXPECT_EQ(integer(address, "device_id"), chromebook.value);
    EXPECT_EQ(text(address, "room"), "Lab 2");
    for (auto wrong : {std::pair("impact", "4"), std::pair("category", "777"), std::pair("team", "abc"), std::pair("device", "no-such-tag")}) {
        EXPECT_EQ(as("tech").post(address + "/correction", {{wrong.first, wrong.second}}).status, 422) << wrong.first;
    }
    EXPECT_EQ(as("teacher").post(address + "/correction", {{"impact", "1"}}).status, 403);
}

TEST_ON_EVERY_BACKEND(Repairs, StandOnTheHistoryOfTheDevice, Act) {
    auto address = ask("student", "Chromebook does not charge", "device", "label-of-cb-0412");
    EXPECT_TRUE(shows(as("tech").get(address + "/repair"), "CB-0412"));
    Form form{{"symptom", "Port loose"}, {"action", "Port replaced"}, {"component", "charger"}, {"cause", "wear"}, {"outcome", "fixed"}, {"minutes", "25"},
              {"part_1_name", "Port"},   {"part_1_quantity", "2"},    {"part_1_cost", "7.25"}};
    ASSERT_EQ(as("tech").post(address + "/repair", form).status, 303);
    auto past = read([&](db::Read& db) { return repairs_of(db, viewer("tech"), chromebook, 10); });
    ASSERT_EQ(past.size(), 1u);
    EXPECT_EQ(past[0].repair.cost_cents, 1450);
    EXPECT_EQ(past[0].repair.parts.at(0).quantity, 2);
    EXPECT_EQ(past[0].technician, "Dana Reyes");
    EXPECT_TRUE(read([&](db::Read& db) { return repairs_of(db, viewer("student"), chromebook, 10); }).empty());
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE action = 'repaired' AND subject_kind IN ('device', 'request')"), 2);
    EXPECT_TRUE(shows(as("tech").get(address), "A repair was recorded"));

    static inventory::DeviceId shown;
    shown = chromebook;
    http::Routes routes;
    routes.get("/panel", http::signed_in, [](http::ReadCall& call) {
        std::string body;
        for (const auto& panel : inventory::device_panels()) body += panel(call, shown).value_or("");
        return call.download("panel.html", "text/html", body);
    });
    auto panel = http::TestClient(services(), routes, [this] { return now; }, viewer("tech")).get("/panel");
    EXPECT_TRUE(shows(panel, "Port replaced"));
    EXPECT_TRUE(shows(panel, "Chromebook does not charge"));
    auto teachers = http::TestClient(services(), routes, [this] { return now; }, viewer("teacher")).get("/panel");
    EXPECT_EQ(teachers.body.find("Chromebook does not charge"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Repairs, NameEveryFieldThatCannotBe, Act) {
    auto address = ask("student", "Chromebook does not charge", "device", "label-of-cb-0412");
    auto page = as("tech").post(address + "/repair", {{"symptom", ""}, {"action", "x"}, {"component", "soul"}, {"outcome", "fixed"}, {"cause", "wear"},
                                                      {"minutes", "soon"}, {"part_2_cost", "9"}});
    EXPECT_EQ(page.status, 422);
    for (auto words : {"Say what was wrong.", "Choose one of the list.", "Give whole minutes", "Name the part."}) EXPECT_TRUE(shows(page, words));
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_repair"), 0);
    auto without = ask("teacher", "Something else", "other");
    EXPECT_EQ(as("tech").get(without + "/repair").find_header("Location"), without + "/correction");
}

}  // namespace helpdesk
