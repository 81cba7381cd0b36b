#include "mail/fetching.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "auth/secret.h"
#include "base/text.h"
#include "db/setting.h"
#include "mail/imap_text.h"
#include "mail/mail.h"
#include "mail/settings.h"
#include "mail/testing_dovecot.h"
#include "mail/testing_inbox.h"
#include "mail/token.h"

using namespace std::chrono_literals;
using mail::testing::Dovecot;
using mail::testing::ImapStub;
using mail::testing::message;
using mail::testing::monday;
using mail::testing::TokenStub;
using mail::Tls;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class Fetching : public mail::testing::PostOffice {
protected:
    mail::Visit visit(mail::MailboxId id, base::Instant now = monday, const mail::VisitLimits& limits = {}) { return mail::visit_mailbox(*database_, services_, now, id, limits); }
    mail::Visit try_it(mail::MailboxId id) { return mail::try_mailbox(*database_, services_, monday, id); }
    std::vector<std::string> subjects() {
        std::vector<std::string> names;
        for (const auto& one : taken) names.push_back(one.subject);
        return names;
    }
};

/// The tests trust the certificate of their own server, and nobody else's.
class FromDovecot : public Fetching {
protected:
    FromDovecot() { ::setenv("BELLTOWER_MAIL_CA_FILE", dovecot_.ca_file().c_str(), 1); }
    ~FromDovecot() override { ::unsetenv("BELLTOWER_MAIL_CA_FILE"); }
    Dovecot dovecot_;
};

}  // namespace

TEST_F(FromDovecot, TakesWhatIsNewByEveryWay) {
    int number = 0;
    for (auto tls : {Tls::tls, Tls::starttls, Tls::none}) {
        auto box = dovecot_.mailbox(tls);
        box.host = tls == Tls::none ? "127.0.0.1" : "localhost";
        auto id = add_mailbox(box);
        dovecot_.deliver(message("d" + std::to_string(++number) + "@x", "By " + std::string(mail::word(tls))));
        auto result = visit(id);
        EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
        EXPECT_EQ(result.taken_in, 1) << mail::word(tls);
        EXPECT_EQ(visit(id).taken_in, 0) << "it was taken already";
    }
    EXPECT_THAT(subjects(), ElementsAre("By tls", "By starttls", "By none"));
    EXPECT_EQ(dovecot_.count().all, 3);
    EXPECT_EQ(dovecot_.count().read, 3);
}

TEST_F(FromDovecot, MovesWhatWasTaken) {
    auto box = dovecot_.mailbox(Tls::tls);
    box.moves = true;
    box.move_to = "Done";
    auto id = add_mailbox(box);
    dovecot_.deliver(message("d1@x", "First"));
    auto missing = visit(id);
    EXPECT_EQ(missing.trouble, "no_move_folder") << missing.said;
    EXPECT_EQ(try_it(id).trouble, "no_move_folder");
    EXPECT_EQ(taken.size(), 1u);
    dovecot_.make_folder("Done");
    EXPECT_TRUE(try_it(id).ok());
    dovecot_.deliver(message("d2@x", "Second"));
    auto result = visit(id, monday + 1h);
    EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
    EXPECT_EQ(taken.size(), 2u) << "the first is not taken twice";
    EXPECT_EQ(dovecot_.count().all, 0);
    EXPECT_EQ(dovecot_.count("Done").all, 2);
}

TEST_F(FromDovecot, SignsInWithAToken) {
    TokenStub tokens(R"({"access_token":")" + dovecot_.token("help") + R"(","expires_in":3600,"refresh_token":"next"})");
    auto box = dovecot_.mailbox(Tls::tls);
    box.sign_in = mail::SignIn::xoauth2;
    box.token_url = tokens.url();
    box.client_id = "bell";
    mail::SealedSecrets secrets;
    secrets.client_secret = mail::seal_password(box_, "s&cret");
    secrets.refresh_token = mail::seal_password(box_, "first");
    auto id = write([&](db::Write& db) { return mail::save_mailbox(db, auth::Viewer::system(), monday, box, secrets); });
    dovecot_.deliver(message("d1@x"));
    auto result = visit(id);
    EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_TRUE(visit(id, monday + 1min).ok());
    EXPECT_THAT(tokens.forms(), ElementsAre("grant_type=refresh_token&client_id=bell&client_secret=s%26cret&refresh_token=first")) << "one token is enough for an hour";
    EXPECT_EQ(read([&](db::Read& db) { return mail::secrets_of(db, id, &box_).refresh_token; }), "next") << "the old one ended with its use";
}

