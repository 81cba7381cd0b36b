#include <gtest/gtest.h>

#include "site/embed_keep.h"
#include "site/look.h"
#include "world/browser.h"
#include "world/world.h"

using site::EmbedId;

namespace {
/// "league.example.org" is allowed; Omar ("tech2") keeps the embeds of North alone.
struct Embeds : World {
    Embeds() {
        write([&](db::Write& db) {
            site::allow_provider(db, auth::Viewer::system(), now, "league.example.org", "The League");
            auth::grant(db, auth::Viewer::system(), now, account("tech2"), {"site.embeds", auth::ScopeKind::school, north.value});
        });
        answer(page(200, "<p>Game 1</p>"));
    }
    ~Embeds() override { site::look_of_tests() = {}; }

    http::TestClient::FormFields form(const std::string& school = "") const {
        return {{"name", "Varsity soccer"}, {"purpose", "The schedule; the coach posts it"}, {"code", "<iframe src=\"https://league.example.org/t/7\" height=\"700\"></iframe>"},
                {"shown", "frame"}, {"school", school}, {"on_place", "1"}, {"stale_days", "14"}, {"seen", "0"}};
    }
    static http::TestClient::FormFields with(http::TestClient::FormFields form, std::string_view name, std::string value) {
        for (auto& [field, known] : form) {
            if (field == name) known = std::move(value);
        }
        return form;
    }
    /// Places the usual embed and looks at it.
    std::string place(const char* who = "web", const std::string& school = "") {
        auto answer = as(who).post("/website/embeds", form(school));
        EXPECT_EQ(answer.status, 303) << answer.body;
        run_jobs();
        return location(answer);
    }
    static http::Fetched page(long status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {}) {
        http::Fetched fetched;
        fetched.status = status;
        fetched.url = "https://league.example.org/t/7";
        fetched.headers = std::move(headers);
        fetched.headers.emplace_back("content-type", "text/html");
        fetched.body = std::move(body);
        return fetched;
    }
    void answer(http::Fetched fetched) {
        site::look_of_tests() = [fetched](const std::string&) { return fetched; };
    }
    void next_day(int days = 1) {
        now += std::chrono::hours(24 * days);
        run_jobs();
    }
    std::vector<std::string> letters() {
        return read([](db::Read& db) { return db.query("SELECT subject FROM mail_letter ORDER BY id").all([](const db::Row& row) { return std::string(row.text("subject")); }); });
    }
    static std::string policy(const http::Response& response) { return std::string(response.find_header("Content-Security-Policy").value_or("")); }
};
}  // namespace

TEST_ON_EVERY_BACKEND(Embeds, ACodePastedOnceIsShownWithLinkFrameAndPolicy, Embeds) {
    auto kept = place();
    auto page = as("nobody").get("/embeds/varsity-soccer");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "<iframe src=\"https://league.example.org/t/7\" title=\"Varsity soccer, shown by The League\" height=\"700\" loading=\"lazy\""));
    EXPECT_TRUE(shows(page, "sandbox=\"allow-scripts"));
    EXPECT_TRUE(shows(page, "referrerpolicy=\"strict-origin\""));
    const auto& body = page.shared_body ? *page.shared_body : page.body;
    EXPECT_LT(body.find("<a class=\"btn btn-primary\" href=\"https://league.example.org/t/7\""), body.find("<iframe"));
    EXPECT_TRUE(policy(page).ends_with("; frame-src https://league.example.org")) << policy(page);
    EXPECT_TRUE(shows(as("nobody").get("/es/embeds/varsity-soccer"), "Mostrado por The League"));
    EXPECT_TRUE(shows(as("web").get(kept), "the coach posts it"));
    EXPECT_FALSE(shows(page, "the coach posts it")) << "the purpose is for staff";
    EXPECT_EQ(as("nobody").get("/embeds/unknown").status, 404);
}

