#include "data/extract.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

#include <fmt/format.h>

#include "base/error.h"
#include "data/extract_store.h"

using namespace data;

namespace {

const ExtractDefinition& fs195() {
    static const auto definition = trusted_extract(shipped_extract("us-ed.fs195"));
    return definition;
}

Parameters values(std::string lea = "0123456") {
    return bind_extract(fs195(), {{"school_year", "2022"}, {"state_postal", "TN"}, {"state_fips", "47"}, {"agency_number", "01"}, {"lea_number", std::move(lea)}});
}

struct Row {
    std::string number, name;
    std::int64_t school = 1, student = 1;
    bool counted = true;
    std::string sex = "female", race = "WH7";
    bool disability = false, section_504 = false, english_learner = false, homeless = false, calendar = true, attendance = true;
};

base::CellTable population(const std::vector<Row>& rows) {
    using enum base::CellType;
    base::CellTable table{{{"school_number", text}, {"school_name", text}, {"school_id", integer}, {"student_id", integer}, {"has_calendar", flag}, {"has_attendance", flag}, {"counted", flag},
                           {"sex", text}, {"race", text}, {"disability", flag}, {"section_504", flag}, {"english_learner", flag}, {"homeless", flag}}, {}};
    auto flag_of = [](bool set) { return base::Cell(std::int64_t{set}); };
    for (const auto& row : rows) {
        table.rows.push_back({row.number, row.name, row.school, row.student, flag_of(row.calendar), flag_of(row.attendance), flag_of(row.counted), row.sex, row.race, flag_of(row.disability),
                              flag_of(row.section_504), flag_of(row.english_learner), flag_of(row.homeless)});
    }
    return table;
}

base::CellTable three_students() {
    return population({{.number = "0010", .name = "North", .student = 1, .disability = true},
                       {.number = "0010", .name = "North", .student = 2, .sex = "male", .race = "BL7", .section_504 = true, .english_learner = true},
                       {.number = "0010", .name = "North", .student = 3, .sex = "female", .race = "WH7", .homeless = true},
                       {.number = "0010", .name = "North", .student = 4, .counted = false},
                       {.number = "0020", .name = "South", .school = 2, .student = 5, .sex = "other", .race = "MISSING"},
                       {.number = "0030", .name = "West", .school = 3, .student = 6, .counted = false, .calendar = false, .attendance = false}});
}

std::string at(std::string line, std::size_t start, std::string_view text) { return line.replace(start - 1, text.size(), text); }

/// A data record written from the positions of the layout.
std::string record(int number, std::string_view school, std::string_view sex, std::size_t start, std::string_view code, char total, int amount) {
    std::string line(459, ' ');
    line = at(line, 1, fmt::format("{:010}", number));
    line = at(line, 11, "47");
    line = at(line, 13, "01");
    line = at(line, 15, "0123456");
    line = at(line, 29, school);
    line = at(line, 49, "CHRONABSENT");
    line = at(line, 69, sex);
    if (start) line = at(line, start, code);
    line[248] = total;
    return at(line, 450, fmt::format("{:010}", amount)) + "\r\n";
}

std::vector<std::string> rules_of(const std::vector<RuleResult>& results) {
    std::vector<std::string> rules;
    for (const auto& result : results) rules.push_back(result.rule + (result.subject.empty() ? "" : " " + result.subject));
    return rules;
}

bool tells(const Extracted& made, std::string_view rule, std::string_view subject = {}) {
    return std::ranges::any_of(made.results, [&](const auto& one) { return one.rule == rule && (subject.empty() || one.subject == subject); });
}

}  // namespace

TEST(Extract, WritesTheRecordsAtTheirPositions) {
    const auto made = extract(fs195(), values(), three_students());
    std::string header(584, ' ');
    header = at(header, 1, "SCHOOL CHRONIC ABSENTEEISM");
    header = at(header, 51, "0000000009");
    header = at(header, 61, "TNSCHCHRONABS2022.txt");
    header = at(header, 86, "FS195 2022.1");
    header = at(header, 118, "2021-2022");
    const std::string wanted = header + "\r\n" + record(1, "0010", "M", 84, "BL7", 'N', 1) + record(2, "0010", "F", 84, "WH7", 'N', 2) + record(3, "0010", "F", 99, "WDIS", 'N', 1) +
                               record(4, "0010", "M", 114, "DISAB504STAT", 'N', 1) + record(5, "0010", "M", 129, "LEP", 'N', 1) + record(6, "0010", "F", 144, "HOMELSENRL", 'N', 1) +
                               record(7, "0010", "", 0, "", 'Y', 3) + record(8, "0020", "MISSING", 84, "MISSING", 'N', 1) + record(9, "0020", "", 0, "", 'Y', 1);
    EXPECT_EQ(bytes_of(fs195(), values(), made.records, ExtractFormat::fixed), wanted);
    EXPECT_EQ(made.students, 6);
    EXPECT_EQ(made.counted, 4);
    EXPECT_EQ(rules_of(made.results), (std::vector<std::string>{"CAL-001 West", "ATT-001 West", "MIS-001 race", "MIS-001 sex"}));
}

