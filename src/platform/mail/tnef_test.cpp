#include "mail/tnef.h"

#include <gmock/gmock.h>

#include <cstdint>

using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::string number(std::uint64_t value, int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    return bytes;
}
std::string attribute(int level, std::uint32_t id, const std::string& data) { return number(static_cast<std::uint64_t>(level), 1) + number(id, 4) + number(data.size(), 4) + data + number(0, 2); }
std::string padded(std::string text) {
    while (text.size() % 4) text += '\0';
    return text;
}
std::string sized(std::uint32_t type, std::uint32_t id, const std::string& value) { return number(type, 2) + number(id, 2) + number(1, 4) + number(value.size(), 4) + padded(value); }
std::string utf16(const std::string& ascii) {
    std::string wide;
    for (char letter : ascii + std::string(1, '\0')) wide += std::string(1, letter) + '\0';
    return wide;
}
const std::string begin = number(0x223E9F78, 4) + number(1, 2);

std::string file(const std::string& title, const std::string& data, const std::string& more = "") {
    return attribute(2, 0x00069002, std::string(14, '\0')) + attribute(2, 0x00018010, title + '\0') + attribute(2, 0x0006800F, data) + more;
}

}  // namespace

TEST(Tnef, GivesFilesWithTheirNames) {
    auto long_name = attribute(2, 0x00069005, number(2, 4) + sized(0x1F, 0x3707, utf16("the whole name.pdf")) + sized(0x1E, 0x370E, "Application/PDF" + std::string(1, '\0')));
    auto read = mail::read_tnef(begin + attribute(1, 0x00069007, number(1252, 4)) + file("THEWHO~1.PDF", "%PDF-1", long_name) + file("b.txt", "two"));
    EXPECT_FALSE(read.broken);
    ASSERT_EQ(read.attachments.size(), 2u);
    EXPECT_EQ(read.attachments[0].name, "the whole name.pdf");
    EXPECT_EQ(read.attachments[0].content_type, "application/pdf");
    EXPECT_EQ(read.attachments[0].bytes, "%PDF-1");
    EXPECT_EQ(read.attachments[1].name, "b.txt");
}

TEST(Tnef, GivesTheTextAndMessagesWithin) {
    auto inner = begin + file("inner.png", "png");
    auto object = std::string(16, 'i') + inner;
    auto nested = attribute(2, 0x00069002, std::string(14, '\0')) + attribute(2, 0x00069005, number(1, 4) + sized(0x0D, 0x3701, object));
    // A named property of a number, one of two values, and a date stand before the text.
    auto properties = number(4, 4) + number(0x03, 2) + number(0x8001, 2) + std::string(16, 'g') + number(0, 4) + number(7, 4) + number(1, 4) + number(0x1003, 2) + number(0x6000, 2) +
                      number(2, 4) + number(1, 4) + number(2, 4) + number(0x40, 2) + number(0x3007, 2) + number(9, 8) + sized(0x1E, 0x1000, std::string("Please look.") + '\0');
    auto read = mail::read_tnef(begin + attribute(1, 0x00069003, properties) + nested);
    EXPECT_EQ(read.text, "Please look.");
    ASSERT_EQ(read.attachments.size(), 1u);
    EXPECT_EQ(read.attachments[0].name, "inner.png");
    EXPECT_FALSE(read.broken);
}

TEST(Tnef, OfHostileBytesIsBrokenAndNothingElse) {
    EXPECT_TRUE(mail::read_tnef("").broken);
    EXPECT_TRUE(mail::read_tnef("not tnef at all").broken);
    auto whole = begin + file("a.txt", "words", attribute(2, 0x00069005, number(0xffffffff, 4) + sized(0x1F, 0x3707, utf16("n"))));
    for (std::size_t size = 0; size < whole.size(); ++size) mail::read_tnef(whole.substr(0, size));
    for (std::size_t at = 6; at < whole.size(); ++at) {
        auto wrong = whole;
        wrong[at] = static_cast<char>(0xff);
        mail::read_tnef(wrong);
    }
    std::string deep = begin;
    for (int i = 0; i < 50; ++i) deep = begin + attribute(2, 0x00069002, std::string(14, '\0')) + attribute(2, 0x00069005, number(1, 4) + sized(0x0D, 0x3701, std::string(16, 'i') + deep));
    EXPECT_TRUE(mail::read_tnef(deep).broken);
    EXPECT_TRUE(mail::read_tnef(begin + file("a", "12345"), {.most_attachment_bytes = 4}).broken);
    EXPECT_EQ(mail::read_tnef(begin + file("a", "1") + file("b", "2"), {.most_attachments = 1}).attachments.size(), 1u);
}

TEST(Tnef, InAMessageIsOpened) {
    auto body = begin + file("photo.png", "png");
    auto raw = "From: a@b.example\r\nMessage-ID: <x>\r\nDate: Mon, 23 Nov 2026 08:05:00 -0600\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n--b\r\n"
               "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n" + body + "\r\n--b--\r\n";
    auto message = mail::read_message(raw);
    ASSERT_EQ(message.attachments.size(), 1u);
    EXPECT_EQ(message.attachments[0].name, "photo.png");
    EXPECT_EQ(message.text, "See.");
    auto broken = mail::read_message("From: a@b.example\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n\r\nnonsense");
    EXPECT_THAT(broken.repairs, testing::Contains("winmail"));
    ASSERT_EQ(broken.attachments.size(), 1u);
    EXPECT_EQ(broken.attachments[0].name, "winmail.dat");
}
