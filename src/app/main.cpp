#include "app/house.h"
#include "app/rooms.h"
#include "app/version.h"
#include "cli/cli.h"

int main(int argc, char** argv) {
    cli::Commands commands{std::string(app::version())};
    commands.open_with([](const cli::Where& where) { return app::open_house(app::configuration_of(where)); });
    for (const app::Room& room : app::wired_rooms()) {
        if (room.commands) room.commands(commands);
    }
    return commands.run(argc, argv);
}
