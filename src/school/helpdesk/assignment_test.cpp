// Who gets a request: whoever takes it, a colleague who can do it, or by the rule of the team; and who has how much already.
#include <gtest/gtest.h>

#include "helpdesk/letters.h"
#include "helpdesk/load.h"
#include "helpdesk/request.h"
#include "world/world.h"

namespace helpdesk {

class Assignment : public World {
protected:
    using Form = http::TestClient::FormFields;

    std::string ask(std::string title = "Laptop will not charge", std::string category = "device") {
        auto response = as("teacher").post("/requests", {{"category", std::move(category)}, {"title", std::move(title)}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    void gives(std::string_view who, std::string_view role, std::string_view skill) {
        write([&](db::Write& db) {
            db.query("INSERT INTO people_assignment (account_id, role_id, from_on) SELECT :account, id, '2025-08-01' FROM people_role WHERE key = :role")
                .bind("account", account(who))
                .bind("role", role)
                .run();
            db.query("INSERT INTO people_person_skill (account_id, skill_id, level, verified_at) SELECT :account, id, 2, 0 FROM people_skill WHERE key = :skill")
                .bind("account", account(who))
                .bind("skill", skill)
                .run();
        });
    }
    void is_away(std::string_view who) {
        write([&](db::Write& db) {
            db.query("INSERT INTO people_absence (account_id, first_on, last_on) VALUES (:account, '2026-03-09', '2026-03-10')").bind("account", account(who)).run();
        });
    }
    void team_gives() {
        auto id = read([](db::Read& db) { return db.query("SELECT id FROM helpdesk_team WHERE role_key = 'technician'").one_integer(); });
        auto saved = as("cio").post("/settings/teams/" + std::to_string(id), {{"name_en", "Technicians"}, {"name_es", "Technicians"}, {"role", "technician"}, {"active", "1"}, {"new_requests", "given"}});
        EXPECT_EQ(saved.status, 303) << saved.body;
    }
    std::int64_t assignee(const std::string& address) {
        return read([&](db::Read& db) {
            return db.query("SELECT COALESCE(assignee_id, 0) FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one_integer();
        });
    }
    std::string who(std::string_view name) { return std::to_string(account(name).value); }
    std::int64_t count(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    static bool mentions(const http::Response& page, std::string_view words) { return page.body.find(words) != std::string::npos; }
};

TEST_ON_EVERY_BACKEND(Assignment, OffersThoseWhoCanBestFirstWithTheirLoadAndWhy, Assignment) {
    gives("tech", "technician", "hardware");
    gives("tech2", "technician", "hardware");
    gives("web", "webmaster", "web");
    EXPECT_EQ(as("tech").post(ask("Something that Dana has"), {}).status, 405);
    EXPECT_EQ(as("tech").post(ask("Another one") + "/assignment").status, 303);
    auto page = as("tech").get(ask() + "/assignment");
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_TRUE(shows(page, "no work waiting"));
    EXPECT_TRUE(shows(page, "about 30 min of work before it"));
    EXPECT_TRUE(shows(page, "There today, serves North School, has what it needs: Repairing devices."));
    EXPECT_TRUE(shows(page, "Dana Reyes (you)"));
    EXPECT_LT(page.body.find("Omar Haddad"), page.body.find("Dana Reyes (you)")) << "less work waiting";
    EXPECT_FALSE(mentions(page, "Paul Meyer")) << "lacks the skill";
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/requests/3/assignment"), "Está hoy, atiende North School"));
}

TEST_ON_EVERY_BACKEND(Assignment, GivesToAColleagueWhoIsToldByMail, Assignment) {
    gives("tech", "technician", "hardware");
    gives("tech2", "technician", "hardware");
    auto address = ask();
    write_letters(database(), services(), now, 10);
    EXPECT_EQ(as("tech").post(address + "/assignment", {{"to", who("tech2")}}).status, 303);
    EXPECT_EQ(assignee(address), account("tech2").value);
    EXPECT_TRUE(shows(as("tech").get(address), "Dana Reyes gave it to Omar Haddad"));
    write_letters(database(), services(), now, 10);
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter WHERE to_address = 'omar@riverbend.example' AND subject LIKE 'For you:%'"), 1);
    EXPECT_EQ(as("tech").post(address + "/assignment", {{"to", who("tech")}}).status, 303);
    EXPECT_EQ(assignee(address), account("tech").value) << "to oneself is taking it";
}

TEST_ON_EVERY_BACKEND(Assignment, RefusesWhoCannotAndWhatHasEnded, Assignment) {
    gives("tech2", "technician", "hardware");
    is_away("tech2");
    auto address = ask();
    auto page = as("tech").get(address + "/assignment");
    EXPECT_TRUE(shows(page, "Those who can do this are not there now."));
    for (const auto& wrong : {who("tech2"), who("web"), who("teacher"), std::string("999"), std::string("x"), std::string()}) {
        EXPECT_EQ(as("tech").post(address + "/assignment", {{"to", wrong}}).status, 422) << wrong;
    }
    EXPECT_EQ(assignee(address), 0);
    EXPECT_EQ(as("teacher").get(address + "/assignment").status, 403);
    EXPECT_EQ(as("tech").get("/requests/999/assignment").status, 404);
    as("tech").post(address + "/resolution", {{"words", "Done"}});
    EXPECT_EQ(as("tech").get(address + "/assignment").status, 409);
    EXPECT_EQ(as("tech").post(address + "/assignment", {{"to", who("tech2")}}).status, 409);
}

TEST_ON_EVERY_BACKEND(NewRequests, AreTakenByAnyoneUnlessTheTeamWantsOtherwise, Assignment) {
    gives("tech", "technician", "hardware");
    auto address = ask();
    run_jobs();
    EXPECT_EQ(assignee(address), 0);
    EXPECT_EQ(count("SELECT count(*) FROM jobs_job WHERE name = 'helpdesk.give'"), 0) << "costs nothing where nobody asked for it";
}

TEST_ON_EVERY_BACKEND(NewRequests, GoToWhoHasTheLeastWorkAndSayWhy, Assignment) {
    gives("tech", "technician", "hardware");
    gives("tech2", "technician", "hardware");
    team_gives();
    auto first = ask("First");
    run_jobs();
    auto second = ask("Second");
    run_jobs();
    EXPECT_EQ(assignee(first), account("tech").value) << "of equals the lower number";
    EXPECT_EQ(assignee(second), account("tech2").value);
    auto page = as("tech").get(second);
    EXPECT_TRUE(shows(page, "Why this person"));
    EXPECT_TRUE(shows(page, "Went to Omar Haddad"));
    auto own = as("teacher").get(second);
    EXPECT_TRUE(shows(own, "Omar Haddad"));
    EXPECT_TRUE(shows(own, "Nobody has begun yet"));
    EXPECT_FALSE(mentions(own, "least work")) << "how much colleagues have is for the department";
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter WHERE subject = 'For you: Second'"), 1);
    EXPECT_EQ(as("tech").post(second + "/assignment").status, 303);
    EXPECT_FALSE(mentions(as("tech").get(second), "Why this person")) << "a person decided since";
}

TEST_ON_EVERY_BACKEND(NewRequests, WaitForTheTeamWhenNobodyCanOrSomebodyWasQuicker, Assignment) {
    gives("tech2", "technician", "hardware");
    is_away("tech2");
    team_gives();
    auto address = ask();
    run_jobs();
    EXPECT_EQ(assignee(address), 0);
    gives("tech", "technician", "hardware");
    auto quick = ask();
    as("tech2").post(quick + "/assignment");
    run_jobs();
    EXPECT_EQ(assignee(quick), account("tech2").value);
    EXPECT_EQ(assignee(ask("Wifi is gone", "network")), 0) << "a team that asks for nothing";
}

TEST_ON_EVERY_BACKEND(Loads, AreShownByNameToTheDepartment, Assignment) {
    gives("tech2", "technician", "hardware");
    gives("tech", "technician", "hardware");
    is_away("tech");
    as("tech").post(ask("One") + "/assignment");
    as("tech").post(ask("Two") + "/assignment");
    as("tech").post("/requests/2/wait", {{"reason", "part"}, {"words", "Lamp"}});
    auto people = read([&](db::Read& db) { return loads_of_people(db, viewer("tech"), now); });
    ASSERT_EQ(people.size(), 2u);
    EXPECT_EQ(people[0].name, "Dana Reyes");
    EXPECT_FALSE(people[0].there);
    EXPECT_EQ(people[0].load.in_queue, 1);
    EXPECT_EQ(people[0].load.paused, 1);
    EXPECT_EQ(people[0].load.work, base::Minutes(60));
    EXPECT_EQ(people[1].name, "Omar Haddad");
    auto page = as("tech2").get("/queue/people");
    EXPECT_TRUE(shows(page, "not there today"));
    EXPECT_TRUE(shows(page, "1 h"));
    const std::string hers = "/queue?view=team&person=" + who("tech");
    EXPECT_TRUE(shows(page, "view=team&amp;person=" + who("tech")));
    EXPECT_TRUE(shows(as("tech2").get(hers), "One"));
    EXPECT_TRUE(shows(as("tech2").get(hers), "Dana Reyes · "));
    EXPECT_FALSE(mentions(as("tech2").get("/queue?view=team&person=" + who("tech2")), ">One<")) << "that is not his";
    EXPECT_TRUE(shows(as("tech2").get("/queue?view=waiting&person=" + who("tech")), "Two"));
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/queue/people"), "Quién tiene cuánto"));
    EXPECT_TRUE(shows(as("tech").get("/queue"), "/queue/people"));
    EXPECT_EQ(as("teacher").get("/queue/people").status, 403);
}

}  // namespace helpdesk
