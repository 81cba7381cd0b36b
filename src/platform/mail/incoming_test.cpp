#include "mail/incoming.h"

#include <gmock/gmock.h>

#include "base/error.h"

using mail::Origin;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

const std::string head =
    "From: Ana Reyes <ana@School.example>\r\nTo: help@school.example\r\nSubject: Projector\r\nMessage-ID: <a1@phone.example>\r\n"
    "Date: Mon, 23 Nov 2026 08:05:00 -0600\r\n";

std::string plain(const std::string& text, const std::string& type = "text/plain; charset=utf-8") {
    return head + "MIME-Version: 1.0\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text;
}

/// Each part with its own head, without the boundary.
std::string multipart(const std::string& subtype, const std::vector<std::string>& parts, const std::string& top = head) {
    std::string raw = top + "MIME-Version: 1.0\r\nContent-Type: multipart/" + subtype + "; boundary=\"-=x\"\r\n\r\n";
    for (const auto& part : parts) raw += "---=x\r\n" + part + "\r\n";
    return raw + "---=x--\r\n";
}

std::string text_part(const std::string& text) { return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text; }
std::string html_part(const std::string& text) { return "Content-Type: text/html; charset=utf-8\r\n\r\n" + text; }

mail::Incoming read(const std::string& raw) { return mail::read_message(raw); }

}  // namespace

TEST(Incoming, ReadsWhoWhatAndWhen) {
    auto message = read(
        "From: =?utf-8?Q?Ana_Pe=C3=B1a?= <Ana@School.EXAMPLE>\r\nReply-To: <mother@home.example>\r\nTo: \"Help, Desk\" <help@school.example>, room: a@b.example, c@d.example;\r\n"
        "Cc: dana@school.example\r\nSubject: =?iso-8859-1?Q?Proyector_est=E1?=\r\n =?iso-8859-1?Q?_roto?=\r\nMessage-ID: <a1@phone.example>\r\n"
        "In-Reply-To: Your message of Monday <bt.x@school.example>\r\nReferences: <one@a> <two@b>\r\n\t<bt.x@school.example>\r\nDate: Mon, 23 Nov 2026 08:05:00 -0600\r\n\r\nIt flickers.\r\n");
    EXPECT_EQ(message.from.address, "Ana@school.example");
    EXPECT_EQ(message.from.name, "Ana Peña");
    ASSERT_TRUE(message.reply_to.has_value());
    EXPECT_EQ(message.reply_to->address, "mother@home.example");
    ASSERT_EQ(message.to.size(), 3u);
    EXPECT_EQ(message.to[0].name, "Help, Desk");
    EXPECT_EQ(message.to[2].address, "c@d.example");
    EXPECT_EQ(message.cc.size(), 1u);
    EXPECT_EQ(message.subject, "Proyector está roto");
    EXPECT_EQ(message.message_id, "a1@phone.example");
    EXPECT_EQ(message.in_reply_to, "bt.x@school.example");
    EXPECT_THAT(message.references, ElementsAre("one@a", "two@b", "bt.x@school.example"));
    ASSERT_TRUE(message.date.has_value());
    EXPECT_EQ(base::to_iso(*message.date), "2026-11-23T14:05:00.000Z");
    EXPECT_EQ(message.text, "It flickers.");
    EXPECT_EQ(message.origin, Origin::person);
    EXPECT_FALSE(message.wants_no_answer);
    EXPECT_THAT(message.repairs, IsEmpty());
}

TEST(Incoming, RefusesOnlyWhatIsNoMessage) {
    EXPECT_THROW(read(""), base::Invalid);
    EXPECT_THROW(read("hello\r\nthis is no mail"), base::Invalid);
    EXPECT_THROW(mail::read_message(plain("long"), {.most_bytes = 20}), base::Invalid);
    EXPECT_EQ(read("Subject: only a subject").subject, "only a subject");
    EXPECT_EQ(read("From ana@x.example Mon Nov 23 08:05:00 2026\nSubject: from a mailbox file\n\nwords\n").subject, "from a mailbox file");
}

