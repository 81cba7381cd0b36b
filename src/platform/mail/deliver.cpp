/// The job that empties the outbox.
#include <fmt/core.h>

#include "auth/secret.h"
#include "base/log.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "mail/mail.h"
#include "mail/message_id.h"
#include "mail/outbox.h"
#include "mail/settings.h"
#include "mail/smtp.h"

namespace mail {

using namespace std::chrono_literals;

/// So that one run ends in reasonable time and other jobs have their turn; what is left waits for the next run.
constexpr int most_in_one_run = 200;
constexpr auto keep_letters = std::chrono::days{90};

namespace {

/// What all letters of a run share.
struct Sender {
    Settings settings;
    SmtpServer server;
    std::string thread_key;

    std::string domain() const { return settings.from_address.substr(settings.from_address.find('@') + 1); }

    Envelope envelope(const Due& due) const {
        auto id = message_id(thread_key, {due.letter.thread, due.id}, domain());
        auto root = due.letter.thread.empty() ? "" : message_id(thread_key, {due.letter.thread, {0}}, domain());
        return {settings.from_address, settings.from_name, id, root, due.created_at};
    }
};

}  // namespace

static std::optional<Sender> sender(db::Write& db, const http::Services& services) {
    auto now = settings(db);
    if (!ready(now)) return std::nullopt;
    return Sender{now, smtp_server(db, services.secrets), thread_key(db)};
}

/// False when the server is in trouble and the rest may as well wait.
static bool record(db::Write& db, base::Instant now, const Due& due, const Envelope& envelope, const Delivery& delivery) {
    using Kind = Delivery::Kind;
    if (delivery.kind == Kind::server_trouble) {
        mark_not_tried(db, now, due);
        note_trouble(db, now, delivery.said);
        return false;
    }
    if (delivery.kind == Kind::accepted) {
        mark_sent(db, now, due.id, envelope.message_id);
        forget_trouble(db);
    } else if (delivery.kind == Kind::refused) {
        mark_failed(db, now, due.id, delivery.said);
    } else {
        mark_later(db, now, due, delivery.said);
    }
    return true;
}

/// False when there is nothing to do any more, or no way to do it.
static bool deliver_next(jobs::Context& context, const Sender& sender, SmtpConnection& connection) {
    auto now = context.now();
    auto due = context.database().write([&](db::Write& db) { return take_due(db, now); });
    if (!due) return false;
    auto envelope = sender.envelope(*due);
    auto delivery = connection.deliver(envelope.from_address, due->letter.to_address, compose(due->letter, envelope));
    if (delivery.kind != Delivery::Kind::accepted) base::log::warning("letter {} was not taken", due->id.value);
    return context.database().write([&](db::Write& db) { return record(db, now, *due, envelope, delivery); });
}

static void deliver(jobs::Context& context) {
    auto with = context.database().write([&](db::Write& db) { return sender(db, context.services()); });
    if (!with) return;
    SmtpConnection connection(with->server);
    int count = 0;
    while (count < most_in_one_run && !context.cancelled() && deliver_next(context, *with, connection)) ++count;
    context.result(fmt::format(R"({{"letters":{}}})", count));
}

static void forget(jobs::Context& context) {
    context.database().write([&](db::Write& db) { forget_letters(db, context.now() - keep_letters); });
}

void register_jobs(jobs::Registry& registry) {
    registry.add("mail.deliver", jobs::Schedule::every(1min), deliver);
    registry.add("mail.forget_letters", jobs::Schedule::daily_at(base::Minutes{3 * 60 + 20}), forget);
}

}  // namespace mail
