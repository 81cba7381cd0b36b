#include "athletics/athletics.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <libical/ical.h>

#include <memory>

#include "athletics/game.h"
#include "auth/account.h"
#include "auth/event.h"
#include "base/random.h"
#include "world/world.h"

using namespace athletics;
using testing::HasSubstr;
using testing::Not;

namespace {

using Form = http::TestClient::FormFields;

class Athletics : public World {
protected:
    static Form with(Form form, std::string_view name, std::string_view value) {
        for (auto& [key, old] : form) {
            if (key == name) {
                old = value;
                return form;
            }
        }
        form.emplace_back(name, value);
        return form;
    }
    static Form team_form(roster::OrgId school) {
        return {{"school", std::to_string(school.value)}, {"sport", "basketball"}, {"level", "varsity"}, {"gender", "girls"}, {"season", "winter"}};
    }
    static Form game_form() {
        return {{"kind", "game"}, {"side", "home"}, {"opponent", "Central"}, {"place", "Main gym"}, {"day", "2026-03-12"}, {"starts", "19:00"}};
    }
    static std::int64_t last_number(const http::Response& answer) {
        const auto path = std::string(answer.find_header("Location").value_or("/0"));
        return std::stoll(path.substr(path.rfind('/') + 1));
    }
    Team add_team(roster::OrgId school) {
        const auto answer = as("director").post("/athletics", team_form(school));
        EXPECT_EQ(answer.status, 303) << answer.body;
        return read([&](db::Read& db) { return find_team(db, TeamId{last_number(answer)}); });
    }
    std::vector<Game> games(const Team& team) {
        return read([&](db::Read& db) { return games_of(db, team.id, now - std::chrono::days(400), now + std::chrono::days(400), Withdrawn::included); });
    }
    Game add_game(const Team& team, const Form& form) {
        const auto answer = as("director").post(desk(team) + "/games", form);
        EXPECT_EQ(answer.status, 303) << answer.body;
        auto all = games(team);
        return *std::ranges::max_element(all, {}, [](const Game& game) { return game.id; });
    }
    Game game(const Team& team, GameId id) {
        return read([&](db::Read& db) { return find_game(db, team.id, id); });
    }
    static std::string desk(const Team& team) { return "/athletics/" + std::to_string(team.id.value); }
    http::Response act(const Team& team, GameId id, std::string_view what, Form more = {}, std::string_view who = "director") {
        Form form{{"seen", std::to_string(game(team, id).sequence)}, {"do", std::string(what)}, {"confirmed", "1"}};
        form.insert(form.end(), more.begin(), more.end());
        return as(who).post(desk(team) + "/games/" + std::to_string(id.value) + "/status", form);
    }
    std::string page(const std::string& path) { return std::string(as("nobody").get(path).content()); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Team, HasAnAddressThatStaysAndANameInBothLanguages, Athletics) {
    const auto team = add_team(north);
    EXPECT_EQ(team.path(), "/teams/north-school-girls-varsity-basketball");
    EXPECT_THAT(page("/teams"), HasSubstr("Girls varsity basketball"));
    EXPECT_THAT(page("/es/teams"), HasSubstr("Baloncesto femenino, varsity"));
    EXPECT_THAT(page("/teams/school/north-school"), HasSubstr("Girls varsity basketball"));
    EXPECT_THAT(page("/teams/school/south-school"), Not(HasSubstr("Girls varsity basketball")));
    auto changed = with(with(with(team_form(north), "seen", "0"), "name", "Lady Bells"), "partner", std::to_string(south.value));
    EXPECT_EQ(as("director").post(desk(team) + "/edit", changed).status, 303);
    EXPECT_THAT(page(team.path()), HasSubstr("Lady Bells"));
    EXPECT_THAT(page("/teams/school/south-school"), HasSubstr("Lady Bells"));
    EXPECT_EQ(as("director").post(desk(team) + "/edit", changed).status, 409);
    EXPECT_EQ(as("director").post("/athletics", with(team_form(north), "sport", "chess")).status, 422);
    EXPECT_EQ(add_team(north).slug, "north-school-girls-varsity-basketball-2");
    for (auto missing : {"/teams/nobody", "/teams/nobody/calendar.ics", "/teams/nobody/schedule.json", "/teams/nobody/embed", "/teams/school/nowhere"}) {
        EXPECT_EQ(as("nobody").get(missing).status, 404) << missing;
    }
}

TEST_ON_EVERY_BACKEND(Game, IsToldOnPageFrameFeedAndData, Athletics) {
    const auto team = add_team(north);
    const auto made = add_game(team, game_form());
    for (auto path : {"", "/embed"}) {
        EXPECT_THAT(page(team.path() + path), HasSubstr("vs. Central"));
        EXPECT_THAT(page("/es" + team.path() + path), HasSubstr("contra Central"));
        EXPECT_THAT(page("/es" + team.path() + path), HasSubstr(R"(<span lang="en">Main gym</span>)"));
    }
    EXPECT_THAT(page(team.path()), HasSubstr(R"("@type":"SportsEvent")"));
    EXPECT_THAT(page("/events/school/north-school"), HasSubstr("Girls varsity basketball vs. Central"));
    EXPECT_THAT(page("/events/school/north-school/calendar.ics"), HasSubstr("UID:" + made.uid));
    const auto frame = as("nobody").get(team.path() + "/embed");
    EXPECT_THAT(std::string(frame.content()), HasSubstr(R"(http-equiv="refresh" content="45")"));
    EXPECT_THAT(std::string(frame.find_header("Content-Security-Policy").value()), HasSubstr("frame-ancestors *"));
    EXPECT_FALSE(frame.find_header("Set-Cookie"));
    const auto answer = as("nobody").get(team.path() + "/schedule.json");
    EXPECT_EQ(answer.find_header("Access-Control-Allow-Origin"), "*");
    const auto data = boost::json::parse(answer.content());
    EXPECT_EQ(data.at("games").at(0).at("start").as_string(), "2026-03-12T19:00:00-05:00");
    EXPECT_EQ(data.at("games").at(0).at("opponent").as_string(), "Central");
    EXPECT_EQ(act(team, made.id, "cancel", {{"note", "Lightning"}}).status, 303);
    EXPECT_THAT(page(team.path() + "/embed"), HasSubstr("Lightning"));
    EXPECT_EQ(boost::json::parse(page(team.path() + "/schedule.json")).at("games").at(0).at("status").as_string(), "cancelled");
    const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(icalparser_parse_string(page(team.path() + "/calendar.ics").c_str()), &icalcomponent_free);
    auto* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    EXPECT_STREQ(icalcomponent_get_summary(event), "CANCELLED: Girls varsity basketball vs. Central");
    EXPECT_EQ(icalcomponent_get_status(event), ICAL_STATUS_CANCELLED);
    EXPECT_EQ(icalcomponent_get_sequence(event), 1);
    EXPECT_EQ(icaltime_as_timet(icalcomponent_get_dtstart(event)), base::to_ms(made.starts) / 1000);
}

TEST_ON_EVERY_BACKEND(Game, IsDelayedMovedScoredAndTakenBack, Athletics) {
    now = base::parse_instant("2026-03-12T17:00:00Z").value();  // the day of the game
    const auto team = add_team(north);
    const auto made = add_game(team, game_form());
    EXPECT_EQ(act(team, made.id, "delay", {{"delay", "20:15"}}).status, 303);
    EXPECT_EQ(game(team, made.id).status, calendar::EventStatus::delayed);
    EXPECT_EQ(game(team, made.id).starts, made.starts + base::Minutes(75));
    EXPECT_EQ(game(team, made.id).original_starts, made.starts);
    EXPECT_THAT(page(team.path()), HasSubstr(R"("startDate":"2026-03-12T20:15:00-05:00")"));
    EXPECT_THAT(page(team.path()), HasSubstr(R"("previousStartDate":"2026-03-12T19:00:00-05:00")"));
    EXPECT_THAT(page(team.path()), HasSubstr("schema.org/EventRescheduled"));
    EXPECT_EQ(act(team, made.id, "cancel").status, 303);
    EXPECT_THAT(page(team.path()), HasSubstr(R"("startDate":"2026-03-12T19:00:00-05:00")"));
    EXPECT_EQ(act(team, made.id, "move_back").status, 303);
    EXPECT_EQ(game(team, made.id).starts, made.starts);
    EXPECT_EQ(act(team, made.id, "score").status, 422);
    EXPECT_EQ(act(team, made.id, "delay", {{"delay", "late"}}).status, 422);
    EXPECT_EQ(act(team, made.id, "score", {{"score", "52–47"}, {"result", "won"}}).status, 303);
    EXPECT_THAT(page(team.path()), HasSubstr("Won 52–47"));
    EXPECT_THAT(page("/es" + team.path()), HasSubstr("Victoria 52–47"));
    EXPECT_EQ(act(team, made.id, "restore").status, 303);
    EXPECT_EQ(game(team, made.id).score, "");
    EXPECT_EQ(act(team, made.id, "restore").status, 409);
    // Another day is a move, which is told; an hour that was open and becomes known is none.
    const auto path = desk(team) + "/games/" + std::to_string(made.id.value);
    EXPECT_EQ(as("director").post(path, with(with(game_form(), "day", "2026-03-20"), "seen", std::to_string(game(team, made.id).sequence))).status, 303);
    EXPECT_EQ(game(team, made.id).status, calendar::EventStatus::rescheduled);
    const auto open = add_game(team, with(game_form(), "starts", ""));
    EXPECT_TRUE(open.time_open);
    EXPECT_EQ(as("director").post(desk(team) + "/games/" + std::to_string(open.id.value), with(game_form(), "seen", "0")).status, 303);
    EXPECT_EQ(game(team, open.id).status, calendar::EventStatus::scheduled);
    EXPECT_EQ(as("director").post(desk(team) + "/games/" + std::to_string(open.id.value), with(game_form(), "seen", "0")).status, 409);
    EXPECT_EQ(act(team, open.id, "withdraw").status, 303);
    EXPECT_THAT(page(team.path() + "/calendar.ics"), HasSubstr("UID:" + open.uid));
    EXPECT_EQ(as("director").post(desk(team) + "/games", with(game_form(), "opponent", "")).status, 422);
}

TEST_ON_EVERY_BACKEND(Game, HasAResultInNumbersFromItsDayOn, Athletics) {
    const auto team = add_team(north);
    const auto made = add_game(team, game_form());
    const auto path = desk(team) + "/games/" + std::to_string(made.id.value);
    const auto early = act(team, made.id, "score", {{"score", "52–47"}, {"result", "won"}});
    EXPECT_EQ(early.status, 422);
    EXPECT_THAT(early.body, HasSubstr("A result comes on the day of the game or later"));
    EXPECT_EQ(act(team, made.id, "score", {{"result", "won"}}).status, 422);
    EXPECT_THAT(as("director").get(path).body, Not(HasSubstr(R"(value="score")")));
    EXPECT_THAT(page(team.path()), HasSubstr("Coming games"));
    now = base::parse_instant("2026-03-12T05:00:00Z").value();  // midnight in Chicago
    const auto words = act(team, made.id, "score", {{"score", "abc"}, {"note", "Rays"}});
    EXPECT_EQ(words.status, 422);
    EXPECT_THAT(words.body, HasSubstr(R"(<a href="#score">Write the score with numbers)"));
    EXPECT_THAT(words.body, HasSubstr(R"(value="abc")"));
    EXPECT_THAT(words.body, HasSubstr(R"(value="Rays")"));
    EXPECT_EQ(game(team, made.id).status, calendar::EventStatus::scheduled);
    EXPECT_EQ(act(team, made.id, "score", {{"score", "3–2 after overtime"}}).status, 303);
    EXPECT_THAT(page(team.path()), HasSubstr("3–2 after overtime"));
}

TEST_ON_EVERY_BACKEND(Game, IsDelayedOnItsDayOnly, Athletics) {
    const auto team = add_team(north);
    const auto made = add_game(team, game_form());
    const auto path = desk(team) + "/games/" + std::to_string(made.id.value);
    for (auto time : {"20:00", ""}) {
        const auto answer = act(team, made.id, "delay", {{"delay", time}});
        EXPECT_EQ(answer.status, 422);
        EXPECT_THAT(answer.body, HasSubstr(R"(<a href="#do">A delay is for a game of today)"));
    }
    EXPECT_THAT(as("director").get(path).body, Not(HasSubstr(R"(id="delay")")));
    EXPECT_EQ(game(team, made.id).sequence, 0);
    now += std::chrono::days(3);
    EXPECT_THAT(as("director").get(path).body, HasSubstr(R"(id="delay")"));
    const auto typed = act(team, made.id, "delay", {{"delay", "late"}});
    EXPECT_THAT(typed.body, HasSubstr(R"(<p class="field-error">Give a time)"));
    EXPECT_EQ(act(team, made.id, "delay", {{"delay", "20:00"}}).status, 303);
}

TEST_ON_EVERY_BACKEND(Game, WhoseHourWasOpenIsNeverToldAsOneAtMidnight, Athletics) {
    now = base::parse_instant("2026-03-12T17:00:00Z").value();  // the day of the game
    const auto team = add_team(north);
    const auto open = with(game_form(), "starts", "");
    const auto path = [&](const Game& one) { return desk(team) + "/games/" + std::to_string(one.id.value); };
    const auto late = add_game(team, open);
    EXPECT_EQ(act(team, late.id, "delay", {{"delay", "20:15"}}).status, 303);
    EXPECT_EQ(game(team, late.id).status, calendar::EventStatus::delayed);
    EXPECT_FALSE(game(team, late.id).original_starts);
    EXPECT_EQ(act(team, late.id, "withdraw").status, 303);

    const auto moved = add_game(team, open);
    EXPECT_EQ(as("director").post(path(moved), with(with(game_form(), "day", "2026-03-20"), "seen", "0")).status, 303);
    EXPECT_EQ(game(team, moved.id).original_starts, moved.starts);
    EXPECT_TRUE(game(team, moved.id).original_open);
    const auto words = calendar::Bilingual{page(team.path()), page("/es" + team.path())};
    for (const auto& text : {words.en, words.es}) {
        EXPECT_THAT(text, Not(HasSubstr(", 00:00")));
        EXPECT_THAT(text, Not(HasSubstr("T00:00:00")));
        EXPECT_THAT(text, HasSubstr(R"("previousStartDate":"2026-03-12")"));
    }
    EXPECT_THAT(words.en, HasSubstr("First planned for"));
    EXPECT_EQ(boost::json::parse(page(team.path() + "/schedule.json")).at("games").at(0).at("original_start").as_string(), "2026-03-12");
    // Back on its day, with an hour by now: there is nothing to tell.
    EXPECT_EQ(as("director").post(path(moved), with(game_form(), "seen", "1")).status, 303);
    EXPECT_EQ(game(team, moved.id).status, calendar::EventStatus::scheduled);
    EXPECT_FALSE(game(team, moved.id).original_starts);

    const auto back = add_game(team, open);
    EXPECT_EQ(as("director").post(path(back), with(with(game_form(), "day", "2026-03-20"), "seen", "0")).status, 303);
    EXPECT_EQ(act(team, back.id, "move_back").status, 303);
    EXPECT_TRUE(game(team, back.id).time_open);
    EXPECT_EQ(game(team, back.id).starts, back.starts);
    EXPECT_EQ(game(team, back.id).ends, back.ends);
    // Postponed, and then it takes place that day after all.
    EXPECT_EQ(act(team, back.id, "postpone").status, 303);
    EXPECT_EQ(as("director").post(path(back), with(game_form(), "seen", "3")).status, 303);
    EXPECT_EQ(game(team, back.id).status, calendar::EventStatus::scheduled);
    EXPECT_FALSE(game(team, back.id).original_starts);
}

TEST_ON_EVERY_BACKEND(Game, OfTheSummerStaysInTheFeedWhenASchoolYearBegins, Athletics) {
    const auto team = add_team(north);
    const auto summer = add_game(team, with(game_form(), "day", "2026-07-20"));
    EXPECT_EQ(act(team, summer.id, "cancel", {{"note", "Heat"}}).status, 303);
    now = base::parse_instant("2026-08-05T12:00:00Z").value();
    const auto feed = page(team.path() + "/calendar.ics");
    EXPECT_THAT(feed, HasSubstr("UID:" + summer.uid));
    EXPECT_THAT(feed, HasSubstr("STATUS:CANCELLED"));
}

TEST_ON_EVERY_BACKEND(Team, PageEndsWithWhatItsFrameShows, Athletics) {
    const auto team = add_team(north);
    EXPECT_EQ(as("web").post("/website/banner", {{"text_en", "Doors are open"}, {"level", "notice"}, {"until", "2026-03-09T10:37"}}).status, 303);
    EXPECT_THAT(page(team.path()), HasSubstr("Doors are open"));
    now += base::Minutes(3);
    EXPECT_THAT(page(team.path()), Not(HasSubstr("Doors are open")));
}

TEST_ON_EVERY_BACKEND(Desk, AsksTheDatabaseOnceForAllTeams, Athletics) {
    write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("teacher"), {"athletics.coach"}); });
    const auto add_one = [&](std::string_view opponent) {
        const auto team = add_team(north);
        const auto mistake = add_game(team, with(game_form(), "day", "2026-03-10"));
        EXPECT_EQ(act(team, mistake.id, "withdraw").status, 303);
        add_game(team, with(game_form(), "day", "2026-03-20"));
        add_game(team, with(game_form(), "opponent", opponent));
        EXPECT_EQ(as("director").post(desk(team) + "/coaches", {{"email", "leo@riverbend.example"}}).status, 303);
    };
    const auto statements = [&] {
        const auto coach = viewer("teacher");
        return read([&](db::Read& db) {
            const auto before = db.statements_run();
            const auto mine = teams_of(db, coach);
            const auto next = next_games(db, now, now + std::chrono::days(60));
            EXPECT_EQ(mine.size(), next.size());
            for (const auto& team : mine) EXPECT_EQ(next.at(team.id).opponent.substr(0, 4), "Lake");
            return db.statements_run() - before;
        });
    };
    add_one("Lakeview");
    statements();
    const auto of_one = statements();
    for (auto opponent : {"Lakewood", "Lake City", "Lakeside"}) add_one(opponent);
    EXPECT_EQ(statements(), of_one);
    EXPECT_THAT(as("teacher").get("/athletics").body, HasSubstr("vs. Lake City"));
    EXPECT_THAT(as("teacher").get("/athletics").body, Not(HasSubstr("Central")));
}

TEST_ON_EVERY_BACKEND(Team, ThatLeavesASchoolIsCancelledInItsFeed, Athletics) {
    const auto team = add_team(north);
    const auto made = add_game(team, game_form());
    const auto feed = [&](std::string_view school) { return page("/events/school/" + std::string(school) + "/calendar.ics"); };
    const auto shared = with(with(team_form(north), "seen", "0"), "partner", std::to_string(south.value));
    EXPECT_EQ(as("director").post(desk(team) + "/edit", shared).status, 303);
    EXPECT_THAT(feed("south-school"), HasSubstr("STATUS:CONFIRMED"));
    EXPECT_EQ(as("director").post(desk(team) + "/edit", with(team_form(south), "seen", "1")).status, 303);
    EXPECT_THAT(feed("north-school"), HasSubstr("UID:" + made.uid));
    EXPECT_THAT(feed("north-school"), HasSubstr("STATUS:CANCELLED"));
    EXPECT_THAT(page("/events/school/north-school"), Not(HasSubstr("vs. Central")));
    EXPECT_THAT(feed("south-school"), HasSubstr("STATUS:CONFIRMED"));
    EXPECT_EQ(game(team, made.id).sequence, 1);
    now += std::chrono::days(61);
    EXPECT_THAT(feed("north-school"), Not(HasSubstr("UID:" + made.uid)));
}

TEST_ON_EVERY_BACKEND(Coach, ChangesTheGamesOfTheirOwnTeamAndNothingElse, Athletics) {
    now = base::parse_instant("2026-03-12T17:00:00Z").value();  // the day of the game
    const auto ours = add_team(north), theirs = add_team(south);
    const auto game_of_ours = add_game(ours, game_form()), game_of_theirs = add_game(theirs, game_form());
    write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("teacher"), {"athletics.coach"}); });
    EXPECT_EQ(as("teacher").get(desk(ours)).status, 403);
    EXPECT_EQ(as("director").post(desk(ours) + "/coaches", {{"email", "nobody@riverbend.example"}}).status, 422);
    EXPECT_EQ(as("director").post(desk(ours) + "/coaches", {{"email", "leo@riverbend.example"}}).status, 303);
    EXPECT_THAT(as("director").get(desk(ours) + "/edit").body, HasSubstr("Leo Peña"));
    EXPECT_EQ(as("teacher").get("/athletics").status, 200);
    EXPECT_EQ(as("teacher").get(desk(ours)).status, 200);
    EXPECT_EQ(act(ours, game_of_ours.id, "score", {{"score", "1–0"}}, "teacher").status, 303);
    EXPECT_EQ(as("teacher").post(desk(ours) + "/games", game_form()).status, 303);
    EXPECT_EQ(act(theirs, game_of_theirs.id, "cancel", {}, "teacher").status, 403);
    EXPECT_EQ(as("teacher").post(desk(theirs) + "/games", game_form()).status, 403);
    EXPECT_EQ(as("teacher").post(desk(theirs) + "/paste", {{"text", "12/4,19:00,Central,H,"}}).status, 403);
    // A game of another team cannot be reached through one's own.
    EXPECT_EQ(as("teacher").get(desk(ours) + "/games/" + std::to_string(game_of_theirs.id.value)).status, 404);
    for (auto path : {"/edit", "/coaches", "/coaches/removal"}) EXPECT_EQ(as("teacher").post(desk(ours) + path, team_form(north)).status, 403) << path;
    EXPECT_EQ(as("teacher").post("/athletics", team_form(north)).status, 403);
    for (auto who : {"tech", "student"}) {
        EXPECT_EQ(as(who).get("/athletics").status, 403) << who;
        EXPECT_EQ(as(who).get(desk(ours)).status, 403) << who;
        EXPECT_EQ(act(ours, game_of_ours.id, "cancel", {}, who).status, 403) << who;
    }
    EXPECT_EQ(as("director").post(desk(ours) + "/coaches/removal", {{"account", std::to_string(account("teacher").value)}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(as("teacher").get(desk(ours)).status, 403);
}

TEST_ON_EVERY_BACKEND(Director, OfOneSchoolKeepsItsTeamsAlone, Athletics) {
    const auto ours = add_team(north), theirs = add_team(south);
    write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("teacher"), {"athletics.edit", auth::ScopeKind::school, north.value}); });
    EXPECT_EQ(as("teacher").get(desk(ours)).status, 200);
    EXPECT_EQ(as("teacher").get(desk(theirs)).status, 403);
    EXPECT_EQ(as("teacher").get(desk(theirs) + "/edit").status, 403);
    EXPECT_EQ(as("teacher").post("/athletics", team_form(south)).status, 422);
    EXPECT_EQ(as("teacher").post(desk(ours) + "/edit", with(team_form(south), "seen", "0")).status, 422);
    EXPECT_EQ(as("teacher").post("/athletics", team_form(north)).status, 303);
}

