#include <algorithm>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "people/licence.h"
#include "people/licence_row.h"
#include "people/people_rows.h"

namespace people {

/// Which fields, not what stands in them: the record is read by more people than the licence.
static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "licence", .subject_id = id, .action = action, .detail = boost::json::serialize(detail)});
}

static void require_manager_of_licences(const auth::Viewer& viewer) {
    if (!manages_licences(viewer)) throw base::Forbidden("Licences are verified by those who keep them for the district.");
}

static std::string short_text(std::string_view field, std::string_view text, std::size_t most) {
    auto tidy = base::collapse_space(text);
    if (base::count_code_points(tidy) > most) throw base::Invalid(std::string(field), "people.licence.problem.long");
    return tidy;
}

static std::optional<std::string> issuer_of(db::Read& db, const LicenceFacts& facts) {
    if (!facts.credential_kind) return std::nullopt;
    return db.query("SELECT issuer FROM people_credential_kind WHERE id = :id").bind("id", *facts.credential_kind).maybe_text();
}

static LicenceFacts tidy(db::Read& db, LicenceFacts facts) {
    if (!is_licence_kind(facts.kind)) throw base::Invalid("kind", "people.licence.problem.kind");
    if (facts.kind == "credential") {
        auto issuer = issuer_of(db, facts);
        if (!issuer) throw base::Invalid("credential", "people.licence.problem.credential");
        facts.jurisdiction = *issuer;
    } else {
        facts.credential_kind.reset();
        auto state = state_code(facts.jurisdiction);
        if (!state) throw base::Invalid("jurisdiction", "people.licence.problem.state");
        facts.jurisdiction = *state;
    }
    facts.number = short_text("number", facts.number, 60);
    if (facts.number.empty()) throw base::Invalid("number", "people.licence.problem.number");
    facts.areas = short_text("areas", facts.areas, 300);
    facts.grades = short_text("grades", facts.grades, 60);
    facts.suspension_note = short_text("suspension_note", facts.suspension_note, 500);
    if (facts.expires && *facts.expires < facts.issued) throw base::Invalid("expires", "people.licence.problem.order");
    if (std::ranges::find(licence_statuses(), facts.status) == licence_statuses().end()) throw base::Invalid("status", "people.licence.problem.status");
    return facts;
}

static void require_writer(db::Read& db, const auth::Viewer& viewer, auth::AccountId account) {
    bool own = viewer.signed_in() && viewer.account() == account && is_staff(db, viewer);
    if (!own && !manages_licences(viewer)) throw base::Forbidden("Licences are entered by those who hold them and by those who keep them for the district.");
}

/// What a row says besides whose it is, who vouches for it and why it is suspended.
static db::Query bind_facts(db::Query query, const LicenceFacts& facts, const std::optional<Evidence>& evidence) {
    std::move(query)
        .bind("kind", facts.kind)
        .bind("credential", facts.credential_kind)
        .bind("jurisdiction", facts.jurisdiction)
        .bind("number", facts.number)
        .bind("areas", facts.areas)
        .bind("grades", facts.grades)
        .bind("issued", facts.issued)
        .bind("expires", facts.expires)
        .bind("status", facts.status)
        .bind("hash", evidence ? std::optional(evidence->hash) : std::nullopt)
        .bind("name", evidence ? evidence->name : "")
        .bind("type", evidence ? evidence->type : "");
    return query;
}

