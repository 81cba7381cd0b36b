#include "media/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <random>
#include <thread>

#include "media/jpeg_parts.h"
#include "media/worker/testing_asked.h"
#include "media/worker/testing_pictures.h"

using namespace media;
using namespace media::worker;
using namespace std::string_literals;
using testing::ElementsAre;

static std::vector<int> widths(const Rendered& rendered) {
    std::vector<int> list;
    for (const auto& size : rendered.sizes) list.push_back(size.width);
    return list;
}

static std::array<int, 3> colour(const Pixels& pixels, double across, double down) {
    const auto* at = pixels.at(static_cast<int>(across * pixels.width), static_cast<int>(down * pixels.height));
    return {at[0], at[1], at[2]};
}

static void expect_colour(const std::array<int, 3>& found, const std::array<int, 3>& expected, int within = 12) {
    for (std::size_t band = 0; band < 3; ++band) EXPECT_NEAR(found[band], expected[band], within) << "band " << band;
}

/// Red, green, blue and white where they should be.
static void expect_quarters(const Pixels& pixels, int within = 12) {
    expect_colour(colour(pixels, 0.25, 0.25), {255, 0, 0}, within);
    expect_colour(colour(pixels, 0.75, 0.25), {0, 255, 0}, within);
    expect_colour(colour(pixels, 0.25, 0.75), {0, 0, 255}, within);
    expect_colour(colour(pixels, 0.75, 0.75), {255, 255, 255}, within);
}

/// In none of the sizes is anything but the picture.
static void expect_clean(const Rendered& rendered) {
    for (const auto& size : rendered.sizes) {
        const auto found = jpeg_parts(size.bytes);
        ASSERT_TRUE(std::holds_alternative<JpegSize>(found)) << std::get<JpegRemains>(found).what;
        for (const auto* word : {"SECRET", "Exif", "http", "ICC", "Photoshop", "libvips", "vips"}) EXPECT_EQ(size.bytes.find(word), std::string::npos) << word;
        const auto pixels = shown(size.bytes);
        EXPECT_EQ(pixels.width, size.width);
        EXPECT_EQ(pixels.height, size.height);
    }
}

TEST(Render, MakesTheSizes) {
    const auto large = media::render(program, jpeg(scene(2400, 1800, 5)), {});
    EXPECT_THAT(widths(large), ElementsAre(320, 800, 1600));
    EXPECT_EQ(large.sizes[2].height, 1200);
    EXPECT_EQ(large.width, 2400);
    EXPECT_EQ(large.height, 1800);
    EXPECT_EQ(large.format, "jpeg");
    expect_clean(large);
    EXPECT_THAT(widths(media::render(program, jpeg(scene(1000, 500)), {})), ElementsAre(320, 800, 1000));
    EXPECT_THAT(widths(media::render(program, png(scene(800, 500)), {})), ElementsAre(320, 800));
    EXPECT_THAT(widths(media::render(program, webp(scene(200, 300)), {})), ElementsAre(200));
    EXPECT_THAT(widths(media::render(program, png(scene(1, 1)), {})), ElementsAre(1));
    const auto tall = media::render(program, png(scene(300, 3000)), {});
    EXPECT_THAT(widths(tall), ElementsAre(64, 160, 300)) << "at most twice as high as a size is wide";
}

TEST(Render, ReadsTheFourFormats) {
    const auto picture = quarters(64, 48);
    for (const auto& [bytes, format] : {std::pair{jpeg(picture), "jpeg"s}, {png(picture), "png"s}, {png(picture, true), "png"s}, {webp(picture, true), "webp"s}, {heic(), "heic"s}}) {
        SCOPED_TRACE(format);
        const auto rendered = media::render(program, bytes, {});
        EXPECT_EQ(rendered.format, format);
        EXPECT_EQ(rendered.width, 64);
        EXPECT_EQ(rendered.height, 48);
        expect_clean(rendered);
        expect_quarters(shown(rendered.sizes[0].bytes), 30);
    }
}

TEST(Render, TakesTheFirstOfSeveral) {
    const auto bytes = animated_webp(quarters(200, 150), scene(200, 150));
    ASSERT_NE(bytes.find("ANMF"), std::string::npos) << "it moves";
    const auto rendered = media::render(program, bytes, {});
    EXPECT_EQ(rendered.height, 150);
    expect_quarters(shown(rendered.sizes[0].bytes), 30);
}

TEST(Render, NothingOfWhatWasAttachedIsLeft) {
    const auto picture = scene(900, 600, 5);
    const std::string xmp = "<x:xmpmeta>SECRET XMP</x:xmpmeta>";
    auto camera = with_part(jpeg(picture, 92, {{"xmp-data", xmp}}), '\xE1', exif(1));
    camera = with_part(camera, '\xED', "Photoshop 3.0\0" "8BIM\4\4\0\0\0\0\0\x0F\x1C\2\x78\0\x0ASECRET ANA"s);
    camera = with_part(camera, '\xFE', "SECRET COMMENT");
    camera = with_part(camera, '\xE5', "SECRET of an unknown maker");
    camera += "SECRET after the end" + jpeg(quarters(32, 32));
    auto drawn = with_chunk(png(picture), "tEXt", "Comment\0SECRET TEXT"s);
    drawn = with_chunk(drawn, "iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + xmp);
    drawn = with_chunk(drawn, "eXIf", exif(1).substr(6));
    auto web = webp(picture, false, {{"exif-data", exif(1)}, {"xmp-data", xmp}});
    for (const auto* bytes : {&camera, &drawn, &web}) {
        ASSERT_NE(bytes->find("SECRET"), std::string::npos) << "the test attaches it";
        const auto rendered = media::render(program, *bytes, {});
        EXPECT_THAT(widths(rendered), ElementsAre(320, 800, 900)) << rendered.format;
        expect_clean(rendered);
    }
}

TEST(Render, IsTurnedAsTheCameraSays) {
    // As stored; what people see has red in the upper left.
    const auto plain = quarters(400, 300);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        SCOPED_TRACE(orientation);
        // The inverse of 6 is 8; all others are their own.
        const auto stored = turned(plain, orientation == 6 ? 8 : orientation == 8 ? 6 : orientation);
        for (const auto& bytes : {with_part(jpeg(stored, 95), '\xE1', exif(orientation)), with_chunk(png(stored), "eXIf", exif(orientation).substr(6))}) {
            const auto rendered = media::render(program, bytes, {});
            EXPECT_EQ(rendered.width, 400);
            EXPECT_EQ(rendered.height, 300);
            for (const auto& size : rendered.sizes) expect_quarters(shown(size.bytes), 20);
        }
    }
}

