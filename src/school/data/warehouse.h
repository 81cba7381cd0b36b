/// The warehouse: columns of facts in DuckDB, one file for each tier of privacy, built and asked by the program `belltower-data`.
///
/// A tier holds only what it may tell, so what somebody may not see is not in the file that their question is put to (docs/policies/data.md).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cell.h"
#include "base/time.h"

namespace http {
struct Services;
}

namespace data {

/// From the least to the most that can be told.
enum class Tier {
    operations,  // the department's work, places and days; no row about a student
    directory,   // names, grades and schools of students whose families did not opt out of directory information
    students,    // rows about students under pseudonyms, without what is sensitive
    sensitive,   // everything: names, birth dates, programmes
};
constexpr Tier tiers[] = {Tier::operations, Tier::directory, Tier::students, Tier::sensitive};
std::string_view word(Tier tier);
std::optional<Tier> parse_tier(std::string_view word);

/// Where the warehouse of a district lies and which program works on it.
struct Place {
    std::string folder;   // DIR/warehouse
    std::string program;  // belltower-data
    std::string file(Tier tier) const;
};
Place place_of(const http::Services& services);

struct AskLimits {
    std::int64_t rows = 10'000;
    std::int64_t bytes = std::int64_t{32} << 20;
    base::Milliseconds time{30'000};
    std::int64_t memory_bytes = std::int64_t{3} << 30;  // address space of the worker
};

/// One question to a tier.
struct Ask {
    Tier tier = Tier::operations;
    std::string sql;
    std::vector<std::pair<std::string, base::Cell>> parameters;  // bound as `$name`, never put into the text
    /// Written by a person: its tree is checked against the list of what is allowed and it runs walled in. Only SQL that ships with the program
    /// goes without.
    bool guarded = true;
    AskLimits limits;
};

struct Answer {
    base::CellTable table;
    bool cut = false;                 // more rows or bytes than the limits
    base::Milliseconds took{0};       // in the worker, from opening the file to the last row
    std::vector<std::string> tables;  // which tables the question reads, and
    std::vector<std::string> columns; // "table.column" as far as the text names them; from its tree, guarded questions only
    std::optional<base::Instant> as_of;  // the moment of the newest fact in the file
    std::string version;              // of the warehouse file; changes with every refresh
};

/// The question cannot be answered. `code` is stable: guard.statement, guard.table, guard.function, guard.size, sql (DuckDB's own words),
/// limit.time, limit.memory, cancelled, worker.died, warehouse.missing. `detail` is what it was about ("read_csv").
class Refused : public std::runtime_error {
public:
    Refused(std::string code, std::string detail, const std::string& message)
        : std::runtime_error(message), code_(std::move(code)), detail_(std::move(detail)) {}
    const std::string& code() const { return code_; }
    const std::string& detail() const { return detail_; }

private:
    std::string code_, detail_;
};

/// Asks in a worker of its own and waits. `cancelled` is asked about every 50 ms. Throws Refused.
Answer ask(const Place& place, const Ask& question, const std::function<bool()>& cancelled = {});

}  // namespace data
