// Every number of the CIO's page opens as many rows as it says, whatever happened before.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "base/random.h"
#include "helpdesk/helpdesk.h"
#include "planning/cio_table.h"
#include "world/world.h"

namespace planning {

class CioPage : public World {
protected:
    using Form = http::TestClient::FormFields;

    std::int64_t integer(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    void holds(std::string_view who, std::string_view role) {
        write([&](db::Write& db) {
            db.query("INSERT INTO people_assignment (account_id, role_id, from_on) SELECT :account, id, '2025-08-01' FROM people_role WHERE key = :role")
                .bind("account", account(who))
                .bind("role", role)
                .run();
        });
    }
    std::string ask(std::string category, roster::OrgId school) {
        auto response = as("teacher").post("/requests", {{"category", std::move(category)}, {"title", "Something at " + std::to_string(school.value)}, {"school", std::to_string(school.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    std::string team(std::string_view role) {
        return std::to_string(read([&](db::Read& db) { return db.query("SELECT id FROM helpdesk_team WHERE role_key = :role").bind("role", role).one_integer(); }));
    }
    /// What befalls one request, by chance.
    void live(base::Random& random, const std::string& address) {
        const auto fate = random.between(0, 7);
        if (fate == 0) return;
        if (fate == 1) as("tech").post(address + "/wait", {{"reason", "part"}, {"words", "A lamp"}});
        if (fate == 2) as("tech").post(address + "/wait", {{"reason", "authority"}, {"words", "The CIO must say"}});
        if (fate == 3) as("tech").post(address + "/hand-over", {{"reason", random.chance(0.5) ? "skill" : "authority"}, {"to", "t" + team("network")}, {"note", "Not mine"}});
        if (fate == 4) {
            as("tech").post(address + "/wait", {{"reason", "skill"}, {"words", "Who knows this"}});
            now += std::chrono::hours(random.between(1, 60));
            as("tech").post(address + "/resumption");
        }
        if (fate >= 5) {
            now += std::chrono::hours(random.between(0, 90));
            as("tech").post(address + "/resolution", {{"words", "Done"}});
            if (fate == 6) as("tech").post(address + "/reopening");
        }
    }
    /// Rows over all pages of a list.
    std::int64_t rows_of(const std::string& href) {
        std::int64_t rows = 0;
        for (int page = 1; page < 50; ++page) {
            auto response = as("cio").get(href + (href.find('?') == std::string::npos ? "?" : "&") + "page=" + std::to_string(page));
            EXPECT_EQ(response.status, 200) << href;
            std::int64_t here = 0;
            for (auto at = response.body.find("<tr data-row"); at != std::string::npos; at = response.body.find("<tr data-row", at + 1)) ++here;
            rows += here;
            if (response.body.find("rel=\"next\"") == std::string::npos) break;
        }
        return rows;
    }
    static std::string unescaped(std::string text) {
        for (auto at = text.find("&amp;"); at != std::string::npos; at = text.find("&amp;")) text.replace(at, 5, "&");
        return text;
    }
    /// Every link with a number, and that number.
    static std::vector<std::pair<std::string, std::int64_t>> numbers(const std::string& body) {
        static const std::regex link("href=\"([^\"]*)\" data-rows=\"([0-9]+)\"");
        std::vector<std::pair<std::string, std::int64_t>> found;
        for (std::sregex_iterator at(body.begin(), body.end(), link), end; at != end; ++at) found.emplace_back(unescaped((*at)[1]), std::stoll((*at)[2]));
        return found;
    }
};

TEST_ON_EVERY_BACKEND(Cio, EveryNumberOpensAsManyRowsAsItSays, CioPage) {
    holds("tech", "technician");
    holds("tech2", "technician");
    holds("cio", "cio");
    holds("cio", "network");
    base::Random random(7);
    const auto end = now;
    now -= std::chrono::days(60);
    static constexpr std::string_view categories[] = {"device", "network", "sign_in", "classroom"};
    while (now < end - std::chrono::hours(160)) {
        now += std::chrono::hours(random.between(4, 30));
        live(random, ask(std::string(categories[static_cast<std::size_t>(random.between(0, 3))]), random.chance(0.5) ? north : south));
    }
    now = end;
    for (const auto* period : {"4w", "12w"}) {
        auto page = as("cio").get(std::string("/planning?period=") + period);
        ASSERT_EQ(page.status, 200) << page.body;
        const auto found = numbers(page.body);
        EXPECT_GT(found.size(), 40u);
        for (const auto& [href, number] : found) EXPECT_EQ(rows_of(href), number) << period << " " << href;
        EXPECT_EQ(found, numbers(as("cio", html::Language::es).get(std::string("/planning?period=") + period).body)) << "the same in Spanish";
    }
    // The file of a list and the page's own tables say the same.
    auto file = as("cio").get("/planning/requests?set=unfinished&as=csv");
    EXPECT_EQ(file.content_type, "text/csv; charset=utf-8");
    EXPECT_EQ(std::ranges::count(file.body, '\n'), 1 + integer("SELECT count(*) FROM helpdesk_request WHERE state IN ('new', 'open', 'waiting', 'scheduled')"));
    for (auto table : cio_tables) EXPECT_EQ(as("cio").get("/planning/tables/" + std::string(table)).status, 200);
    EXPECT_EQ(as("cio").get("/planning/tables/people").status, 404);
}

TEST_ON_EVERY_BACKEND(Cio, WhatWaitsForAKnownProblemIsSaidAndStaysPastItsTarget, CioPage) {
    const auto address = ask("network", north);
    const auto id = integer("SELECT max(id) FROM helpdesk_request");
    write([&](db::Write& db) {
        helpdesk::open_problem(db, viewer("tech"), now, {.title_en = "No internet", .title_es = "Sin internet", .words_en = "It is down.", .words_es = "No hay.", .school = north, .requests = {{id}}});
    });
    EXPECT_EQ(rows_of("/planning/requests?set=waiting&reason=known_problem"), 1);
    EXPECT_EQ(rows_of("/planning/requests?set=waiting&reason=other_work"), 0);
    EXPECT_TRUE(shows(as("cio").get("/planning/requests?set=waiting"), "part of a known problem"));
    EXPECT_EQ(rows_of("/planning/requests?set=late"), 0);
    now += std::chrono::days(60);
    EXPECT_EQ(rows_of("/planning/requests?set=late"), 1) << "its target goes on";
}

TEST_ON_EVERY_BACKEND(Cio, HoursWaitedAreTheSumOfTheirRows, CioPage) {
    auto address = ask("network", north);
    as("tech").post(address + "/wait", {{"reason", "authority"}, {"words", "The closet is locked"}});
    now += std::chrono::days(1);
    as("tech").post(address + "/resumption");
    now += std::chrono::days(7);
    auto waits = read([&](db::Read& db) { return blocked_waits(db, viewer("cio"), now, now - std::chrono::days(30)); });
    ASSERT_EQ(waits.size(), 1u);
    EXPECT_EQ(waits[0].minutes, std::chrono::hours(8)) << "one school day of eight hours, from 10:35 to 10:35";
    EXPECT_EQ(read([&](db::Read& db) { return blocked_waits(db, viewer("cio"), now, now - std::chrono::days(3)); }).size(), 0u);
    auto page = as("cio").get("/planning");
    EXPECT_TRUE(shows(page, "8 h"));
    auto rows = as("cio").get("/planning/waits?reason=authority");
    EXPECT_TRUE(shows(rows, "In all 8 h"));
    EXPECT_TRUE(shows(rows, "Something at"));
    EXPECT_TRUE(shows(as("cio").get("/planning/waits?reason=skill"), "Nothing is counted here now"));
}

TEST_ON_EVERY_BACKEND(Cio, IsForWhoeverPlansAndShowsNobodysWork, CioPage) {
    EXPECT_EQ(as("tech").get("/planning").status, 403);
    for (auto path : {"/planning/requests", "/planning/waits", "/planning/hand-overs", "/planning/single?on=roles", "/planning/people?role=cio", "/planning/papers", "/planning/tables/trend"}) {
        EXPECT_EQ(as("tech").get(path).status, 403) << path;
        EXPECT_EQ(as("nobody").get(path).status, 303) << path;
        EXPECT_EQ(as("cio").get(path).status, 200) << path;
    }
    EXPECT_EQ(as("cio").get("/planning/single?on=people").status, 404);
    auto address = ask("device", north);
    as("tech").post(address + "/assignment");
    auto page = as("cio").get("/planning");
    EXPECT_EQ(page.body.find("Dana Reyes"), std::string::npos) << "nothing is counted by person";
    EXPECT_TRUE(shows(as("cio").get("/planning/requests?set=unfinished"), "Something at"));
    // Figures without the work: how many and where, and not what people wrote.
    write([&](db::Write& db) { db.query("DELETE FROM auth_grant WHERE account_id = :id AND permission = 'helpdesk.work'").bind("id", account("cio")).run(); });
    auto rows = as("cio").get("/planning/requests?set=unfinished");
    EXPECT_EQ(rows.status, 200);
    EXPECT_EQ(rows.body.find("Something at"), std::string::npos);
    EXPECT_EQ(rows_of("/planning/requests?set=unfinished"), 1);
}

TEST_ON_EVERY_BACKEND(Cio, NamesNobodysPapersToWhomTheyAreClosed, CioPage) {
    holds("coach", "integration_specialist");
    write([&](db::Write& db) {
        db.query("INSERT INTO people_licence (account_id, kind, jurisdiction, number, issued_on, expires_on) VALUES (:account, 'teacher_standard', 'US-IL', 'X-77', '2021-05-01', '2026-05-01')")
            .bind("account", account("coach"))
            .run();
        db.query("INSERT INTO people_licence (account_id, kind, jurisdiction, number, issued_on, expires_on) VALUES (:account, 'teacher_standard', 'US-IL', 'X-78', '2021-05-01', '2027-05-01')")
            .bind("account", account("teacher"))
            .run();
    });
    write([&](db::Write& db) { db.query("DELETE FROM auth_grant WHERE account_id = :id AND permission = 'people.manage_licences'").bind("id", account("cio")).run(); });
    auto closed = as("cio").get("/planning/papers");
    EXPECT_TRUE(shows(closed, "May 2026"));
    EXPECT_EQ(closed.body.find("Nora"), std::string::npos);
    EXPECT_EQ(closed.body.find("eacher"), std::string::npos) << "nor what kind it is";
    EXPECT_EQ(as("cio").get("/planning").body.find("Nora"), std::string::npos);
    write([&](db::Write& db) {
        db.query("INSERT INTO auth_grant (account_id, permission, scope_kind, scope_id) VALUES (:id, 'people.manage_licences', 'everywhere', 0)").bind("id", account("cio")).run();
    });
    auto open = as("cio").get("/planning/papers");
    EXPECT_TRUE(shows(open, "Nora Lind"));
    EXPECT_EQ(rows_of("/planning/papers"), 1);
}

TEST_ON_EVERY_BACKEND(Cio, CostsTheSameNumberOfStatementsHoweverMuchThereIs, CioPage) {
    const auto statements = [&] {
        return read([&](db::Read& db) {
            const auto before = db.statements_run();
            const auto from = now - std::chrono::days(80);
            cio_requests(db, viewer("cio"), *base::TimeZone::find("America/Chicago"), now, from);
            blocked_waits(db, viewer("cio"), now, from);
            handed_on(db, viewer("cio"), from);
            department(db, viewer("cio"), base::TimeZone::find("America/Chicago")->day_of(now));
            return db.statements_run() - before;
        });
    };
    const auto fill = [&](int n) {
        for (int i = 0; i < n; ++i) {
            auto address = ask("network", north);
            if (i % 2) as("tech").post(address + "/wait", {{"reason", "skill"}, {"words", "Who knows this"}});
        }
    };
    fill(2);
    statements();
    const auto of_few = statements();
    fill(12);
    statements();
    EXPECT_EQ(statements(), of_few);
}

TEST_ON_EVERY_BACKEND(Cio, CountsTheNeedsThatItsListShows, CioPage) {
    for (auto title : {"Captions for meetings", "A quieter fan", "Loaner chargers"}) EXPECT_EQ(as("tech").post("/needs", {{"title", title}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/planning"), "href=\"/needs?state=waiting\">Needs to answer: <b>3</b>"));
    const auto list = as("cio").get("/needs?state=waiting").body;
    int lines = 0;
    for (auto at = list.find("#voices"); at != std::string::npos; at = list.find("#voices", at + 1)) ++lines;
    EXPECT_EQ(lines, 3) << "each line leads to who hears it";
}

TEST_ON_EVERY_BACKEND(Cio, ShowsWhatOthersProvideAndNothingWithoutThem, CioPage) {
    EXPECT_TRUE(shows(as("cio").get("/planning"), "Nothing now."));
    auto providers = std::exchange(cio_providers(), {});
    cio_providers().push_back([](http::ReadCall&) { return std::vector<CioCard>{{"Devices <past> sense", "31", "They cost more than new ones.", "/needs?state=all"}}; });
    cio_providers().push_back([](http::ReadCall&) { return std::vector<CioCard>(); });
    auto page = as("cio").get("/planning");
    cio_providers() = providers;
    EXPECT_TRUE(shows(page, "Devices &lt;past&gt; sense"));
    EXPECT_TRUE(shows(page, "They cost more than new ones."));
    EXPECT_FALSE(page.body.find("Nothing now.") != std::string::npos);
}

}  // namespace planning
