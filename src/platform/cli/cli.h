/// The commands that a person types: `belltower <command> ...`. Exit 0 done, 1 could not be done (reason on standard error), 2 wrong usage. A command that
/// other programs call may have more, which it documents.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}
namespace db {
class Database;
}
namespace http {
struct Services;
}

namespace cli {

/// Thrown by a command that cannot do its work; the message goes to standard error, the exit code is 1 unless it says another.
class Stop : public std::exception {
public:
    explicit Stop(std::string reason, int exit_code = 1) : reason_(std::move(reason)), exit_code_(exit_code) {}
    int exit_code() const noexcept { return exit_code_; }
    const char* what() const noexcept override { return reason_.c_str(); }

private:
    std::string reason_;
    int exit_code_;
};

/// An opened district that a command works on. The person at the command line is auth::Viewer::command_line().
class Workplace {
public:
    virtual ~Workplace() = default;
    virtual db::Database& database() = 0;
    virtual const http::Services& services() = 0;
};

/// Where a command finds its district: --data DIR and --database URL, as typed.
struct Where {
    std::string data;
    std::string database;  // empty: what DIR/belltower.toml says
    std::function<std::unique_ptr<Workplace>(const Where&)> opener;

    /// Throws Stop with what to do when there is no district, or when its tables are older or newer than this program.
    std::unique_ptr<Workplace> open() const { return opener(*this); }
};

/// A room adds a command: it declares options on the CLI11 subcommand and returns what runs when they are parsed. A name of two words
/// ("user add") is a command of a group.
struct Command {
    std::string name;
    std::string summary;
    std::function<std::function<void()>(CLI::App&)> declare;
};

class Commands {
public:
    /// The version is what --version says.
    explicit Commands(std::string version) : version_(std::move(version)) {}

    void add(Command command) { commands_.push_back(std::move(command)); }
    /// Declares --data and --database on a command; call open() on the result when the command runs.
    std::shared_ptr<Where> where(CLI::App& app) const;
    /// How districts are opened; app says it once.
    void open_with(std::function<std::unique_ptr<Workplace>(const Where&)> opener) { opener_ = std::move(opener); }
    /// What the help says of a group of commands.
    void describe(std::string group, std::string summary) { groups_.push_back({std::move(group), std::move(summary)}); }
    /// Parses and runs; returns the exit code. Whatever a command throws is told on standard error.
    int run(int argc, const char* const* argv) const;

private:
    struct Group {
        std::string name;
        std::string summary;
    };
    std::string version_;
    std::function<std::unique_ptr<Workplace>(const Where&)> opener_;
    std::vector<Command> commands_;
    std::vector<Group> groups_;
};

}  // namespace cli
