#include <gtest/gtest.h>

#include <chrono>

#include "mail/incoming.h"
#include "mail/notice.h"

namespace {

struct Answer {
    const char* program;
    const char* whole;
    const char* fresh;
};

const Answer answers[] = {
    {"nothing quoted", "It works again.\n\nThank you", "It works again.\n\nThank you"},
    {"Gmail", "It works again.\n\nOn Mon, Nov 23, 2026 at 8:05 AM Help desk <help@school.example> wrote:\n\n> We looked at it.\n> The lamp is new.\n", "It works again."},
    {"Gmail, broken for width", "Thanks!\n\nOn Mon, Nov 23, 2026 at 8:05 AM Help desk with a long name <\nhelp@school.example> wrote:\n\n> We looked at it.\n", "Thanks!"},
    {"Gmail in Spanish", "Ya funciona.\n\nEl lun, 23 nov 2026 a las 8:05, Mesa de ayuda (<ayuda@escuela.example>)\nescribió:\n\n> Lo miramos.\n", "Ya funciona."},
    {"Thunderbird in German", "Geht wieder.\n\nAm 23.11.26 um 08:05 schrieb Hilfe:\n> Wir haben geschaut.\n", "Geht wieder."},
    {"Apple Mail in French", "Merci.\n\nLe 23 nov. 2026 à 08:05, Aide <aide@ecole.example> a écrit :\n\n> Nous avons regardé.\n", "Merci."},
    {"Gmail in Portuguese", "Obrigada.\n\nEm seg., 23 de nov. de 2026 às 08:05, Ajuda <ajuda@escola.example>\nescreveu:\n\n> Vimos.\n", "Obrigada."},
    {"a language that we do not know", "Kiitos.\n\nma 23. marrask. 2026 klo 8.05 Apu (apu@koulu.example) kirjoitti:\n> Katsoimme.\n", "Kiitos."},
    {"Outlook", "It works.\n\n________________________________\nFrom: Help desk <help@school.example>\nSent: Monday, November 23, 2026 8:05 AM\nTo: Ana Reyes\nSubject: Your projector\n\nWe looked at it.\n", "It works."},
    {"Outlook without a rule", "It works.\n\nFrom: Help desk <help@school.example>\nDate: Monday, November 23, 2026 at 8:05\nTo: Ana\nSubject: RE: Your projector\nWe looked at it.\n", "It works."},
    {"Outlook in Spanish", "Funciona.\n\nDe: Mesa de ayuda\nEnviado: lunes, 23 de noviembre de 2026 8:05\nPara: Ana\nAsunto: Su proyector\n\nLo miramos.", "Funciona."},
    {"Outlook in German", "Geht.\n\nVon: Hilfe\nGesendet: Montag, 23. November 2026 08:05\nAn: Ana\nBetreff: Beamer\n\nText", "Geht."},
    {"Outlook in French", "Ça marche.\n\nDe : Aide\nEnvoyé : lundi 23 novembre 2026 08:05\nÀ : Ana\nObjet : Projecteur\n\nTexte", "Ça marche."},
    {"Outlook 2003", "It works.\n\n-----Original Message-----\nFrom: Help\nSent: today\nTo: Ana\n\nWe looked.", "It works."},
    {"old Outlook in Spanish", "Funciona.\n\n-----Mensaje original-----\nDe: Ayuda\n\nLo miramos.", "Funciona."},
    {"Yahoo", "Works.\n\n  On Monday, November 23, 2026 at 08:05:12 AM CST, Help desk <help@school.example> wrote:\n\n We looked at it, and no line is marked.\n The lamp is new.\n", "Works."},
    {"a telephone", "Works\n\nSent from my iPhone\n\n> On Nov 23, 2026, at 8:05 AM, Help desk <help@school.example> wrote:\n> \n> We looked.\n", "Works"},
    {"Outlook on a telephone", "Works\n\nGet Outlook for iOS<https://aka.ms/x>\n________________________________\nFrom: Help <h@s.example>\nSent: Monday, 23 November 2026 08:05\nTo: Ana\nSubject: x\n\nwe looked", "Works"},
    {"a signature", "It works.\n\n-- \nAna Reyes\nRoom 214\n", "It works."},
    {"a signature above the quote", "It works.\n\n-- \nAna\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> We looked.\n", "It works."},
    {"below the quote", "On Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> Does it work?\n\nYes, it does.\n", "On Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> Does it work?\n\nYes, it does."},
    {"between the quotes", "See below.\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> Does it work?\nYes.\n> And the sound?\nNo.\n\n-- \nAna\n",
     "See below.\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> Does it work?\nYes.\n> And the sound?\nNo."},
    {"quoted lines broken once more", "Fine.\n\n> a long line that somebody broke, long enough for a program to do so\nhere\n> and goes on\n", "Fine."},
    {"answers between short quotes", "> Is the lamp blinking?\nYes, three times\n> Which room is it?\n214\n", "> Is the lamp blinking?\nYes, three times\n> Which room is it?\n214"},
    {"a number of many", ">50 students cannot work\n", ">50 students cannot work"},
    {"nothing new", "> We looked at it.\n> The lamp is new.\n", ""},
    {"nothing but what Outlook quotes", "From: Help <h@s.example>\nSent: Monday\nTo: Ana\nSubject: x\n\nWe looked.", ""},
    {"Outlook in Chinese", "好了。\n\n发件人: Help <h@s.example>\n发送时间: 2026年11月23日 8:05\n收件人: Ana\n主题: 投影仪\n\nWe looked.", "好了。"},
    {"Outlook in Russian", "Работает.\n\nОт: Help <h@s.example>\nОтправлено: 23 ноября 2026 г. 8:05\nКому: Ana\nТема: x\n\nWe looked.", "Работает."},
    {"GroupWise", "It works.\n\n>>> Help desk 11/23/2026 8:05 AM >>>\nWe looked at it, and no line is marked.\n", "It works."},
    {"Gmail in a language that we do not know, broken for width", "Tốt.\n\nVào Th 2, 23 thg 11, 2026 lúc 8:05 Riverbend IT Help <\nhelp@s.example> đã viết:\n\n> We looked.\n", "Tốt."},
    {"a legal footer below the quote", "It works.\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> We looked.\n\nCONFIDENTIALITY NOTICE: This message is for the intended recipient only.\n", "It works."},
    {"an advertisement below the quote", "It works.\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> We looked.\n\nVirus-free.www.avast.com\n", "It works."},
    {"a legal footer", "It works.\n\nNOTE: Florida has a very broad public records law. Most written communications are public records.\n", "It works."},
    {"a banner above", "CAUTION: This email originated from outside of the organization. Do not click links.\n\nIt works.\n", "It works."},
    {"own words about a notice", "It works.\n\nPlease take the confidentiality notice off the printer.\n", "It works.\n\nPlease take the confidentiality notice off the printer."},
    {"a list with names of fields", "Please move the board.\n\nFrom: room 101\nTo: room 214\nDate: Friday\n\nThe principal has approved it.\n", "Please move the board.\n\nFrom: room 101\nTo: room 214\nDate: Friday\n\nThe principal has approved it."},
    {"a list below a dashed line", "These printers fail:\n--\nLibrary\nOffice\n", "These printers fail:\n--\nLibrary\nOffice"},
    {"words about what comes from outside", "The external email address still bounces.\n\nThanks", "The external email address still bounces.\n\nThanks"},
    {"words about a list that was sent in error", "Hello,\n\nA confidential list of 40 students was sent in error, which is prohibited by FERPA; can you delete the message in all mailboxes before anybody discloses it?", "Hello,\n\nA confidential list of 40 students was sent in error, which is prohibited by FERPA; can you delete the message in all mailboxes before anybody discloses it?"},
    {"a banner in one paragraph with words", "CAUTION: This email originated from outside of the organization.\nThe board is dark.\n", "The board is dark."},
    {"words that begin like a footer", "Thanks!\n\nSent via my phone, the laptop is still broken", "Thanks!\n\nSent via my phone, the laptop is still broken"},
    {"Samsung", "Works\n\nSent via the Samsung Galaxy S22, an AT&T 5G smartphone\n", "Works"},
    {"a forward with words", "Can you help her?\n\n---------- Forwarded message ---------\nFrom: Mrs. Lee <lee@school.example>\nDate: Mon, Nov 23, 2026 at 8:05 AM\nSubject: printer\nTo: Ana\n\nIt jams.\n",
     "Can you help her?\n\n---------- Forwarded message ---------\nFrom: Mrs. Lee <lee@school.example>\nDate: Mon, Nov 23, 2026 at 8:05 AM\nSubject: printer\nTo: Ana\n\nIt jams."},
    {"a short attribution", "Friday.\n\nOn Monday you wrote:\n> When is it?\n", "Friday."},
    {"a sentence that only looks so", "On my laptop the teacher wrote:\nHello everybody\n", "On my laptop the teacher wrote:\nHello everybody"},
    {"a head of one line", "From: the window one sees it.\nIt is the antenna.\n", "From: the window one sees it.\nIt is the antenna."},
    {"a dashed line", "First\n--\nthe same text goes on, and there is much more of it\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n",
     "First\n--\nthe same text goes on, and there is much more of it\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20"},
};

}  // namespace

