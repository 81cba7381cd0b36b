#include "auth/account.h"

#include <fmt/format.h>

#include "auth/account_rules.h"
#include "auth/auth.h"
#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/like.h"

namespace auth {

static const std::string select_account = R"sql(
    SELECT id, email, name, language, created_at, disabled_at,
           CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS has_password,
           CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END AS has_second_factor
      FROM auth_account )sql";

static Account read_account(const db::Row& row) {
    return {{row.integer("id")},       std::string(row.text("email")),   std::string(row.text("name")), std::string(row.text("language")),
            row.instant("created_at"), row.maybe_instant("disabled_at"), row.flag("has_password"),      row.flag("has_second_factor")};
}

static std::string checked_name(std::string_view name) {
    std::string clean = base::collapse_space(name);
    if (clean.empty() || base::count_code_points(clean) > 100) throw base::Invalid("name", "Write a name of 1 to 100 characters.");
    return clean;
}

static std::string_view checked_language(std::string_view language) {
    if (language != "en" && language != "es") throw base::Invalid("language", "Choose English (en) or Spanish (es).");
    return language;
}

AccountId create_account(db::Write& db, const Viewer& viewer, base::Instant now, const NewAccount& account) {
    require_manage(viewer);
    const auto email = base::parse_email(account.email);
    if (!email) throw base::Invalid("email", "Write one mail address, such as ana@north.example.");
    const auto taken = db.query("SELECT id FROM auth_account WHERE email_folded = :email").bind("email", base::fold(*email)).maybe_integer();
    if (taken) throw base::Conflict(fmt::format("{} has an account already.", *email));

    const std::string name = checked_name(account.name);
    std::optional<std::string> hash;
    if (!account.password_hash.empty()) hash = account.password_hash;
    const AccountId id{db.query(R"sql(
        INSERT INTO auth_account (email, email_folded, name, name_folded, language, created_at, password_hash)
        VALUES (:email, :folded, :name, :name_folded, :language, :now, :hash) RETURNING id
    )sql")
                           .bind("email", *email)
                           .bind("folded", base::fold(*email))
                           .bind("name", name)
                           .bind("name_folded", base::fold(name))
                           .bind("language", checked_language(account.language))
                           .bind("now", now)
                           .bind("hash", hash)
                           .one_integer()};
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "created"});
    return id;
}

Account load_account(db::Read& db, const Viewer& viewer, AccountId id) {
    require_own_or_manage(viewer, id);
    return db.query(select_account + "WHERE id = :id").bind("id", id).one(read_account);
}

std::optional<Account> find_account(db::Read& db, const Viewer& viewer, std::string_view email) {
    require_manage(viewer);
    return db.query(select_account + "WHERE email_folded = :email").bind("email", base::fold(base::trim(email))).maybe(read_account);
}

std::vector<Account> list_accounts(db::Read& db, const Viewer& viewer, const AccountFilter& filter) {
    if (!viewer.may_everywhere(may_manage_access)) return {};
    std::string sql = select_account + "WHERE (name_folded > :after OR (name_folded = :after AND id > :after_id))";
    if (!filter.with_disabled) sql += " AND disabled_at IS NULL";
    // Plain containment is enough for the accounts of a district.
    if (!filter.words.empty()) sql += " AND (name_folded LIKE :words ESCAPE '\\' OR email_folded LIKE :words ESCAPE '\\')";
    sql += " ORDER BY name_folded, id LIMIT :limit";
    db::Query query = db.query(sql);
    std::move(query).bind("after", base::fold(filter.after_name)).bind("after_id", filter.after_id).bind("limit", filter.limit);
    if (!filter.words.empty()) std::move(query).bind("words", db::like_anywhere(base::fold(base::collapse_space(filter.words))));
    return std::move(query).all(read_account);
}

std::optional<std::string> account_name(db::Read& db, AccountId id) {
    return db.query("SELECT name FROM auth_account WHERE id = :id").bind("id", id).maybe_text();
}

std::string account_language(db::Read& db, AccountId id) {
    return db.query("SELECT language FROM auth_account WHERE id = :id").bind("id", id).maybe_text().value_or("en");
}

void rename_account(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, std::string_view name) {
    const std::string before = load_account(db, viewer, id).name;
    const std::string after = checked_name(name);
    if (after == before) return;
    db.query("UPDATE auth_account SET name = :name, name_folded = :folded WHERE id = :id")
        .bind("name", after)
        .bind("folded", base::fold(after))
        .bind("id", id)
        .run();
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "renamed"});
}

void choose_language(db::Write& db, const Viewer& viewer, AccountId id, std::string_view language) {
    require_own_or_manage(viewer, id);
    db.query("UPDATE auth_account SET language = :language WHERE id = :id").bind("language", checked_language(language)).bind("id", id).run();
}

void disable_account(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, std::string_view why) {
    require_manage(viewer);
    if (viewer.signed_in() && viewer.account() == id) throw base::Conflict("Nobody disables their own account. Ask another administrator.");
    const Account account = load_account(db, viewer, id);
    if (account.disabled_at) return;
    keep_one_manager(db, id);
    db.query("UPDATE auth_account SET disabled_at = :now WHERE id = :id").bind("now", now).bind("id", id).run();
    end_sessions_of(db, id, {});
    db.query("UPDATE auth_api_token SET revoked_at = :now WHERE account_id = :id AND revoked_at IS NULL").bind("now", now).bind("id", id).run();
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "disabled", .why = why});
}

void enable_account(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id) {
    require_manage(viewer);
    if (!load_account(db, viewer, id).disabled_at) return;
    db.query("UPDATE auth_account SET disabled_at = NULL WHERE id = :id").bind("id", id).run();
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "enabled"});
}

void set_password(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, const NewPassword& password) {
    require_own_or_manage(viewer, id);
    db.query("UPDATE auth_account SET password_hash = :hash WHERE id = :id").bind("hash", password.hash).bind("id", id).run();
    // Links made before were for the old state; a forgotten letter in a drawer must not undo this.
    db.query("UPDATE auth_invitation SET used_at = :now WHERE account_id = :id AND used_at IS NULL").bind("now", now).bind("id", id).run();
    end_sessions_of(db, id, password.keep_session);
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "password_set"});
}

std::string password_hash_of(db::Read& db, AccountId id) {
    return db.query("SELECT password_hash FROM auth_account WHERE id = :id")
        .bind("id", id)
        .maybe([](const db::Row& row) { return row.maybe_text("password_hash").value_or(""); })
        .value_or("");
}

}  // namespace auth