TEST(Extract, WritesTheSameWithSeparators) {
    const auto made = extract(fs195(), values("A,1"), three_students());
    const auto csv = bytes_of(fs195(), values("A,1"), made.records, ExtractFormat::csv);
    EXPECT_TRUE(csv.starts_with("SCHOOL CHRONIC ABSENTEEISM,9,TNSCHCHRONABS2022.csv,FS195 2022.1,2021-2022,\r\n1,47,01,\"A,1\",0010,CHRONABSENT,M,BL7,,,,,,N,,1\r\n")) << csv;
    const auto tab = bytes_of(fs195(), values(), made.records, ExtractFormat::tab);
    EXPECT_NE(tab.find("7\t47\t01\t0123456\t0010\tCHRONABSENT\t\t\t\t\t\t\t\tY\t\t3\r\n"), std::string::npos) << tab;
}

TEST(Extract, IsTheSameEachTimeAndInWhateverOrderThePopulationComes) {
    auto table = three_students();
    const auto first = bytes_of(fs195(), values(), extract(fs195(), values(), table).records, ExtractFormat::fixed);
    std::ranges::reverse(table.rows);
    const auto again = extract(fs195(), values(), table);
    EXPECT_EQ(bytes_of(fs195(), values(), again.records, ExtractFormat::fixed), first);
    EXPECT_EQ(bytes_of(fs195(), values(), records_of(table_of(fs195(), again.records)), ExtractFormat::fixed), first);
}

TEST(Extract, RefusesWhatCannotBeFiled) {
    auto bad = extract(fs195(), values(), population({{.number = "", .name = "No Number"}}));
    EXPECT_TRUE(tells(bad, "REF-001", "No Number"));
    EXPECT_TRUE(tells(extract(fs195(), values(), population({{.number = "1", .name = "A"}, {.number = "1", .name = "B", .school = 2, .student = 2}})), "REF-002", "B"));
    EXPECT_TRUE(tells(extract(fs195(), values(), population({{.number = "1", .name = "A"}, {.number = "1", .name = "A"}})), "REF-003", "A"));
    EXPECT_TRUE(tells(extract(fs195(), values(), population({{.number = "1", .name = "A", .sex = "X"}})), "COD-001", "sex"));
    EXPECT_TRUE(tells(extract(fs195(), values(), population({{.number = std::string(21, '1'), .name = "A"}})), "FMT-001", "StateSchoolIDNumber"));
    EXPECT_TRUE(tells(extract(fs195(), values("Ñ1"), population({{.number = "1", .name = "A"}})), "FMT-002", "StateLEAIDNumber"));
    auto wrong = values();
    for (auto& [name, value] : wrong) {
        if (name == "state_fips") value = std::string("4");
    }
    EXPECT_TRUE(tells(extract(fs195(), wrong, three_students()), "FMT-003", "FIPSStateCode"));
    EXPECT_TRUE(tells(extract(fs195(), values(), population({})), "FIL-001"));
    for (auto& [name, value] : wrong) {
        if (name == "school_year") value = std::int64_t{2027};
    }
    EXPECT_TRUE(tells(extract(fs195(), wrong, three_students()), "EFF-001"));
    EXPECT_THROW(extract(fs195(), values(), {}), Refused);
    EXPECT_THROW(bind_extract(fs195(), {{"school_year", "2022"}}), base::Invalid);
    EXPECT_THROW(bind_extract(fs195(), {{"school_year", "22"}}), base::Invalid);
}

TEST(Extract, TheSecondCountFindsWhatTheFirstDidNot) {
    const auto table = three_students();
    auto records = extract(fs195(), values(), table).records;
    auto found = [&](const std::vector<ExtractRecord>& list) { return count_again(fs195(), table, bytes_of(fs195(), values(), list, ExtractFormat::fixed)); };
    EXPECT_TRUE(found(records).empty());
    auto changed = records;
    ++changed[0].amount;
    EXPECT_EQ(found(changed).size(), 1u);
    changed = records;
    changed.pop_back();
    EXPECT_EQ(found(changed).size(), 1u);
    changed = records;
    changed[0].codes[1] = "AS7";
    EXPECT_EQ(found(changed).size(), 2u) << "one is gone and one is more";
}