TEST_F(FromDovecot, ATokenThatIsRefusedIsAskedForAnew) {
    TokenStub tokens(R"({"access_token":"nonsense","expires_in":3600})");
    auto box = dovecot_.mailbox(Tls::tls);
    box.sign_in = mail::SignIn::xoauth2;
    box.token_url = tokens.url();
    box.client_id = "bell";
    auto id = add_mailbox(box);
    EXPECT_EQ(visit(id).trouble, "token_refused");
    EXPECT_EQ(visit(id, monday + 1h).trouble, "token_refused");
    EXPECT_THAT(tokens.forms(), ElementsAre("grant_type=client_credentials&client_id=bell", "grant_type=client_credentials&client_id=bell"));
}

TEST_F(FromDovecot, SaysPlainlyWhatIsWrong) {
    auto trouble_with = [&](auto change, const std::string& password = "hush") {
        auto box = dovecot_.mailbox(Tls::tls);
        change(box);
        return try_it(add_mailbox(box, password)).trouble;
    };
    EXPECT_EQ(trouble_with([](mail::Mailbox&) {}), "");
    EXPECT_EQ(trouble_with([](mail::Mailbox&) {}, "wrong"), "refused");
    EXPECT_EQ(trouble_with([](mail::Mailbox& box) { box.folder = "Nowhere"; }), "no_folder");
    EXPECT_EQ(trouble_with([](mail::Mailbox& box) { box.host = "no-such-host.invalid"; }), "no_such_host");
    EXPECT_EQ(trouble_with([](mail::Mailbox& box) { box.port = 1; }), "no_connection");
    EXPECT_EQ(trouble_with([&](mail::Mailbox& box) { box.port = dovecot_.mailbox(Tls::none).port; }), "no_encryption") << "TLS where the server speaks in the clear";
    ::unsetenv("BELLTOWER_MAIL_CA_FILE");
    EXPECT_EQ(trouble_with([](mail::Mailbox&) {}), "certificate");
    EXPECT_EQ(trouble_with([](mail::Mailbox& box) {
        box.sign_in = mail::SignIn::xoauth2;
        box.token_url = "http://127.0.0.1:1/token";
    }), "token");
}

TEST_F(FromDovecot, TakesManyInSeveralVisits) {
    for (int i = 0; i < 120; ++i) dovecot_.deliver(message("d" + std::to_string(i) + "@x", "Number " + std::to_string(i)));
    auto id = add_mailbox(dovecot_.mailbox(Tls::tls));
    EXPECT_EQ(visit(id, monday, {.most_messages = 100}).taken_in, 100);
    EXPECT_EQ(visit(id, monday, {.most_messages = 100}).taken_in, 20) << "what is left waits for the next visit";
    EXPECT_EQ(taken.size(), 120u);
}

// --- What a real server cannot be made to do ---

TEST_F(Fetching, TakesWhatIsUnreadFirstAndThenEverythingNew) {
    ImapStub server;
    server.add(3, message("old@x", "Read before"), true);
    server.add(5, message("a@x", "Unread"));
    auto id = add_mailbox(server.mailbox());
    EXPECT_EQ(visit(id).taken_in, 1);
    server.add(9, message("b@x", "New, and read by somebody"), true);
    EXPECT_EQ(visit(id).taken_in, 1);
    EXPECT_THAT(subjects(), ElementsAre("Unread", "New, and read by somebody"));
    EXPECT_EQ(mailbox(id).last_uid, 9);
    EXPECT_TRUE(mailbox(id).fetched_at.has_value());
}

