#include "mail/mailbox.h"

#include <algorithm>
#include <stdexcept>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "mail/mail.h"

namespace mail {

constexpr std::string_view tls_words[] = {"tls", "starttls", "none"};
std::string_view word(Tls tls) { return tls_words[static_cast<int>(tls)]; }
std::optional<Tls> parse_tls(std::string_view text) {
    const auto found = std::ranges::find(tls_words, text);
    return found == std::end(tls_words) ? std::nullopt : std::optional(static_cast<Tls>(found - std::begin(tls_words)));
}

constexpr std::string_view sign_in_words[] = {"password", "xoauth2"};
std::string_view word(SignIn how) { return sign_in_words[static_cast<int>(how)]; }
std::optional<SignIn> parse_sign_in(std::string_view text) {
    const auto found = std::ranges::find(sign_in_words, text);
    return found == std::end(sign_in_words) ? std::nullopt : std::optional(static_cast<SignIn>(found - std::begin(sign_in_words)));
}

static Mailbox read_mailbox(const db::Row& row) {
    Mailbox one;
    one.id = {row.integer("id")};
    one.name = row.text("name");
    one.address = row.text("address");
    one.host = row.text("host");
    one.port = row.integer("port");
    one.tls = parse_tls(row.text("tls")).value();
    one.user = row.text("user_name");
    one.sign_in = parse_sign_in(row.text("sign_in")).value();
    one.token_url = row.text("token_url");
    one.client_id = row.text("client_id");
    one.scope = row.text("scope");
    one.folder = row.text("folder");
    one.moves = row.text("after_fetching") == "move";
    one.move_to = row.text("move_to");
    one.active = row.flag("active");
    one.revision = row.integer("revision");
    one.has_password = row.flag("has_password");
    one.has_client_secret = row.flag("has_client_secret");
    one.has_refresh_token = row.flag("has_refresh_token");
    one.uid_validity = row.maybe_integer("uid_validity");
    one.last_uid = row.integer("last_uid");
    one.asked_at = row.maybe_instant("asked_at");
    one.fetched_at = row.maybe_instant("fetched_at");
    one.problem_at = row.maybe_instant("problem_at");
    one.due_at = row.instant("due_at");
    one.failures = row.integer("failures");
    one.problem = row.text("problem");
    one.problem_said = row.text("problem_said");
    return one;
}

constexpr std::string_view selecting = R"sql(
    SELECT id, name, address, host, port, tls, user_name, sign_in, token_url, client_id, scope, folder, after_fetching, move_to, active, revision,
           CASE WHEN password_sealed <> '' THEN 1 ELSE 0 END AS has_password,
           CASE WHEN client_secret_sealed <> '' THEN 1 ELSE 0 END AS has_client_secret,
           CASE WHEN refresh_token_sealed <> '' THEN 1 ELSE 0 END AS has_refresh_token,
           uid_validity, last_uid, asked_at, fetched_at, problem_at, due_at, failures, problem, problem_said
      FROM mail_mailbox
)sql";

std::vector<Mailbox> mailboxes(db::Read& db, const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage)) return {};
    static const std::string sql = std::string(selecting) + " ORDER BY name, id";
    return db.query(sql).all(read_mailbox);
}

std::vector<std::pair<MailboxId, std::string>> mailbox_names(db::Read& db, const auth::Viewer& viewer) {
    if (!decides(viewer)) return {};
    return db.query("SELECT id, name FROM mail_mailbox ORDER BY name, id").all([](const db::Row& row) {
        return std::pair(MailboxId{row.integer("id")}, std::string(row.text("name")));
    });
}

Mailbox find_mailbox(db::Read& db, const auth::Viewer& viewer, MailboxId id) {
    if (!viewer.may_everywhere(may_manage)) throw base::NotFound("no such mailbox");
    static const std::string sql = std::string(selecting) + " WHERE id = :id";
    return db.query(sql).bind("id", id).one(read_mailbox);
}

static std::string opened(const auth::SecretBox* box, std::string_view sealed) {
    if (sealed.empty()) return "";
    const auto bytes = base::from_base64url(sealed);
    auto secret = bytes && box ? box->open(*bytes) : std::nullopt;
    if (!secret) throw std::runtime_error("The secrets of this mailbox cannot be opened with this installation's key. Enter them again.");
    return *secret;
}

MailboxSecrets secrets_of(db::Read& db, MailboxId id, const auth::SecretBox* box) {
    return db.query("SELECT password_sealed, client_secret_sealed, refresh_token_sealed, access_token_sealed, access_token_until FROM mail_mailbox WHERE id = :id")
        .bind("id", id)
        .one([&](const db::Row& row) {
            return MailboxSecrets{opened(box, row.text("password_sealed")), opened(box, row.text("client_secret_sealed")), opened(box, row.text("refresh_token_sealed")),
                                  opened(box, row.text("access_token_sealed")), row.maybe_instant("access_token_until")};
        });
}

// --- Changes ---

static void require_manager(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("Only who manages mail changes mailboxes.");
}

