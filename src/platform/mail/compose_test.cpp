#include <gmime/gmime.h>
#include <gmock/gmock.h>

#include "base/text.h"
#include "mail/letter.h"
#include "mail/mail.h"
#include "mail/message_id.h"

using testing::HasSubstr;

namespace {

/// A message read back by a parser that did not write it from our structures.
struct Read {
    explicit Read(const std::string& bytes) {
        auto* stream = g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size());
        auto* parser = g_mime_parser_new_with_stream(stream);
        message = g_mime_parser_construct_message(parser, nullptr);
        g_object_unref(parser);
        g_object_unref(stream);
    }
    ~Read() { g_object_unref(message); }
    Read(const Read&) = delete;
    Read& operator=(const Read&) = delete;

    std::string header(const char* name) const {
        const char* value = g_mime_object_get_header(GMIME_OBJECT(message), name);
        return value ? value : "";
    }
    std::string text(int part) const {
        auto* object = g_mime_message_get_mime_part(message);
        if (GMIME_IS_MULTIPART(object)) object = g_mime_multipart_get_part(GMIME_MULTIPART(object), part);
        char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
        std::string result(text);
        g_free(text);
        std::erase(result, '\r');
        return result;
    }
    GMimeMessage* message;
};

mail::Letter letter() {
    return {.to_address = "ana@example.org",
            .to_name = "Ana Peña, 7B",
            .subject = "Projector — “flickers” in room 214, and a very long subject that goes over more than one line of the head",
            .text = "Dear Ana,\n\n.a line that begins with a dot\nñandú " + std::string(1200, 'x') + "\nFrom here\n",
            .html = "<p>ñandú</p>"};
}

mail::Envelope envelope() {
    return {"help@example.org", "Help desk “North”", "bt.request+1.2.aa@example.org", "bt.request+1.0.bb@example.org",
            base::parse_instant("2026-11-23T19:58:38Z").value()};
}

}  // namespace

TEST(Compose, IsReadBackAsItWasWritten) {
    auto bytes = mail::compose(letter(), envelope());
    Read read(bytes);
    EXPECT_THAT(bytes, testing::AllOf(HasSubstr("Content-Type: text/plain; charset=utf-8"), HasSubstr("Content-Type: text/html; charset=utf-8"))) << "as the HTML says of itself";
    EXPECT_EQ(g_mime_message_get_subject(read.message), letter().subject);
    auto* to = internet_address_list_get_address(g_mime_message_get_addresses(read.message, GMIME_ADDRESS_TYPE_TO), 0);
    EXPECT_STREQ(internet_address_get_name(to), "Ana Peña, 7B");
    EXPECT_STREQ(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(to)), "ana@example.org");
    EXPECT_EQ(read.text(0), letter().text);
    EXPECT_EQ(read.text(1), letter().html);
    EXPECT_EQ(read.header("Message-Id"), "<bt.request+1.2.aa@example.org>");
    EXPECT_EQ(read.header("References"), "<bt.request+1.0.bb@example.org>");
    EXPECT_EQ(read.header("X-Belltower-Letter"), "<bt.request+1.2.aa@example.org>") << "for relays that change the Message-ID";
    EXPECT_EQ(read.header("In-Reply-To"), "<bt.request+1.0.bb@example.org>");
    EXPECT_THAT(read.header("Date"), HasSubstr("23 Nov 2026 19:58:38 +0000"));
}

TEST(Compose, HasShortAsciiLinesThatEndInCrlf) {
    auto bytes = mail::compose(letter(), envelope());
    std::size_t begin = 0;
    for (auto end = bytes.find('\n'); end != bytes.npos; begin = end + 1, end = bytes.find('\n', begin)) {
        ASSERT_GT(end, 0u);
        EXPECT_EQ(bytes[end - 1], '\r');
        EXPECT_LE(end - begin, 200u);
    }
    for (unsigned char byte : bytes) ASSERT_LT(byte, 0x80);
}

TEST(Compose, AsksRobotsNotToAnswerUnlessAPersonWrote) {
    Read robot(mail::compose(letter(), envelope()));
    EXPECT_EQ(robot.header("Auto-Submitted"), "auto-generated");
    EXPECT_EQ(robot.header("X-Auto-Response-Suppress"), "OOF, AutoReply") << "reports of what did not arrive are wanted";
    auto personal = letter();
    personal.written_by_person = true;
    personal.html = "";
    personal.reply_to = "dana@example.org";
    Read person(mail::compose(personal, envelope()));
    EXPECT_EQ(person.header("Auto-Submitted"), "");
    EXPECT_EQ(person.header("Reply-To"), "dana@example.org");
    EXPECT_EQ(person.text(0), personal.text);
}

