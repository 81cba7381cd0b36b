/// Ending letters about a request without signing in (clause 30 of docs/policies/mail.md). The link is sealed for one reader and one request.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "helpdesk/request.h"

namespace helpdesk {

/// Who reads the letters: somebody of the department who watches, or whose own request was joined with another.
struct Subscription {
    RequestId request;                        // the one that is watched, or the own one
    std::optional<auth::AccountId> watcher;   // absent: the own request was joined
};
/// Pure. "watch-12-34-0123456789abcdef0123" and "joined-12-0123...".
std::string unsubscribe_token(std::string_view key, const Subscription& subscription);
std::optional<Subscription> read_unsubscribe_token(std::string_view key, std::string_view token);

/// Throws base::NotFound when the token was not made here.
Subscription subscription_of(db::Read& db, std::string_view token);
/// Whether letters go out.
bool is_subscribed(db::Read& db, const Subscription& subscription);
/// Each writes an event when it changes something. Letters begin again only for who may still watch.
void unsubscribe(db::Write& db, base::Instant now, const Subscription& subscription);
void subscribe_again(db::Write& db, base::Instant now, const Subscription& subscription);

}  // namespace helpdesk
