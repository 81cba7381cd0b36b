#include "people/evaluation.h"

#include <gtest/gtest.h>

#include "auth/event.h"
#include "people/supervision_testing.h"

using namespace people;

namespace {

/// The principal evaluates the coach.
class Evaluated : public Supervised {
protected:
    Evaluated() { relation = name("tech2", "coach", "evaluator_licensed"); }
    static std::string path(std::int64_t id) { return "/evaluations/" + std::to_string(id); }
    std::int64_t relation = 0;
};

constexpr const char* everybody_else[] = {"cio", "tech", "data", "web", "teacher", "student"};

}  // namespace

TEST_ON_EVERY_BACKEND(EvaluationPages, FromDraftToReply, Evaluated) {
    EXPECT_TRUE(shows(as("tech2").get("/evaluations"), "not begun"));
    auto begun = as("tech2").post("/evaluations", {{"subject", std::to_string(account("coach").value)}});
    ASSERT_EQ(begun.status, 303) << begun.body;
    const auto page = std::string(begun.find_header("Location").value_or(""));
    EXPECT_TRUE(shows(as("tech2").get(page), "Planning and preparation"));
    http::TestClient::FormFields fields{{"seen", "1"}, {"criterion1", "Co-teaching"}, {"rating1", ""}, {"words1", "Calm and clear"}, {"summary", "A good year"}, {"then", "sign"}};
    EXPECT_TRUE(shows(as("tech2").post(page, fields), "Sign this evaluation?")) << "asked first";
    fields.emplace_back("confirmed", "1");
    auto unrated = as("tech2").post(page, fields);
    EXPECT_EQ(unrated.status, 422);
    EXPECT_TRUE(shows(unrated, "Calm and clear"));
    fields[2].second = "effective";
    EXPECT_EQ(as("tech2").post(page, fields).status, 303);
    auto again = as("tech2").post(page, fields);
    EXPECT_EQ(again.status, 409) << "what is signed stays";
    EXPECT_TRUE(shows(again, "What you typed; it was not saved"));
    EXPECT_TRUE(shows(as("coach").get("/evaluations"), "Omar Haddad"));
    EXPECT_TRUE(shows(as("coach").get(page), "Calm and clear"));
    EXPECT_EQ(as("tech2").post(page + "/acknowledgement", {{"reply", "x"}}).status, 403);
    EXPECT_EQ(as("coach").post(page + "/acknowledgement", {{"reply", "Thank you; the June goal is mine."}}).status, 303);
    EXPECT_TRUE(shows(as("tech2").get(page), "the June goal is mine"));
    auto twice = as("coach").post(page + "/acknowledgement", {{"reply", "and another thing"}});
    EXPECT_EQ(twice.status, 409);
    EXPECT_TRUE(shows(twice, "and another thing"));
}

TEST_ON_EVERY_BACKEND(EvaluationWall, NobodyElseReadsIt, Evaluated) {
    auto id = draft("tech2", "coach");
    EXPECT_THROW(get("coach", id), base::NotFound) << "a draft is its evaluator's";
    EXPECT_EQ(as("coach").get(path(id)).status, 404);
    for (bool is_signed : {false, true}) {
        if (is_signed) sign("tech2", id);
        for (auto who : everybody_else) {
            EXPECT_EQ(as(who).get(path(id)).status, 404) << who;
            EXPECT_EQ(as(who).post(path(id), {{"seen", "2"}, {"criterion1", "x"}}).status, 404) << who;
            EXPECT_EQ(as(who).post(path(id) + "/acknowledgement", {}).status, 404) << who;
            EXPECT_EQ(as(who).post(path(id) + "/removal", {{"confirmed", "1"}}).status, 404) << who;
            EXPECT_THROW(get(who, id), base::NotFound) << who;
        }
        for (const auto& program : {auth::Viewer::system(), auth::Viewer::command_line(), auth::Viewer()}) {
            EXPECT_THROW(read([&](db::Read& db) { return fetch_evaluation(db, program, id, today()); }), base::NotFound);
        }
    }
    EXPECT_EQ(get("coach", id).summary, "A secret summary");
    EXPECT_EQ(as("nobody").get(path(id)).status, 303);
}

