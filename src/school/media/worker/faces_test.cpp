#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "media/worker/testing_asked.h"
#include "media/worker/testing_pictures.h"

using namespace media;
using namespace media::worker;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

/// Two drawn faces on a wide ground, at (200, 100) and (900, 300), 300 pixels each.
static Pixels two_faces() {
    auto ground = scene(1600, 800);
    for (auto& byte : ground.bytes) byte = static_cast<std::uint8_t>(150 + byte / 12);
    const auto face = drawn_face(300);
    for (const auto& [left, top] : {std::pair{200, 100}, {900, 300}}) {
        for (int y = 0; y < 300; ++y) std::copy_n(face.at(0, y), 900, ground.at(left, top + y));
    }
    return ground;
}

static bool holds_middle(const Box& box, double across, double down) {
    return box.left < across * 10'000 && across * 10'000 < box.left + box.width && box.top < down * 10'000 && down * 10'000 < box.top + box.height;
}

TEST(Faces, SeenFromTheFrontAreProposed) {
    const auto proposals = propose_faces(program, jpeg(two_faces()));
    for (const auto& [across, down] : {std::pair{350 / 1600.0, 250 / 800.0}, {1050 / 1600.0, 450 / 800.0}}) {
        EXPECT_TRUE(std::ranges::any_of(proposals.boxes, [&](const Box& box) { return holds_middle(box, across, down); })) << across;
    }
    EXPECT_LE(proposals.boxes.size(), 4u);
    EXPECT_THAT(proposals.detector, HasSubstr("OpenCV 4"));
    EXPECT_THAT(proposals.detector, HasSubstr("frontalface_default"));
    EXPECT_EQ(propose_faces(program, png(two_faces())).boxes.size(), proposals.boxes.size());
}

TEST(Faces, AreInTheirPlaceWhenThePictureIsTurned) {
    const auto proposals = propose_faces(program, with_part(jpeg(turned(two_faces(), 8)), '\xE1', exif(6)));
    EXPECT_TRUE(std::ranges::any_of(proposals.boxes, [](const Box& box) { return holds_middle(box, 350 / 1600.0, 250 / 800.0); }));
}

TEST(Faces, WhereThereAreNoneNothingIsProposed) {
    EXPECT_THAT(propose_faces(program, jpeg(scene(1200, 900))).boxes, ElementsAre());
    EXPECT_THAT(propose_faces(program, png(scene(20, 10))).boxes, ElementsAre()) << "smaller than any face that would be found";
}

TEST(Faces, OfABrokenPictureAreARefusalAndNotNone) {
    const auto whole = jpeg(two_faces());
    EXPECT_EQ(faces_code(whole.substr(0, whole.size() / 2)), "picture.broken");
    EXPECT_EQ(faces_code("<svg/>"), "picture.format");
    EXPECT_EQ(faces_code(bomb(30'000, 30'000)), "picture.too_large");
    RenderLimits limits;
    limits.time = 100ms;
    EXPECT_EQ(faces_code(jpeg(scene(2000, 1500, 60)), limits), "limit.time");
}
