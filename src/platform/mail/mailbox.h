/// Mailboxes that are asked for new messages: their settings, what is noted of their folders, and how it went the last time. All SQL of these.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "db/db.h"
#include "mail/inbox.h"

namespace auth {
class SecretBox;
}

namespace mail {

enum class Tls { tls, starttls, none };
std::string_view word(Tls tls);
std::optional<Tls> parse_tls(std::string_view word);
enum class SignIn { password, xoauth2 };
std::string_view word(SignIn how);
std::optional<SignIn> parse_sign_in(std::string_view word);

struct Mailbox {
    MailboxId id;
    std::string name;
    std::string address;    // that people write to; may be empty
    std::string host;
    std::int64_t port = 993;
    Tls tls = Tls::tls;
    std::string user;
    SignIn sign_in = SignIn::password;
    std::string token_url;  // of XOAUTH2: where access tokens are had for the refresh token, or for the client's secret alone
    std::string client_id;
    std::string scope;
    std::string folder = "INBOX";
    bool moves = false;     // after fetching, to move_to; else messages are marked as read
    std::string move_to;
    bool active = true;
    std::int64_t revision = 0;
    bool has_password = false, has_client_secret = false, has_refresh_token = false;

    std::optional<std::int64_t> uid_validity;
    std::int64_t last_uid = 0;
    std::optional<base::Instant> asked_at, fetched_at, problem_at;
    base::Instant due_at;
    std::int64_t failures = 0;
    std::string problem, problem_said;
};

/// Whether what is kept sealed may go on to be used: a secret goes only to whom it was entered for. Server, port, encryption and user, and for what asks for
/// tokens (`of_tokens`) also where they are had and by which client.
bool keeps_secrets(const Mailbox& before, const Mailbox& wanted, bool of_tokens);

/// Opened secrets; never shown, never logged.
struct MailboxSecrets {
    std::string password, client_secret, refresh_token;
    std::string access_token;
    std::optional<base::Instant> access_token_until;
};

/// What a person typed: absent keeps what there is, empty forgets it. Sealed already.
struct SealedSecrets {
    std::optional<std::string> password, client_secret, refresh_token;
};

/// Id and name of each, by name, for who decides about mail.
std::vector<std::pair<MailboxId, std::string>> mailbox_names(db::Read& db, const auth::Viewer& viewer);
/// By name. Nothing for who may not manage mail.
std::vector<Mailbox> mailboxes(db::Read& db, const auth::Viewer& viewer);
/// Throws base::NotFound; also for who may not manage mail.
Mailbox find_mailbox(db::Read& db, const auth::Viewer& viewer, MailboxId id);
/// Throws std::runtime_error with what to do when they cannot be opened with this installation's key.
MailboxSecrets secrets_of(db::Read& db, MailboxId id, const auth::SecretBox* box);

/// Saves a new one (id 0) or a change; returns its id. Kept secrets that keeps_secrets() does not let on are forgotten. Another user or folder begins anew: nothing is noted of the folder. Another server or port may be the same mailbox: its messages are looked through
/// since the last visit. Throws
/// base::Conflict when it was changed since `revision` was read.
MailboxId save_mailbox(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Mailbox& mailbox, const SealedSecrets& secrets);
/// Messages that it brought stay.
void remove_mailbox(db::Write& db, const auth::Viewer& viewer, base::Instant now, MailboxId id);

/// As it is now; absent when it was removed. What a visit began with may have been changed since.
std::optional<std::int64_t> revision_of(db::Read& db, MailboxId id);

/// Active and due.
std::vector<MailboxId> due_mailboxes(db::Read& db, base::Instant now);
void note_asked(db::Write& db, base::Instant now, MailboxId id);
void note_fetched(db::Write& db, base::Instant now, MailboxId id);
/// Tried by a person, and there is nothing in the way (any more).
void note_well(db::Write& db, base::Instant now, MailboxId id);
/// The next attempt waits twice as long each time, half an hour at most: a refused password that is tried every minute locks an account.
void note_problem(db::Write& db, base::Instant now, MailboxId id, std::string_view word, std::string_view said);
void keep_token(db::Write& db, MailboxId id, const std::string& sealed_access, base::Instant until, const std::optional<std::string>& sealed_refresh);

/// A message of a folder as its server lists it.
struct Listed {
    std::int64_t uid = 0;
    std::int64_t size_bytes = 0;
    bool seen = false;
    std::optional<base::Day> arrived_on;
};
/// Notes what is to be fetched and how far the folder was read, in the state that it has now.
void note_folder(db::Write& db, MailboxId id, std::int64_t uid_validity, std::int64_t last_uid, const std::vector<Listed>& wanted);

struct Pending {
    std::int64_t uid = 0;
    std::int64_t size_bytes = 0;
    int attempts = 0;
};
/// To be fetched, in the order of the folder.
std::vector<Pending> wanted(db::Read& db, MailboxId id, base::Instant now, int most);
std::int64_t count_wanted(db::Read& db, MailboxId id);
/// The day on which the oldest of those came; absent when there is none, or none whose day is known.
std::optional<base::Day> first_waiting(db::Read& db, MailboxId id);
/// Kept here, and the server does not know it yet.
std::vector<std::int64_t> to_tell(db::Read& db, MailboxId id, int most);
void mark_kept(db::Write& db, MailboxId id, std::int64_t uid);
/// Could not be fetched, and is tried again after a pause that grows; true after the twelfth attempt, when a person has to look.
bool note_not_fetched(db::Write& db, base::Instant now, MailboxId id, std::int64_t uid, std::string_view problem);
void forget_pending(db::Write& db, MailboxId id, const std::vector<std::int64_t>& uids);

}  // namespace mail