TEST_ON_EVERY_BACKEND(Embeds, OtherPagesAllowNoFrames, Embeds) {
    place();
    EXPECT_EQ(policy(as("web").get("/website/embeds")).find("frame-src"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Embeds, TheRestOfThePolicyIsThatOfEveryPublicPage, Embeds) {
    place();
    const auto framed = policy(as("nobody").get("/embeds/varsity-soccer"));
    const auto plain = policy(as("nobody").get("/schools"));
    EXPECT_EQ(framed.substr(0, framed.find("; frame-src")), plain);
}

TEST_ON_EVERY_BACKEND(Embeds, TellWhatIsWrongAndKeepWhatWasTyped, Embeds) {
    const auto refused = [&](std::string_view field, const std::string& value, std::string_view words) {
        auto answer = as("web").post("/website/embeds", with(form(), field, value));
        EXPECT_EQ(answer.status, 422) << field;
        EXPECT_TRUE(shows(answer, words));
        EXPECT_TRUE(shows(answer, "The schedule; the coach posts it") || field == "purpose");
    };
    refused("code", "<script src=\"https://league.example.org/w.js\"></script>", "This code is only a script.");
    refused("code", "https://other.example.org/t", "other.example.org is not on the list of allowed providers.");
    refused("code", "https://notleague.example.org/t", "is not on the list");
    refused("code", "http://league.example.org/t", "begins with http://");
    refused("name", "", "Give it a name");
    refused("purpose", "", "Say in 1 to 500 letters");
    refused("stale_days", "many", "from 0 to 366");
    refused("school", "99999", "There is no such school");
    EXPECT_EQ(as("web").post("/website/embeds", with(with(form(), "code", "https://other.example.org/t"), "shown", "link")).status, 303) << "a link needs no allowed provider";
}

TEST_ON_EVERY_BACKEND(Embeds, AnAthleticDirectorKeepsThoseOfTheirSchoolAndNothingElse, Embeds) {
    const auto school = std::to_string(north.value);
    auto own = place("tech2", school);
    auto districts = place("web");
    EXPECT_TRUE(shows(as("tech2").get("/website/embeds"), "North School"));
    EXPECT_FALSE(shows(as("tech2").get("/website/embeds"), "The whole district"));
    EXPECT_EQ(as("tech2").get(own).status, 200);
    EXPECT_EQ(as("tech2").get(districts).status, 404);
    EXPECT_EQ(as("tech2").post(districts + "/removal").status, 404);
    EXPECT_EQ(as("tech2").post("/website/embeds", form()).status, 422) << "not the district's";
    EXPECT_EQ(as("tech2").post("/website/embeds", form(std::to_string(south.value))).status, 422);
    EXPECT_EQ(as("tech2").get("/website/embeds/providers").status, 403);
    EXPECT_EQ(as("tech2").post("/website/embeds/providers", {{"host", "evil.example.org"}, {"name", "x"}}).status, 403);
    for (const auto* stranger : {"teacher", "student", "tech"}) {
        EXPECT_EQ(as(stranger).get("/website/embeds").status, 403) << stranger;
        EXPECT_EQ(as(stranger).post(own + "/removal").status, 403) << stranger;
    }
}

TEST_ON_EVERY_BACKEND(Embeds, AreChangedHandedOverAndTakenOff, Embeds) {
    auto kept = place();
    auto changed = with(with(form(), "seen", "1"), "name", "Varsity soccer, girls");
    EXPECT_EQ(as("web").post(kept, changed).status, 303);
    EXPECT_EQ(as("cio").post(kept, changed).status, 409);
    EXPECT_TRUE(shows(as("nobody").get("/embeds/varsity-soccer"), "Varsity soccer, girls")) << "the address stays";
    EXPECT_EQ(as("web").post(kept + "/owner", {{"owner", std::to_string(account("student").value)}, {"seen", "2"}}).status, 422);
    EXPECT_EQ(as("web").post(kept + "/owner", {{"owner", std::to_string(account("cio").value)}, {"seen", "1"}}).status, 409);
    EXPECT_EQ(as("web").post(kept + "/owner", {{"owner", std::to_string(account("cio").value)}, {"seen", "2"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/website/embeds?view=mine"), "Varsity soccer, girls"));
    EXPECT_EQ(as("web").post(kept + "/removal").status, 303);
    EXPECT_EQ(as("nobody").get("/embeds/varsity-soccer").status, 404);
    EXPECT_TRUE(shows(as("web").get("/website/embeds?view=taken_away"), "Varsity soccer, girls"));
    EXPECT_EQ(as("web").post(kept + "/return").status, 303);
    EXPECT_EQ(as("nobody").get("/embeds/varsity-soccer").status, 200);
    EXPECT_TRUE(shows(as("cio").get("/audit"), "Embed handed over"));
}

TEST_ON_EVERY_BACKEND(Embeds, AProviderTakenOffTheListIsFramedNoMore, Embeds) {
    place();
    auto list = as("web").get("/website/embeds/providers");
    EXPECT_TRUE(shows(list, "1 embed"));
    auto id = read([](db::Read& db) { return db.query("SELECT id FROM site_embed_provider").one_integer(); });
    auto removal = "/website/embeds/providers/" + std::to_string(id) + "/removal";
    EXPECT_TRUE(shows(as("web").post(removal), "Take this provider off the list?"));
    EXPECT_EQ(as("web").post(removal, {{"confirmed", "1"}}).status, 303);
    auto page = as("nobody").get("/embeds/varsity-soccer");
    EXPECT_FALSE(shows(page, "iframe"));
    EXPECT_FALSE(shows(page, "league.example.org"));
    EXPECT_EQ(policy(page).find("frame-src"), std::string::npos);
    EXPECT_TRUE(shows(as("web").get("/website/embeds"), "Its provider is not allowed"));
    EXPECT_EQ(as("web").post("/website/embeds/providers", {{"host", "https://League.example.org/x"}, {"name", "The League"}}).status, 303);
    EXPECT_TRUE(shows(as("nobody").get("/embeds/varsity-soccer"), "iframe"));
    EXPECT_EQ(as("web").post("/website/embeds/providers", {{"host", "league.example.org"}, {"name", "Again"}}).status, 409);
    EXPECT_EQ(as("web").post("/website/embeds/providers", {{"host", "no host"}, {"name", "x"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(Embeds, TheOwnerIsToldOnceThatAPageIsGone, Embeds) {
    auto kept = place();
    EXPECT_TRUE(letters().empty());
    answer(page(404, ""));
    next_day();
    next_day();
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_EQ(letters().front(), "Embed: Varsity soccer needs you");
    EXPECT_TRUE(shows(as("web").get("/website/embeds?view=alarms"), "The page is gone"));
    auto visitors = as("nobody").get("/embeds/varsity-soccer");
    EXPECT_TRUE(shows(visitors, "This is not available at the moment"));
    EXPECT_FALSE(shows(visitors, "league.example.org"));
    answer(page(200, "<p>Game 1</p>"));
    next_day();
    EXPECT_TRUE(shows(as("web").get(kept), "Answers"));
    EXPECT_FALSE(shows(as("web").get("/website/embeds?view=alarms"), "Varsity"));
    answer(page(410, ""));
    next_day();
    EXPECT_EQ(letters().size(), 2U) << "a new trouble is told anew";
}

TEST_ON_EVERY_BACKEND(Embeds, SilenceOfOneDayAlarmsNobody, Embeds) {
    place();
    answer(page(503, ""));
    next_day();
    EXPECT_TRUE(letters().empty());
    EXPECT_TRUE(shows(as("nobody").get("/embeds/varsity-soccer"), "iframe"));
    next_day();
    EXPECT_EQ(letters().size(), 1U);
}

TEST_ON_EVERY_BACKEND(Embeds, APageThatAsksToSignInOrRefusesTheFrameBecomesALink, Embeds) {
    place();
    answer(page(200, "<p>Game 1</p>", {{"x-frame-options", "SAMEORIGIN"}}));
    next_day();
    EXPECT_TRUE(shows(as("web").get("/website/embeds"), "does not let itself be framed"));
    EXPECT_FALSE(shows(as("nobody").get("/embeds/varsity-soccer"), "<iframe"));
    EXPECT_TRUE(shows(as("nobody").get("/embeds/varsity-soccer"), "href=\"https://league.example.org/t/7\""));
    answer(page(403, ""));
    next_day();
    EXPECT_TRUE(shows(as("web").get("/website/embeds"), "Visitors are asked to sign in"));
    EXPECT_FALSE(shows(as("nobody").get("/embeds/varsity-soccer"), "<iframe"));
}

TEST_ON_EVERY_BACKEND(Embeds, StandingStillIsTroubleInTheSeasonOnly, Embeds) {
    place();
    for (int day = 0; day < 14; ++day) next_day();
    EXPECT_TRUE(letters().empty());
    next_day();
    EXPECT_EQ(letters().size(), 1U);
    EXPECT_TRUE(shows(as("web").get("/website/embeds"), "No change for more than 14 days"));
    answer(page(200, "<p>Game 2</p>"));
    next_day();
    EXPECT_FALSE(shows(as("web").get("/website/embeds"), "No change for more"));
    auto out_of_season = with(form(), "seen", "1");
    out_of_season.emplace_back("season_to", "2026-03-20");
    EXPECT_EQ(as("web").post("/website/embeds/1", out_of_season).status, 303);
    for (int day = 0; day < 20; ++day) next_day();
    EXPECT_EQ(letters().size(), 1U);
}

TEST_ON_EVERY_BACKEND(Embeds, AnOwnerWhoIsGoneIsReplacedByWhoKeepsTheDistricts, Embeds) {
    place("tech2", std::to_string(north.value));
    write([&](db::Write& db) { auth::revoke(db, auth::Viewer::system(), now, account("tech2"), {"site.embeds", auth::ScopeKind::school, north.value}); });
    answer(page(404, ""));
    next_day();
    EXPECT_GE(letters().size(), 1U);
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM mail_letter WHERE to_address = 'omar@riverbend.example'").one_integer(); }), 0);
}
