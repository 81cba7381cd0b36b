#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/cli.h"
#include "data/data.h"
#include "data/extract_store.h"
#include "data/refresh.h"
#include "data/report_cli.h"

namespace data {

static void run_refresh(const cli::Where& where, bool whole) {
    auto place = where.open();
    try {
        auto done = refresh(place->database(), place->services(), whole);
        std::cout << fmt::format("The warehouse is up to date: {} rows in {:.1f} s.\n", done.rows, static_cast<double>(done.took.count()) / 1000);
    } catch (const Refused& refusal) {
        throw cli::Stop(refusal.what());
    }
}

void commands(cli::Commands& commands) {
    report_commands(commands);
    extract_commands(commands);
    commands.describe("warehouse", "The data warehouse");
    commands.add({"warehouse refresh", "Brings the warehouse up to date with the district", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto whole = std::make_shared<bool>(false);
                      app.add_flag("--whole", *whole, "Make all of it anew");
                      return [where, whole] { run_refresh(*where, *whole); };
                  }});
}

}  // namespace data
