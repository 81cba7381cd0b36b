#include "site/appearance.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "world/world.h"

namespace site {

static std::string part(std::string_view sheet, std::string_view name, std::size_t from = 0) {
    const auto at = sheet.find(std::string(name) + ":", from);
    return at == std::string_view::npos ? "" : std::string(sheet.substr(at + name.size() + 1, 7));
}

TEST(DistrictColour, CanBeReadWhateverItIs) {
    for (int red = 0; red < 256; red += 51) {
        for (int green = 0; green < 256; green += 51) {
            for (int blue = 0; blue < 256; blue += 51) {
                const auto sheet = style_sheet({red, green, blue});
                const auto dark = sheet.find("@media");
                const auto colour = [&](std::string_view name, std::size_t from = 0) { return *parse_colour(part(sheet, name, from)); };
                EXPECT_GE(contrast(colour("--school"), colour("--on-school")), 4.5) << sheet;
                EXPECT_GE(contrast(colour("--school-text"), Colour{255, 255, 255}), 4.5) << sheet;
                EXPECT_GE(contrast(colour("--school-text", dark), Colour{28, 31, 36}), 4.5) << sheet;
                EXPECT_GE(contrast(colour("--school-line", dark), Colour{28, 31, 36}), 3.0) << sheet;
            }
        }
    }
}

TEST(DistrictColour, OfBlackAndWhiteIsTwentyOneToOne) { EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 0.001); }

TEST(TelephoneNumbers, BecomeLinks) {
    EXPECT_EQ(dialled("(555) 010-0100"), "5550100100");
    EXPECT_EQ(dialled("+1 555 0100"), "+15550100");
    EXPECT_EQ(dialled("0+1\" onclick"), "01");
}

static std::string chunk(std::string_view type, std::string_view data) {
    const auto size = static_cast<std::uint32_t>(data.size());
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 0xff);
    return bytes + std::string(type) + std::string(data) + "CRC!";
}
static std::string png(std::string_view middle, std::string_view width = std::string_view("\0\0\0\x10", 4)) {
    return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", std::string(width) + std::string("\0\0\0\x10\x08\x06\0\0\0", 9)) + std::string(middle) + chunk("IDAT", "pixels") + chunk("IEND", "");
}

TEST(Logos, LoseWhatTheirFileSaysBesideThePicture) {
    const auto bare = bare_png(png(chunk("tEXt", "GPS 41.9 -87.6") + chunk("eXIf", "camera") + chunk("PLTE", "abc")));
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->find("GPS"), std::string::npos);
    EXPECT_EQ(bare->find("camera"), std::string::npos);
    EXPECT_EQ(*bare, png(chunk("PLTE", "abc")));
}

TEST(Logos, ThatAreNoSoundPngAreRefused) {
    EXPECT_FALSE(bare_png(""));
    EXPECT_FALSE(bare_png("GIF89a"));
    EXPECT_FALSE(bare_png(png("").substr(0, 60)));
    EXPECT_FALSE(bare_png(png("", std::string_view("\0\1\0\0", 4)))) << "65536 pixels wide";
    std::string lying = png("");
    lying[8] = '\x7f';
    EXPECT_FALSE(bare_png(lying));
}

TEST_ON_EVERY_BACKEND(Website, IsClosedUntilSomebodyOpensIt, World) {
    EXPECT_EQ(as("nobody").get("/").find_header("Location"), "/start");
    EXPECT_EQ(as("web").post("/website/appearance", {{"open", "1"}, {"colour", "#7a1f1f"}, {"phone", "555-0100"}, {"address", "1 River Street"}, {"seen", "0"}}).status, http::see_other);
    const auto front = as("nobody").get("/");
    EXPECT_TRUE(shows(front, "North School"));
    EXPECT_TRUE(shows(front, "href=\"tel:5550100\""));
    EXPECT_TRUE(shows(as("nobody").get("/es"), "Escuelas"));
    EXPECT_TRUE(shows(as("nobody").get("/es"), "href=\"/es/schools/north-school\""));
    EXPECT_EQ(as("nobody").get("/es/schools/north-school").status, http::ok);
    EXPECT_EQ(as("nobody").get("/schools/nowhere").status, http::not_found);
}

TEST_ON_EVERY_BACKEND(Website, IsChangedByItsWebmasterOnly, World) {
    for (auto who : {"tech", "teacher", "student"}) {
        EXPECT_EQ(as(who).post("/website/appearance", {{"colour", "#000000"}, {"seen", "0"}}).status, http::forbidden) << who;
        EXPECT_EQ(as(who).get("/website/appearance").status, http::forbidden) << who;
        EXPECT_EQ(as(who).get("/website").status, http::forbidden) << who;
    }
    EXPECT_EQ(as("web").get("/website").status, http::ok);
    const auto wrong = as("web").post("/website/appearance", {{"colour", "red"}, {"phone", "12"}, {"seen", "0"}});
    EXPECT_EQ(wrong.status, http::unprocessable);
    EXPECT_TRUE(shows(wrong, "#colour"));
    EXPECT_TRUE(shows(wrong, "#phone"));
    EXPECT_EQ(as("web").post("/website/appearance", {{"colour", "#000000"}, {"seen", "7"}}).status, http::conflict) << "somebody was faster";
}

TEST_ON_EVERY_BACKEND(Website, ShowsALogoWithoutPersonsOnly, World) {
    as("web").post("/website/appearance", {{"open", "1"}, {"colour", "#7a1f1f"}, {"seen", "0"}});
    const auto bring = [&](const http::TestClient::FormFields& fields, const std::string& bytes) {
        return as("web").upload("/website/logo", fields, {{"logo", "logo.png", "image/png", bytes}});
    };
    EXPECT_EQ(bring({}, png("")).status, http::unprocessable) << "nobody said that it shows no person";
    EXPECT_EQ(bring({{"no_person", "1"}}, "<svg onload=alert(1)>").status, http::unprocessable);
    EXPECT_EQ(bring({{"no_person", "1"}}, png(chunk("tEXt", "GPS"))).status, http::see_other);
    const auto look = read([](db::Read& db) { return appearance(db); });
    EXPECT_TRUE(shows(as("nobody").get("/"), "/logo/" + look.logo));
    const auto logo = as("nobody").get("/logo/" + look.logo);
    EXPECT_EQ(logo.content_type, "image/png");
    EXPECT_EQ(*logo.shared_body, png(""));
    EXPECT_EQ(as("web").post("/website/logo/removal").status, http::see_other);
    EXPECT_EQ(as("nobody").get("/logo/" + look.logo).status, http::not_found);
}

TEST_ON_EVERY_BACKEND(SchoolContacts, StandOnThePublicPage, World) {
    const auto path = "/website/schools/" + std::to_string(north.value);
    EXPECT_EQ(as("web").post(path, {{"phone", "555-0123"}, {"address", "2 North Road"}, {"website", "http://plain.example"}}).status, http::unprocessable);
    EXPECT_EQ(as("web").post(path, {{"phone", "555-0123"}, {"address", "2 North Road"}}).status, http::see_other);
    EXPECT_TRUE(shows(as("nobody").get("/schools/north-school"), "2 North Road"));
    EXPECT_TRUE(shows(as("web").get("/website/schools"), "555-0123"));
    EXPECT_EQ(as("web").post("/website/schools/999999", {}).status, http::not_found);
}

}  // namespace site
