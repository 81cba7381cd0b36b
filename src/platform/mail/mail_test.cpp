#include "mail/mail.h"

#include <gmock/gmock.h>

#include "auth/account.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "db/testing.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "mail/outbox.h"
#include "mail/settings.h"
#include "mail/testing.h"

using namespace std::chrono_literals;
using mail::LetterState;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

const base::Instant monday = base::from_ms(1'700'000'000'000);

/// A post office: an outbox, and a server that takes letters unless it is told otherwise.
class Mail : public ::testing::Test {
protected:
    Mail() {
        mail::register_jobs(registry_);
        set_up();
    }
    void set_up(const std::string& user = "") {
        database_->write([&](db::Write& db) { mail::save_settings(db, {sink_.url(), user, "help@example.org", "Help desk"}, std::nullopt); });
    }
    mail::LetterId send(const mail::Letter& letter) {
        return database_->write([&](db::Write& db) { return mail::send(db, monday, letter); });
    }
    mail::LetterId send_to(const std::string& address) { return send({.to_address = address, .subject = "Projector", .text = "It works."}); }
    void deliver(base::Instant now = monday) { jobs::run_due(*database_, services_, registry_, now); }
    mail::Entry entry(mail::LetterId id) {
        auto all = database_->read([](db::Read& db) { return mail::outbox(db, auth::Viewer::system(), {}); });
        for (const auto& one : all) {
            if (one.id.value == id.value) return one;
        }
        throw std::runtime_error("no such letter");
    }
    LetterState state(mail::LetterId id) { return entry(id).state; }
    std::optional<mail::Trouble> trouble() {
        return database_->read([](db::Read& db) { return mail::trouble(db); });
    }

    db::testing::FreshDatabase database_{mail::testing::migrations()};
    mail::testing::SmtpSink sink_;
    http::Services services_;
    jobs::Registry registry_;
};

}  // namespace

TEST_F(Mail, GoesOutAfterTheCommit) {
    auto id = send({.to_address = "Ana@Example.org", .to_name = "Ana", .subject = "Projector", .text = "It works.\n.dot", .thread = "request/7"});
    EXPECT_EQ(state(id), LetterState::waiting);
    deliver();
    EXPECT_EQ(state(id), LetterState::sent);
    ASSERT_EQ(sink_.messages().size(), 1u);
    auto message = sink_.messages()[0];
    EXPECT_EQ(message.from, "<help@example.org>");
    EXPECT_EQ(message.to, "<Ana@example.org>");
    EXPECT_THAT(message.data, HasSubstr("\r\n\r\nIt works.\r\n.dot"));
    EXPECT_THAT(message.data, HasSubstr("From: Help desk <help@example.org>\r\n"));
    deliver(monday + 1h);
    EXPECT_EQ(sink_.messages().size(), 1u);
}

TEST_F(Mail, OfATransactionThatWasUndoneIsNeverSent) {
    EXPECT_THROW(database_->write([](db::Write& db) {
        mail::send(db, monday, {.to_address = "ana@example.org", .subject = "x", .text = "y"});
        throw std::runtime_error("undone");
    }), std::runtime_error);
    deliver();
    EXPECT_THAT(sink_.messages(), IsEmpty());
}

TEST_F(Mail, AnswersToALetterAreRecognised) {
    auto id = send({.to_address = "ana@example.org", .subject = "Projector", .text = "x", .thread = "request/7"});
    deliver();
    auto data = sink_.messages()[0].data;
    auto begin = data.find("Message-Id: ") + 12;
    auto quoted = data.substr(begin, data.find("\r\n", begin) - begin);
    database_->read([&](db::Read& db) {
        auto reference = mail::recognise(db, quoted);
        ASSERT_TRUE(reference.has_value()) << quoted;
        EXPECT_EQ(reference->thread, "request/7");
        EXPECT_EQ(reference->letter.value, id.value);
        EXPECT_FALSE(mail::recognise(db, "<bt.request+7.1.00000000000000000000@example.org>").has_value());
    });
}

TEST_F(Mail, WithoutAServerLettersWait) {
    database_->write([](db::Write& db) { mail::save_settings(db, {}, std::nullopt); });
    auto id = send_to("ana@example.org");
    deliver();
    EXPECT_EQ(state(id), LetterState::waiting);
    set_up();
    deliver(monday + 1min);
    EXPECT_EQ(state(id), LetterState::sent);
}

