#include <fmt/format.h>

#include <ostream>

#include "base/csv.h"

namespace base::csv {

static constexpr std::string_view formula_starts = "=+-@\t\r";

Writer::Writer(std::ostream& out, Mark mark) : out_(out) {
    if (mark == Mark::byte_order) out_ << "\uFEFF";
}

void Writer::separate() {
    if (row_begun_) {
        out_ << ',';
        only_empty_ = false;
    }
    row_begun_ = true;
}

Writer& Writer::text(std::string_view value) {
    if (value.empty()) return empty();
    separate();
    only_empty_ = false;
    const bool guard = formula_starts.find(value.front()) != formula_starts.npos;
    const bool quote = value.find_first_of(",;\t\"\r\n") != value.npos || value.front() == ' ' || value.back() == ' ';
    if (quote) out_ << '"';
    if (guard) out_ << '\'';
    for (auto end = value.find('"'); end != value.npos; end = value.find('"')) {
        out_ << value.substr(0, end + 1) << '"';
        value.remove_prefix(end + 1);
    }
    out_ << value;
    if (quote) out_ << '"';
    return *this;
}

Writer& Writer::number(std::int64_t value) {
    separate();
    only_empty_ = false;
    out_ << value;
    return *this;
}

Writer& Writer::number(double value) {
    separate();
    only_empty_ = false;
    out_ << fmt::format("{}", value);
    return *this;
}

Writer& Writer::number(double value, int decimals) {
    separate();
    only_empty_ = false;
    out_ << fmt::format("{:.{}f}", value, decimals);
    return *this;
}

Writer& Writer::empty() {
    separate();
    return *this;
}

void Writer::end_row() {
    if (row_begun_ && only_empty_) out_ << "\"\"";  // else the row would be a blank line
    out_ << "\r\n";
    row_begun_ = false;
    only_empty_ = true;
}

void Writer::row(std::initializer_list<std::string_view> texts) {
    for (auto value : texts) text(value);
    end_row();
}

std::string_view without_guard(std::string_view field) {
    const bool guarded = field.size() >= 2 && field[0] == '\'' && formula_starts.find(field[1]) != formula_starts.npos;
    return guarded ? field.substr(1) : field;
}

}  // namespace base::csv
