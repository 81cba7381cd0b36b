/// The tables of a database as both engines describe them alike. Private to db/dump.h.
#pragma once

#include <string>
#include <vector>

#include "db/db.h"

namespace db::detail {

enum class ColumnType { integer, real, text, bytes };

struct TableColumn {
    std::string name;
    ColumnType type;
    int key_position;  // in the primary key, from 1; 0: not in it
};

struct Table {
    std::string name;
    std::vector<TableColumn> columns;  // by name
    std::string identity_column;       // empty: ids are not made by the engine
};

/// Ordinary tables by name, without db_migration and what is rebuilt from others.
std::vector<Table> tables_of(Read& db);
/// The highest id that was ever given out.
std::int64_t last_identity(Read& db, const Table& table);
void set_last_identity(Write& db, const Table& table, std::int64_t last);

/// Until check_references(), rows may refer to rows that come later.
void defer_references(Write& db);
void check_references(Write& db);

/// SELECT of all columns in the order of the key, the same on every engine.
std::string select_in_order(const Table& table, Engine engine);
std::string quoted(const std::string& name);

}  // namespace db::detail
