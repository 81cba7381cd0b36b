#include "auth/account.h"
#include "auth/account_rules.h"
#include "auth/attempt.h"
#include "auth/auth.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

static Link insert_link(db::Write& db, base::Instant now, AccountId id, LinkPurpose purpose) {
    const bool invitation = purpose == LinkPurpose::invitation;
    Link link{random_token(), now + (invitation ? std::chrono::hours(14 * 24) : std::chrono::hours(2))};
    db.query("UPDATE auth_invitation SET used_at = :now WHERE account_id = :id AND used_at IS NULL").bind("now", now).bind("id", id).run();
    db.query(R"sql(
        INSERT INTO auth_invitation (account_id, purpose, token_hash, created_at, expires_at) VALUES (:id, :purpose, :hash, :now, :expires)
    )sql")
        .bind("id", id)
        .bind("purpose", invitation ? "invitation" : "reset")
        .bind("hash", hash_token(link.token))
        .bind("now", now)
        .bind("expires", link.expires_at)
        .run();
    return link;
}

Link make_link(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, LinkPurpose purpose) {
    require_manage(viewer);
    Link link = insert_link(db, now, load_account(db, viewer, id).id, purpose);
    const std::string_view action = purpose == LinkPurpose::invitation ? "invited" : "reset_link_made";
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = action});
    return link;
}

std::optional<RequestedLink> request_reset(db::Write& db, base::Instant now, std::string_view email) {
    const auto account = find_account(db, Viewer::system(), email);
    if (!account || account->disabled_at) return std::nullopt;
    if (blocked_until(db, now, {"letter", email, 3})) return std::nullopt;
    note_failure(db, now, {"letter", email, 3}, std::chrono::hours(1));
    record(db, Viewer{}, now, {.subject_kind = "account", .subject_id = account->id.value, .action = "reset_requested"});
    return RequestedLink{*account, insert_link(db, now, account->id, LinkPurpose::reset)};
}

std::optional<LinkOwner> find_link(db::Read& db, base::Instant now, std::string_view token) {
    struct Found {
        AccountId account;
        LinkPurpose purpose;
    };
    const auto found = db.query(R"sql(
        SELECT i.account_id, i.purpose FROM auth_invitation i JOIN auth_account a ON a.id = i.account_id
         WHERE i.token_hash = :hash AND i.used_at IS NULL AND i.expires_at > :now AND a.disabled_at IS NULL
    )sql")
                           .bind("hash", hash_token(token))
                           .bind("now", now)
                           .maybe([](const db::Row& row) {
                               const bool reset = row.text("purpose") == "reset";
                               return Found{{row.integer("account_id")}, reset ? LinkPurpose::reset : LinkPurpose::invitation};
                           });
    if (!found) return std::nullopt;
    return LinkOwner{load_account(db, Viewer::system(), found->account), found->purpose};
}

bool redeem_link(db::Write& db, base::Instant now, std::string_view token, std::string_view password_hash) {
    const auto owner = find_link(db, now, token);
    if (!owner) return false;
    // The person proved to be the owner by the link; the record names them, not the program.
    const Viewer person(owner->account.id, owner->account.name, {}, Proof::session);
    set_password(db, person, now, owner->account.id, {.hash = std::string(password_hash)});
    return true;
}

}  // namespace auth
