// Mail that came in to the demo: a request, its answer, somebody nobody knows, a rule, an out-of-office note, and a letter that came back.
#include <algorithm>

#include <fmt/format.h>

#include "app/demo.h"
#include "auth/account.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/intake.h"
#include "helpdesk/letters.h"
#include "helpdesk/mail_rule.h"
#include "mail/inbox.h"
#include "mail/message_id.h"
#include "mail/outbox.h"

namespace app {

static constexpr std::string_view help_address = "help@riverbend.example";

namespace {
struct Written {
    std::string id, from, subject, text;
    std::string more_head = {};  // whole lines
};
}  // namespace

static mail::Arrived come(Demo& demo, base::Instant at, const Written& message) {
    auto raw = fmt::format("Message-ID: <{}>\nFrom: {}\nTo: {}\nSubject: {}\nDate: {}\n{}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{}\n", message.id,
                           message.from, help_address, message.subject, "Mon, 2 Mar 2026 09:00:00 -0600", message.more_head, message.text);
    return mail::receive(demo.house.database(), demo.house.services(), at, {.raw = raw, .mailbox = {}, .recipient = std::string(help_address)});
}

static std::string from(std::string_view name, std::string_view email) { return fmt::format("{} <{}>", name, email); }

static const DemoPerson& find_person(const Demo& demo, std::string_view who) {
    return *std::ranges::find_if(demo.people, [&](const DemoPerson& person) { return person.who == who; });
}

static void add_rules(Demo& demo) {
    demo.house.database().write([&](db::Write& db) {
        const auto cio = find_person(demo, "cio");
        const auth::Viewer viewer(cio.account, cio.name, auth::grants(db, auth::Viewer::system(), cio.account), auth::Proof::session);
        helpdesk::IntakeChoices choices;
        choices.school = demo.schools.front();
        helpdesk::save_intake_choices(db, viewer, demo.plan.now, choices);
        helpdesk::MailRule printing;
        printing.name = "Copiers and printers";
        printing.position = 10;
        printing.words = "printer\ncopier\nimpresora\ntoner";
        printing.category = helpdesk::find_category(db, "printing")->id;
        helpdesk::save(db, viewer, demo.plan.now, printing);
        helpdesk::MailRule offers;
        offers.name = "Offers nobody asked for";
        offers.position = 20;
        offers.words = "special offer\nfree quote";
        offers.act = helpdesk::RuleAct::drop;
        helpdesk::save(db, viewer, demo.plan.now, offers);
    });
}

/// The letters that wait for this address are taken as sent; the last one's Message-ID.
static std::string send_to(Demo& demo, base::Instant at, std::string_view address) {
    helpdesk::write_letters(demo.house.database(), demo.house.services(), at, 10'000);
    return demo.house.database().write([&](db::Write& db) {
        std::string last;
        while (auto due = mail::take_due(db, at)) {
            if (due->letter.to_address != address) {
                mail::mark_not_tried(db, at, *due);  // stays, and is due a minute later
                continue;
            }
            last = mail::message_id(mail::thread_key(db), {due->letter.thread, due->id}, "riverbend.example");
            mail::mark_sent(db, at, due->id, last);
        }
        return last;
    });
}

static void add_conversation(Demo& demo, base::Instant at) {
    const auto& teacher = find_person(demo, "teacher");
    come(demo, at, {"demo-copier@mail.riverbend.example", from(teacher.name, teacher.email), "The copier by the office smears",
                                 "Good morning,\n\nevery second page has a grey stripe down the middle. The toner was changed on Friday.\n\n-- \n" + teacher.name});
    auto receipt = send_to(demo, at + std::chrono::minutes(1), teacher.email);
    come(demo, at + std::chrono::hours(2),
         {"demo-copier-2@mail.riverbend.example", from(teacher.name, teacher.email), "Re: The copier by the office smears",
          "It is every page now. I have put a sign on it.\n\nOn Monday Riverbend Schools wrote:\n> Your request is with us.\n> The page below always says where it is and why.",
          fmt::format("In-Reply-To: <{}>\n", receipt)});
    come(demo, at + std::chrono::hours(3),
         {"demo-copier-3@mail.riverbend.example", from(teacher.name, teacher.email), "Automatic reply: The copier by the office smears",
          "I am at a training until Thursday and read mail in the evening.", "Auto-Submitted: auto-replied\nIn-Reply-To: <" + receipt + ">\n"});
}

static void add_strangers(Demo& demo, base::Instant at) {
    come(demo, at, {"demo-parent@families.example", from("Rosa Delgado", "rosa.delgado@families.example"), "Wi-Fi for the science fair",
                    "Hello,\n\nI help with the robots at the fair on Friday. Which network may visitors use, and is there a password?\n\nThank you,\nRosa Delgado"});
    come(demo, at + std::chrono::hours(1), {"demo-offer@vendor.example", from("Deals", "deals@vendor.example"), "A special offer for your district", "Buy now."});
}

/// A member of staff whose mailbox is gone.
static void add_return(Demo& demo, base::Instant at) {
    auto gone = std::ranges::find_if(demo.staff, [](const Demo::Asker& person) { return !person.account && !person.email.empty(); });
    if (gone == demo.staff.end()) return;
    demo.house.database().write([&](db::Write& db) {
        helpdesk::NewRequest what;
        what.title = "The interactive board does not follow the pen";
        what.description = "It is a hand to the left.";
        what.category = helpdesk::find_category(db, "classroom")->id;
        what.school = gone->school;
        what.requester_person = gone->person;
        what.requester_name = gone->name;
        what.requester_email = gone->email;
        what.language = gone->language;
        what.vouched = true;
        helpdesk::create(db, auth::Viewer(), at, what);
    });
    auto letter = send_to(demo, at + std::chrono::minutes(1), gone->email);
    auto report = fmt::format(
        "Message-ID: <demo-return@mail.riverbend.example>\nFrom: Mail Delivery System <mailer-daemon@mail.riverbend.example>\nTo: {}\nSubject: Undelivered Mail Returned to Sender\n"
        "Return-Path: <>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"part\"\n\n"
        "--part\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n--part\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.riverbend.example\n\nFinal-Recipient: rfc822; {}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        "--part\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{}>\nSubject: We have it\n\n--part--\n",
        help_address, gone->email, letter);
    mail::receive(demo.house.database(), demo.house.services(), at + std::chrono::minutes(2), {.raw = report, .mailbox = {}, .recipient = std::string(help_address)});
}

void add_demo_mail(Demo& demo) {
    add_rules(demo);
    const auto at = demo.plan.now - std::chrono::hours(20);
    add_conversation(demo, at);
    add_strangers(demo, at + std::chrono::hours(1));
    add_return(demo, at + std::chrono::hours(4));
}

}  // namespace app
