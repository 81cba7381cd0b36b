#include "data/refresh.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "data/facts.h"
#include "world/world.h"

using data::Tier;

namespace {

class Warehouse : public World {
public:
    base::CellTable told(Tier tier, const std::string& sql) {
        return data::ask(data::place_of(services()), {.tier = tier, .sql = sql, .guarded = false}).table;
    }
    std::string one(Tier tier, const std::string& sql) {
        auto table = told(tier, sql);
        return table.rows.empty() ? "" : base::text_of(table.rows[0][0]);
    }
    data::Refreshed refresh(bool whole = false) { return data::refresh(database(), services(), whole); }
    /// Every table of every tier, row by row, in one text.
    std::string all() {
        std::string text;
        for (Tier tier : data::tiers) {
            for (const data::Fact& fact : data::facts()) {
                if (fact.columns_in(tier).empty()) continue;
                text += std::string(word(tier)) + "." + fact.name + "\n";
                for (const auto& row : told(tier, "SELECT * FROM " + fact.name + " ORDER BY ALL").rows) {
                    for (const auto& cell : row) text += base::text_of(cell) + "|";
                    text += "\n";
                }
            }
        }
        return text;
    }
    roster::PersonId add_student(const std::string& name) {
        return write([&](db::Write& db) {
            return roster::create_person(db, auth::Viewer::system(), now, {.given_name = name, .family_name = "Novak", .role = roster::Role::student, .grade = "07", .school = north});
        });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Refresh, MakesAFileForEachTierWithWhatItMayTell, Warehouse) {
    auto done = refresh();
    EXPECT_TRUE(done.whole);
    EXPECT_GT(done.rows, 0);
    EXPECT_EQ(one(Tier::operations, "SELECT name FROM org WHERE name LIKE 'North%'"), "North School");
    EXPECT_EQ(one(Tier::sensitive, "SELECT family_name FROM student"), "Silva");
    EXPECT_EQ(one(Tier::directory, "SELECT family_name FROM student"), "Silva");
    EXPECT_THROW(told(Tier::students, "SELECT family_name FROM student"), data::Refused);
    EXPECT_THROW(told(Tier::operations, "SELECT * FROM student"), data::Refused);
    EXPECT_EQ(one(Tier::students, "SELECT count(*) FROM student"), "1");
    auto state = read(data::warehouse_state);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->version, done.version);
    EXPECT_GT(state->bytes, 0);
}

TEST_ON_EVERY_BACKEND(Refresh, OfWhatChangedGivesTheSameAsOneOfAll, Warehouse) {
    refresh();
    auto bo = add_student("Bo");
    add_student("Cai");
    auto some = refresh();
    EXPECT_FALSE(some.whole);
    EXPECT_EQ(one(Tier::students, "SELECT count(*) FROM student"), "3");
    auto incremental = all();
    refresh(true);
    EXPECT_EQ(all(), incremental);
    write([&](db::Write& db) { db.query("UPDATE roster_person SET active = 0, revision = 1000 WHERE id = :id").bind("id", bo).run(); });
    refresh();
    EXPECT_EQ(one(Tier::sensitive, "SELECT active FROM student WHERE given_name = 'Bo'"), "0");
    EXPECT_EQ(one(Tier::directory, "SELECT count(*) FROM student"), "2") << "who left is in no directory";
    incremental = all();
    refresh(true);
    EXPECT_EQ(all(), incremental);
}

TEST_ON_EVERY_BACKEND(Refresh, GivesAStudentTheSamePseudonymEachTimeAndAnotherInEachTier, Warehouse) {
    refresh();
    auto in_students = one(Tier::students, "SELECT student_id FROM student");
    auto in_directory = one(Tier::directory, "SELECT student_id FROM student");
    auto id = one(Tier::sensitive, "SELECT student_id FROM student");
    EXPECT_NE(in_students, id);
    EXPECT_NE(in_students, in_directory);
    refresh(true);
    EXPECT_EQ(one(Tier::students, "SELECT student_id FROM student"), in_students);
}

TEST_ON_EVERY_BACKEND(Refresh, ThatIsCancelledLeavesTheWarehouseAsItWas, Warehouse) {
    auto before = refresh();
    add_student("Bo");
    try {
        data::refresh(database(), services(), false, {.cancelled = [] { return true; }});
        FAIL() << "it went on";
    } catch (const data::Refused& refusal) {
        EXPECT_EQ(refusal.code(), "cancelled");
    }
    EXPECT_EQ(read(data::warehouse_state)->version, before.version);
    EXPECT_EQ(one(Tier::students, "SELECT count(*) FROM student"), "1");
    for (const auto& entry : std::filesystem::directory_iterator(data::place_of(services()).folder)) {
        EXPECT_FALSE(entry.path().string().ends_with(".new")) << entry.path();
    }
}

TEST_ON_EVERY_BACKEND(Refresh, MakesAFileAnewThatCannotBeRead, Warehouse) {
    refresh();
    auto file = data::place_of(services()).file(Tier::sensitive);
    std::ofstream(file, std::ios::trunc) << "no database";
    auto done = refresh();
    EXPECT_TRUE(done.whole);
    EXPECT_EQ(one(Tier::sensitive, "SELECT count(*) FROM student"), "1");
}

TEST_ON_EVERY_BACKEND(Refresh, SaysWhenTheProgramIsNotThere, Warehouse) {
    ::setenv("BELLTOWER_DATA_PROGRAM", "/no/such/belltower-data", 1);
    try {
        refresh();
        ADD_FAILURE() << "it went on";
    } catch (const data::Refused& refusal) {
        EXPECT_EQ(refusal.code(), "worker.died");
        EXPECT_NE(std::string(refusal.what()).find("/no/such/belltower-data"), std::string::npos);
    }
    ::unsetenv("BELLTOWER_DATA_PROGRAM");
}

TEST_ON_EVERY_BACKEND(Refresh, SaysWhenAFileCannotBeWrittenAndLeavesTheOldOnes, Warehouse) {
    auto before = refresh();
    auto place = data::place_of(services());
    std::uintmax_t largest = 0;
    for (Tier tier : data::tiers) largest = std::max(largest, std::filesystem::file_size(place.file(tier)));
    // As a full disk, but for one process: a file may become half as large as it has to be. ulimit counts in blocks of 512 bytes.
    std::string program = std::filesystem::path(place.folder).parent_path() / "limited";
    std::ofstream(program) << "#!/bin/sh\nulimit -f " << largest / 1024 << "\nexec " << place.program << " \"$@\"\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    ::setenv("BELLTOWER_DATA_PROGRAM", program.c_str(), 1);
    for (bool whole : {true, false}) {
        try {
            refresh(whole);
            ADD_FAILURE() << "it went on";
        } catch (const data::Refused& refusal) {
            EXPECT_EQ(refusal.code(), "worker.disk");
            EXPECT_THAT(refusal.what(), testing::HasSubstr("A file would become larger than it may: a file of the warehouse could not be written."));
            EXPECT_THAT(refusal.what(), testing::HasSubstr(" MB are free in " + place.folder));
        }
    }
    ::unsetenv("BELLTOWER_DATA_PROGRAM");
    for (const auto& entry : std::filesystem::directory_iterator(place.folder)) {
        EXPECT_FALSE(entry.path().string().ends_with(".new") || entry.path().string().ends_with(".wal")) << entry.path();
    }
    EXPECT_EQ(read(data::warehouse_state)->version, before.version);
    EXPECT_EQ(one(Tier::students, "SELECT count(*) FROM student"), "1");
}

TEST_ON_EVERY_BACKEND(Refresh, RunsByItselfAfterAnImportAndEveryHour, Warehouse) {
    write([&](db::Write& db) { data::refresh_soon(db, now); });
    run_jobs();
    EXPECT_TRUE(read(data::warehouse_state));
}
