#include <gmock/gmock.h>

#include "mail/facts.h"
#include "mail/incoming.h"

using mail::Origin;
using testing::HasSubstr;

namespace {

mail::Incoming with(const std::string& fields, const std::string& text = "words") {
    return mail::read_message("Message-ID: <a@b>\r\n" + fields + (fields.find("From:") == fields.npos ? "From: ana@school.example\r\n" : "") + "\r\n" + text);
}

const std::string report =
    "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nSubject: Undelivered\r\nMessage-ID: <r@mx>\r\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    "Final-Recipient: rfc822; Gone@School.example\r\nAction: failed\r\nStatus: 5.1.1 (bad mailbox)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n no such user\r\n\r\n"
    "Final-Recipient: rfc822; slow@school.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n"
    "Final-Recipient: rfc822; fine@school.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n"
    "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <bt.request+7.3.aa@school.example>\r\nSubject: Your projector\r\n--b--\r\n";

}  // namespace

struct Sign {
    const char* fields;
    Origin origin;
    bool wants_no_answer;
};

TEST(Origin, IsReadFromTheHead) {
    for (const auto& [fields, origin, wants_no_answer] : std::vector<Sign>{
             {"", Origin::person, false},
             {"Auto-Submitted: no\r\n", Origin::person, false},
             {"Auto-Submitted: No (written by hand)\r\n", Origin::person, false},
             {"Auto-Submitted: auto-replied (vacation)\r\n", Origin::auto_reply, true},
             {"Auto-Submitted: auto-generated; owner-email=\"x@y\"\r\n", Origin::auto_reply, true},
             {"Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n", Origin::auto_reply, true},
             {"Subject: Automatic reply: Your projector\r\nIn-Reply-To: <bt.x@y>\r\n", Origin::auto_reply, true},
             {"Subject: Out of Office Re: Your projector\r\nReferences: <bt.x@y>\r\n", Origin::auto_reply, true},
             {"Subject: =?utf-8?Q?Respuesta_autom=C3=A1tica:_Su_proyector?=\r\nIn-Reply-To: <bt.x@y>\r\n", Origin::auto_reply, true},
             {"Subject: Fuera de la oficina\r\nIn-Reply-To: <bt.x@y>\r\n", Origin::auto_reply, true},
             {"Subject: Out of office printer\r\n", Origin::person, false},
             {"Subject: Re: Out of office printer\r\nIn-Reply-To: <bt.x@y>\r\n", Origin::person, false},
             {"Subject: Automatic reply: I never get one\r\nIn-Reply-To: nothing\r\n", Origin::person, false},
             {"X-Autoreply: yes\r\n", Origin::auto_reply, true},
             {"X-Autorespond: Gone fishing\r\n", Origin::auto_reply, true},
             {"X-Autoreply: no\r\n", Origin::person, false},
             {"Precedence: auto_reply\r\n", Origin::auto_reply, true},
             {"Precedence: Bulk\r\n", Origin::list, true},
             {"X-Precedence: junk\r\n", Origin::list, true},
             {"Precedence: first-class\r\n", Origin::person, false},
             {"List-Id: <staff.school.example>\r\n", Origin::list, true},
             {"List-Unsubscribe: <https://x.example>\r\n", Origin::list, true},
             {"X-Auto-Response-Suppress: All\r\n", Origin::person, true},
             {"X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n", Origin::person, true},
             {"X-Auto-Response-Suppress: DR, NDR, RN\r\n", Origin::person, false},
             {"X-Loop: help@school.example\r\n", Origin::person, true},
             {"Return-Path: <>\r\n", Origin::person, true},
             {"Return-Path: <>\r\nFrom: postmaster@school.example\r\n", Origin::bounce, true},
             {"Return-Path: <>\r\nSubject: Undeliverable: Your projector\r\n", Origin::bounce, true},
             {"Subject: Undeliverable: Your projector\r\n", Origin::person, false},
             {"Subject: Undeliverable: Your projector\r\nFrom: postmaster@school.example\r\nAuto-Submitted: auto-replied\r\n", Origin::bounce, true},
             {"Return-Path: <>\r\nPrecedence: bulk\r\n", Origin::list, true},
             {"Return-Path: <ana@school.example>\r\n", Origin::person, false},
             {"From: MAILER-DAEMON@mx.example\r\n", Origin::bounce, true},
             {"From: postmaster@school.example\r\n", Origin::person, false},
             {"X-Failed-Recipients: gone@school.example\r\n", Origin::bounce, true},
         }) {
        auto message = with(fields);
        EXPECT_EQ(message.origin, origin) << fields << mail::word(message.origin);
        EXPECT_EQ(message.wants_no_answer, wants_no_answer) << fields;
    }
}

