#include "auth/account.h"

#include <gmock/gmock.h>

#include "auth/event.h"
#include "auth/password.h"
#include "auth/testing.h"
#include "base/error.h"

using namespace auth;
using namespace auth::testing;
using ::testing::ElementsAre;

class Accounts : public Office {
protected:
    template <typename F>
    auto write(F&& body) {
        return database->write(body);
    }
    std::vector<std::string> names(const Viewer& viewer, const AccountFilter& filter) {
        std::vector<std::string> found;
        database->read([&](db::Read& db) {
            for (const Account& account : list_accounts(db, viewer, filter)) found.push_back(account.name);
        });
        return found;
    }
};

const Grant work_at_3{"helpdesk.work", ScopeKind::school, 3};
const Grant manage{"auth.manage", ScopeKind::everywhere, 0};

TEST_ON_EVERY_BACKEND(AccountRules, OneAddressIsOneAccountWhateverItsCase, Accounts) {
    EXPECT_THROW(write([&](db::Write& db) { create_account(db, as(ruth), now, {.email = "DANA@North.example", .name = "Other"}); }), base::Conflict);
    EXPECT_EQ(database->read([&](db::Read& db) { return find_account(db, as(ruth), " Dana@NORTH.example ")->id; }), dana);
}

TEST_ON_EVERY_BACKEND(AccountRules, BadInputNamesItsField, Accounts) {
    const auto field_of = [&](NewAccount account) {
        try {
            write([&](db::Write& db) { create_account(db, as(ruth), now, account); });
        } catch (const base::Invalid& problem) {
            return problem.field();
        }
        return std::string("none");
    };
    EXPECT_EQ(field_of({.email = "no address", .name = "Ben"}), "email");
    EXPECT_EQ(field_of({.email = "ben@north.example", .name = "  "}), "name");
    EXPECT_EQ(field_of({.email = "ben@north.example", .name = "Ben", .language = "fr"}), "language");
}

