#include <gtest/gtest.h>

#include "auth/account.h"
#include "base/error.h"
#include "roster/testing.h"

using namespace roster;
using roster::testing::District;

namespace {

class Classes : public District {
protected:
    Classes() {
        write_oneroster_1_1();
        import();
        database->write([&](db::Write& db) {
            account = auth::create_account(db, viewer, options.now, {"maria@x.example", "Maria Lopez"}).value;
            teacher = {db.query("SELECT id FROM roster_person WHERE external_id = 'u3'").one_integer()};
            student = {db.query("SELECT id FROM roster_person WHERE external_id = 'u1'").one_integer()};
            biology = {db.query("SELECT id FROM roster_class").one_integer()};
            link_account(db, viewer, options.now, teacher, auth::AccountId{account});
        });
    }
    auth::Viewer maria() const { return {auth::AccountId{account}, "Maria", {}, auth::Proof::session}; }
    static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }
    std::vector<Class> of_maria(std::string_view iso) {
        return database->read([&](db::Read& db) { return classes_of(db, maria(), teacher, day(iso)); });
    }
    std::int64_t account = 0;
    PersonId teacher, student;
    ClassId biology;
};

}  // namespace

TEST_F(Classes, ATeacherSeesTheirOwnOfTermsThatHaveNotEnded) {
    auto mine = of_maria("2026-10-01");
    ASSERT_EQ(mine.size(), 1u);
    EXPECT_EQ(mine[0].title, "Biology 1");
    EXPECT_EQ(mine[0].school_name, "North School");
    EXPECT_EQ(mine[0].location, "214");
    EXPECT_EQ(mine[0].periods, (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(mine[0].students, 2);
    EXPECT_EQ(of_maria("2027-06-11").size(), 1u) << "the last day of the school year";
    EXPECT_EQ(of_maria("2027-06-12").size(), 0u);
}

TEST_F(Classes, AClassIsShownToItsTeacherAndToWhoMaySeePeopleThere) {
    auto sees = [&](const auth::Viewer& who) {
        return database->read([&](db::Read& db) { return find_class(db, who, biology, day("2026-10-01")).has_value(); });
    };
    const auto north = database->read([](db::Read& db) { return db.query("SELECT id FROM roster_org WHERE external_id = 'N'").one_integer(); });
    EXPECT_TRUE(sees(maria()));
    EXPECT_FALSE(sees({}));
    EXPECT_FALSE(sees({auth::AccountId{99}, "Gil", {}, auth::Proof::session}));
    EXPECT_TRUE(sees({auth::AccountId{99}, "Ben", {{"roster.people", auth::ScopeKind::school, north}}, auth::Proof::session}));
    EXPECT_FALSE(sees({auth::AccountId{99}, "Ben", {{"roster.people", auth::ScopeKind::school, north + 1}}, auth::Proof::session}));
    EXPECT_EQ(database->read([&](db::Read& db) { return teachers_of(db, maria(), biology, day("2026-10-01")); }), std::vector<PersonId>{teacher});
    EXPECT_TRUE(database->read([&](db::Read& db) { return classes_of(db, {auth::AccountId{99}, "Gil", {}, auth::Proof::session}, teacher, day("2026-10-01")); }).empty());
}

TEST_F(Classes, OneIsWrittenByHandByWhoMayBringInARoster) {
    NewClass made{.title = " Robotics ", .school = of_maria("2026-10-01").at(0).school, .location = "Lab 1", .periods = {"3"}, .teacher = teacher, .students = {student}};
    EXPECT_THROW(database->write([&](db::Write& db) { create_class(db, maria(), options.now, made); }), base::Forbidden);
    database->write([&](db::Write& db) { create_class(db, viewer, options.now, made); });
    auto mine = of_maria("2030-01-01");
    ASSERT_EQ(mine.size(), 1u) << "no term, so it does not end";
    EXPECT_EQ(mine[0].title, "Robotics");
    EXPECT_EQ(mine[0].students, 1);
    made.title = " ";
    EXPECT_THROW(database->write([&](db::Write& db) { create_class(db, viewer, options.now, made); }), base::Invalid);
}