TEST(Extract, HoldsItsTotalsForAnyPopulation) {
    std::mt19937 random(195);
    const std::vector<std::string> sexes = {"male", "female", "other", "unspecified", ""}, races = {"AM7", "AS7", "BL7", "HI7", "MU7", "PI7", "WH7", "MISSING", ""};
    auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    for (int round = 0; round < 100; ++round) {
        std::vector<Row> rows;
        for (std::int64_t i = 0, n = static_cast<std::int64_t>(pick(400)); i < n; ++i) {
            const auto school = static_cast<std::int64_t>(1 + pick(4));
            rows.push_back({std::to_string(school), "School", school, i, pick(3) > 0, sexes[pick(5)], races[pick(9)], pick(4) == 0, pick(9) == 0, pick(5) == 0, pick(7) == 0});
        }
        const auto made = extract(fs195(), values(), population(rows));
        EXPECT_FALSE(tells(made, "SUM-001"));
        EXPECT_FALSE(tells(made, "CHK-001"));
        std::map<std::string, std::int64_t> sums;
        for (const auto& record : made.records) {
            sums[record.set] += record.amount;
            EXPECT_GT(record.amount, 0) << "zero rows are left out";
        }
        auto counted = [&](bool Row::*flag) { return std::ranges::count_if(rows, [&](const Row& row) { return row.counted && row.*flag; }); };
        EXPECT_EQ(sums["EUT"], counted(&Row::counted));
        EXPECT_EQ(sums["CSA"], sums["EUT"]);
        EXPECT_EQ(sums["CSB"], counted(&Row::disability));
        EXPECT_EQ(sums["CSC"], counted(&Row::section_504));
        EXPECT_EQ(sums["CSD"], counted(&Row::english_learner));
        EXPECT_EQ(sums["CSE"], counted(&Row::homeless));
    }
}

TEST(Extract, TellsWhatChangedAgainstAnother) {
    const auto before = extract(fs195(), values(), three_students()).records;
    auto after = before;
    after.erase(after.begin());
    after[0].amount = 40;
    after.push_back(before[0]);
    after.back().codes[1] = "AS7";
    const auto changes = difference(before, after);
    ASSERT_EQ(changes.size(), 3u);
    EXPECT_TRUE(difference(before, before).empty());
    EXPECT_TRUE(changes_by_school(fs195(), before, before).empty());
    for (auto& record : after) record.amount += 100;
    EXPECT_EQ(rules_of(changes_by_school(fs195(), before, after)), (std::vector<std::string>{"YOY-001 North", "YOY-001 South"}));
}

TEST(Extract, ADefinitionThatCannotBeReadSaysWhere) {
    const std::string whole(shipped_extract("us-ed.fs195"));
    auto complaint = [&](std::string_view before, std::string_view after) {
        auto text = whole;
        const auto where = text.find(before);
        EXPECT_NE(where, std::string::npos) << before;
        text.replace(where, before.size(), after);
        try {
            trusted_extract(text);
        } catch (const std::runtime_error& problem) {
            return std::string(problem.what());
        }
        return std::string();
    };
    EXPECT_EQ(complaint("name = \"us-ed.fs195\"", "name = \"US ED\""), "The definition of the extract cannot be read: line 2, name: expected a word of lower-case letters and digits");
    EXPECT_NE(complaint("start = 51", "start = 52").find("expected the place after the field before it: 51"), std::string::npos);
    for (auto [before, after, said] : std::initializer_list<std::array<std::string_view, 3>>{
             {"version = \"2022.1\"", "", "version: this must be there"},
             {"encoding = \"ascii\"", "encoding = \"ebcdic\"", "expected one of: ascii"},
             {"zero_rows = \"omit\"", "zero_rows = \"keep\"", "expected one of: omit"},
             {"by = [\"sex\", \"race\"]", "by = [\"sex\", \"colour\"]", "there is no such category: colour"},
             {"from = \"amount\"", "from = \"amnt\"", "from: expected one of"},
             {"category = \"race\"", "category = \"colour\"", "there is no such category: colour"},
             {"{lea_number}", "{lea}", "no parameter of this name for the place in the text: lea"},
             {"length = 14", "length = \"x\"", "length: expected a whole number"},
             {"missing = \"MISSING\"", "missing = \"NONE\"", "not one of the codes: NONE"},
             {"total = true", "total = false", "a total goes by nothing"},
             {"check = \"totals\"", "check = \"empty\"", "a fatal rule with this check must be there: totals"},
             {"severity = \"fatal\"", "severity = \"bad\"", "severity: expected one of"},
             {"id = \"FMT-002\"", "id = \"FMT-001\"", "this name is there twice: FMT-001"},
             {"$min_days AND", "$most_days AND", "the SQL names a parameter that is not there: $most_days"},
             {"period = \"school_year\"", "period = \"year\"", "expected the name of a whole-number parameter: year"},
             {"[authority]", "[authority", "this is no TOML"},
             {"line_end", "line_ending", "line_end: this must be there"}}) {
        const auto words = complaint(before, after);
        EXPECT_NE(words.find(said), std::string::npos) << before << ": " << words;
        EXPECT_NE(words.find("line "), std::string::npos) << before;
    }
}

// Cut and garbled definitions give problems and never anything else.
TEST(Extract, NoDefinitionBreaksTheReader) {
    const std::string whole(shipped_extract("us-ed.fs195"));
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        auto text = whole.substr(0, round % 2 ? random() % whole.size() : whole.size());
        for (int i = 0; i < 3 && !text.empty(); ++i) text[random() % text.size()] = static_cast<char>(32 + random() % 95);
        EXPECT_NO_THROW(read_extract(text));
    }
    EXPECT_FALSE(read_extract("").problems.empty());
    EXPECT_FALSE(read_extract("\xff").problems.empty());
}
