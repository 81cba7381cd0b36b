// What a reader of a request may not learn from words that came by mail, tried with messages as the platform reads them.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "base/text.h"
#include "helpdesk/testing_mail.h"

using namespace helpdesk;
using Became = mail::Taken::State;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

/// The ways in which programs quote: below the answer's lines, above them, and without a mark at each line.
std::string as_quote(std::string_view text) {
    std::string lines;
    for (auto line : base::split(text, '\n')) lines.append("> ").append(line).append("\n");
    return lines;
}

class SealWorld : public IntakeWorld {
protected:
    std::string address;
    SentLetter to_tech;
    void follow_as_tech() {
        open_mailbox();
        address = by_mail();
        letters();
        does("tech", address + "/watch");
        does("tech2", address + "/messages", {{"kind", "reply"}, {"body", "On it"}});
        auto sent = letters();
        to_tech = *std::ranges::find(sent, std::string(tech_address), &SentLetter::to);
    }
    mail::Taken arrives(std::string_view from, std::string_view body) {
        const auto raw = fmt::format("From: <{}>\r\nTo: help@riverbend.example\r\nSubject: Re: x\r\nMessage-ID: <s{}@phone.example>\r\n"
                                     "Content-Type: text/plain; charset=utf-8\r\n\r\n{}",
                                     from, ++number_, body);
        return take(mail::read_message(raw));
    }
    std::vector<std::string> stored() {
        return read([&](db::Read& db) {
            auto all = db.query("SELECT body FROM helpdesk_message").all([](const db::Row& row) { return std::string(row.text("body")); });
            for (auto& one : db.query("SELECT whole_text FROM helpdesk_mail").all([](const db::Row& row) { return std::string(row.text("whole_text")); })) all.push_back(std::move(one));
            return all;
        });
    }

private:
    int number_ = 0;
};

}  // namespace

TEST_ON_EVERY_BACKEND(MailAsRead, HandsNoSealOfTheDepartmentOn, SealWorld) {
    follow_as_tech();
    ASSERT_THAT(to_tech.text, HasSubstr("bt.request+"));
    ASSERT_THAT(to_tech.text, HasSubstr("/unsubscribe/"));
    const auto quote = as_quote(to_tech.text);
    EXPECT_EQ(arrives(tech_address, "The lamp comes tomorrow.\n\n" + quote + "\nIt is a long one.\n").why, "answer");
    EXPECT_EQ(arrives(tech_address, quote + "\nIt is here.\n").why, "answer");
    EXPECT_EQ(arrives(tech_address, to_tech.text + "\n\nIt burns.\n").why, "note") << "our letter without marks of a quote";
    for (const auto& words : stored()) EXPECT_THAT(words, Not(HasSubstr("bt.request+")));
    const auto secret = to_tech.unsubscribe_url.substr(to_tech.unsubscribe_url.rfind('/') + 1);
    ASSERT_GT(secret.size(), 16u);
    for (const auto& words : stored()) EXPECT_THAT(words, Not(HasSubstr(secret)));
    for (const auto& letter : letters()) {
        if (letter.to == tech_address) continue;
        EXPECT_THAT(letter.text, Not(HasSubstr(secret)));
        for (const auto& mark : marks_in(letter.text)) EXPECT_THAT(to_tech.text, Not(HasSubstr(mark))) << "a seal of the technician went to " << letter.to;
    }
    EXPECT_TRUE(shows(as("teacher").get(address), "It is here."));
}

TEST_ON_EVERY_BACKEND(MailAsRead, KeepsANoteBelowAQuoteWithTheDepartment, SealWorld) {
    follow_as_tech();
    const auto quote = as_quote(to_tech.text);
    for (const std::string& body : {"On Mon, 23 Nov 2026 at 8:05, Help\n<help@riverbend.example> wrote:\n\n" + quote + "\nnote: secret one\n", quote + "\nnota: secret two\n",
                             "note: secret three\n\n" + quote, to_tech.text + "\n\nnote: secret four\n"}) {
        EXPECT_EQ(arrives(tech_address, body).why, "note") << body;
    }
    const auto page = as("teacher").get(address);
    EXPECT_THAT(page.body, Not(HasSubstr("secret")));
    EXPECT_TRUE(shows(as("tech").get(address), "secret two"));
}

