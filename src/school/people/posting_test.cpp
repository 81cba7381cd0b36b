#include "people/posting.h"

#include <algorithm>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "auth/event.h"
#include "people/description_check.h"
#include "people/testing.h"

using namespace people;
using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

namespace {

base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }

Description job() {
    Description what;
    what.title = "Device technician";
    what.purpose = "Keeps the devices of two schools in use </script>.";
    what.roles = {{"technician", 100}};
    what.reports_to = "CIO";
    what.evaluated_by = "CIO";
    what.flsa = "nonexempt";
    what.term_months = 12;
    what.week_minutes = 40 * 60;
    what.pay_from_cents = 20'50;
    what.pay_to_cents = 26'00;
    what.pay_unit = "hour";
    what.benefits = "Health plan";
    what.duties = {{"Repairs devices & labels", 100, true}};
    what.qualifications = {{"Diploma", true, QualificationKind::education, "high_school", 0, 2, {1}}, {"A year of repairs", true, QualificationKind::experience, "", 12, 0, {1}}};
    what.skills = {"Repairing devices: alone"};
    return what;
}

PostingTerms terms() {
    PostingTerms what;
    what.opens = day("2026-11-23");
    what.closes = day("2026-12-04");
    what.apply_email = "jobs@school.org";
    what.contact = "Ana Silva";
    what.accommodation = "Ask us.";
    what.equal_opportunity = "Everybody is welcome.";
    what.address = {"1 Main St", "Springfield", "IL", "62701", "US"};
    return what;
}

std::string refused(const PostingTerms& what) {
    try {
        require_usable(what);
        return "";
    } catch (const base::Invalid& problem) {
        return problem.field();
    }
}

}  // namespace

TEST(PostingState, FollowsTheDays) {
    Posting posting;
    posting.terms = terms();
    EXPECT_EQ(state_of(posting, day("2026-11-22")), PostingState::coming);
    EXPECT_EQ(state_of(posting, day("2026-11-23")), PostingState::open);
    EXPECT_EQ(state_of(posting, day("2026-12-04")), PostingState::open) << "clause 23: through the last day";
    EXPECT_EQ(state_of(posting, day("2026-12-05")), PostingState::closed);
    posting.terms.internal_until = day("2026-11-25");
    EXPECT_EQ(state_of(posting, day("2026-11-25")), PostingState::internal);
    EXPECT_EQ(state_of(posting, day("2026-11-26")), PostingState::open);
    posting.withdrawn_at = base::from_ms(1);
    EXPECT_EQ(state_of(posting, day("2026-11-26")), PostingState::withdrawn);
}

TEST(PostingTermsRule, SaysWhichFieldCannotBeUsed) {
    EXPECT_EQ(refused(terms()), "");
    auto with = [](auto change) {
        auto what = terms();
        change(what);
        return refused(what);
    };
    EXPECT_EQ(with([](PostingTerms& t) { t.closes = day("2026-11-22"); }), "closes");
    EXPECT_EQ(with([](PostingTerms& t) { t.internal_until = t.closes; }), "internal_until");
    EXPECT_EQ(with([](PostingTerms& t) { t.openings = 0; }), "openings");
    EXPECT_EQ(with([](PostingTerms& t) { t.apply_email = ""; }), "apply_email");
    EXPECT_EQ(with([](PostingTerms& t) { t.apply_email = "nowhere"; }), "apply_email");
    EXPECT_EQ(with([](PostingTerms& t) { t.apply_url = "javascript:alert(1)"; }), "apply_url");
    EXPECT_EQ(with([](PostingTerms& t) { t.contact = " "; }), "contact");
    EXPECT_EQ(with([](PostingTerms& t) { t.accommodation = ""; }), "accommodation");
    EXPECT_EQ(with([](PostingTerms& t) { t.equal_opportunity = ""; }), "equal_opportunity");
    EXPECT_EQ(with([](PostingTerms& t) { t.address.city = ""; }), "city");
    EXPECT_EQ(with([](PostingTerms& t) { t.address.country = "USA"; }), "country");
}

