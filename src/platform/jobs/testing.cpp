#include "jobs/testing.h"

#include "auth/auth.h"
#include "base/embedded.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "http/http.h"
#include "jobs/jobs.h"

namespace jobs::testing {

std::vector<db::Migration> migrations() {
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), http::embedded(), embedded()}) {
        for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(std::move(migration));
    }
    return all;
}

}  // namespace jobs::testing
