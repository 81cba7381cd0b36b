#include <gtest/gtest.h>

#include <algorithm>

#include <boost/json.hpp>

#include "data/chart.h"
#include "data/face.h"
#include "data/report.h"
#include "data/report_finish.h"
#include "world/world.h"

using namespace data;

namespace {

std::string protected_text(std::string_view more = {}) {
    return R"(/*
name = "chronic"
title = "Chronic absence"
source = "Attendance"
limits = "It says who, not why."
tier = "students"
[privacy]
by = ["school", "sex"]
count = "students"
part = "chronic"
[chart]
mark = "bar"
x = "school"
y = "percent"
series = "sex"
[sentence]
by = "percent"
en = "{highest.school}, {highest.sex}: {highest.percent} of {highest.students}."
[columns.sex]
label = "Sex"
[columns.sex.values]
f = ["girls", "niñas"]
m = ["boys", "niños"]
)" + std::string(more) + "*/\nSELECT 1\n";
}

/// One row for each student of these groups.
base::CellTable answer() {
    base::CellTable table{{{"student_id", base::CellType::integer}, {"school", base::CellType::text}, {"sex", base::CellType::text}, {"chronic", base::CellType::flag}}, {}};
    std::int64_t id = 0;
    auto group = [&](const char* school, const char* sex, int students, int chronic) {
        for (int i = 0; i < students; ++i) table.rows.push_back({++id, std::string(school), std::string(sex), std::int64_t{i < chronic}});
    };
    group("North", "f", 400, 80);
    group("North", "m", 410, 120);
    group("South", "f", 300, 60);
    group("South", "m", 4, 1);
    group("West", "f", 200, 40);
    group("West", "m", 210, 50);
    return table;
}

Run run_of(std::string text) {
    Run run;
    run.kind = RunKind::report;
    run.subject = "chronic";
    run.sql = std::move(text);
    run.tier = Tier::students;
    return run;
}

Answer answered(base::CellTable table) {
    Answer one;
    one.table = std::move(table);
    return one;
}

std::string refusal(const Run& run, Answer given) {
    try {
        finish_report(run, std::move(given));
    } catch (const Refused& refused) {
        return refused.code() + " " + refused.detail();
    }
    return "kept";
}

class FinishedReport : public World {};

}  // namespace

// data.md clause 14: what is kept is what may leave.
TEST_ON_EVERY_BACKEND(FinishedReport, KeepsOnlyTheProtectedTable, FinishedReport) {
    const auto kept = finish_report(run_of(protected_text()), answered(answer()));
    EXPECT_FALSE(kept.table.column("chronic")) << "counts of the part are not shown beside shares";
    const auto face = face_of(trusted_report(protected_text()), run_of(protected_text()), kept, *services().messages, html::Language::en);
    std::string all;
    for (const auto& row : face.table.rows) {
        for (const auto& cell : row.cells) all += cell.text + "|";
        all += "\n";
    }
    EXPECT_EQ(all.find("|4|"), std::string::npos) << all;
    EXPECT_NE(all.find("North|girls|"), std::string::npos) << all;
    EXPECT_NE(all.find("All|All|"), std::string::npos) << all;
    EXPECT_GT(face.table.withheld, 0);
    EXPECT_NE(all.find("*"), std::string::npos) << all;
    EXPECT_EQ(face.table.column("row"), std::nullopt) << "marks are no columns";
    ASSERT_FALSE(face.notes.empty());
    EXPECT_NE(face.notes[0].find("fewer than 10 students"), std::string::npos) << face.notes[0];
    // What is withheld is nowhere in the chart or the files either.
    EXPECT_EQ(face.chart.find("\"b\":25"), std::string::npos) << face.chart;
    EXPECT_NE(face.chart.find("\"w\":\"*\""), std::string::npos) << face.chart;
    const auto csv = csv_of(sheet_of(face, *services().messages, html::Language::en));
    EXPECT_NE(csv.find("South,boys,*,*"), std::string::npos) << csv;
}

