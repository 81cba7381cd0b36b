/// What a district's server is told from outside: DIR/belltower.toml, BELLTOWER_... variables, options. Later ones win. What belongs to the
/// district itself (its name, time zone, mail) is in the database (db/setting.h).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct Configuration {
    std::string data;                             // the folder
    std::string database = "sqlite";              // or a postgresql:// URL
    std::string public_url;                       // "https://help.north.example", no slash at the end; empty: http://localhost:PORT
    std::string listen = "127.0.0.1:8080";
    std::string admin_listen;                     // empty: none
    std::vector<std::string> trusted_proxies;     // networks such as 10.0.0.0/8
    std::string tls_certificate;                  // both files or none
    std::string tls_key;
    std::string log_level = "info";
    /// Addresses of the databases that rooms have to themselves, where they are not to lie beside the district's own: "coaching".
    std::map<std::string, std::string, std::less<>> stores;

    /// As db::Settings wants it.
    std::string database_url() const;
    std::string store_url(std::string_view room) const;
    std::string files_folder() const { return data + "/files"; }
    std::string key_file() const { return data + "/secret.key"; }
    std::string settings_file() const { return data + "/belltower.toml"; }
};

/// Reads DIR/belltower.toml and the environment. Throws cli::Stop naming file, line and what was expected; a key that is not known is an
/// error, because a misspelt setting that is silently ignored is found on the worst day.
Configuration read_configuration(const std::string& data);
/// DIR/belltower.toml alone.
Configuration read_settings_file(const std::string& data);

/// Writes a settings file that is read back the same; throws cli::Stop when it cannot or when one is there.
void write_configuration(const Configuration& configuration);

/// Throws cli::Stop when the address is not http(s)://host[:port] without a path. Returns it without a slash at the end.
std::string checked_public_url(std::string url);

}  // namespace app
