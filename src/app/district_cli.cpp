#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "app/house.h"
#include "app/password_file.h"
#include "app/presets.h"
#include "auth/account.h"
#include "auth/password.h"
#include "base/text.h"
#include "base/time.h"
#include "db/setting.h"
#include "helpdesk/helpdesk.h"

namespace app {

namespace fs = std::filesystem;

namespace {

struct Init {
    Configuration configuration;
    std::string name;
    std::string time_zone;
    std::string email;
    std::string admin_name;
    std::string password_file;
};

}  // namespace

static void make_folder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw cli::Stop(fmt::format("The folder {} cannot be made: {}", folder, error.message()));
    fs::permissions(folder, fs::perms::owner_all, error);
}

static void fill(db::Write& db, const Init& init, const std::string& hash) {
    if (db.query("SELECT count(*) FROM auth_account").one_integer() > 0) throw cli::Stop("There is a district in this database already.");
    const auth::Viewer viewer = auth::Viewer::command_line();
    const base::Instant now = base::system_now();
    db::set_setting(db, "district.name", base::collapse_space(init.name));
    db::set_setting(db, "district.time_zone", init.time_zone);
    const auto admin = auth::create_account(db, viewer, now, {.email = init.email, .name = init.admin_name, .password_hash = hash});
    for (const auth::Grant& grant : all_grants()) auth::grant(db, viewer, now, admin, grant);
    helpdesk::seed(db);
}

/// The settings file is written last: without it nothing is a district, so a failed start can simply be run again.
static void run_init(Init init) {
    Configuration& configuration = init.configuration;
    if (fs::exists(configuration.settings_file())) throw cli::Stop("There is a district in " + configuration.data + " already.");
    if (base::trim(init.name).empty()) throw cli::Stop("--name: write the name of the district");
    if (!base::TimeZone::find(init.time_zone)) throw cli::Stop("--time-zone: " + init.time_zone + " is no time zone; an example is America/Chicago");
    if (!configuration.public_url.empty()) configuration.public_url = checked_public_url(configuration.public_url);
    const std::string password = read_password(init.password_file, init.email, init.admin_name);

    make_folder(configuration.data);
    const auto house = open_and_migrate(configuration);
    const std::string hash = auth::hash_password(password);
    house->database().write([&](db::Write& db) { fill(db, init, hash); });
    write_configuration(configuration);
    std::cout << fmt::format("{} is ready in {}. Start it with: belltower serve --data {}\n", init.name, configuration.data, configuration.data);
}

static std::function<void()> declare_init(CLI::App& app) {
    auto init = std::make_shared<Init>();
    app.add_option("--data", init->configuration.data, "The folder for the district; made when absent")->required();
    app.add_option("--name", init->name, "The name of the district")->required();
    app.add_option("--time-zone", init->time_zone, "Where its clocks are, such as America/Chicago")->required();
    app.add_option("--admin-email", init->email, "The first administrator's mail address")->required();
    app.add_option("--admin-name", init->admin_name, "The first administrator's name")->default_val("Administrator");
    app.add_option("--admin-password-file", init->password_file, "A file with the password in its first line, or -")->required();
    app.add_option("--public-url", init->configuration.public_url, "The address that people type, such as https://help.north.example");
    app.add_option("--database", init->configuration.database, "sqlite, or a postgresql:// URL")->default_val("sqlite");
    return [init] { run_init(*init); };
}

void district_commands(cli::Commands& commands) {
    commands.add({"init", "Makes a new, empty district", declare_init});
    commands.add({"migrate", "Brings the tables up to this program after an upgrade", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      return [where] {
                          open_and_migrate(configuration_of(*where));
                          std::cout << "The tables are those of this program.\n";
                      };
                  }});
}

}  // namespace app
