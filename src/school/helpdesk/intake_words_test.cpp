// What stands in a message, and what becomes of it, decided without a database.
#include <gtest/gtest.h>

#include "base/text.h"
#include "base/random.h"
#include "helpdesk/intake.h"
#include "helpdesk/mail_rule.h"
#include "helpdesk/thanks.h"

namespace helpdesk {

using Kind = Course::Kind;

TEST(IntakeWords, AskInReplyToBeforeReferencesFromTheLast) {
    mail::Incoming message;
    message.in_reply_to = "c";
    message.references = {"a", "b", "c", "b"};
    EXPECT_EQ(ids_answered(message), (std::vector<std::string>{"c", "b", "a"}));
    EXPECT_TRUE(ids_answered({}).empty());
}

TEST(IntakeWords, FindTheNumberOfARequestInASubject) {
    EXPECT_EQ(number_in_subject("Re: Laptop [#12]"), RequestId{12});
    EXPECT_EQ(number_in_subject("[#7] Re: [#12] x"), RequestId{12});
    for (auto none : {"[Acme Support #78] your order", "Laptop #12", "[12]", "[#]", "[#0]", "[#12a]", "[#-3]", "[#99999999999999999999999]", "[# 12]", "", "[#12"}) EXPECT_FALSE(number_in_subject(none)) << none;
}

TEST(IntakeWords, TakePrefixesAndOurNumberFromSubjects) {
    EXPECT_EQ(plain_subject("Re: RE[2]: Fwd: AW: Laptop [#12]"), "Laptop");
    EXPECT_EQ(plain_subject("RV: Re : Proyector"), "Proyector");
    EXPECT_EQ(plain_subject("Reading: chapter 2"), "Reading: chapter 2");
    EXPECT_EQ(plain_subject("Re"), "Re");
    EXPECT_EQ(plain_subject("Re:"), "");
    EXPECT_EQ(plain_subject("  [#3] "), "");
    EXPECT_EQ(title_of("Re: ", "\n\nThe screen is dark.\nIt hums."), "The screen is dark.");
    EXPECT_EQ(title_of("", ""), "");
    EXPECT_EQ(plain_subject("[EXTERNAL] Re: RE: [EXT] Printer"), "Printer");
    EXPECT_EQ(title_of("(no subject)", "Hi,\n\nThe board is black."), "The board is black.");
    EXPECT_EQ(title_of("", "Buenos días, Dana:\nNo hay red"), "No hay red");
    EXPECT_EQ(title_of("", "Hello from the library, where nothing prints"), "Hello from the library, where nothing prints");
}

TEST(IntakeWords, FindMarksWithinQuotesAndLetterCase) {
    auto marks = marks_in("Yes!\n> > [bt.request+12+0a1b.0.aabbccddeeff00112233]\n(BT.REQUEST+13.0.AA.) bt.request+12+0a1b.0.aabbccddeeff00112233");
    EXPECT_EQ(marks, (std::vector<std::string>{"bt.request+12+0a1b.0.aabbccddeeff00112233", "bt.request+13.0.aa"}));
    EXPECT_EQ(marks_in(std::string(200'000, 'b')).size(), 0u);
}

TEST(IntakeWords, ReadANoteByItsFirstLine) {
    EXPECT_EQ(note_in("note: call the vendor"), "call the vendor");
    EXPECT_EQ(note_in("\n NOTA : llamar\ndos"), "llamar\ndos");
    for (auto none : {"I note: x", "", "not a note: x"}) EXPECT_FALSE(note_in(none)) << none;
}

TEST(IntakeWords, ReadANoteBelowAQuote) {
    EXPECT_EQ(note_in("On Mon, Leo wrote:\n> Any news?\n\nnote: not for him"), "On Mon, Leo wrote:\n> Any news?\n\nnot for him");
    EXPECT_TRUE(note_in("On Mon, 23 Nov 2026, Leo <leo@x.example>\nwrote:\n\n> Any news?\nnote: not for him"));
    EXPECT_FALSE(note_in("> note: what he wrote\nYes"));
    EXPECT_FALSE(note_in("Bring it.\nNote: the room is locked")) << "words to a person that go on in one paragraph are a reply";
    EXPECT_EQ(note_in("Hi,\nnote: lamp costs 90 dollars, do not tell"), "Hi,\nlamp costs 90 dollars, do not tell") << "a greeting stands before it";
    EXPECT_TRUE(note_in("Hi Leo\n\nNota: no se lo digas"));
    EXPECT_TRUE(is_note_by_subject("Re: note: lamp [#80]"));
    EXPECT_FALSE(is_note_by_subject("Re: notes: lamp"));
    EXPECT_FALSE(note_in("> [bt.request+12.0.0f3a]\nBring it.\nNote: the room is locked"));
    EXPECT_TRUE(note_in("You wrote\n[bt.request+12.0.0f3a]\nnote: not for him")) << "nobody can tell whose a line is below our own letter";
}

TEST(IntakeWords, TakeALegalNoticeForNoNote) {
    const std::string law = "NOTE: Florida has a very broad public records law. Most written communications to or from school officials are public records.";
    EXPECT_FALSE(note_in("I come at ten.\n\n" + law + "\n\nDana Reyes"));
    EXPECT_TRUE(note_in(law)) << "what stands first is the writer's own";
    EXPECT_TRUE(note_in("I come at ten.\n\nnote: the public records law does not matter here"));
    EXPECT_TRUE(begins_with_note("Hi Leo,\n\nnote: not for him"));
    EXPECT_FALSE(begins_with_note("I come at ten.\n\nnote: not for him"));
}

TEST(IntakeWords, SeeThatATextRepeatsAnother) {
    const std::string note = "Careful: Leo broke this lamp himself, do not tell him yet.";
    const auto repeats = [](std::string_view text, std::string hidden, std::vector<std::string> known = {}) { return repeats_any(text, {"Another note that says nothing of it", std::move(hidden)}, known); };
    EXPECT_TRUE(repeats("Ok.\n\ncareful - leo BROKE this lamp <https://x.example/a> himself, do not", note));
    EXPECT_FALSE(repeats("Ok.\n\ncareful - leo BROKE this lamp himself, do not", note, {"He wrote: careful, Leo broke this lamp himself, do not"})) << "they know it";
    EXPECT_TRUE(repeats("\u597D\u3002\u5B66\u751F\u81EA\u5DF1\u5F04\u574F\u4E86\u6295\u5F71\u4EEA", "\u5B66\u751F\u81EA\u5DF1\u5F04\u574F\u4E86\u6295\u5F71\u4EEA"));
    for (auto usual : {"Leo broke the lamp", "It is repaired. Let me know if it fails.", "See https://kb.example/reset-the-lamp-of-the-projector", ""}) EXPECT_FALSE(repeats(usual, note)) << usual;
    EXPECT_FALSE(repeats("I will check it tomorrow at ten.", "I will check it"));
    EXPECT_FALSE(repeats("I will look at RVB0012345 today.", "RVB0012345 is out of warranty"));
}

TEST(IntakeWords, ReadWhatIsNearlyANote) {
    for (auto nearly : {"Note - he broke it himself", "Internal: he broke it", "*note:* loud", "Note\u00A0: loud", "\u201Cnote:\u201D loud", "Internal note: loud", "Nota interna: ruido", "- note: loud", "NOTE\nhe was loud", "[note] loud", "Internal only - he lied", "Note for Omar: he lied", "Nota para Omar: mintió", "Private: he lied", "Omar,\n\nInternal: he lied", "Hi,\n\nNota - ruido"}) {
        EXPECT_TRUE(note_in(nearly)) << nearly;
        EXPECT_FALSE(begins_with_note(nearly) && std::string_view(nearly).find("note:") == std::string_view::npos) << nearly << ": they are told";
    }
    for (auto none : {"Noted, I come at ten", "Note that the lamp is new", "Internal parts are broken", "Notebook 12: dark", "Note 20 is charged"}) EXPECT_FALSE(note_in(none)) << none;
}

TEST(IntakeWords, KnowThanksFromEverythingThatSaysMore) {
    const std::vector<std::string> names{"Dana Reyes", "Leo Peña"};
    for (auto thanks : {"Thank you!", "Thanks so much, Dana", "thx", "It works now. Thank you for your quick help!\n\nLeo Pena", "Works great, thanks", "It is working now", "Everything is fixed. Have a great day!", "\U0001F44D",
                        "Thank you! My son can see it now.", "Thanks again \U0001F64F", "¡Muchas gracias!", "Ya funciona, gracias por su ayuda.\nSaludos cordiales\nLeo Peña", "Todo está arreglado. Que tenga un buen día", "Gracias \U0001F64F",
                        "Ya entré, gracias", "Ok thanks", "Yes, thanks!", "Works!", "All fixed. Thanks!", "Sí, gracias", "Resuelto, gracias.", "Ya puedo entrar. Mil gracias, Dana. Un saludo, Leo", "It\u2019s working"}) {
        EXPECT_TRUE(only_thanks(thanks, names)) << thanks;
    }
    for (auto more : {"", "Thanks, but it is dark again", "It does not work", "Thanks. Still slow.", "Is it fixed", "Thanks, is it working now?", "Thank you. Now the printer", "no funciona", "Gracias, pero sigue igual",
                      "¿Ya funciona", "Hello", "Great", "\U0001F622", "Thanks Maria", "Thanks, room 12", "It never worked, thanks", "Gracias, ya no funciona", "funciona a veces", "Have you fixed it", "It worked for a day.",
                      "Thanks, it worked this morning.", "Help, thanks!", "Thanks! I have a job for your team", "I appreciate a prompt response. Thanks", "Si funciona por la tarde, gracias", "It is working \U0001F44E", "Everything works \u274C",
                      "\U0001F44D\U0001F44E", "\U0001F64F", "Thanks. :(", "Is it fixed thanks", "Thanks can you help"}) {
        EXPECT_FALSE(only_thanks(more, names)) << more;
    }
    std::string long_thanks;
    for (int i = 0; i < 1'000; ++i) long_thanks += "thanks ";
    EXPECT_FALSE(only_thanks(long_thanks, names));
}

TEST(IntakeWords, LeaveOutWhatOpensDoors) {
    const std::string mark = "bt.request+80+0123456789abcdef.0.aabbccddeeff00112233";
    EXPECT_EQ(without_seals("Yes\n> [" + mark + "]\n\nNo"), "Yes\n\nNo");
    EXPECT_EQ(without_seals("> see [" + base::to_lower_ascii(mark) + "] there"), "> see  there");
    EXPECT_EQ(without_seals("<bt.request+80.12.AABBCCDDEEFF00112233@help.example>\nx"), "x");
    EXPECT_EQ(without_seals("a [bt.request+80+0123456789abcdef.0.aabbcc\n> ddeeff00112233] b"), "a  b") << "broken for width";
    EXPECT_EQ(without_seals("bt.request%2B80%2B0123456789abcdef.0.aabbccddeeff00112233"), "");
    EXPECT_EQ(without_seals("Stop: <https://h.example/unsubscribe/watch-80-3-aabbccddeeff00112233>, ok"), "Stop: , ok");
    EXPECT_EQ(without_seals("Look [https://h.example/status/0123456789abcdef0123456789abcdef?x=1] here"), "Look  here");
    EXPECT_EQ(without_seals("https://safe.example/?url=https%3A%2F%2Fh.example%2Fstatus%2F0123456789abcdef0123456789abcdef&d=1"), "");
    EXPECT_EQ(without_seals("https://h.example/confirmations/0123456789abcdef0123456789abcdef"), "");
    for (auto door : {"welcome", "consents/by-link", "me-too", "lessons/feed"}) {
        EXPECT_EQ(without_seals("Go to https://h.example/" + std::string(door) + "/dhCPx0123456789abcdef0123456789abcdef now"), "Go to  now") << door;
    }
    EXPECT_EQ(without_seals("https://urldefense.proofpoint.com/v2/url?u=https-3A__h.example_status_0123456789abcdef0123456789abcdef&d=x"), "");
    EXPECT_EQ(without_seals("https://h.example/welcome/\ndhCPx0123456789abcdef0123456789abcdef0123ab now"), " now") << "broken for width";
    EXPECT_EQ(without_seals("See https://h.example/status/dhCPx0123456789abcdef0123456789abcdef0123ab\nPlease send a new one.\n\nProjector too"), "See \nPlease send a new one.\n\nProjector too");
    EXPECT_EQ(without_seals("See https://h.example/status/dhCPx0123456789abcdef0123\n\nProjector is dark"), "See \n\nProjector is dark");
    EXPECT_EQ(without_seals("> https://h.example/welcome/dhCPx01234567\n> 89abcdef0123456789abcdef0123ab now"), ">  now");
    EXPECT_EQ(without_seals("https://x.example/?u=https%253A%252F%252Fh.example%252Fstatus%252FdhCPx0123456789abcdef0123456789abcdef"), "");
    for (auto file : {"weekly_status_report_november_2026.xlsx does not open", "Reports/Status/quarterly-attendance-summary.xlsx", "https://support.clever.example/welcome/getting-started-with-clever-badges",
                      "https://x.example/feed/riverbend-high-school-athletics"}) {
        EXPECT_EQ(without_seals(file), file);
    }
    for (auto kept : {"a sentence about bt. and more", "see https://vendor.example/status/7", "unsubscribe/me", "one\ntwo\n", ""}) EXPECT_EQ(without_seals(kept), kept);
    const std::string long_text(1'000'000, 'b');
    EXPECT_EQ(without_seals(long_text).size(), long_text.size());
}

TEST(IntakeWords, GuessALanguageByItsWords) {
    EXPECT_EQ(language_of_words("Hola, el proyector del salón no funciona, gracias"), html::Language::es);
    EXPECT_EQ(language_of_words("Hello, the projector in my room does not work"), html::Language::en);
    EXPECT_EQ(language_of_words("Projector 214"), html::Language::en);
}

TEST(IntakeWords, ReadThreadsOfRequestsOnly) {
    EXPECT_EQ(read_thread("request/12")->request, RequestId{12});
    EXPECT_EQ(read_thread(mark_thread({12}, "Ana@X.example"))->reader, read_thread(mark_thread({12}, "ana@x.example"))->reader);
    EXPECT_NE(mark_thread({12}, "ana@x.example"), mark_thread({12}, "ben@x.example"));
    for (auto none : {"problem/3", "request", "request/x", "request/0", "request/1/2/3", "unsubscribe/joined-1"}) EXPECT_FALSE(read_thread(none)) << none;
}

static Situation answer(Author author) {
    Situation is;
    is.about_request = true;
    is.author = author;
    return is;
}

TEST(IntakeCourse, FollowsWhoseWordsTheyAre) {
    EXPECT_EQ(decide(answer(Author::requester)).kind, Kind::reply);
    EXPECT_EQ(decide(answer(Author::joined)).kind, Kind::words_of_joined);
    EXPECT_EQ(decide(answer(Author::outsider)).kind, Kind::hold);
    auto worker = answer(Author::worker);
    EXPECT_EQ(decide(worker).kind, Kind::note) << "clause 4: without a seal nobody outside is told";
    worker.sealed = true;
    EXPECT_EQ(decide(worker).kind, Kind::reply);
    worker.marked_as_note = true;
    EXPECT_EQ(decide(worker).kind, Kind::note);
    auto old = answer(Author::requester);
    old.closed_too_long = true;
    EXPECT_EQ(decide(old).kind, Kind::hold) << "a number in a subject proves nothing";
    old.vouched = true;
    EXPECT_EQ(decide(old).kind, Kind::follow_up);
    old.only_thanks = true;
    EXPECT_EQ(decide(old).kind, Kind::thanks) << "clause 10";
    EXPECT_FALSE(decide(old).letters);
    old.author = Author::outsider;
    EXPECT_EQ(decide(old).kind, Kind::hold);
}

TEST(IntakeCourse, OfANewMessageFollowsTheRuleThenTheSender) {
    Situation is;
    EXPECT_EQ(decide(is).kind, Kind::hold);
    is.strangers = Strangers::confirm;
    EXPECT_EQ(decide(is).kind, Kind::ask_to_confirm);
    is.strangers = Strangers::drop;
    EXPECT_EQ(decide(is).kind, Kind::drop);
    is.vouched = true;
    EXPECT_EQ(decide(is).kind, Kind::new_request);
    is.placed = false;
    EXPECT_EQ(decide(is).why, "no_school");
    is.rule = RuleAct::hold;
    EXPECT_EQ(decide(is).why, "rule");
    is.let_in = true;
    EXPECT_EQ(decide(is).kind, Kind::new_request);
    is.has_sender = false;
    EXPECT_EQ(decide(is).kind, Kind::new_request);
    is.let_in = false;
    EXPECT_EQ(decide(is).kind, Kind::drop) << "what nobody knows is dropped here";
    is.strangers = Strangers::hold;
    EXPECT_EQ(decide(is).why, "no_sender");
    EXPECT_EQ(decide(is).kind, Kind::hold);
}

static Situation any_situation(base::Random& random) {
    auto coin = [&] { return random.below(2) == 1; };
    Situation is;
    is.origin = static_cast<mail::Origin>(random.below(5));
    is.wants_no_answer = coin();
    is.has_sender = random.below(8) != 0;
    is.empty = random.below(6) == 0;
    is.has_subject = coin();
    is.about_request = coin();
    is.closed_too_long = coin();
    is.author = static_cast<Author>(random.below(4));
    is.sealed = coin();
    is.marked_as_note = coin();
    is.only_thanks = coin();
    is.begins_as_note = coin();
    is.forwarded = random.below(4) == 0;
    is.repeats_hidden = random.below(4) == 0;
    is.about_note = random.below(4) == 0;
    is.unclear = random.below(4) == 0;
    is.vouched = coin();
    is.placed = coin();
    is.brake = static_cast<Brake>(random.below(3));
    if (coin()) is.rule = static_cast<RuleAct>(random.below(3));
    is.strangers = static_cast<Strangers>(random.below(3));
    is.lists = static_cast<Lists>(random.below(2));
    is.let_in = random.below(4) == 0;
    return is;
}

TEST(IntakeCourse, NeverBreaksThePolicyWhateverComesTogether) {
    base::Random random(20260309);
    for (int round = 0; round < 100'000; ++round) {
        const Situation is = any_situation(random);
        const Course course = decide(is);
        const bool makes = course.kind == Kind::new_request || course.kind == Kind::ask_to_confirm || course.kind == Kind::follow_up;
        const bool speaks = course.kind == Kind::reply || course.kind == Kind::words_of_joined;
        const bool of_department = is.about_request && is.author == Author::worker;
        if (is.origin == mail::Origin::auto_reply && !is.let_in) { ASSERT_FALSE(makes || speaks) << "clause 19"; }
        if (is.origin == mail::Origin::own && !is.let_in) { ASSERT_EQ(course.kind, Kind::drop) << "clause 20"; }
        if (is.origin == mail::Origin::bounce && !is.let_in) { ASSERT_EQ(course.kind, Kind::note_return) << "clause 23"; }
        if (course.kind == Kind::reply && of_department) { ASSERT_TRUE(is.sealed) << "clause 4"; }
        if (course.kind == Kind::reply && of_department) { ASSERT_FALSE(is.forwarded || is.repeats_hidden || is.marked_as_note || is.about_note || is.unclear) << "clause 12"; }
        if (is.about_request && is.author == Author::outsider) { ASSERT_FALSE(makes || speaks || course.kind == Kind::note) << "clause 13"; }
        if (course.kind == Kind::follow_up) { ASSERT_TRUE(is.vouched || is.sealed || is.let_in) << "clause 8"; }
        if (makes && !is.about_request && !is.vouched && !is.let_in) { ASSERT_EQ(course.kind, Kind::ask_to_confirm) << "clause 16"; }
        const bool writes_letters = course.letters && (makes || speaks) && !(of_department && is.sealed);
        if (is.brake != Brake::none) { ASSERT_FALSE(writes_letters) << "clause 21"; }
        if (is.wants_no_answer && makes) { ASSERT_FALSE(course.letters) << "clause 22"; }
    }
}

static MailRule rule_from(std::string sender, std::string words = {}) {
    MailRule rule;
    rule.sender = std::move(sender);
    rule.words = std::move(words);
    return rule;
}

TEST(MailRules, FitBySenderDomainMailboxAndWholeWords) {
    MailSample sample{"Info@Mail.Vendor.example", {"help@riverbend.example"}, "Invoice 12", "Für Peña: the tóner is empty"};
    EXPECT_TRUE(fits(rule_from("info@mail.vendor.example"), sample));
    EXPECT_TRUE(fits(rule_from("vendor.example"), sample));
    EXPECT_TRUE(fits(rule_from("@vendor.example"), sample));
    EXPECT_FALSE(fits(rule_from("endor.example"), sample)) << "another domain";
    EXPECT_FALSE(fits(rule_from("info@vendor.example"), sample));
    EXPECT_TRUE(fits(rule_from("", "invoice\nnothing"), sample));
    EXPECT_TRUE(fits(rule_from("", "TONER is"), sample));
    EXPECT_FALSE(fits(rule_from("", "ton"), sample)) << "whole words";
    EXPECT_FALSE(fits(rule_from("", "is toner"), sample)) << "in their order";
    auto mailbox = rule_from("");
    mailbox.mailbox = "Help@riverbend.example";
    EXPECT_TRUE(fits(mailbox, sample));
    mailbox.active = false;
    EXPECT_FALSE(fits(mailbox, sample));
    const std::vector<MailRule> rules{rule_from("nobody.example"), rule_from("vendor.example"), rule_from("", "invoice")};
    EXPECT_EQ(first_fitting(rules, sample), &rules[1]);
    EXPECT_EQ(first_fitting({}, sample), nullptr);
}

}  // namespace helpdesk