TEST(JobPosting, SaysWhatSearchEnginesAskFor) {
    Posting posting;
    posting.id = 7;
    posting.terms = terms();
    posting.description = job();
    const auto made = job_posting(posting, {.district = "Riverbend", .url = "https://x.org/postings/t", .district_url = "https://x.org",
                                            .valid_through = base::parse_instant("2026-12-05T05:59:59Z").value(), .occupations = {"15-1232.00"}, .duties = "Duties",
                                            .required = "Required", .preferred = "Preferred", .not_part = "Not", .apply = "Apply",
                                            .instead = {{2, "or 2 years of equivalent experience"}}});
    EXPECT_EQ(made.at("@type").as_string(), "JobPosting");
    EXPECT_EQ(made.at("datePosted").as_string(), "2026-11-23");
    EXPECT_EQ(made.at("validThrough").as_string(), "2026-12-05T05:59:59.000Z");
    EXPECT_EQ(made.at("employmentType").as_string(), "FULL_TIME");
    EXPECT_EQ(made.at("directApply").as_bool(), false);
    EXPECT_EQ(made.at("occupationalCategory").as_string(), "15-1232.00");
    const auto& value = made.at("baseSalary").at("value").as_object();
    EXPECT_EQ(value.at("minValue").as_double(), 20.5);
    EXPECT_EQ(value.at("unitText").as_string(), "HOUR");
    EXPECT_EQ(made.at("jobLocation").at("address").at("postalCode").as_string(), "62701");
    EXPECT_EQ(made.at("educationRequirements").at("credentialCategory").as_string(), "high school");
    EXPECT_EQ(made.at("experienceInPlaceOfEducation").as_bool(), true);
    EXPECT_EQ(made.at("experienceRequirements").at("monthsOfExperience").as_int64(), 24) << "two years instead of the diploma";
    const std::string html(made.at("description").as_string());
    EXPECT_THAT(html, HasSubstr("<li>Repairs devices &amp; labels (100 %)</li>"));
    EXPECT_THAT(html, HasSubstr("or 2 years of equivalent experience"));
    EXPECT_THAT(html, Not(HasSubstr("</script>")));
}

class PostingPages : public PeopleFixture {
protected:
    using FormFields = http::TestClient::FormFields;
    PostingPages() { version_of(job()); }

    void version_of(const Description& what) {
        write([&](db::Write& db) {
            description = create_description(db, manager(), now, what);
            approve_draft(db, manager(), now, description, {fetch_description(db, manager(), description).changed_at, "", {}});
        });
    }
    FormFields fields() const {
        return {{"description", std::to_string(description.value)}, {"version", "1"}, {"opens", "2026-11-23"}, {"closes", "2026-12-04"}, {"openings", "2"},
                {"apply_email", "jobs@school.org"}, {"contact", "Ana Silva"}, {"accommodation", "Ask us."}, {"equal_opportunity", "Everybody."},
                {"city", "Springfield"}, {"region", "IL"}, {"country", "us"}};
    }
    std::string published(FormFields what) {
        auto answer = client(manager()).post("/postings", std::move(what));
        EXPECT_EQ(answer.status, 303) << answer.body;
        return std::string(answer.find_header("Location").value_or(""));
    }
    http::TestClient guest() { return client({}); }
    void on(std::string_view iso) { now = base::parse_instant(iso).value(); }

    DescriptionId description;
};

TEST_F(PostingPages, AnybodyReadsWhatIsOpen) {
    EXPECT_THAT(guest().get("/postings").body, HasSubstr("No job is open now"));
    auto page = published(fields());
    EXPECT_THAT(guest().get("/postings").body, HasSubstr("href=\"" + page + "\""));
    auto shown = guest().get(page);
    EXPECT_EQ(shown.status, 200);
    EXPECT_THAT(shown.body, HasSubstr("<script type=\"application/ld+json\">{"));
    EXPECT_THAT(shown.body, HasSubstr("\\u003cp\\u003eKeeps the devices of two schools in use \\u0026lt;/script\\u0026gt;")) << "what a person wrote cannot end the block";
    EXPECT_THAT(shown.body, HasSubstr("mailto:jobs@school.org"));
    EXPECT_THAT(shown.body, HasSubstr("$20.50 to $26.00 an hour"));
    EXPECT_THAT(shown.body, Not(HasSubstr("/withdrawal")));
    EXPECT_THAT(client({}, html::Language::es).get(page).body, HasSubstr("Cómo presentarse"));
    EXPECT_EQ(guest().get("/postings/unknown").status, 404);
}

