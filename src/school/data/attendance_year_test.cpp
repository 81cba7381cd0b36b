// docs/policies/data.md, clauses 6 to 9, as the warehouse computes them from what is brought in.
#include <gtest/gtest.h>

#include <algorithm>

#include "data/testing_student_data.h"

using data::Tier;
using data::testing::StudentData;

namespace {

/// One school, taught Monday to Friday for two weeks, and a student for each case.
class AttendanceYear : public StudentData {
public:
    AttendanceYear() {
        bring_in_roster({{"s1", "school-1"}, {"s2", "school-1"}, {"s3", "school-1"}, {"s4", "school-2"}});
        std::string calendar = "SchoolId,Date,CalendarEvent\n";
        for (int day : {7, 8, 9, 10, 11, 14, 15, 16, 17, 18}) calendar += "school-1,2026-09-" + two(day) + ",Instructional day\n";
        calendar += "school-1,2026-09-16,Weather day\nschool-1,2026-09-19,Make-up day\nschool-1,2026-09-12,Non-instructional day\n";
        bring_in("school-calendar", "school-calendar.csv", calendar);
    }
    static std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }
    void enrolled(const std::string& rows) {
        bring_in("school-enrollments", "school-enrollments.csv", "StudentUniqueId,SchoolId,SchoolYear,EntryDate,ExitWithdrawDate,EntryGradeLevel\n" + rows);
    }
    void noted(const std::string& rows) {
        bring_in("attendance", "attendance.csv", "StudentUniqueId,SchoolId,EventDate,AttendanceEventCategory,AttendanceEventReason,EventDuration\n" + rows);
    }
    /// "days enrolled/absent/tardy", empty for a student who is in no row.
    std::string days(const std::string& student, const std::string& school = "school-1", int school_year = 2027) {
        return one(Tier::sensitive, "SELECT concat(coalesce(CAST(days_enrolled AS VARCHAR), '-'), '/', coalesce(CAST(days_absent AS VARCHAR), '-'), '/', coalesce(CAST(days_tardy AS VARCHAR), '-')) FROM attendance_year WHERE student_id = " +
                                        std::to_string(id_of(student)) + " AND school_id = " + std::to_string(school_id(school)) +
                                        " AND school_year = " + std::to_string(school_year));
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(AttendanceYear, CountsInstructionalDaysWhileEnrolledUpToTheLastDayToldOf, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-07,,07\ns2,school-1,2027,2026-09-09,2026-09-14,07\n");
    noted("s1,school-1,2026-09-19,Tardy,,0.1\n");
    refresh();
    // Ten weekdays, one of them snowed in, and a Saturday that makes up for it.
    EXPECT_EQ(days("s1"), "10/0/1");
    // From the 9th; the file's last day, the 14th, counts: 9, 10, 11, 14.
    EXPECT_EQ(days("s2"), "4/0/0");
}

TEST_ON_EVERY_BACKEND(AttendanceYear, CountsADayOnceWhenAtLeastHalfOfItWasMissed, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-07,,07\ns2,school-1,2027,2026-09-07,,07\ns3,school-1,2027,2026-09-14,,07\n");
    noted("s1,school-1,2026-09-07,Excused Absence,,1\n"
          "s1,school-1,2026-09-08,Unexcused Absence,,0.5\n"
          "s1,school-1,2026-09-09,Unexcused Absence,,0.49\n"
          "s1,school-1,2026-09-10,Excused Absence,,1\ns1,school-1,2026-09-10,Unexcused Absence,,1\n"
          "s1,school-1,2026-09-16,Excused Absence,,1\n"   // the weather day is no instructional day
          "s1,school-1,2026-09-12,Excused Absence,,1\n"   // nor is the Saturday
          "s2,school-1,2026-09-18,Out of School Suspension,,1\n"
          "s2,school-1,2026-09-17,Early departure,,0.6\n"
          "s3,school-1,2026-09-08,Excused Absence,,1\n"   // before they were enrolled
          "s3,school-1,2026-09-15,In Attendance,,1\n");
    refresh();
    EXPECT_EQ(days("s1"), "9/3/0");
    EXPECT_EQ(days("s2"), "9/1/0");
    EXPECT_EQ(days("s3"), "4/0/0");
}

TEST_ON_EVERY_BACKEND(AttendanceYear, SaysNothingOfASchoolWithoutACalendar, AttendanceYear) {
    enrolled("s4,school-2,2027,2026-09-07,,07\n");
    noted("s4,school-2,2026-09-07,Excused Absence,,1\n");
    refresh();
    EXPECT_EQ(days("s4", "school-2"), "-/-/-");
}

TEST_ON_EVERY_BACKEND(AttendanceYear, IsMissingNotPerfectWhereNothingWasNotedInTheYear, AttendanceYear) {
    bring_in("school-calendar", "earlier.csv", "SchoolId,Date,CalendarEvent\nschool-1,2025-09-08,Instructional day\nschool-1,2025-09-09,Instructional day\n");
    enrolled("s1,school-1,2026,2025-09-08,2026-06-10,06\ns1,school-1,2027,2026-09-07,,07\n");
    noted("s2,school-1,2026-09-08,Tardy,,0.1\n");
    refresh();
    EXPECT_EQ(days("s1", "school-1", 2027), "2/0/0");
    EXPECT_EQ(days("s1", "school-1", 2026), "-/-/-") << "the notes of the next year say nothing of this one";
}

TEST_ON_EVERY_BACKEND(AttendanceYear, CountsDaysOfOverlappingEnrolmentsOnce, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-07,2026-09-11,07\ns1,school-1,2027,2026-09-09,,07\ns1,school-1,2027,2026-09-10,2026-09-10,07\n"
             "s2,school-1,2027,2026-09-07,2026-09-08,07\ns2,school-1,2027,2026-09-17,,07\n");
    noted("s1,school-1,2026-09-10,Excused Absence,,1\ns1,school-1,2026-09-19,Tardy,,0.1\ns2,school-1,2026-09-14,Excused Absence,,1\n");
    refresh();
    EXPECT_EQ(days("s1"), "10/1/1");
    EXPECT_EQ(days("s2"), "5/0/0") << "7, 8, 17, 18, 19; not enrolled on the 14th";
}

TEST_ON_EVERY_BACKEND(AttendanceYear, CountsAnEnrolmentLeftOpenInEveryYearItGoesOn, AttendanceYear) {
    bring_in("school-calendar", "earlier.csv", "SchoolId,Date,CalendarEvent\nschool-1,2025-09-08,Instructional day\nschool-1,2025-09-09,Instructional day\n");
    enrolled("s1,school-1,2026,2025-09-09,,06\n");
    noted("s1,school-1,2025-09-09,Excused Absence,,1\ns1,school-1,2026-09-08,Excused Absence,,1\n");
    refresh();
    EXPECT_EQ(days("s1", "school-1", 2026), "1/1/0");
    EXPECT_EQ(days("s1", "school-1", 2027), "2/1/0");
}

TEST_ON_EVERY_BACKEND(AttendanceYear, TakesTheDatesOfTheRosterForStudentsOfWhomNoEnrolmentWasReported, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-14,,07\n");
    noted("s2,school-1,2026-09-19,Excused Absence,,1\n");
    refresh();
    EXPECT_EQ(days("s1"), "5/0/0");
    EXPECT_EQ(days("s2"), "10/1/0") << "from the first day of the school year";
}

TEST_ON_EVERY_BACKEND(AttendanceYear, FollowsABatchThatIsTakenBack, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-07,,07\n");
    noted("s1,school-1,2026-09-07,Excused Absence,,1\n");
    noted("s1,school-1,2026-09-08,Excused Absence,,1\ns1,school-1,2026-09-09,Excused Absence,,1\n");
    refresh();
    EXPECT_EQ(days("s1"), "3/3/0");
    take_back_last();
    refresh();
    EXPECT_EQ(days("s1"), "1/1/0");
}

TEST_ON_EVERY_BACKEND(AttendanceYear, CountsWhoLeftUpToTheEndThatTheRosterGives, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-07,,07\n");
    noted("s2,school-1,2026-09-08,Excused Absence,,1\ns1,school-1,2026-09-19,Tardy,,0.1\n");
    write([&](db::Write& db) {
        auto left = [&](const char* student, const char* end) {
            db.query("UPDATE roster_person_org SET active = 0, end_on = :end, revision = revision + 1000 WHERE person_id = :id").bind("end", base::parse_day(end)).bind("id", id_of(student)).run();
        };
        left("s2", "2026-09-14");
        left("s3", "");
    });
    refresh();
    EXPECT_EQ(days("s2"), "5/1/0");
    EXPECT_EQ(days("s3"), "") << "nobody knows when they left";
    EXPECT_EQ(one(Tier::students, "SELECT string_agg(DISTINCT concat(from_roster, ':', exit_date), ' ' ORDER BY concat(from_roster, ':', exit_date)) FROM school_enrollment"),
              "false: true:2026-09-14 true:2027-06-12");
}

TEST_ON_EVERY_BACKEND(Pseudonyms, AreNotUndoneByNumbersOfRowsOrTheirOrder, AttendanceYear) {
    std::string rows;
    for (auto student : {"s1", "s2", "s3"}) rows += std::string(student) + ",school-1,2026-09-08,Tardy,,0.1\n";
    noted(rows);
    refresh();
    auto list = [&](Tier tier, const std::string& sql) {
        std::vector<std::string> found;
        for (const auto& row : told(tier, sql).rows) found.push_back(base::text_of(row[0]));
        return found;
    };
    for (auto table : {"attendance_event", "roster_post", "student", "school_enrollment", "attendance_year"}) {
        auto sql = "SELECT student_id FROM " + std::string(table);
        EXPECT_EQ(list(Tier::students, sql), list(Tier::students, sql + " ORDER BY student_id")) << table;
    }
    auto kept = list(Tier::students, "SELECT post_id FROM roster_post ORDER BY 1"), known = list(Tier::sensitive, "SELECT post_id FROM roster_post ORDER BY 1");
    ASSERT_EQ(kept.size(), known.size());
    for (const auto& id : known) EXPECT_EQ(std::ranges::count(kept, id), 0);
    // A row that changes is the same row there.
    write([&](db::Write& db) {
        db.query("UPDATE roster_person_org SET end_on = '2026-09-14', revision = revision + 1000 WHERE person_id = :id").bind("id", id_of("s2")).run();
    });
    refresh();
    EXPECT_EQ(list(Tier::students, "SELECT post_id FROM roster_post ORDER BY 1"), kept);
    EXPECT_EQ(one(Tier::students, "SELECT count(*) FROM roster_post WHERE end_date = DATE '2026-09-14'"), "1");
}

// data.md clause 11.
TEST_ON_EVERY_BACKEND(AttendanceYear, IsMendedByALaterFileThatSaysTheStudentWasThere, AttendanceYear) {
    enrolled("s1,school-1,2027,2026-09-07,,07\n");
    noted("s1,school-1,2026-09-07,Unexcused Absence,,1\ns1,school-1,2026-09-08,Unexcused Absence,,1\ns1,school-1,2026-09-09,In Attendance,,1\n");
    refresh();
    EXPECT_EQ(days("s1"), "3/2/0");
    noted("s1,school-1,2026-09-07,In Attendance,,1\ns1,school-1,2026-09-08,Excused Absence,,1\ns1,school-1,2026-09-09,Excused Absence,,1\n");
    refresh();
    EXPECT_EQ(days("s1"), "3/2/0") << "there on the 7th, excused on the 8th, absent on the 9th after all";
    auto some = days("s1");
    refresh(true);
    EXPECT_EQ(days("s1"), some);
    take_back_last();
    refresh();
    EXPECT_EQ(days("s1"), "3/2/0");
    EXPECT_EQ(one(Tier::sensitive, "SELECT count(*) FROM attendance_event"), "3");
}