TEST(Origin, OfOurOwnLetterIsKnownByItsId) {
    auto message = mail::read_message("From: x@y.example\r\nMessage-ID: <bt.own@school.example>\r\n\r\nx", {}, [](std::string_view id) { return id == "bt.own@school.example"; });
    EXPECT_EQ(message.origin, Origin::own);
}

TEST(Origin, OfAReceiptIsAMachine) {
    auto message = mail::read_message(
        "From: ana@school.example\r\nMessage-ID: <a@b>\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: "
        "text/plain\r\n\r\nIt was read.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; displayed\r\n--b--\r\n");
    EXPECT_EQ(message.origin, Origin::auto_reply);
}

TEST(Report, SaysWhoDidNotGetWhat) {
    auto message = mail::read_message(report);
    EXPECT_EQ(message.origin, Origin::bounce);
    EXPECT_EQ(message.text, "Your message could not be delivered.");
    ASSERT_EQ(message.undelivered.size(), 2u);
    EXPECT_EQ(message.undelivered[0].recipient, "Gone@school.example");
    EXPECT_EQ(message.undelivered[0].status, "5.1.1");
    EXPECT_EQ(message.undelivered[0].diagnostic, "550 5.1.1 no such user");
    EXPECT_EQ(message.undelivered[0].message_id, "bt.request+7.3.aa@school.example");
    EXPECT_TRUE(message.undelivered[0].permanent);
    EXPECT_EQ(message.undelivered[1].recipient, "slow@school.example");
    EXPECT_FALSE(message.undelivered[1].permanent);
}

TEST(Report, WithTheWholeMessageGivesItsIdAndNotItsAttachments) {
    auto message = mail::read_message(
        "From: x@y.example\r\nMessage-ID: <r>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: "
        "message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\nStatus: 5.0.0\r\n--b\r\nContent-Type: "
        "message/rfc822\r\n\r\nMessage-ID: <bt.q@s>\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n");
    EXPECT_EQ(message.undelivered.at(0).message_id, "bt.q@s");
    EXPECT_TRUE(message.attachments.empty());
}

TEST(Report, BehindARelayThatWritesIdsOfItsOwnGivesWhatElseNamesTheLetter) {
    const auto message = mail::read_message(
        "From: MAILER-DAEMON@relay.example\r\nMessage-ID: <r>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: "
        "message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: "
        "message/rfc822\r\n\r\nMessage-ID: <0100@relay.example>\r\nIn-Reply-To: <leo@phone>\r\nReferences: <bt.root@s> <bt.one@s> <leo@phone>\r\nX-Belltower-Letter: <bt.two@s>\r\n\r\nx\r\n--b--\r\n");
    ASSERT_EQ(message.undelivered.size(), 1u);
    EXPECT_EQ(message.undelivered[0].message_id, "0100@relay.example");
    EXPECT_EQ(message.undelivered[0].other_ids, (std::vector<std::string>{"bt.two@s", "leo@phone", "bt.one@s", "bt.root@s"}));
    EXPECT_EQ(mail::read_facts(mail::facts_of(message)).undelivered.at(0).other_ids, message.undelivered[0].other_ids);
}

