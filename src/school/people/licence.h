/// Licences of educators, trainings of evaluators and certificates of the industry: who holds what until when, and what of it is proven.
/// Clause numbers refer to docs/policies/supervision-and-evaluation.md.
///
/// Only a verified licence is evidence; what a holder typed opens nothing. Holders see their own, people.manage_licences sees all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files/files.h"
#include "people/people.h"

namespace people {

/// Every kind in the order of the form: "teacher_standard", "administrator", "evaluator_training", "credential" ... Words: people.licence.kind.<kind>.
std::span<const std::string_view> licence_kinds();
bool is_licence_kind(std::string_view word);
/// Teacher licences of every kind; endorsements and certificates are none.
bool is_teaching(std::string_view kind);
/// The family of renewal rules that the kind falls under: "teacher", "administrator", "credential"; empty when no rule of renewal is known for it.
std::string_view family_of(std::string_view kind);

/// What the issuer says. Words: people.licence.status.<status>.
std::span<const std::string_view> licence_statuses();

/// A stored file that proves something.
struct Evidence {
    std::string hash;
    std::string name;
    std::string type;
};

struct Verification {
    std::string how;   // "state_lookup", "issuer_lookup", "paper": people.licence.how.<how>
    std::string link;  // where it was looked up; may be empty
    std::string by;
    base::Instant at;
};
std::span<const std::string_view> verification_ways();

struct Licence {
    std::int64_t id = 0;
    auth::AccountId account;
    std::string holder;
    std::string kind;
    std::optional<std::int64_t> credential_kind;
    std::string credential;       // its name; empty for licences of educators
    std::string jurisdiction;     // "US-IL", or the issuer of a certificate
    std::string number;
    std::string areas;
    std::string grades;
    base::Day issued;
    std::optional<base::Day> expires;  // absent: does not expire
    std::string status = "active";
    std::string suspension_note;  // empty unless the viewer holds people.manage_licences
    std::optional<Verification> verification;
    bool was_verified = false;    // now or at any time before
    std::optional<Evidence> evidence;
    std::int64_t version = 1;
};

/// What holds on the day: the issuer's word, or "expired" once the last day has passed, or "future" before the first.
std::string_view status_on(const Licence& licence, base::Day day);
/// Clause 3: verified, active by the issuer's word, and the day lies within it.
bool is_evidence(const Licence& licence, base::Day day);
bool licence_is_evidence(bool verified, std::string_view status, base::Day issued, std::optional<base::Day> expires, base::Day day);

/// "US-IL" for " us-il "; absent when it is no state, district or territory of the United States.
std::optional<std::string> state_code(std::string_view text);
struct State {
    std::string_view code;
    std::string_view name;
};
/// All of them, by name.
std::span<const State> states();
/// "Illinois" of "US-IL"; anything else stays as it is.
std::string place_name(std::string_view jurisdiction);

// --- Reading (licence_store.cpp) ---

/// Holds people.manage_licences.
bool manages_licences(const auth::Viewer& viewer);

/// By kind, then last day.
std::vector<Licence> licences_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account);
/// Throws base::NotFound when it is neither the viewer's own nor the viewer's to manage.
Licence fetch_licence(db::Read& db, const auth::Viewer& viewer, std::int64_t id);

struct LicenceFilter {
    std::string words;                     // of the holder's name or the number
    bool unverified = false;
    std::optional<base::Day> expires_from; // those that end on that day or later
    std::optional<base::Day> expires_by;   // those that end on that day or before
    bool credentials = false;              // only certificates of the industry
    std::string after_day;                 // paging: the last row's last day ("9999-12-31": none) and id
    std::int64_t after_id = 0;
    int limit = 50;
};
/// By last day. Needs people.manage_licences (base::Forbidden).
std::vector<Licence> all_licences(db::Read& db, const auth::Viewer& viewer, const LicenceFilter& filter);

/// How many licences of others wait to be verified: nobody verifies their own. Needs people.manage_licences (base::Forbidden).
std::int64_t count_to_verify(db::Read& db, const auth::Viewer& viewer);

/// The account with this address. Staff only. Throws base::Invalid of the field when there is none that may sign in.
auth::AccountId account_named(db::Read& db, const auth::Viewer& viewer, std::string_view field, std::string_view email);

// --- Changing (licence_change_store.cpp); each writes an event ---

struct LicenceFacts {
    std::string kind;
    std::optional<std::int64_t> credential_kind;
    std::string jurisdiction;
    std::string number;
    std::string areas;
    std::string grades;
    base::Day issued;
    std::optional<base::Day> expires;
    std::string status = "active";
    std::string suspension_note;       // used only when a manager writes
    std::optional<Evidence> evidence;  // absent: the one that is there stays
};
/// For oneself, or for somebody else with people.manage_licences. Throws base::Invalid naming the field. Returns the id.
std::int64_t add_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId account, const LicenceFacts& facts);
/// A change by the holder of anything but the evidence file takes the verification back. `seen` is the version that the form showed:
/// base::Conflict (with the key of a message) when it is another by now. A teaching licence that was ever verified stays one.
void change_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, const LicenceFacts& facts, std::int64_t seen);
/// Needs people.manage_licences; nobody verifies their own (base::Forbidden).
void verify_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, const Verification& what, std::int64_t seen);
void withdraw_verification(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);
/// The holder while it is not verified; afterwards whoever manages. base::Conflict with the key of a message when an evaluation was
/// signed under it, or when it is a teaching licence that was ever verified (clause 2).
void remove_licence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

}  // namespace people
