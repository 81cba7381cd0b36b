#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>
#include <utility>

#include "data/worker/worker.h"
#include "duck/duck.h"

using data::worker::Command;
using data::worker::Line;

static constexpr std::pair<std::string_view, Command> commands[] = {
    {"build", data::worker::build},
    {"query", data::worker::query},
    {"stage", data::worker::stage},
};

int main(int argc, char** argv) {
    std::string_view wanted = argc == 2 ? argv[1] : "";
    for (auto [name, command] : commands) {
        if (name != wanted) continue;
        std::signal(SIGPIPE, SIG_IGN);
        // A file that would become too large is an error that can be told.
        std::signal(SIGXFSZ, SIG_IGN);
        Line line;
        try {
            command(line);
            return 0;
        } catch (const base::FrameError& gone) {
            std::fprintf(stderr, "belltower-data: %s\n", gone.what());
        } catch (const duck::Error& problem) {
            line.fail("worker.failed", name, data::worker::without_values(problem.what()));
        } catch (const std::exception& problem) {
            line.fail("worker.failed", name, data::worker::file_trouble(problem.what()).value_or(problem.what()));
        }
        return 1;
    }
    std::fprintf(stderr, "belltower-data is started by belltower and of no use by itself.\n");
    return 2;
}
