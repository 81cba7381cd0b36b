// What render() does not do, and why: pictures that are none, limits, and a worker that is not what it should be.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>
#include <vector>

#include "media/worker/testing_asked.h"
#include "media/worker/testing_pictures.h"

using namespace media;
using namespace media::worker;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Clock = std::chrono::steady_clock;

TEST(Render, WhatIsNoPictureIsRefused) {
    for (const auto& other : {"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"s, "%PDF-1.7\n"s, "GIF89a\1\0\1\0"s, "II*\0\x08\0\0\0"s, ""s, "push graphic-context"s}) {
        EXPECT_EQ(code(other), "picture.format") << other;
    }
    std::minstd_rand random(3);
    std::string noise(100'000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    EXPECT_EQ(code(noise), "picture.format");
    for (const auto& beginning : {"\xFF\xD8\xFF"s, "\x89PNG\r\n\x1A\n"s, "RIFF\x20\x86\1\0WEBPVP8 "s, "\0\0\0\x18" "ftypheic\0\0\0\0mif1heic"s}) EXPECT_EQ(code(beginning + noise), "picture.broken") << beginning;
}

TEST(Render, WhatEndsTooEarlyIsRefused) {
    const auto picture = scene(1800, 1200, 20);
    for (const auto& whole : {jpeg(picture), png(picture), png(picture, true), webp(picture), webp(picture, true), heic()}) {
        ASSERT_EQ(code(whole), "");
        for (const double share : {0.1, 0.5, 0.9}) EXPECT_EQ(code(whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())))), "picture.broken") << whole.substr(0, 12) << share;
    }
}

TEST(Render, ABombIsRefusedByItsHeader) {
    const auto began = Clock::now();
    EXPECT_EQ(code(bomb(30'000, 30'000)), "picture.too_large");
    EXPECT_EQ(code(bomb(1'000'000, 61)), "picture.too_large");
    EXPECT_EQ(code(bomb(1000, 1000)), "picture.broken");
    EXPECT_LT(Clock::now() - began, 15s);
    RenderLimits limits;
    limits.most_pixels = 100 * 100 - 1;
    EXPECT_EQ(code(jpeg(scene(100, 100)), limits), "picture.too_large");
    limits.most_bytes = 100;
    EXPECT_EQ(code(std::string(101, 'x'), limits), "picture.too_large");
}

// The walls cannot limit the addresses of a sanitizer.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Render, MemoryIsLimited) {
    // An interlaced PNG must be held whole.
    const auto bytes = png(scene(5000, 5000), true);
    RenderLimits limits;
    limits.memory_bytes = std::int64_t{90} << 20;
    EXPECT_EQ(code(bytes, limits), "limit.memory");
    EXPECT_EQ(code(bytes), "");
    limits.memory_bytes = 1 << 20;
    EXPECT_EQ(code(jpeg(scene(100, 100)), limits), "limit.memory");
}
#endif

TEST(Render, TimeIsLimited) {
    const auto bytes = png(scene(3000, 3000, 20));
    RenderLimits limits;
    limits.time = 50ms;
    const auto began = Clock::now();
    EXPECT_EQ(code(bytes, limits), "limit.time");
    EXPECT_LT(Clock::now() - began, 10s);
    EXPECT_EQ(code(bytes, {}, program, [] { return true; }), "cancelled");
}

/// A program of the name that does as the words of a shell say.
struct Impostor {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("belltower-impostor-" + std::to_string(::getpid()));
    explicit Impostor(const std::string& words) {
        std::ofstream(path) << "#!/bin/sh\n" << words << "\n";
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }
    ~Impostor() { std::filesystem::remove(path); }
};

TEST(Render, AWorkerThatDoesNotListenIsEnded) {
    const Impostor deaf("exec sleep 60");
    RenderLimits limits;
    limits.time = 300ms;
    const auto began = Clock::now();
    EXPECT_EQ(code("\xFF\xD8\xFF" + std::string(5 << 20, 'x'), limits, deaf.path), "limit.time");
    EXPECT_LT(Clock::now() - began, 10s);
}

TEST(Render, NoMoreThanSomeAreLookedAtTogetherAndOthersWait) {
    const Impostor slow("exec sleep 60");
    const auto ask = [&](std::chrono::milliseconds time) {
        RenderLimits limits;
        limits.time = time;
        return code("\xFF\xD8\xFF", limits, slow.path);
    };
    std::vector<std::thread> sitting;
    for (int n = 0; n < most_at_once; ++n) sitting.emplace_back([&] { EXPECT_EQ(ask(2s), "limit.time"); });
    std::string said;
    for (const auto until = Clock::now() + 1s; said != "worker.busy" && Clock::now() < until; std::this_thread::sleep_for(20ms)) said = ask(20ms);
    EXPECT_EQ(said, "worker.busy");
    for (auto& one : sitting) one.join();
    EXPECT_EQ(code(png(scene(64, 48))), "") << "what one took is free again";
}