TEST_ON_EVERY_BACKEND(MailAsRead, WithAnIdThatAnotherHadIsAnotherRequest, SealWorld) {
    auto scan = message(teacher_address, "Scan", "The first");
    scan.message_id = "0@copier";
    const auto first = take(scan);
    EXPECT_EQ(first.why, "new");
    EXPECT_EQ(take(scan).why, "repeat");
    auto other = message(student_address, "The server room burns", "Come quickly");
    other.message_id = "0@copier";
    const auto second = take(other);
    EXPECT_EQ(second.why, "new");
    EXPECT_NE(second.link, first.link);
    EXPECT_EQ(take(other).link, second.link) << "that one again is the same";
    scan.text = scan.whole_text = "The second";
    EXPECT_EQ(take(scan).why, "new");
    EXPECT_EQ(requests(), 3);
}

TEST_ON_EVERY_BACKEND(MailAsRead, OfAnAccountThatWasClosedSpeaksForNobody, SealWorld) {
    follow_as_tech();
    write([&](db::Write& db) { db.query("UPDATE auth_account SET disabled_at = 1 WHERE email = :email").bind("email", teacher_address).run(); });
    auto answer = message(teacher_address, "[#" + address.substr(10) + "]", "I am still here");
    EXPECT_NE(take(answer).why, "answer");
    answer.message_id = "again@x";
    answer.in_reply_to = first_.message_id;
    EXPECT_EQ(take(answer).state, Became::held);
}

TEST_ON_EVERY_BACKEND(MailAsRead, OfMachinesOutsideIsNotInTheStory, SealWorld) {
    follow_as_tech();
    auto away = message("grace@elsewhere.example", "Automatic reply", "I never wrote this");
    away.from.name = "Grace Okafor";
    away.in_reply_to = first_.message_id;
    away.origin = mail::Origin::auto_reply;
    EXPECT_EQ(take(away).state, Became::dropped);
    EXPECT_FALSE(shows(as("tech").get(address), "I never wrote this"));
}

