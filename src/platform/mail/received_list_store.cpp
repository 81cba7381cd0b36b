/// Lists of received messages, and what is forgotten of them.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "db/like.h"
#include "db/setting.h"
#include "mail/mail.h"
#include "mail/received.h"

namespace mail {

constexpr std::string_view columns = R"sql(
    mail_received.id, source, mailbox_id, coalesce(mail_mailbox.name, '') AS mailbox_name, recipient, from_address, from_name, subject, state, why, link,
    mail_received.problem AS problem, received_at, attempts, size_bytes, raw_hash, raw_kept, coalesce(auth_account.name, '') AS decider, decided_at
)sql";
constexpr std::string_view tables = R"sql(
    mail_received LEFT JOIN mail_mailbox ON mail_mailbox.id = mail_received.mailbox_id LEFT JOIN auth_account ON auth_account.id = mail_received.decided_by
)sql";

static ReceivedEntry read_entry(const db::Row& row) {
    ReceivedEntry entry;
    entry.id = {row.integer("id")};
    if (auto mailbox = row.maybe_integer("mailbox_id")) entry.mailbox = MailboxId{*mailbox};
    entry.mailbox_name = row.text("mailbox_name");
    entry.recipient = row.text("recipient");
    entry.by_pipe = row.integer("source") == 0;
    entry.from = {std::string(row.text("from_address")), std::string(row.text("from_name"))};
    entry.subject = row.text("subject");
    entry.state = parse_received_state(row.text("state")).value();
    entry.why = row.text("why");
    entry.link = row.text("link");
    entry.problem = row.text("problem");
    entry.at = row.instant("received_at");
    entry.attempts = static_cast<int>(row.integer("attempts"));
    entry.size_bytes = row.integer("size_bytes");
    entry.raw_hash = row.text("raw_hash");
    entry.kept = row.flag("raw_kept");
    entry.decided_by = row.text("decider");
    entry.decided_at = row.maybe_instant("decided_at");
    return entry;
}

std::vector<ReceivedEntry> received(db::Read& db, const auth::Viewer& viewer, const ReceivedFilter& filter) {
    if (!decides(viewer)) return {};
    static const std::string sql = "SELECT " + std::string(columns) + " FROM " + std::string(tables) + R"sql(
         WHERE (:state = '' OR state = :state) AND (:before = 0 OR mail_received.id < :before) AND (:mailbox = 0 OR mailbox_id = :mailbox) AND (:pipe = 0 OR source = 0) AND (:link = '' OR link = :link)
           AND (:words = '' OR search_text LIKE :pattern ESCAPE '\')
         ORDER BY mail_received.id DESC LIMIT :most
    )sql";
    return db.query(sql)
        .bind("state", filter.state ? word(*filter.state) : "")
        .bind("before", filter.before)
        .bind("mailbox", filter.mailbox ? filter.mailbox->value : 0)
        .bind("pipe", filter.by_pipe)
        .bind("link", filter.link)
        .bind("words", filter.words)
        .bind("pattern", db::like_anywhere(base::fold(base::collapse_space(filter.words))))
        .bind("most", filter.most)
        .all(read_entry);
}

ReceivedEntry find_received(db::Read& db, const auth::Viewer& viewer, ReceivedId id) {
    if (!decides(viewer)) throw base::NotFound("no such message");
    static const std::string sql = "SELECT " + std::string(columns) + ", facts FROM " + std::string(tables) + " WHERE mail_received.id = :id";
    return db.query(sql).bind("id", id).one([](const db::Row& row) {
        auto entry = read_entry(row);
        entry.facts = row.text("facts");
        return entry;
    });
}

std::vector<StoredAttachment> attachments_of(db::Read& db, ReceivedId id) {
    return db.query("SELECT hash, name, content_type, size_bytes FROM mail_received_file WHERE received_id = :id ORDER BY position")
        .bind("id", id)
        .all([](const db::Row& row) {
            return StoredAttachment{std::string(row.text("hash")), std::string(row.text("name")), std::string(row.text("content_type")), row.integer("size_bytes")};
        });
}

std::int64_t count_received(db::Read& db, ReceivedState state) {
    return db.query("SELECT count(*) FROM mail_received WHERE state = :state").bind("state", word(state)).one_integer();
}

std::int64_t count_held(db::Read& db, std::string_view link) {
    return db.query("SELECT count(*) FROM mail_received WHERE state = 'held' AND (:link = '' OR link = :link)").bind("link", link).one_integer();
}

std::optional<base::Instant> oldest_held(db::Read& db) {
    return db.query("SELECT min(received_at) AS oldest FROM mail_received WHERE state = 'held'").one([](const db::Row& row) { return row.maybe_instant("oldest"); });
}

std::vector<files::Hash> named_files(db::Read& db) {
    return db.query("SELECT raw_hash AS hash FROM mail_received WHERE raw_kept = 1 UNION SELECT hash FROM mail_received_file")
        .all([](const db::Row& row) { return files::Hash{std::string(row.text("hash"))}; });
}

// --- Forgetting ---

constexpr const char* keep_key = "mail.keep_received_days";
constexpr std::int64_t usual_days = 365, fewest_days = 7, most_days = 3650;

std::int64_t keep_received_days(db::Read& db) {
    return std::clamp(base::parse_integer(db::setting_or(db, keep_key, "")).value_or(usual_days), fewest_days, most_days);
}

void set_keep_received_days(db::Write& db, std::int64_t days) {
    if (days < fewest_days || days > most_days) throw base::Invalid("days", "A number of days between 7 and 3650 was expected.");
    db::set_setting(db, keep_key, std::to_string(days));
}

std::int64_t forget_received(db::Write& db, base::Instant before) {
    db.query(R"sql(
        DELETE FROM mail_received_file WHERE received_id IN
            (SELECT id FROM mail_received WHERE raw_kept = 1 AND received_at < :before AND state IN ('taken', 'dropped'))
    )sql").bind("before", before).run();
    return db.query(R"sql(
        UPDATE mail_received SET raw_kept = 0, from_address = '', from_name = '', subject = '', search_text = '', facts = '', problem = ''
         WHERE raw_kept = 1 AND received_at < :before AND state IN ('taken', 'dropped')
    )sql").bind("before", before).run();
}

}  // namespace mail
