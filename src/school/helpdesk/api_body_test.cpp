// Bodies of programs that make no sense: each is refused with a reason and makes no request.
#include <gtest/gtest.h>

#include "helpdesk/helpdesk.h"
#include "world/world.h"

TEST_ON_EVERY_BACKEND(ApiBody, ThatMakesNoSenseIsRefusedWithAReason, World) {
    auto school = std::to_string(north.value);
    auto count = [&] { return read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_request").one_integer(); }); };
    auto before = count();
    const std::string bodies[] = {
        "", "{", "[]", "null", "{\"title\":", "\"title\"", std::string(100'000, '['),
        R"({"category":"device","school":)" + school + R"(,"title":"a zero \u0000 character"})",
        R"({"category":"device","school":)" + school + R"(,"title":"x","answers":{"1":"\u0000"}})",
        R"({"category":"device","school":)" + school + R"(,"title":"half a pair \ud800"})",
        R"({"category":"device","school":)" + school + ",\"title\":\"no text \xff\"}",
        R"({"category":"device","school":1e300,"title":"x"})",
        R"({"category":"device","school":99999999999999999999999,"title":"x"})",
        R"({"category":["device"],"school":)" + school + R"(,"title":{}})",
    };
    for (const auto& body : bodies) {
        auto answer = as("teacher").send_json(http::Method::post, "/api/v1/requests", body);
        EXPECT_GE(answer.status, 400) << body.substr(0, 200);
        EXPECT_LT(answer.status, 500) << body.substr(0, 200);
        EXPECT_TRUE(shows(answer, "\"message\"")) << body.substr(0, 200);
    }
    EXPECT_EQ(count(), before);
    EXPECT_EQ(as("teacher").send_json(http::Method::post, "/api/v1/requests", R"({"category":"device","room":"7B","school":)" + school + R"(,"title":"Good"})").status, 201);
}
