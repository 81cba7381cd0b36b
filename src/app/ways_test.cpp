// No way that a page offers ends at a closed door.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/rooms.h"
#include "auth/account.h"
#include "base/text.h"
#include "helpdesk/helpdesk.h"
#include "http/routes.h"
#include "world/world.h"

/// Addresses in `href="..."` of the page's own house.
static std::vector<std::string> ways_on(const http::Response& page) {
    std::vector<std::string> ways;
    const std::string begins = "href=\"/";
    for (auto at = page.body.find(begins); at != std::string::npos; at = page.body.find(begins, at + 1)) {
        auto from = at + begins.size() - 1;
        std::string way = page.body.substr(from, page.body.find('"', from) - from);
        if (!way.starts_with("/assets/")) ways.push_back(way);
    }
    return ways;
}

static bool offers(const std::vector<std::string>& ways, std::string_view way) { return std::ranges::find(ways, way) != ways.end(); }

TEST_ON_EVERY_BACKEND(Ways, OpenForThoseToWhomTheyAreOffered, World) {
    for (auto who : {"cio", "tech", "data", "web", "coach", "director", "teacher", "student"}) {
        for (auto page : {"/start", "/settings"}) {
            auto shown = as(who).get(page);
            if (shown.status == 403) continue;
            for (const auto& way : ways_on(shown)) EXPECT_EQ(as(who).get(way).status, 200) << who << " on " << page << ": " << way;
        }
    }
}

TEST_ON_EVERY_BACKEND(Ways, ToSettingsAreForThoseWhomOneOfThemOpens, World) {
    EXPECT_TRUE(offers(ways_on(as("data").get("/start")), "/settings")) << "the data specialist brings rosters in";
    EXPECT_TRUE(offers(ways_on(as("data").get("/settings")), "/imports"));
    EXPECT_FALSE(offers(ways_on(as("data").get("/settings")), "/settings/access"));
    EXPECT_FALSE(offers(ways_on(as("web").get("/start")), "/settings"));
    EXPECT_EQ(as("web").get("/settings").status, 403) << "no empty page";
    auto all = ways_on(as("cio").get("/settings"));
    EXPECT_EQ(std::ranges::count(all, "/imports"), 1) << "two permissions open it, one way leads there";
    EXPECT_TRUE(offers(ways_on(as("student").get("/start")), "/roles"));
}

TEST(SecretWays, AreTakenOutOfMail) {
    int secret = 0;
    for (const http::Route* route : app::rooms().routes.all()) {
        if (route->access.kind != http::Access::Kind::anyone) continue;
        const auto parts = base::split(route->pattern, '/');
        const auto token = std::ranges::find_if(parts, [](std::string_view part) { return part == "{token}" || part == "{secret}"; });
        if (token == parts.end()) continue;
        ++secret;
        EXPECT_NE(std::ranges::find(helpdesk::secret_places, *(token - 1)), std::end(helpdesk::secret_places)) << route->pattern;
    }
    EXPECT_GT(secret, 10);
}