TEST_F(Fetching, TakesNothingTwiceWhenTheServerNumbersAnew) {
    ImapStub server;
    server.add(5, message("a@x", "First"));
    auto id = add_mailbox(server.mailbox());
    visit(id, base::parse_instant("2026-11-23T09:00:00Z").value());
    server.set_validity(8);
    server.add(6, message("b@x", "Read elsewhere meanwhile"), true);
    auto result = visit(id, base::parse_instant("2026-11-23T09:01:00Z").value());
    EXPECT_EQ(result.taken_in, 1);
    EXPECT_THAT(subjects(), ElementsAre("First", "Read elsewhere meanwhile"));
    EXPECT_EQ(mailbox(id).uid_validity, 8);
}

TEST_F(Fetching, WhatWaitsAndIsReadMeanwhileIsNotPassedOverWhenTheServerNumbersAnew) {
    ImapStub server;
    server.add(5, message("a@x", "Waits"));
    server.answer("UID FETCH 5 BODY", "NO not now");
    auto id = add_mailbox(server.mailbox());
    visit(id, base::parse_instant("2026-11-23T09:00:00Z").value());
    // Three days later it still waits, somebody has read it, and visits went well.
    server.set_validity(8);
    server.answer("UID FETCH 5 BODY", "");
    server.mark_read(5);
    write([&](db::Write& db) { mail::note_fetched(db, base::parse_instant("2026-11-27T09:00:00Z").value(), id); });
    visit(id, base::parse_instant("2026-11-27T09:01:00Z").value());
    EXPECT_THAT(subjects(), ElementsAre("Waits"));
}

TEST_F(Fetching, WhatWasReadWhileTheServerHadAnotherNameIsTakenToo) {
    ImapStub server, moved;
    server.add(1, message("a@x", "First"));
    auto id = add_mailbox(server.mailbox());
    visit(id, base::parse_instant("2026-11-23T09:00:00Z").value());
    moved.add(4, message("a@x", "First"), true);
    moved.add(5, message("b@x", "Came and was read while the name was wrong"), true);
    auto box = mailbox(id);
    box.port = moved.mailbox().port;
    mail::SealedSecrets secrets;
    secrets.password = mail::seal_password(box_, "hush");
    write([&](db::Write& db) { mail::save_mailbox(db, auth::Viewer::system(), monday, box, secrets); });
    visit(id, base::parse_instant("2026-11-25T09:00:00Z").value());
    EXPECT_THAT(subjects(), ElementsAre("First", "Came and was read while the name was wrong"));
}

TEST_F(Fetching, AVisitEndsWhenItsMailboxIsChangedMeanwhile) {
    ImapStub server, other;
    server.add(1, message("a@x", "Of the old one"));
    other.add(1, message("b@x", "Of the new one"));
    auto id = add_mailbox(server.mailbox());
    bool changed = false;
    mail::VisitHooks hooks;
    hooks.cancelled = [&] {
        if (changed) return false;
        changed = true;
        auto box = mailbox(id);
        box.port = other.mailbox().port;
        mail::SealedSecrets secrets;
        secrets.password = mail::seal_password(box_, "hush");
        write([&](db::Write& db) { mail::save_mailbox(db, auth::Viewer::system(), monday, box, secrets); });
        return false;
    };
    mail::visit_mailbox(*database_, services_, monday, id, {}, hooks);
    EXPECT_FALSE(mailbox(id).fetched_at.has_value()) << "nobody has asked the new server yet";
    EXPECT_NE(mailbox(id).uid_validity, 7) << "the numbers of the old server mean nothing any more";
    visit(id, monday + 1min);
    EXPECT_THAT(subjects(), ElementsAre("Of the new one"));
    EXPECT_EQ(mailbox(id).fetched_at, monday + 1min);
}

