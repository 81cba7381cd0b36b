/// A report as one text file that can live in git: a comment with a header in TOML, then one SQL statement.
///
///     /*
///     name = "enrolment-by-grade"
///     title = "Students by school and grade"
///     tier = "students"
///     ...
///     */
///     SELECT ...
///
/// docs/guide/reports.md lists every key. Reading a file never throws for what a person wrote: what cannot be used comes back as problems with
/// the line and the key. The whole text, header included, is what a run carries as its SQL, so that a run is protected as its own text says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "data/disclosure.h"
#include "data/run.h"
#include "data/warehouse.h"
#include "html/html.h"

namespace data {

/// In both languages; Spanish falls back to English when it was not written.
struct Words {
    std::string en, es;
    const std::string& in(html::Language language) const { return language == html::Language::es && !es.empty() ? es : en; }
    bool empty() const { return en.empty(); }
};

enum class ParameterType { integer, real, text, date, flag, choice };
std::string_view word(ParameterType type);

/// A value that the reader chooses. It is bound as `$name`, with its type, and never put into the text. Without a default nothing is bound
/// (NULL) until somebody chooses.
struct ReportParameter {
    std::string name;
    ParameterType type = ParameterType::text;
    Words label;
    base::Cell preset;
    std::vector<std::string> choices;
};

struct ReportChart {
    enum class Mark { bar, line, point, heat } mark = Mark::bar;
    std::string x, y;
    std::string series;  // a colour and a pattern for each; empty: none
    std::string sort;    // "x", "y" or "-y"; empty: as the rows come
};
std::string_view word(ReportChart::Mark mark);

/// What the figures say, with {column} for the cell of the first row, {last.column}, {highest.column}, {lowest.column} for the rows in which the
/// column `by` is highest and lowest, {rows} for how many there are. Left out when a value it needs is hidden or missing.
struct ReportSentence {
    Words words;
    std::string by;
};

/// What protects the students behind the figures (disclosure.h). `none` is for the tier operations only (data.md clause 14).
struct ReportPrivacy {
    bool none = false;
    std::vector<std::string> by;  // one or two columns that make the groups
    std::string count;            // column: how many students are in the group
    std::string part;             // column: how many of them ...; empty: none
    int minimum = usual_minimum;
    bool totals = true;           // sums over each column of `by` are added
    bool part_counts = false;     // `part` is shown beside the column `percent`
};

enum class ColumnFormat { automatic, text, code, integer, decimal, percent, date };

struct ReportColumn {
    std::string name;
    Words label;
    ColumnFormat format = ColumnFormat::automatic;
    int decimals = -1;  // of a decimal number or a share; -1: as many as the column needs, at most two
    /// The column of the answer that holds the Spanish words of this one's values; it is not shown by itself. Empty: none.
    std::string spanish;
    /// Words of the values, where codes stand in the column ("WH7": White), in the order of the file, which is that of the rows of a protected
    /// report.
    std::vector<std::pair<std::string, Words>> values;
};

/// What our own code makes of the answer before it is protected. The list is closed.
enum class FinishStep {
    none,
    correlation,   // rows are students; see report_finish.h
    poisson_rate,  // adds an exact Poisson interval to events and exposure
};

/// Columns that a finish step works on.
struct ReportFinish {
    FinishStep step = FinishStep::none;
    std::string x, y, within;       // correlation: two measures (x: a share of 1, y: a number), and the school
    std::string events, exposure;   // poisson_rate: a number of events, and years under observation
};

struct ReportFile {
    std::string name;
    Words title, about, source, limits;  // limits: what the figures cannot say
    Tier tier = Tier::operations;
    std::vector<ReportParameter> parameters;
    std::optional<ReportChart> chart;
    std::optional<ReportSentence> sentence;
    ReportPrivacy privacy;
    std::vector<ReportColumn> columns;
    ReportFinish finish;
    std::string statement;  // the SQL after the header
    std::string text;       // all of it

    const ReportColumn* column(std::string_view name) const;
    /// Of a report whose privacy is not `none`.
    Protection protection() const;
};

/// One thing that cannot be used. `code` is a message key under data.report.problem, which is given {line}, {key} and {value}.
struct ReportProblem {
    int line = 1;
    std::string key;
    std::string code;
    std::string value = {};
};
std::string words_of(const html::Messages& messages, html::Language language, const ReportProblem& problem);

struct ReadReport {
    ReportFile file;
    std::vector<ReportProblem> problems;  // empty: it can be used
    std::vector<ReportProblem> warnings;  // what its author should think over; codes as of problems
};
/// At most 20,000 bytes.
ReadReport read_report(std::string_view text);
/// The same for a text that was read before. Throws std::logic_error when it cannot be used.
ReportFile trusted_report(std::string_view text);

/// What a person chose, as text, as the values to bind, in the order of the file. Parameters that are not among them take their default. Throws
/// base::Invalid naming the parameter, with a message key under data.report.problem.
Parameters bind_parameters(const ReportFile& file, const std::vector<std::pair<std::string, std::string>>& chosen);

}  // namespace data
