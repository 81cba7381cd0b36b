#include "http/access_log.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace http {

static std::string written(const std::vector<std::pair<std::string, bool>>& targets) {
    const auto path = std::filesystem::path(::testing::TempDir()) / "access.log";
    std::filesystem::remove(path);
    {
        AccessLog log(path.string());
        for (const auto& [target, whole] : targets) {
            Request request;
            request.target = target;
            request.peer = "203.0.113.7";
            log.write(request, 200, 12, whole);
        }
    }
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(AccessLog, NamesPublicPagesAndNothingThatCouldBeAKeyOrAStudent) {
    const auto lines = written({{"/menu/north-school?q=Ana", true}, {"/status/kX9secret", false}, {"/people/12?name=Ana", false}, {"/queue", false}});
    EXPECT_NE(lines.find("203.0.113.7 - - ["), std::string::npos);
    EXPECT_NE(lines.find("\"GET /menu/north-school\" 200 12\n"), std::string::npos);
    EXPECT_NE(lines.find("\"GET /status/...\""), std::string::npos);
    EXPECT_NE(lines.find("\"GET /queue\""), std::string::npos);
    for (auto secret : {"Ana", "secret", "/12"}) EXPECT_EQ(lines.find(secret), std::string::npos) << secret;
}

TEST(AccessLog, ThatCannotBeOpenedIsNamed) {
    try {
        AccessLog log("/nowhere/at/all.log");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("/nowhere/at/all.log"), std::string::npos);
    }
}

}  // namespace http