TEST_F(Fetching, WhatWasFetchedIsKeptThoughTheMailboxIsAnotherNow) {
    ImapStub server;
    server.add(1, message("a@x", "First"));
    server.add(2, message("b@x", "Second"));
    auto id = add_mailbox(server.mailbox());
    bool changed = false;
    room = [&](db::Write& db, const mail::Received&) {
        auto box = mail::find_mailbox(db, auth::Viewer::system(), id);
        box.folder = "Other";
        if (!std::exchange(changed, true)) mail::save_mailbox(db, auth::Viewer::system(), monday, box, {});
        return mail::Taken{};
    };
    auto result = visit(id);
    EXPECT_EQ(result.taken_in, 2);
    EXPECT_EQ(read([&](db::Read& db) { return mail::count_wanted(db, id); }), 0) << "the numbers of the old folder are forgotten";
    EXPECT_FALSE(mailbox(id).fetched_at.has_value());
    EXPECT_EQ(std::ranges::count_if(server.commands(), [](const std::string& command) { return command.find("+FLAGS") != command.npos; }), 0);
}

TEST_F(Fetching, ABrokenMessageDoesNotStopTheNext) {
    ImapStub server;
    server.add(1, "this is no mail at all");
    server.add(2, message("b@x", "Can be read"));
    server.add(3, message("c@x", "Cannot be fetched"));
    server.add(4, message("d@x", "Behind it"));
    server.answer("UID FETCH 3 BODY", "NO internal error");
    auto id = add_mailbox(server.mailbox());
    auto result = visit(id);
    EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
    EXPECT_EQ(result.not_fetched, 1);
    EXPECT_THAT(subjects(), ElementsAre("Can be read", "Behind it"));
    EXPECT_EQ(all({.state = mail::ReceivedState::dropped}).at(0).why, "unreadable");
    for (int i = 1; i <= 5; ++i) visit(id, monday + 6h * i);
    EXPECT_EQ(read([&](db::Read& db) { return mail::count_wanted(db, id); }), 1) << "a server in trouble for a day costs no message";
    for (int i = 6; i <= 12; ++i) visit(id, monday + 6h * i);
    EXPECT_EQ(all({.state = mail::ReceivedState::held}).at(0).why, "not_fetched") << "it is seen that one is missing";
    EXPECT_EQ(read([&](db::Read& db) { return mail::count_wanted(db, id); }), 0);
    EXPECT_EQ(read([](db::Read& db) { return mail::named_files(db); }).size(), 3u) << "of the one that could not be fetched there is no file";
}

TEST_F(Fetching, OfWhatIsTooLargeOnlyTheHeadIsFetched) {
    ImapStub server;
    server.add(1, message("a@x", "A whole film"), false, std::int64_t{80} << 20);
    server.add(2, message("b@x", "Longer than it says", std::string(5000, 'x')), false, 10);
    server.add(3, message("c@x", "Small"));
    mail::VisitLimits limits;
    limits.imap.most_bytes = 4000;
    auto id = add_mailbox(server.mailbox());
    auto result = visit(id, monday, limits);
    EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
    EXPECT_THAT(subjects(), ElementsAre("Small"));
    auto held = all({.state = mail::ReceivedState::held});
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[1].subject, "A whole film");
    EXPECT_EQ(held[1].why, "too_long");
    EXPECT_EQ(held[1].size_bytes, std::int64_t{80} << 20) << "as large as the server says, not as its head";
}

TEST_F(Fetching, WhatWasFetchedIsKeptWhenTheLineBreaks) {
    ImapStub server;
    for (int i = 1; i <= 5; ++i) server.add(i, message("m" + std::to_string(i) + "@x", "Number " + std::to_string(i)));
    server.answer("UID FETCH 4 BODY", "drop");
    auto id = add_mailbox(server.mailbox());
    visit(id);
    EXPECT_GE(taken.size(), 3u);
    EXPECT_THAT(subjects(), testing::AllOf(Contains("Number 1"), Contains("Number 3")));
    server.answer("UID FETCH 4 BODY", "");
    visit(id, monday + 1h);
    EXPECT_THAT(subjects(), testing::AllOf(Contains("Number 4"), Contains("Number 5")));
    EXPECT_EQ(std::ranges::count(subjects(), "Number 1"), 1);
}

