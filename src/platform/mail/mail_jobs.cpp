/// The jobs: one empties the outbox, others fetch what is new and forget what is old.
#include <fmt/core.h>

#include "auth/secret.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "db/setting.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "mail/coming.h"
#include "mail/fetching.h"
#include "mail/mail.h"
#include "mail/message_id.h"
#include "mail/outbox.h"
#include "mail/received.h"
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
    std::string answers_to;  // when that is not the sender

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
    if (now.from_name.empty()) now.from_name = db::setting_or(db, "district.name", "");
    return Sender{now, smtp_server(db, services.secrets), thread_key(db), answers_go_to(db, now.from_address)};
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
    // What belongs to a thread is answered where messages are fetched.
    if (due->letter.reply_to.empty() && !due->letter.thread.empty()) due->letter.reply_to = sender.answers_to;
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

/// Starts a visit for each mailbox, so that one that is slow keeps no other waiting.
static void ask_mailboxes(jobs::Context& context) {
    const auto due = context.database().read([&](db::Read& db) { return due_mailboxes(db, context.now()); });
    context.database().write([&](db::Write& db) {
        for (auto id : due) {
            const auto key = std::to_string(id.value);
            jobs::enqueue(db, context.now(), {.name = "mail.visit_mailbox", .payload = key, .unique_key = key, .most_attempts = 1});
        }
    });
    take_again(context.database(), context.services(), context.now());
}

static void visit(jobs::Context& context) {
    const MailboxId id{base::parse_integer(context.payload()).value_or(0)};
    const VisitHooks hooks{[&] { return context.cancelled(); }, [&](std::int64_t done, std::int64_t total) { context.progress(done, total); }};
    try {
        const auto visit = visit_mailbox(context.database(), context.services(), context.now(), id, {}, hooks);
        context.result(fmt::format(R"({{"taken_in":{},"not_fetched":{},"see":"/settings/mail/boxes/{}"}})", visit.taken_in, visit.not_fetched, id.value));
    } catch (const base::NotFound&) {
        // Removed since it was due.
    }
}

static void forget_old_messages(jobs::Context& context) {
    context.database().write([&](db::Write& db) { forget_received(db, context.now() - std::chrono::days(keep_received_days(db))); });
}

void register_jobs(jobs::Registry& registry) {
    registry.add("mail.deliver", jobs::Schedule::every(1min), deliver);
    registry.add("mail.ask_mailboxes", jobs::Schedule::every(1min), ask_mailboxes);
    registry.add("mail.visit_mailbox", visit);
    registry.add("mail.forget_received", jobs::Schedule::daily_at(base::Minutes{3 * 60 + 40}), forget_old_messages);
    registry.add("mail.forget_letters", jobs::Schedule::daily_at(base::Minutes{3 * 60 + 20}), forget);
}

}  // namespace mail
