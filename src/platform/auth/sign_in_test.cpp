#include "auth/sign_in.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "auth/password.h"
#include "auth/secret.h"
#include "auth/testing.h"
#include "auth/totp.h"
#include "base/text.h"

using namespace auth;
using namespace auth::testing;
using ::testing::Contains;
using ::testing::Not;

class SignInOffice : public Office {
protected:
    std::string key_file = std::filesystem::temp_directory_path() / ("belltower-key-" + random_token());
    SecretBox box{key_file};
    ~SignInOffice() override { std::filesystem::remove(key_file); }

    PasswordCheck check(std::string_view email, std::string_view typed, std::string_view peer = "10.0.0.7") {
        return check_password(*database, now, email, typed, peer);
    }
    std::optional<SignIn> finish(const PasswordCheck& checked, Stay stay = Stay::this_visit) {
        return database->write([&](db::Write& db) { return sign_in(db, now, checked, stay, "Firefox"); });
    }
    std::optional<SignIn> try_password(std::string_view email, std::string_view typed, std::string_view peer = "10.0.0.7") {
        return finish(check(email, typed, peer));
    }
    bool opens(std::string_view token) {
        return database->read([&](db::Read& db) { return identify_session(db, now, token).has_value(); });
    }
    std::string enroll_dana(std::vector<std::string>* codes = nullptr) {
        const Enrollment enrollment = begin_enrollment(box, dana);
        const std::string code = one_time_code(enrollment.secret, totp_step(now));
        auto given = database->write([&](db::Write& db) { return enroll(db, as(dana), now, box, {enrollment.sealed, code}); });
        EXPECT_TRUE(given);
        if (codes && given) *codes = *given;
        now += std::chrono::seconds(90);
        return enrollment.secret;
    }
    SecondStep second(std::string_view half, std::string_view code) {
        return database->write([&](db::Write& db) { return pass_second_factor(db, now, box, {half, code, "Firefox", "10.0.0.7"}); });
    }
};

TEST_ON_EVERY_BACKEND(SigningIn, TakesTheRightPassword, SignInOffice) {
    const auto in = try_password(" Dana@North.example", password);
    ASSERT_TRUE(in);
    EXPECT_FALSE(in->needs_second_factor);
    EXPECT_TRUE(opens(in->token));
    EXPECT_THAT(actions_on(dana), Contains("signed_in"));
}

TEST_ON_EVERY_BACKEND(SigningIn, RefusesTheWrongPasswordAndTheUnknownAddressAlike, SignInOffice) {
    EXPECT_FALSE(try_password("dana@north.example", "a bell in the towel"));
    EXPECT_FALSE(try_password("nobody@north.example", password));
    EXPECT_FALSE(try_password("", ""));
    EXPECT_THAT(actions_on(dana), Contains("sign_in_failed"));
}

TEST_ON_EVERY_BACKEND(SigningIn, SayingNoToAnUnknownAddressTakesAsLong, SignInOffice) {
    const std::string slow = hash_password(password);
    database->write([&](db::Write& db) { set_password(db, as(dana), now, dana, {.hash = slow}); });
    const auto time = [&](std::string_view email) {
        const auto start = std::chrono::steady_clock::now();
        check(email, "a wrong password");
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const double known = time("dana@north.example");
    const double unknown = time("nobody@north.example");
    EXPECT_GT(unknown, known / 4);
    EXPECT_GT(known, unknown / 4);
}

TEST_ON_EVERY_BACKEND(SigningIn, RefusesAnAccountThatIsDisabledOrNotYetAccepted, SignInOffice) {
    const PasswordCheck before = check("dana@north.example", password);
    database->write([&](db::Write& db) { disable_account(db, as(ruth), now, dana, ""); });
    EXPECT_FALSE(finish(before)) << "disabled between the check and the session";
    EXPECT_FALSE(try_password("dana@north.example", password));
    database->write([&](db::Write& db) { create_account(db, as(ruth), now, {.email = "new@north.example", .name = "New"}); });
    EXPECT_FALSE(try_password("new@north.example", ""));
}

TEST_ON_EVERY_BACKEND(SigningIn, APasswordChangedMeanwhileIsNotAccepted, SignInOffice) {
    const PasswordCheck before = check("dana@north.example", password);
    database->write([&](db::Write& db) { set_password(db, as(dana), now, dana, {.hash = hash_password("changed in between", Effort::least)}); });
    EXPECT_FALSE(finish(before));
}

TEST_ON_EVERY_BACKEND(SigningIn, WaitsAfterTenFailuresFromOneAddressAndNotElsewhere, SignInOffice) {
    for (int i = 0; i < most_failures_of_account_from_address; ++i) EXPECT_FALSE(try_password("dana@north.example", "wrong"));
    EXPECT_FALSE(try_password("dana@north.example", password)) << "even the right one";
    EXPECT_EQ(check("DANA@north.example", password).blocked_until, now + std::chrono::minutes(15));
    EXPECT_TRUE(try_password("dana@north.example", password, "10.0.0.8")) << "Dana at her own desk is not locked out";
    EXPECT_TRUE(try_password("leo@north.example", password)) << "nor are others at that address";
    now += std::chrono::minutes(15);
    EXPECT_TRUE(try_password("dana@north.example", password));
}

TEST_ON_EVERY_BACKEND(SigningIn, ManyAddressesTogetherAreLimitedToo, SignInOffice) {
    for (int i = 0; i < most_failures_of_account; ++i) try_password("dana@north.example", "wrong", "10.1.0." + std::to_string(i));
    EXPECT_FALSE(try_password("dana@north.example", password, "10.2.0.1"));
}

TEST_ON_EVERY_BACKEND(SigningIn, ASuccessForgetsTheFailures, SignInOffice) {
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < most_failures_of_account_from_address - 1; ++j) try_password("dana@north.example", "wrong");
        EXPECT_TRUE(try_password("dana@north.example", password));
    }
}

