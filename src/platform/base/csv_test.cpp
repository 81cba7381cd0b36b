#include "base/csv.h"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "base/random.h"

using namespace base;
using Rows = std::vector<std::vector<std::string>>;

/// A source that gives few bytes at a time, so that every border falls somewhere awkward.
static csv::Source in_pieces(std::string_view text, std::size_t piece) {
    return [text, piece](char* into, std::size_t most) mutable {
        const std::size_t count = text.copy(into, std::min(piece, most));
        text.remove_prefix(count);
        return count;
    };
}

static Rows rows_of(csv::Reader& reader) {
    Rows rows;
    while (reader.next()) rows.emplace_back(reader.fields().begin(), reader.fields().end());
    return rows;
}

static Rows read(std::string_view text, csv::Options options = {}) {
    csv::Reader whole(csv::from_text(text), options);
    const Rows rows = rows_of(whole);
    for (std::size_t piece : {1, 2, 3, 7}) {
        csv::Reader pieces(in_pieces(text, piece), options);
        EXPECT_EQ(rows_of(pieces), rows) << "in pieces of " << piece;
    }
    return rows;
}

static std::pair<std::int64_t, std::string> error_of(std::string_view text, csv::Options options = {}) {
    csv::Reader reader(csv::from_text(text), options);
    try {
        while (reader.next()) {
        }
    } catch (const csv::Error& error) {
        return {error.line(), error.what()};
    }
    return {0, "no error"};
}

TEST(CsvReader, ReadsWhatRfc4180Says) {
    EXPECT_EQ(read("a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n"), (Rows{{"a", "b"}, {"1", "x, \"y\"\r\nz"}}));
    EXPECT_EQ(read("a,b\n1,"), (Rows{{"a", "b"}, {"1", ""}}));
    EXPECT_EQ(read(""), Rows{});
    EXPECT_EQ(read("\"\"\n"), (Rows{{""}}));
    EXPECT_EQ(read("a\"b,5\" pipe\n"), (Rows{{"a\"b", "5\" pipe"}}));
}

TEST(CsvReader, EveryKindOfLineEndIsTheSame) {
    const Rows expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
    for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\r1,2\r3,4\r", "a,b\r\n1,2\r\n3,4", "a,b\r\n\r\n1,2\n\n\r3,4\r\r\n"}) {
        EXPECT_EQ(read(text), expected);
    }
}

TEST(CsvReader, TellsTheLineOnWhichTheRowBegins) {
    csv::Reader reader(csv::from_text("a,b\n\n1,\"x\r\ny\nz\"\r2,3\r\n4,5"));
    std::vector<std::int64_t> lines;
    while (reader.next()) lines.push_back(reader.line());
    EXPECT_EQ(lines, (std::vector<std::int64_t>{1, 3, 6, 7}));
}

TEST(CsvReader, FindsTheSeparator) {
    const auto separator = [](std::string_view text) { return csv::Reader(csv::from_text(text)).separator(); };
    EXPECT_EQ(separator("a,b,c\n1,2,3\n"), ',');
    EXPECT_EQ(separator("a;b;c\n1;2,5;3\n"), ';');
    EXPECT_EQ(separator("a\tb\n1\t2\n"), '\t');
    EXPECT_EQ(separator("name;place, town\nAna;Leon\n"), ';');
    EXPECT_EQ(separator("name\nAna\n"), ',');
    EXPECT_EQ(separator("\"a;b;c;d\",e\n1,2\n"), ',');
    EXPECT_EQ(read("sep=;\r\na;b\r\n"), (Rows{{"a", "b"}}));
    EXPECT_EQ(read("a;b,c\n", {.separator = ','}), (Rows{{"a;b", "c"}}));
}

TEST(CsvReader, ReadsEveryEncodingAndSaysWhich) {
    const Rows expected{{"name", "town"}, {"Peña", "León"}};
    const auto check = [&](std::string_view bytes, csv::Encoding encoding) {
        csv::Reader reader(csv::from_text(bytes));
        EXPECT_EQ(rows_of(reader), expected) << csv::name_of(encoding);
        EXPECT_EQ(reader.encoding(), encoding);
        EXPECT_EQ(reader.bad_bytes(), 0);
        EXPECT_EQ(csv::detect_encoding(in_pieces(bytes, 5)), encoding);
        EXPECT_EQ(read(bytes), expected);
    };
    check("name,town\nPeña,León\n", csv::Encoding::utf8);
    check("\xEF\xBB\xBFname,town\nPeña,León\n", csv::Encoding::utf8);
    check("name,town\nPe\xF1" "a,Le\xF3n\n", csv::Encoding::cp1252);
    check("name,town\rPe\x96" "a,Le\x97n\r", csv::Encoding::mac_roman);
    std::string little, big;
    for (char16_t unit : std::u16string(u"name,town\nPeña,León\n")) {
        little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
        big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
    }
    check(little, csv::Encoding::utf16_little);
    check("\xFF\xFE" + little, csv::Encoding::utf16_little);
    check("\xFE\xFF" + big, csv::Encoding::utf16_big);
}

TEST(CsvReader, TellsWindowsFromMacByTheNeighbours) {
    const auto encoding = [](std::string_view bytes) { return csv::detect_encoding(csv::from_text(bytes)); };
    EXPECT_EQ(encoding("O\x92" "Brien,Jos\xE9\n"), csv::Encoding::cp1252);
    EXPECT_EQ(encoding("O\xD5" "Brien,Jos\x8E\n"), csv::Encoding::mac_roman);
    EXPECT_EQ(encoding("\xC1lvarez,\xD1" "a\xF1" "ez\n"), csv::Encoding::cp1252);
    EXPECT_EQ(encoding("\xE7lvarez,\x84" "a\x96" "ez\n"), csv::Encoding::mac_roman);
    EXPECT_EQ(encoding("MU\xD1OZ,GARC\xCD" "A\n"), csv::Encoding::cp1252);
    EXPECT_EQ(encoding("plain\n"), csv::Encoding::utf8);
}

