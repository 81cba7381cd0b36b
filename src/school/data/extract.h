/// Files that a regulator asks for, each described by a definition in TOML that ships with the program (extracts/*.toml): who is counted, into which
/// records, how they are written and what must hold. The code knows no regulator; docs/guide/extracts.md lists every key.
///
/// All here is pure: a population that was answered by the warehouse, the definition and the values chosen make records, results of the rules and
/// bytes, the same ones each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cell.h"
#include "data/report_file.h"
#include "data/run.h"

namespace data {

enum class ExtractFormat { csv, tab, fixed };
constexpr ExtractFormat extract_formats[] = {ExtractFormat::csv, ExtractFormat::tab, ExtractFormat::fixed};
std::string_view word(ExtractFormat format);
std::optional<ExtractFormat> parse_extract_format(std::string_view word);
/// "csv", "tab", "txt".
std::string_view extension_of(ExtractFormat format);

/// A column of the population and the codes that are written for what it holds.
struct ExtractCategory {
    std::string name;
    std::vector<std::string> codes;  // in the order in which records stand
    std::string missing;             // code for nothing; empty: a student with nothing is left out of sets that go by this
    std::vector<std::pair<std::string, std::string>> values;
};

struct CategorySet {
    std::string name;
    std::vector<std::size_t> by;  // of categories
    bool total = false;           // the total of a school, TotalIndicator Y
};

struct ExtractField {
    enum class From { text, category, row_number, record_count, amount, total_indicator, school_number, blank };
    std::string name;
    int start = 1, length = 1;  // in characters, the first is 1
    bool zeros = false;         // right-justified with zeros; otherwise left-justified with spaces
    int digits = 0;             // exactly so many digits; 0: anything
    From from = From::text;
    std::string text;           // with {parameter}, {extension}, {version}, {year_before}
    std::size_t category = 0;
};

enum class RuleCheck { length, characters, digits, codes, school_number, school_number_twice, student_twice, totals, second_count, empty, effective, calendar, attendance, missing, change };
std::string_view word(RuleCheck check);
enum class RuleLevel { field, row, file };
std::string_view word(RuleLevel level);

struct ExtractRule {
    std::string id;
    RuleCheck check = RuleCheck::length;
    RuleLevel level = RuleLevel::file;
    bool fatal = false;
    std::int64_t share = 0, least = 0;  // of `change`: more than so many per cent and more than so many
};

struct ExtractDefinition {
    ReportFile head;  // name, title, about, limits, parameters, tier (always sensitive), statement (the population) and text, as of a report
    std::string version, period, authority, layout;
    std::string effective_from, effective_until;  // days; empty: open
    std::vector<ExtractCategory> categories;
    std::vector<CategorySet> sets;
    std::vector<ExtractField> header, record;
    std::vector<ExtractRule> rules;

    const ExtractRule* rule(std::string_view id) const;
};

struct ReadExtract {
    ExtractDefinition definition;
    std::vector<ReportProblem> problems;  // empty: it can be used
};
/// Never throws for what stands in the text.
ReadExtract read_extract(std::string_view text);
/// Throws std::runtime_error that says of each problem line, key and what was expected.
ExtractDefinition trusted_extract(std::string_view text);

/// Typed values as what to bind. Every parameter needs one. Throws base::Invalid naming the parameter, with a message key.
Parameters bind_extract(const ExtractDefinition& definition, const std::vector<std::pair<std::string, std::string>>& chosen);
/// The value that divides one filing from the next: the school year.
std::int64_t period_of(const ExtractDefinition& definition, const Parameters& parameters);

struct ExtractRecord {
    std::string school_number, school_name, set;
    std::vector<std::string> codes;  // one for each category; empty where the set does not go by it
    std::int64_t amount = 0;
    bool operator==(const ExtractRecord&) const = default;
};

/// A rule that does not hold.
struct RuleResult {
    std::string rule;     // its id
    std::string subject;  // school, field or category set
    std::string value;    // what was found
    std::int64_t count = 1;
    bool operator==(const RuleResult&) const = default;
};

struct Extracted {
    std::vector<ExtractRecord> records;
    std::vector<RuleResult> results;
    std::int64_t students = 0;  // rows of the population
    std::int64_t counted = 0;
};
/// Throws Refused (extract.columns) when the population lacks a column: school_number, school_name, school_id, student_id, has_calendar, has_attendance,
/// counted, and one for each category.
Extracted extract(const ExtractDefinition& definition, const Parameters& parameters, const base::CellTable& population);

/// The whole file.
std::string bytes_of(const ExtractDefinition& definition, const Parameters& parameters, const std::vector<ExtractRecord>& records, ExtractFormat format);
/// Rules about fields, which need the written values.
std::vector<RuleResult> check_fields(const ExtractDefinition& definition, const Parameters& parameters, const std::vector<ExtractRecord>& records);
/// Counts the population once more, set by set, in another way, and compares it with what stands in the bytes of the fixed file.
std::vector<RuleResult> count_again(const ExtractDefinition& definition, const base::CellTable& population, std::string_view fixed);

/// Records as a table that can be kept, and back.
base::CellTable table_of(const ExtractDefinition& definition, const std::vector<ExtractRecord>& records);
std::vector<ExtractRecord> records_of(const base::CellTable& table);

/// One record that differs between two files; absent on one side when it is not there.
struct RecordChange {
    ExtractRecord record;  // its amount is that of the side that has it, the newer one when both do
    std::optional<std::int64_t> before, after;
};
std::vector<RecordChange> difference(const std::vector<ExtractRecord>& before, const std::vector<ExtractRecord>& after);
/// Schools whose total changed by more than the rule allows against an earlier year.
std::vector<RuleResult> changes_by_school(const ExtractDefinition& definition, const std::vector<ExtractRecord>& before, const std::vector<ExtractRecord>& after);

}  // namespace data
