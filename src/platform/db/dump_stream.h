/// The bytes of a dump. Private to db/dump.h.
///
///     belltower dump 1
///     migration roster 0001_create_roster
///     table roster_org 41                      (the last id given out, or 0)
///     column id integer
///     column name text
///     .
///     +I7;T5:North                             (a row: N null, I integer, R real, T text and B bytes with their length)
///     .
///     checksum 5e88...                         (SHA-256 of all bytes before this line)
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace db::detail {

class Checksum {
public:
    Checksum();
    ~Checksum();
    Checksum(const Checksum&) = delete;
    Checksum& operator=(const Checksum&) = delete;
    void add(std::string_view bytes);
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

class DumpWriter {
public:
    explicit DumpWriter(std::ostream& out) : out_(out) {}
    void put(std::string_view bytes);
    /// A text or bytes with its length.
    void put_long(char tag, std::string_view bytes);
    /// Writes the checksum; throws Failure when anything could not be written.
    void finish();

private:
    std::ostream& out_;
    Checksum checksum_;
};

/// Reads what a DumpWriter wrote. Everything unexpected is a Failure.
class DumpReader {
public:
    explicit DumpReader(std::istream& in) : in_(in) {}
    /// The rest of the line, without its end.
    std::string line();
    char tag();
    std::string until(char end);
    std::string exactly(std::size_t bytes);
    /// Reads the checksum's line, of which "checksum " has been read by line().
    void check(std::string_view line);
    [[noreturn]] static void refuse();

private:
    std::istream& in_;
    Checksum checksum_;
};

}  // namespace db::detail
