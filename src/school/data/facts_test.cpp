#include "data/facts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "world/world.h"

using data::Fact;
using data::Privacy;
using data::Tier;

constexpr std::string_view small = R"(
-- A remark before the first fact.
-- fact note students
-- What was noted.
-- More about it.
-- key student_id, at_day
-- changed revision
-- student_id  integer student      The student.
-- at_day      date    public       The day,
--   in the school's zone.
-- words       text    sensitive    What it says.
SELECT student_id, at_day, words, revision
FROM note;
)";

TEST(Facts, AreReadWithTheirColumnsKeyAndWords) {
    auto facts = data::parse_facts("room", small);
    ASSERT_EQ(facts.size(), 1u);
    const Fact& fact = facts[0];
    EXPECT_EQ(fact.name, "note");
    EXPECT_EQ(fact.words, "What was noted. More about it.");
    EXPECT_EQ(fact.key, (std::vector<std::string>{"student_id", "at_day"}));
    EXPECT_EQ(fact.changed, "revision");
    ASSERT_EQ(fact.columns.size(), 3u);
    EXPECT_EQ(fact.columns[1].words, "The day, in the school's zone.");
    EXPECT_EQ(fact.columns[2].privacy, Privacy::sensitive);
    EXPECT_EQ(fact.sql, "SELECT student_id, at_day, words, revision\nFROM note");
}

TEST(Facts, ThatCannotBeReadSayWhere) {
    auto complaint = [](std::string text) {
        try {
            data::parse_facts("room", text);
        } catch (const std::runtime_error& problem) {
            return std::string(problem.what());
        }
        return std::string();
    };
    EXPECT_EQ(complaint("-- fact note\nSELECT 1"), "room/schema/facts.sql, line 1: expected: -- fact NAME operations|students");
    EXPECT_NE(complaint("-- fact note operations\n-- key a\nSELECT 1").find("no columns"), std::string::npos);
    EXPECT_NE(complaint("-- fact note operations\n-- key b\n-- a integer public X\nSELECT 1").find("does not have"), std::string::npos);
    EXPECT_NE(complaint("-- fact note operations\n-- key a\n-- a integer student X\nSELECT 1").find("about students"), std::string::npos);
    EXPECT_NE(complaint("-- fact note operations\n-- key a\n-- a integer public X\n").find("SELECT"), std::string::npos);
}

// data.md clause 2, for every fact that ships.
TEST(Facts, OfOperationsHoldNoStudentAndTheDirectoryOnlyTheList) {
    app::rooms();
    ASSERT_GT(data::facts().size(), 10u);
    for (const Fact& fact : data::facts()) {
        EXPECT_TRUE(!fact.about_students() || fact.columns_in(Tier::operations).empty()) << fact.name;
        EXPECT_EQ(fact.name == "student" || fact.name == "org", !fact.columns_in(Tier::directory).empty()) << fact.name;
        EXPECT_EQ(fact.columns_in(Tier::sensitive).size(), fact.columns.size()) << fact.name;
        for (const auto& column : fact.columns_in(Tier::students)) {
            EXPECT_LT(column.privacy, Privacy::identifying) << fact.name << "." << column.name;
            EXPECT_FALSE(column.name.ends_with("_name")) << fact.name << "." << column.name;
        }
    }
    EXPECT_TRUE(data::find_fact("student_program")->columns_in(Tier::students).empty());
    std::vector<std::string> names;
    for (const auto& column : data::find_fact("student")->columns_in(Tier::directory)) names.push_back(column.name);
    EXPECT_EQ(names, (std::vector<std::string>{"student_id", "given_name", "family_name", "grade_level", "school_id"}));
}

TEST(Facts, NameNobodyByFreeText) {
    app::rooms();
    for (const Fact& fact : data::facts()) {
        for (const auto& column : fact.columns) {
            for (auto word : {"description", "comment", "note", "phone", "email", "address", "holder", "requester"}) {
                EXPECT_EQ(column.name.find(word), std::string::npos) << fact.name << "." << column.name;
            }
        }
    }
}
