/// The commands that a person types: `belltower <command> ...`. Exit 0 done, 1 could not be done (reason on standard error), 2 wrong usage.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

/// Thrown by a command that cannot do its work; the message goes to standard error, the exit code is 1.
class Stop : public std::exception {
public:
    explicit Stop(std::string reason) : reason_(std::move(reason)) {}
    const char* what() const noexcept override { return reason_.c_str(); }

private:
    std::string reason_;
};

/// A room adds a command: it declares options on the CLI11 subcommand and returns what runs when they are parsed.
struct Command {
    std::string name;
    std::string summary;
    std::function<std::function<void()>(CLI::App&)> declare;
};

class Commands {
public:
    void add(Command command) { commands_.push_back(std::move(command)); }
    /// Parses and runs; returns the exit code.
    int run(int argc, const char* const* argv) const;

private:
    std::vector<Command> commands_;
};

}  // namespace cli
