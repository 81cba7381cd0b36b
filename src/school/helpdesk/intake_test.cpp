// Mail that comes in: which request it belongs to, whose words it is, and what nobody is told because of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "base/random.h"
#include "db/setting.h"
#include "helpdesk/testing_mail.h"
#include "mail/stopped.h"

namespace helpdesk {

using Became = mail::Taken::State;

class IntakeWorld : public MailWorld {
protected:
    /// The teacher's request, made by mail; and the letters that it caused.
    std::string by_mail(std::string subject = "Projector flickers") {
        first_ = message(teacher_address, std::move(subject), "It hums and then it is dark.");
        auto taken = take(first_);
        EXPECT_EQ(taken.why, "new");
        return taken.link;
    }
    mail::Incoming first_;
};

TEST_ON_EVERY_BACKEND(NewMail, OfAnAccountBecomesItsRequestAtTheirSchoolWithAReceipt, IntakeWorld) {
    open_mailbox();
    auto address = by_mail("Re: Fwd: Projector flickers");
    auto page = as("teacher").get(address);
    EXPECT_TRUE(shows(page, "Projector flickers"));
    EXPECT_TRUE(shows(page, "It hums and then it is dark."));
    EXPECT_TRUE(shows(page, "by mail"));
    EXPECT_EQ(count("SELECT school_id FROM helpdesk_request"), north.value);
    EXPECT_EQ(text("SELECT origin FROM helpdesk_request"), "mail");
    auto sent = letters();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].to, teacher_address);
    EXPECT_EQ(sent[0].subject, "Re: Projector flickers [#" + address.substr(10) + "]");
    EXPECT_EQ(sent[0].in_reply_to, first_.message_id) << "clause 29";
    EXPECT_TRUE(sent[0].unsubscribe_url.empty());
    EXPECT_EQ(marks_in(sent[0].text).size(), 1u) << sent[0].text;
}

TEST_ON_EVERY_BACKEND(NewMail, IsTakenOnceHoweverOftenItComes, IntakeWorld) {
    auto address = by_mail();
    auto again = take(first_);
    EXPECT_EQ(again.why, "repeat");
    EXPECT_EQ(again.link, address);
    EXPECT_EQ(requests(), 1);
}