TEST_F(Mail, ATemporaryRefusalIsTriedAgain) {
    sink_.answer_once("RCPT", "451 greylisted, come back");
    auto id = send_to("ana@example.org");
    auto other = send_to("ben@example.org");
    deliver();
    EXPECT_EQ(state(id), LetterState::waiting);
    EXPECT_THAT(entry(id).problem, HasSubstr("greylisted"));
    EXPECT_EQ(state(other), LetterState::sent) << "one letter does not hold up the next";
    deliver(monday + 20s);
    EXPECT_EQ(state(id), LetterState::waiting);
    deliver(monday + 1min);
    EXPECT_EQ(state(id), LetterState::sent);
}

TEST_F(Mail, AFinalRefusalFails) {
    sink_.answer_once("RCPT", "550 5.1.1 no such mailbox");
    sink_.answer_once("TEXT", "554 looks like spam");
    auto unknown = send_to("nobody@example.org");
    auto spam = send_to("ana@example.org");
    deliver();
    EXPECT_EQ(state(unknown), LetterState::failed);
    EXPECT_THAT(entry(unknown).problem, HasSubstr("no such mailbox"));
    EXPECT_EQ(state(spam), LetterState::failed);
    deliver(monday + 24h);
    EXPECT_THAT(sink_.messages(), IsEmpty());
}

TEST_F(Mail, GivesUpAfterDays) {
    sink_.answer("RCPT", "450 mailbox is full");
    auto id = send_to("ana@example.org");
    auto now = monday;
    for (; state(id) == LetterState::waiting && now < monday + 24h * 14; now += 6h) deliver(now);
    EXPECT_EQ(state(id), LetterState::failed);
    EXPECT_GE(now, monday + 24h * 3);
}

TEST_F(Mail, SignsInWithThePassword) {
    auth::SecretBox box(std::string(::testing::TempDir()) + "mail_test_key");
    services_.secrets = &box;
    database_->write([&](db::Write& db) {
        mail::save_settings(db, {sink_.url(), "bell", "help@example.org", "Help desk"}, mail::seal_password(box, "a secret"));
        EXPECT_THAT(db::setting_or(db, "mail.smtp_password_sealed", ""), testing::Not(HasSubstr("secret")));
    });
    send_to("ana@example.org");
    deliver();
    ASSERT_EQ(sink_.messages().size(), 1u);
    EXPECT_EQ(sink_.messages()[0].auth, "AGJlbGwAYSBzZWNyZXQ=") << "\\0bell\\0a secret";
}

TEST_F(Mail, AWrongPasswordIsTheServersTroubleAndNotTheLetters) {
    set_up("bell");
    sink_.answer("AUTH", "535 wrong password");
    auto id = send_to("ana@example.org");
    deliver();
    EXPECT_EQ(state(id), LetterState::waiting);
    EXPECT_EQ(entry(id).attempts, 0);
    ASSERT_TRUE(trouble().has_value());
    EXPECT_FALSE(trouble()->said.empty());
    sink_.answer("AUTH", "235 welcome");
    deliver(monday + 1min);
    EXPECT_EQ(state(id), LetterState::sent);
    EXPECT_FALSE(trouble().has_value());
}

TEST_F(Mail, NoServerThereIsTrouble) {
    database_->write([](db::Write& db) { mail::save_settings(db, {"smtp://127.0.0.1:1", "", "help@example.org", ""}, std::nullopt); });
    auto id = send_to("ana@example.org");
    deliver();
    EXPECT_EQ(state(id), LetterState::waiting);
    EXPECT_TRUE(trouble().has_value());
}

TEST_F(Mail, IsSentOnceWhenTheConnectionBreaksAfterTheFinalAnswer) {
    sink_.answer_once("QUIT", "drop");
    sink_.answer("RSET", "drop");
    auto id = send_to("ana@example.org");
    deliver();
    EXPECT_EQ(state(id), LetterState::sent);
    deliver(monday + 24h);
    EXPECT_EQ(sink_.messages().size(), 1u);
}