std::int64_t add_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId account, const LicenceFacts& given) {
    require_writer(db, viewer, account);
    db.query("SELECT id FROM auth_account WHERE id = :id").bind("id", account).one([](const db::Row&) { return 0; });
    const auto facts = tidy(db, given);
    auto id = bind_facts(db.query(R"sql(
        INSERT INTO people_licence (account_id, kind, credential_kind_id, jurisdiction, number, areas, grades, issued_on, expires_on, status,
                                    suspension_note, evidence_hash, evidence_name, evidence_type)
        VALUES (:account, :kind, :credential, :jurisdiction, :number, :areas, :grades, :issued, :expires, :status, :note, :hash, :name, :type) RETURNING id
    )sql"), facts, facts.evidence)
                  .bind("account", account)
                  .bind("note", manages_licences(viewer) ? facts.suspension_note : "")
                  .one_integer();
    note(db, viewer, now, id, "added", {{"account", account.value}, {"kind", facts.kind}, {"jurisdiction", facts.jurisdiction}});
    return id;
}

static boost::json::array changed_fields(const Licence& before, const LicenceFacts& after, bool manager) {
    boost::json::array fields;
    auto differs = [&](const char* name, bool different) {
        if (different) fields.emplace_back(name);
    };
    differs("kind", before.kind != after.kind || before.credential_kind != after.credential_kind);
    differs("jurisdiction", before.jurisdiction != after.jurisdiction);
    differs("number", before.number != after.number);
    differs("areas", before.areas != after.areas);
    differs("grades", before.grades != after.grades);
    differs("issued", before.issued != after.issued);
    differs("expires", before.expires != after.expires);
    differs("status", before.status != after.status);
    differs("suspension_note", manager && before.suspension_note != after.suspension_note);
    return fields;
}

/// Clause 2: whom a proven teaching licence protects, keeps that protection whatever is said of the licence later.
static bool is_protecting(const Licence& licence) { return licence.was_verified && is_teaching(licence.kind); }

static void require_seen(const Licence& licence, std::int64_t seen, const char* key) {
    if (licence.version != seen) throw base::Conflict(key);
}

void change_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, const LicenceFacts& given, std::int64_t seen) {
    const auto before = fetch_licence(db, viewer, id);
    require_writer(db, viewer, before.account);
    require_seen(before, seen, "people.licence.problem.stale");
    const bool manager = manages_licences(viewer);
    const auto facts = tidy(db, given);
    if (is_protecting(before) && !is_teaching(facts.kind)) throw base::Invalid("kind", "people.licence.problem.stays_teaching");
    auto fields = changed_fields(before, facts, manager);
    // What was verified is no longer what stands there; a manager who corrects their own is a holder too.
    const bool own = viewer.account() == before.account;
    const bool unverify = before.verification && !fields.empty() && (own || !manager);
    if (facts.evidence) fields.emplace_back("evidence");
    const auto evidence = facts.evidence ? facts.evidence : before.evidence;
    bind_facts(db.query(R"sql(
        UPDATE people_licence SET kind = :kind, credential_kind_id = :credential, jurisdiction = :jurisdiction, number = :number, areas = :areas,
               grades = :grades, issued_on = :issued, expires_on = :expires, status = :status,
               suspension_note = CASE WHEN :manager = 1 THEN :note ELSE suspension_note END,
               evidence_hash = :hash, evidence_name = :name, evidence_type = :type, version = version + 1,
               verified_at = CASE WHEN :unverify = 1 THEN NULL ELSE verified_at END,
               verified_by_id = CASE WHEN :unverify = 1 THEN NULL ELSE verified_by_id END
         WHERE id = :id
    )sql"), facts, evidence)
        .bind("id", id)
        .bind("manager", manager)
        .bind("note", facts.suspension_note)
        .bind("unverify", unverify)
        .run();
    note(db, viewer, now, id, "changed", {{"account", before.account.value}, {"fields", fields}, {"verification_withdrawn", unverify}});
}

static void set_verified(db::Write& db, std::int64_t id, std::optional<base::Instant> at, std::optional<std::int64_t> by, const Verification& what) {
    db.query(R"sql(
        UPDATE people_licence SET verified_at = :at, first_verified_at = COALESCE(first_verified_at, :at), verified_by_id = :by, verified_how = :how, verified_link = :link, version = version + 1 WHERE id = :id
    )sql")
        .bind("id", id)
        .bind("at", at)
        .bind("by", by)
        .bind("how", what.how)
        .bind("link", what.link)
        .run();
}

void verify_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, const Verification& what, std::int64_t seen) {
    require_manager_of_licences(viewer);
    const auto licence = fetch_licence(db, viewer, id);
    if (licence.account == viewer.account()) throw base::Forbidden("Nobody verifies their own licence. Somebody else who keeps licences does.");
    require_seen(licence, seen, "people.licence.problem.changed");
    if (std::ranges::find(verification_ways(), what.how) == verification_ways().end()) throw base::Invalid("how", "people.licence.problem.how");
    auto link = std::string(base::trim(what.link));
    if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://")) throw base::Invalid("link", "people.licence.problem.link");
    if (link.size() > 500) throw base::Invalid("link", "people.licence.problem.long");
    // The program and the command line have no account; the event names them.
    auto by = viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt;
    set_verified(db, id, now, by, {what.how, link, {}, now});
    note(db, viewer, now, id, "verified", {{"account", licence.account.value}, {"how", what.how}});
}

void withdraw_verification(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    require_manager_of_licences(viewer);
    const auto licence = fetch_licence(db, viewer, id);
    set_verified(db, id, std::nullopt, std::nullopt, {});
    note(db, viewer, now, id, "verification_withdrawn", {{"account", licence.account.value}});
}

void remove_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    const auto licence = fetch_licence(db, viewer, id);
    require_writer(db, viewer, licence.account);
    if (licence.verification && !manages_licences(viewer)) throw base::Forbidden("A verified licence is removed by those who keep licences for the district.");
    if (is_protecting(licence)) throw base::Conflict("people.licence.problem.stays");
    auto signed_under = db.query("SELECT count(*) FROM people_evaluation_evidence WHERE licence_id = :id").bind("id", id).one_integer();
    if (signed_under > 0) throw base::Conflict("people.licence.problem.signed_under");
    db.query("DELETE FROM people_licence_reminder WHERE licence_id = :id").bind("id", id).run();
    db.query("DELETE FROM people_activity_licence WHERE licence_id = :id").bind("id", id).run();
    db.query("DELETE FROM people_licence WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, id, "removed", {{"account", licence.account.value}, {"kind", licence.kind}});
}

}  // namespace people
