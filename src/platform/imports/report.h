/// What an import says about its input: each problem with file, row, column, value and what was expected.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace imports {

/// An error means that the row (or file) cannot be used: a strict import stops, a lenient one leaves the row out. A warning means that
/// it was used, and how it differs from what was expected.
enum class Severity { error, warning };
std::string_view word(Severity severity);

struct Problem {
    Severity severity = Severity::error;
    std::string code;      // "row.missing_required_value": stable, lower case, explained in docs/guide
    std::string file;      // name inside the package; empty: the package itself
    std::int64_t row = 0;  // line of the file on which it begins, 1 is the header; 0: the whole file
    std::string column;
    std::string value;     // what was there; never a password. Student data: shown to those who may import, never logged
    std::string expected;  // for people, in English like the files' own words
};

/// Where in the input something stands.
struct Place {
    std::string_view file;
    std::int64_t row = 0;
};

/// Collects problems. Keeps the first `most_kept_of_a_code` of each code and counts all, so that a broken export of a million rows still
/// gives a report that can be read.
class Report {
public:
    static constexpr std::int64_t most_kept_of_a_code = 5000;

    void error(std::string_view code, Place place, std::string_view column, std::string_view value, std::string_view expected);
    void warning(std::string_view code, Place place, std::string_view column, std::string_view value, std::string_view expected);
    void add(Problem problem);

    const std::vector<Problem>& problems() const { return problems_; }
    std::int64_t errors() const { return errors_; }
    std::int64_t warnings() const { return warnings_; }
    /// How often each code was met, kept or not.
    const std::map<std::string, std::int64_t, std::less<>>& codes() const { return codes_; }

private:
    std::vector<Problem> problems_;
    std::map<std::string, std::int64_t, std::less<>> codes_;
    std::int64_t errors_ = 0;
    std::int64_t warnings_ = 0;
};

}  // namespace imports
