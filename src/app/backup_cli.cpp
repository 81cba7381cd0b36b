#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "app/backup.h"

namespace app {

namespace {

struct BackupOptions {
    std::shared_ptr<cli::Where> where;
    std::string file;
};

}  // namespace

static void run_backup(const BackupOptions& options) {
    const auto house = open_house(configuration_of(*options.where));
    const BackupReport report = back_up(*house, read_settings_file(options.where->data), options.file);
    for (const std::string& hash : report.lost) {
        std::cerr << fmt::format("belltower: the stored file {} is missing or altered; the backup is made without it\n", hash);
    }
    std::cout << fmt::format("{} holds the district with {} files, {} bytes. Keep it as safe as the server: it has the key in it.\n",
                             options.file, report.files, std::filesystem::file_size(options.file));
    const House::Places places{"", read_settings_file(options.where->data).key_file(), ""};
    for (const OwnStore& store : house->databases().stores) {
        std::cout << fmt::format("What is sealed in {} can be read with {} alone, which is not in it. Keep a copy of that key in another place.\n",
                                 store.room->name, places.store_key_file(*store.room));
    }
}

static void run_restore(const BackupOptions& options) {
    Configuration target;
    target.data = options.where->data;
    if (!options.where->database.empty()) target.database = options.where->database;
    const RestoreReport report = restore(options.file, target);
    std::cout << fmt::format("{} is in {} as it was at {}, with {} files. Start it with: belltower serve --data {}\n", report.district,
                             target.data, base::to_iso(report.made_at), report.files, target.data);
    for (const std::string& file : report.wanted_keys) {
        std::cout << fmt::format("Bring {} from where it is kept: until then what was sealed with it stays shut.\n", file);
    }
}

static void add(cli::Commands& commands, const char* name, const char* summary, const char* file_help, void (*run)(const BackupOptions&)) {
    commands.add({name, summary, [&commands, file_help, run](CLI::App& app) -> std::function<void()> {
                      auto options = std::make_shared<BackupOptions>();
                      options->where = commands.where(app);
                      app.add_option("file", options->file, file_help)->required();
                      return [options, run] { run(*options); };
                  }});
}

void backup_commands(cli::Commands& commands) {
    add(commands, "backup", "Writes the whole district into one file, while the server runs", "The file to make", run_backup);
    add(commands, "restore", "Makes a district from a backup, in a new folder and an empty database", "The backup", run_restore);
}

}  // namespace app