TEST(Incoming, NamesWhatIsMissingOrWrongInTheHead) {
    auto message = read("From: nobody in particular\r\nSubject: x\r\nDate: yesterday at tea\r\n\r\nwords");
    EXPECT_THAT(message.message_id, testing::StartsWith("missing."));
    EXPECT_EQ(message.message_id, read("From: nobody in particular\r\nSubject: x\r\nDate: yesterday at tea\r\n\r\nother words").message_id)
        << "the same head is the same message";
    EXPECT_EQ(message.from.address, "");
    EXPECT_EQ(read("From: KMBT_C364\r\n\r\nToner low").from.name, "KMBT_C364");
    EXPECT_FALSE(message.date.has_value());
    EXPECT_THAT(message.repairs, testing::UnorderedElementsAre("message_id", "sender", "date"));
    EXPECT_THAT(read("From: a@b.example, c@d.example\r\n\r\nx").repairs, Contains("several_senders"));
    EXPECT_EQ(read("From: a@b.example, c@d.example\r\n\r\nx").from.address, "a@b.example");
    EXPECT_EQ(read("From: broken <>\r\nSender: a@b.example\r\n\r\nx").from.address, "a@b.example");
    EXPECT_THAT(read("Date: Mon, 1 Jan 1900 00:00:00 +0000\r\n\r\nx").repairs, Contains("date"));
    EXPECT_EQ(read("Subject: two\r\n words\tand\x01 more\r\n\r\nx").subject, "two words and more");
}

TEST(Incoming, OfAListThatWritesItselfIntoFromNamesItsAuthorBeside) {
    const std::string list = "From: \"'Leo Pena' via IT Help\" <help@school.example>\r\nList-ID: <help.school.example>\r\n";
    const auto from = [](const std::string& fields) { const auto message = read(fields + "\r\nwords"); return message.behind_list.value_or(message.from); };
    EXPECT_EQ(from(list + "X-Original-From: Leo M. Pena <leo@School.example>\r\nX-Original-Sender: leo@other.example\r\n").address, "leo@school.example");
    EXPECT_EQ(from(list + "X-Original-From: Leo M. Pena <leo@school.example>\r\n").name, "Leo M. Pena");
    EXPECT_EQ(from(list + "X-Original-Sender: leo@school.example\r\n").address, "leo@school.example");
    EXPECT_EQ(from(list + "X-Original-Sender: leo@school.example\r\n").name, "Leo Pena");
    EXPECT_EQ(from(list).address, "help@school.example");
    EXPECT_EQ(from(list + "X-Original-From: nobody\r\n").address, "help@school.example");
    EXPECT_EQ(from("From: Leo via IT Help <help@school.example>\r\nMailing-list: list help@school.example\r\nX-Original-Sender: leo@school.example\r\n").name, "Leo");
    EXPECT_EQ(from("From: Ana <ana@school.example>\r\nList-ID: <x>\r\nX-Original-Sender: leo@school.example\r\n").address, "ana@school.example") << "the list left From alone";
    EXPECT_EQ(from("From: Ana via Phone <ana@school.example>\r\nX-Original-Sender: leo@school.example\r\n").address, "ana@school.example") << "no list";
}

struct Lie {
    const char* label;
    std::string bytes;
    const char* text;
    bool guessed;
};

