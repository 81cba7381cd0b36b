#include "auth/testing.h"

#include "auth/password.h"
#include "db/migrations.h"

namespace auth::testing {

std::vector<db::Migration> migrations() {
    const db::Engine engine = db::testing::engine_under_test();
    auto list = db::migrations_of(db::embedded(), engine);
    for (auto& migration : db::migrations_of(auth::embedded(), engine)) list.push_back(std::move(migration));
    return list;
}

Office::Office() {
    static const std::string hash = hash_password(password, Effort::least);
    const Viewer system = Viewer::system();
    database->write([&](db::Write& db) {
        dana = create_account(db, system, now, {.email = "dana@north.example", .name = "Dana Reyes", .password_hash = hash});
        ruth = create_account(db, system, now, {.email = "ruth@north.example", .name = "Ruth Adler", .password_hash = hash});
        leo = create_account(db, system, now, {.email = "leo@north.example", .name = "Leo Peña", .language = "es", .password_hash = hash});
        grant(db, system, now, dana, {"helpdesk.work", ScopeKind::school, 3});
        grant(db, system, now, ruth, {std::string(may_manage_access.name), ScopeKind::everywhere, 0});
        grant(db, system, now, ruth, {std::string(may_audit.name), ScopeKind::everywhere, 0});
    });
}

Viewer Office::as(AccountId id) {
    return database->read([&](db::Read& db) {
        return Viewer(id, account_name(db, id).value(), grants(db, Viewer::system(), id), Proof::session);
    });
}

std::vector<std::string> Office::actions_on(AccountId id) {
    std::vector<std::string> actions;
    database->read([&](db::Read& db) {
        for (const Event& event : history(db, "account", id.value)) actions.push_back(event.action);
    });
    return actions;
}

}  // namespace auth::testing
