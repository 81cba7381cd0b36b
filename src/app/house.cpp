#include "app/house.h"

#include <fmt/format.h>

namespace app {

House::House(std::unique_ptr<db::Database> database, const Places& places)
    : database_(std::move(database)), files_(places.files_folder), secrets_(places.key_file) {
    const Rooms& all = rooms();
    services_.database = database_.get();
    services_.messages = &all.messages;
    services_.templates = &all.templates;
    services_.files = &files_;
    services_.secrets = &secrets_;
    services_.navigation = &all.navigation;
    services_.assets = &all.assets;
    services_.public_url = places.public_url;
}

static std::string public_url_of(const Configuration& configuration) {
    if (!configuration.public_url.empty()) return configuration.public_url;
    const auto colon = configuration.listen.rfind(':');
    return "http://localhost" + (colon == std::string::npos ? std::string(":8080") : configuration.listen.substr(colon));
}

static std::unique_ptr<House> house_of(std::unique_ptr<db::Database> database, const Configuration& configuration) {
    return std::make_unique<House>(std::move(database),
                                   House::Places{configuration.files_folder(), configuration.key_file(), public_url_of(configuration)});
}

std::unique_ptr<House> open_house(const Configuration& configuration) {
    auto database = db::Database::open({.url = configuration.database_url()});
    const auto expected = rooms().migrations(database->engine());
    const auto applied = database->read([](db::Read& db) { return db.query("SELECT count(*) FROM db_migration").one_integer(); });
    if (applied != static_cast<std::int64_t>(expected.size())) {
        throw cli::Stop(fmt::format("The tables in {} are not those of this program. Make a backup, then run belltower migrate --data {}",
                                    configuration.data, configuration.data));
    }
    return house_of(std::move(database), configuration);
}

std::unique_ptr<House> open_and_migrate(const Configuration& configuration) {
    auto database = db::Database::open({.url = configuration.database_url()});
    database->migrate(rooms().migrations(database->engine()));
    return house_of(std::move(database), configuration);
}

Configuration configuration_of(const cli::Where& where) {
    Configuration configuration = read_configuration(where.data);
    if (!where.database.empty()) configuration.database = where.database;
    return configuration;
}

}  // namespace app
