#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "app/check.h"

namespace app {

/// Opens what is there: a check makes no new database in place of one that is lost.
static Databases open_to_check(const Configuration& configuration) {
    constexpr std::string_view sqlite = "sqlite:";
    std::vector<std::string> urls{configuration.database_url()};
    for (const Room* room : rooms().with_own_store()) urls.push_back(configuration.store_url(room->name));
    for (const std::string& url : urls) {
        if (url.starts_with(sqlite) && !std::filesystem::exists(url.substr(sqlite.size()))) {
            throw cli::Stop(fmt::format("The database {} is not there. Restore a backup, or run belltower migrate when this program is new here.",
                                        url.substr(sqlite.size())));
        }
    }
    return open_databases(configuration);
}

static std::string as_json(const CheckReport& report) {
    boost::json::array problems;
    for (const std::string& problem : report.problems) problems.push_back(boost::json::string(problem));
    return boost::json::serialize(boost::json::object{{"ok", report.problems.empty()},
                                                      {"problems", std::move(problems)},
                                                      {"events", report.events},
                                                      {"chained_events", report.chained},
                                                      {"files", report.files}});
}

static void run_check(const cli::Where& where, bool json) {
    const Configuration configuration = configuration_of(where);
    const Databases databases = open_to_check(configuration);
    const CheckReport report = check_district(databases, {configuration.files_folder(), configuration.key_file(), ""});
    if (json) {
        std::cout << as_json(report) << "\n";
    } else {
        for (const std::string& problem : report.problems) std::cout << problem << "\n";
    }
    if (report.problems.size() == 1) throw cli::Stop("1 problem was found.");
    if (!report.problems.empty()) throw cli::Stop(fmt::format("{} problems were found.", report.problems.size()));
    if (json) return;
    std::cout << fmt::format("All is well: {} events, {} of them sealed by the chain, and {} files.\n", report.events, report.chained, report.files);
}

void check_commands(cli::Commands& commands) {
    commands.add({"check", "Says whether the district's data is whole", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto json = std::make_shared<bool>(false);
                      app.add_flag("--json", *json, "A machine-readable report");
                      return [where, json] { run_check(*where, *json); };
                  }});
}

}  // namespace app
