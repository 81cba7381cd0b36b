#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "app/house.h"
#include "base/log.h"
#include "http/server.h"

namespace app {

namespace {

struct ServeOptions {
    std::shared_ptr<cli::Where> where;
    std::string listen;
    std::string admin_listen;
    std::vector<std::string> trusted_proxies;
    std::string tls_certificate;
    std::string tls_key;
    std::string public_url;
    std::string access_log;
    int threads = 0;
};

}  // namespace

/// Options win over the settings file.
static Configuration configuration_for(const ServeOptions& options) {
    Configuration configuration = configuration_of(*options.where);
    if (!options.listen.empty()) configuration.listen = options.listen;
    if (!options.admin_listen.empty()) configuration.admin_listen = options.admin_listen;
    if (!options.trusted_proxies.empty()) configuration.trusted_proxies = options.trusted_proxies;
    if (!options.tls_certificate.empty()) configuration.tls_certificate = options.tls_certificate;
    if (!options.tls_key.empty()) configuration.tls_key = options.tls_key;
    if (!options.public_url.empty()) configuration.public_url = checked_public_url(options.public_url);
    if (configuration.tls_certificate.empty() != configuration.tls_key.empty()) {
        throw cli::Stop("TLS needs both, --tls-cert and --tls-key");
    }
    return configuration;
}

static http::ServerSettings settings_of(const Configuration& configuration) {
    http::ServerSettings settings;
    settings.listen = configuration.listen;
    settings.admin_listen = configuration.admin_listen;
    settings.trusted_proxies = configuration.trusted_proxies;
    if (!configuration.tls_certificate.empty()) settings.tls = http::TlsFiles{configuration.tls_certificate, configuration.tls_key};
    return settings;
}

static void serve(const ServeOptions& options) {
    const Configuration configuration = configuration_for(options);
    if (!base::log::set_level(configuration.log_level)) {
        throw cli::Stop("log_level must be debug, info, warning or error, not " + configuration.log_level);
    }
    const auto house = open_house(configuration);
    const http::Dispatcher dispatcher(house->services(), rooms().routes, base::system_now);
    http::ServerSettings settings = settings_of(configuration);
    settings.access_log = options.access_log;
    http::Server server(settings, house->services(), dispatcher);
    std::cout << fmt::format("Belltower is on {}\n", house->services().public_url) << std::flush;
    const jobs::Workers workers(house->database(), house->services(), rooms().jobs, options.threads > 0 ? options.threads : 2);
    server.run();
}

static std::function<void()> declare_serve(const cli::Commands& commands, CLI::App& app) {
    auto options = std::make_shared<ServeOptions>();
    options->where = commands.where(app);
    app.add_option("--listen", options->listen, "Address and port, such as 127.0.0.1:8080");
    app.add_option("--admin-listen", options->admin_listen, "Address and port for /metrics; without it there is none");
    app.add_option("--trusted-proxy", options->trusted_proxies, "A network whose X-Forwarded-... is believed; may be repeated");
    app.add_option("--tls-cert", options->tls_certificate, "PEM file with the certificate and its chain");
    app.add_option("--tls-key", options->tls_key, "PEM file with its key");
    app.add_option("--public-url", options->public_url, "The address that people type");
    app.add_option("--access-log", options->access_log, "A file for one line an answer; without it there is none");
    app.add_option("--job-threads", options->threads, "Threads for background work (2)");
    return [options] { serve(*options); };
}

void serve_commands(cli::Commands& commands) {
    commands.add({"serve", "Runs the server until it is told to stop", [&commands](CLI::App& app) { return declare_serve(commands, app); }});
}

}  // namespace app
