#include "app/house.h"

#include <filesystem>

#include <fmt/format.h>

namespace app {

std::string House::Places::store_key_file(const Room& room) const {
    return (std::filesystem::path(key_file).parent_path() / (std::string(room.name) + ".key")).string();
}

House::House(Databases databases, const Places& places) : databases_(std::move(databases)), files_(places.files_folder), secrets_(places.key_file) {
    const Rooms& all = rooms();
    services_.database = databases_.main.get();
    services_.messages = &all.messages;
    services_.templates = &all.templates;
    services_.files = &files_;
    services_.secrets = &secrets_;
    services_.navigation = &all.navigation;
    services_.assets = &all.assets;
    services_.public_frame = all.public_frame;
    services_.public_url = places.public_url;
    services_.workspace = places.workspace;
    for (const OwnStore& store : databases_.stores) {
        store_keys_.push_back(open_store_key(*store.database, places.store_key_file(*store.room)));
        services_.stores.push_back({std::string(store.room->name), store.database.get(), store_keys_.back().get()});
    }
}

static std::string public_url_of(const Configuration& configuration) {
    if (!configuration.public_url.empty()) return configuration.public_url;
    const auto colon = configuration.listen.rfind(':');
    return "http://localhost" + (colon == std::string::npos ? std::string(":8080") : configuration.listen.substr(colon));
}

static std::unique_ptr<House> house_of(Databases databases, const Configuration& configuration) {
    return std::make_unique<House>(std::move(databases),
                                   House::Places{configuration.files_folder(), configuration.key_file(), public_url_of(configuration), configuration.data});
}

std::unique_ptr<House> open_house(const Configuration& configuration) {
    Databases databases = open_databases(configuration);
    require_our_tables(databases, configuration.data);
    return house_of(std::move(databases), configuration);
}

std::unique_ptr<House> open_and_migrate(const Configuration& configuration) {
    Databases databases = open_databases(configuration);
    migrate(databases);
    return house_of(std::move(databases), configuration);
}

Configuration configuration_of(const cli::Where& where) {
    Configuration configuration = read_configuration(where.data);
    if (!where.database.empty()) configuration.database = where.database;
    return configuration;
}

}  // namespace app