TEST_F(Fetching, TheServerIsToldAfterTheCommitAndAgainWhenThatFailed) {
    ImapStub server;
    server.add(1, message("a@x"));
    server.answer("UID STORE", "NO not now");
    auto id = add_mailbox(server.mailbox());
    auto result = visit(id);
    EXPECT_EQ(result.trouble, "server");
    EXPECT_THAT(result.said, HasSubstr("not now"));
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_EQ(mailbox(id).problem, "server");
    server.answer("UID STORE", "OK done");
    EXPECT_TRUE(visit(id, monday + 1h).ok());
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_EQ(mailbox(id).problem, "");
    EXPECT_EQ(std::ranges::count_if(server.commands(), [](const std::string& command) { return command.starts_with("UID STORE"); }), 2);
}

TEST_F(Fetching, AMessageThatTheDatabaseRefusesKeepsNobodyWaiting) {
    ImapStub server;
    server.add(1, message("a@x", "Refused"));
    server.add(2, message("b@x", "Behind it"));
    room = [](db::Write&, const mail::Received& received) -> mail::Taken {
        if (received.message.subject == "Refused") throw db::Failure("this value cannot be stored");
        return {mail::Taken::State::taken, "new", "/requests/1"};
    };
    auto id = add_mailbox(server.mailbox());
    auto result = visit(id);
    EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
    EXPECT_EQ(result.taken_in, 1);
    EXPECT_FALSE(server.messages().at(0).seen) << "a person who looks into the mailbox finds it";
    EXPECT_TRUE(server.messages().at(1).seen);
    for (int i = 1; i <= 12; ++i) {
        server.add(2 + i, message("m" + std::to_string(i) + "@x"));
        visit(id, monday + 6h * i);
    }
    EXPECT_EQ(all({.state = mail::ReceivedState::held}).at(0).why, "not_kept");
    EXPECT_EQ(all({.state = mail::ReceivedState::held}).at(0).problem, "this value cannot be stored");
    EXPECT_EQ(read([&](db::Read& db) { return mail::count_wanted(db, id); }), 0);
}

TEST_F(Fetching, NothingIsLostWhileThereIsNoRoomOnTheDisk) {
    ImapStub server;
    server.add(1, message("a@x"));
    auto id = add_mailbox(server.mailbox());
    // Root writes wherever it likes, so a file stands where the folder should be.
    std::filesystem::rename(folder_ + "/files", folder_ + "/aside");
    { std::ofstream(folder_ + "/files") << "in the way"; }
    auto result = visit(id);
    EXPECT_EQ(result.trouble, "database");
    EXPECT_THAT(taken, testing::IsEmpty());
    EXPECT_THAT(all(), testing::IsEmpty());
    EXPECT_THAT(server.commands(), Contains("UID STORE 1 -FLAGS.SILENT (\\Seen)")) << "a person who looks into the mailbox finds it unread";
    EXPECT_EQ(std::ranges::count_if(server.commands(), [](const std::string& command) { return command.find("+FLAGS") != command.npos; }), 0);
    std::filesystem::remove(folder_ + "/files");
    std::filesystem::rename(folder_ + "/aside", folder_ + "/files");
    EXPECT_TRUE(visit(id, monday + 1h).ok());
    EXPECT_EQ(taken.size(), 1u);
}

TEST_F(Fetching, TakesNothingWhileTheDiskIsAlmostFull) {
    ImapStub server;
    server.add(1, message("a@x"));
    auto id = add_mailbox(server.mailbox());
    write([](db::Write& db) { db::set_setting(db, "mail.keep_free_bytes", "9000000000000000000"); });
    auto result = visit(id);
    EXPECT_EQ(result.trouble, "disk");
    EXPECT_THAT(result.said, HasSubstr("MB are free"));
    EXPECT_FALSE(server.messages().at(0).seen) << "it was not even fetched";
    EXPECT_THROW(receive(message("b@x")), std::runtime_error) << "a mail server that hands it over is told to try again";
    EXPECT_THAT(all(), testing::IsEmpty());
    write([](db::Write& db) { db::set_setting(db, "mail.keep_free_bytes", "1000"); });
    EXPECT_TRUE(visit(id, monday + 1h).ok());
    EXPECT_EQ(taken.size(), 1u);
}

