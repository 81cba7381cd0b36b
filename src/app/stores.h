/// The databases of one district: its own, and one for each room that keeps to itself (Room::own_store).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/configuration.h"
#include "app/rooms.h"
#include "auth/secret.h"
#include "db/db.h"

namespace app {

struct OwnStore {
    const Room* room = nullptr;
    std::unique_ptr<db::Database> database;
};

struct Databases {
    std::unique_ptr<db::Database> main;
    std::vector<OwnStore> stores;
};

/// Opens them as they are.
Databases open_databases(const Configuration& configuration);
/// Brings the tables of all up to this program.
void migrate(Databases& databases);
/// Throws cli::Stop with what to do when the tables of one are not those of this program.
void require_our_tables(const Databases& databases, const std::string& data);

/// The key of what a room keeps sealed lies in a file of its own, DIR/coaching.key, which no backup holds: whoever has a backup reads nothing of
/// it. A store that is new gets a new key. Absent, with a line in the log, when the store was sealed with a key that is not in the file: another
/// one is never made in its place.
std::unique_ptr<auth::SecretBox> open_store_key(db::Database& store, const std::string& key_file);

/// Whether the file holds the key of this store; false when there is no such file. A store that was never opened has none to miss.
bool has_store_key(db::Database& store, const std::string& key_file);

}  // namespace app
