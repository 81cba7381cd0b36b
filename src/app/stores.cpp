#include "app/stores.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/log.h"
#include "base/text.h"
#include "cli/cli.h"
#include "db/setting.h"

namespace app {

namespace fs = std::filesystem;

constexpr std::string_view seal_setting = "store.seal";
constexpr std::string_view sealed_words = "the key of this store";

Databases open_databases(const Configuration& configuration) {
    Databases opened{db::Database::open({.url = configuration.database_url()}), {}};
    for (const Room* room : rooms().with_own_store()) {
        opened.stores.push_back({room, db::Database::open({.url = configuration.store_url(room->name), .readers = 2, .writers = 2})});
    }
    return opened;
}

void migrate(Databases& databases) {
    databases.main->migrate(rooms().migrations(databases.main->engine()));
    for (OwnStore& store : databases.stores) store.database->migrate(rooms().migrations_of(*store.room, store.database->engine()));
}

static bool has_all(db::Database& database, const std::vector<db::Migration>& expected) {
    const auto applied = database.read([](db::Read& db) { return db.query("SELECT count(*) FROM db_migration").one_integer(); });
    return applied == static_cast<std::int64_t>(expected.size());
}

void require_our_tables(const Databases& databases, const std::string& data) {
    bool all = has_all(*databases.main, rooms().migrations(databases.main->engine()));
    for (const OwnStore& store : databases.stores) all = all && has_all(*store.database, rooms().migrations_of(*store.room, store.database->engine()));
    if (all) return;
    throw cli::Stop(fmt::format("The tables in {} are not those of this program. Make a backup, then run belltower migrate --data {}", data, data));
}

static std::optional<std::string> seal_of(db::Database& store) {
    const auto text = store.read([](db::Read& db) { return db::setting(db, seal_setting); });
    return text ? base::from_base64url(*text) : std::nullopt;
}

std::unique_ptr<auth::SecretBox> open_store_key(db::Database& store, const std::string& key_file) {
    if (seal_of(store) && !has_store_key(store, key_file)) {
        base::log::warning("{} does not hold the key of its store; what is sealed there stays shut until the key is back", key_file);
        return nullptr;
    }
    auto box = std::make_unique<auth::SecretBox>(key_file);
    if (!seal_of(store)) store.write([&](db::Write& db) { db::set_setting(db, seal_setting, base::to_base64url(box->seal(sealed_words))); });
    return box;
}

bool has_store_key(db::Database& store, const std::string& key_file) {
    const auto seal = seal_of(store);
    if (!seal) return true;
    return fs::exists(key_file) && auth::SecretBox(key_file).open(*seal) == sealed_words;
}

}  // namespace app
