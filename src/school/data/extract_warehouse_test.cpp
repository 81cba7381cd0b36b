// Whom the population of the extract counts, from brought-in files through the worker.
#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include "data/extract_store.h"
#include "data/testing_student_data.h"
#include "db/db.h"

using namespace data;

namespace {

/// Ten instructional days at one school; the other has attendance and no calendar.
class ExtractWarehouse : public data::testing::StudentData {
public:
    ExtractWarehouse() {
        bring_in_roster({{"s1", "school-1"}, {"s2", "school-1"}, {"s3", "school-1"}, {"s4", "school-1"}, {"s5", "school-2"}});
        std::string calendar = "SchoolId,Date,CalendarEvent\n";
        for (int day : {7, 8, 9, 10, 11, 14, 15, 16, 17, 18}) calendar += fmt::format("school-1,2026-09-{:02},Instructional day\n", day);
        bring_in("school-calendar", "school-calendar.csv", calendar);
        bring_in("school-enrollments", "school-enrollments.csv",
                 "StudentUniqueId,SchoolId,SchoolYear,EntryDate,ExitWithdrawDate,EntryGradeLevel\n"
                 "s1,school-1,2027,2026-09-07,,07\ns2,school-1,2027,2026-09-07,,07\ns3,school-1,2027,2026-09-08,,07\ns4,school-1,2027,2026-09-07,,07\ns5,school-2,2027,2026-09-07,,07\n");
        bring_in("attendance", "attendance.csv",
                 "StudentUniqueId,SchoolId,EventDate,AttendanceEventCategory,AttendanceEventReason,EventDuration\n"
                 "s1,school-1,2026-09-18,Excused Absence,,1\n"    // one day of ten: exactly 10 %
                 "s2,school-1,2026-09-18,Excused Absence,,0.4\n"  // less than half of the day
                 "s3,school-1,2026-09-17,Unexcused Absence,,1\ns3,school-1,2026-09-18,Unexcused Absence,,1\n"  // enrolled for nine days only
                 "s5,school-2,2026-09-18,Unexcused Absence,,1\n");
        bring_in("programs", "programs.csv",
                 "StudentUniqueId,ProgramType,BeginDate,EndDate\n"
                 "s1,special_education,2025-09-01,2026-06-30\n"   // ended before the school year
                 "s1,section_504,2025-09-01,2026-07-01\n"         // its last day is in it
                 "s1,english_learner,2027-06-30,\n"               // begins on the last day of it
                 "s1,homeless,2027-07-01,\n");                    // begins after it
        refresh();
    }
    Found make(std::string days) {
        const auto definition = find_extract("us-ed.fs195").value();
        const auto values = bind_extract(definition, {{"school_year", "2027"}, {"state_postal", "TN"}, {"state_fips", "47"}, {"lea_number", "01234"}, {"min_days", std::move(days)}});
        const auto id = write([&](db::Write& db) { return start_extract(db, viewer("data"), now, definition, values, "required_report"); });
        answer_run(database(), services(), id, {});
        const auto run = read([&](db::Read& db) { return find_extract_run(db, viewer("data"), "us-ed.fs195", id).value(); });
        EXPECT_EQ(run.state, RunState::done) << run.message;
        return found_of(kept_of(place_of(services()), id).value());
    }
    static std::string sums(const Found& found) {
        std::string text;
        for (const auto& record : found.records) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", record.set, record.amount);
        return text;
    }
    static bool tells(const Found& found, std::string_view rule, std::string_view school) {
        return std::ranges::any_of(found.results, [&](const auto& one) { return one.rule == rule && one.subject == school; });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(ExtractWarehouse, CountsWhoWasAbsentTenPercentOfTenDays, ExtractWarehouse) {
    const auto found = make("10");
    EXPECT_EQ(found.students, 6) << "and the student of the small world";
    EXPECT_EQ(found.counted, 1) << "s1 alone";
    EXPECT_EQ(sums(found), "CSA 1, CSC 1, CSD 1, EUT 1") << "programmes of any day of the school year";
    EXPECT_TRUE(tells(found, "CAL-001", "School school-2"));
    EXPECT_FALSE(tells(found, "ATT-001", "School school-2"));
    EXPECT_FALSE(tells(found, "CAL-001", "School school-1"));
    const auto definition = find_extract("us-ed.fs195").value();
    for (const auto& one : found.results) {
        if (!definition.rule(one.rule)->fatal) continue;
        EXPECT_EQ(one.rule, "REF-001") << one.subject << ": only the school of the small world has no state number";
    }
    EXPECT_EQ(make("9").counted, 2) << "s3 with nine days, when nine are enough";
}
