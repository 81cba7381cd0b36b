/// Signing in: password, limits on guessing, second factor, recovery codes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/session.h"
#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db

namespace auth {

class SecretBox;

/// Failures within 15 minutes before sign-in waits for the rest of them. An address stands for a whole school behind one connection.
constexpr int most_failures_of_account_from_address = 10;
constexpr int most_failures_of_account = 50;
constexpr int most_failures_from_address = 200;
constexpr int most_failures_of_second_factor = 10;

/// The slow half of signing in, done before the transaction. An unknown address takes as long as a wrong password.
struct PasswordCheck {
    bool matches = false;
    std::optional<base::Instant> blocked_until;  // set: too many failures, nothing was tried
    std::optional<AccountId> account;
    std::string hash;                            // that was compared
    bool needs_second_factor = false;
    std::string email;
    std::string peer;
};
PasswordCheck check_password(db::Database& database, base::Instant now, std::string_view email, std::string_view password, std::string_view peer);

struct SignIn {
    std::string token;                  // for the cookie
    bool needs_second_factor = false;
};
/// Counts a wrong password where one was asked for again (changing it, removing the second factor).
void note_wrong_password(db::Write& db, base::Instant now, const PasswordCheck& check);

/// The quick half: notes the failure, or starts the session. Absent when the check failed, and when the account or its password changed
/// since the check.
std::optional<SignIn> sign_in(db::Write& db, base::Instant now, const PasswordCheck& check, Stay stay, std::string_view user_agent);

/// The second step: a code of the app, or a recovery code, opens a full session in place of the half one.
struct SecondStep {
    enum class Outcome { signed_in, wrong, too_many, start_again } outcome = Outcome::start_again;
    std::string token;
    Stay stay = Stay::this_visit;
};
struct SecondFactorTry {
    std::string_view half_token;
    std::string_view code;
    std::string_view user_agent;
    std::string_view peer;
};
SecondStep pass_second_factor(db::Write& db, base::Instant now, const SecretBox& box, const SecondFactorTry& attempt);

// --- The person's own second factor ---

/// A secret that is not in force yet, sealed for the form that brings it back with the first code.
struct Enrollment {
    std::string sealed;        // base64url, for a hidden field
    std::string secret;        // raw
};
Enrollment begin_enrollment(const SecretBox& box, AccountId account);
/// The secret of a form, when it was sealed for this account.
std::optional<std::string> open_enrollment(const SecretBox& box, AccountId account, std::string_view sealed);
/// Puts the second factor in force when the code is right and returns new recovery codes (shown once); absent when the code is wrong.
struct EnrollmentForm {
    std::string_view sealed;
    std::string_view code;
};
std::optional<std::vector<std::string>> enroll(db::Write& db, const Viewer& viewer, base::Instant now, const SecretBox& box,
                                               const EnrollmentForm& form);
/// Replaces the recovery codes of the viewer's own account; the old ones stop working.
std::vector<std::string> renew_recovery_codes(db::Write& db, const Viewer& viewer, base::Instant now);
int unused_recovery_codes(db::Read& db, AccountId account);
/// The viewer's own, or with auth.manage another's who lost their phone.
void remove_second_factor(db::Write& db, const Viewer& viewer, base::Instant now, AccountId account);

}  // namespace auth
