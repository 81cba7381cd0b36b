#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "base/error.h"

using namespace cli;

struct CommandLine : testing::Test {
    Commands commands{"1.2.3"};
    std::string said;

    CommandLine() {
        commands.describe("user", "People who may sign in");
        commands.add({"user add", "Adds a person", [this](CLI::App& app) {
                          auto name = std::make_shared<std::string>();
                          app.add_option("--name", *name)->required();
                          return [this, name] { said = "added " + *name; };
                      }});
        commands.add({"user list", "Lists them", [this](CLI::App&) { return [this] { said = "listed"; }; }});
        commands.add({"check", "Checks", [](CLI::App&) { return [] { throw Stop("the disk is full"); }; }});
        commands.add({"import", "Imports", [](CLI::App&) { return [] { throw base::Invalid("email", "Write one mail address."); }; }});
    }

    struct Outcome {
        int code;
        std::string error;
        std::string output;
    };
    Outcome run(std::vector<const char*> words) {
        words.insert(words.begin(), "belltower");
        testing::internal::CaptureStderr();
        testing::internal::CaptureStdout();
        const int code = commands.run(static_cast<int>(words.size()), words.data());
        std::string output = testing::internal::GetCapturedStdout();
        return {code, testing::internal::GetCapturedStderr(), output};
    }
};

TEST_F(CommandLine, RunsTheCommandThatWasTyped) {
    EXPECT_EQ(run({"user", "add", "--name", "Dana"}).code, 0);
    EXPECT_EQ(said, "added Dana");
    EXPECT_EQ(run({"user", "list"}).code, 0);
    EXPECT_EQ(said, "listed");
}

TEST_F(CommandLine, WhatCannotBeDoneIsOneWithItsReason) {
    const Outcome outcome = run({"check"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_NE(outcome.error.find("the disk is full"), std::string::npos);
    EXPECT_NE(run({"import"}).error.find("email: Write one mail address."), std::string::npos);
}

TEST_F(CommandLine, ACommandForOtherProgramsTellsThemMoreByItsCode) {
    commands.add({"receive", "Receives", [](CLI::App&) { return [] { throw Stop("try again", 75); }; }});
    const Outcome outcome = run({"receive"});
    EXPECT_EQ(outcome.code, 75);
    EXPECT_NE(outcome.error.find("try again"), std::string::npos);
}

TEST_F(CommandLine, WrongUsageIsTwo) {
    EXPECT_EQ(run({}).code, 2);
    EXPECT_EQ(run({"dance"}).code, 2);
    EXPECT_EQ(run({"user"}).code, 2);
    EXPECT_EQ(run({"user", "add"}).code, 2) << "an option is missing";
    EXPECT_EQ(run({"user", "list", "--colour"}).code, 2);
    EXPECT_EQ(said, "");
}

TEST_F(CommandLine, HelpIsNoMistake) {
    const Outcome outcome = run({"--help"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.output.find("People who may sign in"), std::string::npos);
    EXPECT_EQ(run({"user", "add", "--help"}).code, 0);
    EXPECT_NE(run({"--version"}).output.find("1.2.3"), std::string::npos);
}

namespace {
struct NoWorkplace : Workplace {
    db::Database& database() override { throw Stop("none"); }
    const http::Services& services() override { throw Stop("none"); }
};
}  // namespace

TEST_F(CommandLine, OpensTheDistrictThatIsNamed) {
    commands.open_with([this](const Where& where) {
        said = where.data + " " + where.database;
        return std::make_unique<NoWorkplace>();
    });
    commands.add({"migrate", "Migrates", [this](CLI::App& app) {
                      auto where = commands.where(app);
                      return [where] { where->open(); };
                  }});
    EXPECT_EQ(run({"migrate"}).code, 2) << "no folder was named";
    EXPECT_EQ(run({"migrate", "--data", "north", "--database", "sqlite"}).code, 0);
    EXPECT_EQ(said, "north sqlite");
}
