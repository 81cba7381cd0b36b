// The rules about mail on their pages, and what they do.
#include <gtest/gtest.h>

#include "db/setting.h"
#include "helpdesk/testing_mail.h"
#include "helpdesk/mail_rule.h"

namespace helpdesk {

class MailRulePages : public MailWorld {
protected:
    /// What a form says that it was filled from.
    std::string was(std::string_view address) {
        const auto body = as("cio").get(address).body;
        const auto at = body.find("name=\"was\" value=\"") + 18;
        return body.substr(at, body.find('"', at) - at);
    }
    Form form(std::string name, std::string sender, std::string act) {
        return {{"name", std::move(name)}, {"sender", std::move(sender)}, {"mailbox", ""}, {"words", ""}, {"act", std::move(act)}, {"position", "10"}};
    }
};

TEST_ON_EVERY_BACKEND(MailRulePages, AreForWhoSetsUpTheHelpDesk, MailRulePages) {
    for (auto address : {"/settings/mail-rules", "/settings/mail-rules/new", "/settings/mail-rules/choices"}) {
        EXPECT_EQ(as("cio").get(address).status, 200) << address;
        EXPECT_EQ(as("tech").get(address).status, 403) << address;
    }
    EXPECT_EQ(as("cio").get("/settings/mail-rules/99").status, 404);
}

TEST_ON_EVERY_BACKEND(MailRulePages, TellOfTheDistrictsOwnAddressToo, MailRulePages) {
    write([](db::Write& db) { db::set_setting(db, "mail.from_address", "help@riverbend.example"); });
    const auto page = as("cio").get("/settings/mail-rules?from=help@riverbend.example&to=&subject=Toner&text=x");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "our own letters come"));
}

TEST_ON_EVERY_BACKEND(MailRulePages, KeepARuleThatRoutesAndTellWhatWouldHappen, MailRulePages) {
    auto printing = text("SELECT id || '' FROM helpdesk_category WHERE key = 'printing'");
    auto made = form("Copier vendor", "vendor.example", "take");
    made.emplace_back("category", printing);
    made.emplace_back("school", std::to_string(south.value));
    made.emplace_back("urgency", "1");
    does("cio", "/settings/mail-rules", made);
    auto page = as("cio").get("/settings/mail-rules?from=info@vendor.example&to=&subject=Toner&text=x");
    EXPECT_TRUE(shows(page, "because nobody knows this address"));
    EXPECT_TRUE(shows(page, "Copier vendor"));
    EXPECT_EQ(requests(), 0) << "clause 28";
    EXPECT_EQ(take(message("info@vendor.example", "Toner", "x")).why, "stranger") << "clause 27: a rule does not say who it is";
    auto in = let_in(message("info@vendor.example", "Toner", "x"));
    EXPECT_EQ(count("SELECT category_id FROM helpdesk_request"), std::stoll(printing));
    EXPECT_EQ(count("SELECT school_id FROM helpdesk_request"), south.value);
    EXPECT_EQ(count("SELECT urgency FROM helpdesk_request"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE subject_kind = 'helpdesk_mail_rule' AND action = 'created'"), 1);
}

TEST_ON_EVERY_BACKEND(MailRulePages, DoNotOverwriteTheChangeOfAnother, MailRulePages) {
    does("cio", "/settings/mail-rules", form("Vendor", "vendor.example", "hold"));
    auto mine = form("Vendor, mine", "vendor.example", "hold"), theirs = form("Vendor, theirs", "vendor.example", "drop");
    mine.emplace_back("was", was("/settings/mail-rules/1"));
    theirs.emplace_back("was", was("/settings/mail-rules/1"));
    does("cio", "/settings/mail-rules/1", theirs);
    auto refused = as("cio").post("/settings/mail-rules/1", mine);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Somebody has changed this since you opened it"));
    EXPECT_TRUE(shows(refused, "Vendor, mine")) << "what was typed stays";
    EXPECT_EQ(text("SELECT name FROM helpdesk_mail_rule"), "Vendor, theirs");
    mine.back().second = was("/settings/mail-rules/1");
    does("cio", "/settings/mail-rules/1", mine);
    EXPECT_EQ(text("SELECT name FROM helpdesk_mail_rule"), "Vendor, mine");
}

TEST_ON_EVERY_BACKEND(MailRulePages, RemoveARuleAfterAsking, MailRulePages) {
    does("cio", "/settings/mail-rules", form("Vendor", "vendor.example", "hold"));
    const auto seen = was("/settings/mail-rules/1");
    EXPECT_EQ(as("tech").post("/settings/mail-rules/1/removal", {{"confirmed", "1"}, {"was", seen}}).status, 403);
    EXPECT_TRUE(shows(as("cio").post("/settings/mail-rules/1/removal", {{"was", seen}}), "Remove the rule Vendor?"));
    auto theirs = form("Vendor", "vendor.example", "drop");
    theirs.emplace_back("was", seen);
    does("cio", "/settings/mail-rules/1", theirs);
    EXPECT_EQ(as("cio").post("/settings/mail-rules/1/removal", {{"confirmed", "1"}, {"was", seen}}).status, 422) << "somebody else has changed it meanwhile";
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_mail_rule"), 1);
    does("cio", "/settings/mail-rules/1/removal", {{"confirmed", "1"}, {"was", was("/settings/mail-rules/1")}});
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_mail_rule"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE subject_kind = 'helpdesk_mail_rule' AND action = 'removed'"), 1);
}