TEST_ON_EVERY_BACKEND(NewMail, TakenTwiceAtOnceMakesOneRequest, IntakeWorld) {
    const auto same = message(teacher_address, "Projector flickers", "It hums.");
    std::vector<mail::Taken> became(4);
    std::vector<std::thread> servers;
    for (auto& one : became) {
        servers.emplace_back([&] {
            try {
                one = write([&](db::Write& db) { return take_mail(db, {{1}, {}, "", now, same, {}}, nullptr); });
            } catch (const db::Failure&) {
                one.why = "later";  // the platform tries it again, and then it is a repeat
            }
        });
    }
    for (auto& server : servers) server.join();
    EXPECT_EQ(requests(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_mail"), 1);
    EXPECT_EQ(std::ranges::count(became, "new", &mail::Taken::why), 1);
    EXPECT_EQ(take(same).why, "repeat");
}

TEST_ON_EVERY_BACKEND(NewMail, OfAStrangerDoesWhatTheDistrictChose, IntakeWorld) {
    choose(Strangers::hold);
    auto first = message("mia@home.example", "Wi-Fi at the fair", "Which network is it?");
    EXPECT_EQ(take(first).state, Became::held);
    EXPECT_EQ(requests(), 0);
    EXPECT_TRUE(letters().empty()) << "nobody is told whether the address is known";
    auto in = let_in(first);
    EXPECT_EQ(in.state, Became::taken);
    EXPECT_EQ(state(in.link), "new");
    EXPECT_EQ(letters().at(0).to, "mia@home.example");
    EXPECT_TRUE(shows(as("tech").get(in.link), "Dana Reyes let the message in"));

    choose(Strangers::drop);
    EXPECT_EQ(take(message("mia@home.example", "More", "x")).state, Became::dropped);

    choose(Strangers::confirm);
    auto asked = take(message("ben@home.example", "Printer", "It is jammed"));
    EXPECT_EQ(asked.why, "confirm");
    EXPECT_EQ(state(asked.link), "held");
    auto link = letters().at(0);
    EXPECT_EQ(link.to, "ben@home.example");
    auto at = link.text.find("/confirmations/");
    ASSERT_NE(at, std::string::npos);
    auto secret = link.text.substr(at, link.text.find('\n', at) - at);
    EXPECT_EQ(as("nobody").post(secret).status, 303);
    EXPECT_EQ(state(asked.link), "new");
    EXPECT_EQ(take(message("ben@home.example", "Another thing", "It is jammed too")).why, "new") << "clause 5: the address was confirmed";
}

TEST_ON_EVERY_BACKEND(NewMail, WithoutASchoolIsHeldAndAtAnEmptyMessageNothingIsMade, IntakeWorld) {
    EXPECT_EQ(take(message("dana@riverbend.example", "Server room", "Warm")).why, "no_school");
    EXPECT_EQ(take(message(teacher_address, "", "")).why, "empty");
    EXPECT_EQ(take(message("not an address", "Hello", "x")).why, "no_sender");
    EXPECT_EQ(requests(), 0);
}

TEST_ON_EVERY_BACKEND(MailFiles, OfMailFollowTheFormsLimits, IntakeWorld) {
    std::vector<mail::StoredAttachment> files;
    for (int i = 0; i < 6; ++i) files.push_back({std::string(63, 'a') + std::to_string(i), "photo.svg", "image/svg+xml", 100});
    files[0].size_bytes = 11 * 1024 * 1024;
    files.push_back({std::string(64, 'b'), "", "image/png", 5});
    auto taken = take(message(teacher_address, "Look", "At these"), files);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_attachment"), 5);
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_attachment WHERE content_type LIKE 'image/svg%'"), 0);
    EXPECT_TRUE(shows(as("tech").get(taken.link), "2 files were left out"));
}

TEST_ON_EVERY_BACKEND(MailAnswers, AreFoundByOurIdsThenStoredOnesThenMarksThenNumbers, IntakeWorld) {
    open_mailbox();
    auto one = by_mail("First");
    auto receipt = letters().at(0);
    auto first_mail = first_;
    auto two = by_mail("Second");
    auto receipt_two = letters().at(0);
    auto second_mail = first_;
    struct Case {
        std::string name, in_reply_to;
        std::vector<std::string> references;
        std::string quoted, subject, leads_to;
    };
    const auto forged = "bt.request+" + two.substr(10) + ".0.00000000000000000000@riverbend.example";
    const std::vector<Case> cases{
        {"our id", id_of(receipt), {}, "", "x", one},
        {"our id with brackets kept", "<" + id_of(receipt) + ">", {}, "", "x", one},
        {"the last of the references", "", {id_of(receipt_two), id_of(receipt)}, "", "x", one},
        {"In-Reply-To before references", id_of(receipt), {id_of(receipt_two)}, "", "x", one},
        {"ours before stored ones", second_mail.message_id, {id_of(receipt)}, "", "x", one},
        {"a stored id", first_mail.message_id, {}, "", "x", one},
        {"a stored id in references", "unknown@x", {"y@x", second_mail.message_id}, "", "x", two},
        {"a mark", "rewritten@x", {}, receipt.text, "x", one},
        {"a stored id before a mark", second_mail.message_id, {}, receipt.text, "x", two},
        {"a mark before the number", "", {}, receipt.text, "Re: [#" + two.substr(10) + "]", one},
        {"the number", "", {}, "", "Re: Projector [#" + two.substr(10) + "]", two},
        {"a forged id, then the number", forged, {}, "", "Re: [#" + one.substr(10) + "]", one},
        {"a forged id alone", forged, {}, "", "Something", ""},
        {"a number that is none", "", {}, "", "[#424242]", ""},
    };
    for (const auto& one_case : cases) {
        now += std::chrono::hours(4);  // away from the brakes
        auto answer = message(teacher_address, one_case.subject, "Still dark.");
        answer.in_reply_to = one_case.in_reply_to;
        answer.references = one_case.references;
        answer.whole_text += "\n> " + one_case.quoted;
        auto taken = take(answer);
        if (one_case.leads_to.empty()) EXPECT_EQ(taken.why, "new") << one_case.name;
        else EXPECT_EQ(taken.link, one_case.leads_to) << one_case.name;
    }
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfTheRequesterReopenAndTellWhoHasIt, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    does("tech", address + "/assignment");
    does("tech", address + "/resolution", {{"words", "A new lamp"}});
    auto sent = letters();
    auto answer = message(teacher_address, "Re: x", "It is dark again.");
    answer.in_reply_to = id_of(sent.back());
    answer.whole_text = "It is dark again.\n> A new lamp";
    EXPECT_EQ(take(answer).why, "answer");
    EXPECT_EQ(state(address), "open");
    auto told = letters();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].to, tech_address);
    auto page = as("tech").get(address);
    EXPECT_TRUE(shows(page, "It is dark again."));
    EXPECT_TRUE(shows(page, "Show what was quoted"));
    EXPECT_TRUE(shows(page, "&gt; A new lamp"));
}

