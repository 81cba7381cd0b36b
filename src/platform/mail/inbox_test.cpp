#include <gmock/gmock.h>

#include "base/error.h"
#include "db/setting.h"
#include "mail/facts.h"
#include "mail/message_id.h"
#include "mail/outbox.h"
#include "mail/settings.h"
#include "mail/testing_inbox.h"

using namespace std::chrono_literals;
using mail::ReceivedState;
using mail::Taken;
using mail::testing::message;
using mail::testing::monday;
using testing::HasSubstr;
using testing::IsEmpty;

using Inbox = mail::testing::PostOffice;

TEST_F(Inbox, HandsAMessageToTheRoom) {
    auto arrived = receive(message("a@phone.example"));
    EXPECT_EQ(arrived.state, ReceivedState::taken);
    EXPECT_EQ(arrived.link, "/requests/1");
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].subject, "Projector");
    EXPECT_EQ(taken[0].text, "It flickers.");
    EXPECT_EQ(taken[0].recipient, "help@school.example");
    auto entries = all();
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].from.address, "ana@school.example");
    EXPECT_EQ(files_.read({entries[0].raw_hash}), message("a@phone.example"));
    auto facts = mail::read_facts(read([&](db::Read& db) { return mail::find_received(db, auth::Viewer::system(), arrived.id).facts; }));
    EXPECT_EQ(facts.text, "It flickers.");
    EXPECT_EQ(facts.message_id, "a@phone.example");
    EXPECT_TRUE(facts.date.has_value());
}

TEST_F(Inbox, TakesTheSameMessageOnce) {
    auto first = receive(message("a@phone.example"));
    auto same_bytes = receive(message("a@phone.example"));
    EXPECT_TRUE(same_bytes.repeated);
    EXPECT_EQ(same_bytes.id, first.id);
    EXPECT_EQ(same_bytes.link, "/requests/1");
    auto other_way = receive("Received: by another way\r\n" + message("a@phone.example"));
    EXPECT_TRUE(other_way.repeated) << "the Message-ID is the same";
    auto without_id = message("x").replace(message("x").find("Message-ID: <x>\r\n"), 17, "");
    receive(without_id);
    EXPECT_TRUE(receive(without_id).repeated);
    EXPECT_EQ(taken.size(), 2u);
}

TEST_F(Inbox, LosesNothingOfMachinesThatRepeatTheirMessageId) {
    receive(message("printer", "Toner low in room 1"));
    auto second = receive(message("printer", "Toner low in room 2"));
    EXPECT_FALSE(second.repeated);
    EXPECT_TRUE(receive(message("printer", "Toner low in room 2")).repeated);
    EXPECT_EQ(taken.size(), 2u);
}

TEST_F(Inbox, OneIdWithOtherWordsIsAnotherMessage) {
    auto scan = message("0@copier", "Scan from copier");
    receive(scan);
    auto other = scan;
    other.replace(other.find("It flickers."), 12, "Another page");
    EXPECT_FALSE(receive(other).repeated);
    EXPECT_TRUE(receive("Received: by another way\r\n" + other).repeated);
    write([&](db::Write& db) { mail::forget_received(db, monday + 400 * 24h); });
    auto third = scan;
    third.replace(third.find("It flickers."), 12, "A year later");
    EXPECT_FALSE(receive(third).repeated) << "what it said is known though its text is forgotten";
    EXPECT_TRUE(receive("Received: by a third way\r\n" + scan).repeated);
    EXPECT_EQ(taken.size(), 3u);
}

TEST_F(Inbox, ACopyByAListHidesNothingThatCameDirectly) {
    receive("List-Id: <staff.school.example>\r\n" + message("a@phone.example"));
    const auto direct = receive(message("a@phone.example"));
    EXPECT_FALSE(direct.repeated);
    EXPECT_EQ(taken.size(), 2u);
}

TEST_F(Inbox, OfAnotherMailboxIsAnotherMessage) {
    mail::Mailbox box;
    box.name = "Second";
    box.host = "localhost";
    auto id = add_mailbox(box);
    receive(message("a@phone.example"));
    EXPECT_FALSE(receive(message("a@phone.example"), id).repeated) << "the room tells what it makes of the second";
    EXPECT_EQ(all({.mailbox = id}).size(), 1u);
}

TEST_F(Inbox, KeepsWhatTheRoomCannotTakeAndTriesAgain) {
    bool broken = true;
    room = [&](db::Write& db, const mail::Received&) {
        db::set_setting(db, "test.half_done", "yes");
        if (broken) throw std::runtime_error("no such school");
        return Taken{Taken::State::taken, "new", "/requests/2"};
    };
    auto arrived = receive(message("a@phone.example"));
    EXPECT_EQ(arrived.state, ReceivedState::fresh);
    EXPECT_EQ(read([](db::Read& db) { return db::setting_or(db, "test.half_done", "no"); }), "no") << "nothing is half done";
    EXPECT_EQ(all()[0].problem, "no such school");
    EXPECT_EQ(mail::take_again(*database_, services_, monday), 0) << "not yet";
    broken = false;
    EXPECT_EQ(mail::take_again(*database_, services_, monday + 2min), 1);
    EXPECT_EQ(all()[0].state, ReceivedState::taken);
    EXPECT_EQ(all()[0].link, "/requests/2");
    EXPECT_EQ(mail::take_again(*database_, services_, monday + 1h), 0);
}