TEST_F(Fetching, AServerThatCannotMoveCopies) {
    ImapStub server;
    server.add(1, message("a@x"));
    server.answer("UID MOVE", "BAD unknown command");
    auto box = server.mailbox();
    box.moves = true;
    box.move_to = "Erledigt & gut";
    auto id = add_mailbox(box);
    auto result = visit(id);
    EXPECT_TRUE(result.ok()) << result.trouble << " " << result.said;
    EXPECT_THAT(server.commands(), Contains("UID COPY 1 \"Erledigt &- gut\""));
    EXPECT_THAT(server.commands(), Contains("UID STORE 1 +FLAGS.SILENT (\\Seen \\Deleted)"));
    EXPECT_THAT(server.commands(), Contains("UID EXPUNGE 1"));
}

TEST_F(Fetching, PausesGrowWhileThereIsTrouble) {
    ImapStub server;
    server.answer("AUTHENTICATE", "NO [AUTHENTICATIONFAILED] wrong");
    auto id = add_mailbox(server.mailbox());
    EXPECT_EQ(visit(id).trouble, "refused");
    EXPECT_EQ(mailbox(id).due_at, monday + 1min);
    visit(id, monday);
    EXPECT_EQ(mailbox(id).due_at, monday + 2min);
    for (int i = 0; i < 10; ++i) visit(id, monday);
    EXPECT_EQ(mailbox(id).due_at, monday + 30min);
    EXPECT_THAT(read([](db::Read& db) { return mail::due_mailboxes(db, monday); }), testing::IsEmpty());
}

TEST_F(Fetching, TheJobAsksEveryMailboxThatIsDue) {
    ImapStub server;
    server.add(1, message("a@x"));
    auto id = add_mailbox(server.mailbox());
    run_jobs(monday);
    run_jobs(monday + 61s);
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_EQ(mailbox(id).fetched_at, monday + 61s);
    auto box = mailbox(id);
    box.active = false;
    write([&](db::Write& db) { mail::save_mailbox(db, auth::Viewer::system(), monday, box, {}); });
    server.add(2, message("b@x"));
    run_jobs(monday + 10min);
    EXPECT_EQ(taken.size(), 1u) << "it was stopped";
}

TEST(ImapText, IsReadAsServersWriteIt) {
    auto listed = mail::read_fetch_line("* 12 FETCH (FLAGS (\\Seen \\Answered) UID 40 RFC822.SIZE 2021 INTERNALDATE \" 3-Nov-2026 02:44:25 -0700\")");
    ASSERT_TRUE(listed.has_value());
    EXPECT_EQ(listed->uid, 40);
    EXPECT_EQ(listed->size_bytes, 2021);
    EXPECT_TRUE(listed->seen);
    EXPECT_EQ(base::to_iso(*listed->arrived_on), "2026-11-03");
    EXPECT_FALSE(mail::read_fetch_line("* 12 FETCH (FLAGS ())").has_value());
    EXPECT_FALSE(mail::read_fetch_line("* 12 EXISTS").has_value());
    EXPECT_EQ(mail::read_uid_validity("* OK [UIDVALIDITY 1700000000] UIDs valid"), 1700000000);
    EXPECT_EQ(mail::read_exists("* 12 EXISTS"), 12);
    EXPECT_EQ(mail::imap_folder_name("Entwürfe/台北 & more"), "Entw&APw-rfe/&U,BTFw- &- more");
    EXPECT_EQ(mail::imap_quoted("a \"b\" \\c"), "\"a \\\"b\\\" \\\\c\"");
}

TEST(TokenAddress, IsEncryptedOrOnThisMachine) {
    EXPECT_EQ(mail::problem_with_token_url("https://oauth2.googleapis.com/token"), "");
    EXPECT_EQ(mail::problem_with_token_url("http://127.0.0.1:8080/token"), "");
    for (auto bad : {"", "oauth2", "http://oauth2.googleapis.com/token", "https://user:x@y.example/", "file:///etc/passwd"}) EXPECT_NE(mail::problem_with_token_url(bad), "") << bad;
}
