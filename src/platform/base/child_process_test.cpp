#include "base/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <system_error>

#include "base/child_deadline.h"

using base::ChildProcess;
using base::Frame;
using base::FrameError;

// The programs of these tests are the system's own: cat gives back each frame as it came, sh does the rest.
static ChildProcess cat() { return ChildProcess("/bin/cat", {}, {}); }
static std::vector<std::string> script(const std::string& text) { return {"-c", text}; }

TEST(ChildProcess, GivesBackWhatItIsSent) {
    ChildProcess child("/bin/cat", {}, {});
    child.send('a', "one");
    child.send('b', "");
    auto first = child.receive({});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->what, 'a');
    EXPECT_EQ(first->bytes, "one");
    EXPECT_EQ(child.receive({})->what, 'b');
    child.close_input();
    EXPECT_FALSE(child.receive({}));
    auto end = child.wait();
    EXPECT_TRUE(end.exited);
    EXPECT_EQ(end.status, 0);
}

TEST(ChildProcess, NeitherSideWaitsForEverWhenMuchIsSentAndNothingRead) {
    auto child = cat();
    std::string much(std::size_t{8} << 20, 'x');
    for (int i = 0; i < 4; ++i) child.send('m', much);
    child.close_input();
    int frames = 0;
    while (auto frame = child.receive({})) {
        EXPECT_EQ(frame->bytes.size(), much.size());
        ++frames;
    }
    EXPECT_EQ(frames, 4);
}

TEST(ChildProcess, IsKilledWhenTheTickSaysNo) {
    ChildProcess child("/bin/sh", script("sleep 60"), {});
    auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(child.receive([&] { return std::chrono::steady_clock::now() - start < std::chrono::milliseconds(100); }));
    auto end = child.wait();
    EXPECT_FALSE(end.exited);
    EXPECT_EQ(end.status, SIGKILL);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(ChildProcess, ThatIsGoneIsAnErrorOfTheSenderAndNoSignal) {
    ChildProcess child("/bin/sh", script("exit 3"), {});
    EXPECT_FALSE(child.receive({}));
    EXPECT_THROW(
        {
            for (int i = 0; i < 100; ++i) child.send('x', std::string(100'000, 'x'));
        },
        FrameError);
    auto end = child.wait();
    EXPECT_TRUE(end.exited);
    EXPECT_EQ(end.status, 3);
}

TEST(ChildProcess, InheritsNoDescriptorAndNoEnvironment) {
    ::setenv("BELLTOWER_TEST_SECRET", "swordfish", 1);
    int open = ::dup(0);  // not marked close-on-exec
    ChildProcess child("/bin/sh", script("ls /proc/self/fd | wc -l >&2; env >&2"), {});
    EXPECT_FALSE(child.receive({}));
    child.wait();
    ::close(open);
    ::unsetenv("BELLTOWER_TEST_SECRET");
    // ls itself opens one more to read the folder.
    EXPECT_TRUE(child.complaints().starts_with("4\n")) << child.complaints();
    EXPECT_EQ(child.complaints().find("swordfish"), std::string::npos);
}

TEST(ChildProcess, IsHeldToItsLimits) {
    ChildProcess child("/bin/sh", script("read line; ulimit -v >&2; ulimit -c >&2; ulimit -f >&2; ulimit -t >&2"),
                       {.address_space_bytes = std::int64_t{512} << 20, .processor_seconds = 7, .file_bytes = 0});
    child.send('x', "\n");
    child.close_input();
    EXPECT_FALSE(child.receive({}));
    child.wait();
    EXPECT_EQ(child.complaints(), "524288\n0\n0\n7\n");
}

TEST(ChildProcess, ThatCannotBeStartedSaysSo) { EXPECT_THROW(ChildProcess("/no/such/program", {}, {}), std::system_error); }

TEST(ChildProcess, LiesBesideUsUnlessTheEnvironmentNamesAnother) {
    ::setenv("BELLTOWER_DATA", "/var/lib/belltower", 1);  // the folder of the district, for commands
    EXPECT_TRUE(base::program_beside("belltower-data").ends_with("/belltower-data"));
    ::setenv("BELLTOWER_DATA_PROGRAM", "/opt/other", 1);
    EXPECT_EQ(base::program_beside("belltower-data"), "/opt/other");
    ::unsetenv("BELLTOWER_DATA_PROGRAM");
    ::unsetenv("BELLTOWER_DATA");
}

TEST(Frames, OfAbsurdLengthAreRefused) {
    base::FrameReader reader;
    reader.add(std::string_view("x\xff\xff\xff\xff", 5));
    EXPECT_THROW(reader.next(), FrameError);
}

TEST(Frames, ArriveInPieces) {
    std::string bytes = base::FrameWriter::packed('a', "hello") + base::FrameWriter::packed('b', "");
    base::FrameReader reader;
    std::string seen;
    for (char byte : bytes) {
        reader.add({&byte, 1});
        while (auto frame = reader.next()) seen += frame->what + frame->bytes;
    }
    EXPECT_EQ(seen, "ahellob");
    EXPECT_TRUE(reader.empty());
}

TEST(Rows, AreReadAsTheyWerePacked) {
    base::RowPacker packer;
    const std::vector<base::Cell> cells = {std::monostate{}, std::int64_t{-5}, 0.1, std::string("Peña"), std::string()};
    for (const auto& cell : cells) packer.cell(cell);
    std::string bytes = packer.take();
    base::RowReader reader(bytes);
    for (const auto& cell : cells) EXPECT_EQ(reader.cell(), cell);
    EXPECT_TRUE(reader.at_end());
    EXPECT_EQ(packer.size(), 0u);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        base::RowReader broken(std::string_view(bytes).substr(0, cut));
        EXPECT_THROW(
            {
                for (std::size_t i = 0; i < cells.size(); ++i) broken.cell();
            },
            FrameError);
    }
}

TEST(Cells, SayTheirTypesAndTexts) {
    for (auto type : {base::CellType::flag, base::CellType::integer, base::CellType::real, base::CellType::text, base::CellType::day, base::CellType::moment}) {
        EXPECT_EQ(base::parse_cell_type(base::word(type)), type);
    }
    EXPECT_FALSE(base::parse_cell_type("blob"));
    EXPECT_EQ(base::text_of(0.1), "0.1");
    EXPECT_EQ(base::text_of(std::int64_t{-7}), "-7");
    EXPECT_EQ(base::text_of({}), "");
    EXPECT_EQ(base::number(std::int64_t{3}), 3.0);
    EXPECT_FALSE(base::number(std::string("3")));
}

TEST(ChildDeadlines, EndAChildThatDoesNotListen) {
    base::ChildProcess child("/bin/sleep", {"60"}, {});
    base::ChildDeadline deadline(child, base::Milliseconds(100));
    EXPECT_THROW(child.send('x', std::string(1 << 20, 'x')), FrameError);
    EXPECT_TRUE(deadline.over());
    EXPECT_EQ(child.wait().status, SIGKILL);
    base::ChildProcess quick("/bin/true", {}, {});
    base::ChildDeadline unused(quick, base::Milliseconds(60'000));
    EXPECT_FALSE(unused.over());
    EXPECT_TRUE(quick.wait().exited);
}
