// The pages of this room at 5,000 staff. The figure that the bench measures is a time; here it is the number of statements, which does not
// depend on how busy the machine is.
#include <gtest/gtest.h>

#include "people/org_chart.h"
#include "people/supervision_testing.h"

using namespace people;

namespace {

class Large : public Supervised {
protected:
    /// 5,000 accounts, 500 managers with ten people each, who evaluate them too.
    void grow(int staff) {
        write([&](db::Write& db) {
            for (int number = 0; number < staff; ++number) {
                auto id = db.query("INSERT INTO auth_account (email, email_folded, name, name_folded, language, created_at) VALUES (:mail, :mail, :name, :name, 'en', 0) RETURNING id")
                              .bind("mail", "p" + std::to_string(number) + "@riverbend.example").bind("name", "person " + std::to_string(number)).one_integer();
                if (number % 10 == 0) manager = id;
                if (number == 0) first = id;
                const auto from = number % 10 == 0 ? (id == first ? account("tech2").value : first) : manager;
                for (auto kind : {"line_manager", "evaluator_licensed"}) {
                    db.query("INSERT INTO people_relation (from_id, to_id, kind, from_on) VALUES (:from, :to, :kind, '2025-01-01')").bind("from", from).bind("to", id).bind("kind", kind).run();
                }
                db.query("INSERT INTO people_licence (account_id, kind, jurisdiction, number, issued_on, expires_on, verified_at) VALUES (:id, 'teacher_standard', 'US-IL', 'x', '2022-01-01', '2027-01-01', 0)")
                    .bind("id", id).run();
            }
        });
    }
    std::int64_t manager = 0;
    std::int64_t first = 0;
};

}  // namespace

TEST_ON_EVERY_BACKEND(Scale, ThePagesAskAFixedNumberOfStatements, Large) {
    grow(5000);
    auto count = [&](std::optional<auth::AccountId> person) {
        return read([&](db::Read& db) {
            org_chart(db, viewer("cio"), {person, today(), "en", "", 0, 50});
            return db.statements_run();
        });
    };
    EXPECT_LE(count({}), 12);
    EXPECT_LE(count(auth::AccountId{first}), 20) << "500 people below, of whom 50 are shown";
    EXPECT_LE(read([&](db::Read& db) {
        supervision_report(db, viewer("cio"), today(), 90, 200);
        return db.statements_run();
    }), 60) << "and one for each evaluator who is named in it";
    EXPECT_EQ(read([&](db::Read& db) { return supervision_report(db, viewer("cio"), today(), 90, 200).without_total; }), 5001) << "all, the coach and the teacher, but the one whom the principal evaluates";
    for (auto where : {std::string("/org-chart"), "/org-chart/" + std::to_string(first), std::string("/settings/supervision"), std::string("/settings/supervision/report"), std::string("/licences/all"),
                       std::string("/licences"), std::string("/evaluations")}) {
        EXPECT_EQ(as("cio").get(where).status, 200) << where;
    }
}
