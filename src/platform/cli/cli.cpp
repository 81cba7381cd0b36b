#include "cli/cli.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "base/error.h"

namespace cli {

constexpr int done = 0;
constexpr int could_not = 1;
constexpr int wrong_usage = 2;

static CLI::App* find_or_add(CLI::App& parent, const std::string& word) {
    for (CLI::App* there : parent.get_subcommands([&](const CLI::App* app) { return app->get_name() == word; })) return there;
    CLI::App* group = parent.add_subcommand(word);
    group->require_subcommand(1);
    return group;
}

/// "user add" becomes the subcommand add of user.
static CLI::App& place_of(CLI::App& app, const Command& command) {
    CLI::App* parent = &app;
    std::string_view name = command.name;
    for (auto space = name.find(' '); space != std::string_view::npos; space = name.find(' ')) {
        parent = find_or_add(*parent, std::string(name.substr(0, space)));
        name.remove_prefix(space + 1);
    }
    return *parent->add_subcommand(std::string(name), command.summary);
}

/// Only real mistakes are wrong usage; asking for help is success.
static int explain(const CLI::App& app, const CLI::ParseError& error) { return app.exit(error) == 0 ? done : wrong_usage; }

static int run_body(const std::function<void()>& body) {
    try {
        body();
        std::cout.flush();
        return done;
    } catch (const Stop& stop) {
        std::cerr << "belltower: " << stop.what() << "\n";
        return stop.exit_code();
    } catch (const base::Invalid& error) {
        std::cerr << "belltower: " << error.field() << ": " << error.what() << "\n";
    } catch (const std::exception& error) {
        std::cerr << "belltower: " << error.what() << "\n";
    }
    return could_not;
}

std::shared_ptr<Where> Commands::where(CLI::App& app) const {
    auto where = std::make_shared<Where>(Where{.data = {}, .database = {}, .opener = opener_});
    app.add_option("--data", where->data, "The folder of the district")->envname("BELLTOWER_DATA")->required();
    app.add_option("--database", where->database, "sqlite, or a postgresql:// URL; otherwise what belltower.toml says")->envname("BELLTOWER_DATABASE");
    return where;
}

int Commands::run(int argc, const char* const* argv) const {
    CLI::App app("Belltower: the system that a school's IT department runs its work on.", "belltower");
    app.require_subcommand(1);
    app.set_version_flag("--version", version_);
    for (const Group& group : groups_) find_or_add(app, group.name)->description(group.summary);
    std::vector<std::pair<CLI::App*, std::function<void()>>> bodies;
    for (const Command& command : commands_) {
        CLI::App& place = place_of(app, command);
        bodies.emplace_back(&place, command.declare(place));
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return explain(app, error);
    }
    for (const auto& [place, body] : bodies) {
        if (place->parsed()) return run_body(body);
    }
    return wrong_usage;
}

}  // namespace cli
