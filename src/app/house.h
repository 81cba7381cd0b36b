/// One opened district: its database, its files, its key, and the rooms that work on them.
#pragma once

#include <memory>
#include <string>

#include "app/configuration.h"
#include "app/rooms.h"
#include "app/stores.h"
#include "auth/secret.h"
#include "cli/cli.h"
#include "db/db.h"
#include "files/files.h"
#include "http/call.h"

namespace app {

class House : public cli::Workplace {
public:
    struct Places {
        std::string files_folder;
        std::string key_file;
        std::string public_url;
        std::string workspace = {};

        std::string store_key_file(const Room& room) const;
    };
    House(Databases databases, const Places& places);

    db::Database& database() override { return *databases_.main; }
    const Databases& databases() const { return databases_; }
    const http::Services& services() override { return services_; }
    files::Store& files() { return files_; }
    const auth::SecretBox& secrets() const { return secrets_; }

private:
    Databases databases_;
    files::Store files_;
    auth::SecretBox secrets_;
    std::vector<std::unique_ptr<auth::SecretBox>> store_keys_;
    http::Services services_;
};

/// Opens the district of a configuration as it is. Throws db::Failure when its tables are not those of this program.
std::unique_ptr<House> open_house(const Configuration& configuration);
/// Opens it and brings its tables up to this program.
std::unique_ptr<House> open_and_migrate(const Configuration& configuration);
/// The settings file of --data, with --database over it.
Configuration configuration_of(const cli::Where& where);

}  // namespace app
