#include "imports/table.h"

#include <gtest/gtest.h>

#include "imports/testing.h"

using namespace imports;
using imports::testing::Folder;

enum { id, name, day, size };
static constexpr Column columns[] = {{"sourcedId", Column::Need::required}, {"name", Column::Need::required}, {"startDate"}, {"size"},
                                     {"password", Column::Need::secret}, {"note", Column::Need::ignored}};

namespace {
struct Reading : ::testing::Test {
    std::vector<std::string> names_in(std::string_view bytes) {
        folder.write("a.csv", bytes);
        auto package = Package::open(folder.path(), "a", report);
        auto table = Table::open(*package, "a.csv", columns, options, report);
        std::vector<std::string> names;
        opened = table != nullptr;
        while (table && table->next()) {
            auto found = table->require(name);
            table->day(day);
            table->integer(size);
            if (table->row_is_good()) names.emplace_back(found);
        }
        return names;
    }
    std::int64_t times(std::string_view code) const {
        auto found = report.codes().find(code);
        return found == report.codes().end() ? 0 : found->second;
    }
    Folder folder;
    Report report;
    Options options;
    bool opened = false;
};
}  // namespace

using Names = std::vector<std::string>;

TEST_F(Reading, HeadersAreFoundWhateverTheirCaseWithAWarning) {
    EXPECT_EQ(names_in("SOURCEDID,Name\n1,Ana\n"), Names{"Ana"});
    EXPECT_EQ(times("schema.header_case"), 2);
    EXPECT_EQ(report.errors(), 0);
}

TEST_F(Reading, UnknownEmptyAndRepeatedColumnsAreLeftOutWithAWarning) {
    EXPECT_EQ(names_in("sourcedId,name,,colour,startDate,startDate\n1,Ana,x,red,2026-08-24,nonsense\n"), Names{"Ana"});
    EXPECT_EQ(times("table.empty_header_name"), 1);
    EXPECT_EQ(times("schema.unknown_column"), 1);
    EXPECT_EQ(times("table.duplicate_header"), 1);
    EXPECT_EQ(report.errors(), 0);
}

TEST_F(Reading, ARepeatedColumnThatIsNeededIsAnError) {
    names_in("sourcedId,name,name\n1,Ana,Ben\n");
    EXPECT_EQ(report.errors(), 1);
    EXPECT_EQ(times("table.duplicate_header"), 1);
}

TEST_F(Reading, AMissingColumnThatIsNeededStopsTheFile) {
    names_in("sourcedId,title\n1,Ana\n");
    EXPECT_FALSE(opened);
    EXPECT_EQ(times("table.missing_header"), 1);
}

TEST_F(Reading, PasswordsAreNeverReadNorShown) {
    EXPECT_EQ(names_in("sourcedId,name,Password\n1,Ana,hunter2\n2,,hunter3\n"), Names{"Ana"});
    EXPECT_EQ(times("schema.secret_column"), 1);
    for (const auto& problem : report.problems()) EXPECT_EQ(problem.value.find("hunter"), std::string::npos);
}

TEST_F(Reading, AProblemSaysFileRowColumnValueAndExpectation) {
    EXPECT_EQ(names_in("sourcedId,name,startDate\n1,\"Ana\nMaria\",2026-08-24\n2,Ben,24/08/2026\n"), Names{"Ana\nMaria"});
    ASSERT_EQ(report.problems().size(), 1u);
    const auto& problem = report.problems().front();
    EXPECT_EQ(problem.code, "row.invalid_date");
    EXPECT_EQ(problem.file, "a.csv");
    EXPECT_EQ(problem.row, 4);  // the line of the file: the row before has two
    EXPECT_EQ(problem.column, "startDate");
    EXPECT_EQ(problem.value, "24/08/2026");
    EXPECT_FALSE(problem.expected.empty());
}

TEST_F(Reading, RowsOfAnotherWidthAreReportedButTrailingEmptyCellsAreNot) {
    EXPECT_EQ(names_in("sourcedId,name\n1,Ana,,\n2\n3,Cai,x\n\n4,Dee\n"), (Names{"Ana", "Dee"}));
    EXPECT_EQ(times("table.row_width_mismatch"), 2);
}

TEST_F(Reading, OtherSeparatorsAndEncodingsAreReadWithAWarning) {
    EXPECT_EQ(names_in("sourcedId;name\r1;Ren\x8e\r2;Pe\x96" "a\r"), (Names{"René", "Peña"}));
    EXPECT_EQ(times("file.separator"), 1);
    EXPECT_EQ(times("file.not_utf8"), 1);
}

TEST_F(Reading, EmptyFilesAndBinaryFilesAreErrors) {
    EXPECT_TRUE(names_in("\xef\xbb\xbf\n").empty());
    EXPECT_EQ(times("file.empty"), 1);
    EXPECT_TRUE(names_in(std::string("sourcedId,na\0me\n", 16)).empty());
    EXPECT_EQ(times("file.broken"), 1);
    EXPECT_TRUE(names_in("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 a workbook of old").empty());
    EXPECT_EQ(times("file.broken"), 2);
    EXPECT_FALSE(opened);
}

TEST_F(Reading, AHeaderWithoutRowsIsNoError) {
    EXPECT_TRUE(names_in("sourcedId,name\n").empty());
    EXPECT_TRUE(opened);
    EXPECT_EQ(report.errors(), 0);
}

TEST_F(Reading, AnUnclosedQuoteIsAnErrorAndNotARow) {
    EXPECT_EQ(names_in("sourcedId,name\n1,Ana\n2,\"Ben\n3,Cai\n"), Names{"Ana"});
    EXPECT_EQ(times("file.broken"), 1);
}

TEST_F(Reading, ASavedMappingNamesTheColumns) {
    options.mapping = Mapping{"ours", {{"Number", "sourcedId"}, {"Full name", "name"}, {"Colour", ""}}};
    EXPECT_EQ(names_in("Number,Full name,Colour\n1,Ana,red\n"), Names{"Ana"});
    EXPECT_TRUE(report.problems().empty());
}

TEST_F(Reading, NoMappingReachesAPassword) {
    options.mapping = Mapping{"ours", {{"Number", "sourcedId"}, {"Contraseña", "name"}, {"User password", "name"}}};
    EXPECT_TRUE(names_in("Number,Contraseña,User password\n1,hunter2,hunter3\n").empty());
    EXPECT_EQ(times("schema.secret_column"), 2);
    EXPECT_EQ(times("table.missing_header"), 1);
}
