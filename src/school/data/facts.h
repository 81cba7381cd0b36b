/// What a room lets the warehouse know: the named, documented questions of its schema/facts.sql.
///
///     -- fact device operations
///     -- One device the department keeps or has kept.
///     -- key device_id
///     -- changed revision
///     -- device_id   integer  public        The device.
///     -- kind        text     public        "chromebook", "printer" ...
///     SELECT id AS device_id, kind, revision FROM inventory_device;
///
/// The word after the name says what rows are about: operations or students. A third word says that the fact does not come from a room's tables:
/// `batch` (the Parquet of accepted batches has these columns by name, and `_ended BOOLEAN`; a column called `batch` is filled by the warehouse), or `computed` (DuckDB's SQL on the other facts).
/// Tables of the warehouse whose names begin with `_` are its own.
///
/// `changed` names a number that grows with every change of a row, so that only rows above the last one seen are read again; it is a column of
/// the SELECT and not of the fact. Without it all rows are read each time. Rows of a fact with `changed` are never deleted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "data/warehouse.h"

namespace data {

/// What a column may tell, from the least. A tier keeps the columns that it may hold; a fact of which only keys would be left is not in it.
enum class Privacy {
    open,          // "public": nothing about a single student
    student,       // the student's key: their id in the tier sensitive, a pseudonym in students, another in directory
    row,           // tells a row about a student from others: as its source has it in the tier sensitive, a keyed number in the others
    deidentified,  // about a student who is not named
    directory,     // directory information (34 CFR 99.3): name, grade, school
    identifying,   // tells who it is: number, birth date
    sensitive,     // programmes, disability, poverty, language, housing
};
std::string_view word(Privacy privacy);
std::optional<Privacy> parse_privacy(std::string_view word);

struct FactColumn {
    std::string name;
    base::CellType type = base::CellType::text;
    Privacy privacy = Privacy::open;
    std::string words;  // English, for the schema browser
};

struct Fact {
    enum class Origin {
        room,      // asked of the room's tables
        batch,     // the accepted batches of an import (batch.h)
        computed,  // by the warehouse from other facts, in DuckDB's SQL
    };
    std::string name;
    std::string room;
    std::string words;
    std::vector<std::string> key;
    std::string changed;  // empty: read whole each time
    std::vector<FactColumn> columns;
    std::string sql;      // empty: of batches
    Origin origin = Origin::room;

    bool about_students() const;
    /// The columns which a tier holds; none when the fact is not in it.
    std::vector<FactColumn> columns_in(Tier tier) const;
};

/// Reads a facts.sql. Throws std::runtime_error naming file and line when it cannot be read: it ships with the program.
std::vector<Fact> parse_facts(std::string_view room, std::string_view text);

/// Every fact there is: of the rooms, of batches, computed, as add_facts() (data.h) brought them.
const std::vector<Fact>& facts();
const Fact* find_fact(std::string_view name);

}  // namespace data