TEST_ON_EVERY_BACKEND(Desk, ListsWhatComesAndWhatWaitsForAResult, Athletics) {
    const auto team = add_team(north);
    const auto today = with(game_form(), "day", "2026-03-09");
    const auto on_desk = [&](std::string_view more = "") { return as("director").get(desk(team) + std::string(more)).body; };
    add_game(team, with(with(with(today, "kind", "practice"), "opponent", "Early run"), "starts", "07:00"));
    add_game(team, with(with(with(today, "kind", "practice"), "opponent", "Evening run"), "starts", "18:00"));
    const auto played = add_game(team, with(with(today, "opponent", "Harbor"), "starts", "07:00"));
    const auto off = add_game(team, with(with(today, "opponent", "Lakeview"), "starts", "07:30"));
    EXPECT_EQ(act(team, off.id, "cancel").status, 303);
    EXPECT_THAT(on_desk(), Not(HasSubstr("Early run")));
    EXPECT_THAT(on_desk(), HasSubstr("Evening run"));
    EXPECT_THAT(on_desk(), HasSubstr("vs. Harbor"));
    EXPECT_THAT(on_desk(), Not(HasSubstr("vs. Lakeview")));
    EXPECT_EQ(act(team, played.id, "score", {{"score", "1–0"}}).status, 303);
    EXPECT_THAT(on_desk(), Not(HasSubstr("vs. Harbor")));
    for (auto words : {"Early run", "Evening run", "vs. Harbor", "vs. Lakeview"}) EXPECT_THAT(on_desk("?show=all"), HasSubstr(words));
}

