#include <gtest/gtest.h>

#include "auth/session.h"
#include "auth/sign_in.h"
#include "auth/totp.h"
#include "base/text.h"
#include "world/browser.h"
#include "world/world.h"

static std::string between(const std::string& text, std::string_view before, std::string_view after) {
    const auto start = text.find(before);
    if (start == std::string::npos) return "";
    const auto from = start + before.size();
    return text.substr(from, text.find(after, from) - from);
}

static std::string code_for(const std::string& chip, base::Instant now) {
    // The chip shows the secret in base32; decode it as an app would.
    std::string secret;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (char c : chip) {
        const auto value = std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(c);
        if (value == std::string_view::npos) continue;
        buffer = buffer << 5 | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) secret.push_back(static_cast<char>(buffer >> (bits -= 8)));
    }
    return auth::one_time_code(secret, auth::totp_step(now));
}

TEST_ON_EVERY_BACKEND(AccountPage, IsForThoseWhoAreSignedIn, World) {
    EXPECT_EQ(location(as("nobody").get("/account")), "/sign-in?next=%2Faccount");
    EXPECT_TRUE(shows(as("teacher").get("/account"), "leo@riverbend.example"));
}

TEST_ON_EVERY_BACKEND(AccountPage, ChangesNameAndLanguage, World) {
    EXPECT_EQ(as("teacher").post("/account", {{"name", "  Leo  Peña Ruiz "}, {"language", "en"}}).status, 303);
    EXPECT_EQ(viewer("teacher").name(), "Leo Peña Ruiz");
    const auto refused = as("teacher").post("/account", {{"name", " "}, {"language", "en"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "1 to 100 characters"));
    EXPECT_EQ(viewer("teacher").name(), "Leo Peña Ruiz");
}

TEST_ON_EVERY_BACKEND(AccountPage, ChangesThePasswordAndEndsOtherSessions, World) {
    Browser here(*this), elsewhere(*this);
    here.sign_in("dana@riverbend.example");
    elsewhere.sign_in("dana@riverbend.example");
    here.get("/account");
    const auto wrong = here.post("/account/password", {{"password", "not mine at all"}, {"new_password", "the tower rings late"}});
    EXPECT_TRUE(shows(wrong, "not your present password"));
    const auto common = here.post("/account/password", {{"password", std::string(password)}, {"new_password", "password1234"}});
    EXPECT_TRUE(shows(common, "guessed first"));
    EXPECT_EQ(here.post("/account/password", {{"password", std::string(password)}, {"new_password", "the tower rings late"}}).status, 303);
    EXPECT_EQ(here.get("/account").status, 200) << "one's own session goes on";
    EXPECT_EQ(elsewhere.get("/account").status, 303);
    EXPECT_EQ(Browser(*this).sign_in("dana@riverbend.example").status, 422);
    EXPECT_EQ(Browser(*this).sign_in("dana@riverbend.example", "the tower rings late").status, 303);
}

TEST_ON_EVERY_BACKEND(AccountPage, ListsSessionsAndEndsThem, World) {
    Browser here(*this), elsewhere(*this);
    elsewhere.peer = "10.9.9.9";
    here.sign_in("dana@riverbend.example");
    elsewhere.sign_in("dana@riverbend.example");
    const auto page = here.get("/account");
    EXPECT_TRUE(shows(page, "10.9.9.9"));
    EXPECT_TRUE(shows(page, "Firefox, ChromeOS"));
    EXPECT_EQ(here.post("/account/sessions/others/end").status, 303);
    EXPECT_EQ(elsewhere.get("/account").status, 303);
    EXPECT_EQ(here.get("/account").status, 200);
    const auto id = read([&](db::Read& db) { return auth::sessions(db, viewer("tech"), now).at(0).id.value; });
    here.post("/account/sessions/" + std::to_string(id) + "/end");
    EXPECT_EQ(here.get("/account").status, 303);
}

TEST_ON_EVERY_BACKEND(OwnSecondFactor, IsSetUpUsedAndTurnedOff, World) {
    Browser browser(*this);
    browser.sign_in("dana@riverbend.example");
    const auto page = browser.get("/account/second-factor");
    EXPECT_TRUE(shows(page, "<path d=\"M"));
    const std::string sealed = between(page.body, "name=\"sealed\" value=\"", "\"");
    const std::string chip = between(page.body, "class=\"chip chip-long\">", "<");
    ASSERT_FALSE(sealed.empty());
    const auto wrong = browser.post("/account/second-factor", {{"sealed", sealed}, {"code", "000000"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(shows(wrong, chip)) << "the same secret, so that the app need not scan again";
    const auto codes = browser.post("/account/second-factor", {{"sealed", sealed}, {"code", code_for(chip, now)}});
    const std::string recovery = between(codes.body, "<li class=\"chip\">", "<");
    EXPECT_EQ(recovery.size(), 19u) << codes.body;

    now += std::chrono::minutes(2);
    Browser other(*this);
    EXPECT_EQ(location(other.sign_in("dana@riverbend.example")), "/sign-in/second-factor?next=%2Fstart");
    EXPECT_EQ(other.get("/account").status, 303) << "half signed in opens nothing";
    EXPECT_TRUE(shows(other.get("/sign-in/second-factor"), "authenticator app"));
    EXPECT_EQ(other.post("/sign-in/second-factor", {{"code", "000000"}}).status, 422);
    EXPECT_EQ(location(other.post("/sign-in/second-factor", {{"code", code_for(chip, now)}, {"next", "/account"}})), "/account");
    EXPECT_TRUE(shows(other.get("/account/second-factor"), "10 recovery codes are left"));
    EXPECT_EQ(other.post("/account/second-factor/remove", {{"password", "wrong"}}).status, 422);
    EXPECT_EQ(other.post("/account/second-factor/remove", {{"password", std::string(password)}}).status, 303);
    EXPECT_EQ(location(Browser(*this).sign_in("dana@riverbend.example")), "/start");
}

TEST_ON_EVERY_BACKEND(ForgottenPassword, SendsALinkThatWorksOnce, World) {
    Browser browser(*this);
    EXPECT_TRUE(shows(browser.post("/password/forgotten", {{"email", "nobody@riverbend.example"}}), "If this address has an account"));
    EXPECT_TRUE(shows(browser.post("/password/forgotten", {{"email", "Leo@riverbend.example"}}), "If this address has an account"));
    const std::string text = read([](db::Read& db) { return db.query("SELECT text FROM mail_letter").one_text(); });
    EXPECT_NE(text.find("Hola, Leo Peña"), std::string::npos) << text << ": one letter, in Leo's language";
    const std::string path = "/welcome/" + between(text, "/welcome/", "\n");
    EXPECT_TRUE(shows(browser.get(path), "leo@riverbend.example"));
    EXPECT_TRUE(shows(browser.post(path, {{"new_password", "leopena2026!"}}), "your name or address"));
    EXPECT_EQ(location(browser.post(path, {{"new_password", "the tower rings late"}})), "/sign-in?password=set");
    EXPECT_EQ(browser.get(path).status, 410);
    EXPECT_EQ(browser.post(path, {{"new_password", "the tower rings later"}}).status, 410);
    EXPECT_EQ(browser.sign_in("leo@riverbend.example", "the tower rings late").status, 303);
}
