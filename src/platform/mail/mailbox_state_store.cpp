/// How it went, and what is noted of a folder.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/live.h"
#include "mail/mailbox.h"

namespace mail {

using namespace std::chrono_literals;

/// Its page is looked at while it is set up.
static void touch(db::Write& db, base::Instant now, MailboxId id) { http::touch(db, now, fmt::format("mailbox/{}", id.value)); }

std::optional<std::int64_t> revision_of(db::Read& db, MailboxId id) {
    return db.query("SELECT revision FROM mail_mailbox WHERE id = :id").bind("id", id).maybe_integer();
}

std::vector<MailboxId> due_mailboxes(db::Read& db, base::Instant now) {
    return db.query("SELECT id FROM mail_mailbox WHERE active = 1 AND due_at <= :now ORDER BY id")
        .bind("now", now)
        .all([](const db::Row& row) { return MailboxId{row.integer("id")}; });
}

void note_asked(db::Write& db, base::Instant now, MailboxId id) {
    db.query("UPDATE mail_mailbox SET asked_at = :now WHERE id = :id").bind("now", now).bind("id", id).run();
}

void note_fetched(db::Write& db, base::Instant now, MailboxId id) {
    db.query("UPDATE mail_mailbox SET fetched_at = :now, due_at = :now, failures = 0, problem = '', problem_said = '', problem_at = NULL WHERE id = :id")
        .bind("now", now)
        .bind("id", id)
        .run();
    touch(db, now, id);
}

void note_well(db::Write& db, base::Instant now, MailboxId id) {
    db.query("UPDATE mail_mailbox SET due_at = :now, failures = 0, problem = '', problem_said = '', problem_at = NULL WHERE id = :id").bind("now", now).bind("id", id).run();
    touch(db, now, id);
}

void note_problem(db::Write& db, base::Instant now, MailboxId id, std::string_view problem, std::string_view said) {
    constexpr auto longest = 30min;
    const auto failures = db.query("SELECT failures FROM mail_mailbox WHERE id = :id").bind("id", id).maybe_integer();
    if (!failures) return;
    const auto pause = std::min<base::Milliseconds>(longest, 1min * (1 << std::min<std::int64_t>(*failures, 5)));
    db.query(R"sql(
        UPDATE mail_mailbox SET failures = failures + 1, due_at = :due, problem = :problem, problem_said = :said, problem_at = :now WHERE id = :id
    )sql")
        .bind("due", now + pause)
        .bind("problem", problem)
        .bind("said", base::first_code_points(base::collapse_space(base::repair_utf8(said)), 300))
        .bind("now", now)
        .bind("id", id)
        .run();
    touch(db, now, id);
}

void keep_token(db::Write& db, MailboxId id, const std::string& sealed_access, base::Instant until, const std::optional<std::string>& sealed_refresh) {
    db.query("UPDATE mail_mailbox SET access_token_sealed = :sealed, access_token_until = :until WHERE id = :id")
        .bind("sealed", sealed_access)
        .bind("until", until)
        .bind("id", id)
        .run();
    if (sealed_refresh) db.query("UPDATE mail_mailbox SET refresh_token_sealed = :sealed WHERE id = :id").bind("sealed", *sealed_refresh).bind("id", id).run();
}

void note_folder(db::Write& db, MailboxId id, std::int64_t uid_validity, std::int64_t last_uid, const std::vector<Listed>& wanted) {
    // Numbers of another validity mean nothing any more.
    db.query("DELETE FROM mail_pending WHERE mailbox_id = :id AND EXISTS (SELECT 1 FROM mail_mailbox WHERE mail_mailbox.id = :id AND uid_validity <> :validity)")
        .bind("id", id)
        .bind("validity", uid_validity)
        .run();
    for (const auto& one : wanted) {
        db.query(R"sql(
            INSERT INTO mail_pending (mailbox_id, uid, size_bytes, arrived_on, state) VALUES (:id, :uid, :size, :arrived, 'wanted') ON CONFLICT (mailbox_id, uid) DO NOTHING
        )sql")
            .bind("id", id)
            .bind("uid", one.uid)
            .bind("size", one.size_bytes)
            .bind("arrived", one.arrived_on)
            .run();
    }
    db.query("UPDATE mail_mailbox SET uid_validity = :validity, last_uid = :last WHERE id = :id").bind("validity", uid_validity).bind("last", last_uid).bind("id", id).run();
}

std::vector<Pending> wanted(db::Read& db, MailboxId id, base::Instant now, int most) {
    return db.query("SELECT uid, size_bytes, attempts FROM mail_pending WHERE mailbox_id = :id AND state = 'wanted' AND due_at <= :now ORDER BY uid LIMIT :most")
        .bind("id", id)
        .bind("now", now)
        .bind("most", most)
        .all([](const db::Row& row) { return Pending{row.integer("uid"), row.integer("size_bytes"), static_cast<int>(row.integer("attempts"))}; });
}

std::int64_t count_wanted(db::Read& db, MailboxId id) {
    return db.query("SELECT count(*) FROM mail_pending WHERE mailbox_id = :id AND state = 'wanted'").bind("id", id).one_integer();
}

std::optional<base::Day> first_waiting(db::Read& db, MailboxId id) {
    return db.query("SELECT min(arrived_on) AS arrived_on FROM mail_pending WHERE mailbox_id = :id AND state = 'wanted'").bind("id", id).one([](const db::Row& row) {
        return row.maybe_day("arrived_on");
    });
}

std::vector<std::int64_t> to_tell(db::Read& db, MailboxId id, int most) {
    return db.query("SELECT uid FROM mail_pending WHERE mailbox_id = :id AND state = 'kept' ORDER BY uid LIMIT :most")
        .bind("id", id)
        .bind("most", most)
        .all([](const db::Row& row) { return row.integer("uid"); });
}

void mark_kept(db::Write& db, MailboxId id, std::int64_t uid) {
    db.query("UPDATE mail_pending SET state = 'kept' WHERE mailbox_id = :id AND uid = :uid").bind("id", id).bind("uid", uid).run();
}

bool note_not_fetched(db::Write& db, base::Instant now, MailboxId id, std::int64_t uid, std::string_view problem) {
    // Each pause is twice as long, at most six hours, so that a server in trouble for a day costs no message: 2 + 4 + ... minutes, about 26 hours in all.
    constexpr std::int64_t most_attempts = 12;
    constexpr base::Milliseconds longest = 6h;
    const auto before = db.query("SELECT attempts FROM mail_pending WHERE mailbox_id = :id AND uid = :uid").bind("id", id).bind("uid", uid).maybe_integer();
    if (!before) return false;
    const auto attempts = *before + 1;
    const base::Milliseconds pause = 2min * (std::int64_t{1} << std::min<std::int64_t>(*before, 20));
    db.query("UPDATE mail_pending SET attempts = :attempts, due_at = :due, problem = :problem WHERE mailbox_id = :id AND uid = :uid")
        .bind("attempts", attempts)
        .bind("due", now + std::min(pause, longest))
        .bind("problem", base::first_code_points(problem, 300))
        .bind("id", id)
        .bind("uid", uid)
        .run();
    return attempts >= most_attempts;
}

void forget_pending(db::Write& db, MailboxId id, const std::vector<std::int64_t>& uids) {
    for (auto uid : uids) db.query("DELETE FROM mail_pending WHERE mailbox_id = :id AND uid = :uid").bind("id", id).bind("uid", uid).run();
}

}  // namespace mail
