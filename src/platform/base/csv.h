/// Tables as comma-separated text (RFC 4180), read from files that nobody has checked and written for programs that run formulas.
///
/// The reader streams: it keeps one row and a buffer in memory, however long the file is.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace base::csv {

/// Gives the next bytes of a file: at most `most` into `into`; returns how many, 0 at the end.
using Source = std::function<std::size_t(char* into, std::size_t most)>;
/// The stream and the text must outlive the source.
Source from_stream(std::istream& stream);
Source from_text(std::string_view text);

enum class Encoding { utf8, utf16_little, utf16_big, cp1252, mac_roman };
/// As people know it: "UTF-8", "Windows-1252".
std::string_view name_of(Encoding encoding);

/// The encoding of a whole file, which is read to its end.
///
/// A byte order mark decides. Without one, zero bytes at every other place mean UTF-16; bytes that are valid UTF-8 are UTF-8. What is
/// left is Windows-1252 or Mac Roman: each byte above 127 is read in both and judged by its neighbours (a small letter beside small
/// letters or an apostrophe between letters speaks for an encoding; a capital after a small letter, a sign between letters or a byte
/// without meaning speaks against it). The better sum wins; Windows-1252 at a tie, unless lines end with a lone CR as old Macs did.
Encoding detect_encoding(const Source& source);

struct Options {
    /// Absent: found out from the first megabyte; until a byte above 127 comes the question stays open.
    std::optional<Encoding> encoding;
    /// Absent: the one of comma, semicolon and tab that splits the first rows most evenly. A first line "sep=;" decides and is no row.
    std::optional<char> separator;
    std::size_t most_field_bytes = 1'000'000;
    std::size_t most_row_bytes = 4'000'000;
    std::size_t most_columns = 1000;
};

/// The file cannot be read on from here. The message is for people and says what to do; `line` is counted from 1.
class Error : public std::runtime_error {
public:
    Error(std::int64_t line, const std::string& message) : std::runtime_error(message), line_(line) {}
    std::int64_t line() const { return line_; }

private:
    std::int64_t line_;
};

class Reader {
public:
    explicit Reader(Source source, Options options = {});
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Goes to the next row; false at the end. Lines without any character are passed over. Lines end with LF, CRLF or CR. Throws Error
    /// for an unterminated quote, text after a closing quote, zero bytes, a workbook that is no CSV, and whatever exceeds the limits.
    bool next();
    /// The fields of the row as UTF-8, valid until the next one. Rows may have different numbers of fields.
    std::span<const std::string_view> fields() const;
    /// The line of the file on which the row begins, from 1.
    std::int64_t line() const;

    char separator() const;
    /// Before a byte above 127 has come: UTF-8.
    Encoding encoding() const;
    /// How many bytes so far were not valid in the encoding; each became U+FFFD.
    std::int64_t bad_bytes() const;

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

/// Writes rows with commas and CRLF, quoted where needed.
///
/// A text that begins with =, +, -, @, tab or CR would be run as a formula by spreadsheet programs (OWASP, "CSV Injection"), so it gets
/// an apostrophe in front, which they show as text. Numbers are written as they are.
class Writer {
public:
    /// With a mark, Excel reads the file as UTF-8.
    enum class Mark { none, byte_order };
    explicit Writer(std::ostream& out, Mark mark = Mark::none);

    Writer& text(std::string_view value);
    Writer& number(std::int64_t value);
    Writer& number(double value);
    /// With this many decimals, 0 or more; no separator of thousands.
    Writer& number(double value, int decimals);
    Writer& empty();
    void end_row();
    /// A whole row of texts.
    void row(std::initializer_list<std::string_view> texts);

private:
    void separate();
    std::ostream& out_;
    bool row_begun_ = false;
    bool only_empty_ = true;
};

/// A field of our own export as it was before the apostrophe came in front.
std::string_view without_guard(std::string_view field);

}  // namespace base::csv
