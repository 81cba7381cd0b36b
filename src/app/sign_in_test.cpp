#include <gtest/gtest.h>

#include "world/browser.h"
#include "world/world.h"

TEST_ON_EVERY_BACKEND(SignInPage, OpensTheHouseAndClosesItAgain, World) {
    Browser browser(*this);
    EXPECT_TRUE(shows(browser.get("/start"), "href=\"/sign-in\""));
    EXPECT_EQ(browser.get("/sign-in").status, 200);
    const auto in = browser.post("/sign-in", {{"email", "dana@riverbend.example"}, {"password", std::string(password)}, {"next", "/settings"}});
    EXPECT_EQ(in.status, 303);
    EXPECT_EQ(location(in), "/settings");
    EXPECT_TRUE(shows(browser.get("/start"), "Dana Reyes"));
    EXPECT_EQ(location(browser.get("/sign-in")), "/start") << "already signed in";
    EXPECT_EQ(browser.post("/sign-out").status, 303);
    EXPECT_FALSE(shows(browser.get("/start"), "Dana Reyes"));
}

TEST_ON_EVERY_BACKEND(SignInPage, TheCookieIsBoundToHostAndTls, World) {
    Browser browser(*this);
    browser.sign_in("dana@riverbend.example");
    EXPECT_TRUE(browser.set_cookie().starts_with("__Host-belltower="));
    for (auto part : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"}) EXPECT_NE(browser.set_cookie().find(part), std::string::npos) << part;
    EXPECT_EQ(browser.set_cookie().find("Max-Age"), std::string::npos) << "gone with the browser";
    browser.get("/start");
    browser.post("/sign-in", {{"email", "dana@riverbend.example"}, {"password", std::string(password)}, {"stay", "1"}});
    EXPECT_NE(browser.set_cookie().find("; Max-Age=2592000"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(SignInPage, WithoutTlsWorksOnTheSameMachineOnly, World) {
    Browser here(*this, false);
    here.sign_in("dana@riverbend.example");
    EXPECT_TRUE(here.holds("belltower"));
    EXPECT_EQ(here.set_cookie().find("Secure"), std::string::npos);
    EXPECT_TRUE(shows(here.get("/start"), "Dana Reyes"));
}

TEST_ON_EVERY_BACKEND(SignInPage, SaysTheSameOfAWrongPasswordAndAnUnknownAddress, World) {
    Browser browser(*this);
    const auto wrong = browser.sign_in("dana@riverbend.example", "a wrong password");
    const auto unknown = browser.sign_in("nobody@riverbend.example", "a wrong password");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(unknown.status, 422);
    EXPECT_TRUE(shows(wrong, "do not fit together"));
    EXPECT_TRUE(shows(unknown, "do not fit together"));
    EXPECT_TRUE(shows(wrong, "value=\"dana@riverbend.example\"")) << "what was typed is kept";
    EXPECT_FALSE(shows(wrong, "a wrong password")) << "but never the password";
}

TEST_ON_EVERY_BACKEND(SignInPage, CountsFailuresAndSaysWhenToComeBack, World) {
    Browser browser(*this);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(browser.sign_in("dana@riverbend.example", "wrong").status, 422);
    const auto blocked = browser.sign_in("dana@riverbend.example");
    EXPECT_EQ(blocked.status, 429);
    EXPECT_TRUE(shows(blocked, "10:50")) << "in the time of the district";
    now += std::chrono::minutes(15);
    EXPECT_EQ(browser.sign_in("dana@riverbend.example").status, 303);
}

TEST_ON_EVERY_BACKEND(SignInPage, NeverLeadsElsewhere, World) {
    for (auto next : {"https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"}) {
        Browser browser(*this);
        const auto in = browser.post("/sign-in", {{"email", "dana@riverbend.example"}, {"password", std::string(password)}, {"next", next}});
        EXPECT_EQ(location(in), "/start") << next;
    }
}

TEST_ON_EVERY_BACKEND(SignInPage, ASessionPlantedBeforehandEnds, World) {
    Browser attacker(*this);
    attacker.sign_in("ana@riverbend.example");
    Browser victim(*this);
    victim.cookies() = attacker.cookies();
    victim.get("/start");
    victim.sign_in("dana@riverbend.example");
    EXPECT_NE(victim.cookies(), attacker.cookies());
    EXPECT_FALSE(shows(attacker.get("/start"), "Dana Reyes"));
    EXPECT_FALSE(shows(attacker.get("/start"), "Ana Silva"));
}

TEST_ON_EVERY_BACKEND(Language, IsKeptInTheAccountOrTheBrowser, World) {
    Browser guest(*this);
    EXPECT_EQ(location(guest.post("/language", {{"language", "es"}, {"return_to", "/sign-in"}})), "/sign-in");
    EXPECT_TRUE(shows(guest.get("/sign-in"), "Contraseña"));
    guest.sign_in("dana@riverbend.example");
    EXPECT_TRUE(shows(guest.get("/start"), "What do you need?")) << "Dana's account says English";
    guest.post("/language", {{"language", "es"}});
    EXPECT_TRUE(shows(guest.get("/start"), "¿Qué necesita?"));
    guest.post("/language", {{"language", "xx"}});
    EXPECT_TRUE(shows(guest.get("/start"), "¿Qué necesita?"));
}

TEST_ON_EVERY_BACKEND(StartPage, ShowsSettingsToThoseWhoManageThem, World) {
    EXPECT_TRUE(shows(as("cio").get("/start"), "href=\"/settings\""));
    EXPECT_FALSE(shows(as("teacher").get("/start"), "href=\"/settings\""));
}