TEST_F(Mail, ComesTwiceWithTheSameIdWhenTheFinalAnswerWasLost) {
    sink_.answer_once("TEXT", "take and drop");
    auto id = send_to("ana@example.org");
    deliver();
    EXPECT_EQ(state(id), LetterState::waiting);
    deliver(monday + 1min);
    EXPECT_EQ(state(id), LetterState::sent);
    auto messages = sink_.messages();
    ASSERT_EQ(messages.size(), 2u);
    EXPECT_EQ(messages[0].data, messages[1].data) << "so that the reader's server can drop the copy";
}

TEST_F(Mail, ALetterWhoseSenderDiedIsTriedAgain) {
    auto id = send_to("ana@example.org");
    database_->write([](db::Write& db) { mail::take_due(db, monday); });
    deliver(monday + 9min);
    EXPECT_EQ(state(id), LetterState::waiting);
    deliver(monday + 11min);
    EXPECT_EQ(state(id), LetterState::sent);
}

TEST_F(Mail, ManyLettersGoOutOverOneConnection) {
    for (int i = 0; i < 30; ++i) send_to("reader" + std::to_string(i) + "@example.org");
    sink_.answer_once("CONNECT", "220 sink");
    sink_.answer("CONNECT", "220 sink");
    deliver();
    EXPECT_EQ(sink_.messages().size(), 30u);
}

TEST_F(Mail, WhatWasDeliveredIsNotKept) {
    send({.to_address = "ana@example.org", .subject = "s", .text = "about a student", .html = "<p>about a student"});
    deliver();
    auto left = database_->read([](db::Read& db) { return db.query("SELECT text || html AS body FROM mail_letter").one_text(); });
    EXPECT_EQ(left, "");
    deliver(monday + 24h * 89);
    deliver(monday + 24h * 92);
    auto count = database_->read([](db::Read& db) { return mail::count_letters(db, LetterState::sent); });
    EXPECT_EQ(count, 0);
}

TEST_F(Mail, WhatCannotStandInAHeadIsRefusedOrCleaned) {
    EXPECT_THROW(send_to("not an address"), base::Invalid);
    EXPECT_THROW(send_to("a@b.example\r\nRCPT TO:<x@y.example>"), base::Invalid);
    EXPECT_THROW(send({.to_address = "a@b.example", .reply_to = "x\ny"}), base::Invalid);
    EXPECT_THROW(send({.to_address = "a@b.example", .thread = "Request 1"}), std::invalid_argument);
    auto id = send({.to_address = "a@b.example", .to_name = "Ana\r\nBcc: x@y.example", .subject = "one\ntwo\x01 three", .text = "x"});
    EXPECT_EQ(entry(id).subject, "one two three");
    deliver();
    EXPECT_EQ(state(id), LetterState::sent);
    EXPECT_THAT(sink_.messages()[0].data, testing::Not(HasSubstr("\nBcc:")));
}

TEST_F(Mail, TheOutboxIsForThoseWhoManageMail) {
    send_to("ana@example.org");
    database_->read([](db::Read& db) {
        auth::Viewer manager({1}, "M", {{"mail.manage"}}, auth::Proof::session);
        auth::Viewer other({2}, "O", {{"jobs.manage"}}, auth::Proof::session);
        EXPECT_EQ(mail::outbox(db, manager, {}).size(), 1u);
        EXPECT_EQ(mail::outbox(db, manager, {.state = LetterState::sent}).size(), 0u);
        EXPECT_THAT(mail::outbox(db, other, {}), IsEmpty());
    });
}

TEST(MailServer, IsSpokenToInTheClearOnThisMachineOnly) {
    EXPECT_TRUE(mail::must_encrypt("smtp://mail.example.org:587"));
    EXPECT_TRUE(mail::must_encrypt("smtp://127.0.0.1.example.org"));
    EXPECT_TRUE(mail::must_encrypt("smtp://192.168.1.5"));
    EXPECT_FALSE(mail::must_encrypt("smtp://localhost:25"));
    EXPECT_FALSE(mail::must_encrypt("smtp://[::1]:25"));
}

TEST(MailServer, AddressesThatCannotBeUsedAreNamed) {
    EXPECT_EQ(mail::problem_with("smtp://mail.example.org:587"), "");
    EXPECT_EQ(mail::problem_with("smtps://mail.example.org"), "");
    for (auto bad : {"", "mail.example.org", "http://mail.example.org", "file:///etc/passwd", "smtp://user:secret@mail.example.org", "smtp://"}) {
        EXPECT_NE(mail::problem_with(bad), "") << bad;
    }
}
