#include "media/worker/pixels.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdlib>
#include <set>

#include "media/worker/places.h"
#include "media/worker/signature.h"
#include "media/worker/testing_pictures.h"

using namespace media;
using namespace media::worker;
using namespace std::string_literals;

static char colour(const Pixels& pixels, int x, int y) {
    const auto* at = pixels.at(x, y);
    return at[0] > 128 ? (at[1] > 128 ? 'w' : 'r') : at[1] > 128 ? 'g' : 'b';
}

/// The quarters as people see them, row by row.
static std::string corners(const Pixels& pixels) {
    const int right = pixels.width - 1, low = pixels.height - 1;
    return {colour(pixels, 0, 0), colour(pixels, right, 0), colour(pixels, 0, low), colour(pixels, right, low)};
}

TEST(Pixels, AreTurnedAsTheCameraWasHeld) {
    const auto picture = quarters(6, 4);
    const std::array<std::string, 9> expected = {"rgbw", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};
    for (int orientation = 0; orientation <= 8; ++orientation) {
        const auto out = turned(picture, orientation);
        EXPECT_EQ(corners(out), expected[static_cast<std::size_t>(orientation)]) << orientation;
        EXPECT_EQ(out.width, orientation >= 5 ? 4 : 6) << orientation;
        EXPECT_EQ(out.height, orientation >= 5 ? 6 : 4) << orientation;
    }
    EXPECT_EQ(corners(turned(picture, 99)), "rgbw");
}

static std::set<std::array<int, 3>> colours(const Pixels& pixels, int left, int top, int right, int bottom) {
    std::set<std::array<int, 3>> found;
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) found.insert({pixels.at(x, y)[0], pixels.at(x, y)[1], pixels.at(x, y)[2]});
    }
    return found;
}

TEST(Pixels, OfABoxHardlyAnythingIsLeft) {
    const auto picture = scene(1000, 600, 60);
    auto blurred = picture;
    make_unrecognisable(blurred, {{.left = 4000, .top = 4000, .width = 1200, .height = 2000}});
    // 400 to 520 and 240 to 360, grown by a third on each side: 360 to 560 and 200 to 400.
    EXPECT_GT(colours(picture, 360, 200, 560, 400).size(), 10'000u);
    EXPECT_LE(colours(blurred, 360, 200, 560, 400).size(), 64u);
    EXPECT_LE(colours(blurred, 400, 240, 520, 360).size(), 36u) << "what was asked for";
    for (int y = 0; y < 600; ++y) {
        for (int x = 0; x < 1000; ++x) {
            // Rounded outwards.
            if (x >= 359 && x < 561 && y >= 199 && y < 401) continue;
            ASSERT_TRUE(std::equal(picture.at(x, y), picture.at(x, y) + 3, blurred.at(x, y))) << x << " " << y;
        }
    }
}

TEST(Pixels, ABoxAtTheEdgeIsCutThere) {
    auto picture = scene(300, 200, 60);
    make_unrecognisable(picture, {{-500, -500, 1500, 1500}, {9000, 9000, 5000, 5000}, {12000, 0, 100, 100}, {9999, 0, 1, 10000}});
    EXPECT_LE(colours(picture, 0, 0, 30, 20).size(), 64u);
    EXPECT_LE(colours(picture, 270, 180, 298, 200).size(), 64u);
    auto whole = scene(300, 200, 60);
    make_unrecognisable(whole, {{0, 0, 10000, 10000}});
    EXPECT_LE(colours(whole, 0, 0, 300, 200).size(), 64u);
    Pixels one{1, 1, {1, 2, 3}};
    make_unrecognisable(one, {{0, 0, 10000, 10000}});
    EXPECT_EQ(one.bytes, (std::vector<std::uint8_t>{1, 2, 3}));
}

TEST(Pixels, LookAlikesHaveNearFingerprints) {
    const auto picture = fingerprint_of(scene(1200, 900, 20, 1));
    EXPECT_LE(std::popcount(picture ^ fingerprint_of(scene(600, 450, 5, 1))), 4);
    EXPECT_GE(std::popcount(picture ^ fingerprint_of(scene(1200, 900, 20, 2))), 12);
    EXPECT_EQ(fingerprint_of({1, 1, {9, 9, 9}}), 0u);
}

TEST(Places, ThatMeanTheSameBecomeOne) {
    EXPECT_EQ(merged({{100, 100, 50, 50}, {110, 105, 50, 50}}), (std::vector<Place>{{100, 100, 60, 55}}));
    EXPECT_EQ(merged({{0, 0, 400, 400}, {100, 100, 50, 50}}).size(), 2u) << "a face within a large place is one of its own";
    EXPECT_EQ(merged({{0, 0, 50, 50}, {50, 0, 50, 50}}).size(), 2u);
    EXPECT_EQ(merged({}).size(), 0u);
    EXPECT_EQ(box_of({100, 50, 30, 30}, 1000, 300), (Box{1000, 1666, 300, 1001}));
    EXPECT_EQ(box_of({-5, 0, 30, 400}, 1000, 300), (Box{0, 0, 250, 10000}));
}

TEST(Signature, SaysWhichReaderSeesAFile) {
    EXPECT_EQ(format_of("\xFF\xD8\xFF\xE0"), Format::jpeg);
    EXPECT_EQ(format_of(bomb(1, 1)), Format::png);
    EXPECT_EQ(format_of("RIFF\x20\0\0\0WEBPVP8 "s), Format::webp);
    EXPECT_EQ(format_of("\0\0\0\x18" "ftypheic\0\0\0\0mif1heic"s), Format::heic);
    EXPECT_EQ(format_of("\0\0\0\x18" "ftypmif1\0\0\0\0mif1heic"s), Format::heic);
    for (const auto& other : {"\0\0\0\x18" "ftypavif\0\0\0\0mif1miaf"s, "\0\0\0\x18" "ftypheic\0\0\0\0avifheic"s, "\0\0\0\x18" "ftyphevc\0\0\0\0heichevc"s, "\0\0\0\x18" "ftypmp42\0\0\0\0mp42isom"s,
                              "\xFF\xFF\xFF\xFF" "ftypheic\0\0\0\0mif1heic"s, "RIFF\x20\0\0\0WAVEfmt "s, "<svg xmlns='http://www.w3.org/2000/svg'/>"s, "%PDF-1.7"s, "II*\0\x08\0\0\0"s, "GIF89a"s,
                              "BM"s, ""s, "\xFF\xD8"s}) {
        EXPECT_EQ(format_of(other), std::nullopt) << other;
    }
}
