#include "auth/session.h"

#include <gmock/gmock.h>

#include "auth/testing.h"
#include "base/error.h"

using namespace auth;
using namespace auth::testing;

class SessionOffice : public Office {
protected:
    std::string start(const NewSession& session) {
        return database->write([&](db::Write& db) { return start_session(db, now, session); });
    }
    std::optional<Identity> identify(std::string_view token, base::Milliseconds later = {}) {
        return database->read([&](db::Read& db) { return identify_session(db, now + later, token); });
    }
};

TEST_ON_EVERY_BACKEND(Session, BringsThePersonWithLanguageAndGrants, SessionOffice) {
    const auto who = identify(start({.account = dana}));
    ASSERT_TRUE(who);
    EXPECT_EQ(who->viewer.account(), dana);
    EXPECT_EQ(who->viewer.name(), "Dana Reyes");
    EXPECT_TRUE(who->viewer.may({"helpdesk.work"}, 3));
    EXPECT_FALSE(who->viewer.may({"helpdesk.work"}, 4));
    EXPECT_EQ(identify(start({.account = leo}))->language, "es") << "without any grant, too";
    EXPECT_FALSE(identify("guess"));
    EXPECT_FALSE(identify(""));
}

TEST_ON_EVERY_BACKEND(Session, IsFoundByOneStatement, SessionOffice) {
    const std::string token = start({.account = ruth});
    database->read([&](db::Read& db) {
        const int before = db.statements_run();
        EXPECT_TRUE(identify_session(db, now, token));
        EXPECT_EQ(db.statements_run() - before, 1);
    });
}

TEST_ON_EVERY_BACKEND(Session, TheDatabaseHoldsNoSecret, SessionOffice) {
    const std::string token = start({.account = dana});
    EXPECT_NE(database->read([&](db::Read& db) { return db.query("SELECT token_hash FROM auth_session").one_text(); }), token);
}

TEST_ON_EVERY_BACKEND(Session, EndsAfterAVisitOrAMonth, SessionOffice) {
    const std::string visit = start({.account = dana});
    const std::string device = start({.account = dana, .stay = Stay::this_device});
    EXPECT_TRUE(identify(visit, std::chrono::hours(11)));
    EXPECT_FALSE(identify(visit, std::chrono::hours(12)));
    EXPECT_TRUE(identify(device, std::chrono::hours(24 * 29)));
    EXPECT_FALSE(identify(device, std::chrono::hours(24 * 30)));
}

TEST_ON_EVERY_BACKEND(Session, HalfAnIdentityOpensNothing, SessionOffice) {
    const std::string half = start({.account = dana, .stay = Stay::this_device, .awaits_second_factor = true});
    EXPECT_FALSE(identify(half));
    const auto found = database->read([&](db::Read& db) { return find_half_session(db, now, half); });
    EXPECT_EQ(found->account, dana);
    EXPECT_EQ(found->stay, Stay::this_device);
    EXPECT_FALSE(database->read([&](db::Read& db) { return find_half_session(db, now + std::chrono::minutes(10), half); }));
    EXPECT_FALSE(database->read([&](db::Read& db) { return find_half_session(db, now, start({.account = dana})); }));
}

TEST_ON_EVERY_BACKEND(Session, IsListedAndEndedByItsOwnerOnly, SessionOffice) {
    const std::string token = start({.account = dana, .user_agent = std::string(500, 'x'), .peer = "10.0.0.7"});
    const auto list = database->read([&](db::Read& db) { return sessions(db, as(dana), now); });
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].peer, "10.0.0.7");
    EXPECT_EQ(list[0].user_agent.size(), 200u);
    EXPECT_TRUE(database->read([&](db::Read& db) { return sessions(db, as(leo), now); }).empty());
    database->write([&](db::Write& db) { end_session(db, as(leo), list[0].id); });
    EXPECT_TRUE(identify(token));
    database->write([&](db::Write& db) { end_session(db, as(dana), list[0].id); });
    EXPECT_FALSE(identify(token));
}

TEST_ON_EVERY_BACKEND(Session, RemembersWhenItWasUsed, SessionOffice) {
    const std::string token = start({.account = dana});
    const auto later = now + std::chrono::minutes(5);
    database->write([&](db::Write& db) { touch(db, later, Proof::session, identify(token)->proof_id); });
    EXPECT_EQ(identify(token)->seen_at, later);
}

TEST_ON_EVERY_BACKEND(Session, WhatHasExpiredIsForgotten, SessionOffice) {
    start({.account = dana});
    const std::string device = start({.account = dana, .stay = Stay::this_device});
    database->write([&](db::Write& db) { forget_expired(db, now + std::chrono::hours(13)); });
    EXPECT_EQ(database->read([&](db::Read& db) { return db.query("SELECT count(*) FROM auth_session").one_integer(); }), 1);
    EXPECT_TRUE(identify(device));
}

class Tokens : public SessionOffice {
protected:
    std::string create(const NewApiToken& token, const Viewer& viewer) {
        return database->write([&](db::Write& db) { return create_api_token(db, viewer, now, token); });
    }
};

TEST_ON_EVERY_BACKEND(ApiToken, StandsForItsOwnerWithItsScopes, Tokens) {
    const std::string secret = create({dana, "nightly script", {"requests:read", "devices:read"}}, as(dana));
    const auto who = database->read([&](db::Read& db) { return identify_api_token(db, now, secret); });
    ASSERT_TRUE(who);
    EXPECT_EQ(who->viewer.proof(), Proof::token);
    EXPECT_TRUE(who->viewer.may({"helpdesk.work"}, 3));
    EXPECT_EQ(who->scopes, (std::vector<std::string>{"requests:read", "devices:read"}));
    EXPECT_FALSE(identify(secret)) << "a token is no cookie";
}

TEST_ON_EVERY_BACKEND(ApiToken, ExpiresAndIsRevoked, Tokens) {
    const std::string secret = create({dana, "for a day", {"requests:read"}, now + std::chrono::hours(24)}, as(dana));
    const auto works = [&](base::Milliseconds later) { return database->read([&](db::Read& db) { return identify_api_token(db, now + later, secret).has_value(); }); };
    EXPECT_TRUE(works(std::chrono::hours(23)));
    EXPECT_FALSE(works(std::chrono::hours(24)));
    const auto id = database->read([&](db::Read& db) { return api_tokens(db, as(dana), dana).at(0).id; });
    EXPECT_THROW(database->write([&](db::Write& db) { revoke_api_token(db, as(leo), now, id); }), base::NotFound);
    database->write([&](db::Write& db) { revoke_api_token(db, as(ruth), now, id); });
    EXPECT_FALSE(works({}));
    EXPECT_TRUE(database->read([&](db::Read& db) { return api_tokens(db, as(ruth), std::nullopt); }).empty());
}

TEST_ON_EVERY_BACKEND(ApiToken, NeedsANameAndAScope, Tokens) {
    EXPECT_THROW(create({dana, "", {"requests:read"}}, as(dana)), base::Invalid);
    EXPECT_THROW(create({dana, "x", {}}, as(dana)), base::Invalid);
    EXPECT_THROW(create({dana, "x", {"two words"}}, as(dana)), base::Invalid);
    EXPECT_THROW(create({dana, "x", {"requests:read"}}, as(leo)), base::NotFound);
}