TEST_F(Inbox, HoldsWhatCannotBeTakenFiveTimes) {
    room = [](db::Write&, const mail::Received&) -> Taken { throw std::runtime_error("no such school"); };
    receive(message("a@phone.example"));
    for (int i = 1; i <= 6; ++i) mail::take_again(*database_, services_, monday + 1h * i);
    EXPECT_EQ(taken.size(), 5u);
    EXPECT_EQ(all()[0].state, ReceivedState::held);
    EXPECT_EQ(all()[0].why, "error");
    EXPECT_EQ(all()[0].problem, "no such school");
}

TEST_F(Inbox, WithoutARoomHoldsEverything) {
    mail::set_taker({});
    EXPECT_EQ(receive(message("a@phone.example")).state, ReceivedState::held);
}

TEST_F(Inbox, APersonLetsInOrLeavesOut) {
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "stranger", ""}; };
    auto first = receive(message("a@phone.example")), second = receive(message("b@phone.example"));
    EXPECT_EQ(first.state, ReceivedState::held);
    auth::Viewer manager({1}, "Cleo", {{"mail.manage"}}, auth::Proof::session), other({2}, "Ben", {}, auth::Proof::session);
    auto prepared = mail::prepare(files_, *database_, message("a@phone.example"));
    EXPECT_THROW(write([&](db::Write& db) { mail::let_in(db, other, monday, first.id, prepared); }), base::Forbidden);
    room = nullptr;
    EXPECT_EQ(write([&](db::Write& db) { return mail::let_in(db, manager, monday, first.id, prepared); }).state, ReceivedState::taken);
    EXPECT_TRUE(taken.back().released);
    EXPECT_THROW(write([&](db::Write& db) { mail::let_in(db, manager, monday, first.id, prepared); }), base::Conflict);
    write([&](db::Write& db) { mail::leave_out(db, manager, monday, second.id); });
    EXPECT_EQ(all()[0].state, ReceivedState::dropped);
    EXPECT_THROW(write([&](db::Write& db) { mail::leave_out(db, manager, monday, second.id); }), base::Conflict);
    EXPECT_THAT(read([&](db::Read& db) { return mail::received(db, other, {}); }), IsEmpty());
}

TEST_F(Inbox, TakesManyInTheirOrderAndLosesNoneToABrokenOne) {
    std::vector<std::string> raws;
    for (int i = 0; i < 30; ++i) raws.push_back(message("m" + std::to_string(i) + "@x", "Number " + std::to_string(i)));
    raws[7] = "no message at all";
    std::vector<mail::Arrival> arrivals;
    for (const auto& raw : raws) arrivals.push_back({raw});
    auto results = mail::receive_all(*database_, services_, monday, arrivals);
    ASSERT_EQ(results.size(), 30u);
    EXPECT_FALSE(results[7].arrived.has_value());
    EXPECT_TRUE(results[7].hopeless);
    auto entries = all({.most = 100});
    ASSERT_EQ(entries.size(), 29u);
    for (std::size_t i = 1; i < entries.size(); ++i) EXPECT_LT(entries[i].id.value, entries[i - 1].id.value);
    EXPECT_EQ(entries[0].subject, "Number 29");
    EXPECT_EQ(entries[28].subject, "Number 0");
}

TEST_F(Inbox, StoresAttachmentsAndNamesThem) {
    auto raw = "From: a@b.example\r\nMessage-ID: <x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\npng\r\n--b--\r\n";
    auto arrived = receive(raw);
    EXPECT_EQ(taken[0].attachments, 1u);
    auto files = read([&](db::Read& db) { return mail::attachments_of(db, arrived.id); });
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files_.read({files[0].hash}), "png");
    auto named = read([](db::Read& db) { return mail::named_files(db); });
    EXPECT_EQ(named.size(), 2u);
}

TEST_F(Inbox, ForgetsAfterATimeButStillKnowsTheMessage) {
    receive(message("a@phone.example"));
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "stranger", ""}; };
    receive(message("b@phone.example"));
    run_jobs(monday + 24h * 366);
    run_jobs(monday + 24h * 368);
    auto entries = all();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_FALSE(entries[1].kept);
    EXPECT_EQ(entries[1].subject, "");
    EXPECT_EQ(entries[1].from.address, "");
    EXPECT_TRUE(entries[0].kept) << "who waits for a decision is not forgotten";
    EXPECT_EQ(read([](db::Read& db) { return mail::named_files(db); }).size(), 1u);
    EXPECT_TRUE(receive(message("a@phone.example")).repeated);
    EXPECT_THROW(write([](db::Write& db) { mail::set_keep_received_days(db, 3); }), base::Invalid);
}

TEST_F(Inbox, OurOwnLetterIsKnown) {
    auto id = write([](db::Write& db) { return mail::message_id(mail::thread_key(db), {"request/7", {3}}, "school.example"); });
    mail::Origin origin{};
    room = [&](db::Write&, const mail::Received& received) {
        origin = received.message.origin;
        return Taken{Taken::State::dropped, "own", ""};
    };
    receive(message(id));
    EXPECT_EQ(origin, mail::Origin::own);
}
