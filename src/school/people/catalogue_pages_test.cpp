#include <gmock/gmock.h>

#include "people/catalogue.h"
#include "people/testing.h"

using namespace people;
using testing::HasSubstr;
using testing::Not;

using CataloguePages = PeopleFixture;
using FormFields = http::TestClient::FormFields;

static const FormFields two_duties{{"duty_en1", "Repairs"}, {"duty_es1", "Repara"}, {"duty_share1", "70"}, {"duty_en2", "Teaches"}, {"duty_es2", "Enseña"},
                                   {"duty_share2", "30"}, {"duty_essential2", "0"}, {"need_en1", "A+"}, {"need_es1", "A+"}, {"need_kind1", "certificate"},
                                   {"need_duties1", "1"}, {"skill_hardware", "2"}, {"authority", "reset_password"}, {"authority", "spend"},
                                   {"titles", "Fixer\nGadget Medic"}};

TEST_F(CataloguePages, ATitleIsLookedUp) {
    auto page = client(colleague()).get("/roles?q=technology%20coordinator").body;
    EXPECT_THAT(page, HasSubstr("means different work in different districts"));
    EXPECT_THAT(page, HasSubstr("href=\"/roles/cio\""));
    EXPECT_THAT(page, HasSubstr("Approve purchases")) << "what one may";
    EXPECT_THAT(page, HasSubstr("Change student records or grades")) << "what the other may not";
    EXPECT_THAT(client(colleague()).get("/roles?q=%3Cb%3E").body, HasSubstr("No role here is called “&lt;b&gt;”"));
    EXPECT_THAT(client(colleague(), html::Language::es).get("/roles?q=webmaster").body, HasSubstr("Responsable del sitio web"));
}

TEST_F(CataloguePages, ARolesPageShowsWhatItIsMadeOfAndFromWhere) {
    auto page = client(colleague()).get("/roles/technician").body;
    EXPECT_THAT(page, HasSubstr("Finds faults in devices"));
    EXPECT_THAT(page, HasSubstr("High school diploma or equivalent, or 2 years of equivalent experience"));
    EXPECT_THAT(page, HasSubstr("for duty 1, 2"));
    EXPECT_THAT(page, HasSubstr("15-1232.00"));
    EXPECT_THAT(page, HasSubstr("last checked"));
    EXPECT_THAT(page, HasSubstr("Field Technician"));
    EXPECT_THAT(page, Not(HasSubstr("/roles/technician/standard"))) << "only for managers";
    EXPECT_THAT(client(colleague()).get("/roles/integration_specialist").body, HasSubstr("asks for a valid educator&#39;s licence"));
    EXPECT_THAT(client(manager()).get("/roles/technician").body, HasSubstr("as Belltower ships it"));
}

TEST_F(CataloguePages, TheDistrictWritesItsOwnAndSeesWhatDiffers) {
    EXPECT_EQ(client(colleague()).get("/roles/technician/content").status, 403);
    EXPECT_EQ(client(colleague()).post("/roles/technician/content", two_duties).status, 403);
    EXPECT_THAT(client(manager()).get("/roles/technician/content").body, HasSubstr("Finds faults in devices"));
    EXPECT_EQ(client(manager()).post("/roles/technician/content", two_duties).status, 303);
    auto page = client(manager()).get("/roles/technician").body;
    EXPECT_THAT(page, HasSubstr("70 % Repairs</ins>"));
    EXPECT_THAT(page, HasSubstr("Gadget Medic</ins>"));
    EXPECT_THAT(page, HasSubstr("Handle devices in use for an exam</del>"));
    EXPECT_THAT(page, HasSubstr("(not essential)"));

    EXPECT_THAT(client(manager()).post("/roles/technician/standard").body, HasSubstr("The words of your district are lost"));
    EXPECT_EQ(client(manager()).post("/roles/technician/standard", {{"confirmed", "1"}}).status, 303);
    EXPECT_THAT(client(manager()).get("/roles/technician").body, HasSubstr("as Belltower ships it"));
}