TEST_ON_EVERY_BACKEND(EvaluationWall, NoOtherPageShowsItsWords, Evaluated) {
    auto id = draft("tech2", "coach");
    sign("tech2", id);
    write([&](db::Write& db) { acknowledge_evaluation(db, viewer("coach"), now, id, "A secret reply"); });
    for (const auto& event : read([&](db::Read& db) { return auth::history(db, "evaluation", id); })) EXPECT_EQ(event.detail, "{}");
    const auto staff = "/settings/staff/" + std::to_string(account("coach").value);
    for (auto where : {std::string("/audit"), std::string("/audit.csv"), std::string("/audit?kind=evaluation"), std::string("/search?q=secret"), std::string("/settings/supervision"),
                       std::string("/settings/supervision/report"), std::string("/org-chart"), std::string("/api/v1/relations"), std::string("/api/v1/licences?all=1"), staff, std::string("/people")}) {
        auto page = as("cio").get(where);
        EXPECT_EQ(page.status, 200) << where;
        for (auto words : {"A secret summary", "Secret words", "A secret reply"}) EXPECT_EQ(page.body.find(words), std::string::npos) << where;
    }
    EXPECT_EQ(as("cio").get("/api/v1/evaluations").status, 404);
    EXPECT_EQ(as("tech2").get("/api/v1/evaluations/" + std::to_string(id)).status, 404);
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision/report"), "1 of 1 done")) << "counts are all that is told";
}

