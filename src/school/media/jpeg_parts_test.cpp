#include "media/jpeg_parts.h"

#include <gtest/gtest.h>

#include <string>

using namespace media;
using namespace std::string_literals;

static std::string part(char marker, const std::string& content) {
    const auto length = content.size() + 2;
    return std::string("\xFF") + marker + static_cast<char>(length >> 8) + static_cast<char>(length & 0xFF) + content;
}

static const std::string start = "\xFF\xD8";
static const std::string end = "\xFF\xD9";
static const std::string jfif = part('\xE0', "JFIF\0\1\1\0\0\1\0\1\0\0"s);
static const std::string frame = part('\xC0', "\x08\0\x30\0\x40\3\1\x22\0\2\x11\1\3\x11\1"s);  // 64 wide, 48 high
static const std::string scan = part('\xDA', "\3\1\0\2\x11\3\x11\0\x3F\0"s) + "coded \xFF\0 data \xFF\xD0 and \xFF\xD7 more"s;
static const std::string tables = part('\xDB', std::string(65, '\1')) + part('\xC4', std::string(20, '\1'));

static std::string remains(const std::string& bytes) {
    const auto found = jpeg_parts(bytes);
    const auto* what = std::get_if<JpegRemains>(&found);
    return what ? what->what : "";
}

TEST(JpegParts, APictureAloneIsClean) {
    const auto found = jpeg_parts(start + jfif + tables + frame + scan + end);
    ASSERT_TRUE(std::holds_alternative<JpegSize>(found)) << remains(start + jfif + tables + frame + scan + end);
    EXPECT_EQ(std::get<JpegSize>(found), (JpegSize{64, 48}));
    EXPECT_EQ(remains(start + tables + frame + scan + scan + end), "");
}

TEST(JpegParts, WhatIsNotThePictureIsFound) {
    const auto with = [](const std::string& more) { return start + jfif + more + tables + frame + scan + end; };
    EXPECT_EQ(remains(with(part('\xE1', "Exif\0\0II"s))), "APP1");
    EXPECT_EQ(remains(with(part('\xE2', "ICC_PROFILE\0"s))), "APP2");
    EXPECT_EQ(remains(with(part('\xED', "Photoshop 3.0\0"s))), "APP13");
    EXPECT_EQ(remains(with(part('\xEE', "Adobe"s))), "APP14");
    EXPECT_EQ(remains(with(part('\xEF', ""))), "APP15");
    EXPECT_EQ(remains(with(part('\xFE', "a word"))), "COM");
    EXPECT_EQ(remains(with(part('\xE0', "JFXX\0\x10"s))), "APP0");
    EXPECT_EQ(remains(with(jfif)), "APP0") << "a second one";
    EXPECT_EQ(remains(with("\xFF\xFF")), "a part FF") << "fill bytes hold nothing that is needed";
    EXPECT_EQ(remains(with(part('\xF0', "x"))), "a part F0");
    EXPECT_EQ(remains(start + jfif + tables + frame + scan + part('\xE1', "after the scan") + end), "APP1");
    EXPECT_EQ(remains(start + jfif + tables + frame + scan + end + "more"), "bytes after the end");
    EXPECT_EQ(remains(start + jfif + tables + frame + scan + end + start + end), "bytes after the end") << "a second picture, as cameras append";
    EXPECT_EQ(remains(start + part('\xE0', "JFIF\0\1\1\0\0\1\0\1\1\1abc"s) + frame + scan + end), "APP0");
    EXPECT_EQ(remains(start + part('\xE0', "JFIF\0\1\1\0\0\1\0\1\1\1"s) + frame + scan + end), "a thumbnail");
    EXPECT_EQ(remains(start + tables + frame + frame + scan + end), "a second frame");
}

TEST(JpegParts, WhatEndsTooEarlyIsNotClean) {
    const auto whole = start + jfif + tables + frame + scan + end;
    for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_NE(remains(whole.substr(0, length)), "") << length;
    EXPECT_EQ(remains(start + jfif + tables + frame + end), "no picture");
    EXPECT_EQ(remains(start + jfif + end), "no picture");
    EXPECT_EQ(remains(start + scan + frame + end), "a scan before its frame");
    EXPECT_EQ(remains("GIF89a"), "no JPEG");
    EXPECT_EQ(remains(""), "no JPEG");
}