TEST(Report, InFreeWordsIsReadAsFarAsItGoes) {
    auto exim = with("From: Mail Delivery System <Mailer-Daemon@mx.example>\r\nX-Failed-Recipients: gone@school.example, also@school.example\r\n",
                     "A message could not be delivered.\n\n  gone@school.example\n    host mx.example: 550 5.7.1 refused\n\n  also@school.example\n    mailbox is full\n\n"
                     "------ This is a copy ------\n\nMessage-ID: <bt.q@s>\nSubject: x\n");
    ASSERT_EQ(exim.undelivered.size(), 2u);
    EXPECT_EQ(exim.undelivered[0].recipient, "gone@school.example");
    EXPECT_EQ(exim.undelivered[0].status, "5.7.1");
    EXPECT_THAT(exim.undelivered[0].diagnostic, HasSubstr("refused"));
    EXPECT_EQ(exim.undelivered[0].message_id, "bt.q@s");
    EXPECT_EQ(exim.undelivered[1].diagnostic, "mailbox is full");

    auto qmail = with("From: MAILER-DAEMON@mx.example\r\n", "Hi. This is the qmail-send program.\n\n<gone@school.example>:\nSorry, no mailbox here by that name. (#4.2.2)\n");
    ASSERT_EQ(qmail.undelivered.size(), 1u);
    EXPECT_EQ(qmail.undelivered[0].recipient, "gone@school.example");
    EXPECT_EQ(qmail.undelivered[0].status, "4.2.2");
    EXPECT_TRUE(qmail.undelivered[0].permanent) << "it has given up, though for a reason that may pass";
    EXPECT_TRUE(with("", "<gone@school.example>:\nsaid somebody").undelivered.empty()) << "only reports are read so";
}

TEST(Report, ThatALetterIsLateIsNotThatItCameBack) {
    for (auto words : {"This message was created automatically.\nA message that you sent has not yet been delivered to one or more of its recipients.\n<slow@school.example>\nNo action is required on your part.",
                       "**      THIS IS A WARNING MESSAGE ONLY      **\nDeferred: Connection timed out\n<slow@school.example>: 451 4.4.1 try later\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old",
                       "Delivery to these recipients has been delayed:\n\n<slow@school.example>\n"}) {
        auto late = with("From: MAILER-DAEMON@mx.example\r\n", words);
        ASSERT_EQ(late.undelivered.size(), 1u) << words;
        EXPECT_FALSE(late.undelivered[0].permanent) << words;
    }
}

TEST(Report, OfSuccessIsNoFailure) {
    auto relayed = mail::read_message(
        "From: MAILER-DAEMON@mx.example\r\nMessage-ID: <r>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
        "<pat@school.example>: delivery via mx.example: 250 2.0.0 OK\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822;pat@school.example\r\n"
        "Action: relayed\r\nStatus: 2.0.0\r\n--b--\r\n");
    EXPECT_EQ(relayed.origin, Origin::bounce);
    EXPECT_TRUE(relayed.undelivered.empty());
}

TEST(Report, IsNotReadFromTheCopyOfOurLetter) {
    auto qmail = with("From: MAILER-DAEMON@mx.example\r\n",
                      "Hi. This is the qmail-send program. I've given up, sorry.\n\n<gone@school.example>:\n550 5.1.1 No such user\n\n--- Below this line is a copy of the message.\n\n"
                      "Message-ID: <bt.q@s>\nSubject: x\n\nThe shipment has been delayed until Monday.\n<other@school.example>\n");
    ASSERT_EQ(qmail.undelivered.size(), 1u);
    EXPECT_TRUE(qmail.undelivered[0].permanent);
    EXPECT_EQ(qmail.undelivered[0].message_id, "bt.q@s");
}

TEST(Report, NamesBothAddressesWhereMailWasHandedOn) {
    auto message = mail::read_message(
        "From: x@y.example\r\nMessage-ID: <r>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: "
        "message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nOriginal-Recipient: rfc822;ana@school.example\r\nFinal-Recipient: rfc822; <Ana@other.example>\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n");
    ASSERT_EQ(message.undelivered.size(), 1u);
    EXPECT_EQ(message.undelivered[0].recipient, "Ana@other.example");
    EXPECT_EQ(message.undelivered[0].original_recipient, "ana@school.example");
}

