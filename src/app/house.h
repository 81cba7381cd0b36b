/// One opened district: its database, its files, its key, and the rooms that work on them.
#pragma once

#include <memory>
#include <string>

#include "app/configuration.h"
#include "app/rooms.h"
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
    };
    House(std::unique_ptr<db::Database> database, const Places& places);

    db::Database& database() override { return *database_; }
    const http::Services& services() override { return services_; }
    files::Store& files() { return files_; }
    const auth::SecretBox& secrets() const { return secrets_; }

private:
    std::unique_ptr<db::Database> database_;
    files::Store files_;
    auth::SecretBox secrets_;
    http::Services services_;
};

/// Opens the district of a configuration as it is. Throws db::Failure when its tables are not those of this program.
std::unique_ptr<House> open_house(const Configuration& configuration);
/// Opens it and brings its tables up to this program.
std::unique_ptr<House> open_and_migrate(const Configuration& configuration);
/// The settings file of --data, with --database over it.
Configuration configuration_of(const cli::Where& where);

}  // namespace app
