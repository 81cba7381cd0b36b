#include <fmt/format.h>

#include "app/check.h"

namespace app {

static std::vector<std::string> check_sqlite(db::Read& db) {
    std::vector<std::string> problems;
    // As a table, newer versions of SQLite take the number for the name of a table.
    db.query("PRAGMA integrity_check(20)").each([&](const db::Row& row) {
        const auto line = row.text("integrity_check");
        if (line != "ok") problems.push_back(fmt::format("The database file is damaged: {}. Restore a backup.", line));
    });
    db.query("SELECT \"table\" AS child, parent, count(*) AS broken FROM pragma_foreign_key_check GROUP BY \"table\", parent").each([&](const db::Row& row) {
        problems.push_back(fmt::format("{} rows of {} refer to rows of {} that are not there.", row.integer("broken"), row.text("child"),
                                       row.text("parent")));
    });
    return problems;
}

namespace {

struct Reference {
    std::string child, child_column, parent, parent_column;
};

}  // namespace

/// Of one column, which all of ours are.
static std::vector<Reference> references_of(db::Read& db) {
    return db.query(R"sql(
        SELECT CAST(CAST(c.conrelid AS regclass) AS TEXT) AS child, a.attname AS child_column,
               CAST(CAST(c.confrelid AS regclass) AS TEXT) AS parent, b.attname AS parent_column
          FROM pg_constraint AS c
          JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
          JOIN pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
         WHERE c.contype = 'f' AND c.connamespace = CAST(current_schema() AS regnamespace) AND cardinality(c.conkey) = 1
         ORDER BY c.conname
    )sql").all([](const db::Row& row) {
        return Reference{std::string(row.text("child")), std::string(row.text("child_column")), std::string(row.text("parent")),
                         std::string(row.text("parent_column"))};
    });
}

static std::vector<std::string> check_postgres(db::Read& db) {
    std::vector<std::string> problems;
    db.query(R"sql(
        SELECT conname AS name FROM pg_constraint
         WHERE NOT convalidated AND connamespace = CAST(current_schema() AS regnamespace) ORDER BY conname
    )sql").each([&](const db::Row& row) { problems.push_back(fmt::format("The rule {} has never been checked on the rows it is for.", row.text("name"))); });
    db.query(R"sql(
        SELECT i.relname AS name FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
         WHERE NOT x.indisvalid AND i.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY i.relname
    )sql").each([&](const db::Row& row) { problems.push_back(fmt::format("The index {} is broken; make it anew with REINDEX.", row.text("name"))); });
    for (const Reference& one : references_of(db)) {
        const auto broken = db.query(fmt::format(R"sql(
            SELECT count(*) FROM {} AS c WHERE c."{}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {} AS p WHERE p."{}" = c."{}")
        )sql", one.child, one.child_column, one.parent, one.parent_column, one.child_column)).one_integer();
        if (broken > 0) problems.push_back(fmt::format("{} rows of {} refer to rows of {} that are not there.", broken, one.child, one.parent));
    }
    return problems;
}

std::vector<std::string> check_data(db::Read& db) { return db.engine() == db::Engine::sqlite ? check_sqlite(db) : check_postgres(db); }

}  // namespace app
