#include "imports/report.h"

#include "base/text.h"

namespace imports {

// A cell of a broken file may hold the rest of the file.
static constexpr std::size_t most_shown = 200;

std::string_view word(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

void Report::error(std::string_view code, Place place, std::string_view column, std::string_view value,
                   std::string_view expected) {
    add({Severity::error, std::string(code), std::string(place.file), place.row, std::string(column), std::string(value),
         std::string(expected)});
}

void Report::warning(std::string_view code, Place place, std::string_view column, std::string_view value,
                     std::string_view expected) {
    add({Severity::warning, std::string(code), std::string(place.file), place.row, std::string(column),
         std::string(value), std::string(expected)});
}

void Report::add(Problem problem) {
    (problem.severity == Severity::error ? errors_ : warnings_) += 1;
    if (++codes_[problem.code] > most_kept_of_a_code) return;
    problem.value = base::elide(base::repair_utf8(problem.value), most_shown);
    problem.column = base::elide(base::repair_utf8(problem.column), most_shown);
    problems_.push_back(std::move(problem));
}

}  // namespace imports
