#include <gtest/gtest.h>

#include "base/error.h"
#include "data/data.h"
#include "data/report_file.h"
#include "data/sql_text.h"

using namespace data;

namespace {

const std::string sound = R"(/*
name = "late-buses"
title = "Late buses"
source = "Notes of the office"
tier = "students"

[[parameter]]
name = "school_year"
type = "integer"
label = "School year"

[privacy]
by = ["school"]
count = "students"
*/
SELECT student_id, school FROM student WHERE $school_year > 2000;
)";

std::string with(std::string text, std::string_view what, std::string_view instead) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), instead);
}

/// "line key code" of the first problem.
std::string first_problem(const std::string& text) {
    const auto read = read_report(text);
    if (read.problems.empty()) return "";
    const auto& one = read.problems.front();
    return std::to_string(one.line) + " " + one.key + " " + one.code;
}

}  // namespace

TEST(ReportFile, IsReadWholeWithItsStatement) {
    const auto read = read_report(sound);
    ASSERT_TRUE(read.problems.empty()) << first_problem(sound);
    EXPECT_EQ(read.file.name, "late-buses");
    EXPECT_EQ(read.file.title.in(html::Language::es), "Late buses") << "English where Spanish was not written";
    EXPECT_EQ(read.file.tier, Tier::students);
    EXPECT_EQ(read.file.privacy.minimum, 10);
    EXPECT_EQ(read.file.statement, "SELECT student_id, school FROM student WHERE $school_year > 2000");
    EXPECT_EQ(read_report("\xEF\xBB\xBF" + with(sound, "\n", "\r\n")).problems.size(), 0u);
}

