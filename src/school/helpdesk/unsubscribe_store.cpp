#include "helpdesk/unsubscribe.h"

#include <fmt/format.h>

#include "auth/account.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "helpdesk/follow.h"
#include "mail/message_id.h"

namespace helpdesk {

/// What is sealed cannot be the thread of a letter, so that neither stands for the other.
static std::string words_of(const Subscription& subscription) {
    if (subscription.watcher) return fmt::format("watch-{}-{}", subscription.request.value, subscription.watcher->value);
    return fmt::format("joined-{}", subscription.request.value);
}

static std::string seal_of(std::string_view key, std::string_view words) {
    auto id = mail::message_id(key, {fmt::format("unsubscribe/{}", words), {0}}, "");
    return id.substr(id.rfind('.') + 1, 20);
}

std::string unsubscribe_token(std::string_view key, const Subscription& subscription) {
    auto words = words_of(subscription);
    return fmt::format("{}-{}", words, seal_of(key, words));
}

std::optional<Subscription> read_unsubscribe_token(std::string_view key, std::string_view token) {
    auto cut = token.rfind('-');
    if (cut == std::string_view::npos) return std::nullopt;
    auto words = token.substr(0, cut);
    if (!auth::equal_in_constant_time(token.substr(cut + 1), seal_of(key, words))) return std::nullopt;
    auto parts = base::split(words, '-');
    auto request = parts.size() >= 2 ? base::parse_integer(parts[1]) : std::nullopt;
    if (!request) return std::nullopt;
    if (parts[0] == "joined" && parts.size() == 2) return Subscription{{*request}, std::nullopt};
    auto account = parts.size() == 3 ? base::parse_integer(parts[2]) : std::nullopt;
    if (parts[0] != "watch" || !account) return std::nullopt;
    return Subscription{{*request}, auth::AccountId{*account}};
}

Subscription subscription_of(db::Read& db, std::string_view token) {
    auto key = db::setting(db, "mail.thread_key");
    auto found = key ? read_unsubscribe_token(*key, token) : std::nullopt;
    if (!found) throw base::NotFound("no such link");
    return *found;
}

static auth::Viewer viewer_of(db::Read& db, auth::AccountId account) {
    return {account, auth::account_name(db, account).value_or(""), auth::grants(db, auth::Viewer::system(), account), auth::Proof::none};
}

static Request request_of(db::Read& db, RequestId id) { return fetch_for_work(db, auth::Viewer::system(), id); }

bool is_subscribed(db::Read& db, const Subscription& subscription) {
    if (subscription.watcher) return is_watching(db, viewer_of(db, *subscription.watcher), subscription.request);
    return !db.query("SELECT 1 FROM helpdesk_unsubscribed WHERE request_id = :request").bind("request", subscription.request).maybe_integer();
}

static void note(db::Write& db, base::Instant now, RequestId request, std::string_view action) {
    auth::record(db, auth::Viewer(), now, {.subject_kind = "request", .subject_id = request.value, .action = action});
}

void unsubscribe(db::Write& db, base::Instant now, const Subscription& subscription) {
    if (!is_subscribed(db, subscription)) return;
    if (subscription.watcher) return unwatch(db, viewer_of(db, *subscription.watcher), now, request_of(db, subscription.request));
    db.query("INSERT INTO helpdesk_unsubscribed (request_id, at) VALUES (:request, :now)").bind("request", subscription.request).bind("now", now).run();
    note(db, now, subscription.request, "unsubscribed");
}

void subscribe_again(db::Write& db, base::Instant now, const Subscription& subscription) {
    if (is_subscribed(db, subscription)) return;
    if (!subscription.watcher) {
        db.query("DELETE FROM helpdesk_unsubscribed WHERE request_id = :request").bind("request", subscription.request).run();
        return note(db, now, subscription.request, "subscribed");
    }
    auto viewer = viewer_of(db, *subscription.watcher);
    auto request = request_of(db, subscription.request);
    viewer.require(may_work, request.school.value);
    watch(db, viewer, now, request);
}

}  // namespace helpdesk
