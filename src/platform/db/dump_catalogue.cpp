#include "db/dump_catalogue.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "db/connection.h"

namespace db::detail {

std::string quoted(const std::string& name) { return '"' + name + '"'; }

static ColumnType type_named(const std::string& table, const std::string& column, std::string_view declared) {
    const std::string name = base::to_lower_ascii(declared);
    if (name == "bigint" || name == "integer") return ColumnType::integer;
    if (name == "double precision") return ColumnType::real;
    if (name == "text") return ColumnType::text;
    if (name == "blob" || name == "bytea") return ColumnType::bytes;
    throw Failure(fmt::format("column {}.{} has the type {}, which a dump cannot carry", table, column, declared));
}

static TableColumn read_column(const std::string& table, const Row& row) {
    const std::string name(row.text("name"));
    return {name, type_named(table, name, row.text("type")), static_cast<int>(row.integer("key_position"))};
}

static std::vector<Table> names_and_identities(Read& db, std::string_view sql) {
    return db.query(sql).all([](const Row& row) {
        return Table{std::string(row.text("name")), {}, std::string(row.text("identity_column"))};
    });
}

constexpr std::string_view sqlite_tables = R"sql(
    SELECT t.name AS name,
           CASE WHEN m.sql LIKE '%AUTOINCREMENT%'
                THEN (SELECT c.name FROM pragma_table_xinfo(t.name) AS c WHERE c.pk = 1) ELSE '' END AS identity_column
      FROM pragma_table_list AS t JOIN sqlite_master AS m ON m.type = 'table' AND m.name = t.name
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND t.name <> 'db_migration'
     ORDER BY t.name
)sql";
constexpr std::string_view sqlite_columns = R"sql(
    SELECT name, type, pk AS key_position FROM pragma_table_xinfo(:table) WHERE hidden = 0
)sql";

constexpr std::string_view postgres_tables = R"sql(
    SELECT t.relname AS name,
           coalesce((SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = t.oid AND a.attidentity <> ''), '') AS identity_column
      FROM pg_class AS t
     WHERE t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relkind = 'r' AND t.relname <> 'db_migration'
       AND NOT EXISTS (SELECT 1 FROM pg_attribute AS a
                        WHERE a.attrelid = t.oid AND a.atttypid = CAST('tsvector' AS regtype) AND NOT a.attisdropped)
     ORDER BY t.relname COLLATE "C"
)sql";
constexpr std::string_view postgres_columns = R"sql(
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
           coalesce(array_position(CAST(CAST(k.indkey AS TEXT[]) AS TEXT[]), CAST(a.attnum AS TEXT)), 0) AS key_position
      FROM pg_attribute AS a
      JOIN pg_class AS t ON t.oid = a.attrelid AND t.relname = :table AND t.relnamespace = CAST(current_schema() AS regnamespace)
      LEFT JOIN (SELECT indrelid, string_to_array(CAST(indkey AS TEXT), ' ') AS indkey FROM pg_index WHERE indisprimary) AS k
        ON k.indrelid = t.oid
     WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
)sql";

std::vector<Table> tables_of(Read& db) {
    const bool sqlite = db.engine() == Engine::sqlite;
    auto tables = names_and_identities(db, sqlite ? sqlite_tables : postgres_tables);
    for (Table& table : tables) {
        table.columns = db.query(sqlite ? sqlite_columns : postgres_columns).bind("table", table.name).all([&](const Row& row) {
            return read_column(table.name, row);
        });
        std::ranges::sort(table.columns, {}, &TableColumn::name);
    }
    return tables;
}

std::int64_t last_identity(Read& db, const Table& table) {
    const std::int64_t highest =
        db.query(fmt::format("SELECT coalesce(max({}), 0) FROM {}", quoted(table.identity_column), quoted(table.name))).one_integer();
    const auto given = db.engine() == Engine::sqlite
                           ? db.query("SELECT seq FROM sqlite_sequence WHERE name = :table").bind("table", table.name).maybe_integer()
                           : db.query("SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, :column) AS regclass))")
                                 .bind("table", quoted(table.name))
                                 .bind("column", table.identity_column)
                                 .maybe_integer();
    return std::max(highest, given.value_or(0));
}

void set_last_identity(Write& db, const Table& table, std::int64_t last) {
    if (db.engine() == Engine::sqlite) {
        db.query("DELETE FROM sqlite_sequence WHERE name = :table").bind("table", table.name).run();
        if (last == 0) return;
        db.query("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)").bind("table", table.name).bind("last", last).run();
    } else {
        // A sequence that has given out nothing begins with 1.
        db.query("SELECT setval(CAST(pg_get_serial_sequence(:table, :column) AS regclass), :last, :called = 1)")
            .bind("table", quoted(table.name))
            .bind("column", table.identity_column)
            .bind("last", std::max<std::int64_t>(last, 1))
            .bind("called", last > 0)
            .run();
    }
}

/// Says of every foreign key of the schema when it is checked.
static void alter_references(Write& db, std::string_view when) {
    struct Reference {
        std::string table, name;
    };
    const auto references = db.query(R"sql(
        SELECT t.relname AS table_name, c.conname AS name FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
         WHERE c.contype = 'f' AND t.relnamespace = CAST(current_schema() AS regnamespace)
    )sql").all([](const Row& row) { return Reference{std::string(row.text("table_name")), std::string(row.text("name"))}; });
    for (const auto& one : references) {
        Reach::connection(db).run_script(fmt::format("ALTER TABLE {} ALTER CONSTRAINT {} {}", quoted(one.table), quoted(one.name), when));
    }
}

void defer_references(Write& db) {
    if (db.engine() == Engine::sqlite) Reach::connection(db).run_script("PRAGMA defer_foreign_keys = ON");
    else alter_references(db, "DEFERRABLE INITIALLY DEFERRED");
}

void check_references(Write& db) {
    if (db.engine() == Engine::sqlite) return;  // checked by the commit
    Reach::connection(db).run_script("SET CONSTRAINTS ALL IMMEDIATE");
    alter_references(db, "NOT DEFERRABLE");
}

std::string select_in_order(const Table& table, Engine engine) {
    std::vector<std::string> names;
    std::vector<TableColumn> key;
    for (const auto& column : table.columns) {
        names.push_back(quoted(column.name));
        if (column.key_position > 0) key.push_back(column);
    }
    std::ranges::sort(key, {}, &TableColumn::key_position);
    std::vector<std::string> order;
    for (const auto& column : key.empty() ? table.columns : key) {
        // The order of bytes, whatever the locale of the server.
        const bool collated = engine == Engine::postgres && column.type == ColumnType::text;
        order.push_back(quoted(column.name) + (collated ? " COLLATE \"C\"" : "") + (key.empty() ? " NULLS FIRST" : ""));
    }
    return fmt::format("SELECT {} FROM {} ORDER BY {}", base::join(names, ", "), quoted(table.name), base::join(order, ", "));
}

}  // namespace db::detail