TEST(TrimReply, LeavesWhatIsNew) {
    for (const auto& [program, whole, fresh] : answers) EXPECT_EQ(mail::trim_reply(whole), fresh) << program;
}

TEST(TrimReply, OfOwnLinesRepeatsNothingThatSomebodyElseWrote) {
    struct Case {
        const char* whole;
        const char* own;
    };
    for (const auto& [whole, own] : std::initializer_list<Case>{
             {"Yes.\n\nOn Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> A secret.\n\nAnd below.\n", "Yes.\n\nAnd below."},
             {"> A secret.\nYes.\n> Another.\nNo.\n", "Yes.\nNo."},
             {"Fine.\n> a long line of a secret that some mail program broke for width once\nmore\n> and that goes on\n", "Fine."},
             {"On Mon, 23 Nov 2026 08:05, Help <h@s.example> wrote:\n> A secret.\n", ""},
             {"Yes.\n\n---------- Forwarded message ---------\nFrom: Lee <l@s.example>\n\nA secret.\n", "Yes."},
             {"Yes.\n\nFrom: Help <h@s.example>\nSent: Monday\nTo: Ana\n\nA secret.\n\nMore of it.\n", "Yes."},
             {"Yes.\n\n>>> Help desk 11/23/2026 8:05 AM >>>\nA secret.\n", "Yes."},
         }) {
        EXPECT_EQ(mail::own_lines(whole).text, own) << whole;
    }
}