static MailboxId insert(db::Write& db, base::Instant now) {
    return {db.query(R"sql(
        INSERT INTO mail_mailbox (name, address, host, port, tls, user_name, sign_in, folder, after_fetching, active, created_at)
        VALUES ('', '', '', 993, 'tls', '', 'password', 'INBOX', 'mark', 0, :now) RETURNING id
    )sql").bind("now", now).one_integer()};
}

static void update(db::Write& db, MailboxId id, const Mailbox& wanted) {
    db.query(R"sql(
        UPDATE mail_mailbox
           SET name = :name, address = :address, host = :host, port = :port, tls = :tls, user_name = :user, sign_in = :sign_in, token_url = :token_url,
               client_id = :client, scope = :scope, folder = :folder, after_fetching = :after, move_to = :move_to, active = :active,
               revision = revision + 1, due_at = 0, failures = 0, problem = '', problem_said = '', problem_at = NULL, access_token_sealed = '',
               access_token_until = NULL
         WHERE id = :id
    )sql")
        .bind("name", wanted.name)
        .bind("address", wanted.address)
        .bind("host", wanted.host)
        .bind("port", wanted.port)
        .bind("tls", word(wanted.tls))
        .bind("user", wanted.user)
        .bind("sign_in", word(wanted.sign_in))
        .bind("token_url", wanted.token_url)
        .bind("client", wanted.client_id)
        .bind("scope", wanted.scope)
        .bind("folder", wanted.folder)
        .bind("after", wanted.moves ? "move" : "mark")
        .bind("move_to", wanted.move_to)
        .bind("active", wanted.active)
        .bind("id", id)
        .run();
}

static void update_secrets(db::Write& db, MailboxId id, const SealedSecrets& secrets) {
    if (secrets.password) db.query("UPDATE mail_mailbox SET password_sealed = :sealed WHERE id = :id").bind("sealed", *secrets.password).bind("id", id).run();
    if (secrets.client_secret) db.query("UPDATE mail_mailbox SET client_secret_sealed = :sealed WHERE id = :id").bind("sealed", *secrets.client_secret).bind("id", id).run();
    if (secrets.refresh_token) db.query("UPDATE mail_mailbox SET refresh_token_sealed = :sealed WHERE id = :id").bind("sealed", *secrets.refresh_token).bind("id", id).run();
}

/// A secret that was entered for one server is not handed to another.
static void forget_secrets(db::Write& db, const Mailbox& before, const Mailbox& wanted) {
    if (!keeps_secrets(before, wanted, false)) db.query("UPDATE mail_mailbox SET password_sealed = '' WHERE id = :id").bind("id", before.id).run();
    if (!keeps_secrets(before, wanted, true)) db.query("UPDATE mail_mailbox SET client_secret_sealed = '', refresh_token_sealed = '' WHERE id = :id").bind("id", before.id).run();
}

/// Perhaps the same mailbox under another name: what came since the last visit is looked for, as when a server numbers its folder anew.
static void number_anew(db::Write& db, MailboxId id) {
    db.query("DELETE FROM mail_pending WHERE mailbox_id = :id AND state = 'kept'").bind("id", id).run();
    db.query("UPDATE mail_mailbox SET uid_validity = 0, last_uid = 0 WHERE id = :id AND uid_validity IS NOT NULL").bind("id", id).run();
}

static void begin_anew(db::Write& db, MailboxId id) {
    db.query("DELETE FROM mail_pending WHERE mailbox_id = :id").bind("id", id).run();
    db.query("UPDATE mail_mailbox SET uid_validity = NULL, last_uid = 0, fetched_at = NULL WHERE id = :id").bind("id", id).run();
}

MailboxId save_mailbox(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Mailbox& wanted, const SealedSecrets& secrets) {
    require_manager(viewer);
    const bool fresh = wanted.id.value == 0;
    const auto id = fresh ? insert(db, now) : wanted.id;
    if (!fresh) {
        const auto before = find_mailbox(db, viewer, id);
        if (before.revision != wanted.revision) throw base::Conflict("Somebody else has changed this mailbox in the meantime. Load the page again.");
        const bool another = before.user != wanted.user || before.folder != wanted.folder;
        if (another) begin_anew(db, id);
        else if (before.host != wanted.host || before.port != wanted.port) number_anew(db, id);
        forget_secrets(db, before, wanted);
    }
    update(db, id, wanted);
    update_secrets(db, id, secrets);
    auth::record(db, viewer, now, {.subject_kind = "mailbox", .subject_id = id.value, .action = fresh ? "created" : "changed"});
    return id;
}

void remove_mailbox(db::Write& db, const auth::Viewer& viewer, base::Instant now, MailboxId id) {
    require_manager(viewer);
    find_mailbox(db, viewer, id);
    db.query("UPDATE mail_received SET mailbox_id = NULL WHERE mailbox_id = :id").bind("id", id).run();
    db.query("DELETE FROM mail_pending WHERE mailbox_id = :id").bind("id", id).run();
    db.query("DELETE FROM mail_mailbox WHERE id = :id").bind("id", id).run();
    auth::record(db, viewer, now, {.subject_kind = "mailbox", .subject_id = id.value, .action = "removed"});
}

}  // namespace mail