TEST_F(CataloguePages, WhatCannotBeUsedIsSaidAndKept) {
    auto fields = two_duties;
    fields[2].second = "60";
    fields.emplace_back("need_en2", "<i>More");
    auto refused = client(manager()).post("/roles/technician/content", fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("add up to 100"));
    EXPECT_THAT(refused.body, HasSubstr("value=\"&lt;i&gt;More\""));
    EXPECT_THAT(refused.body, HasSubstr("Gadget Medic"));
    fields[2].second = "70";
    refused = client(manager()).post("/roles/technician/content", fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("href=\"#need_en2\""));
    fields = two_duties;
    fields.emplace_back("authority", "fly");
    EXPECT_EQ(client(manager()).post("/roles/technician/content", fields).status, 422);
    EXPECT_THAT(client(manager()).get("/roles/technician").body, HasSubstr("as Belltower ships it")) << "nothing of it is kept";
}

TEST_F(CataloguePages, AStaleFormKeepsItsWords) {
    EXPECT_EQ(client(manager()).post("/roles/technician/content", two_duties).status, 303);
    auto fields = two_duties;
    fields[0].second = "Mends";
    auto late = client(manager()).post("/roles/technician/content", fields);
    EXPECT_EQ(late.status, 409);
    EXPECT_THAT(late.body, HasSubstr("Somebody else changed this"));
    EXPECT_THAT(late.body, HasSubstr("value=\"Mends\""));
    fields.emplace_back("seen", std::to_string(base::to_ms(now)));
    EXPECT_EQ(client(manager()).post("/roles/technician/content", fields).status, 303);
}

TEST_F(CataloguePages, ARoleOfTheDistrictsOwnComesAndGoes) {
    FormFields words{{"name_en", "Print shop lead"}, {"name_es", "Imprenta"}, {"expertise_en", "a"}, {"expertise_es", "b"},
                     {"audience_en", "c"}, {"audience_es", "d"}, {"may_not_en", "One"}, {"may_not_es", ""}, {"licence", "1"}};
    EXPECT_EQ(client(manager()).get("/roles/new").status, 200);
    EXPECT_EQ(client(manager()).post("/roles", words).status, 422);
    words[7].second = "Uno";
    auto made = client(manager()).post("/roles", words);
    EXPECT_EQ(made.status, 303);
    EXPECT_EQ(made.find_header("Location"), "/roles/print_shop_lead/content");
    EXPECT_THAT(client(manager()).get("/roles/print_shop_lead").body, HasSubstr("your district&#39;s own"));
    EXPECT_EQ(client(manager()).post("/roles/print_shop_lead/standard", {{"confirmed", "1"}}).status, 404);

    EXPECT_THAT(client(manager()).post("/roles/print_shop_lead/retirement").body, HasSubstr("out of the catalogue?"));
    EXPECT_EQ(client(manager()).post("/roles/print_shop_lead/retirement", {{"confirmed", "1"}}).status, 303);
    EXPECT_THAT(client(manager()).get("/roles").body, HasSubstr("/roles/print_shop_lead/return"));
    EXPECT_EQ(client(manager()).post("/roles/print_shop_lead/return").status, 303);
    auto held = client(manager()).post("/roles/technician/retirement", {{"confirmed", "1"}});
    EXPECT_EQ(held.status, 409);
    EXPECT_THAT(held.body, HasSubstr("Somebody holds this role"));
}

TEST_F(CataloguePages, TheCatalogueIsJson) {
    auto answer = client(colleague()).get("/api/v1/roles/technician").body;
    EXPECT_THAT(answer, HasSubstr("\"share\":35"));
    EXPECT_THAT(answer, HasSubstr("\"code\":\"15-1232.00\""));
    EXPECT_THAT(answer, HasSubstr("\"standard\":true"));
    EXPECT_THAT(client(colleague()).get("/api/v1/roles").body, HasSubstr("\"key\":\"student_intern\""));
}