TEST(TrimReply, OfWhatAnswersNothingKeepsAllButTheSignature) {
    EXPECT_EQ(mail::without_signature("When I sign in I get:\n> ERROR 12\n\nWhat now?\n\n-- \nAna\nRoom 2\n"), "When I sign in I get:\n> ERROR 12\n\nWhat now?");
    EXPECT_EQ(mail::without_signature("See below\n-- \nAna\n\nFrom: Lee <l@s.example>\nSent: Monday\nTo: Ana\n\nIt jams."), "See below\n-- \nAna\n\nFrom: Lee <l@s.example>\nSent: Monday\nTo: Ana\n\nIt jams.");
    EXPECT_EQ(mail::without_signature("The confidentiality notice of this e-mail and any attachments is wrong."), "The confidentiality notice of this e-mail and any attachments is wrong.") << "nothing else would be left";
}

TEST(Notice, ForwardsAndTagsAreSeenBehindOneAnother) {
    for (auto forward : {"FW: x", "[EXTERNAL] Re: Fwd: x", "RV: x", "RE: [EXT] FW: x"}) EXPECT_TRUE(mail::is_forward(forward)) << forward;
    for (auto none : {"Re: x", "Fwd", "Forward: x", "", "[EXTERNAL] x"}) EXPECT_FALSE(mail::is_forward(none)) << none;
    EXPECT_EQ(mail::without_tags("[EXTERNAL] [EXT] Printer"), "Printer");
    EXPECT_EQ(mail::without_tags("[Room 12] Printer"), "[Room 12] Printer");
}

TEST(TrimReply, KeepsWhatSomebodyForwards) {
    auto read = [](const std::string& subject) {
        return mail::read_message("From: a@b.example\r\nSubject: " + subject + "\r\n\r\nPlease see.\r\n\r\nFrom: Lee\r\nSent: Monday, 23 November 2026 08:05\r\nTo: Ana\r\nSubject: printer\r\n\r\nIt jams.\r\n").text;
    };
    EXPECT_EQ(read("RE: printer"), "Please see.");
    EXPECT_NE(read("FW: printer").find("It jams."), std::string::npos);
    EXPECT_NE(read("RV: impresora").find("It jams."), std::string::npos);
}

TEST(TextOfHtml, KeepsBlocksLinksAndQuotes) {
    EXPECT_EQ(mail::text_of_html("<html><head><title>t</title><style>p{}</style></head><body><p>One <b>two</b><br>three</p><p>four&nbsp;&amp; five</p></body>"), "One two\nthree\n\nfour & five");
    EXPECT_EQ(mail::text_of_html("<div>a</div><div>b</div><ul><li>x<li>y</ul>"), "a\nb\n\n- x\n- y");
    EXPECT_EQ(mail::text_of_html("See <a href=\"https://b.example/x\">the page</a> or <a href='https://c.example/'>c.example</a>."), "See the page <https://b.example/x> or c.example.");
    EXPECT_EQ(mail::text_of_html("<p>new</p><blockquote type=cite><p>old</p><blockquote>older</blockquote></blockquote>"), "new\n\n> old\n>\n>> older");
    EXPECT_EQ(mail::text_of_html("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
    EXPECT_EQ(mail::text_of_html("a<span style='display: none'>hidden</span><script>x()</script><img src=x alt='a photo'>"), "a[a photo]");
    EXPECT_EQ(mail::text_of_html("<pre>one\n  two</pre>"), "one\n  two");
    EXPECT_EQ(mail::text_of_html(""), "");
}

TEST(TextOfHtml, OfGmailsAnswerIsTrimmedLikeAnyOther) {
    auto text = mail::text_of_html(
        "<div dir=ltr>It works.</div><br><div class=gmail_quote><div class=gmail_attr>On Mon, Nov 23, 2026 at 8:05 AM Help &lt;<a href='mailto:h@s.example'>h@s.example</a>&gt; wrote:<br></div>"
        "<blockquote class=gmail_quote>We looked.<br>At all of it.</blockquote></div>");
    EXPECT_EQ(mail::trim_reply(text), "It works.") << text;
}

TEST(TextOfHtml, OfAbsurdDepthOrWidthIsStillRead) {
    std::string deep;
    for (int i = 0; i < 200'000; ++i) deep += "<div>";
    EXPECT_EQ(mail::text_of_html(deep + "words"), "words");
    std::string attributes = "<div";
    for (int i = 0; i < 200'000; ++i) attributes += " a" + std::to_string(i) + "=1";
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(mail::text_of_html(attributes + ">words"), "words");
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30)) << "it would take minutes";
}
