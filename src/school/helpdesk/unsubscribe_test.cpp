// Ending letters by the link in them.
#include <gtest/gtest.h>

#include <algorithm>

#include "helpdesk/testing_mail.h"
#include "helpdesk/unsubscribe.h"

namespace helpdesk {

TEST(UnsubscribeTokens, AreReadOnlyAsTheyWereMade) {
    for (const Subscription& made : {Subscription{{12}, auth::AccountId{3}}, Subscription{{12}, std::nullopt}}) {
        auto token = unsubscribe_token("key", made);
        auto read = read_unsubscribe_token("key", token);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->request, made.request);
        EXPECT_EQ(read->watcher, made.watcher);
        EXPECT_FALSE(read_unsubscribe_token("other key", token));
        for (std::size_t at = 0; at < token.size(); ++at) {
            auto changed = token;
            changed[at] = changed[at] == '1' ? '2' : '1';
            EXPECT_FALSE(read_unsubscribe_token("key", changed)) << changed;
        }
    }
    for (auto none : {"", "-", "watch-1-2", "joined-1-", "watch--1-00000000000000000000"}) EXPECT_FALSE(read_unsubscribe_token("key", none)) << none;
}

class Unsubscribe : public MailWorld {
protected:
    std::string path_of(const SentLetter& letter) { return letter.unsubscribe_url.substr(letter.unsubscribe_url.find("/unsubscribe/")); }
};

TEST_ON_EVERY_BACKEND(Unsubscribe, EndsWatchingWithoutSigningIn, Unsubscribe) {
    auto address = ask("student", "Laptop does not charge");
    does("tech", address + "/watch");
    letters();
    does("tech2", address + "/messages", {{"kind", "reply"}, {"body", "On it"}});
    auto sent = letters();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(sent[0].unsubscribe_url.empty()) << "clause 30: their own request";
    auto link = path_of(sent[1]);
    EXPECT_NE(sent[1].text.find(link), std::string::npos);
    EXPECT_TRUE(shows(as("nobody").get(link), "Send me no more letters"));
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_watcher"), 1) << "opening it shows";
    auto pressed = as("nobody").post(link, {{"List-Unsubscribe", "One-Click"}});
    EXPECT_EQ(pressed.status, 200) << "RFC 8058: no redirect";
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_watcher"), 0);
    EXPECT_EQ(as("nobody").post(link).status, 303) << "twice is the same";
    does("tech2", address + "/messages", {{"kind", "reply"}, {"body", "Done"}});
    EXPECT_EQ(letters().size(), 1u);
    does("nobody", link + "/undo");
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_watcher"), 1);
    EXPECT_EQ(as("nobody").get("/unsubscribe/watch-1-2-00000000000000000000").status, 404);
    EXPECT_EQ(as("nobody").post("/unsubscribe/joined-1-00000000000000000000").status, 404);
}

TEST_ON_EVERY_BACKEND(Unsubscribe, EndsWhatIsToldOfAJoinedRequest, Unsubscribe) {
    auto kept = ask("student", "Ana's laptop");
    auto joined = ask("teacher", "Laptop of a student");
    does("tech", joined + "/merge", {{"number", kept.substr(10)}});
    letters();
    does("tech", kept + "/messages", {{"kind", "reply"}, {"body", "A screen is ordered"}});
    auto sent = letters();
    auto to_joined = *std::ranges::find(sent, std::string(teacher_address), &SentLetter::to);
    auto link = path_of(to_joined);
    does("nobody", link);
    does("tech", kept + "/messages", {{"kind", "reply"}, {"body", "It came"}});
    for (const auto& letter : letters()) EXPECT_EQ(letter.to, student_address);
    EXPECT_TRUE(shows(as("nobody").get(link), "You get no more letters"));
    does("nobody", link + "/undo");
    does("tech", kept + "/messages", {{"kind", "reply"}, {"body", "Done"}});
    EXPECT_EQ(letters().size(), 2u);
}

}  // namespace helpdesk
