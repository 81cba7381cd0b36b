#include "people/relation.h"

#include <gtest/gtest.h>

#include "people/reminders.h"

using namespace people;

static base::Day day(std::string_view text) { return base::parse_day(text).value(); }
static const base::Day today = day("2026-03-09");

static Proof proof(std::string_view kind, std::string_view state = "US-IL", std::string_view expires = "2027-06-30") {
    return {1, std::string(kind), std::string(state), true, "active", day("2022-07-01"), expires.empty() ? std::nullopt : std::optional(day(expires))};
}
static Standing educator(std::vector<Proof> proofs) {
    Standing known;
    known.licensed = true;
    for (std::size_t i = 0; i < proofs.size(); ++i) proofs[i].id = static_cast<std::int64_t>(i + 1);
    known.proofs = std::move(proofs);
    return known;
}
static JurisdictionPack illinois() {
    auto pack = strictest_pack();
    pack.jurisdiction = "US-IL";
    pack.training_months = 60;
    pack.supervise_training = false;
    return pack;
}
static std::string clauses(const std::vector<Refusal>& refusals) {
    std::string all;
    for (const auto& one : refusals) all += std::to_string(one.clause) + std::string(one.reason) + " ";
    return all;
}
static std::string evaluate(const Standing& known, const JurisdictionPack& pack = strictest_pack(), base::Day when = today) { return clauses(refusals_to_evaluate(known, pack, when)); }

TEST(Evaluating, NeedsLicenceAndTrainingWhereNothingIsKnown) {
    EXPECT_EQ(evaluate(educator({})), "6licence 7training ");
    EXPECT_EQ(evaluate(educator({proof("administrator")})), "7training ");
    EXPECT_EQ(evaluate(educator({proof("evaluator_training")})), "6licence ");
    EXPECT_EQ(evaluate(educator({proof("teacher_standard"), proof("evaluator_training")})), "6licence ") << "a teacher is no administrator";
    EXPECT_EQ(evaluate(educator({proof("administrator"), proof("evaluator_training")})), "");
    EXPECT_EQ(evaluate(educator({proof("superintendent", "US-OH"), proof("evaluator_training")})), "") << "no state is set";
}

TEST(Evaluating, CountsOnlyWhatIsVerifiedActiveAndOfTheDay) {
    auto change = [](auto what) {
        auto licence = proof("administrator");
        what(licence);
        return evaluate(educator({licence, proof("evaluator_training")}));
    };
    EXPECT_EQ(change([](Proof& one) { one.verified = false; }), "6licence ");
    EXPECT_EQ(change([](Proof& one) { one.status = "suspended"; }), "6licence ");
    EXPECT_EQ(change([](Proof& one) { one.status = "revoked"; }), "6licence ");
    EXPECT_EQ(change([](Proof& one) { one.expires = day("2026-03-08"); }), "6licence ") << "yesterday";
    EXPECT_EQ(change([](Proof& one) { one.expires = today; }), "") << "the last day counts";
    EXPECT_EQ(change([](Proof& one) { one.issued = day("2026-03-10"); }), "6licence ") << "tomorrow";
    EXPECT_EQ(change([](Proof& one) { one.expires.reset(); }), "");
}

TEST(Evaluating, NeedsTheLicenceOfTheState) {
    EXPECT_EQ(evaluate(educator({proof("administrator", "US-IN"), proof("evaluator_training")}), illinois()), "6licence ");
    EXPECT_EQ(evaluate(educator({proof("administrator"), proof("evaluator_training")}), illinois()), "");
}

TEST(Evaluating, TrainingHoldsAsLongAsTheStateGrantsIt) {
    auto pack = illinois();
    auto training = proof("evaluator_training", "US-IL", "");
    training.issued = day("2021-03-09");
    EXPECT_EQ(evaluate(educator({proof("administrator"), training}), pack, day("2026-03-08")), "");
    EXPECT_EQ(evaluate(educator({proof("administrator"), training}), pack, day("2026-03-09")), "7training ") << "five years";
    training.expires = day("2025-01-01");
    EXPECT_EQ(evaluate(educator({proof("administrator"), training}), pack, day("2025-01-02")), "7training ") << "whichever comes first";
    pack.evaluate_training = false;
    EXPECT_EQ(evaluate(educator({proof("administrator")}), pack), "") << "a state that asks for the licence alone";
}

TEST(Evaluating, KinAndCoachesDoNot) {
    auto known = educator({proof("administrator"), proof("evaluator_training")});
    known.related = true;
    EXPECT_EQ(evaluate(known), "5related ");
    known.related = false;
    known.conflict_until = today;
    EXPECT_EQ(evaluate(known), "8conflict ");
    EXPECT_EQ(evaluate(known, strictest_pack(), today + std::chrono::days(1)), "");
    Standing classified;
    EXPECT_EQ(evaluate(classified), "") << "classified staff need no licensed evaluator";
    classified.same_person = true;
    EXPECT_EQ(evaluate(classified), "4self ");
}

TEST(Supervising, OfEducatorsNeedsWhatTheStateAsks) {
    EXPECT_EQ(clauses(refusals_to_supervise(educator({}), strictest_pack(), today)), "9line_licence 9line_training ");
    EXPECT_EQ(clauses(refusals_to_supervise(educator({proof("administrator")}), illinois(), today)), "");
    EXPECT_EQ(clauses(refusals_to_supervise(Standing{}, strictest_pack(), today)), "") << "others";
}

TEST(Evidence, IsWhatStoodOnTheDayAndEndsWithItsFirst) {
    auto known = educator({proof("administrator", "US-IL", "2026-05-01"), proof("administrator", "US-IL", "2027-05-01"), proof("evaluator_training", "US-IL", "2026-06-01")});
    EXPECT_EQ(evidence_to_evaluate(known, illinois(), today), (std::vector<std::int64_t>{2, 3})) << "of two licences the one that holds longer";
    EXPECT_EQ(evidence_until(known, illinois(), today), day("2026-06-01"));
}

TEST(ReminderStages, AreSix) {
    EXPECT_FALSE(reminder_stage(366));
    EXPECT_EQ(reminder_stage(365), 365);
    EXPECT_EQ(reminder_stage(181), 365);
    EXPECT_EQ(reminder_stage(180), 180);
    EXPECT_EQ(reminder_stage(61), 90);
    EXPECT_EQ(reminder_stage(60), 60);
    EXPECT_EQ(reminder_stage(30), 30);
    EXPECT_EQ(reminder_stage(8), 30);
    EXPECT_EQ(reminder_stage(7), 7);
    EXPECT_EQ(reminder_stage(0), 7);
    EXPECT_FALSE(reminder_stage(-1));
}
