#include <gtest/gtest.h>

#include <fmt/format.h>

#include "auth/event.h"
#include "world/browser.h"
#include "world/world.h"

class AccessWorld : public World {
protected:
    std::string page_of(std::string_view who) { return fmt::format("/settings/access/{}", account(who).value); }
};

TEST_ON_EVERY_BACKEND(AccessPages, AreForThoseWhoManageAccess, AccessWorld) {
    for (auto who : {"tech", "teacher", "student"}) {
        EXPECT_EQ(as(who).get("/settings/access").status, 403) << who;
        EXPECT_EQ(as(who).get(page_of("cio")).status, 403) << who;
        EXPECT_EQ(as(who).post(page_of(who) + "/grants", {{"what", "auth.manage"}}).status, 403) << who;
        EXPECT_FALSE(viewer(who).may({"auth.manage"}));
    }
    EXPECT_TRUE(shows(as("cio").get("/settings/access"), "Dana Reyes"));
    EXPECT_TRUE(shows(as("cio").get("/settings/access?q=pena"), "Leo Peña"));
    EXPECT_FALSE(shows(as("cio").get("/settings/access?q=pena"), "Dana Reyes"));
    EXPECT_TRUE(shows(as("cio").get("/settings/access?q=zzz"), "Nobody fits"));
    EXPECT_EQ(as("cio").get("/settings/access/99999").status, 404);
}

TEST_ON_EVERY_BACKEND(Invitation, GoesByMailWithThePresetOfTheWork, AccessWorld) {
    const auto sent = as("cio").post("/settings/access", {{"name", "Mia Wong"}, {"email", "mia@riverbend.example"}, {"preset", "data_specialist"}, {"how", "mail"}});
    EXPECT_EQ(sent.status, 303) << sent.body;
    EXPECT_NE(read([](db::Read& db) { return db.query("SELECT text FROM mail_letter").one_text(); }).find("/welcome/"), std::string::npos);
    const auto page = as("cio").get(location(sent));
    EXPECT_TRUE(shows(page, "Invited"));
    EXPECT_TRUE(shows(page, "roster.import"));
}

TEST_ON_EVERY_BACKEND(Invitation, GoesOnPaperWithACodeToScan, AccessWorld) {
    const auto letter = as("cio").post("/settings/access", {{"name", "Mia Wong"}, {"email", "mia@riverbend.example"}, {"how", "paper"}});
    EXPECT_EQ(letter.status, 200);
    EXPECT_TRUE(shows(letter, "class=\"qr\""));
    EXPECT_TRUE(shows(letter, "http://localhost/welcome/"));
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM mail_letter").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Invitation, KeepsWhatWasTypedWhenItCannotBeUsed, AccessWorld) {
    const auto bad = as("cio").post("/settings/access", {{"name", "Mia Wong"}, {"email", "mia at riverbend"}});
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "value=\"Mia Wong\""));
    EXPECT_TRUE(shows(bad, "Write one mail address"));
    EXPECT_TRUE(shows(as("cio").post("/settings/access", {{"name", "Dana"}, {"email", "dana@riverbend.example"}}), "has an account already"));
}

TEST_ON_EVERY_BACKEND(GrantForms, SayWhatHoldsForTheWholeDistrictOnly, AccessWorld) {
    const auto page = as("cio").get(page_of("teacher")).body;
    const auto only = page.find("data-only-everywhere");
    ASSERT_NE(only, page.npos);
    EXPECT_LT(page.find("value=\"helpdesk.work\""), only) << "it can be held for one school";
    EXPECT_GT(page.find("value=\"data.reports\""), only);
    EXPECT_NE(page.find("One thing, for the whole district only"), page.npos);
}

TEST_ON_EVERY_BACKEND(AuditPage, CallsWhatIsOfDataByItsName, AccessWorld) {
    for (auto kind : {"data_run", "data_batch", "warehouse", "report", "figure", "decision"}) {
        write([&](db::Write& db) { auth::record(db, viewer("cio"), now, {.subject_kind = kind, .subject_id = 1, .action = "asked"}); });
    }
    const auto page = as("cio").get("/audit").body;
    for (auto words : {"Question to the warehouse", "Student data brought in", "Warehouse", "Report", "Figure", "Decision"}) EXPECT_NE(page.find(fmt::format(">{}</option>", words)), page.npos) << words;
}

