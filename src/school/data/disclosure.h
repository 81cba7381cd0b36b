/// Disclosure control: what of a table of counts of students may leave the department without telling about one of them.
/// Clause numbers in this folder that begin with D refer to docs/policies/disclosure.md.
///
/// disclosure.cpp is the only file that may turn facts about students into an aggregate that leaves the department.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"

namespace data {

struct Correlation;  // statistics.h

constexpr int usual_minimum = 10;  // D2: what 39 states use, after NCES 2011-603
constexpr int least_minimum = 5;   // D2: below, a class mate can name the others
constexpr int most_minimum = 1000;

/// What a table is about and how it is to be protected. Each student is counted in exactly one row (D3): groups that overlap are tables of
/// their own.
struct Protection {
    std::vector<std::string> by;  // none, one or two columns that divide the students
    std::string count;            // how many students a row is about
    std::string part;             // how many of them have a property; empty: there is none
    int minimum = usual_minimum;
    bool totals = true;           // shown; they count as known to the reader either way (D6)
    bool part_counts = false;     // beside the percentage; both are protected as if it were always (D9)
    /// Of each of `by`, its values in the order in which they are shown; may be shorter. Others follow: numbers by size, then texts by their
    /// bytes (grades as in school), then nothing.
    std::vector<std::vector<std::string>> order = {};
};

/// A whole per cent; towards the ends only a bound is told, the wider the smaller the group (D9).
struct Percent {
    enum class Bound { about, at_most, at_least };
    int value = 0;
    Bound bound = Bound::about;
    bool operator==(const Percent&) const = default;
};
/// Of a group of `count` students of whom `part` have the property. 0 < count, 0 <= part <= count.
Percent percent_of(std::int64_t part, std::int64_t count);
/// "12 %", "≤5 %", "≥95 %", with a no-break space.
std::string text_of(const Percent& percent);

struct ProtectedRow {
    /// A combination as it was given, or a total that was computed here: over the second column, over the first, over all.
    enum class Kind { cell, total_of_first, total_of_second, total };
    Kind kind = Kind::cell;
    std::vector<base::Cell> by;         // as long as Protection::by; nothing where a total leaves a column out
    std::optional<std::int64_t> count;  // absent: withheld
    std::optional<std::int64_t> part;   // absent: withheld, there is none, or only the percentage is shown
    std::optional<Percent> percent;     // absent: withheld, or of nobody
    bool count_withheld = false;
    bool part_withheld = false;         // always when the count is
    std::vector<base::Cell> others;     // the remaining columns; nothing when anything of the row is withheld, and in totals
};
/// "cell", "total_of_first", "total_of_second", "total".
std::string_view word(ProtectedRow::Kind kind);

/// One symbol for every withheld figure, whatever the reason: another for the small ones would say which these are (D5).
constexpr std::string_view withheld_symbol = "*";

struct Protected {
    Protection protection;
    std::vector<base::CellColumn> by;
    std::vector<base::CellColumn> others;
    std::vector<ProtectedRow> rows;  // by the values of `by` (Protection::order), then totals
    std::int64_t withheld = 0;       // rows of which something is withheld
    // Of the work, for tests and logs; never shown beside the table.
    std::int64_t audited = 0;        // intervals proved wide enough
    std::int64_t flows = 0;          // flow problems solved
};

/// The table as it may leave. Every withheld small figure could be, as far as arithmetic on what is shown tells a reader who knows that each
/// combination of the table with a count has at least one student, anything up to the minimum: counts from 1, parts and rests from 0, totals as
/// D4 says; the proof is in D7 and D8. The same whatever the order of the rows is, which would tell hidden counts when they were put in order by them (D12). Throws base::Invalid with the field `by`, `count`, `part` or
/// `minimum`: more than two dimensions, a column that is not there or named twice, a count that is absent, negative or no whole number, a part
/// above its count, a combination that comes twice, a minimum outside least_minimum to most_minimum.
Protected protect(const base::CellTable& table, const Protection& protection);

/// A correlation as it may leave (D13): rounded to hundredths, with how many students in tens. `far` says that it is told only as further from 0 than
/// 0.95, because a coefficient of 1 tells each student's figure by the other.
struct ReleasedCorrelation {
    double r = 0, low = 0, high = 0;
    std::int64_t used = 0;
    bool far = false;
};
constexpr std::int64_t least_correlated = 30;
constexpr double furthest_told = 0.95;
/// Absent for fewer than least_correlated students, and when one of the figures is the same for all, which would tell it of each.
std::optional<ReleasedCorrelation> released(const Correlation& correlation);
/// A count beside a correlation, in tens, so that it does not tell of one student when it is taken from another count.
std::int64_t in_tens(std::int64_t count);

/// As a table for files, charts and pages: the columns of `by`, the count, the part if its counts are shown, `percent` (integer) and
/// `percent_text` if there is a part, the others, then `row` (word of its kind) and `withheld` ("", "part" or "count"). What is withheld is nothing.
/// A filter is put on this table, never on the one before (D10).
base::CellTable as_table(const Protected& table);

}  // namespace data
