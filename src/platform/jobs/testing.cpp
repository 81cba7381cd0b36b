#include "jobs/testing.h"

#include "auth/auth.h"
#include "base/embedded.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "jobs/jobs.h"

namespace jobs::testing {

std::vector<db::Migration> migrations() {
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), embedded()}) {
        for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(std::move(migration));
    }
    return all;
}

void add_account(db::Database& database, std::int64_t id, std::string_view address) {
    database.write([&](db::Write& db) {
        db.query(R"sql(
            INSERT INTO auth_account (id, email, email_folded, name, language, created_at)
            VALUES (:id, :address, :address, 'Somebody', 'en', 0)
        )sql")
            .bind("id", id)
            .bind("address", address)
            .run();
    });
}

}  // namespace jobs::testing
