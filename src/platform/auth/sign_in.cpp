#include "auth/sign_in.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/attempt.h"
#include "auth/event.h"
#include "auth/password.h"
#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

namespace {

constexpr base::Milliseconds window = std::chrono::minutes(15);

/// What a failed sign-in counts against.
struct Limits {
    std::string pair;
    Limit account_from_address;
    Limit account;
    Limit address;
    Limits(std::string_view email, std::string_view peer)
        : pair(fmt::format("{} {}", base::trim(email), peer)),
          account_from_address{"account_from_address", pair, most_failures_of_account_from_address},
          account{"account", email, most_failures_of_account},
          address{"address", peer, most_failures_from_address} {}
    Limits(const Limits&) = delete;
    Limits& operator=(const Limits&) = delete;
};

}  // namespace

static std::optional<base::Instant> blocked(db::Read& db, base::Instant now, const Limits& limits) {
    // An absent moment is less than every other.
    return std::max({blocked_until(db, now, limits.account_from_address), blocked_until(db, now, limits.account),
                     blocked_until(db, now, limits.address)});
}

/// What the database knows before the password is looked at.
static PasswordCheck look_up(db::Read& db, base::Instant now, std::string_view email, std::string_view peer) {
    PasswordCheck check{.email = std::string(email), .peer = std::string(peer)};
    check.blocked_until = blocked(db, now, Limits(email, peer));
    db.query(R"sql(
        SELECT id, password_hash, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END AS second_factor
          FROM auth_account WHERE email_folded = :email AND disabled_at IS NULL AND password_hash IS NOT NULL
    )sql")
        .bind("email", base::fold(base::trim(email)))
        .each([&](const db::Row& row) {
            check.account = AccountId{row.integer("id")};
            check.hash = row.text("password_hash");
            check.needs_second_factor = row.flag("second_factor");
        });
    return check;
}

PasswordCheck check_password(db::Database& database, base::Instant now, std::string_view email, std::string_view password, std::string_view peer) {
    PasswordCheck check = database.read([&](db::Read& db) { return look_up(db, now, email, peer); });
    if (check.blocked_until) return check;
    check.matches = password.size() <= most_password_length && password_matches(password, check.hash);
    return check;
}

void note_wrong_password(db::Write& db, base::Instant now, const PasswordCheck& check) {
    const Limits limits(check.email, check.peer);
    for (const Limit& limit : {limits.account_from_address, limits.account, limits.address}) note_failure(db, now, limit, window);
    if (!check.account) return;
    record(db, Viewer{}, now, {.subject_kind = "account", .subject_id = check.account->value, .action = "sign_in_failed"});
}

/// The account as it is now, with the hash that was compared; absent when it changed meanwhile.
static std::optional<std::string> name_if_unchanged(db::Read& db, const PasswordCheck& check) {
    return db.query("SELECT name FROM auth_account WHERE id = :id AND disabled_at IS NULL AND password_hash = :hash")
        .bind("id", *check.account)
        .bind("hash", check.hash)
        .maybe_text();
}

std::optional<SignIn> sign_in(db::Write& db, base::Instant now, const PasswordCheck& check, Stay stay, std::string_view user_agent) {
    if (check.blocked_until) return std::nullopt;
    if (!check.matches || !check.account) {
        note_wrong_password(db, now, check);
        return std::nullopt;
    }
    const auto name = name_if_unchanged(db, check);
    if (!name) return std::nullopt;
    forget_failures(db, Limits(check.email, check.peer).account_from_address);
    if (!check.needs_second_factor) {
        record(db, Viewer(*check.account, *name, {}, Proof::session), now,
               {.subject_kind = "account", .subject_id = check.account->value, .action = "signed_in"});
    }
    const NewSession session{*check.account, stay, user_agent, check.peer, check.needs_second_factor};
    return SignIn{start_session(db, now, session), check.needs_second_factor};
}

}  // namespace auth