TEST(Compose, AnswerToAMessageStandsBelowIt) {
    auto answer = letter();
    answer.answers_by_itself = true;
    answer.in_reply_to = "b@phone.example";
    answer.references = {"a@phone.example", "no good>\r\nBcc: x", "b@phone.example"};
    Read read(mail::compose(answer, envelope()));
    EXPECT_EQ(read.header("In-Reply-To"), "<b@phone.example>");
    EXPECT_EQ(base::collapse_space(read.header("References")), "<a@phone.example> <b@phone.example> <bt.request+1.0.bb@example.org>");
    EXPECT_EQ(read.header("Auto-Submitted"), "auto-replied");
    EXPECT_EQ(read.header("X-Auto-Response-Suppress"), "DR, RN, OOF, AutoReply");
    EXPECT_EQ(read.header("Bcc"), "");
    answer.references.clear();
    for (int i = 0; i < 60; ++i) answer.references.push_back(std::to_string(i) + "@phone.example");
    Read many(mail::compose(answer, envelope()));
    EXPECT_THAT(base::collapse_space(many.header("References")), HasSubstr("<0@phone.example> <43@phone.example>"));
}

TEST(Compose, OffersToEndSuchLetters) {
    auto notice = letter();
    EXPECT_EQ(Read(mail::compose(notice, envelope())).header("List-Unsubscribe"), "");
    notice.unsubscribe_url = "https://bell.example/unwatch/abc";
    Read read(mail::compose(notice, envelope()));
    EXPECT_EQ(read.header("List-Unsubscribe"), "<https://bell.example/unwatch/abc>");
    EXPECT_EQ(read.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
}

TEST(Compose, RefusesLineBreaksInTheHead) {
    for (auto field : {&mail::Letter::subject, &mail::Letter::to_name, &mail::Letter::to_address, &mail::Letter::reply_to}) {
        auto bad = letter();
        bad.*field += "\r\nBcc: everybody@example.org";
        EXPECT_THROW(mail::compose(bad, envelope()), std::invalid_argument);
    }
    auto bad = envelope();
    bad.from_name += "\nX: y";
    EXPECT_THROW(mail::compose(letter(), bad), std::invalid_argument);
}

TEST(MessageId, NamesThreadAndLetterAndCannotBeMadeByOthers) {
    auto id = mail::message_id("key", {"request/123", {45}}, "example.org");
    EXPECT_THAT(id, testing::MatchesRegex("bt\\.request\\+123\\.45\\.[0-9a-f]{20}@example\\.org"));
    for (auto form : {id, '<' + id + '>', " <" + id + "> "}) {
        auto read = mail::read_message_id("key", form);
        ASSERT_TRUE(read.has_value()) << form;
        EXPECT_EQ(read->thread, "request/123");
        EXPECT_EQ(read->letter.value, 45);
    }
    EXPECT_FALSE(mail::read_message_id("another key", id).has_value());
    auto forged = id;
    forged.replace(forged.find("123"), 3, "124");
    for (const auto& bad : {forged, std::string("bt.request+1.2@example.org"), std::string("<>"), std::string(), std::string("bt.a.b.c@d"),
                            std::string("bt.A.1.c@d"), std::string("bt..-1.c@d")}) {
        EXPECT_FALSE(mail::read_message_id("key", bad).has_value()) << bad;
    }
}

TEST(PlainText, SaysAllThatTheLetterSays) {
    auto text = mail::plain_text({.title = "Your projector",
                                  .greeting = "Dear Ana,",
                                  .paragraphs = {"It waits.", ""},
                                  .quote = {{"The lamp\nis worn", "Dana Reyes"}},
                                  .facts = {{"Why", "a part"}, {"When", "Thursday"}},
                                  .action = {{"See it", "https://b.example/r/1"}},
                                  .closing = "You can answer.",
                                  .district = "North District"});
    EXPECT_EQ(text,
              "Dear Ana,\n\nIt waits.\n\nDana Reyes:\n> The lamp\n> is worn\n\nWhy: a part\nWhen: Thursday\n\nSee it:\nhttps://b.example/r/1\n\n"
              "You can answer.\n\n-- \nNorth District\n");
}