TEST_ON_EVERY_BACKEND(AccountRules, OnlyThoseWhoManageAccessSeeOthers, Accounts) {
    database->read([&](db::Read& db) {
        EXPECT_EQ(load_account(db, as(leo), leo).name, "Leo Peña");
        EXPECT_THROW(load_account(db, as(leo), dana), base::NotFound);
        EXPECT_THROW(grants(db, as(leo), dana), base::NotFound);
        EXPECT_EQ(load_account(db, as(ruth), dana).email, "dana@north.example");
    });
    EXPECT_THAT(names(as(leo), {}), ElementsAre());
    EXPECT_THROW(write([&](db::Write& db) { disable_account(db, as(dana), now, leo, ""); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { rename_account(db, as(dana), now, leo, "Leon"); }), base::NotFound);
    EXPECT_THROW(write([&](db::Write& db) { make_link(db, as(dana), now, leo, LinkPurpose::reset); }), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(AccountList, IsPagedByNameAndFoundByWords, Accounts) {
    EXPECT_THAT(names(as(ruth), {}), ElementsAre("Dana Reyes", "Leo Peña", "Ruth Adler"));
    EXPECT_THAT(names(as(ruth), {.limit = 1}), ElementsAre("Dana Reyes"));
    EXPECT_THAT(names(as(ruth), {.after_name = "Dana Reyes", .after_id = dana.value}), ElementsAre("Leo Peña", "Ruth Adler"));
    EXPECT_THAT(names(as(ruth), {.words = "ADL"}), ElementsAre("Ruth Adler"));
    EXPECT_THAT(names(as(ruth), {.words = "peña"}), ElementsAre("Leo Peña"));
    EXPECT_THAT(names(as(ruth), {.words = "100%_"}), ElementsAre());
}

TEST_ON_EVERY_BACKEND(AccountRules, ADisabledAccountLosesItsSessionsAndTokens, Accounts) {
    const std::string session = write([&](db::Write& db) { return start_session(db, now, {.account = dana}); });
    const std::string token = write([&](db::Write& db) { return create_api_token(db, as(dana), now, {dana, "script", {"requests:read"}}); });
    write([&](db::Write& db) { disable_account(db, as(ruth), now, dana, "left the district"); });
    database->read([&](db::Read& db) {
        EXPECT_FALSE(identify_session(db, now, session));
        EXPECT_FALSE(identify_api_token(db, now, token));
        EXPECT_EQ(history(db, "account", dana.value).back().why, "left the district");
    });
    EXPECT_THAT(names(as(ruth), {}), ElementsAre("Leo Peña", "Ruth Adler"));
    EXPECT_EQ(names(as(ruth), {.with_disabled = true}).size(), 3u);
    write([&](db::Write& db) { enable_account(db, as(ruth), now, dana); });
    EXPECT_THAT(names(as(ruth), {}), ElementsAre("Dana Reyes", "Leo Peña", "Ruth Adler"));
}

TEST_ON_EVERY_BACKEND(AccountRules, NobodyLocksEverybodyOut, Accounts) {
    EXPECT_THROW(write([&](db::Write& db) { disable_account(db, as(ruth), now, ruth, ""); }), base::Conflict) << "one's own";
    EXPECT_THROW(write([&](db::Write& db) { disable_account(db, Viewer::command_line(), now, ruth, ""); }), base::Conflict) << "the last manager";
    EXPECT_THROW(write([&](db::Write& db) { revoke(db, as(ruth), now, ruth, manage); }), base::Conflict);
    write([&](db::Write& db) { grant(db, as(ruth), now, dana, manage); });
    EXPECT_NO_THROW(write([&](db::Write& db) { revoke(db, as(dana), now, ruth, manage); }));
}

TEST_ON_EVERY_BACKEND(Grants, NobodyGivesWhatTheyDoNotHold, Accounts) {
    EXPECT_THROW(write([&](db::Write& db) { grant(db, as(ruth), now, leo, work_at_3); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { grant(db, as(dana), now, leo, work_at_3); }), base::Forbidden) << "holds it, but does not manage access";
    write([&](db::Write& db) { grant(db, Viewer::command_line(), now, ruth, work_at_3); });
    EXPECT_NO_THROW(write([&](db::Write& db) { grant(db, as(ruth), now, leo, work_at_3); }));
    EXPECT_THROW(write([&](db::Write& db) { grant(db, as(ruth), now, leo, {"helpdesk.work", ScopeKind::school, 4}); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { grant(db, as(ruth), now, leo, {"helpdesk.work", ScopeKind::everywhere, 0}); }), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(Grants, AreRecordedOnceAndTakenBack, Accounts) {
    for (int i = 0; i < 2; ++i) write([&](db::Write& db) { grant(db, Viewer::command_line(), now, leo, work_at_3); });
    EXPECT_THAT(actions_on(leo), ElementsAre("created", "granted"));
    EXPECT_TRUE(as(leo).may({"helpdesk.work"}, 3));
    EXPECT_EQ(database->read([&](db::Read& db) { return accounts_with(db, {"helpdesk.work"}, 3); }), (std::vector<AccountId>{dana, leo}));
    EXPECT_TRUE(database->read([&](db::Read& db) { return accounts_with(db, {"helpdesk.work"}, 4); }).empty());
    for (int i = 0; i < 2; ++i) write([&](db::Write& db) { revoke(db, Viewer::command_line(), now, leo, work_at_3); });
    EXPECT_THAT(actions_on(leo), ElementsAre("created", "granted", "revoked"));
    EXPECT_FALSE(as(leo).may({"helpdesk.work"}));
}

TEST_ON_EVERY_BACKEND(PasswordLink, WorksOnceAndEndsSessions, Accounts) {
    const std::string session = write([&](db::Write& db) { return start_session(db, now, {.account = leo}); });
    const Link link = write([&](db::Write& db) { return make_link(db, as(ruth), now, leo, LinkPurpose::invitation); });
    EXPECT_EQ(database->read([&](db::Read& db) { return find_link(db, now, link.token)->account.id; }), leo);
    EXPECT_TRUE(write([&](db::Write& db) { return redeem_link(db, now, link.token, hash_password("another bell rings", Effort::least)); }));
    EXPECT_FALSE(write([&](db::Write& db) { return redeem_link(db, now, link.token, hash_password("and a third bell", Effort::least)); }));
    database->read([&](db::Read& db) {
        EXPECT_TRUE(password_matches("another bell rings", password_hash_of(db, leo)));
        EXPECT_FALSE(identify_session(db, now, session));
    });
}

TEST_ON_EVERY_BACKEND(PasswordLink, StopsWithTimeAndWithALaterOne, Accounts) {
    const auto make = [&](LinkPurpose purpose) { return write([&](db::Write& db) { return make_link(db, as(ruth), now, leo, purpose); }); };
    const auto works = [&](const Link& link, base::Instant at) { return database->read([&](db::Read& db) { return find_link(db, at, link.token).has_value(); }); };
    const Link first = make(LinkPurpose::reset);
    EXPECT_TRUE(works(first, now + std::chrono::minutes(119)));
    EXPECT_FALSE(works(first, now + std::chrono::hours(2)));
    const Link second = make(LinkPurpose::invitation);
    EXPECT_FALSE(works(first, now));
    EXPECT_TRUE(works(second, now + std::chrono::hours(24 * 13)));
    write([&](db::Write& db) { disable_account(db, as(ruth), now, leo, ""); });
    EXPECT_FALSE(works(second, now));
}

TEST_ON_EVERY_BACKEND(PasswordLink, IsAskedForAtMostThreeTimesAnHour, Accounts) {
    const auto ask = [&](std::string_view email) { return write([&](db::Write& db) { return request_reset(db, now, email); }); };
    EXPECT_FALSE(ask("nobody@north.example"));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(ask("Leo@north.example"));
    EXPECT_FALSE(ask("leo@north.example"));
    now += std::chrono::hours(1);
    EXPECT_TRUE(ask("leo@north.example"));
}