TEST(Render, ColoursAreThoseThatPeopleSaw) {
    expect_quarters(shown(media::render(program, jpeg_in_profile(quarters(400, 300), "p3"), {}).sizes.back().bytes), 20);
    const auto printed = media::render(program, jpeg_in_profile(quarters(400, 300), "cmyk"), {});
    expect_clean(printed);
    const auto pixels = shown(printed.sizes.back().bytes);
    EXPECT_GT(colour(pixels, 0.25, 0.25)[0], colour(pixels, 0.25, 0.25)[2] + 80) << "red is still red in ink";
    expect_colour(colour(pixels, 0.75, 0.75), {255, 255, 255}, 20);
    expect_colour(colour(shown(media::render(program, invisible_png(50, 40), {}).sizes[0].bytes), 0.5, 0.5), {255, 255, 255});
}

/// The mean difference between neighbours in a part of the picture: how much fine detail there is.
static double detail(const Pixels& pixels, double left, double top, double right, double bottom) {
    double sum = 0;
    int count = 0;
    for (int y = static_cast<int>(top * pixels.height); y < static_cast<int>(bottom * pixels.height); ++y) {
        for (int x = static_cast<int>(left * pixels.width); x + 1 < static_cast<int>(right * pixels.width); ++x) {
            for (int band = 0; band < 3; ++band) sum += std::abs(pixels.at(x, y)[band] - pixels.at(x + 1, y)[band]);
            count += 3;
        }
    }
    return sum / count;
}

/// In its upper left quarter are large letters of noise: black and white blocks of 1/80 of the width, that stay sharp at every size.
static Pixels lettered(int width, int height) {
    auto pixels = scene(width, height, 40);
    std::minstd_rand random(5);
    const int block = width / 80;
    for (int top = 0; top < height / 2; top += block) {
        for (int left = 0; left < width / 2; left += block) {
            const auto value = static_cast<std::uint8_t>(random() % 2 * 255);
            for (int y = top; y < top + block; ++y) {
                for (int x = left; x < left + block; ++x) std::fill_n(pixels.at(x, y), 3, value);
            }
        }
    }
    return pixels;
}

TEST(Render, WhatIsBlurredIsGoneInEverySize) {
    const auto picture = lettered(2400, 1600);
    const Box box{1200, 1200, 2400, 2400};
    for (const auto& bytes : {jpeg(picture), png(picture), with_part(jpeg(turned(picture, 8)), '\xE1', exif(6))}) {
        const auto sharp = media::render(program, bytes, {});
        const auto blurred = media::render(program, bytes, {box});
        ASSERT_EQ(blurred.sizes.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            SCOPED_TRACE(blurred.sizes[i].width);
            const auto before = shown(sharp.sizes[i].bytes), after = shown(blurred.sizes[i].bytes);
            // The box grown by a third on each side, from edge to edge: 0.04 to 0.44.
            EXPECT_LT(detail(after, 0.045, 0.045, 0.435, 0.435), 0.25 * detail(before, 0.045, 0.045, 0.435, 0.435));
            // Beside it nothing changed.
            EXPECT_GT(detail(after, 0.5, 0.5, 0.9, 0.9), 0.9 * detail(before, 0.5, 0.5, 0.9, 0.9));
        }
        EXPECT_EQ(blurred.fingerprint, sharp.fingerprint) << "a picture is known again whatever was blurred";
        expect_clean(blurred);
    }
}

TEST(Render, LookAlikesHaveNearFingerprints) {
    const auto picture = media::render(program, jpeg(scene(1600, 1200, 20)), {}).fingerprint;
    EXPECT_LE(std::popcount(picture ^ media::render(program, jpeg(scene(1600, 1200, 20), 40), {}).fingerprint), 4);
    EXPECT_LE(std::popcount(picture ^ media::render(program, webp(scene(700, 525)), {}).fingerprint), 4);
    EXPECT_GE(std::popcount(picture ^ media::render(program, jpeg(scene(1600, 1200, 20, 2)), {}).fingerprint), 12);
}

TEST(Render, ManyAtOnceDoNotDisturbEachOther) {
    std::vector<std::thread> askers;
    std::atomic<int> right = 0;
    for (int i = 0; i < 6; ++i) {
        askers.emplace_back([&, i] { right += media::render(program, jpeg(scene(300 + i, 200)), {}).width == 300 + i; });
    }
    for (auto& asker : askers) asker.join();
    EXPECT_EQ(right, 6);
}