TEST(Origin, OfAPersonWhoPassesAReportOnIsAPerson) {
    for (const auto& within : {report, std::string("From: b@x.example\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=r\r\n\r\n--r\r\nContent-Type: text/plain\r\n\r\n"
                                                   "It was read.\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; b@x.example\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--r--\r\n")}) {
        const auto passed_on = mail::read_message("From: leo@school.example\r\nMessage-ID: <p@phone>\r\nSubject: This comes back, please help\r\n"
                                                  "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nMy mail to a parent comes back.\r\n"
                                                  "--m\r\nContent-Type: message/rfc822\r\n\r\n" + within + "\r\n--m--\r\n");
        EXPECT_EQ(passed_on.origin, Origin::person) << mail::word(passed_on.origin);
        EXPECT_TRUE(passed_on.undelivered.empty());
        EXPECT_THAT(passed_on.text, HasSubstr("comes back."));
    }
}

TEST(Origin, OfACopierWithoutReturnPathIsThePersonAtIt) {
    const auto scan = mail::read_message(
        "Return-Path: <>\r\nFrom: Leo <leo@school.example>\r\nMessage-ID: <s@copier>\r\nSubject: Scan from the office copier\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nPlease find attached.\r\n--b\r\nContent-Type: application/pdf; name=scan.pdf\r\n\r\n%PDF\r\n--b--\r\n");
    EXPECT_EQ(scan.origin, Origin::person);
    EXPECT_TRUE(scan.wants_no_answer);
    EXPECT_EQ(scan.attachments.size(), 1u);
}

TEST(Origin, OfAnEmojiIsAMachineThatTellsOfIt) {
    const std::string quote = "\r\n________________________________\r\nFrom: Help <help@school.example>\r\nSent: Friday, November 27, 2026 3:07 PM\r\nTo: Leo\r\nSubject: Your projector\r\n\r\nHello Leo";
    for (auto words : {"[👍]  Leo Peña reacted to your message:", "[❤️] Leo Peña reaccionó a su mensaje:", "[like] Leo Peña\r\nreacted to your message:"}) {
        EXPECT_EQ(with("Content-Type: text/plain; charset=utf-8\r\n", words + quote).origin, Origin::auto_reply) << words;
    }
    for (auto words : {"[👍]  Leo Peña reacted to your message:\r\n\r\nBut it still flickers.", "The class reacted to your message:", "[Room 12] It still flickers and nobody reacted to your message:"}) {
        EXPECT_EQ(with("Content-Type: text/plain; charset=utf-8\r\n", words + quote).origin, Origin::person) << words;
    }
    auto gmail = with("Content-Type: multipart/alternative; boundary=b\r\n",
                      "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n❤️\r\n\r\nLeo Peña reacted via Gmail\r\n--b\r\nContent-Type: text/vnd.google.email-reaction+json\r\n\r\n"
                      "{\"emoji\":\"❤️\",\"version\":1}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>❤️</p>\r\n--b--\r\n");
    EXPECT_EQ(gmail.origin, Origin::auto_reply);
    EXPECT_TRUE(gmail.attachments.empty());
}

TEST(Origin, OfWhatACalendarAnswersIsAMachine) {
    const auto sent = [](const std::string& fields, const std::string& method, const std::string& words = "") {
        return with("Subject: Accepted: Repair\r\nContent-Type: multipart/mixed; boundary=b\r\n",
                    "--b\r\nContent-Type: text/plain\r\n\r\n" + words + "\r\n--b\r\nContent-Type: text/calendar" + fields + "\r\n\r\nBEGIN:VCALENDAR\r\n" + method + "\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n").origin;
    };
    EXPECT_EQ(sent("; method=REPLY", "METHOD:REPLY"), Origin::auto_reply);
    EXPECT_EQ(sent("; method=\"Counter\"", ""), Origin::auto_reply);
    EXPECT_EQ(sent("; charset=utf-8", "METHOD:REPLY"), Origin::auto_reply);
    EXPECT_EQ(sent("; method=REPLY", "METHOD:REPLY", "Leo has accepted this invitation."), Origin::auto_reply);
    EXPECT_EQ(sent("; method=REPLY", "METHOD:REPLY", "Please come on Tuesday instead."), Origin::person) << "a person's words beside it";
    EXPECT_EQ(sent("; method=REQUEST", "METHOD:REQUEST"), Origin::person) << "an invitation is a person's wish";
    EXPECT_EQ(sent("\r\nContent-Disposition: attachment; filename=why.ics", "METHOD:REPLY"), Origin::person) << "a file that somebody asks about";
}
