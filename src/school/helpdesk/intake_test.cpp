// Mail that comes in: which request it belongs to, whose words it is, and what nobody is told because of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "helpdesk/testing_mail.h"

namespace helpdesk {

using Became = mail::Taken::State;

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
                one = write([&](db::Write& db) { return take_mail(db, {{1}, {}, "", now, now, same, {}}, nullptr); });
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

TEST_ON_EVERY_BACKEND(NewMail, KeepsWhatItQuotesBecauseThatIsWhatItIsAbout, IntakeWorld) {
    const auto whole = std::string("Adding the help desk.\n\nFrom: Ana <ana@s.example>\nSent: Monday, November 23, 2026 8:05\nTo: Leo\n\nThe projector hisses and smells burnt.\n\n-- \nLeo");
    auto made = message(teacher_address, "RE: projector broken", mail::trim_reply(whole));
    made.whole_text = whole;
    EXPECT_TRUE(shows(as("tech").get(take(made).link), "hisses and smells burnt"));
    EXPECT_NE(text("SELECT description FROM helpdesk_request").find("hisses"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(NewMail, ThatAnswersALetterAboutSomethingElseSaysWhich, IntakeWorld) {
    open_mailbox();
    write([&](db::Write& db) { mail::send(db, now, {.to_address = std::string(teacher_address), .subject = "Lesson with Mia moved", .text = "x", .thread = "problem/7"}); });
    const auto letter = letters().at(0);
    auto answer = message(teacher_address, "Re: Lesson with Mia moved", "Thursday is better.");
    answer.in_reply_to = id_of(letter);
    auto made = take(answer);
    EXPECT_EQ(made.why, "new");
    const auto page = as("tech").get(made.link);
    EXPECT_TRUE(shows(page, "This answers our letter “Lesson with Mia moved”."));
    EXPECT_TRUE(shows(page, "href=\"/queue/problems/7\""));
    EXPECT_FALSE(shows(as("teacher").get(made.link), "/queue/problems/7"));

    auto other = message(student_address, "Re: Lesson with Mia moved", "I saw this letter.");
    other.in_reply_to = id_of(letter);
    EXPECT_FALSE(shows(as("tech").get(take(other).link), "This answers our letter")) << "it went to somebody else";
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
    EXPECT_TRUE(shows(as("tech").get(taken.link), "photo.svg (11.0 MB)"));
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
    EXPECT_TRUE(shows(page, "Show signature and quoted text"));
    EXPECT_TRUE(shows(page, "&gt; A new lamp"));
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfNothingButThanksReopenNothing, IntakeWorld) {
    open_mailbox();
    auto address = by_mail();
    does("tech", address + "/assignment");
    does("tech", address + "/resolution", {{"words", "A new lamp"}});
    const auto solved = letters().back();
    auto answer = [&](std::string words) {
        auto made = message(teacher_address, "Re: x", std::move(words));
        made.in_reply_to = id_of(solved);
        return made;
    };
    EXPECT_EQ(take(answer("Thank you so much, Dana!\n\nLeo")).why, "thanks");
    EXPECT_EQ(state(address), "resolved");
    EXPECT_TRUE(letters().empty()) << "nobody has anything to do";
    EXPECT_TRUE(shows(as("tech").get(address), "Thank you so much, Dana!"));
    EXPECT_TRUE(shows(as("teacher").get(address), "Only thanks, so it stays solved"));
    now += std::chrono::days(60);
    does("tech", address + "/closure");
    now += std::chrono::days(60);
    EXPECT_EQ(take(answer("Works great, thanks")).link, address) << "no new request either";
    EXPECT_EQ(requests(), 1);
    auto picture = answer("Thanks");
    EXPECT_EQ(take(picture, {{std::string(64, 'b'), "dark.png", "image/png", 5}}).why, "new") << "a picture may say what the words do not";
}

TEST_ON_EVERY_BACKEND(Thanks, OnThePageReopenNothingEither, IntakeWorld) {
    auto address = by_mail();
    does("tech", address + "/assignment");
    does("tech", address + "/resolution", {{"words", "A new lamp"}});
    letters();
    does("teacher", address + "/messages", {{"kind", "reply"}, {"body", "Thanks, Dana!"}});
    EXPECT_EQ(state(address), "resolved");
    EXPECT_TRUE(letters().empty());
    EXPECT_TRUE(shows(as("teacher").get(address), "Only thanks, so it stays solved"));
    does("teacher", address + "/reopening", {{"words", "Thanks"}});
    EXPECT_EQ(state(address), "open") << "who says that it is not solved is believed";
    EXPECT_EQ(letters().size(), 1u);
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfNothingButThanksBySomebodyJoinedAreTheirsAlone, IntakeWorld) {
    auto kept = ask("student", "Ana's laptop");
    auto joined = by_mail("A laptop is broken");
    does("tech", joined + "/merge", {{"number", kept.substr(10)}});
    does("tech", kept + "/assignment");
    does("tech", kept + "/resolution", {{"words", "A new lamp"}});
    letters();
    auto answer = message(teacher_address, "Re: x", "Many thanks!");
    answer.in_reply_to = first_.message_id;
    EXPECT_EQ(take(answer).link, joined);
    EXPECT_EQ(state(kept), "resolved");
    EXPECT_TRUE(shows(as("teacher").get(joined), "Many thanks!"));
    EXPECT_TRUE(letters().empty());
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
    const auto told = letters();
    ASSERT_EQ(told.size(), 1u) << "nobody outside is told";
    EXPECT_EQ(told[0].to, tech_address);
    EXPECT_NE(told[0].text.find("was kept as a note, which only the department reads"), std::string::npos) << told[0].text;
    EXPECT_EQ(as("teacher").get(address).body.find("your password"), std::string::npos);

    auto numbered = message(tech_address, "About [#" + address.substr(10) + "]", "Seen");
    EXPECT_EQ(take(numbered).why, "note");
    letters();

    auto genuine = message(tech_address, "Re: x", "The lamp comes tomorrow");
    genuine.in_reply_to = id_of(to_tech);
    EXPECT_EQ(take(genuine).why, "answer");
    EXPECT_TRUE(shows(as("teacher").get(address), "The lamp comes tomorrow"));
    EXPECT_EQ(letters().at(0).to, teacher_address);

    auto by_mark = message(tech_address, "Re: x", "It is here");
    by_mark.whole_text += "\n\nFrom: Help <help@riverbend.example>\nSent: Monday\nTo: Dana\n\n" + to_tech.text;
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
    // Who has the request hears of what another one let in.
    does("tech", address + "/assignment");
    auto answer = message("mia@home.example", "Re: Projector flickers", "It smokes now.");
    answer.in_reply_to = first_.message_id;
    let_in(answer);
    EXPECT_TRUE(letters().empty()) << "who let it in has read it";
    answer.message_id = "again@mail.example";
    answer.text = answer.whole_text = "It burns now.";
    let_in(answer, "cio");
    auto told = letters();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].to, tech_address);
    EXPECT_NE(told[0].text.find("There is a new note by mail"), std::string::npos) << told[0].text;
    EXPECT_NE(told[0].text.find("It burns now."), std::string::npos);
}

TEST_ON_EVERY_BACKEND(MailAnswers, OfAnybodyElseAreLetInAsARequestOfTheirOwn, IntakeWorld) {
    auto address = by_mail();
    auto answer = message(student_address, "Re: Projector flickers", "The same in my room, 215.");
    answer.in_reply_to = first_.message_id;
    EXPECT_EQ(take(answer).why, "outsider");
    const auto who = viewer("tech");
    const auto own = write([&](db::Write& db) { return take_mail(db, {{4711}, {}, "help@riverbend.example", now, now, answer, {}, true}, &who); });
    EXPECT_EQ(own.why, "new");
    EXPECT_NE(own.link, address);
    EXPECT_TRUE(shows(as("student").get(own.link), "The same in my room, 215."));
}

TEST_ON_EVERY_BACKEND(MailAnswers, ThatSeemToSayNothingNewAreKeptAsAWhole, IntakeWorld) {
    auto address = by_mail();
    const auto whole = std::string("From: Help <help@riverbend.example>\nSent: Monday\nTo: Leo\n\nWhich room is it?\n\nMy answer stands here: 214.\n");
    auto answer = message(teacher_address, "Re: x", mail::trim_reply(whole));
    answer.whole_text = whole;
    answer.in_reply_to = first_.message_id;
    EXPECT_EQ(take(answer).why, "answer");
    EXPECT_TRUE(shows(as("tech").get(address), "My answer stands here: 214."));
}

TEST_ON_EVERY_BACKEND(MailOfGroupsThatAreNotOurs, IsNotBelievedAboutItsAuthor, IntakeWorld) {
    auto forged = message("news@evil.example", "Password", "Please send it");
    forged.origin = mail::Origin::list;
    forged.behind_list = mail::Address{std::string(teacher_address), "Leo"};
    forged.to = {{"help@riverbend.example", ""}};
    EXPECT_EQ(take(forged).why, "list");
    auto ours = message("help@riverbend.example", "Projector", "It is dark");
    ours.origin = mail::Origin::list;
    ours.behind_list = mail::Address{std::string(teacher_address), "Leo"};
    ours.to = {{"help@riverbend.example", ""}};
    EXPECT_EQ(take(ours).why, "new");
    EXPECT_EQ(letters().at(0).to, teacher_address);
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

}  // namespace helpdesk