TEST_ON_EVERY_BACKEND(MailRulePages, SayOfEverythingWhatBecomesOfIt, MailRulePages) {
    open_mailbox();
    const auto address = ask("teacher", "Projector"), number = "[%23" + address.substr(10) + "]";
    does("tech", address + "/watch");
    const auto outcome = [&](std::string_view from, const std::string& subject, const std::string& words) {
        const auto page = as("cio").get("/settings/mail-rules?from=" + std::string(from) + "&to=&subject=" + subject + "&text=" + words);
        EXPECT_EQ(page.status, 200) << subject;
        return page.body;
    };
    EXPECT_NE(outcome(teacher_address, number, "It+hums").find("It answers a request: its words stand there"), std::string::npos);
    EXPECT_NE(outcome(tech_address, number, "It+hums").find("becomes a note there that only the department reads"), std::string::npos);
    auto letter = letters().at(0).text;
    const auto at = letter.find("[bt.");
    auto mark = letter.substr(at, letter.find(']', at) - at + 1);
    for (auto plus = mark.find('+'); plus != std::string::npos; plus = mark.find('+', plus + 3)) mark.replace(plus, 1, "%2B");
    EXPECT_NE(outcome("stranger@else.example", "Hello", mark).find("in which its sender has no part"), std::string::npos);
    const html::Messages& messages = *services().messages;
    using Kind = Course::Kind;
    for (auto kind : {Kind::drop, Kind::hold, Kind::keep_quietly, Kind::note_return, Kind::reply, Kind::thanks, Kind::note, Kind::words_of_joined, Kind::outside_note, Kind::follow_up, Kind::new_request, Kind::ask_to_confirm}) {
        auto reasons = std::vector<std::string_view>{"new"};
        if (kind == Kind::drop) reasons = {"stranger", "rule", "empty", "own", "no_sender", "list", "auto_reply"};
        if (kind == Kind::hold) reasons = {"stranger", "rule", "loop", "no_school", "outsider", "list", "unconfirmed"};
        for (auto why : reasons) {
            for (auto language : {html::Language::en, html::Language::es}) EXPECT_TRUE(messages.find(language, "helpdesk.mailrule.outcome." + outcome_key({kind, why}))) << outcome_key({kind, why});
        }
    }
}

TEST_ON_EVERY_BACKEND(MailRulePages, HoldAndDropInTheirOrder, MailRulePages) {
    auto drop = form("No offers", "", "drop");
    drop[3].second = "special offer\r\n\r\nwin a prize";
    does("cio", "/settings/mail-rules", drop);
    does("cio", "/settings/mail-rules", form("All of Leo", std::string(teacher_address), "hold"));
    EXPECT_EQ(take(message(teacher_address, "Special OFFER", "x")).state, mail::Taken::State::dropped);
    EXPECT_EQ(take(message(teacher_address, "Projector", "x")).state, mail::Taken::State::held);
    EXPECT_EQ(requests(), 0);
    EXPECT_TRUE(shows(as("cio").get("/settings/mail-rules"), "“special offer”, “win a prize”"));
}

TEST_ON_EVERY_BACKEND(MailRulePages, RefuseWhatWouldFitAllOrDoNothing, MailRulePages) {
    auto bad = as("cio").post("/settings/mail-rules", form("x", "", "drop"));
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "the rule would fit all mail"));
    EXPECT_TRUE(shows(as("cio").post("/settings/mail-rules", form("x", "vendor.example", "take")), "would change nothing"));
    EXPECT_EQ(as("cio").post("/settings/mail-rules", form("x", "not an address", "drop")).status, 422);
    EXPECT_EQ(as("cio").post("/settings/mail-rules/choices", {{"days", "-1"}, {"strangers", "hold"}, {"lists", "drop"}}).status, 422);
    const Form wanted{{"days", "0"}, {"strangers", "confirm"}, {"lists", "hold"}, {"school", std::to_string(south.value)}, {"was", was("/settings/mail-rules/choices")}};
    does("cio", "/settings/mail-rules/choices", wanted);
    const auto stale = as("cio").post("/settings/mail-rules/choices", wanted);
    EXPECT_EQ(stale.status, 422) << "somebody has changed it since";
    EXPECT_TRUE(shows(stale, "Somebody has changed this since you opened it"));
    auto chosen = read([](db::Read& db) { return intake_choices(db); });
    EXPECT_EQ(chosen.strangers, Strangers::confirm);
    EXPECT_EQ(chosen.lists, Lists::hold);
    EXPECT_EQ(chosen.days_after_closing, 0);
    EXPECT_EQ(chosen.school, south);
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE subject_kind = 'helpdesk_mail'"), 1);
}

}  // namespace helpdesk
