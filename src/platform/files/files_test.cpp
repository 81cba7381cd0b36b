#include "files/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

using namespace files;
namespace fs = std::filesystem;

struct Files : testing::Test {
    fs::path folder = fs::temp_directory_path() / ("belltower-files-" + std::to_string(::getpid()));
    Store store{folder / "blobs"};
    ~Files() override { fs::remove_all(folder); }
    std::size_t count_on_disk() const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) count += entry.is_regular_file();
        return count;
    }
};

TEST_F(Files, ComeBackByTheirHash) {
    const Hash hash = store.put("a photo");
    EXPECT_EQ(hash, sha256("a photo"));
    EXPECT_EQ(store.read(hash), "a photo");
    EXPECT_TRUE(store.contains(hash));
    EXPECT_TRUE(fs::exists(*store.path(hash)));
}

TEST_F(Files, AFinishedFileIsMovedIn) {
    const fs::path made = folder / "made.parquet";
    std::ofstream(made, std::ios::binary) << "rows";
    const Hash hash = store.put_file(made.string());
    EXPECT_EQ(hash, sha256("rows"));
    EXPECT_EQ(store.read(hash), "rows");
    EXPECT_FALSE(fs::exists(made));
    EXPECT_THROW(store.put_file(made.string()), std::system_error);
}

TEST_F(Files, TheSameBytesAreStoredOnce) {
    EXPECT_EQ(store.put("a photo"), store.put("a photo"));
    EXPECT_EQ(count_on_disk(), 1u);
    EXPECT_EQ(store.all().size(), 1u);
}

TEST_F(Files, EvenNothingIsAFile) {
    const Hash hash = store.put("");
    EXPECT_EQ(store.read(hash), "");
}

TEST_F(Files, WhatIsNotThereIsAbsent) {
    EXPECT_EQ(store.read(sha256("never put")), std::nullopt);
    EXPECT_FALSE(store.contains(sha256("never put")));
    EXPECT_NO_THROW(store.remove(sha256("never put")));
}

TEST_F(Files, WhatIsNoHashIsNeverAPath) {
    std::ofstream(folder / "secret") << "key";
    EXPECT_EQ(store.read({"../secret"}), std::nullopt);
    EXPECT_EQ(store.read({"../../../../etc/passwd"}), std::nullopt);
    EXPECT_EQ(store.read({""}), std::nullopt);
}

TEST_F(Files, ATruncatedFileIsNoticedAndMendedByTheSameBytes) {
    const Hash hash = store.put("a long photo");
    fs::resize_file(*store.path(hash), 6);
    EXPECT_THROW(store.read(hash), std::runtime_error);
    store.put("a long photo");
    EXPECT_EQ(store.read(hash), "a long photo");
}

TEST_F(Files, AChangedFileIsNoticed) {
    const Hash hash = store.put("a long photo");
    std::ofstream(*store.path(hash)) << "a long phot0";
    EXPECT_THROW(store.read(hash), std::runtime_error);
}

TEST_F(Files, ManyAtOnceStoreTheSameBytes) {
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back([&] { store.put("the same photo"); });
    }
    EXPECT_EQ(count_on_disk(), 1u);
    EXPECT_EQ(store.read(sha256("the same photo")), "the same photo");
}

TEST_F(Files, AFailedWriteIsReportedAndLeavesNothing) {
    // A limit on file size fails a write in the middle as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{1000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    std::error_code code;
    try {
        store.put(std::string(5000, 'x'));
    } catch (const std::system_error& error) {
        code = error.code();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(code, std::errc::file_too_large);
    EXPECT_EQ(count_on_disk(), 0u);
}

TEST_F(Files, AFolderThatCannotBeMadeIsNamed) {
    std::ofstream(folder / "taken") << "";
    try {
        Store(folder / "taken");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("taken"), std::string::npos);
    }
}

TEST(FileType, IsDecidedByItsBytes) {
    using namespace std::string_view_literals;
    EXPECT_EQ(sniff_type("\x89PNG\r\n\x1a\n...."sv), "image/png");
    EXPECT_EQ(sniff_type("\xff\xd8\xff\xe0"sv), "image/jpeg");
    EXPECT_EQ(sniff_type("GIF89a"sv), "image/gif");
    EXPECT_EQ(sniff_type("RIFF\0\0\0\0WEBPVP8 "sv), "image/webp");
    EXPECT_EQ(sniff_type("\0\0\0\x18""ftypheic"sv), "image/heic");
    EXPECT_EQ(sniff_type("%PDF-1.7"sv), "application/pdf");
    EXPECT_EQ(sniff_type("It flickers. ñ\r\n"sv), "text/plain; charset=utf-8");
    EXPECT_EQ(sniff_type("<script>alert(1)</script>"sv), "text/plain; charset=utf-8");
    EXPECT_EQ(sniff_type("MZ\x90\0"sv), "application/octet-stream");
    EXPECT_EQ(sniff_type(""sv), "application/octet-stream");
}