TEST_ON_EVERY_BACKEND(EvaluationRules, TrainingThatLapsedYesterdayFreezesTheDraftAndKeepsWhatIsSigned, Evaluated) {
    name("tech2", "teacher", "evaluator_licensed");
    auto earlier = draft("tech2", "teacher");
    sign("tech2", earlier);
    auto id = draft("tech2", "coach");
    write([&](db::Write& db) {
        auto training_now = fetch_licence(db, viewer("cio"), training);
        LicenceFacts facts{training_now.kind, {}, training_now.jurisdiction, training_now.number, "", "", training_now.issued, day("2026-03-08"), "active", "", {}};
        change_licence(db, viewer("cio"), now, training, facts, training_now.version);
    });
    auto page = as("tech2").get(path(id));
    EXPECT_TRUE(shows(page, "Clause 7"));
    EXPECT_FALSE(shows(page, "name=\"summary\"")) << "no form";
    EXPECT_TRUE(shows(page, "A secret summary")) << "its evaluator reads it";
    auto refused = as("tech2").post(path(id), {{"seen", "2"}, {"criterion1", "Planning"}, {"rating1", "effective"}, {"words1", "Typed for an hour"}, {"then", "sign"}, {"confirmed", "1"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(shows(refused, "Typed for an hour</textarea>")) << "what was typed is not lost";
    EXPECT_EQ(as("tech2").post(path(id) + "/removal", {{"confirmed", "1"}, {"seen", "2"}}).status, 409) << "frozen: not discarded either";
    EXPECT_TRUE(shows(refused, "Clause 7: whoever evaluates a licensed educator has verified, valid evaluator training"));
    EXPECT_THROW(sign("tech2", id), Refused);
    EXPECT_EQ(get("tech2", id).summary, "A secret summary");
    EXPECT_EQ(get("teacher", earlier).state, "signed");
    EXPECT_EQ(get("teacher", earlier).evidence, (std::vector<std::int64_t>{licence, training})) << "under which it was signed";
    EXPECT_EQ(as("cio").post("/licences/" + std::to_string(training) + "/removal", {{"confirmed", "1"}}).status, 409) << "the evidence stays";
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision/report"), "Nora Lind"));
}

TEST_ON_EVERY_BACKEND(EvaluationRules, OnlyTheEvaluatorInOfficeOpensAndSigns, Evaluated) {
    for (auto who : {"cio", "tech", "teacher"}) {
        EXPECT_EQ(as(who).post("/evaluations", {{"subject", std::to_string(account("coach").value)}}).status, 403) << who;
    }
    auto id = draft("tech2", "coach");
    write([&](db::Write& db) { change_relation(db, viewer("cio"), now, {today(), services()}, relation, {day("2026-01-01"), day("2026-03-01"), "", 1}); });
    EXPECT_THROW(sign("tech2", id), base::NotFound) << "no longer in office";
    EXPECT_EQ(as("tech2").get(path(id)).status, 404) << "a draft is read in office only";
    EXPECT_FALSE(shows(as("tech2").get("/evaluations"), "Nora Lind"));
    auto late = as("tech2").post(path(id), {{"seen", "2"}, {"criterion1", "Planning"}, {"words1", "Typed for an hour"}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "Typed for an hour"));
    EXPECT_TRUE(shows(late, "you are not this person&#39;s evaluator today"));
    EXPECT_FALSE(shows(late, "Secret words"));
    EXPECT_EQ(as("tech2").post(path(id) + "/removal", {{"confirmed", "1"}, {"seen", "2"}}).status, 404);
}

TEST_ON_EVERY_BACKEND(EvaluationRules, ADraftIsDiscardedAsItWasSeen, Evaluated) {
    auto id = draft("tech2", "coach");
    for (auto seen : {"1", ""}) {
        auto old = as("tech2").post(path(id) + "/removal", {{"confirmed", "1"}, {"seen", seen}});
        EXPECT_EQ(old.status, 409) << seen;
        EXPECT_TRUE(shows(old, "was changed in another window"));
    }
    EXPECT_TRUE(shows(as("tech2").get(path(id)), "name=\"seen\" value=\"2\"><button class=\"btn btn-danger\""));
    EXPECT_EQ(as("tech2").post(path(id) + "/removal", {{"confirmed", "1"}, {"seen", "2"}}).status, 303);
    EXPECT_THROW(get("tech2", id), base::NotFound);
}

TEST_ON_EVERY_BACKEND(EvaluationRules, ClassifiedStaffNeedNoLicensedEvaluator, Evaluated) {
    name("cio", "tech", "evaluator_classified");
    auto id = draft("cio", "tech");
    sign("cio", id);
    EXPECT_TRUE(get("tech", id).evidence.empty());
    EXPECT_THROW(get("tech2", id), base::NotFound);
    // Who becomes a licensed educator needs another evaluator from then on.
    now += std::chrono::days(365);
    auto next = draft("cio", "tech");
    write([&](db::Write& db) { assign(db, auth::Viewer::system(), now, {mail("tech"), "integration_specialist", {}, "", today(), {}, ""}); });
    EXPECT_THROW(sign("cio", next), Refused);
}

TEST_ON_EVERY_BACKEND(EvaluationRules, AnOldFormDoesNotOverwrite, Evaluated) {
    auto id = draft("tech2", "coach");
    auto old = as("tech2").post(path(id), {{"seen", "1"}, {"criterion1", "Old"}, {"summary", "My other words"}});
    EXPECT_EQ(old.status, 409);
    EXPECT_TRUE(shows(old, "My other words</textarea>")) << "the words are kept";
    EXPECT_TRUE(shows(old, "was changed in another window"));
    EXPECT_TRUE(shows(old, "name=\"seen\" value=\"2\"")) << "and may be saved again";
    auto unrated = as("tech2").post(path(id), {{"seen", "2"}, {"criterion1", "Planning"}, {"then", "sign"}, {"confirmed", "1"}});
    EXPECT_TRUE(shows(unrated, "name=\"seen\" value=\"2\"")) << "what was not saved makes no new version";
    EXPECT_EQ(as("tech2").post(path(id), {{"seen", "2"}, {"criterion1", "Planning"}, {"rating1", "wizard"}}).status, 422);
    EXPECT_EQ(as("tech2").post(path(id), {{"seen", "2"}}).status, 422);
    EXPECT_EQ(as("tech2").post(path(id), {{"criterion1", "Planning"}}).status, 409) << "a form that does not say what it saw";
}

TEST_ON_EVERY_BACKEND(EvaluationReports, NameWhoLacksAnEvaluatorAndWhoseEvidenceEnds, Evaluated) {
    auto report = as("cio").get("/settings/supervision/report");
    EXPECT_TRUE(shows(report, "Leo Peña")) << "a teacher without an evaluator";
    EXPECT_FALSE(shows(report, "Nora Lind"));
    EXPECT_TRUE(shows(report, "0 of 1 done"));
    now += std::chrono::days(230);  // 25 October; the training ends on 31 December
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision/report"), "Thursday, 31 December"));
    now += std::chrono::days(90);
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision/report"), "Nora Lind"));
}