TEST_ON_EVERY_BACKEND(FinishedReport, RefusesWhatCannotBeProtected, FinishedReport) {
    auto extra = answer();
    extra.columns.push_back({"mean_score", base::CellType::real});
    for (auto& row : extra.rows) row.emplace_back(0.5);
    EXPECT_EQ(refusal(run_of(protected_text()), answered(extra)), "report.columns mean_score");
    auto lacking = answer();
    lacking.columns[3].name = "n";
    EXPECT_EQ(refusal(run_of(protected_text()), answered(lacking)), "report.columns chronic");
    auto counted_before = answer();
    counted_before.columns[0].name = "students";
    EXPECT_EQ(refusal(run_of(protected_text()), answered(counted_before)), "report.columns student_id") << "an author's count is not taken";
    auto cut = answered(answer());
    cut.cut = true;
    EXPECT_EQ(refusal(run_of(protected_text()), cut), "report.cut chronic");
    auto many = answer();
    for (std::int64_t i = 0; i < 5001 * 10; ++i) many.rows.push_back({10'000 + i, std::to_string(i / 10), std::string("f"), std::int64_t{0}});
    EXPECT_EQ(refusal(run_of(protected_text()), answered(many)), "report.cut chronic");
    EXPECT_EQ(refusal(run_of("SELECT * FROM student"), answered(answer())), "report.text chronic") << "no header, nothing kept";
    auto twice = answer();
    twice.rows.push_back(twice.rows[0]);
    EXPECT_EQ(refusal(run_of(protected_text()), answered(twice)), "report.columns student_id");
    auto share = answer();
    share.rows[0][3] = 0.5;
    EXPECT_EQ(refusal(run_of(protected_text()), answered(share)), "report.columns chronic");
}

// disclosure.md D15.
TEST_ON_EVERY_BACKEND(FinishedReport, JoinsValuesThatFewerThanTheMinimumHave, FinishedReport) {
    auto labelled = answer();
    // An author who writes each student's own number where a school belongs learns nothing for it.
    for (auto& row : labelled.rows) row[1] = base::text_of(row[0]);
    const auto kept = finish_report(run_of(protected_text()), answered(labelled));
    for (const auto& row : kept.table.rows) EXPECT_TRUE(base::is_null(row[0]) || base::text_of(row[0]) == "~") << base::text_of(row[0]);
    const auto face = face_of(trusted_report(protected_text()), run_of(protected_text()), kept, *services().messages, html::Language::en);
    EXPECT_EQ(face.table.rows.at(0).cells.at(0).text, "all of fewer than 10");
}

// disclosure.md D12: a question in order of the counts would tell which of two that are withheld is the larger.
TEST_ON_EVERY_BACKEND(FinishedReport, RowsComeInTheOrderTheReportDeclares, FinishedReport) {
    auto table = answer();
    std::ranges::reverse(table.rows);
    auto text = protected_text();
    text.replace(text.find("f = ["), 0, "x = [\"others\", \"otros\"]\n");
    const auto m = text.find("m = ["), f = text.find("f = [");
    text[m] = 'f';
    text[f] = 'm';
    const auto kept = finish_report(run_of(text), answered(std::move(table)));
    std::string order;
    for (const auto& row : kept.table.rows) {
        if (base::text_of(row[row.size() - 2]) == "cell") order += base::text_of(row[0]) + " " + base::text_of(row[1]) + ", ";
    }
    EXPECT_EQ(order, "North m, North f, South m, South f, West m, West f, ");
}

// data.md clause 14.
TEST_ON_EVERY_BACKEND(FinishedReport, MayNotReadWhatNamesAStudent, FinishedReport) {
    for (auto column : {"student.given_name", "student.family_name", "student.birth_date", "student.identifier"}) {
        auto named = answered(answer());
        named.columns = {"org.name", column};
        EXPECT_EQ(refusal(run_of(protected_text()), named), std::string("report.identifying ") + column);
    }
    auto plain = answered(answer());
    plain.columns = {"org.name", "student.grade_level"};
    EXPECT_EQ(refusal(run_of(protected_text()), plain), "kept");
}

TEST_ON_EVERY_BACKEND(FinishedReport, ACorrelationLeavesBandsAndNobodyAsAPoint, FinishedReport) {
    auto file = trusted_report(shipped_report("attendance-and-results"));
    base::CellTable students{{{"school", base::CellType::text}, {"absent_share", base::CellType::real}, {"result", base::CellType::real}}, {}};
    for (int i = 0; i < 400; ++i) {
        const double share = (i % 40) / 100.0;
        students.rows.push_back({std::string(i % 2 ? "1" : "2"), share, i % 10 == 0 ? base::Cell{} : base::Cell{1 - share}});
    }
    const auto made = step_of(file, students);
    EXPECT_EQ(made.table.rows.size(), 16u) << "four bands of each";
    std::int64_t sum = 0;
    for (const auto& row : made.table.rows) sum += std::get<std::int64_t>(row[2]);
    EXPECT_EQ(sum, 360) << "those with both";
    const auto notes = boost::json::parse(made.notes).at("correlation");
    EXPECT_LT(notes.at("all").at("r").to_number<double>(), 0);
    EXPECT_EQ(notes.at("rows").as_int64(), 400);
}

TEST_ON_EVERY_BACKEND(FinishedReport, RatesCarryTheExactPoissonInterval, FinishedReport) {
    // Garwood's interval for 10 events: 4.7954 to 18.3904 (Ulm 1990, American Journal of Epidemiology 131:373, table 1); for none: 0 to 3.6889.
    const auto ten = poisson_interval(10, 1);
    EXPECT_NEAR(ten.low, 4.7954, 1e-4);
    EXPECT_NEAR(ten.high, 18.3904, 1e-4);
    const auto none = poisson_interval(0, 2);
    EXPECT_EQ(none.low, 0);
    EXPECT_NEAR(none.high, 3.6889 / 2, 1e-4);
}

TEST_ON_EVERY_BACKEND(FinishedReport, FiltersTakeRowsFromWhatIsShown, FinishedReport) {
    const auto kept = finish_report(run_of(protected_text()), answered(answer()));
    const auto file = trusted_report(protected_text());
    const auto whole = face_of(file, run_of(protected_text()), kept, *services().messages, html::Language::en);
    const auto only_south = face_of(file, run_of(protected_text()), kept, *services().messages, html::Language::es, {{"school", "South"}});
    ASSERT_LT(only_south.table.rows.size(), whole.table.rows.size());
    for (const auto& row : only_south.table.rows) EXPECT_EQ(row.cells[0].text, "South");
    EXPECT_NE(csv_of(sheet_of(only_south, *services().messages, html::Language::es)).find("South,niños,*,*"), std::string::npos) << "what was withheld stays so";
    EXPECT_EQ(only_south.parameters.back().second, "South");
    const auto again = face_of_json(boost::json::parse(boost::json::serialize(to_json(whole))));
    EXPECT_EQ(boost::json::serialize(to_json(again)), boost::json::serialize(to_json(whole)));
}
