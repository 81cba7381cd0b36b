#include "imports/package.h"

#include <gtest/gtest.h>

#include "imports/testing.h"

using namespace imports;
using imports::testing::Folder;
using imports::testing::zip;

static std::string only_code(const Report& report) {
    return report.codes().size() == 1 ? report.codes().begin()->first : "not one code";
}

TEST(Package, AFolderShowsItsTablesWhereverTheyLie) {
    Folder folder;
    folder.write("users.csv", "a\n").write("deep/er/orgs.csv", "b\n").write("readme.txt", "x").write(".hidden.csv", "x");
    Report report;
    auto package = Package::open(folder.path(), "export", report);
    ASSERT_TRUE(package);
    EXPECT_EQ(package->names(), (std::vector<std::string>{"orgs.csv", "users.csv"}));
    EXPECT_EQ(package->read("orgs.csv"), "b\n");
    EXPECT_FALSE(package->read("classes.csv"));
}

TEST(Package, AZipShowsItsTablesAndNotWhatAMacAdds) {
    Folder folder;
    auto path = zip(folder, {{"export/users.csv", "a\n"}, {"__MACOSX/export/._users.csv", "junk"}, {"export/notes.pdf", "x"}});
    Report report;
    auto package = Package::open(path, "export.zip", report);
    ASSERT_TRUE(package);
    EXPECT_EQ(package->names(), std::vector<std::string>{"users.csv"});
    EXPECT_EQ(package->read("users.csv"), "a\n");
}

TEST(Package, AZipIsKnownByItsBytesNotItsName) {
    Folder folder;
    auto path = zip(folder, {{"users.csv", "a\n"}}, "upload.dat");
    Report report;
    EXPECT_EQ(Package::open(path, "upload.dat", report)->names(), std::vector<std::string>{"users.csv"});
}

TEST(Package, RefusesAZipBomb) {
    Folder folder;
    auto path = zip(folder, {{"users.csv", std::string(8 << 20, 'a')}});
    Report report;
    EXPECT_FALSE(Package::open(path, "bomb.zip", report));
    EXPECT_EQ(only_code(report), "package.zip_bomb");
}

TEST(Package, RefusesMoreThanItsLimits) {
    Folder folder;
    auto path = zip(folder, {{"users.csv", "aaaaaaaaaa"}, {"orgs.csv", "bbbbbbbbbb"}});
    Report bytes;
    EXPECT_FALSE(Package::open(path, "big.zip", bytes, {.bytes = 15}));
    EXPECT_EQ(only_code(bytes), "package.zip_bomb");
    Report entries;
    EXPECT_FALSE(Package::open(path, "big.zip", entries, {.entries = 1}));
    EXPECT_EQ(only_code(entries), "package.too_many_files");
}

TEST(Package, RefusesPathsThatLeaveTheZip) {
    for (std::string name : {"../users.csv", "/etc/users.csv", "a/../../users.csv", "C:/users.csv", "a\\users.csv"}) {
        Folder folder;
        Report report;
        EXPECT_FALSE(Package::open(zip(folder, {{name, "a\n"}}), "path.zip", report)) << name;
        EXPECT_EQ(only_code(report), "package.path_in_zip") << name;
    }
}

TEST(Package, RefusesTheSameFileTwice) {
    Folder folder;
    Report report;
    EXPECT_FALSE(Package::open(zip(folder, {{"a/users.csv", "a\n"}, {"b/users.csv", "b\n"}}), "two.zip", report));
    EXPECT_EQ(only_code(report), "package.duplicate_file");
}

TEST(Package, SaysWhatIsMissing) {
    Folder folder;
    Report nothing;
    EXPECT_FALSE(Package::open(folder.path() + "/none", "none", nothing));
    EXPECT_EQ(only_code(nothing), "package.not_found");
    Report empty_folder;
    EXPECT_FALSE(Package::open(folder.path(), "folder", empty_folder));
    EXPECT_EQ(only_code(empty_folder), "package.empty");
    folder.write("empty.csv", "").write("cut.zip", std::string("PK\x03\x04", 4) + "cut off");
    Report empty_file;
    EXPECT_FALSE(Package::open(folder.path() + "/empty.csv", "empty.csv", empty_file));
    EXPECT_EQ(only_code(empty_file), "package.empty");
    Report broken;
    EXPECT_FALSE(Package::open(folder.path() + "/cut.zip", "cut.zip", broken));
    EXPECT_EQ(only_code(broken), "package.broken_zip");
}
