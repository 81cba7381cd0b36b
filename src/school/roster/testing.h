/// A roster in a fresh database, for tests of this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/testing.h"
#include "imports/imports.h"
#include "imports/testing.h"
#include "roster/roster.h"

namespace roster::testing {

/// Migrations of the rooms up to this one.
std::vector<db::Migration> migrations(db::Engine engine);

/// A district to import into. Files are written into its folder and brought in.
class District : public ::testing::Test {
public:
    District();
    imports::Outcome import();
    imports::Outcome check();
    /// How many rows the table has for which the condition holds.
    std::int64_t count(const std::string& table, const std::string& condition = "1 = 1");
    std::string text(const std::string& sql);
    static std::int64_t times(const imports::Outcome& outcome, std::string_view code);
    static const imports::Change& change(const imports::Outcome& outcome, std::string_view record);

    /// A small OneRoster 1.1 district of two schools: Ana and Ben are students, Ms Lopez teaches them, Rosa is Ana's mother.
    void write_oneroster_1_1();
    void write_oneroster_1_2();
    void write_sds();

    db::testing::FreshDatabase database;
    imports::testing::Folder files;
    imports::Options options;
    auth::Viewer viewer = auth::Viewer::command_line();

private:
    std::unique_ptr<imports::Package> package(imports::Outcome& outcome);
};

}  // namespace roster::testing