TEST(CsvReader, DecidesTheEncodingWhenTheFirstByteAbove127Comes) {
    std::string text = "name\n";
    while (text.size() < 1'500'000) text += "plain\n";
    text += "Pe\xF1" "a\n";
    csv::Reader reader(csv::from_text(text));
    std::string last;
    while (reader.next()) last = reader.fields()[0];
    EXPECT_EQ(last, "Peña");
    EXPECT_EQ(reader.encoding(), csv::Encoding::cp1252);
}

TEST(CsvReader, MarksBytesThatAreNotInTheEncoding) {
    csv::Reader reader(csv::from_text("a\xFF,b\n"), {.encoding = csv::Encoding::utf8});
    EXPECT_EQ(rows_of(reader), (Rows{{"a\uFFFD", "b"}}));
    EXPECT_EQ(reader.bad_bytes(), 1);
}

TEST(CsvReader, AQuoteThatIsNeverClosedIsAClearError) {
    const auto [line, message] = error_of("a,b\n1,\"x\n2,y\n");
    EXPECT_EQ(line, 2);
    EXPECT_EQ(message, "A quote that opens on line 2 is never closed.");
    EXPECT_EQ(error_of("a\n\"x\"y\n").first, 2);
}

TEST(CsvReader, WhatIsNoTextIsRefused) {
    EXPECT_NE(error_of(std::string_view("a,b\n1,\0x\n", 9)).second.find("zero byte"), std::string::npos);
    EXPECT_THROW(csv::Reader(csv::from_text("PK\x03\x04rest")), csv::Error);
}

TEST(CsvReader, LimitsBoundTheMemory) {
    EXPECT_EQ(error_of("a\n" + std::string(2000, 'x'), {.most_field_bytes = 1000}).first, 2);
    EXPECT_EQ(error_of("a\n" + std::string(2000, ','), {.most_columns = 1000}).first, 2);
    EXPECT_EQ(error_of("a,b,c\nxxxxxx,yyyyyy,zzzzzz\n", {.most_row_bytes = 15}).first, 2);
    const auto open = error_of("a,\"" + std::string(200'000, '\n'), {.most_field_bytes = 1000});
    EXPECT_NE(open.second.find("line 1 is never closed"), std::string::npos) << open.second;
}

TEST(CsvReader, StreamsAFileWithoutEnd) {
    std::int64_t given = 0;
    csv::Reader reader([&](char* into, std::size_t most) {
        const std::string_view row = "12345,\"Ana, Ruiz\",ana@example.org\n";
        std::size_t count = 0;
        for (; count + row.size() <= most && given < 100'000; ++given) count += row.copy(into + count, row.size());
        return count;
    });
    std::int64_t rows = 0;
    while (reader.next()) rows += reader.fields().size() == 3;
    EXPECT_EQ(rows, 100'000);
    EXPECT_EQ(reader.line(), 100'000);
}

TEST(CsvReader, NothingBreaksIt) {
    Random random(11);
    const std::string_view letters = "a,;\t\"\"\r\n\n =\xC3\xB1\xFF\x96" "é'";
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (auto size = random.below(60); size > 0; --size) text += letters[random.below(letters.size())];
        try {
            read(text, {.encoding = csv::Encoding::utf8, .separator = ','});
        } catch (const csv::Error&) {
        }
    }
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
    std::ostringstream out;
    csv::Writer writer(out);
    writer.row({"plain", "with, comma", "with \"quotes\"", "two\nlines", "", " space"});
    writer.text("n").number(std::int64_t{-5}).number(2.5).empty().end_row();
    writer.row({""});
    EXPECT_EQ(out.str(), "plain,\"with, comma\",\"with \"\"quotes\"\"\",\"two\nlines\",,\" space\"\r\nn,-5,2.5,\r\n\"\"\r\n");
}

TEST(CsvWriter, FormulasBecomeText) {
    std::ostringstream out;
    csv::Writer(out).row({"=1+1", "+1 555", "-x", "@SUM(A1)", "a=b", "\t=1"});
    EXPECT_EQ(out.str(), "'=1+1,'+1 555,'-x,'@SUM(A1),a=b,\"'\t=1\"\r\n");
    EXPECT_EQ(csv::without_guard("'=1+1"), "=1+1");
    EXPECT_EQ(csv::without_guard("'s"), "'s");
}

TEST(CsvWriter, WhatIsWrittenReadsBack) {
    Random random(5);
    const std::string_view letters = "a,;\t\"\r\n =-+@'";
    for (int i = 0; i < 500; ++i) {
        std::vector<std::string> row(1 + random.below(4));
        for (auto& field : row) {
            for (auto size = random.below(6); size > 0; --size) field += letters[random.below(letters.size())];
        }
        std::ostringstream out;
        csv::Writer writer(out);
        for (const auto& field : row) writer.text(field);
        writer.end_row();
        csv::Reader reader(csv::from_text(out.view()), {.separator = ','});
        ASSERT_TRUE(reader.next()) << out.view();
        ASSERT_EQ(reader.fields().size(), row.size()) << out.view();
        for (std::size_t f = 0; f < row.size(); ++f) {
            const bool guarded = row[f].starts_with('\'');  // a text that looks guarded already is the one that cannot be told
            if (!guarded) {
                EXPECT_EQ(csv::without_guard(reader.fields()[f]), row[f]);
            }
        }
        EXPECT_FALSE(reader.next());
    }
}