TEST_F(PostingPages, OneClosesByItselfAndSaysSo) {
    auto page = published(fields());
    on("2026-12-04T23:59:00Z");
    EXPECT_EQ(guest().get(page).status, 200);
    on("2026-12-05T00:01:00Z");
    auto over = guest().get(page);
    EXPECT_EQ(over.status, 410);
    EXPECT_THAT(over.body, HasSubstr("Thank you for your interest"));
    EXPECT_THAT(over.body, Not(HasSubstr("application/ld+json")));
    EXPECT_THAT(over.body, Not(HasSubstr("Device technician")));
    EXPECT_EQ(guest().get("/api/v1" + page).status, 410);
    EXPECT_THAT(guest().get("/postings").body, HasSubstr("No job is open now"));
    auto record = client(manager()).get(page);
    EXPECT_EQ(record.status, 200);
    EXPECT_THAT(record.body, HasSubstr("On record"));
    EXPECT_THAT(record.body, Not(HasSubstr("application/ld+json")));
    EXPECT_THAT(client(manager()).get("/postings?show=all").body, HasSubstr("Closed"));
    EXPECT_THAT(client(colleague()).get("/postings?show=all").body, Not(HasSubstr(page))) << "the record is for writers";
}

TEST_F(PostingPages, TheDayEndsOnTheDistrictsClocks) {
    write([](db::Write& db) { db.query("INSERT INTO db_setting (key, value) VALUES ('district.time_zone', 'America/Chicago')").run(); });
    auto page = published(fields());
    EXPECT_THAT(guest().get(page).body, HasSubstr("2026-12-05T05:59:59.000Z"));
    on("2026-12-05T05:59:00Z");
    EXPECT_EQ(guest().get(page).status, 200);
    on("2026-12-05T06:00:00Z");
    EXPECT_EQ(guest().get(page).status, 410);
}

TEST_F(PostingPages, StaffSeeItFirstWhenThatIsAgreed) {
    auto what = fields();
    what.emplace_back("internal_until", "2026-11-25");
    auto page = published(what);
    EXPECT_EQ(guest().get(page).status, 404);
    EXPECT_THAT(guest().get("/postings").body, Not(HasSubstr(page)));
    EXPECT_THAT(guest().get("/api/v1/postings").body, HasSubstr("\"postings\":[]"));
    EXPECT_EQ(guest().get("/api/v1" + page).status, 404);
    EXPECT_EQ(client(student()).get(page).status, 404);
    auto seen = client(colleague()).get(page);
    EXPECT_EQ(seen.status, 200);
    EXPECT_THAT(seen.body, HasSubstr("For staff first"));
    EXPECT_THAT(seen.body, Not(HasSubstr("application/ld+json")));
    on("2026-11-26T12:00:00Z");
    EXPECT_EQ(guest().get(page).status, 200);
}

TEST_F(PostingPages, OneThatOpensLaterIsForWriters) {
    auto what = fields();
    what[2].second = "2026-11-30";
    auto page = published(what);
    EXPECT_EQ(guest().get(page).status, 404);
    EXPECT_EQ(client(colleague()).get(page).status, 404);
    EXPECT_THAT(client(manager()).get(page).body, HasSubstr("Opens later"));
}