TEST_ON_EVERY_BACKEND(SecondFactorStep, IsAskedForAndOpensOnce, SignInOffice) {
    const std::string secret = enroll_dana();
    const auto half = try_password("dana@north.example", password);
    ASSERT_TRUE(half && half->needs_second_factor);
    EXPECT_FALSE(opens(half->token));
    EXPECT_THAT(actions_on(dana), Not(Contains("signed_in")));

    EXPECT_EQ(second(half->token, "000000").outcome, SecondStep::Outcome::wrong);
    const std::string code = one_time_code(secret, totp_step(now));
    const SecondStep in = second(half->token, code);
    ASSERT_EQ(in.outcome, SecondStep::Outcome::signed_in);
    EXPECT_TRUE(opens(in.token));
    EXPECT_THAT(actions_on(dana), Contains("signed_in"));
    EXPECT_EQ(second(half->token, code).outcome, SecondStep::Outcome::start_again) << "the half session is gone";

    const auto again = try_password("dana@north.example", password);
    EXPECT_EQ(second(again->token, code).outcome, SecondStep::Outcome::wrong) << "a code opens once";
}

TEST_ON_EVERY_BACKEND(SecondFactorStep, ARecoveryCodeOpensOnce, SignInOffice) {
    std::vector<std::string> codes;
    enroll_dana(&codes);
    ASSERT_EQ(codes.size(), 10u);
    EXPECT_EQ(second(try_password("dana@north.example", password)->token, " " + base::to_lower_ascii(codes[3])).outcome, SecondStep::Outcome::signed_in);
    EXPECT_EQ(second(try_password("dana@north.example", password)->token, codes[3]).outcome, SecondStep::Outcome::wrong);
    EXPECT_EQ(database->read([&](db::Read& db) { return unused_recovery_codes(db, dana); }), 9);
    EXPECT_THAT(actions_on(dana), Contains("signed_in_by_recovery_code"));
}

TEST_ON_EVERY_BACKEND(SecondFactorStep, StopsAfterTenWrongCodes, SignInOffice) {
    const std::string secret = enroll_dana();
    const auto half = try_password("dana@north.example", password);
    for (int i = 0; i < most_failures_of_second_factor; ++i) EXPECT_EQ(second(half->token, "000000").outcome, SecondStep::Outcome::wrong);
    EXPECT_EQ(second(half->token, one_time_code(secret, totp_step(now))).outcome, SecondStep::Outcome::too_many);
}

TEST_ON_EVERY_BACKEND(SecondFactorStep, IsStoredSealedAndNeedsTheFirstCode, SignInOffice) {
    const Enrollment enrollment = begin_enrollment(box, dana);
    const auto try_code = [&](const Viewer& viewer, std::string_view code) {
        return database->write([&](db::Write& db) { return enroll(db, viewer, now, box, {enrollment.sealed, code}); }).has_value();
    };
    const std::string code = one_time_code(enrollment.secret, totp_step(now));
    EXPECT_FALSE(try_code(as(dana), "000000"));
    EXPECT_FALSE(try_code(as(leo), code)) << "sealed for Dana";
    EXPECT_TRUE(try_code(as(dana), code));
    const std::string stored = database->read([&](db::Read& db) {
        return db.query("SELECT totp_secret FROM auth_account WHERE id = :id").bind("id", dana).one([](const db::Row& row) { return std::string(row.bytes("totp_secret")); });
    });
    EXPECT_EQ(stored.find(enrollment.secret), std::string::npos);
}

TEST_ON_EVERY_BACKEND(SecondFactorStep, IsTakenAwayByItsOwnerOrAManager, SignInOffice) {
    enroll_dana();
    EXPECT_ANY_THROW(database->write([&](db::Write& db) { remove_second_factor(db, as(leo), now, dana); }));
    database->write([&](db::Write& db) { remove_second_factor(db, as(ruth), now, dana); });
    EXPECT_FALSE(try_password("dana@north.example", password)->needs_second_factor);
    EXPECT_EQ(database->read([&](db::Read& db) { return unused_recovery_codes(db, dana); }), 0);
}
