#include <gtest/gtest.h>

#include <zip.h>

#include "files/spreadsheet.h"

using namespace files;

namespace {

Sheet sample() {
    Sheet sheet;
    sheet.title = "=HYPERLINK(\"x\")";
    sheet.facts = {{"Data as of", "2026-03-09"}};
    sheet.notes = {"Some figures are withheld (*)."};
    sheet.table.columns = {{"code", base::CellType::text}, {"day", base::CellType::day}, {"students", base::CellType::integer}, {"rate", base::CellType::integer}, {"real", base::CellType::real}, {"fixed", base::CellType::real}};
    sheet.table.rows = {{std::string("00712"), std::string("2026-03-09"), std::int64_t{412}, std::int64_t{12}, 2.5, 76.08761122518823},
                        {std::string("=1+2"), std::string("2026-03-10"), base::Cell{}, base::Cell{}, base::Cell{}, 164.0},
                        {std::string("Peña & \"Co\" <1>"), base::Cell{}, std::int64_t{9'007'199'254'740'993}, base::Cell{}, base::Cell{}, base::Cell{}}};
    sheet.labels = {"Code", "Day", "Students", "Share", "Real", "Fixed"};
    sheet.words = {{}, {"", "", "*", "≤5 %", "", ""}};
    sheet.percents = {false, false, false, true, false};
    sheet.decimals = {-1, -1, 0, 0, -1, 1};
    return sheet;
}

/// One member of a workbook.
std::string member(const std::string& bytes, const char* name) {
    zip_error_t error;
    zip_error_init(&error);
    zip_t* archive = zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), ZIP_RDONLY, &error);
    if (!archive) return "no archive";
    std::string text;
    if (zip_file_t* file = zip_fopen(archive, name, 0)) {
        char buffer[4096];
        for (zip_int64_t got; (got = zip_fread(file, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(got));
        zip_fclose(file);
    }
    zip_discard(archive);
    return text;
}

}  // namespace

TEST(Spreadsheet, CsvKeepsCodesAndDisarmsFormulas) {
    EXPECT_EQ(csv_of(sample()),
              "\xEF\xBB\xBF\"'=HYPERLINK(\"\"x\"\")\"\r\nData as of,2026-03-09\r\n\"\"\r\nCode,Day,Students,Share,Real,Fixed\r\n00712,2026-03-09,412,12,2.5,76.1\r\n"
              "'=1+2,2026-03-10,*,≤5 %,,164.0\r\n\"Peña & \"\"Co\"\" <1>\",,9007199254740993,,,\r\n\"\"\r\nSome figures are withheld (*).\r\n");
}

TEST(Spreadsheet, XlsxHoldsNumbersDaysAndCodesAsWhatTheyAre) {
    const auto bytes = xlsx_of(sample());
    const auto sheet = member(bytes, "xl/worksheets/sheet1.xml");
    const auto texts = member(bytes, "xl/sharedStrings.xml");
    EXPECT_EQ(sheet.find("<f>"), std::string::npos) << "no formula at all";
    EXPECT_NE(texts.find("<t>=1+2</t>"), std::string::npos);
    EXPECT_NE(texts.find("<t>00712</t>"), std::string::npos);
    EXPECT_NE(texts.find("<t>9007199254740993</t>"), std::string::npos) << "too long for a spreadsheet's numbers";
    EXPECT_NE(texts.find("Peña &amp; \"Co\" &lt;1&gt;"), std::string::npos) << texts;
    EXPECT_NE(texts.find("<t>*</t>"), std::string::npos);
    EXPECT_NE(sheet.find("<v>412</v>"), std::string::npos) << sheet;
    EXPECT_NE(sheet.find("<v>46090</v>"), std::string::npos) << "9 March 2026 as a day";
    EXPECT_NE(sheet.find("<v>2.5</v>"), std::string::npos);
    EXPECT_EQ(sheet.find("76.087"), std::string::npos) << "no more digits than the page: " << sheet;
    const auto styles = member(bytes, "xl/styles.xml");
    for (auto pattern : {"yyyy-mm-dd", "#,##0.0\"", "#,##0&quot; %&quot;"}) EXPECT_NE(styles.find(pattern), std::string::npos) << pattern << styles;
}

TEST(Spreadsheet, NamesOfFilesHoldNothingStrange) {
    EXPECT_EQ(file_name_of("Estudiantes por año/../x", ".csv"), "estudiantes-por-ano-x.csv");
    EXPECT_EQ(file_name_of("***", ".csv"), "report.csv");
}
