#include "auth/secret.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace auth;

struct Secrets : testing::Test {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("belltower-secret-" + random_token());
    std::string key_file = folder / "secret.key";
    Secrets() { std::filesystem::create_directory(folder); }
    ~Secrets() override { std::filesystem::remove_all(folder); }
};

TEST(Token, IsNeverTheSameAndFitsACookie) {
    const std::string one = random_token();
    EXPECT_EQ(one.size(), 43u);
    EXPECT_NE(one, random_token());
    EXPECT_EQ(one.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
}

TEST(Token, IsStoredAsSha256) {
    // FIPS 180-2, appendix B.1.
    EXPECT_EQ(hash_token("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Comparison, SeesEveryDifference) {
    EXPECT_TRUE(equal_in_constant_time("amber", "amber"));
    EXPECT_FALSE(equal_in_constant_time("amber", "ambes"));
    EXPECT_FALSE(equal_in_constant_time("amber", "ambe"));
    EXPECT_TRUE(equal_in_constant_time("", ""));
}

TEST_F(Secrets, SealedWithAKeyThatOnlyItsOwnerMayRead) {
    const std::string sealed = SecretBox(key_file).seal("second factor");
    struct stat facts{};
    ASSERT_EQ(::stat(key_file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    EXPECT_EQ(sealed.find("second"), std::string::npos);
    EXPECT_EQ(SecretBox(key_file).open(sealed), "second factor") << "a later start reads the same key";
    EXPECT_NE(SecretBox(key_file).seal("second factor"), sealed);
}

TEST_F(Secrets, ChangedOrForeignBytesDoNotOpen) {
    SecretBox box(key_file);
    std::string sealed = box.seal("second factor");
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    EXPECT_EQ(box.open(sealed), std::nullopt);
    EXPECT_EQ(box.open("short"), std::nullopt);
    SecretBox other(key_file + "2");
    EXPECT_EQ(other.open(box.seal("x")), std::nullopt);
}

TEST_F(Secrets, AKeyThatOthersMayReadIsRefused) {
    { SecretBox box(key_file); }
    ASSERT_EQ(::chmod(key_file.c_str(), 0644), 0);
    EXPECT_THROW(SecretBox{key_file}, std::runtime_error);
}

TEST_F(Secrets, ATruncatedKeyIsRefusedAndNotReplaced) {
    std::ofstream(key_file) << "short";
    ASSERT_EQ(::chmod(key_file.c_str(), 0600), 0);
    EXPECT_THROW(SecretBox{key_file}, std::runtime_error);
    EXPECT_EQ(std::filesystem::file_size(key_file), 5u);
}
