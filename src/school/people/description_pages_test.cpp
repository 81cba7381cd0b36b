#include <gmock/gmock.h>

#include "people/description.h"
#include "people/testing.h"

using namespace people;
using testing::HasSubstr;
using testing::Not;

namespace {

class DescriptionPages : public PeopleFixture {
protected:
    using FormFields = http::TestClient::FormFields;
    /// The address of a new description of a technician who is a webmaster too.
    std::string made() {
        auto answer = client(manager()).post("/job-descriptions", {{"title", "Technician & <b>webmaster"}, {"language", "en"}, {"share_technician", "60"}, {"share_webmaster", "40"}});
        EXPECT_EQ(answer.status, 303);
        return std::string(answer.find_header("Location").value_or(""));
    }
    std::string seen(const std::string& page) {
        auto body = client(manager()).get(page).body;
        auto at = body.find("name=\"seen\" value=\"");
        return at == std::string::npos ? "" : body.substr(at + 19, body.find('"', at + 19) - at - 19);
    }
    FormFields facts(const std::string& page) {
        return {{"seen", seen(page + "/facts")}, {"title", "Technician"}, {"purpose", "Keeps devices in use."}, {"language", "en"}, {"school", std::to_string(north.value)},
                {"reports_to", "CIO"}, {"evaluated_by", "CIO"}, {"flsa", "nonexempt"}, {"term_months", "12"}, {"hours", "37.5"}, {"pay_from", "20.50"}, {"pay_to", "$26"},
                {"pay_unit", "hour"}, {"currency", "usd"}, {"benefits", "Health"}};
    }
};

}  // namespace

TEST_F(DescriptionPages, OneIsMadeOfRolesAndSaysWhatIsMissing) {
    EXPECT_THAT(client(manager()).get("/job-descriptions").body, HasSubstr("No job description is here yet"));
    EXPECT_EQ(client(manager()).get("/job-descriptions/new").status, 200);
    auto page = client(manager()).get(made()).body;
    EXPECT_THAT(page, HasSubstr("Technician &amp; &lt;b&gt;webmaster"));
    EXPECT_THAT(page, HasSubstr("The pay range is missing."));
    EXPECT_THAT(page, HasSubstr("/facts#pay_from"));
    EXPECT_THAT(page, HasSubstr("Webmaster</a> 40 %"));
    EXPECT_THAT(page, HasSubstr("clause 10"));
    EXPECT_THAT(client(manager(), html::Language::es).get("/job-descriptions").body, HasSubstr("Borrador"));
}

