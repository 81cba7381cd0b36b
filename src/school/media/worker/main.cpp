#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include "media/worker/worker.h"

using media::worker::Command;
using media::worker::Line;
using media::worker::Refusal;

static constexpr std::pair<std::string_view, Command> commands[] = {
    {"faces", media::worker::faces},
    {"render", media::worker::render},
};

/// Whatever happens is told in one frame; what cannot be told is the end of the process, and that is an answer too.
static int run(Command command) {
    std::signal(SIGPIPE, SIG_IGN);
    Line line;
    try {
        command(line, line.question());
        line.done();
        return 0;
    } catch (const base::FrameError& gone) {
        std::fprintf(stderr, "belltower-images: %s\n", gone.what());
    } catch (const Refusal& refusal) {
        line.refuse(refusal);
    } catch (const std::bad_alloc&) {
        line.refuse({"limit.memory", "The picture needs more memory than it may have."});
    } catch (const std::exception& problem) {
        line.refuse({"worker.died", problem.what()});
    }
    return 1;
}

int main(int argc, char** argv) {
    const std::string_view wanted = argc == 2 ? argv[1] : "";
    for (const auto& [name, command] : commands) {
        // Libraries that tidy up at the end want to open and signal; behind the walls there is nothing left to tidy.
        if (name == wanted) ::_exit(run(command));
    }
    std::fprintf(stderr, "belltower-images is started by belltower and of no use by itself.\n");
    return 2;
}
