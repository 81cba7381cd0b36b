#include "mail/stopped.h"

#include <gtest/gtest.h>

#include "db/testing.h"
#include "mail/message_id.h"
#include "mail/testing.h"

namespace {

const base::Instant monday = base::from_ms(1'700'000'000'000);

/// Two letters of one thread that went out, to Ana and to Leo.
class Undeliverable : public ::testing::Test {
protected:
    Undeliverable() {
        ana_ = send("ana@school.example");
        leo_ = send("Leo@school.example");
    }
    std::string send(const std::string& address) {
        return database_->write([&](db::Write& db) {
            const auto id = mail::send(db, monday, {.to_address = address, .subject = "Projector", .text = "It works.", .thread = "request/7"});
            db.query("UPDATE mail_letter SET state = 'sent', ended_at = 1 WHERE id = :id").bind("id", id).run();
            return mail::message_id(mail::thread_key(db), {"request/7", id}, "school.example");
        });
    }
    std::string root() {
        return database_->write([](db::Write& db) { return mail::message_id(mail::thread_key(db), {"request/7", {0}}, "school.example"); });
    }
    std::optional<mail::Undelivery> note(const std::string& recipient, const std::string& id, std::vector<std::string> others) {
        return database_->write([&](db::Write& db) { return mail::note_undelivered(db, monday, {recipient, "", "5.1.1", "no such user", id, true, std::move(others)}); });
    }
    bool stopped(const std::string& address) {
        return database_->read([&](db::Read& db) { return mail::stopped_address(db, address).has_value(); });
    }

    db::testing::FreshDatabase database_{mail::testing::migrations()};
    std::string ana_, leo_;
};

}  // namespace

TEST_F(Undeliverable, LettersAreKnownByWhatElseTheirHeadNamesWhenARelayWroteItsOwnId) {
    EXPECT_FALSE(note("leo@school.example", "0100-zz@relay.example", {}).has_value());
    EXPECT_FALSE(note("leo@school.example", "0100-zz@relay.example", {root()}).has_value()) << "the root of a thread is no letter";
    EXPECT_FALSE(note("leo@school.example", "0100-zz@relay.example", {ana_}).has_value()) << "clause 23: another address";
    EXPECT_FALSE(stopped("leo@school.example"));
    auto noted = note("leo@school.example", "0100-zz@relay.example", {"a@b", root(), ana_, leo_});
    ASSERT_TRUE(noted.has_value());
    EXPECT_TRUE(noted->news);
    EXPECT_TRUE(stopped("leo@school.example"));
    EXPECT_FALSE(stopped("ana@school.example"));
}
