/// DuckDB behind a short seam, through its C API. Only worker programs link this room: the server must not (docs/decisions/0012).
///
/// DuckDB's own settings are no sandbox; whoever runs SQL that a person wrote does it in a process with limits of the kernel.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cell.h"
#include "base/frames.h"

namespace duck {

class Error : public std::runtime_error {
public:
    enum class Kind { other, interrupted, memory };
    Error(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    Kind kind() const { return kind_; }

private:
    Kind kind_;
};

struct Options {
    std::string path;  // empty: in memory
    bool read_only = false;
    std::int64_t memory_megabytes = 1024;
    int threads = 2;
    /// Where it may spill; empty: nowhere.
    std::string temp_folder = {};
    std::int64_t temp_megabytes = 0;
    /// May read and write files that SQL names (Parquet, ATTACH). For our own SQL only.
    bool external_access = false;
};

using Parameters = std::vector<std::pair<std::string, base::Cell>>;

/// One chunk of a result at a time; cells are read by row and column of the chunk.
class Rows {
public:
    virtual ~Rows() = default;
    virtual const std::vector<base::CellColumn>& columns() const = 0;
    /// Goes to the next chunk; false at the end.
    virtual bool next() = 0;
    virtual std::size_t count() const = 0;
    /// A value of the present chunk. Types DuckDB has and we do not: unsigned and huge integers become integers when they fit and reals when not,
    /// decimals reals, times with a zone moments, everything else (lists, structs, intervals, UUIDs, enums) its text.
    virtual base::Cell cell(std::size_t row, std::size_t column) const = 0;
};

/// Rows into a table of an open session, fast.
class Appender {
public:
    virtual ~Appender() = default;
    virtual void null() = 0;
    virtual void integer(std::int64_t value) = 0;  // into flag, integer and moment columns
    virtual void real(double value) = 0;
    virtual void text(std::string_view value) = 0;  // into text columns
    virtual void day(std::string_view iso) = 0;     // into DATE columns
    virtual void end_row() = 0;
    /// Writes what is left. Must be called; throws what DuckDB says.
    virtual void close() = 0;
};

/// A text as SQL writes it, in quotes (gcc 14 finds std::quoted under a plainer name). For statements that take no parameters (ATTACH, COPY, SET).
std::string sql_quoted(std::string_view text);

/// Takes the next cell of a packed row into the row of the appender; a text goes into a DATE column when `is_day`.
void append(Appender& appender, base::RowReader& reader, bool is_day);

/// One database with one connection. interrupt() may be called from another thread; everything else belongs to one thread.
class Session {
public:
    /// Throws Error when the file cannot be opened or the settings are refused. All settings are locked when it returns: extensions are never
    /// loaded or installed, secrets never kept.
    explicit Session(const Options& options);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Our own statements, any number of them, without results.
    void run(std::string_view sql);
    /// One statement, parameters by `$name`, streamed. A text given for a DATE is read as a day, an integer for a TIMESTAMP as milliseconds.
    /// Parameters that the text lacks, or that are not given, throw. The session must not be used otherwise until the rows are gone.
    std::unique_ptr<Rows> query(std::string_view sql, const Parameters& parameters = {});
    /// The whole result of a small query of ours.
    base::CellTable table(std::string_view sql, const Parameters& parameters = {});
    std::unique_ptr<Appender> append(std::string_view table);
    /// Ends what runs now with Error::Kind::interrupted, as soon as DuckDB looks.
    void interrupt();
    /// How many statements the text holds. Throws Error for text that is no SQL. Nothing is prepared, bound or run.
    int count_statements(std::string_view sql);

    /// "v1.5.5"
    static std::string version();

    struct Handles;  // DuckDB's own; for the files of this room

private:
    std::unique_ptr<Handles> handles_;
};

}  // namespace duck