TEST(ReportFile, ProblemsNameLineAndKey) {
    EXPECT_EQ(first_problem(with(sound, "name = \"late-buses\"", "name = \"Late buses\"")), "2 name name");
    EXPECT_EQ(first_problem(with(sound, "tier = \"students\"", "tier = \"secret\"")), "5 tier one_of");
    EXPECT_EQ(first_problem(with(sound, "tier = \"students\"", "teir = \"students\"\ntier = \"students\"")), "5 teir unknown");
    EXPECT_EQ(first_problem(with(sound, "tier = \"students\"", "tier = ")).substr(0, 8), "5 header") << first_problem(with(sound, "tier = \"students\"", "tier = "));
    EXPECT_EQ(first_problem(with(sound, "title = \"Late buses\"\n", "")), "1 title needed");
    EXPECT_EQ(first_problem(with(sound, "by = [\"school\"]", "by = \"school\"")), "13 privacy.by list");
    EXPECT_EQ(first_problem(with(sound, "type = \"integer\"", "type = \"integer\"\ndefault = \"soon\"")), "10 parameter.default value");
    EXPECT_EQ(first_problem(with(sound, "$school_year", "$year")), "16 SQL sql_parameter");
    EXPECT_EQ(first_problem(with(sound, "WHERE", "; DROP TABLE student; WHERE")), "16 SQL sql_one");
    EXPECT_EQ(first_problem("SELECT 1"), "1 header begin");
    EXPECT_EQ(first_problem("/* name = \"x\""), "1 header end");
    EXPECT_EQ(first_problem(with(sound, "Late buses", "Late /* buses")), "3 header comment");
    EXPECT_EQ(first_problem(std::string(20'001, ' ')), "1 file size");
    EXPECT_EQ(first_problem("\xff\xfe"), "1 file utf8");
}

// data.md clause 14.
TEST(ReportFile, FiguresAboutStudentsAreNeverUnprotected) {
    const auto unprotected = with(sound, "by = [\"school\"]\ncount = \"students\"", "none = true");
    EXPECT_EQ(first_problem(unprotected), "12 privacy.none privacy_none");
    for (auto tier : {"directory", "sensitive"}) {
        EXPECT_EQ(first_problem(with(unprotected, "tier = \"students\"", std::string("tier = \"") + tier + "\"")), "12 privacy.none privacy_none");
    }
    EXPECT_EQ(first_problem(with(unprotected, "tier = \"students\"", "tier = \"operations\"")), "");
    EXPECT_EQ(first_problem(with(sound, "[privacy]\nby = [\"school\"]\ncount = \"students\"\n", "")), "5 privacy privacy_needed") << "not saying anything is no way around";
    EXPECT_EQ(first_problem(with(sound, "count = \"students\"", "count = \"students\"\nminimum = 2")), "15 privacy.minimum whole");
    EXPECT_EQ(first_problem(with(sound, "by = [\"school\"]", "by = [\"school\", \"sex\", \"grade\"]")), "12 privacy.by privacy_by");
}

// A value that can be moved by one tells of one student (disclosure.md, differencing).
TEST(ReportFile, ReadersOfFiguresAboutStudentsChooseFromListsOnly) {
    for (auto type : {"real", "date", "text", "flag"}) {
        EXPECT_EQ(first_problem(with(sound, "type = \"integer\"", std::string("type = \"") + type + "\"")), "7 parameter.school_year privacy_parameter") << type;
    }
    EXPECT_EQ(first_problem(with(with(sound, "name = \"school_year\"", "name = \"days\""), "$school_year", "$days")), "7 parameter.days privacy_parameter");
    EXPECT_EQ(first_problem(with(sound, "type = \"integer\"", "type = \"choice\"\nchoices = [\"2026\", \"2027\"]")), "");
}

TEST(ReportFile, ParametersAreBoundWithTheirTypes) {
    const auto file = trusted_report(sound);
    EXPECT_EQ(bind_parameters(file, {}), (Parameters{{"school_year", base::Cell{}}})) << "nothing is chosen";
    EXPECT_EQ(bind_parameters(file, {{"school_year", " 2027 "}}), (Parameters{{"school_year", std::int64_t{2027}}}));
    EXPECT_THROW(bind_parameters(file, {{"school_year", "2027; DROP TABLE student"}}), base::Invalid);
    EXPECT_THROW(bind_parameters(file, {{"school", "2"}}), base::Invalid);
    EXPECT_THROW(trusted_report("SELECT 1"), std::logic_error);
}

TEST(ReportFile, ParametersOfAStatementAreFoundOutsideOfQuotedText) {
    EXPECT_EQ(parameters_in("SELECT '$a', \"$b\" -- $c\n, /* $d */ $e + $f_1 + $e"), (std::vector<std::string>{"e", "f_1"}));
    EXPECT_EQ(parameters_in("SELECT 'it''s $a', $b"), (std::vector<std::string>{"b"}));
    EXPECT_TRUE(parameters_in("SELECT '$a").empty());
}

TEST(ReportFile, EachThatShipsCanBeReadInBothLanguages) {
    int count = 0;
    for (const auto& file : embedded()) {
        if (!file.path.starts_with("data/reports/")) continue;
        ++count;
        const auto read = read_report(file.bytes);
        for (const auto& problem : read.problems) ADD_FAILURE() << file.path << ":" << problem.line << " " << problem.key << " " << problem.code << " " << problem.value;
        EXPECT_EQ("data/reports/" + read.file.name + ".sql", file.path);
        for (const auto& words : {read.file.title, read.file.about, read.file.source, read.file.limits}) EXPECT_FALSE(words.en.empty() || words.es.empty()) << file.path;
        for (const auto& parameter : read.file.parameters) EXPECT_FALSE(parameter.label.es.empty()) << file.path;
        for (const auto& column : read.file.columns) EXPECT_FALSE(column.label.es.empty()) << file.path << " " << column.name;
    }
    EXPECT_EQ(count, 5);
}

// disclosure.md D14: two answers of which one lacks a few students tell about those.
TEST(ReportFile, ChoicesThatPickStudentsAreWarnedAbout) {
    auto names = [](std::string_view sql) {
        std::string all;
        for (const auto& [name, at] : selecting_parameters(sql)) all += name + " ";
        return all;
    };
    EXPECT_EQ(names("SELECT $a, x FROM t WHERE y = $b GROUP BY $c HAVING max(z) > $d ORDER BY $e LIMIT $f"), "b d f ");
    EXPECT_EQ(names("WITH n AS (SELECT $a AS v FROM t JOIN u ON t.id = u.id AND u.k = $b) SELECT $c, CASE WHEN q = $d THEN 1 ELSE (SELECT $e) END, $f FROM n"), "b d e ");
    EXPECT_EQ(names("SELECT if(x = $a, 1, 0), count(*) FILTER (WHERE k = $b), concat($c, 'WHERE $d') FROM t -- WHERE $e"), "a b ");
    auto choosing = with(sound, "[privacy]", "[[parameter]]\nname = \"part\"\ntype = \"choice\"\nlabel = \"Part\"\nchoices = [\"a\", \"b\"]\n\n[privacy]");
    choosing = with(choosing, "$school_year > 2000", "$school_year > 2000\n  AND grp = $part");
    const auto read = read_report(choosing);
    ASSERT_TRUE(read.problems.empty()) << first_problem(choosing);
    ASSERT_EQ(read.warnings.size(), 1u) << "a school year is another time and not another choice";
    EXPECT_EQ(read.warnings[0].value, "$part");
    EXPECT_EQ(read.warnings[0].line, 23);
    EXPECT_TRUE(read_report(with(with(choosing, "\n  AND grp = $part", ""), "student_id, school FROM", "student_id, concat(school, $part) AS school FROM")).warnings.empty());
}
