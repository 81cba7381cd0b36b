#include <fmt/format.h>

#include "base/text.h"
#include "people/licence.h"
#include "people/licence_row.h"
#include "people/people_rows.h"

namespace people {

bool manages_licences(const auth::Viewer& viewer) { return viewer.may_everywhere(may_manage_licences); }

std::optional<Evidence> read_evidence(const db::Row& row) {
    auto hash = row.maybe_text("evidence_hash");
    if (!hash) return std::nullopt;
    return Evidence{*hash, std::string(row.text("evidence_name")), std::string(row.text("evidence_type"))};
}

Licence read_licence(const db::Row& row, const auth::Viewer& viewer) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    Licence one{.id = row.integer("id"), .account = {row.integer("account_id")}, .holder = text("holder"), .kind = text("kind"),
                .credential_kind = row.maybe_integer("credential_kind_id"), .credential = row.maybe_text("credential").value_or(""),
                .jurisdiction = text("jurisdiction"), .number = text("number"), .areas = text("areas"), .grades = text("grades"),
                .issued = row.day("issued_on"), .expires = row.maybe_day("expires_on"), .status = text("status"), .suspension_note = {},
                .verification = {}, .was_verified = !row.null("first_verified_at"), .evidence = read_evidence(row), .version = row.integer("version")};
    if (manages_licences(viewer)) one.suspension_note = text("suspension_note");
    if (auto at = row.maybe_instant("verified_at")) {
        one.verification = Verification{text("verified_how"), text("verified_link"), row.maybe_text("verified_by").value_or(""), *at};
    }
    return one;
}

static bool may_see(db::Read& db, const auth::Viewer& viewer, auth::AccountId account) {
    if (manages_licences(viewer)) return true;
    return viewer.signed_in() && viewer.account() == account && is_staff(db, viewer);
}

std::vector<Licence> licences_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account) {
    if (!may_see(db, viewer, account)) throw base::Forbidden("Licences are shown to those who hold them and to those who keep them for the district.");
    static const std::string sql = fmt::format(
        "{} WHERE l.account_id = :account ORDER BY CASE WHEN l.kind = 'credential' THEN 1 ELSE 0 END, COALESCE(l.expires_on, '9999-12-31'), l.id", licence_select);
    return db.query(sql).bind("account", account).all([&](const db::Row& row) { return read_licence(row, viewer); });
}

Licence fetch_licence(db::Read& db, const auth::Viewer& viewer, std::int64_t id) {
    static const std::string sql = fmt::format("{} WHERE l.id = :id", licence_select);
    auto one = db.query(sql).bind("id", id).one([&](const db::Row& row) { return read_licence(row, viewer); });
    if (!may_see(db, viewer, one.account)) throw base::NotFound("no such licence");
    return one;
}

std::vector<Licence> all_licences(db::Read& db, const auth::Viewer& viewer, const LicenceFilter& filter) {
    if (!manages_licences(viewer)) throw base::Forbidden("All licences are shown to those who keep them for the district.");
    static const std::string sql = fmt::format(R"sql({}
         WHERE a.disabled_at IS NULL
           AND (:words = '' OR lower(a.name) LIKE :pattern OR lower(l.number) LIKE :pattern)
           AND (:unverified = 0 OR l.verified_at IS NULL)
           AND (:credentials = 0 OR l.kind = 'credential')
           AND (:from = '' OR l.expires_on >= :from)
           AND (:by = '' OR l.expires_on <= :by)
           AND (COALESCE(l.expires_on, '9999-12-31') > :after_day OR (COALESCE(l.expires_on, '9999-12-31') = :after_day AND l.id > :after_id))
         ORDER BY COALESCE(l.expires_on, '9999-12-31'), l.id LIMIT :most)sql", licence_select);
    auto words = base::to_lower_ascii(base::trim(filter.words));
    std::erase_if(words, [](char c) { return c == '%' || c == '_'; });
    return db.query(sql)
        .bind("words", words)
        .bind("pattern", "%" + words + "%")
        .bind("unverified", filter.unverified)
        .bind("credentials", filter.credentials)
        .bind("from", filter.expires_from ? base::to_iso(*filter.expires_from) : "")
        .bind("by", filter.expires_by ? base::to_iso(*filter.expires_by) : "")
        .bind("after_day", filter.after_day)
        .bind("after_id", filter.after_id)
        .bind("most", filter.limit)
        .all([&](const db::Row& row) { return read_licence(row, viewer); });
}

std::int64_t count_to_verify(db::Read& db, const auth::Viewer& viewer) {
    if (!manages_licences(viewer)) throw base::Forbidden("All licences are shown to those who keep them for the district.");
    return db.query(R"sql(
        SELECT count(*) FROM people_licence l JOIN auth_account a ON a.id = l.account_id
         WHERE l.verified_at IS NULL AND a.disabled_at IS NULL AND l.account_id <> :self
    )sql").bind("self", viewer.account()).one_integer();
}

auth::AccountId account_named(db::Read& db, const auth::Viewer& viewer, std::string_view field, std::string_view email) {
    require_staff(db, viewer);
    auto id = db.query("SELECT id FROM auth_account WHERE email_folded = :email AND disabled_at IS NULL").bind("email", base::fold(base::trim(email))).maybe_integer();
    if (!id) throw base::Invalid(std::string(field), "people.problem.email");
    return {*id};
}

std::vector<files::Hash> named_files(db::Read& db) {
    std::vector<files::Hash> all;
    auto keep = [&](const db::Row& row) { all.push_back({std::string(row.text("evidence_hash"))}); };
    db.query("SELECT evidence_hash FROM people_licence WHERE evidence_hash IS NOT NULL").each(keep);
    db.query("SELECT evidence_hash FROM people_activity WHERE evidence_hash IS NOT NULL").each(keep);
    return all;
}

}  // namespace people