TEST_ON_EVERY_BACKEND(Game, IsCalledOffAfterAQuestion, Athletics) {
    const auto team = add_team(north);
    const auto made = add_game(team, game_form());
    const auto path = desk(team) + "/games/" + std::to_string(made.id.value);
    const auto asked = as("director").post(path + "/status", {{"seen", "0"}, {"do", "cancel"}, {"note", "Lightning"}});
    EXPECT_EQ(asked.status, 200);
    EXPECT_THAT(asked.body, HasSubstr("Call off this game?"));
    EXPECT_THAT(asked.body, HasSubstr(R"(name="note" value="Lightning")"));
    EXPECT_EQ(game(team, made.id).status, calendar::EventStatus::scheduled);
    const auto form = as("director").get(path).body;
    EXPECT_EQ(form.find("What changed, and why"), form.rfind("What changed, and why"));
    EXPECT_THAT(form, Not(HasSubstr(">Cancel</a>")));
    EXPECT_THAT(as("director").get(desk(team) + "/games/new").body, Not(HasSubstr("What changed")));
}

TEST_ON_EVERY_BACKEND(Paste, ShowsWhatEachLineWouldDoAndDoesItOnlyThen, Athletics) {
    const auto team = add_team(north);
    const auto there = add_game(team, game_form());
    const std::string text = "Date,Time,Opponent,H/A,Place\n3/12,7:00 PM,Central,H,Main gym\n3/19,6:30 PM,Lakeview,A,Lakeview gym\nsoon,7 PM,Harbor,H,\n";
    const auto checked = as("director").post(desk(team) + "/paste", {{"text", text}});
    EXPECT_EQ(checked.status, 422);
    EXPECT_THAT(checked.body, HasSubstr("1 new, 0 changed, 1 as before, 1 left out"));
    EXPECT_EQ(games(team).size(), 1u);
    EXPECT_EQ(as("director").post(desk(team) + "/paste", {{"text", text}, {"confirmed", "1"}}).status, 303);
    ASSERT_EQ(games(team).size(), 2u);
    EXPECT_EQ(game(team, there.id).sequence, 0);
    EXPECT_EQ(as("director").post(desk(team) + "/paste", {{"text", "3/12,8:00 PM,central,H,Main gym"}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(game(team, there.id).status, calendar::EventStatus::rescheduled);
    EXPECT_EQ(games(team).size(), 2u);
    // What a line does not say stays: how long it lasts.
    const auto long_one = add_game(team, with(with(game_form(), "opponent", "Harbor"), "ends", "22:15"));
    EXPECT_THAT(as("director").post(desk(team) + "/paste", {{"text", "3/12,7:00 PM,Harbor,H,Old gym"}}).body, HasSubstr("vs. Harbor, Old gym"));
    EXPECT_EQ(as("director").post(desk(team) + "/paste", {{"text", "3/12,7:00 PM,Harbor,H,Old gym"}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(game(team, long_one.id).place, "Old gym");
    EXPECT_EQ(game(team, long_one.id).ends, long_one.ends);
    EXPECT_EQ(as("director").post(desk(team) + "/paste", {{"text", "3/12,8:00 PM,Harbor,H,Old gym"}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(game(team, long_one.id).ends, long_one.ends + base::Minutes(60));
    EXPECT_EQ(as("director").post(desk(team) + "/paste", {{"text", ""}, {"confirmed", "1"}}).status, 422);
    // Two things wrong with a line: it stands there once.
    const auto wrong = as("director").post(desk(team) + "/paste", {{"text", "soon,late,Harbor,H,"}}).body;
    EXPECT_THAT(wrong, HasSubstr(R"(<span class="muted">soon, late, Harbor, H, </span><br>The first column is no date.)"));
    EXPECT_EQ(wrong.find(R"(<span class="muted">soon)"), wrong.rfind(R"(<span class="muted">soon)"));
    EXPECT_THAT(wrong, HasSubstr("<br>The second column is no time."));
}

TEST_ON_EVERY_BACKEND(Game, KeepsItsUidAndItsSequenceOnlyRises, Athletics) {
    now = base::parse_instant("2026-03-12T17:00:00Z").value();  // the day of the game
    const auto team = add_team(north);
    auto last = add_game(team, game_form());
    base::Random random(5);
    for (int i = 0; i < 60; ++i) {
        static constexpr std::string_view actions[] = {"cancel", "postpone", "delay", "restore", "move_back", "score"};
        int status = 0;
        if (random.chance(0.6)) {
            status = act(team, last.id, random.pick(std::span<const std::string_view>(actions)), {{"score", "3–2"}, {"delay", random.chance(0.5) ? "21:00" : ""}}).status;
        } else {
            const auto day = base::to_iso(base::parse_day("2026-03-12").value() + std::chrono::days(random.between(0, 6)));
            status = as("director").post(desk(team) + "/games/" + std::to_string(last.id.value), with(with(game_form(), "day", day), "seen", std::to_string(last.sequence))).status;
        }
        const auto here = game(team, last.id);
        ASSERT_EQ(here.uid, last.uid);
        ASSERT_EQ(here.sequence, status == 303 ? last.sequence + 1 : last.sequence) << status;
        last = here;
        now += base::Minutes(1);
    }
    // A new name of the team reaches calendar programs too.
    if (last.ends <= now) return;
    EXPECT_EQ(as("director").post(desk(team) + "/edit", with(with(team_form(north), "seen", "0"), "name", "Lady Bells")).status, 303);
    EXPECT_EQ(game(team, last.id).sequence, last.sequence + 1);
}

TEST_ON_EVERY_BACKEND(Frame, IsFittedByAScriptAtOneAddress, Athletics) {
    const auto answer = as("nobody").get("/embed.js");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.find_header("Cache-Control"), "public, max-age=3600");
    EXPECT_THAT(answer.content_type, HasSubstr("javascript"));
}

TEST_ON_EVERY_BACKEND(Frame, HasItsCodeALineEach, Athletics) {
    const auto team = add_team(north);
    for (const auto& text : {page(team.path()), std::string(as("director").get(desk(team)).body)}) {
        EXPECT_THAT(text, HasSubstr("&lt;/p&gt;\n&lt;iframe"));
        EXPECT_THAT(text, HasSubstr("&lt;/iframe&gt;\n&lt;script"));
        EXPECT_THAT(text, HasSubstr(R"( readonly spellcheck="false">&lt;p&gt;)"));
    }
}

TEST_ON_EVERY_BACKEND(Frame, IsOfferedToSitesThatAskByAddress, Athletics) {
    const auto team = add_team(north);
    const auto ask = [&](std::string_view more) { return as("nobody").get("/oembed?url=http%3A%2F%2Flocalhost%2Fes" + team.path() + std::string(more)); };
    const auto answer = boost::json::parse(ask("&maxwidth=320&maxheight=90").content());
    EXPECT_EQ(answer.at("type").as_string(), "rich");
    EXPECT_EQ(answer.at("width").as_int64(), 320);
    EXPECT_EQ(answer.at("height").as_int64(), 90);
    EXPECT_THAT(std::string(answer.at("html").as_string()), HasSubstr("src=\"http://localhost/es" + team.path() + "/embed\""));
    EXPECT_THAT(std::string(as("nobody").get(team.path()).find_header("Link").value()), HasSubstr("application/json+oembed"));
    EXPECT_EQ(ask("&format=xml").status, 501);
    EXPECT_EQ(ask("x").status, 404);
    EXPECT_EQ(as("nobody").get("/oembed?url=http%3A%2F%2Fevil.example%2Fteams%2Fx").status, 404);
    EXPECT_EQ(as("nobody").get("/oembed").status, 404);
}
