#include "app/configuration.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/cli.h"

using namespace app;
namespace fs = std::filesystem;

struct SettingsFile : testing::Test {
    fs::path folder = fs::temp_directory_path() / ("belltower-configuration-" + std::to_string(::getpid()));
    SettingsFile() { fs::create_directory(folder); }
    ~SettingsFile() override {
        ::unsetenv("BELLTOWER_LISTEN");
        fs::remove_all(folder);
    }
    void write(const std::string& text) { std::ofstream(folder / "belltower.toml") << text; }
    std::string complaint() {
        try {
            read_configuration(folder);
        } catch (const cli::Stop& stop) {
            return stop.what();
        }
        return "";
    }
};

TEST_F(SettingsFile, IsReadBackAsWritten) {
    Configuration written;
    written.data = folder;
    written.public_url = "https://help.north.example";
    written.trusted_proxies = {"10.0.0.0/8", "127.0.0.1/32"};
    written.database = "postgresql://db/north?schema=\"n\"";
    written.stores["coaching"] = "postgresql://coaching@db/north?schema=n_coaching";
    write_configuration(written);
    const Configuration read = read_configuration(folder);
    EXPECT_EQ(read.stores, written.stores);
    EXPECT_EQ(read.public_url, written.public_url);
    EXPECT_EQ(read.database, written.database);
    EXPECT_EQ(read.trusted_proxies, written.trusted_proxies);
    EXPECT_EQ(read.listen, "127.0.0.1:8080");
    EXPECT_THROW(write_configuration(written), cli::Stop) << "never over another";
}

TEST_F(SettingsFile, VariablesWin) {
    write("listen = \"127.0.0.1:1\"\n");
    ::setenv("BELLTOWER_LISTEN", "127.0.0.1:2", 1);
    EXPECT_EQ(read_configuration(folder).listen, "127.0.0.1:2");
}

TEST_F(SettingsFile, SqliteLiesInTheFolder) {
    write("trusted_proxies = [\"10.0.0.0/8\"]\n");
    EXPECT_EQ(read_configuration(folder).database_url(), "sqlite:" + (folder / "belltower.db").string());
    EXPECT_EQ(read_configuration(folder).trusted_proxies.size(), 1u);
}

TEST_F(SettingsFile, MistakesAreNamedWithTheirLine) {
    EXPECT_NE(complaint().find("belltower init"), std::string::npos) << "no file at all";
    write("database = \"sqlite\"\nlissten = \"x\"\n");
    EXPECT_NE(complaint().find("line 2: there is no setting called lissten"), std::string::npos) << complaint();
    write("listen = 8080\n");
    EXPECT_NE(complaint().find("line 1: listen must be a text"), std::string::npos) << complaint();
    write("listen = \"\n");
    EXPECT_NE(complaint().find("line 1"), std::string::npos) << complaint();
    write("trusted_proxies = \"10.0.0.1\"\n");
    EXPECT_NE(complaint().find("must be a list"), std::string::npos) << complaint();
    write("public_url = \"help.north.example\"\n");
    EXPECT_NE(complaint().find("https://help.north.example"), std::string::npos) << complaint();
}

TEST(PublicUrl, LosesItsSlash) {
    EXPECT_EQ(checked_public_url("https://help.north.example/"), "https://help.north.example");
    EXPECT_THROW(checked_public_url("https://help.north.example/sub"), cli::Stop);
    EXPECT_THROW(checked_public_url("javascript:alert(1)"), cli::Stop);
}
