/// Accounts: who may sign in, what they were granted, and how they set their password.
///
/// Functions that change another's account need the permission auth.manage and write an event; the person's own account needs none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/session.h"
#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace auth {

struct Account {
    AccountId id;
    std::string email;
    std::string name;
    std::string language;  // "en", "es"
    base::Instant created_at;
    std::optional<base::Instant> disabled_at;
    bool has_password = false;       // false: the invitation was not accepted yet
    bool has_second_factor = false;
};

struct NewAccount {
    std::string email;
    std::string name;
    std::string language = "en";
    std::string password_hash = {};  // empty: by invitation
};

/// Throws base::Invalid for an address or a name that cannot be used, base::Conflict when the address has an account already.
AccountId create_account(db::Write& db, const Viewer& viewer, base::Instant now, const NewAccount& account);

/// The person's own account always; others' with auth.manage. Throws base::NotFound otherwise.
Account load_account(db::Read& db, const Viewer& viewer, AccountId id);
/// By address, letter case ignored. Needs auth.manage; absent when there is none.
std::optional<Account> find_account(db::Read& db, const Viewer& viewer, std::string_view email);

struct AccountFilter {
    std::string words;              // in name or address; empty: all
    bool with_disabled = false;
    std::string after_name = {};    // paging: what follows this name and id
    std::int64_t after_id = 0;
    int limit = 50;
};
/// By name. Needs auth.manage (nobody otherwise).
std::vector<Account> list_accounts(db::Read& db, const Viewer& viewer, const AccountFilter& filter);

/// The name alone is no secret within the house: "Dana Reyes". Absent when there is no such account.
std::optional<std::string> account_name(db::Read& db, AccountId id);
/// The language in which to write to this person; "en" when there is no such account.
std::string account_language(db::Read& db, AccountId id);

void rename_account(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, std::string_view name);
/// Throws base::Invalid for a language that is not ours.
void choose_language(db::Write& db, const Viewer& viewer, AccountId id, std::string_view language);

/// Ends all sessions and tokens of the account too. Nobody disables their own account or the last one that may manage access.
void disable_account(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, std::string_view why);
void enable_account(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id);

struct NewPassword {
    std::string hash;             // made by hash_password
    SessionId keep_session = {};  // the one in which it is changed; all others end
};
void set_password(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, const NewPassword& password);
/// The hash for password_matches; empty when there is none. Never leaves the server.
std::string password_hash_of(db::Read& db, AccountId id);

// --- Grants ---

/// Sorted. The person's own, or any with auth.manage.
std::vector<Grant> grants(db::Read& db, const Viewer& viewer, AccountId id);
/// Nobody grants what they do not hold themselves at that place. A second time does nothing.
void grant(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, const Grant& grant);
/// The last account that may manage access keeps that grant (base::Conflict).
void revoke(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, const Grant& grant);
/// Accounts that are not disabled and hold the permission at this school or everywhere; for letters and for who can take work.
std::vector<AccountId> accounts_with(db::Read& db, Permission permission, std::optional<std::int64_t> school);

// --- Links to set a password ---

enum class LinkPurpose { invitation, reset };
struct Link {
    std::string token;  // for "/welcome/<token>"; only its hash is kept
    base::Instant expires_at;
};
/// A link that works once: 14 days for an invitation, 2 hours for a reset. Earlier unused links of the account stop working.
Link make_link(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, LinkPurpose purpose);
/// For "I forgot my password": a reset link when the address has an account that is not disabled. Absent otherwise, and when more than three were
/// asked for within an hour; the page says the same in every case.
struct RequestedLink {
    Account account;
    Link link;
};
std::optional<RequestedLink> request_reset(db::Write& db, base::Instant now, std::string_view email);
/// The account whose link this is; absent when it is unknown, used, expired or the account is disabled.
struct LinkOwner {
    Account account;
    LinkPurpose purpose;
};
std::optional<LinkOwner> find_link(db::Read& db, base::Instant now, std::string_view token);
/// Sets the password, uses the link up, ends all sessions. False when the link does not work any more.
bool redeem_link(db::Write& db, base::Instant now, std::string_view token, std::string_view password_hash);

}  // namespace auth
