// `belltower mail receive`, as a mail server calls it.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/cli.h"
#include "mail/mail.h"
#include "mail/testing_inbox.h"

using mail::testing::message;
using testing::HasSubstr;

namespace {

class Pipe : public mail::testing::PostOffice {
protected:
    struct Place : cli::Workplace {
        explicit Place(Pipe& owner) : pipe(owner) {}
        db::Database& database() override { return *pipe.database_; }
        const http::Services& services() override { return pipe.services_; }
        Pipe& pipe;
    };

    /// The exit code; what was said is in `said`.
    int pipe_in(const std::string& raw, std::vector<const char*> more = {}) {
        cli::Commands commands("1");
        commands.open_with([this](const cli::Where&) -> std::unique_ptr<cli::Workplace> {
            if (!opens) throw cli::Stop("The tables are newer than this program.");
            return std::make_unique<Place>(*this);
        });
        mail::add_commands(commands);
        std::vector<const char*> words{"belltower", "mail", "receive", "--data", "north"};
        words.insert(words.end(), more.begin(), more.end());
        std::istringstream input(raw);
        auto* before = std::cin.rdbuf(input.rdbuf());
        std::cin.clear();
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        const int code = commands.run(static_cast<int>(words.size()), words.data());
        said = ::testing::internal::GetCapturedStdout() + ::testing::internal::GetCapturedStderr();
        std::cin.rdbuf(before);
        return code;
    }
    bool opens = true;
    std::string said;
};

}  // namespace

TEST_F(Pipe, EndsWithZeroWhenTheMessageIsOnTheDiskHoweverOftenItComes) {
    EXPECT_EQ(pipe_in(message("a@x"), {"--to", "Help@School.example", "--json"}), 0) << said;
    EXPECT_THAT(said, HasSubstr("\"repeated\":false"));
    EXPECT_EQ(taken.at(0).recipient, "Help@school.example");
    EXPECT_EQ(pipe_in(message("a@x")), 0);
    EXPECT_THAT(said, HasSubstr("had come before"));
    EXPECT_EQ(taken.size(), 1u);
}

TEST_F(Pipe, AsksTheMailServerToTryAgainWhenAnythingIsInTheWay) {
    std::filesystem::rename(folder_ + "/files", folder_ + "/aside");
    { std::ofstream(folder_ + "/files") << "in the way"; }
    EXPECT_EQ(pipe_in(message("a@x")), 75);
    EXPECT_THAT(said, HasSubstr("Nothing was kept; try again."));
    std::filesystem::remove(folder_ + "/files");
    std::filesystem::rename(folder_ + "/aside", folder_ + "/files");
    opens = false;
    EXPECT_EQ(pipe_in(message("a@x")), 75);
    EXPECT_THAT(said, HasSubstr("newer than this program"));
    EXPECT_TRUE(all().empty());
}

TEST_F(Pipe, RefusesForGoodWhatIsNoMessageAndHowItIsNotCalled) {
    EXPECT_EQ(pipe_in("this is no mail at all"), 65);
    EXPECT_EQ(pipe_in(message("a@x"), {"--to", "nobody"}), 2);
    EXPECT_EQ(pipe_in(message("a@x"), {"--colour"}), 2);
    EXPECT_TRUE(all().empty());
}
