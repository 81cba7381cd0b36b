#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "auth/account_rules.h"
#include "auth/attempt.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "auth/sign_in.h"
#include "auth/totp.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

constexpr int recovery_codes = 10;

/// Letters and digits only, as typed with or without dashes: "abcd-efgh-..." -> "ABCDEFGH...".
static std::string plain_code(std::string_view typed) {
    std::string plain;
    for (char c : base::to_upper_ascii(typed)) {
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) plain.push_back(c);
    }
    return plain;
}

static bool use_app_code(db::Write& db, base::Instant now, const SecretBox& box, AccountId account, std::string_view code) {
    struct Stored {
        std::optional<std::string> secret;
        std::int64_t last_step;
    };
    const Stored stored = db.query("SELECT totp_secret, totp_last_step FROM auth_account WHERE id = :id AND totp_secret IS NOT NULL")
                              .bind("id", account)
                              .one([&](const db::Row& row) { return Stored{box.open(row.bytes("totp_secret")), row.integer("totp_last_step")}; });
    if (!stored.secret) {
        throw std::runtime_error("The second factor of an account does not open with the key of this data folder. Restore the file secret.key, or "
                                 "run belltower user reset-second-factor.");
    }
    const auto step = matching_step(*stored.secret, code, now, stored.last_step);
    if (!step) return false;
    db.query("UPDATE auth_account SET totp_last_step = :step WHERE id = :id").bind("step", *step).bind("id", account).run();
    return true;
}

static bool use_recovery_code(db::Write& db, base::Instant now, AccountId account, std::string_view code) {
    return db
               .query("UPDATE auth_recovery_code SET used_at = :now WHERE account_id = :id AND code_hash = :hash AND used_at IS NULL")
               .bind("now", now)
               .bind("id", account)
               .bind("hash", hash_token(plain_code(code)))
               .run() == 1;
}

SecondStep pass_second_factor(db::Write& db, base::Instant now, const SecretBox& box, const SecondFactorTry& attempt) {
    const auto half = find_half_session(db, now, attempt.half_token);
    if (!half) return {SecondStep::Outcome::start_again, {}, {}};
    const std::string key = std::to_string(half->account.value);
    const Limit limit{"second_factor", key, most_failures_of_second_factor};
    if (blocked_until(db, now, limit)) return {SecondStep::Outcome::too_many, {}, {}};

    const Viewer person(half->account, account_name(db, half->account).value_or(""), {}, Proof::session);
    const NewEvent event{.subject_kind = "account", .subject_id = half->account.value, .action = "signed_in"};
    if (use_app_code(db, now, box, half->account, attempt.code)) {
        record(db, person, now, event);
    } else if (use_recovery_code(db, now, half->account, attempt.code)) {
        NewEvent recovered = event;
        recovered.action = "signed_in_by_recovery_code";
        record(db, person, now, recovered);
    } else {
        note_failure(db, now, limit, std::chrono::minutes(15));
        return {SecondStep::Outcome::wrong, {}, {}};
    }
    forget_failures(db, limit);
    end_session(db, attempt.half_token);
    return {SecondStep::Outcome::signed_in, start_session(db, now, {half->account, half->stay, attempt.user_agent, attempt.peer}), half->stay};
}

Enrollment begin_enrollment(const SecretBox& box, AccountId account) {
    std::string secret = random_bytes(20);  // RFC 4226 section 4, R6: 160 bits
    return {base::to_base64url(box.seal(fmt::format("{}:{}", account.value, secret))), secret};
}

std::optional<std::string> open_enrollment(const SecretBox& box, AccountId account, std::string_view sealed) {
    const auto bytes = base::from_base64url(sealed);
    const auto opened = bytes ? box.open(*bytes) : std::nullopt;
    const std::string owner = fmt::format("{}:", account.value);
    if (!opened || !opened->starts_with(owner)) return std::nullopt;
    return opened->substr(owner.size());
}

std::optional<std::vector<std::string>> enroll(db::Write& db, const Viewer& viewer, base::Instant now, const SecretBox& box,
                                               const EnrollmentForm& form) {
    const auto secret = open_enrollment(box, viewer.account(), form.sealed);
    const auto step = secret ? matching_step(*secret, form.code, now, 0) : std::nullopt;
    if (!step) return std::nullopt;
    db.query("UPDATE auth_account SET totp_secret = :secret, totp_last_step = :step WHERE id = :id")
        .bind_bytes("secret", box.seal(*secret))
        .bind("step", *step)
        .bind("id", viewer.account())
        .run();
    record(db, viewer, now, {.subject_kind = "account", .subject_id = viewer.account().value, .action = "second_factor_added"});
    return renew_recovery_codes(db, viewer, now);
}

std::vector<std::string> renew_recovery_codes(db::Write& db, const Viewer& viewer, base::Instant now) {
    db.query("DELETE FROM auth_recovery_code WHERE account_id = :id").bind("id", viewer.account()).run();
    std::vector<std::string> codes;
    for (int i = 0; i < recovery_codes; ++i) {
        const std::string code = to_base32(random_bytes(10));  // 80 bits: 16 letters
        db.query("INSERT INTO auth_recovery_code (account_id, code_hash) VALUES (:id, :hash)")
            .bind("id", viewer.account())
            .bind("hash", hash_token(code))
            .run();
        codes.push_back(fmt::format("{}-{}-{}-{}", code.substr(0, 4), code.substr(4, 4), code.substr(8, 4), code.substr(12, 4)));
    }
    record(db, viewer, now, {.subject_kind = "account", .subject_id = viewer.account().value, .action = "recovery_codes_made"});
    return codes;
}

int unused_recovery_codes(db::Read& db, AccountId account) {
    return static_cast<int>(
        db.query("SELECT count(*) FROM auth_recovery_code WHERE account_id = :id AND used_at IS NULL").bind("id", account).one_integer());
}

void remove_second_factor(db::Write& db, const Viewer& viewer, base::Instant now, AccountId account) {
    require_own_or_manage(viewer, account);
    db.query("UPDATE auth_account SET totp_secret = NULL WHERE id = :id").bind("id", account).run();
    db.query("DELETE FROM auth_recovery_code WHERE account_id = :id").bind("id", account).run();
    record(db, viewer, now, {.subject_kind = "account", .subject_id = account.value, .action = "second_factor_removed"});
}

}  // namespace auth
