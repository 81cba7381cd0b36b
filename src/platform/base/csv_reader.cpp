#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/csv_decode.h"

namespace base::csv {

static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// In how many parts a separator splits the first rows: the least of any of them, and of the first row.
struct Split {
    std::size_t least = 0;
    std::size_t header = 0;
    auto operator<=>(const Split&) const = default;
};

static Split split_by(std::string_view text, char separator) {
    constexpr int most_rows = 10;
    Split result;
    std::size_t count = 0, bytes = 0;
    int rows = 0;
    bool quoted = false;
    const auto end_row = [&] {
        if (bytes == 0) return;
        if (rows == 0) result = {count, count};
        result.least = std::min(result.least, count);
        ++rows;
        count = bytes = 0;
    };
    for (char c : text) {
        if (!quoted && is_line_end(c)) {
            end_row();
            if (rows == most_rows) return result;
            continue;
        }
        ++bytes;
        if (c == '"') quoted = !quoted;
        else if (c == separator && !quoted) ++count;
    }
    // A row that the sample cuts short says nothing, unless it is the only one.
    if (rows == 0) end_row();
    return result;
}

static char detect_separator(std::string_view text) {
    char best = ',';
    Split best_split = split_by(text, best);
    for (char candidate : {';', '\t'}) {
        const Split split = split_by(text, candidate);
        if (split > best_split) {
            best = candidate;
            best_split = split;
        }
    }
    return best;
}

class Reader::Parser {
public:
    Parser(Source source, const Options& options) : options_(options), decoder_(std::move(source), options.encoding) {
        more();
        take_separator_line();
        separator_ = options.separator.value_or(named_separator_ ? named_separator_ : detect_separator(rest()));
    }

    bool next() {
        do {
            if (!next_row()) return false;
        } while (ends_.size() == 1 && row_.empty() && !row_quoted_);
        make_fields();
        return true;
    }

    std::span<const std::string_view> fields() const { return fields_; }
    std::int64_t row_line() const { return row_line_; }
    char separator() const { return separator_; }
    const Decoder& decoder() const { return decoder_; }

private:
    enum class End { field, row };

    std::string_view rest() const { return std::string_view(text_).substr(at_); }

    /// Reads on when everything is used up; false at the end of the file.
    bool more() {
        if (at_ < text_.size()) return true;
        text_.clear();
        at_ = 0;
        while (text_.empty()) {
            if (!decoder_.read(text_)) return false;
        }
        return true;
    }

    /// Excel's own way to name the separator.
    void take_separator_line() {
        if (rest().size() < 6 || !rest().starts_with("sep=") || !is_line_end(rest()[5])) return;
        named_separator_ = rest()[4];
        at_ += 5;
        end_line();
    }

    bool next_row() {
        row_.clear();
        ends_.clear();
        row_quoted_ = false;
        if (!more()) return false;
        row_line_ = line_;
        while (next_field() == End::field) {
            if (ends_.size() >= options_.most_columns) {
                throw Error(row_line_, fmt::format("The row has more than {} columns. Check which character separates them.",
                                                   options_.most_columns));
            }
        }
        return true;
    }

    End next_field() {
        field_start_ = row_.size();
        const bool quoted = more() && text_[at_] == '"';
        if (quoted) take_quoted();
        else take_plain();
        ends_.push_back(row_.size());
        return end_field();
    }

    End end_field() {
        if (!more()) return End::row;
        const char c = text_[at_];
        if (c == separator_) {
            ++at_;
            return End::field;
        }
        if (is_line_end(c)) {
            end_line();
            return End::row;
        }
        if (c == '\0') refuse_zero();
        throw Error(line_, "After a closing quote a separator or the end of the line must come. A quote inside a field is written twice.");
    }

    void take_plain() {
        while (more()) {
            std::size_t end = at_;
            while (end < text_.size() && text_[end] != separator_ && !is_line_end(text_[end]) && text_[end] != '\0') ++end;
            append(end);
            if (end < text_.size()) {
                if (text_[end] == '\0') refuse_zero();
                return;
            }
        }
    }

    void take_quoted() {
        row_quoted_ = true;
        quote_line_ = line_;
        ++at_;
        while (more()) {
            std::size_t end = at_;
            while (end < text_.size() && text_[end] != '"' && !is_line_end(text_[end]) && text_[end] != '\0') ++end;
            append(end);
            if (end == text_.size()) continue;
            if (text_[end] == '\0') refuse_zero();
            if (text_[end] == '"') {
                ++at_;
                if (!more() || text_[at_] != '"') return;
                append(at_ + 1);  // a doubled quote is one
            } else {
                take_line_end_inside();
            }
        }
        throw Error(quote_line_, fmt::format("A quote that opens on line {} is never closed.", quote_line_));
    }

    void take_line_end_inside() {
        const char first = text_[at_];
        append(at_ + 1);
        if (first == '\r' && more() && text_[at_] == '\n') append(at_ + 1);
        ++line_;
    }

    void end_line() {
        const char first = text_[at_++];
        if (first == '\r' && more() && text_[at_] == '\n') ++at_;
        ++line_;
    }

    /// Moves the text up to `end` into the row.
    void append(std::size_t end) {
        row_.append(text_, at_, end - at_);
        at_ = end;
        if (row_.size() - field_start_ > options_.most_field_bytes) {
            throw Error(row_line_, fmt::format("A field is longer than {} bytes.{}", options_.most_field_bytes,
                                               row_quoted_ ? fmt::format(" Perhaps a quote that opens on line {} is never closed.", quote_line_)
                                                           : ""));
        }
        if (row_.size() > options_.most_row_bytes) {
            throw Error(row_line_, fmt::format("The row is longer than {} bytes.", options_.most_row_bytes));
        }
    }

    [[noreturn]] void refuse_zero() const {
        throw Error(line_, "The file holds a zero byte, so it is no text. Save it as CSV in UTF-8.");
    }

    void make_fields() {
        fields_.clear();
        std::size_t start = 0;
        for (std::size_t end : ends_) {
            fields_.push_back(std::string_view(row_).substr(start, end - start));
            start = end;
        }
    }

    Options options_;
    Decoder decoder_;
    char separator_ = ',';
    char named_separator_ = '\0';
    std::string text_;  // decoded; used up to at_
    std::size_t at_ = 0;
    std::int64_t line_ = 1;

    std::string row_;
    std::vector<std::size_t> ends_;
    std::vector<std::string_view> fields_;
    std::size_t field_start_ = 0;
    bool row_quoted_ = false;
    std::int64_t row_line_ = 0;
    std::int64_t quote_line_ = 0;
};

Reader::Reader(Source source, Options options) : parser_(std::make_unique<Parser>(std::move(source), options)) {}
Reader::~Reader() = default;
bool Reader::next() { return parser_->next(); }
std::span<const std::string_view> Reader::fields() const { return parser_->fields(); }
std::int64_t Reader::line() const { return parser_->row_line(); }
char Reader::separator() const { return parser_->separator(); }
Encoding Reader::encoding() const { return parser_->decoder().encoding(); }
std::int64_t Reader::bad_bytes() const { return parser_->decoder().bad_bytes(); }

}  // namespace base::csv