TEST(Incoming, ReadsCharsetsThatLie) {
    for (const auto& [label, bytes, text, guessed] : std::vector<Lie>{
             {"", "Pe\xC3\xB1" "a", "Peña", true},
             {"", "Pe\xF1" "a", "Peña", true},
             {"us-ascii", "\x93quoted\x94", "“quoted”", true},
             {"utf-8", "Pe\xC3\xB1" "a", "Peña", false},
             {"utf-8", "Pe\xF1" "a", "Peña", true},
             {"utf-8", "Pe\xC3\xB1" "a \xC3", "Peña �", true},
             {"utf-8", "Pe\xC3\xB1" "a \xE2\x80", "Peña �", true},
             {"utf-8", "La c\xE1mara est\xE1.\nAviso \xE2\x80\x94 informaci\xC3\xB3n", "La cámara está.\nAviso — información", true},
             {"utf-8", "Informaci\xC3\xB3n: ya est\xE1", "Información: ya está", true},
             {"windows-1252", "La c\xE1mara\nAviso \xE2\x80\x94 informaci\xC3\xB3n", "La cámara\nAviso — información", true},
             {"windows-1252", "La c\xE1mara\nest\xE1 rota", "La cámara\nestá rota", false},
             {"utf-16", "La c\xC3\xA1mara", "La cámara", true},
             {"utf-16", std::string("\0L\0a\0 \0c\0\xE1", 10), "La cá", false},
             {"utf-16", std::string("L\0a\0 \0c\0\xE1\0", 10), "La cá", true},
             {"utf-16", std::string("\xFF\xFEL\0a\0 \0\xE1\0", 10), "La á", false},
             {"utf-16be", std::string("\0L\0\xE1", 4), "Lá", false},
             {"utf-16le", std::string("L\0\xE1\0", 4), "Lá", false},
             {"utf-8", std::string("a\0b", 3), "ab", true},
             {"iso-8859-1", "\x80 5", "€ 5", false},
             {"iso-8859-1", "Pe\xC3\xB1" "a", "Peña", true},
             {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет", false},
             {"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет", false},
             {"gb2312", "\xC4\xE3\xBA\xC3 \x81\x30\x81\x30", "你好 \xC2\x80", false},
             {"ks_c_5601-1987", "\xB0\xA1 \x81\x41", "가 갂", false},
             {"iso-2022-jp", "\x1B$B$3$s\x1B(B", "こん", false},
             {"x-nobody-knows", "Pe\xF1" "a", "Peña", true},
         }) {
        auto message = read(plain(bytes, *label ? std::string("text/plain; charset=") + label : "text/plain"));
        EXPECT_EQ(message.text, text) << label;
        EXPECT_EQ(!message.repairs.empty(), guessed) << label << " " << bytes;
    }
    EXPECT_EQ(read("Subject: =?gb2312?B?xOO6ww==?=\r\n\r\nx").subject, "你好");
    EXPECT_EQ(read("Subject: Pe\xF1" "a\r\n\r\nx").subject, "Peña");
}

TEST(Incoming, PrefersPlainTextUnlessItIsEmpty) {
    EXPECT_EQ(read(multipart("alternative", {text_part("plain words"), html_part("<p>html words")})).text, "plain words");
    EXPECT_EQ(read(multipart("alternative", {html_part("<p>html words"), text_part("plain words")})).text, "plain words");
    EXPECT_EQ(read(multipart("alternative", {text_part(" \r\n"), html_part("<p>html words")})).text, "html words");
    for (const std::string empty : {"\xC2\xA0", "\xC2\xA0\r\n\xE2\x80\x8B \xEF\xBB\xBF\r\n", "This message is in HTML format. Please use an HTML capable mail client.", "Su programa no puede mostrar HTML."}) {
        EXPECT_EQ(read(multipart("alternative", {text_part(empty), html_part("<p>html words")})).text, "html words") << empty;
        EXPECT_EQ(read(multipart("alternative", {html_part("<p>html words"), text_part(empty)})).text, "html words") << empty;
    }
    EXPECT_EQ(read(multipart("alternative", {text_part("Please use an HTML capable mail client."), html_part("<p> </p>")})).text, "Please use an HTML capable mail client.");
    EXPECT_EQ(read(multipart("alternative", {text_part("I cannot view HTML pages in the library. " + std::string(400, 'x')), html_part("<p>html words")})).text.substr(0, 8), "I cannot");
    auto invited = read(multipart("alternative", {text_part("Come"), "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR"}));
    EXPECT_EQ(invited.text, "Come");
    ASSERT_EQ(invited.attachments.size(), 1u);
    EXPECT_EQ(invited.attachments[0].name, "invitation.ics");
}

TEST(Incoming, FindsAttachmentsAndTheirNames) {
    auto message = read(multipart(
        "mixed", {text_part("See the photo."),
                  "Content-Type: image/png; name*0*=utf-8''pe%C3%B1; name*1*=a.png\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC",
                  "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"=?utf-8?B?cGxhbi5wZGY=?=\"\r\n\r\nx",
                  "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\r\n\r\nx", "Content-Type: image/jpeg\r\nContent-ID: <img1@x>\r\n\r\ny",
                  text_part("And below it.")}));
    EXPECT_EQ(message.text, "See the photo.\n\nAnd below it.");
    ASSERT_EQ(message.attachments.size(), 4u);
    EXPECT_EQ(message.attachments[0].name, "peña.png");
    EXPECT_EQ(message.attachments[0].bytes, std::string("\0\1\2", 3));
    EXPECT_EQ(message.attachments[1].name, "plan.pdf");
    EXPECT_EQ(message.attachments[2].name, "passwd");
    EXPECT_EQ(message.attachments[3].name, "image.jpg");
    EXPECT_EQ(message.attachments[3].content_id, "img1@x");
}

TEST(Incoming, TurnsNoWritingAroundInSubjectsAndNames) {
    const auto message = read(multipart("mixed", {text_part("x"), "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''photo%E2%80%AEgpj.exe\r\n\r\nMZ"},
                                        "From: \"Ana \xE2\x81\xA6Reyes\xE2\x81\xA9\" <ana@school.example>\r\nSubject: invoice \xE2\x80\xAE" "fdp.exe\r\n"));
    EXPECT_EQ(message.subject, "invoice fdp.exe");
    EXPECT_EQ(message.from.name, "Ana Reyes");
    EXPECT_EQ(message.attachments.at(0).name, "photogpj.exe");
    EXPECT_EQ(read("Subject: =?utf-8?B?4oCu2KzZh9in2LI=?=\r\n\r\nx").subject, "جهاز");
}

TEST(Incoming, ReadsTheTextThatAPhoneSentAsAFileWhereThereIsNoOther) {
    const std::string typed = "Content-Type: text/plain; name=text_0.txt; charset=utf-8\r\nContent-Disposition: inline; filename=text_0.txt\r\n\r\nThe Wi-Fi is down in the gym";
    const auto alone = read(multipart("mixed", {typed, "Content-Type: image/jpeg; name=IMG_1.jpg\r\n\r\nx"}));
    EXPECT_EQ(alone.text, "The Wi-Fi is down in the gym");
    EXPECT_EQ(alone.attachments.size(), 1u);
    const auto beside = read(multipart("mixed", {text_part("My notes"), typed}));
    EXPECT_EQ(beside.text, "My notes");
    ASSERT_EQ(beside.attachments.size(), 1u);
    EXPECT_EQ(beside.attachments[0].name, "text_0.txt");
    const auto attached = read(multipart("mixed", {"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=text_0.txt\r\n\r\nx"}));
    EXPECT_EQ(attached.text, "");
    EXPECT_EQ(attached.attachments.size(), 1u);
}

TEST(Incoming, HandsPicturesInTheTextOverBehindWhatWasAttached) {
    const auto logo = [](const std::string& name) {
        return "Content-Type: image/png; name=" + name + "\r\nContent-Disposition: inline; filename=" + name + "\r\nContent-ID: <" + name + "@01DC5F9A>\r\n\r\nx";
    };
    const auto file = [](const std::string& type, const std::string& name) {
        return "Content-Type: " + type + "\r\nContent-Disposition: attachment; filename=" + name + "\r\nContent-ID: <" + name + ">\r\n\r\nx";
    };
    const auto names = [](const mail::Incoming& message) {
        std::vector<std::string> all;
        for (const auto& one : message.attachments) all.push_back(one.name);
        return all;
    };
    std::string related = "Content-Type: multipart/related; boundary=R\r\n\r\n";
    for (const auto& part : {html_part("<p>See the invoice.</p><img src=\"cid:image001.png@01DC5F9A\">"), logo("image001.png"), std::string("Content-Type: image/png; name=image002.png\r\nContent-ID: <i2>\r\n\r\nx")}) related += "--R\r\n" + part + "\r\n";
    related += "--R--\r\n";
    EXPECT_THAT(names(read(multipart("mixed", {related, file("application/pdf", "Invoice.pdf"), file("image/jpeg", "projector.jpg")}))),
                ElementsAre("Invoice.pdf", "projector.jpg", "image001.png", "image002.png"));
    EXPECT_THAT(names(read(multipart("mixed", {text_part("A photo."), logo("IMG_1.jpeg")}))), ElementsAre("IMG_1.jpeg"));
    EXPECT_THAT(names(read(multipart("mixed", {"Content-Type: application/pdf\r\nContent-Disposition: inline; filename=plan.pdf\r\n\r\nx", file("image/jpeg", "wall.jpg")}))),
                ElementsAre("plan.pdf", "wall.jpg")) << "only pictures give way";
}

TEST(Incoming, LeavesOutWhatIsTooLargeOrTooMany) {
    auto raw = multipart("mixed", {text_part("a"), "Content-Type: image/png\r\n\r\n12345", "Content-Type: image/png\r\n\r\n12"});
    auto message = mail::read_message(raw, {.most_attachment_bytes = 4});
    EXPECT_EQ(message.attachments.size(), 1u);
    EXPECT_THAT(message.repairs, ElementsAre("attachment_left_out"));
    EXPECT_EQ(mail::read_message(raw, {.most_attachments = 1}).attachments.size(), 1u);
    auto cut = mail::read_message(plain("ññññ"), {.most_text_bytes = 5});
    EXPECT_THAT(cut.whole_text, testing::StartsWith("ññ"));
    EXPECT_LE(cut.whole_text.size(), 5u);
    EXPECT_THAT(cut.repairs, Contains("text_cut"));
}

TEST(Incoming, ReadsMessagesWithinMessages) {
    auto inner = multipart("mixed", {text_part("The screen is black."), "Content-Type: image/png; name=screen.png\r\n\r\nx"});
    auto alone = read(multipart("mixed", {"Content-Type: message/rfc822\r\n\r\n" + inner}, "From: dana@school.example\r\nMessage-ID: <f@x>\r\nDate: Mon, 23 Nov 2026 08:05:00 -0600\r\n"));
    EXPECT_THAT(alone.text, HasSubstr("The screen is black."));
    EXPECT_THAT(alone.text, HasSubstr("Ana Reyes"));
    ASSERT_EQ(alone.attachments.size(), 1u);
    EXPECT_EQ(alone.attachments[0].name, "screen.png");
    auto with_words = read(multipart("mixed", {text_part("Please look."), "Content-Type: message/rfc822\r\n\r\n" + inner}));
    EXPECT_EQ(with_words.text, "Please look.");
    EXPECT_THAT(with_words.whole_text, HasSubstr("The screen is black."));
}

TEST(Incoming, SurvivesBrokenStructure) {
    auto no_boundary = read(head + "Content-Type: multipart/mixed\r\n\r\nwords without a part\r\n");
    EXPECT_EQ(no_boundary.text, "words without a part");
    EXPECT_THAT(no_boundary.repairs, Contains("structure"));
    EXPECT_EQ(read(head + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nnever closed").text, "never closed");
    EXPECT_EQ(read(head + "Content-Transfer-Encoding: nonsense\r\n\r\nstill words").text, "still words");
    std::string deep = head;
    for (int i = 0; i < 60; ++i) deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" + std::to_string(i) + "\r\n";
    EXPECT_THAT(read(deep + "Content-Type: text/plain\r\n\r\nx").repairs, Contains("structure"));
    std::vector<std::string> many(600, text_part("x"));
    EXPECT_THAT(read(multipart("mixed", many)).repairs, Contains("structure"));
}

TEST(Incoming, OfWhatWouldHarmAReaderIsReadAsFarAsItGoes) {
    const auto repeat = [](const std::string& text, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) all += text;
        return all;
    };
    // A group within a group, three hundred thousand deep, in the head of a message and of one within it.
    for (const auto& raw : {"To: " + repeat("a:", 300'000) + "\r\n" + head + "\r\nwords", head + "Content-Type: message/rfc822\r\n\r\nCC : b@c.example,\r\n " + repeat("a:", 300'000) + "\r\n\r\nwords"}) {
        auto message = read(raw);
        EXPECT_THAT(message.whole_text, HasSubstr("words"));
        EXPECT_THAT(message.repairs, Contains("structure"));
        EXPECT_EQ(message.from.address, "ana@school.example");
    }
    EXPECT_EQ(read("Subject: " + repeat("=?utf-8?q?=C3?= ", 200'000) + "\r\n" + head + "\r\nwords").text, "words");
    EXPECT_THAT(read(repeat("X: y\r\n", 400'000) + "\r\nwords").repairs, Contains("structure"));
    EXPECT_THAT(read(head + "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + repeat("--x\r\n\r\na\r\n", 100'000)).repairs, Contains("structure"));
}

TEST(Incoming, JoinsLinesThatWereBrokenForWidth) {
    auto message = read(plain("One line \r\nthat goes on.\r\n\r\n> quoted \r\n> on\r\n-- \r\nAna", "text/plain; charset=utf-8; format=flowed"));
    EXPECT_EQ(message.whole_text, "One line that goes on.\n\n> quoted on\n-- \nAna");
    EXPECT_EQ(read(plain("Zusammen \r\ngesetzt", "text/plain; charset=utf-8; format=flowed; delsp=yes")).text, "Zusammengesetzt");
}

TEST(Incoming, TakesUuencodedFilesOutOfTheText) {
    auto message = read(plain("Log:\r\nbegin 644 log.txt\r\n#0V%T\r\n`\r\nend\r\nThanks\r\nbegin with the end\r\n"));
    ASSERT_EQ(message.attachments.size(), 1u);
    EXPECT_EQ(message.attachments[0].name, "log.txt");
    EXPECT_EQ(message.attachments[0].bytes, "Cat");
    EXPECT_EQ(message.text, "Log:\nThanks\nbegin with the end");
    EXPECT_THAT(read(plain("begin 644 x\r\nnot data at all, really\r\nend\r\n")).attachments, IsEmpty());
}