TEST_ON_EVERY_BACKEND(MailAnswers, ToWhatIsClosedForLongBecomeANewRequestThatNamesTheOld, IntakeWorld) {
    auto address = by_mail();
    does("teacher", address + "/closure");
    now += std::chrono::days(31);
    auto answer = message(teacher_address, "Re: Projector flickers", "It is back.");
    answer.in_reply_to = first_.message_id;
    auto taken = take(answer);
    EXPECT_NE(taken.link, address);
    EXPECT_EQ(state(address), "closed");
    EXPECT_TRUE(shows(as("teacher").get(taken.link), "This takes up request " + address.substr(10)));
    EXPECT_TRUE(shows(as("tech").get(address), "Taken up again as request " + taken.link.substr(10)));
    now += std::chrono::hours(4);
    auto within = message(teacher_address, "Re: Projector flickers", "And again.");
    within.in_reply_to = answer.message_id;
    EXPECT_EQ(take(within).link, taken.link);
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfTheDepartmentAreRepliesOnlyWithASealSentToThatAddress, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    auto receipt = letters().at(0);  // to the teacher
    does("tech", address + "/watch");
    does("tech2", address + "/messages", {{"kind", "reply"}, {"body", "On it"}});
    auto sent = letters();
    auto to_tech = *std::ranges::find(sent, std::string(tech_address), &SentLetter::to);

    // Somebody who was sent a letter writes as the technician: only the department reads it.
    auto forged = message(tech_address, "Re: x", "Please send your password to me");
    forged.in_reply_to = id_of(receipt);
    EXPECT_EQ(take(forged).why, "note");
    EXPECT_TRUE(letters().empty()) << "nobody outside is told";
    EXPECT_EQ(as("teacher").get(address).body.find("your password"), std::string::npos);

    auto numbered = message(tech_address, "About [#" + address.substr(10) + "]", "Seen");
    EXPECT_EQ(take(numbered).why, "note");

    auto genuine = message(tech_address, "Re: x", "The lamp comes tomorrow");
    genuine.in_reply_to = id_of(to_tech);
    EXPECT_EQ(take(genuine).why, "answer");
    EXPECT_TRUE(shows(as("teacher").get(address), "The lamp comes tomorrow"));
    EXPECT_EQ(letters().at(0).to, teacher_address);

    auto by_mark = message(tech_address, "Re: x", "It is here");
    by_mark.whole_text += "\n> " + to_tech.text;
    EXPECT_EQ(take(by_mark).why, "answer");

    auto note = message(tech_address, "Re: x", "nota: third lamp this year");
    note.in_reply_to = id_of(to_tech);
    EXPECT_EQ(take(note).why, "note");
    EXPECT_EQ(as("teacher").get(address).body.find("third lamp"), std::string::npos);
    EXPECT_TRUE(shows(as("tech").get(address), "third lamp this year"));
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfAnybodyElseAreHeldAndLetInAsANote, IntakeWorld) {
    auto address = by_mail();
    letters();
    for (auto who : {"mia@home.example", "ana@riverbend.example"}) {
        auto answer = message(who, "Re: Projector flickers", "I have the same: what is the answer?");
        answer.in_reply_to = first_.message_id;
        auto held = take(answer);
        EXPECT_EQ(held.state, Became::held) << who;
        EXPECT_EQ(held.link, address);
        EXPECT_TRUE(letters().empty()) << who;
        EXPECT_EQ(let_in(answer).why, "outsider");
        EXPECT_TRUE(letters().empty()) << who;
        EXPECT_EQ(as("teacher").get(address).body.find("I have the same"), std::string::npos);
        EXPECT_TRUE(shows(as("tech").get(address), who));
    }
    EXPECT_EQ(requests(), 1);
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfSomebodyJoinedAreTheirsAndTheDepartments, IntakeWorld) {
    auto kept = ask("student", "Ana's laptop");
    auto joined = by_mail("A laptop is broken");
    does("tech", joined + "/merge", {{"number", kept.substr(10)}});
    does("tech", kept + "/assignment");
    letters();
    auto answer = message(teacher_address, "Re: x", "It smells of smoke");
    answer.in_reply_to = first_.message_id;
    EXPECT_EQ(take(answer).link, joined);
    EXPECT_TRUE(shows(as("teacher").get(joined), "It smells of smoke"));
    EXPECT_TRUE(shows(as("tech").get(kept), "It smells of smoke"));
    EXPECT_EQ(as("student").get(kept).body.find("smells"), std::string::npos) << "clause 11";
    EXPECT_EQ(as("student").get(kept).body.find("Leo"), std::string::npos);
    for (const auto& letter : letters()) EXPECT_EQ(letter.to, tech_address);
}

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
    report.undelivered = {{"somebody@else.example", "5.1.1", "no such user", id_of(receipt), true}};
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
    auto person_page = "/people/" + std::to_string(person("teacher").value);
    EXPECT_TRUE(shows(as("cio").get(person_page), "come back since"));
    EXPECT_EQ(as("teacher").post(person_page + "/letters").status, 403);
    does("tech", address + "/letters");
    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Again"}});
    EXPECT_EQ(letters().at(0).state, "waiting");
    EXPECT_EQ(as("tech").get(address).body.find("come back since"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(MailComingBack, DoesNotStopANewPassword, IntakeWorld) {
    write([&](db::Write& db) {
        db.query("INSERT INTO mail_stopped_address (address, since_at, said, letter_id) VALUES ('leo@riverbend.example', 1, 'x', 1)").run();
    });
    as("nobody").post("/password/forgotten", {{"email", std::string(teacher_address)}});
    for (const auto& letter : letters()) EXPECT_EQ(letter.state, "waiting");
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter"), 1) << "clause 25";
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
            const bool department = letter.to == tech_address || letter.to == "omar@riverbend.example";
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