TEST_ON_EVERY_BACKEND(MailAsRead, ShowsNoMoreOfALongQuoteThanAPhoneCanLoad, SealWorld) {
    follow_as_tech();
    auto answer = message(teacher_address, "Re: x", "Yes");
    answer.in_reply_to = first_.message_id;
    answer.whole_text = "Yes\n\n" + std::string(100'000, 'q');
    EXPECT_EQ(take(answer).why, "answer");
    const auto page = as("tech").get(address);
    EXPECT_TRUE(shows(page, "The rest is not shown here"));
    EXPECT_LT(page.body.size(), 60'000u);
}

TEST_ON_EVERY_BACKEND(MailAsRead, LetInLaterIsDatedByTheDecision, SealWorld) {
    choose(Strangers::hold);
    auto first = message("mia@home.example", "Wi-Fi", "Which network is it?");
    const auto came = now - std::chrono::days(5);
    const auto who = viewer("tech");
    const auto in = write([&](db::Write& db) { return take_mail(db, {{77}, {}, "help@riverbend.example", came, now, first, {}}, &who); });
    ASSERT_EQ(in.state, Became::taken);
    EXPECT_EQ(count("SELECT created_at FROM helpdesk_request WHERE id = " + in.link.substr(10)), now.time_since_epoch().count());
}

TEST_ON_EVERY_BACKEND(MailAsRead, LettersToTheDepartmentSayWhereAnAnswerGoes, SealWorld) {
    follow_as_tech();
    EXPECT_THAT(to_tech.text, HasSubstr("What you answer by mail is sent to"));
    EXPECT_THAT(to_tech.text, HasSubstr("note:"));
    auto genuine = message(tech_address, "Re: x", "The lamp comes tomorrow");
    genuine.in_reply_to = id_of(to_tech);
    take(genuine);
    const auto to_teacher = letters().at(0);
    EXPECT_EQ(to_teacher.to, teacher_address);
    EXPECT_THAT(to_teacher.text, Not(HasSubstr("is sent to")));
}

TEST_ON_EVERY_BACKEND(MailAsRead, OfASenderWithoutASealSaysSoToTheDepartment, SealWorld) {
    follow_as_tech();
    take(message(tech_address, "About [#" + address.substr(10) + "]", "Give me your password"));
    EXPECT_TRUE(shows(as("tech").get(address), "sender not proved"));
    EXPECT_FALSE(shows(as("teacher").get(address), "sender not proved"));
}

TEST_ON_EVERY_BACKEND(MailAsRead, WithNothingButAFileThatIsTooLargeIsKept, SealWorld) {
    follow_as_tech();
    auto film = message(teacher_address, "Re: x", "");
    film.in_reply_to = first_.message_id;
    EXPECT_EQ(take(film, {{std::string(64, 'c'), "film.mp4", "video/mp4", 11 * 1024 * 1024}}).why, "answer");
    EXPECT_TRUE(shows(as("tech").get(address), "left out"));
    auto empty_note = message(tech_address, "Re: x", "note:");
    empty_note.in_reply_to = id_of(to_tech);
    EXPECT_EQ(take(empty_note).why, "note");
}

TEST_ON_EVERY_BACKEND(MailAsRead, WithNothingButAHeadIsNotLostWhenAPersonLetsItIn, SealWorld) {
    address = by_mail();
    auto large = message(teacher_address, "Re: Projector flickers", "");
    large.in_reply_to = first_.message_id;
    large.repairs = {"too_long"};
    EXPECT_EQ(let_in(large).link, address);
    EXPECT_TRUE(shows(as("tech").get(address), "Only the head of this message is here"));
}

TEST_ON_EVERY_BACKEND(MailAsRead, ASubjectMakesANoteUnlessTheRequestIsCalledSo, SealWorld) {
    follow_as_tech();
    int answered = 0;
    const auto answers = [&](const std::string& subject) {
        auto answer = message(tech_address, subject, std::to_string(++answered) + " bring the lamp.");
        answer.in_reply_to = id_of(to_tech);
        return take(answer).why;
    };
    EXPECT_EQ(answers("Re: note: lamp"), "note");
    EXPECT_EQ(answers("Re: lamp"), "answer");
    write([](db::Write& db) { db.query("UPDATE helpdesk_request SET title = 'Note: the projector flickers'").run(); });
    EXPECT_EQ(answers("Re: Note: the projector flickers"), "answer") << "otherwise no answer to it would ever go out";
}

namespace {
/// The department has written a note that names the requester, and a technician answers the letter that quotes it.
class HiddenWorld : public SealWorld {
protected:
    static constexpr std::string_view secret = "Careful: Leo broke this lamp himself, do not tell him yet";
    void note_that_nobody_may_read() {
        follow_as_tech();
        does("tech2", address + "/messages", {{"kind", "note"}, {"body", "@dana " + std::string(secret)}});
        letters();
    }
    std::string answer_quoting(std::string whole, std::string subject = "Re: x", std::vector<mail::StoredAttachment> files = {}) {
        auto answer = message(tech_address, std::move(subject), mail::trim_reply(whole));
        answer.whole_text = std::move(whole);
        answer.in_reply_to = id_of(to_tech);
        return take(answer, std::move(files)).why;
    }
};
}  // namespace

namespace {
/// How mail programs quote a letter of ours, as text or HTML; `own` stands where its writer writes.
struct Program {
    std::string name, content_type, body;
};
std::vector<Program> programs(const std::string& own, const std::string& text, const std::string& html) {
    const std::string from = "Riverbend Schools <help@riverbend.example>", from_html = "Riverbend Schools &lt;<a href=\"mailto:help@riverbend.example\">help@riverbend.example</a>&gt;";
    const std::string outlook = "From: " + from + "\nSent: Friday, November 27, 2026 3:07 PM\nTo: Dana Reyes <dana@riverbend.example>\nSubject: New words: lamp [#1]\n\n" + text;
    const std::string outlook_es = "De: " + from + "\nEnviado: viernes, 27 de noviembre de 2026 15:07\nPara: Dana Reyes\nAsunto: New words: lamp [#1]\n\n" + text;
    const std::string outlook_head = "<b>From:</b> " + from_html + "<br><b>Sent:</b> Friday, November 27, 2026 3:07 PM<br><b>To:</b> Dana Reyes<br><b>Subject:</b> New words: lamp [#1]";
    const std::string wrote = "On Fri, Nov 27, 2026 at 3:07 PM " + from + " wrote:", plain = "text/plain; charset=utf-8", hypertext = "text/html; charset=utf-8";
    return {
        {"Outlook", plain, own + "\n\n" + outlook},
        {"Outlook in Spanish", plain, own + "\n\n" + outlook_es},
        {"Outlook on the web", plain, own + "\n\n________________________________\n" + outlook},
        {"Outlook on a telephone", plain, own + "\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n" + outlook},
        {"Outlook, as HTML", hypertext, "<div class=WordSection1><p class=MsoNormal>" + own + "</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal>" + outlook_head + "</p></div>" + html + "</div>"},
        {"Outlook on the web, as HTML", hypertext, "<div>" + own + "</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg>" + outlook_head + "</div>" + html},
        {"Gmail", plain, own + "\n\n" + wrote + "\n\n" + as_quote(text)},
        {"Gmail, as HTML", hypertext, "<div dir=ltr>" + own + "</div><br><div class=gmail_quote><div class=gmail_attr>On Fri, Nov 27, 2026 at 3:07 PM " + from_html + " wrote:<br></div><blockquote class=gmail_quote>" + html + "</blockquote></div>"},
        {"Apple Mail", plain, own + "\n\n> On Nov 27, 2026, at 3:07 PM, " + from + " wrote:\n> \n" + as_quote(text)},
        {"iPhone", plain, own + "\n\nSent from my iPhone\n\n> On Nov 27, 2026, at 3:07 PM, " + from + " wrote:\n> \n" + as_quote(text)},
        {"Apple Mail, as HTML", hypertext, own + "<br><div><br><blockquote type=cite><div>On Nov 27, 2026, at 3:07 PM, " + from_html + " wrote:</div><br>" + html + "</blockquote></div>"},
        {"Thunderbird above", plain, own + "\n\nOn 11/27/26 15:07, Riverbend Schools wrote:\n" + as_quote(text)},
        {"Thunderbird below", plain, "On 11/27/26 15:07, Riverbend Schools wrote:\n" + as_quote(text) + "\n" + own + "\n\n-- \nDana Reyes\nTechnician\n"},
        {"Yahoo", plain, own + "\n\n    On Friday, November 27, 2026 at 03:07:12 PM CST, " + from + " wrote:\n\n" + text},
        {"with a banner and a legal footer", plain,
         "CAUTION: This email originated from outside of the organization. Do not click links.\n\n" + own + "\n\n" + wrote + "\n\n" + as_quote(text) +
             "\n\nNOTE: Florida has a very broad public records law. Most written communications to or from school officials are public records.\n"},
    };
}
}  // namespace

TEST_ON_EVERY_BACKEND(MailPrograms, AnswerOurLetterAndOnlyTheWritersOwnWordsGoOut, HiddenWorld) {
    note_that_nobody_may_read();
    const auto html = text("SELECT html FROM mail_letter WHERE id = " + std::to_string(to_tech.id));
    ASSERT_FALSE(html.empty());
    int number = 0;
    for (const auto& program : programs("I come tomorrow at ten OWN and bring another cable.", to_tech.text, html)) {
        now += std::chrono::hours(4);  // away from the brakes
        auto body = program.body;
        const auto own = "I come tomorrow at ten " + std::to_string(++number) + " and bring another cable.";
        body.replace(body.find("I come tomorrow at ten OWN and bring another cable."), 51, own);
        const auto raw = fmt::format("From: Dana Reyes <{}>\r\nTo: help@riverbend.example\r\nSubject: RE: lamp\r\nMessage-ID: <p{}@mail.example>\r\nIn-Reply-To: <{}>\r\nContent-Type: {}\r\n\r\n{}", tech_address, number,
                                     id_of(to_tech), program.content_type, body);
        EXPECT_EQ(take(mail::read_message(raw)).why, "answer") << program.name;
        EXPECT_EQ(text("SELECT body FROM helpdesk_message ORDER BY id DESC LIMIT 1"), own) << program.name;
    }
}

TEST_ON_EVERY_BACKEND(MailNotes, NeverTellsWhoAskedWhatANoteSays, HiddenWorld) {
    note_that_nobody_may_read();
    const auto quote = std::string(secret);
    const mail::StoredAttachment photo{std::string(64, 'b'), "photo.png", "image/png", 5};
    answer_quoting("I come at ten.\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> " + quote + "\n\nSent under district policy 12, see the website for all of it.\n");
    answer_quoting("On Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> " + quote + "\n\nI come at eleven.\n");
    answer_quoting("On Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> " + quote + "\n", "Re: x", {photo});
    answer_quoting("I come at twelve.\n\nHelp kirjoitti joskus jotain\n\n" + quote + "\n");
    answer_quoting("For you.\n\n---------- Forwarded message ---------\nFrom: Help <h@s.example>\n\n" + quote, "Fwd: x");
    EXPECT_EQ(answer_quoting("Leo broke this lamp himself, do not tell him"), "note") << "typed anew";
    EXPECT_EQ(answer_quoting("On Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> " + quote + "\n"), "note") << "nothing of their own";
    EXPECT_EQ(as("teacher").get(address).body.find("himself"), std::string::npos);
    int replies = 0;
    for (const auto& letter : letters()) {
        if (letter.to == tech_address) continue;
        EXPECT_EQ(letter.text.find("himself"), std::string::npos) << letter.text;
        replies += letter.to == teacher_address ? 1 : 0;
    }
    EXPECT_EQ(replies, 3) << "at ten, at eleven, and the photo";
}

TEST_ON_EVERY_BACKEND(MailNotes, StayNotesWhenALetterAboutANoteIsAnswered, HiddenWorld) {
    note_that_nobody_may_read();
    does("tech2", address + "/messages", {{"kind", "note"}, {"body", "@dana bring the spare lamp along, he is angry"}});
    const auto sent = letters();
    const auto named = *std::ranges::find(sent, std::string(tech_address), &SentLetter::to);
    EXPECT_NE(named.text.find("stays a note in the department"), std::string::npos) << named.text;
    EXPECT_EQ(named.subject.find("You were named"), 0u) << named.subject;
    auto answer = message(tech_address, "Re: x", "Yes. Between us: he pulls the cable out every week.");
    answer.in_reply_to = id_of(named);
    EXPECT_EQ(take(answer).why, "note");
    auto by_mark = message(tech_address, "Re: x", "And he is loud.");
    by_mark.whole_text = "And he is loud.\n\nFrom: Help <help@riverbend.example>\nSent: Monday\nTo: Dana\n\n" + named.text;
    EXPECT_EQ(take(by_mark).why, "note");
    for (const auto& letter : letters()) EXPECT_NE(letter.to, teacher_address) << letter.text;
    EXPECT_TRUE(shows(as("tech").get(address), "pulls the cable"));
}

TEST_ON_EVERY_BACKEND(MailNotes, KeepsWhatNobodyCanTellApart, HiddenWorld) {
    note_that_nobody_may_read();
    const auto head = std::string("From: Help <help@riverbend.example>\nSent: Monday\nTo: Dana\n\n");
    EXPECT_EQ(answer_quoting(head + "We looked at it.\n\nMy answer stands below: come at eleven.\n"), "note");
    EXPECT_EQ(answer_quoting("I take these:\n\nFrom: Ana <ana@s.example>\nTo: Leo\nSubject: lamp\nDate: 2026\nand nothing else.\n"), "note") << "a list of their own";
    EXPECT_EQ(answer_quoting("Done.\n> a quoted line of the letter that goes on for fifty letters\nand ends here.\n"), "note");
    EXPECT_EQ(answer_quoting("See what I got.", "Re: x", {{std::string(64, 'e'), "case.eml", "application/octet-stream", 500}}), "note") << "a mail of somebody else";
    EXPECT_EQ(answer_quoting("I come at ten.\n\n" + head + to_tech.text), "answer");
    EXPECT_EQ(answer_quoting("", "Re: x", {{std::string(64, 'f'), "photo.jpg", "image/jpeg", 50'000}}), "answer");
    EXPECT_TRUE(shows(as("tech").get(address), "Kept as a note, because its own words cannot be told from what it quotes"));
    EXPECT_FALSE(shows(as("teacher").get(address), "Kept as a note")) << "how mail came in is nothing that they could make sense of";
}

TEST_ON_EVERY_BACKEND(MailNotes, OfARequestThatWasJoinedAreHiddenToo, HiddenWorld) {
    note_that_nobody_may_read();
    const auto kept = ask("student", "Ana's laptop");
    does("tech", address + "/merge", {{"number", kept.substr(10)}});
    letters();
    EXPECT_EQ(answer_quoting("I come at twelve.\n\nHelp kirjoitti joskus jotain\n\n" + std::string(secret) + "\n"), "note");
    EXPECT_EQ(as("student").get(kept).body.find("himself"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(MailNotes, OfTheReplierAndCommonPhrasesStopNoReply, HiddenWorld) {
    note_that_nobody_may_read();
    does("tech", address + "/messages", {{"kind", "note"}, {"body", "I come with the ladder tomorrow at ten.\n\nDana Reyes\nTechnician\nRiverbend Schools, room 3, call 555 010 0100"}});
    does("tech2", address + "/messages", {{"kind", "note"}, {"body", "let me know"}});
    letters();
    EXPECT_EQ(answer_quoting("It is repaired. Please let me know if it fails.\n\nDana Reyes\nTechnician\nRiverbend Schools, room 3, call 555 010 0100"), "answer");
}

TEST_ON_EVERY_BACKEND(MailNotes, TellsATechnicianThatAReplyBecameANote, HiddenWorld) {
    note_that_nobody_may_read();
    const auto told = [&] {
        for (const auto& letter : letters()) {
            if (letter.to == tech_address && letter.text.find("was kept as a note") != std::string::npos) return true;
        }
        return false;
    };
    EXPECT_EQ(answer_quoting("The vendor says this.", "Fwd: price"), "note");
    EXPECT_TRUE(told());
    EXPECT_EQ(answer_quoting("I come at ten.\n\nnote: he was loud"), "note");
    EXPECT_TRUE(told()) << "a paragraph far down may be an accident";
    EXPECT_EQ(answer_quoting("note: he was loud today"), "note");
    EXPECT_FALSE(told()) << "they said so";
    EXPECT_EQ(answer_quoting("I come at ten.\n\nNOTE: Florida has a very broad public records law. Most written communications to or from school officials are public records.\n"), "answer");
}

TEST_ON_EVERY_BACKEND(MailAsRead, WithALongSubjectAndANumberIsTaken, SealWorld) {
    address = by_mail();
    const auto made = take(message(student_address, "[#" + address.substr(10) + "] " + std::string(300, 'x'), "I have it too."));
    EXPECT_EQ(made.why, "new");
    EXPECT_TRUE(text("SELECT title FROM helpdesk_request WHERE id = " + made.link.substr(10)).ends_with(" [#" + address.substr(10) + "]"));
}

TEST_ON_EVERY_BACKEND(MailAsRead, AnsweringTheLetterWithTheLinkCausesNoSecondOne, SealWorld) {
    open_mailbox();
    choose(Strangers::confirm);
    const auto made = take(message("jose@home.example", "No abre el portal", "No puedo entrar."));
    EXPECT_EQ(made.why, "confirm");
    const auto asked = letters().at(0);
    auto answer = message("jose@home.example", "Re: Un paso", "Sí, fui yo.");
    answer.in_reply_to = id_of(asked);
    EXPECT_EQ(take(answer).why, "unconfirmed");
    EXPECT_EQ(requests(), 1);
    EXPECT_TRUE(letters().empty());
    answer.message_id = "other@mail.example";
    answer.from.address = "somebody@else.example";
    EXPECT_EQ(take(answer).why, "confirm") << "nobody else's request waits";
}

TEST_ON_EVERY_BACKEND(MailAsRead, LetterAnswersTheIdThatTheSenderWrote, SealWorld) {
    auto first = message(teacher_address, "Projector", "It flickers.");
    auto second = message(teacher_address, "Laptop", "It is dark.");
    second.message_id = first.message_id;
    take(first);
    letters();
    take(second);
    ASSERT_NE(count("SELECT count(*) FROM helpdesk_mail WHERE mail_id LIKE '%#%'"), 0);
    EXPECT_EQ(letters().at(0).in_reply_to, first.message_id);
}

TEST_ON_EVERY_BACKEND(MailAsRead, LosesNoWordOfALongMessage, SealWorld) {
    choose(Strangers::hold);
    const auto taken = take(message(teacher_address, "Long", std::string(50'000, 'w') + " THE END"));
    EXPECT_EQ(taken.why, "new");
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_mail WHERE whole_text LIKE '%THE END'"), 1);
}

TEST_ON_EVERY_BACKEND(MailAsRead, WhatIsWrittenToAStoppedAddressIsNotCalledSent, SealWorld) {
    follow_as_tech();
    write([&](db::Write& db) {
        db.query("INSERT INTO mail_stopped_address (address, since_at, said, letter_id) VALUES (:address, 1, 'gone', 1)").bind("address", teacher_address).run();
    });
    const auto said = [&](std::string kind) {
        const std::string cookie(as("tech").post(address + "/messages", {{"kind", kind}, {"body", "On it"}}).find_header("Set-Cookie").value_or(""));
        const auto begin = cookie.find('=') + 1;
        return base::from_base64url(cookie.substr(begin, cookie.find('.') - begin)).value_or("");
    };
    EXPECT_THAT(said("reply"), HasSubstr("not mailed: letters to leo@riverbend.example come back"));
    EXPECT_THAT(said("note"), Not(HasSubstr("not mailed")));
    write([](db::Write& db) { db.query("DELETE FROM mail_stopped_address").run(); });
    EXPECT_EQ(said("reply"), "Sent.");
}
