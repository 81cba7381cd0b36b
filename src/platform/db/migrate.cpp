#include "db/migrate.h"

#include <fmt/core.h>
#include <openssl/sha.h>

#include <algorithm>

#include "base/text.h"
#include "db/connection.h"
#include "db/sql_text.h"

namespace db {

static std::string sha256(std::string_view text) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), reinterpret_cast<unsigned char*>(digest.data()));
    return base::to_hex(digest);
}

std::vector<AppliedMigration> applied_migrations(Read& db) {
    return db.query("SELECT room, name, sha256 FROM db_migration ORDER BY id").all([](const Row& row) {
        return AppliedMigration{std::string(row.text("room")), std::string(row.text("name")), std::string(row.text("sha256"))};
    });
}

namespace detail {

static void create_migration_table(Connection& connection) {
    connection.run_script(for_engine(R"sql(
        CREATE TABLE IF NOT EXISTS db_migration (
            id IDENTITY,
            room TEXT NOT NULL,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at BIGINT NOT NULL,
            UNIQUE (room, name)
        )
    )sql", connection.engine()));
}

static void refuse_unknown(const std::vector<AppliedMigration>& applied, const std::vector<Migration>& known) {
    for (const auto& one : applied) {
        const bool found = std::ranges::any_of(known, [&](const Migration& m) { return m.room == one.room && m.name == one.name; });
        if (found) continue;
        throw Failure(fmt::format("The database has the change {}/{}, which this program does not know: a newer Belltower has used it. "
                                  "Start that version, or restore a backup made with this one. Nothing was changed.",
                                  one.room, one.name));
    }
}

static void apply(Write& db, const Migration& migration) {
    try {
        Reach::connection(db).run_script(for_engine(migration.sql, db.engine()));
    } catch (const Failure& failure) {
        throw Failure(fmt::format("The change {}/{} cannot be made: {}. Nothing was changed.", migration.room, migration.name,
                                  failure.what()));
    }
    db.query("INSERT INTO db_migration (room, name, sha256, applied_at) VALUES (:room, :name, :sha256, :now)")
        .bind("room", migration.room)
        .bind("name", migration.name)
        .bind("sha256", sha256(migration.sql))
        .bind("now", base::system_now())
        .run();
}

void apply_migrations(Write& db, const std::vector<Migration>& migrations) {
    create_migration_table(Reach::connection(db));
    const auto applied = applied_migrations(db);
    refuse_unknown(applied, migrations);
    for (const auto& migration : migrations) {
        const auto before = std::ranges::find_if(applied, [&](const AppliedMigration& one) {
            return one.room == migration.room && one.name == migration.name;
        });
        if (before == applied.end()) {
            apply(db, migration);
        } else if (before->sha256 != sha256(migration.sql)) {
            throw Failure(fmt::format("The change {}/{} was made to this database with another text than this program has. A shipped "
                                      "change is never edited: put the file back as it was and add a new one. Nothing was changed.",
                                      migration.room, migration.name));
        }
    }
}

}  // namespace detail

}  // namespace db
