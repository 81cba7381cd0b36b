#include <gtest/gtest.h>

#include <filesystem>

#include "people/learning.h"
#include "people/licence.h"
#include "people/people.h"
#include "world/world.h"

using namespace people;

namespace {

class LicencePages : public World {
protected:
    static http::TestClient::FormFields form(std::string_view expires = "2026-12-31") {
        return {{"kind", "teacher_standard"}, {"jurisdiction", "US-TX"}, {"number", "T-100"}, {"areas", "Technology"}, {"issued", "2022-01-01"},
                {"expires", std::string(expires)}, {"status", "active"}};
    }
    /// The page on which an answer says that things go on.
    static std::string next(const http::Response& response) { return std::string(response.find_header("Location").value_or("")); }
    std::string add_as_coach() { return next(as("coach").post("/licences", form())); }
    http::Response save_activity(std::string_view who, const std::string& page, std::string_view title, std::string_view type) {
        return as(who).post(page + "/activities", {{"title", std::string(title)}, {"on", "2025-10-01"}, {"amount", "40"}, {"unit", "hour"}, {"type", std::string(type)}, {"category", "related"},
                                                   {"provider", "Region 4"}, {"provider_number", "500-123"}, {"licence", page.substr(page.rfind('/') + 1)}});
    }
    void confirm_all() {
        for (const auto& one : read([&](db::Read& db) { return unconfirmed(db, viewer("cio"), 50); })) {
            EXPECT_EQ(as("cio").post("/activities/" + std::to_string(one.activity) + "/confirmation", {{"licence", std::to_string(one.licence)}, {"seen", "1"}}).status, 303);
        }
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(LicencePages, TheHolderEntersAndTheKeeperVerifies, LicencePages) {
    EXPECT_TRUE(shows(as("coach").get("/licences"), "No licence yet"));
    const auto page = add_as_coach();
    ASSERT_TRUE(page.starts_with("/licences/")) << page;
    EXPECT_TRUE(shows(as("coach").get("/licences"), "not verified"));
    EXPECT_TRUE(shows(as("cio").get("/licences/all?show=unverified"), "Nora Lind"));
    EXPECT_EQ(as("coach").get("/licences/all").status, 403);
    EXPECT_EQ(as("tech").get(page).status, 404);
    EXPECT_EQ(as("coach").post(page + "/verification", {{"how", "paper"}, {"seen", "1"}}).status, 403);
    EXPECT_EQ(as("cio").post(page + "/verification", {{"how", "magic"}, {"seen", "1"}}).status, 422);
    auto bad = as("cio").post(page + "/verification", {{"how", "paper"}, {"link", "state.example"}, {"seen", "1"}});
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "value=\"state.example\"")) << "the form again, with what was typed";
    EXPECT_TRUE(shows(bad, "<option value=\"paper\" selected>"));
    EXPECT_EQ(as("cio").post(page + "/verification", {{"how", "paper"}, {"seen", "9"}}).status, 409);
    EXPECT_EQ(as("cio").post(page + "/verification", {{"how", "state_lookup"}, {"link", "https://state.example/T-100"}, {"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("coach").get(page), "looked up at the state, Ruth Adler"));
    EXPECT_FALSE(shows(as("cio").get("/licences/all?show=unverified"), "Nora Lind"));
    EXPECT_TRUE(shows(as("cio").get("/licences/all?q=nora"), "T-100"));
    EXPECT_TRUE(shows(as("coach", html::Language::es).get("/licences"), "Licencia docente estándar"));
}

TEST_ON_EVERY_BACKEND(LicencePages, PagesNeverSayCompliant, LicencePages) {
    const auto page = add_as_coach();
    EXPECT_EQ(save_activity("coach", page, "Working alone", "independent").status, 303);
    EXPECT_TRUE(shows(as("coach").get(page), "waits to be confirmed"));
    confirm_all();
    auto shown = as("coach").get(page);
    EXPECT_TRUE(shows(shown, "By our records 30 of 150 hours; the state decides."));
    EXPECT_TRUE(shows(shown, "10 hours are above the limit for: studied independently."));
    EXPECT_TRUE(shows(shown, "90 hours are still missing in: Related to the certificate."));
    EXPECT_TRUE(shows(shown, "Texas Education Agency"));
    EXPECT_EQ(shown.body.find("ompliant"), std::string::npos);
    EXPECT_TRUE(shows(as("coach", html::Language::es).get(page), "decide el estado"));
}

TEST_ON_EVERY_BACKEND(LicencePages, ARuleThatNobodyCheckedSaysSo, LicencePages) {
    auto fields = form();
    fields[1].second = "US-MI";
    const auto page = next(as("coach").post("/licences", fields));
    EXPECT_TRUE(shows(as("coach").get(page), "not checked: ask your state"));
    fields[1].second = "US-HI";
    EXPECT_TRUE(shows(as("coach").get(next(as("coach").post("/licences", fields))), "No rule of renewal is known here"));
}

TEST_ON_EVERY_BACKEND(LicencePages, WhatCannotBeUsedIsSaidAndKept, LicencePages) {
    auto refused = as("coach").post("/licences", form("2020-01-01"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "cannot come before the first"));
    EXPECT_TRUE(shows(refused, "value=\"T-100\""));
    EXPECT_EQ(as("coach").post("/licences", form("9999-01-01")).status, 422);
    EXPECT_EQ(as("coach").post("/licences", form("yesterday")).status, 422);
    EXPECT_EQ(as("student").get("/licences").status, 403);
    EXPECT_EQ(as("student").get("/licences/new").status, 403);
    EXPECT_EQ(as("nobody").get("/licences").status, 303);
    const auto page = add_as_coach();
    auto stale = form();
    stale.emplace_back("seen", "7");
    EXPECT_EQ(as("coach").post(page, stale).status, 409);
    auto activity = as("coach").post(page + "/activities", {{"title", "x"}, {"on", "2025-10-01"}, {"amount", "much"}, {"unit", "hour"}, {"type", "attending"}, {"provider", "P"}, {"licence", "1"}});
    EXPECT_EQ(activity.status, 422);
    EXPECT_TRUE(shows(activity, "such as 2.5"));
}

TEST_ON_EVERY_BACKEND(LicencePages, EvidenceIsServedToHolderAndKeeperUnderAPolicyInWhichNothingRuns, LicencePages) {
    const std::string pdf = "%PDF-1.4\n<script>alert(1)</script>";
    auto made = as("coach").upload("/licences", form(), {{"evidence", "../../licence.pdf", "text/html", pdf}});
    ASSERT_EQ(made.status, 303) << made.body;
    const auto file = next(made) + "/evidence";
    auto served = as("coach").get(file);
    EXPECT_EQ(served.status, 200);
    EXPECT_EQ(served.content_type, "application/pdf");
    EXPECT_EQ(served.find_header("Content-Security-Policy").value_or(""), "default-src 'none'; sandbox");
    EXPECT_EQ(as("cio").get(file).status, 200);
    for (auto who : {"tech", "data", "teacher", "student"}) EXPECT_EQ(as(who).get(file).status, 404) << who;
    EXPECT_EQ(save_activity("coach", next(made), "A course without a paper", "attending").status, 303);
    EXPECT_EQ(as("coach").get(next(made)).body.find("/evidence\">licence.pdf</a></p>"), std::string::npos) << "the licence's document is not that of an activity";
    auto page = as("coach").upload("/licences", form(), {{"evidence", "page.html", "image/png", "<html><script>alert(1)</script>"}});
    EXPECT_EQ(page.status, 422) << "not what its sender says it is";
    EXPECT_EQ(read([](db::Read& db) { return named_files(db).size(); }), 1u);
}

TEST_ON_EVERY_BACKEND(LicencePages, RemovingAsksFirst, LicencePages) {
    const auto page = add_as_coach();
    EXPECT_TRUE(shows(as("coach").post(page + "/removal"), "Remove this licence?"));
    EXPECT_EQ(as("coach").get(page).status, 200);
    EXPECT_EQ(as("tech").post(page + "/removal", {{"confirmed", "1"}}).status, 404);
    EXPECT_EQ(as("coach").post(page + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(as("coach").get(page).status, 404);
}

TEST_ON_EVERY_BACKEND(LicencePages, ADistrictEditsRulesAndAddsItsOwn, LicencePages) {
    auto list = as("cio").get("/settings/renewal-rules");
    EXPECT_TRUE(shows(list, "Pennsylvania, Act 48"));
    EXPECT_TRUE(shows(list, "not checked: ask your state"));
    EXPECT_EQ(as("coach").get("/settings/renewal-rules").status, 403);
    http::TestClient::FormFields rule{{"name", "Hawaii, our reading"}, {"jurisdiction", "US-HI"}, {"family", "teacher"}, {"cycle_months", "60"}, {"anchor", "issue"}, {"total", "0"},
                                      {"ceu", "10"}, {"credit", "15"}, {"mixes", "1"}, {"carry_days", "0"}, {"valid_from", "2020-01-01"}, {"source", "Our counsel"}, {"checked", "2026-03-01"},
                                      {"what1", "category:digital"}, {"bound1", "least-percent"}, {"limit1", "10"}, {"from_source", "1"}};
    EXPECT_EQ(as("cio").post("/settings/renewal-rules", rule).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/renewal-rules"), "Hawaii, our reading"));
    rule[5].second = "a lot";
    auto refused = as("cio").post("/settings/renewal-rules", rule);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Hawaii, our reading"));
    rule[5].second = "100";
    rule[15].second = "0";
    EXPECT_EQ(as("cio").post("/settings/renewal-rules", rule).status, 422);
    rule[15].second = "10";
    rule[13].second = "category:sorcery";
    EXPECT_EQ(as("cio").post("/settings/renewal-rules", rule).status, 422);
    EXPECT_EQ(as("cio").post("/settings/renewal-rules/categories", {{"name_en", "Robotics"}, {"name_es", "Robótica"}}).status, 303);
    EXPECT_EQ(as("cio").post("/settings/renewal-rules/categories", {{"name_en", "Robotics"}, {"name_es", "Robótica"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(LicencePages, CertificatesStandOnTheirOwnPageAndOnTheStaffPage, LicencePages) {
    EXPECT_TRUE(shows(as("tech").get("/credentials"), "No certificate yet"));
    auto form_page = as("tech").get("/licences/new?for=credential");
    EXPECT_TRUE(shows(form_page, "CompTIA A+"));
    auto made = as("tech").post("/licences?for=credential", {{"credential", "1"}, {"number", "COMP001"}, {"issued", "2024-05-01"}, {"expires", "2027-04-30"}, {"status", "active"}});
    ASSERT_EQ(made.status, 303) << made.body;
    EXPECT_TRUE(shows(as("tech").get("/credentials"), "CompTIA A+"));
    EXPECT_EQ(as("cio").post(next(made) + "/verification", {{"how", "issuer_lookup"}, {"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/staff/" + std::to_string(account("tech").value)), "certified: CompTIA A+ (alone), until Friday, 30 April 2027"));
    EXPECT_TRUE(shows(as("tech").get(next(made)), "By our records 0 of 20 hours; the issuer decides."));
    EXPECT_EQ(as("tech").post("/licences?for=credential", {{"number", "COMP001"}, {"issued", "2024-05-01"}, {"status", "active"}}).status, 422);
    EXPECT_TRUE(shows(as("cio").get("/settings/credentials"), "Repairing devices, alone"));
    EXPECT_EQ(as("cio").post("/settings/credentials", {{"name", "Cart course"}, {"issuer", "The district"}, {"level", "1"}}).status, 303);
    EXPECT_EQ(as("cio").post("/settings/credentials", {{"name", ""}, {"issuer", "The district"}, {"level", "1"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(LicencePages, MyDayCountsWhatOthersWaitFor, LicencePages) {
    EXPECT_EQ(as("cio").post("/licences", form()).status, 303);
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "to be verified")) << "nobody verifies their own";
    const auto page = add_as_coach();
    EXPECT_TRUE(shows(as("cio").get("/my-day"), "1 licence waits to be verified"));
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "to be confirmed"));
    save_activity("coach", page, "Accessible documents", "attending");
    EXPECT_TRUE(shows(as("cio").get("/my-day"), "1 activity waits to be confirmed"));
    EXPECT_FALSE(shows(as("coach").get("/my-day"), "to be confirmed"));
    confirm_all();
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "to be confirmed"));
}

TEST_ON_EVERY_BACKEND(LicencePages, AnActivityIsConfirmedAsItWasSeen, LicencePages) {
    const auto page = add_as_coach();
    save_activity("coach", page, "Accessible documents", "attending");
    const auto id = read([&](db::Read& db) { return unconfirmed(db, viewer("cio"), 1).at(0).activity; });
    const auto path = "/activities/" + std::to_string(id);
    const auto licence = page.substr(page.rfind('/') + 1);
    EXPECT_TRUE(shows(as("cio").get(page), "name=\"seen\" value=\"1\"><input type=\"hidden\" name=\"licence\""));
    http::TestClient::FormFields fields{{"title", "Something else"}, {"on", "2025-10-01"}, {"amount", "400"}, {"unit", "hour"}, {"type", "attending"}, {"provider", "P"}, {"licence", licence}, {"seen", "1"}};
    EXPECT_EQ(as("coach").post(path, fields).status, 303);
    auto old = as("cio").post(path + "/confirmation", {{"licence", licence}, {"seen", "1"}});
    EXPECT_EQ(old.status, 409);
    EXPECT_TRUE(shows(old, "changed this activity since you opened it"));
    auto again = as("coach").post(path, fields);
    EXPECT_EQ(again.status, 409);
    EXPECT_TRUE(shows(again, "value=\"Something else\"")) << "the form is kept";
    EXPECT_EQ(as("cio").post(path + "/confirmation", {{"licence", licence}, {"seen", "2"}}).status, 303);
}

TEST_ON_EVERY_BACKEND(LicencePages, WhatEndedLongAgoIsNotAmongWhatEnds, LicencePages) {
    const auto add = [&](std::string_view number, std::string_view expires) {
        auto fields = form();
        for (auto& [name, value] : fields) {
            if (name == "number") value = number;
            if (name == "expires") value = expires;
            if (name == "issued") value = "2015-07-01";
        }
        EXPECT_EQ(as("coach").post("/licences", fields).status, 303);
    };
    add("LONG-AGO", "2026-02-06");   // 31 days before
    add("JUST-NOW", "2026-02-07");
    add("SOON-NOW", "2026-06-07");
    add("FAR-AWAY", "2026-06-08");
    auto listed = [&](const std::string& show) {
        std::string words;
        const auto page = as("cio").get("/licences/all?show=" + show);
        for (const char* number : {"LONG-AGO", "JUST-NOW", "SOON-NOW", "FAR-AWAY"}) words += shows(page, number) ? std::string(number) + " " : "";
        return words;
    };
    EXPECT_EQ(listed("ending"), "JUST-NOW SOON-NOW ");
    EXPECT_EQ(listed("ended"), "LONG-AGO ");
    EXPECT_EQ(listed("all"), "LONG-AGO JUST-NOW SOON-NOW FAR-AWAY ");
}

TEST_ON_EVERY_BACKEND(LicencePages, AnOldFormOfAKindOrARuleIsShownAgain, LicencePages) {
    auto kind = as("cio", html::Language::es).post("/settings/credentials/1", {{"seen", "0"}, {"name", "Typed anew"}, {"issuer", "CompTIA"}});
    EXPECT_EQ(kind.status, 409);
    EXPECT_TRUE(shows(kind, "value=\"Typed anew\""));
    EXPECT_TRUE(shows(kind, "Otra persona cambió esto"));
    auto rule = as("cio", html::Language::es).post("/settings/renewal-rules/1", {{"seen", "0"}, {"name", "Typed anew"}, {"jurisdiction", "US-HI"}, {"family", "teacher"}, {"cycle_months", "60"}, {"anchor", "issue"}, {"total", "0"},
                                                                                {"carry_days", "0"}, {"valid_from", "2020-01-01"}, {"source", "Our counsel"}});
    EXPECT_EQ(rule.status, 409);
    EXPECT_TRUE(shows(rule, "value=\"Typed anew\""));
    EXPECT_TRUE(shows(rule, "Otra persona cambió esto"));
}