TEST_ON_EVERY_BACKEND(GrantForms, GiveAndTakeBack, AccessWorld) {
    EXPECT_EQ(as("cio").post(page_of("teacher") + "/grants", {{"what", "auth.audit"}}).status, 303);
    EXPECT_TRUE(viewer("teacher").may({"auth.audit"}));
    EXPECT_TRUE(shows(as("cio").get(page_of("teacher")), "Read the record of changes"));
    EXPECT_TRUE(shows(as("cio").get(page_of("teacher")), "Permission given"));
    EXPECT_EQ(as("cio").post(page_of("teacher") + "/grants/remove", {{"permission", "auth.audit"}, {"school", "0"}}).status, 303);
    EXPECT_FALSE(viewer("teacher").may({"auth.audit"}));
    EXPECT_EQ(as("cio").post(page_of("teacher") + "/grants", {{"what", "no.such"}}).status, 422);
    EXPECT_EQ(as("cio").post(page_of("cio") + "/grants/remove", {{"permission", "auth.manage"}, {"school", "0"}}).status, 409) << "the last one";
}

TEST_ON_EVERY_BACKEND(DisableForm, EndsAccessAndGivesItBack, AccessWorld) {
    EXPECT_EQ(as("cio").post(page_of("tech") + "/disable", {{"why", "left the district"}}).status, 303);
    EXPECT_EQ(Browser(*this).sign_in("dana@riverbend.example").status, 422);
    EXPECT_TRUE(shows(as("cio").get(page_of("tech")), "left the district"));
    EXPECT_EQ(as("cio").post(page_of("tech") + "/enable").status, 303);
    EXPECT_EQ(Browser(*this).sign_in("dana@riverbend.example").status, 303);
    EXPECT_EQ(as("cio").post(page_of("cio") + "/disable").status, 409) << "one's own";
}

TEST_ON_EVERY_BACKEND(AuditPage, IsFilteredAndExported, AccessWorld) {
    as("cio").post(page_of("teacher") + "/grants", {{"what", "auth.audit"}});
    EXPECT_EQ(as("tech").get("/audit").status, 403);
    EXPECT_TRUE(shows(as("cio").get("/audit"), "Permission given"));
    as("teacher").post("/requests", {{"title", "The bell is silent"}, {"category", "other"}, {"school", std::to_string(north.value)}});
    EXPECT_TRUE(shows(as("cio").get("/audit?kind=request"), "Request made")) << "plain words, no codes";
    EXPECT_TRUE(shows(as("cio", html::Language::es).get("/audit?kind=request"), "Solicitud creada"));
    EXPECT_TRUE(shows(as("cio").get("/audit?who=ruth@riverbend.example&kind=account"), "Permission given"));
    EXPECT_TRUE(shows(as("cio").get("/audit?who=dana"), "Nothing is recorded"));
    EXPECT_TRUE(shows(as("cio").get("/audit?who=a"), "No single person"));
    EXPECT_TRUE(shows(as("cio").get("/audit?from=2026-03-09&until=2026-03-09"), "Permission given"));
    EXPECT_TRUE(shows(as("cio").get("/audit?from=2026-03-10"), "Nothing is recorded"));
    EXPECT_EQ(as("cio").get("/audit?from=yesterday").status, 422);
    const auto csv = as("cio").get("/audit.csv?kind=account");
    EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
    EXPECT_TRUE(shows(csv, "Ruth Adler,account,"));
    EXPECT_TRUE(shows(as("cio").get("/audit/access"), "No such view"));
}

TEST_ON_EVERY_BACKEND(AuditPage, IsPagedByKey, AccessWorld) {
    for (int i = 0; i < 60; ++i) as("cio").post(page_of("teacher") + (i % 2 ? "/disable" : "/enable"), {});
    const auto first = as("cio").get("/audit?kind=account");
    EXPECT_TRUE(shows(first, "rel=\"next\""));
    const auto href = first.body.find("before=");
    ASSERT_NE(href, std::string::npos);
    EXPECT_EQ(as("cio").get("/audit?kind=account&" + first.body.substr(href, first.body.find('"', href) - href)).status, 200);
}
