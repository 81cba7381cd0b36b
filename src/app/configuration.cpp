#include "app/configuration.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.h"
#include "cli/cli.h"
#include "db/beside.h"

namespace app {

namespace fs = std::filesystem;

namespace {

/// The one list of settings: key of the file, variable, member.
struct Known {
    std::string_view key;
    const char* variable;
    std::string Configuration::*member;
};

constexpr Known known_settings[] = {
    {"database", "BELLTOWER_DATABASE", &Configuration::database},
    {"public_url", "BELLTOWER_PUBLIC_URL", &Configuration::public_url},
    {"listen", "BELLTOWER_LISTEN", &Configuration::listen},
    {"admin_listen", "BELLTOWER_ADMIN_LISTEN", &Configuration::admin_listen},
    {"tls_certificate", "BELLTOWER_TLS_CERTIFICATE", &Configuration::tls_certificate},
    {"tls_key", "BELLTOWER_TLS_KEY", &Configuration::tls_key},
    {"log_level", "BELLTOWER_LOG_LEVEL", &Configuration::log_level},
};

}  // namespace

static bool is_address(std::string_view text) {
    return text.starts_with("postgresql://") || text.starts_with("postgres://") || text.starts_with("sqlite:");
}

std::string Configuration::database_url() const {
    if (database == "sqlite") return "sqlite:" + data + "/belltower.db";
    if (is_address(database)) return database;
    throw cli::Stop("The database must be \"sqlite\" or an address that begins with postgresql://");
}

std::string Configuration::store_url(std::string_view room) const {
    const auto given = stores.find(room);
    return given == stores.end() ? db::address_beside(database_url(), room) : given->second;
}

std::string checked_public_url(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    const std::string host = web ? url.substr(url.find("//") + 2) : "";
    if (host.empty() || host.find_first_of("/?# \"<>") != std::string::npos) {
        throw cli::Stop(fmt::format("The public address \"{}\" must look like https://help.north.example", url));
    }
    return url;
}

static void read_proxies(const toml::node& node, Configuration& into, const std::string& file) {
    const toml::array* list = node.as_array();
    if (!list || !list->is_homogeneous<std::string>()) throw cli::Stop(file + ": trusted_proxies must be a list of texts, such as [\"10.0.0.0/8\"]");
    for (const auto& item : *list) into.trusted_proxies.push_back(item.value_or(std::string{}));
}

static void read_stores(const toml::node& node, Configuration& into, const std::string& file) {
    const toml::table* table = node.as_table();
    if (!table) throw cli::Stop(file + ": stores must be a table, such as [stores] with the line coaching = \"postgresql://...\"");
    for (const auto& [room, address] : *table) {
        const auto text = address.value_exact<std::string>();
        if (!text || !is_address(*text)) {
            throw cli::Stop(fmt::format("{}, line {}: stores.{} must be an address that begins with postgresql:// or sqlite:", file,
                                        address.source().begin.line, room.str()));
        }
        into.stores[std::string(room.str())] = *text;
    }
}

static void read_setting(std::string_view key, const toml::node& node, Configuration& into, const std::string& file) {
    if (key == "trusted_proxies") return read_proxies(node, into, file);
    if (key == "stores") return read_stores(node, into, file);
    for (const Known& known : known_settings) {
        if (known.key != key) continue;
        const auto value = node.value_exact<std::string>();
        if (!value) throw cli::Stop(fmt::format("{}, line {}: {} must be a text in quotes", file, node.source().begin.line, key));
        into.*known.member = *value;
        return;
    }
    throw cli::Stop(fmt::format("{}, line {}: there is no setting called {}", file, node.source().begin.line, key));
}

static void read_file(Configuration& into) {
    const std::string file = into.settings_file();
    if (!fs::exists(file)) {
        throw cli::Stop(fmt::format("There is no district in {} (no belltower.toml). belltower init or belltower demo makes one.", into.data));
    }
    try {
        const toml::table table = toml::parse_file(file);
        for (const auto& [key, node] : table) read_setting(key.str(), node, into, file);
    } catch (const toml::parse_error& error) {
        throw cli::Stop(fmt::format("{}, line {}: {}", file, error.source().begin.line, error.description()));
    }
}

static void read_environment(Configuration& into) {
    for (const Known& known : known_settings) {
        if (const char* value = std::getenv(known.variable); value && *value) into.*known.member = value;
    }
    if (const char* proxies = std::getenv("BELLTOWER_TRUSTED_PROXIES"); proxies && *proxies) {
        into.trusted_proxies.clear();
        for (auto network : base::split(proxies, ',')) into.trusted_proxies.emplace_back(base::trim(network));
    }
}

Configuration read_settings_file(const std::string& data) {
    Configuration configuration;
    configuration.data = data;
    read_file(configuration);
    return configuration;
}

Configuration read_configuration(const std::string& data) {
    Configuration configuration = read_settings_file(data);
    read_environment(configuration);
    if (!configuration.public_url.empty()) configuration.public_url = checked_public_url(configuration.public_url);
    return configuration;
}

void write_configuration(const Configuration& configuration) {
    const std::string file = configuration.settings_file();
    if (fs::exists(file)) throw cli::Stop(file + " is there already");
    toml::table table;
    const Configuration plain;
    for (const Known& known : known_settings) {
        if (configuration.*known.member != plain.*known.member || known.key == "database") table.insert(known.key, configuration.*known.member);
    }
    if (!configuration.trusted_proxies.empty()) {
        toml::array networks;
        for (const std::string& network : configuration.trusted_proxies) networks.push_back(network);
        table.insert("trusted_proxies", std::move(networks));
    }
    if (!configuration.stores.empty()) {
        toml::table stores;
        for (const auto& [room, address] : configuration.stores) stores.insert(room, address);
        table.insert("stores", std::move(stores));
    }
    std::ostringstream text;
    text << "# Settings of this Belltower server; docs/operations tells all of them. BELLTOWER_... variables override them.\n" << table << "\n";
    // The address of a PostgreSQL database may hold its password.
    std::ofstream out(file);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    out << text.str();
    if (!out.flush()) throw cli::Stop("Cannot write " + file);
}

}  // namespace app