TEST_F(DescriptionPages, SharesThatDoNotAddUpAreRefused) {
    auto refused = client(manager()).post("/job-descriptions", {{"title", "Mix"}, {"share_technician", "60"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("add up to 100"));
    EXPECT_THAT(refused.body, HasSubstr("value=\"60\""));
    EXPECT_EQ(client(manager()).post("/job-descriptions", {{"title", "Mix"}}).status, 422);
    EXPECT_EQ(client(manager()).post("/job-descriptions", {{"title", ""}, {"share_technician", "100"}}).status, 422);
    EXPECT_EQ(client(manager()).post("/job-descriptions", {{"title", "Mix"}, {"share_technician", "x"}}).status, 422);
}

TEST_F(DescriptionPages, TheThreeFormsChangeTheDraft) {
    const auto page = made();
    EXPECT_EQ(client(manager()).post(page + "/facts", facts(page)).status, 303);
    auto shown = client(manager()).get(page).body;
    EXPECT_THAT(shown, HasSubstr("$20.50 to $26.00 an hour"));
    EXPECT_THAT(shown, HasSubstr("37 h 30 min a week"));
    EXPECT_THAT(shown, HasSubstr("North"));

    FormFields duties{{"seen", seen(page + "/duties")}, {"duty_text1", "Labels"}, {"duty_share1", "10"}, {"duty_text2", "Repairs"}, {"duty_share2", "90"}, {"duty_order2", "1"},
                      {"need_text1", "A+"}, {"need_kind1", "certificate"}, {"need_duties1", "2"}};
    EXPECT_EQ(client(manager()).post(page + "/duties", duties).status, 303);
    shown = client(manager()).get(page).body;
    EXPECT_LT(shown.find("Repairs"), shown.find("Labels")) << "moved up";
    EXPECT_THAT(client(manager()).get(page + "/duties").body, HasSubstr("name=\"need_duties1\" maxlength=\"40\" value=\"1\"")) << "its number moved with it";

    EXPECT_EQ(client(manager()).post(page + "/limits", {{"seen", seen(page + "/limits")}, {"authority", "Spends up to $50\n\n"}, {"not_part", "Grades"}, {"licence_text1", "Driver"},
                                                        {"licence_when1", "months"}, {"licence_months1", "3"}}).status, 303);
    shown = client(manager()).get(page).body;
    EXPECT_THAT(shown, HasSubstr("Spends up to $50"));
    EXPECT_THAT(shown, HasSubstr("held within 3 months of the start"));
    EXPECT_THAT(shown, Not(HasSubstr("Speak for the board"))) << "left out";
}

TEST_F(DescriptionPages, WhatCannotBeUsedIsSaidAndKept) {
    const auto page = made();
    for (auto [field, value, words] : {std::tuple("pay_from", "lots", "Give an amount"), std::tuple("hours", "99999", "hours a week"), std::tuple("term_months", "13", "from 1 to 12"),
                                       std::tuple("currency", "$", "three letters"), std::tuple("school", "99999", "schools in the list")}) {
        auto fields = facts(page);
        std::ranges::find(fields, field, &std::pair<std::string, std::string>::first)->second = value;
        auto refused = client(manager()).post(page + "/facts", fields);
        EXPECT_EQ(refused.status, 422) << field;
        EXPECT_THAT(refused.body, HasSubstr(words)) << field;
        EXPECT_THAT(refused.body, HasSubstr("Keeps devices in use.")) << field;
    }
    auto stale = facts(page);
    stale[0].second = "1";
    auto refused = client(manager()).post(page + "/facts", stale);
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("Keeps devices in use."));
    EXPECT_EQ(client(manager()).post(page + "/duties", {{"seen", seen(page + "/duties")}, {"duty_text1", "X"}, {"duty_share1", "100"}, {"need_text1", "Y"}, {"need_duties1", "50"}}).status, 422);
}

TEST_F(DescriptionPages, AVersionIsApprovedAndComparedWithTheNext) {
    const auto page = made();
    EXPECT_THAT(client(manager()).get(page + "/approval").body, HasSubstr("Approve as version 1"));
    EXPECT_EQ(client(manager()).post(page + "/approval", {{"seen", "5"}}).status, 409);
    EXPECT_EQ(client(manager()).post(page + "/approval", {{"seen", seen(page + "/approval")}, {"board_on", "soon"}}).status, 422);
    EXPECT_EQ(client(manager()).post(page + "/approval", {{"seen", seen(page + "/approval")}, {"note", "New job"}, {"board_on", "2026-11-16"}}).status, 303);
    auto shown = client(colleague()).get(page).body;
    EXPECT_THAT(shown, HasSubstr("Version 1"));
    EXPECT_THAT(shown, HasSubstr("New job"));
    EXPECT_THAT(shown, Not(HasSubstr("What the check found"))) << "for writers";
    EXPECT_EQ(client(colleague()).post(page + "/draft").status, 403);

    EXPECT_EQ(client(manager()).post(page + "/draft").status, 303);
    EXPECT_EQ(client(manager()).post(page + "/facts", facts(page)).status, 303);
    auto compared = client(manager()).get(page + "/compare?from=1&to=0").body;
    EXPECT_THAT(compared, HasSubstr("Technician &amp; &lt;b&gt;webmaster</del>"));
    EXPECT_THAT(compared, HasSubstr("Technician</ins>"));
    EXPECT_THAT(compared, HasSubstr("37 h 30 min")) << "in words, as the page says it";
    EXPECT_THAT(compared, Not(HasSubstr("37:30")));
    EXPECT_THAT(compared, Not(HasSubstr("nonexempt")));
    EXPECT_EQ(client(colleague()).get(page + "/compare?from=1&to=0").status, 404) << "the draft is not theirs";
    EXPECT_EQ(client(colleague()).get(page + "/compare?from=1&to=1").status, 200);
    EXPECT_EQ(client(colleague()).get(page + "?version=7").status, 404);
    EXPECT_THAT(client(manager()).post(page + "/draft/removal").body, HasSubstr("Remove this draft?"));
    EXPECT_EQ(client(manager()).post(page + "/draft/removal", {{"confirmed", "1"}}).status, 303);
}

TEST_F(DescriptionPages, StudentsAndStrangersSeeNone) {
    auto who = student();
    EXPECT_EQ(client(who).get("/job-descriptions").status, 403);
    EXPECT_NE(client({}).get("/job-descriptions").status, 200);
    EXPECT_EQ(client(colleague()).get("/job-descriptions/new").status, 403);
    EXPECT_EQ(client(colleague()).get("/job-descriptions/1/facts").status, 403);
}