TEST_F(PostingPages, WithErrorsNothingIsPublished) {
    auto bad = job();
    bad.pay_from_cents.reset();
    version_of(bad);
    auto form = client(manager()).get("/postings/new?description=" + std::to_string(description.value) + "&version=1");
    EXPECT_EQ(form.status, 200);
    EXPECT_THAT(form.body, HasSubstr("The pay range is missing."));
    auto refused = client(manager()).post("/postings", fields());
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("finds errors in this version"));
    EXPECT_THAT(guest().get("/api/v1/postings").body, HasSubstr("\"postings\":[]"));
}

TEST_F(PostingPages, WhatCannotBeUsedIsSaidAndKept) {
    for (auto [field, value, words] : {std::tuple("closes", "2026-11-01", "cannot come before"), std::tuple("opens", "soon", "Give a day"), std::tuple("openings", "many", "from 1 to 99"),
                                       std::tuple("apply_email", "", "page on which people can apply"), std::tuple("country", "Utopia", "two letters"), std::tuple("contact", "", "Write some words")}) {
        auto what = fields();
        std::ranges::find(what, field, &std::pair<std::string, std::string>::first)->second = value;
        auto refused = client(manager()).post("/postings", what);
        EXPECT_EQ(refused.status, 422) << field;
        EXPECT_THAT(refused.body, HasSubstr(words)) << field;
        EXPECT_THAT(refused.body, HasSubstr("value=\"Springfield\"")) << field;
    }
    auto unknown = fields();
    unknown[1].second = "9";
    EXPECT_EQ(client(manager()).post("/postings", unknown).status, 404) << "only an approved version";
}

TEST_F(PostingPages, OneIsWithdrawnAndStaysOnRecord) {
    auto page = published(fields());
    EXPECT_EQ(client(colleague()).post(page + "/withdrawal", {{"confirmed", "1"}}).status, 403);
    auto asked = client(manager()).post(page + "/withdrawal", {{"why", "Filled <inside>"}});
    EXPECT_THAT(asked.body, HasSubstr("Withdraw this posting?"));
    EXPECT_EQ(guest().get(page).status, 200);
    EXPECT_EQ(client(manager()).post(page + "/withdrawal", {{"confirmed", "1"}, {"why", "Filled <inside>"}}).status, 303);
    EXPECT_EQ(guest().get(page).status, 410);
    EXPECT_THAT(client(manager()).get(page).body, HasSubstr("Filled &lt;inside&gt;"));
    EXPECT_EQ(client(manager()).post(page + "/withdrawal", {{"confirmed", "1"}}).status, 409);
    auto history = read([&](db::Read& db) { return auth::history(db, "description", description.value); });
    EXPECT_EQ(history.back().action, "withdrawn");
    EXPECT_EQ(history.back().why, "Filled <inside>");
    EXPECT_EQ(history[history.size() - 2].action, "published");
}

TEST_F(PostingPages, TheNextOneBeginsWithTheWordsOfTheLast) {
    auto address = "/postings/new?description=" + std::to_string(description.value) + "&version=1";
    EXPECT_THAT(client(manager()).get(address).body, HasSubstr("equal opportunity employer"));
    published(fields());
    auto next = client(manager()).get(address).body;
    EXPECT_THAT(next, HasSubstr("Springfield"));
    EXPECT_THAT(next, HasSubstr("Everybody."));
    EXPECT_EQ(client(colleague()).get(address).status, 403);
}

TEST_F(PostingPages, ProgramsReadTheSame) {
    auto page = published(fields());
    auto list = guest().get("/api/v1/postings");
    EXPECT_EQ(list.status, 200);
    EXPECT_EQ(list.find_header("Cache-Control"), "public, max-age=300");
    auto one = json::parse(guest().get("/api/v1" + page).body).as_object();
    EXPECT_EQ(one.at("title").as_string(), "Device technician");
    EXPECT_EQ(one.at("pay").at("from_cents").as_int64(), 2050);
    EXPECT_EQ(one.at("job_posting").at("@type").as_string(), "JobPosting");
    EXPECT_EQ(one.at("job_posting").at("occupationalCategory").as_string(), "15-1232.00, 49-2011.00");
    EXPECT_EQ(client(colleague()).get("/api/v1/postings").find_header("Cache-Control"), "private, no-store") << "it may hold what is for staff";
}
