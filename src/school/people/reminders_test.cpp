#include "people/reminders.h"

#include <gtest/gtest.h>

#include "people/learning.h"
#include "people/supervision_testing.h"

using namespace people;

namespace {

class Reminders : public Supervised {
protected:
    Reminded run() { return write_reminders(database(), services(), now); }
    std::int64_t letters(std::string_view to, std::string_view words = "") {
        return read([&](db::Read& db) {
            return db.query("SELECT count(*) FROM mail_letter WHERE to_address = :to AND (subject LIKE :words OR text LIKE :words)")
                .bind("to", mail(to)).bind("words", "%" + std::string(words) + "%").one_integer();
        });
    }
    void move_to(std::string_view when) { now = base::TimeZone::find("America/Chicago")->to_instant({day(when), std::chrono::hours(7)}); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Reminders, GoOutOnceInEachStage, Reminders) {
    add("coach", "teacher_standard", "2027-12-31");
    EXPECT_EQ(run().holders, 1) << "the training of the principal ends within a year";
    auto before = letters("coach");
    move_to("2026-12-31");
    run();
    EXPECT_EQ(letters("coach"), before + 1) << "365 days before";
    run();
    move_to("2027-03-01");
    run();
    EXPECT_EQ(letters("coach"), before + 1) << "once";
    for (auto when : {"2027-07-04", "2027-10-02", "2027-11-01", "2027-12-01", "2027-12-24"}) {
        move_to(when);
        run();
        run();
    }
    EXPECT_EQ(letters("coach"), before + 6);
    move_to("2028-01-02");
    run();
    EXPECT_EQ(letters("coach"), before + 6) << "nothing after the end";
}

TEST_ON_EVERY_BACKEND(Reminders, ReachTheKeepersFromSixtyDays, Reminders) {
    add("coach", "teacher_standard", "2027-12-31");
    move_to("2027-10-02");
    run();
    EXPECT_EQ(letters("cio", "Nora Lind"), 0) << "90 days";
    move_to("2027-11-01");
    run();
    EXPECT_EQ(letters("cio", "Nora Lind"), 1) << "60 days";
    EXPECT_EQ(letters("tech", "Nora Lind"), 0);
}

TEST_ON_EVERY_BACKEND(Reminders, ReachTheKeepersAlsoWhenTheProgramEndedBeforeTheirLetter, Reminders) {
    const auto id = add("coach", "teacher_standard", "2026-03-20");
    // What is there when it ended after the holder's letter.
    write([&](db::Write& db) { db.query("INSERT INTO people_licence_reminder (licence_id, expires_on, days) VALUES (:id, '2026-03-20', 30)").bind("id", id).run(); });
    run();
    EXPECT_EQ(letters("cio", "Nora Lind"), 1);
    run();
    EXPECT_EQ(letters("cio", "Nora Lind"), 1) << "once";
}

TEST_ON_EVERY_BACKEND(Reminders, AreWrittenInTheReadersLanguage, Reminders) {
    add("teacher", "teacher_standard", "2026-03-20");
    run();
    EXPECT_EQ(letters("teacher", "termina en 11 días"), 1);
}

TEST_ON_EVERY_BACKEND(Reminders, BeginAgainWithANewLastDay, Reminders) {
    auto id = add("coach", "teacher_standard", "2026-03-20");
    EXPECT_EQ(run().holders, 2);
    write([&](db::Write& db) {
        auto one = fetch_licence(db, viewer("cio"), id);
        change_licence(db, viewer("cio"), now, id, {one.kind, {}, one.jurisdiction, one.number, "", "", one.issued, day("2026-04-05"), "active", "", {}}, one.version);
    });
    EXPECT_EQ(run().holders, 1);
}

TEST_ON_EVERY_BACKEND(Reminders, TellThoseWhoManageThatAnEvaluatorsEvidenceLapsed, Reminders) {
    name("tech2", "coach", "evaluator_licensed");
    EXPECT_EQ(run().lapsed, 0);
    move_to("2027-01-01");
    EXPECT_EQ(run().lapsed, 1);
    EXPECT_EQ(letters("cio", "Name another evaluator for Nora Lind"), 1);
    EXPECT_EQ(run().lapsed, 0) << "once";
}

TEST_ON_EVERY_BACKEND(Reminders, TellOfASecondLapseToo, Reminders) {
    name("tech2", "coach", "evaluator_licensed");
    const auto train_until = [&](std::string_view last) {
        write([&](db::Write& db) {
            auto one = fetch_licence(db, viewer("cio"), training);
            change_licence(db, viewer("cio"), now, training, {one.kind, {}, one.jurisdiction, one.number, "", "", one.issued, day(last), "active", "", {}}, one.version);
        });
    };
    move_to("2027-01-01");
    EXPECT_EQ(run().lapsed, 1);
    train_until("2027-02-28");
    EXPECT_EQ(run().lapsed, 0) << "it holds again";
    EXPECT_EQ(letters("cio", "Name another evaluator for Nora Lind"), 1);
    move_to("2027-03-01");
    EXPECT_EQ(run().lapsed, 1);
    EXPECT_EQ(run().lapsed, 0) << "once";
    EXPECT_EQ(letters("cio", "Name another evaluator for Nora Lind"), 2);
}

TEST_ON_EVERY_BACKEND(Reminders, WriteOneLetterForAllWhomAnEvaluatorLeaves, Reminders) {
    name("tech2", "coach", "evaluator_licensed");
    name("tech2", "teacher", "evaluator_licensed");
    move_to("2027-01-01");
    EXPECT_EQ(run().lapsed, 1);
    EXPECT_EQ(letters("cio", "Leo Peña, Nora Lind"), 1);
}

TEST_ON_EVERY_BACKEND(Reminders, RunAsAJobEachDay, Reminders) {
    add("coach", "teacher_standard", "2026-03-20");
    run_jobs();
    auto before = letters("coach");
    now += std::chrono::days(2);
    run_jobs();
    EXPECT_EQ(letters("coach"), before + 1);
}

TEST_ON_EVERY_BACKEND(Expiries, AreOnesOwnWithWhatIsMissing, Reminders) {
    auto id = add("coach", "teacher_standard", "2026-06-30");
    auto own = read([&](db::Read& db) { return expiries(db, viewer("coach"), today(), 180); });
    ASSERT_EQ(own.size(), 2u);
    EXPECT_EQ(own[0].what, Expiry::What::ends);
    EXPECT_EQ(own[0].due, day("2026-06-30"));
    EXPECT_EQ(own[0].path, "/licences/" + std::to_string(id));
    EXPECT_EQ(own[1].what, Expiry::What::hours_missing);
    EXPECT_EQ(own[1].minutes_missing, 120 * 60) << "Illinois";
    EXPECT_TRUE(read([&](db::Read& db) { return expiries(db, viewer("cio"), today(), 180); }).empty()) << "never those of others";
    EXPECT_TRUE(read([&](db::Read& db) { return expiries(db, viewer("student"), today(), 180); }).empty());
    EXPECT_TRUE(read([&](db::Read& db) { return expiries(db, viewer("coach"), day("2026-01-01"), 30); }).empty());
    EXPECT_EQ(read([&](db::Read& db) { return expiries(db, viewer("coach"), day("2026-07-10"), 30); }).size(), 1u) << "what ended is still told for a while";
}
