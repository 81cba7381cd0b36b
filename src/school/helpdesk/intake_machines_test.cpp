// Machines that write to machines: automatic answers, loops, letters that come back; and that nobody is told what they did not have.
#include <gtest/gtest.h>

#include "base/random.h"
#include "db/setting.h"
#include "helpdesk/testing_mail.h"

namespace helpdesk {

using Became = mail::Taken::State;

TEST_ON_EVERY_BACKEND(MailMachines, AreKeptQuietlyAndChangeNothing, IntakeWorld) {
    auto address = by_mail();
    does("tech", address + "/resolution", {{"words", "A new lamp"}});
    letters();
    auto away = message(teacher_address, "Automatic reply", "I am away until Monday");
    away.in_reply_to = first_.message_id;
    away.origin = mail::Origin::auto_reply;
    EXPECT_EQ(take(away).why, "auto_reply");
    EXPECT_EQ(state(address), "resolved");
    EXPECT_TRUE(letters().empty());
    EXPECT_TRUE(shows(as("tech").get(address), "I am away until Monday"));
    EXPECT_EQ(as("teacher").get(address).body.find("I am away until Monday"), std::string::npos);
    away.message_id = "other@x";
    away.in_reply_to.clear();
    EXPECT_EQ(take(away).state, Became::dropped);
    auto list = message("news@vendor.example", "News", "Buy now");
    list.origin = mail::Origin::list;
    EXPECT_EQ(take(list).state, Became::dropped);
    auto own = message("help@riverbend.example", "x", "y");
    own.origin = mail::Origin::own;
    EXPECT_EQ(take(own).why, "own");
    write([](db::Write& db) { db::set_setting(db, "mail.from_address", "Help@riverbend.example"); });
    EXPECT_EQ(take(message("help@riverbend.example", "Away", "We are closed")).why, "own");
    EXPECT_EQ(requests(), 1);
}

TEST_ON_EVERY_BACKEND(MailBrakes, StopLettersBeforeALoopIsOneAndHoldWhatGoesOn, IntakeWorld) {
    std::size_t sent = 0;
    for (int round = 0; round < 6; ++round) {
        EXPECT_EQ(take(message(teacher_address, "Re: We have it", "Thank you for writing")).why, "new");
        sent += letters().size();
        now += std::chrono::minutes(1);
    }
    EXPECT_EQ(sent, 2u) << "clause 21: two of one subject";
    for (int round = 0; round < 20; ++round) {
        take(message(teacher_address, "Subject " + std::to_string(round), "Thank you for writing"));
        sent += letters().size();
    }
    EXPECT_EQ(requests(), 10);
    EXPECT_LE(sent, 10u);
    EXPECT_EQ(take(message(teacher_address, "More", "x")).why, "loop");
    now += std::chrono::minutes(181);
    EXPECT_EQ(take(message(teacher_address, "More", "x")).why, "new");
    EXPECT_EQ(letters().size(), 1u);
}

TEST_ON_EVERY_BACKEND(MailBrakes, KeepWhatARobotAnswersWithoutTellingAnybodyForEver, IntakeWorld) {
    auto address = by_mail();
    does("tech", address + "/assignment");
    letters();
    std::size_t sent = 0;
    for (int round = 0; round < 30; ++round) {
        auto answer = message(teacher_address, "Re: Projector", "Beep " + std::to_string(round));
        answer.in_reply_to = first_.message_id;
        EXPECT_EQ(take(answer).link, address);
        sent += letters().size();
    }
    EXPECT_LE(sent, 10u);
    EXPECT_GE(sent, 8u);
    EXPECT_TRUE(shows(as("tech").get(address), "Beep 29"));
}

TEST_ON_EVERY_BACKEND(MailComingBack, StopsLettersToThatAddressUntilAPersonSaysOtherwise, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    auto receipt = letters().at(0);
    write([&](db::Write& db) { db.query("UPDATE mail_letter SET state = 'sent', ended_at = 1").run(); });
    auto report = message("mailer-daemon@elsewhere.example", "Undelivered", "");
    report.origin = mail::Origin::bounce;
    report.undelivered = {{"somebody@else.example", "", "5.1.1", "no such user", id_of(receipt), true}};
    EXPECT_EQ(take(report).state, Became::dropped) << "clause 23: another address";
    report.undelivered[0].recipient = "Leo@riverbend.example";
    report.undelivered[0].message_id = "bt.request+1.1.00000000000000000000@riverbend.example";
    EXPECT_EQ(take(report).state, Became::dropped) << "not ours";
    report.undelivered[0].message_id = id_of(receipt);
    EXPECT_EQ(take(report).link, address);
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter WHERE came_back_at IS NOT NULL"), 1);

    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "On it"}});
    EXPECT_EQ(letters().at(0).state, "failed");
    auto page = as("tech").get(address);
    EXPECT_TRUE(shows(page, "come back since"));
    EXPECT_TRUE(shows(page, "5.1.1 no such user"));
    EXPECT_EQ(as("teacher").get(address).body.find("come back since"), std::string::npos);
    EXPECT_TRUE(shows(as("teacher").get(address), "Our letters do not reach you"));
    auto person_page = "/people/" + std::to_string(person("teacher").value);
    EXPECT_TRUE(shows(as("cio").get(person_page), "come back since"));
    EXPECT_EQ(as("teacher").post(person_page + "/letters").status, 403);
    does("tech", address + "/letters");
    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Again"}});
    EXPECT_EQ(letters().at(0).state, "waiting");
    EXPECT_EQ(as("tech").get(address).body.find("come back since"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(MailComingBack, OfAFaultOnTheWayStopsAnAddressOnlyAfterThreeLetters, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    std::vector<SentLetter> sent = letters();
    for (int n = 0; n < 2; ++n) {
        does("tech", address + "/messages", {{"kind", "reply"}, {"body", "News " + std::to_string(n)}});
        for (auto& letter : letters()) {
            if (letter.to == teacher_address) sent.push_back(letter);
        }
    }
    ASSERT_EQ(sent.size(), 3u);
    write([&](db::Write& db) { db.query("UPDATE mail_letter SET state = 'sent', ended_at = 1").run(); });
    const auto stopped = [&] { return as("cio").get("/settings/mail/stopped"); };
    for (const auto& letter : sent) {
        EXPECT_TRUE(shows(stopped(), "No address is stopped"));
        auto report = message("mailer-daemon@elsewhere.example", "Undelivered", "");
        report.origin = mail::Origin::bounce;
        report.undelivered = {{std::string(teacher_address), "", "5.7.1", "our server is on a block list", id_of(letter), true}};
        EXPECT_EQ(take(report).link, address);
    }
    EXPECT_TRUE(shows(stopped(), "leo@riverbend.example"));
    EXPECT_TRUE(shows(stopped(), "5.7.1 our server is on a block list"));
    EXPECT_EQ(as("tech").get("/settings/mail/stopped").status, 403);
    EXPECT_EQ(as("tech").post("/settings/mail/stopped", {{"address", std::string(teacher_address)}}).status, 403);
    does("cio", "/settings/mail/stopped", {{"address", std::string(teacher_address)}});
    EXPECT_TRUE(shows(stopped(), "No address is stopped"));
    EXPECT_EQ(as("cio").post("/settings/mail/stopped", {{"address", std::string(teacher_address)}}).status, 409);
}

TEST_ON_EVERY_BACKEND(MailComingBack, TellsWhatIsLateFromWhatCameBackAndStopsNothingThatMayPass, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    auto letter = letters().at(0);
    write([&](db::Write& db) { db.query("UPDATE mail_letter SET state = 'sent', ended_at = 1").run(); });
    const auto reports = [&](std::string_view status, bool permanent) {
        auto report = message("mailer-daemon@elsewhere.example", "About your mail", std::string(status));
        report.origin = mail::Origin::bounce;
        report.undelivered = {{"leo@phone.example", "Leo@riverbend.example", std::string(status), "said so", id_of(letter), permanent}};
        return take(report);
    };
    EXPECT_TRUE(shows(as("cio").get("/settings/mail/outbox?state=came_back"), "No letters here"));
    EXPECT_EQ(reports("4.4.7", false).state, Became::taken) << "handed on to another address, and named by the first";
    EXPECT_TRUE(shows(as("cio").get("/settings/mail/outbox?state=came_back"), "Delayed on the way"));
    EXPECT_EQ(as("tech").get(address).body.find("came back"), std::string::npos) << "it may still arrive";
    for (int n = 0; n < 4; ++n) reports("4.4.7", true);
    EXPECT_TRUE(shows(as("cio").get("/settings/mail/outbox"), "Came back"));
    EXPECT_TRUE(shows(as("cio").get("/settings/mail/stopped"), "No address is stopped"));
    reports("4.4.7", false);
    EXPECT_TRUE(shows(as("cio").get("/settings/mail/outbox"), "Came back")) << "what came back is not late any more";
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE action = 'returned'"), 1) << "what is known is not told again";
}

TEST_ON_EVERY_BACKEND(MailBrakes, NobodySilencesAPersonByWritingUnderTheirAddress, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    does("tech", address + "/assignment");
    auto receipt = letters().at(0);
    for (int n = 0; n < 15; ++n) take(message(teacher_address, "Re: [#" + address.substr(10) + "] x", "Forged " + std::to_string(n)));
    letters();
    auto answer = message(teacher_address, "Re: We have it", "It is really me.");
    answer.in_reply_to = id_of(receipt);
    EXPECT_EQ(take(answer).link, address);
    auto told = letters();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_NE(told[0].text.find("It is really me."), std::string::npos);
}

TEST_ON_EVERY_BACKEND(MailBrakes, LinksForStrangersEndWhenMadeUpSendersAskForThem, IntakeWorld) {
    choose(Strangers::confirm);
    int held = 0;
    for (int n = 0; n < 65; ++n) held += take(message("made.up" + std::to_string(n) + "@elsewhere.example", "Offer " + std::to_string(n), "Buy")).state == Became::held ? 1 : 0;
    EXPECT_EQ(held, 5) << "a person decides about the others";
    letters();
    EXPECT_EQ(let_in(message("made.up64@elsewhere.example", "Offer 64", "Buy")).state, Became::taken);
    EXPECT_EQ(letters().size(), 1u) << "whom a person let in gets the receipt";
    EXPECT_EQ(requests(), 61);
}

TEST_ON_EVERY_BACKEND(MailComingBack, DoesNotStopANewPassword, IntakeWorld) {
    write([&](db::Write& db) {
        db.query("INSERT INTO mail_stopped_address (address, since_at, said, letter_id) VALUES ('leo@riverbend.example', 1, 'x', 1)").run();
    });
    as("nobody").post("/password/forgotten", {{"email", std::string(teacher_address)}});
    for (const auto& letter : letters()) EXPECT_EQ(letter.state, "waiting");
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter"), 1) << "clause 25";
}

TEST_ON_EVERY_BACKEND(MailOfGroups, OfSomebodyKnownToTheHelpDeskIsARequestAndOfOtherListsIsHeld, IntakeWorld) {
    auto by_group = message(teacher_address, "The projector in 118 is dead", "Class at 10");
    by_group.origin = mail::Origin::list;
    by_group.wants_no_answer = true;
    by_group.to = {{"Help@riverbend.example", "IT Help"}};
    EXPECT_EQ(take(by_group).why, "new");
    EXPECT_EQ(letters().at(0).to, teacher_address) << "they hear that we have it";
    auto newsletter = message(teacher_address, "News of the week", "Dear all");
    newsletter.origin = mail::Origin::list;
    newsletter.to = {{"everybody@riverbend.example", ""}};
    EXPECT_EQ(take(newsletter).state, Became::held) << "of somebody known nothing is dropped unseen";
    auto stranger = message("news@vendor.example", "Offers", "Buy");
    stranger.origin = mail::Origin::list;
    stranger.to = {{"help@riverbend.example", ""}};
    EXPECT_EQ(take(stranger).why, "list");
    EXPECT_EQ(requests(), 1);
}

TEST_ON_EVERY_BACKEND(MailOfMachines, UnderOurOwnAddressIsDroppedAndLetInAnswersNobody, IntakeWorld) {
    auto ours = message("help@riverbend.example", "Projector", "It is dark");
    ours.origin = mail::Origin::list;
    EXPECT_EQ(take(ours).why, "own");
    auto in = let_in(ours);
    EXPECT_EQ(in.state, Became::taken);
    EXPECT_TRUE(letters().empty()) << "we do not write to ourselves";
    EXPECT_EQ(text("SELECT requester_email FROM helpdesk_request WHERE id = " + in.link.substr(10)), "");
}

TEST_ON_EVERY_BACKEND(MailOfMachines, WithoutAnAddressIsHeldAndLetIn, IntakeWorld) {
    choose(Strangers::hold);
    auto copier = message("", "Toner low", "The toner of the copier is low.");
    copier.from.name = "KMBT_C364";
    EXPECT_EQ(take(copier).state, Became::held);
    auto in = let_in(copier);
    EXPECT_EQ(in.state, Became::taken);
    EXPECT_TRUE(letters().empty()) << "nobody to write to";
    EXPECT_TRUE(shows(as("tech").get(in.link), "KMBT_C364"));
    EXPECT_TRUE(shows(as("tech").get(in.link), "nobody can be written to"));
    auto solved = as("tech").post(in.link + "/resolution", {{"words", "New toner"}});
    EXPECT_EQ(solved.status, 303);
    EXPECT_EQ(state(in.link), "resolved");
    EXPECT_TRUE(letters().empty());
}

TEST_ON_EVERY_BACKEND(MailSecrets, GoToNobodyWhomTheRequestDidNotHave, IntakeWorld) {
    open_mailbox();
    choose(Strangers::confirm);
    base::Random random(7);
    auto kept = ask("student", "Ana's laptop");
    auto joined = by_mail("A laptop is broken");
    does("tech", joined + "/merge", {{"number", kept.substr(10)}});
    does("tech", kept + "/assignment");
    does("tech2", kept + "/watch");
    std::vector<std::string> ids{first_.message_id, "unknown@x"};
    const std::vector<std::string> senders{std::string(teacher_address), std::string(student_address), std::string(tech_address), "omar@riverbend.example", "mia@home.example", "Ruth@riverbend.example"};
    auto one_of = [&](const std::vector<std::string>& all) { return all[random.below(all.size())]; };
    for (int round = 0; round < 150; ++round) {
        now += std::chrono::minutes(random.between(1, 90));
        auto mail = message(one_of(senders), random.chance(0.5) ? "Re: [#" + std::to_string(random.between(1, 6)) + "]" : "Laptop " + std::to_string(round), "Words " + std::to_string(round));
        if (random.chance(0.7)) mail.in_reply_to = one_of(ids);
        if (random.chance(0.3)) mail.references = {one_of(ids), one_of(ids)};
        if (random.chance(0.1)) mail.origin = static_cast<mail::Origin>(random.below(5));
        if (random.chance(0.1)) mail.text = "note: " + mail.text;
        mail.reply_to = mail::Address{"evil@elsewhere.example", "Evil"};
        mail.cc = {{"evil@elsewhere.example", "Evil"}};
        auto taken = take(mail);
        if (taken.state == Became::held && random.chance(0.3)) let_in(mail);
        ids.push_back(mail.message_id);
        for (const auto& letter : letters()) {
            ids.push_back(id_of(letter));
            auto about = read_thread(letter.thread)->request;
            auto asked = text("SELECT requester_email FROM helpdesk_request WHERE id = " + std::to_string(about.value));
            const bool department = letter.to == tech_address || letter.to == "omar@riverbend.example" || letter.to == "ruth@riverbend.example";
            EXPECT_TRUE(department || folded_address(letter.to) == folded_address(asked)) << "clause 2: " << letter.to << " was told of " << letter.thread;
        }
    }
    EXPECT_GT(count("SELECT count(*) FROM helpdesk_message"), 10) << "words were taken";
    EXPECT_GT(requests(), 5);
    // Of a request that is joined the other person's words are on no page of theirs.
    auto page = as("student").get(kept);
    EXPECT_EQ(page.body.find("Leo"), std::string::npos);
}

}  // namespace helpdesk
