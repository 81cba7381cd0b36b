/// Asking a mailbox for what is new.
#pragma once

#include <functional>
#include <string>

#include "mail/imap.h"
#include "mail/inbox.h"
#include "mail/mailbox.h"

namespace mail {

/// What one visit came to. `trouble`: a word of ImapTrouble, "token" (no access token was given out), "token_refused", "no_move_folder", "secrets" (they cannot be
/// opened), "disk" (almost full) or "database"; empty when all went well.
struct Visit {
    std::string trouble;
    std::string said;
    int taken_in = 0;     // messages that are kept here now and were not before
    int not_fetched = 0;  // that could not be fetched; they are tried again
    std::int64_t messages_in_folder = 0;
    bool ok() const { return trouble.empty(); }
};

struct VisitLimits {
    int most_messages = 1000;
    std::chrono::seconds longest{300};
    ImapLimits imap = {};
};

struct VisitHooks {
    std::function<bool()> cancelled = [] { return false; };
    std::function<void(std::int64_t done, std::int64_t total)> progress = [](std::int64_t, std::int64_t) {};
};

/// Fetches what is new and tells the server; notes in the mailbox how it went. At the first visit only what is unread is taken.
Visit visit_mailbox(db::Database& database, const http::Services& services, base::Instant now, MailboxId id, const VisitLimits& limits = {}, const VisitHooks& hooks = {});

/// Signs in, opens the folder and looks for the one that messages are moved to; changes nothing but the note of how it went. Within 25 seconds or so.
Visit try_mailbox(db::Database& database, const http::Services& services, base::Instant now, MailboxId id);

}  // namespace mail