TEST(Render, AWorkerIsNotBelieved) {
    const auto picture = jpeg(scene(64, 48));
    EXPECT_EQ(code(picture, {}, "/no/such/program"), "worker.missing");
    EXPECT_EQ(code(picture, {}, "/bin/true"), "worker.died");
    EXPECT_EQ(code(picture, {}, "/bin/ls"), "worker.died");
    // Frames that say nothing, too much, or another thing.
    const auto says = [&](const std::string& frames) {
        const auto file = std::filesystem::temp_directory_path() / ("belltower-frames-" + std::to_string(::getpid()));
        std::ofstream(file, std::ios::binary) << frames;
        const Impostor impostor("cat > /dev/null; exec cat " + file.string());
        const auto came = code(picture, {}, impostor.path);
        std::filesystem::remove(file);
        return came;
    };
    const auto frame = [](char what, const std::function<void(base::RowPacker&)>& fill) {
        base::RowPacker packer;
        if (fill) fill(packer);
        return base::FrameWriter::packed(what, packer.take());
    };
    const auto head = frame('H', [](auto& row) { row.integer(64), row.integer(48), row.text("jpeg"), row.integer(1); });
    const auto size = [&](const std::string& bytes, int width = 64, int height = 48) {
        return frame('R', [&](auto& row) { row.integer(width), row.integer(height), row.text(bytes); });
    };
    const auto clean = media::render(program, picture, {}).sizes[0].bytes;
    const auto done = frame('D', {});
    EXPECT_EQ(says(head + size(clean) + done), "") << "an honest one";
    EXPECT_EQ(says(head + size(with_part(clean, '\xE1', exif(1))) + done), "picture.not_clean");
    EXPECT_EQ(says(head + size(clean + "more") + done), "picture.not_clean");
    EXPECT_EQ(says(head + size("<svg/>") + done), "picture.not_clean");
    EXPECT_EQ(says(head + size(clean, 65) + done), "worker.died");
    EXPECT_EQ(says(head + size(clean, 1 << 20) + done), "worker.died");
    EXPECT_EQ(says(head + size(clean)), "worker.died") << "the last word is missing";
    EXPECT_EQ(says(head + done), "worker.died") << "no sizes";
    EXPECT_EQ(says(size(clean) + done), "worker.died") << "no head";
    EXPECT_EQ(says(head + size(clean) + size(clean) + done), "worker.died");
    EXPECT_EQ(says(done), "worker.died");
    EXPECT_EQ(says(frame('E', [](auto& row) { row.text("picture.fine"), row.text(""); })), "worker.died") << "a code that there is not";
}

/// Kills the children of this process again and again.
struct Killer {
    std::atomic<bool> over = false;
    std::thread thread{[this] {
        while (!over) {
            std::this_thread::sleep_for(20ms);
            std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
            int child = 0;
            if (children >> child) ::kill(child, SIGKILL);
        }
    }};
    ~Killer() {
        over = true;
        thread.join();
    }
};

TEST(Render, AWorkerThatIsKilledGivesNothing) {
    const auto bytes = png(scene(3000, 3000, 20));
    const auto face = jpeg(scene(2000, 1500, 20));
    const Killer killer;
    EXPECT_EQ(code(bytes), "worker.died");
    EXPECT_EQ(faces_code(face), "worker.died");
}

/// Whether a child of this process was seen behind a filter of system calls, and without any way to new rights.
static bool seen_walled_in() {
    std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    int child = 0;
    if (!(children >> child)) return false;
    std::ifstream file("/proc/" + std::to_string(child) + "/status");
    const std::string status(std::istreambuf_iterator<char>(file), {});
    return status.find("Seccomp:\t2") != std::string::npos && status.find("NoNewPrivs:\t1") != std::string::npos;
}

TEST(Render, APictureIsLookedAtBehindWalls) {
    const auto bytes = png(scene(3000, 3000, 20));
    for (const bool faces : {false, true}) {
        std::atomic<bool> over = false, walled = false;
        std::thread watcher([&] {
            for (; !over; std::this_thread::sleep_for(2ms)) walled = walled || seen_walled_in();
        });
        EXPECT_EQ(faces ? faces_code(bytes) : code(bytes), "");
        over = true;
        watcher.join();
        EXPECT_TRUE(walled) << faces;
    }
}

TEST(Render, ABoxWithoutASizeIsAMistake) { EXPECT_THROW(media::render(program, jpeg(scene(64, 48)), {{100, 100, 0, 50}}), std::invalid_argument); }
