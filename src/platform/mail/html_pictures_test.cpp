#include "mail/html_pictures.h"

#include <gmock/gmock.h>

using testing::Contains;
using testing::IsEmpty;

namespace {

const std::string png = "data:image/png;base64,iVBORw0KGgo=";

mail::Incoming read(const std::string& html) {
    return mail::read_message("From: ana@school.example\r\nMessage-ID: <a@b>\r\nDate: Mon, 23 Nov 2026 08:05:00 -0600\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html);
}

}  // namespace

TEST(HtmlPictures, AreAttachedAndLeaveTheWords) {
    const auto message = read("<p>See:</p><img alt=\"the board\" src=\"" + png + "\"><p>It is black.</p><img src=DATA:image/jpeg;name=x.jpg;base64,/9j/4AAQ><img src=data:image/gif;base64,R0lG><IMG SRC = '" + png + "'>");
    EXPECT_EQ(message.text, "See:\n\n[the board]\n\nIt is black.");
    ASSERT_EQ(message.attachments.size(), 4u);
    EXPECT_EQ(message.attachments[0].name, "image.png");
    EXPECT_EQ(message.attachments[0].bytes, "\x89PNG\r\n\x1A\n");
    EXPECT_EQ(message.attachments[1].content_type, "image/jpeg");
    EXPECT_TRUE(message.attachments[1].in_place) << "they stand behind what was attached";
    EXPECT_THAT(message.repairs, IsEmpty());
}

TEST(HtmlPictures, AreLeftOutAloudWhenTheyAreTooManyOrNotReadable) {
    std::string many;
    for (int i = 0; i < 12; ++i) many += "<img src=\"" + png + "\">";
    const auto message = read(many + "words");
    EXPECT_EQ(message.attachments.size(), 10u);
    EXPECT_THAT(message.repairs, Contains("attachment_left_out"));
    for (const std::string address : {"data:image/svg+xml;utf8,<svg></svg>", "data:image/png", "data:image/png;base64,", "data:image/\";base64,AAAA"}) {
        const auto left_out = read("<img src='" + address + "'>words");
        EXPECT_THAT(left_out.attachments, IsEmpty()) << address;
        EXPECT_THAT(left_out.repairs, Contains("attachment_left_out")) << address;
        EXPECT_EQ(left_out.text, "words") << address;
    }
    std::string large = "<img src=\"data:image/png;base64," + std::string(1000, 'A') + "\">";
    const auto found = mail::take_embedded_pictures(large, 10, 100);
    EXPECT_TRUE(found.left_out);
    EXPECT_EQ(large, "<img src=\"\">");
}

TEST(HtmlPictures, OfManyMegabytesLeaveRoomForTheWordsBelowThem) {
    const auto message = read("<img src=\"data:image/png;base64," + std::string(std::size_t{6} << 20, 'A') + "\"><p>words</p>");
    EXPECT_EQ(message.text, "words");
    EXPECT_EQ(message.attachments.size(), 1u);
    EXPECT_THAT(message.repairs, IsEmpty());
}

TEST(HtmlPictures, AreOnlyWhatAnAttributeSays) {
    for (const auto& html : {std::string("<p>data:image/png;base64,AAAA is an address</p>"), "<p style=\"background: url(" + png + ")\">words</p>", std::string("<img src=\"data:image/png;base64,AAAA"), std::string("data:image/")}) {
        EXPECT_THAT(read(html).attachments, IsEmpty()) << html;
    }
}
