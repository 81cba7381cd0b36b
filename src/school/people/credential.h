/// Kinds of certificates of the industry: under which rule they are renewed, and which skill a current one gives.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "people/people.h"

namespace people {

struct CredentialKind {
    std::int64_t id = 0;
    std::string key;
    std::string name;
    std::string issuer;
    std::optional<std::int64_t> rule;    // of renewal (renewal_rules.h)
    std::optional<std::int64_t> skill;
    int level = 0;                       // with a skill 1 to 3
    std::int64_t version = 1;
};
/// Public within the house, in the order of the page.
std::vector<CredentialKind> credential_kinds(db::Read& db);
CredentialKind fetch_credential_kind(db::Read& db, std::int64_t id);
/// id 0: a new one. Needs people.manage_licences. Throws base::Invalid naming the field; base::Conflict when the version is another by now.
std::int64_t save_credential_kind(db::Write& db, const auth::Viewer& viewer, base::Instant now, const CredentialKind& kind);

/// The rule of each kind.
class CredentialRules {
public:
    std::map<std::int64_t, std::int64_t> by_kind;
    std::optional<std::int64_t> rule_of(std::optional<std::int64_t> kind) const {
        if (!kind) return std::nullopt;
        auto found = by_kind.find(*kind);
        return found == by_kind.end() ? std::nullopt : std::optional(found->second);
    }
};
CredentialRules credential_rules(db::Read& db);

/// A skill that somebody has by a verified certificate that is current on the day.
struct CertifiedSkill {
    auth::AccountId account;
    std::int64_t skill = 0;
    std::string skill_key;
    int level = 0;
    std::string credential;  // its name
    std::optional<base::Day> expires;
};
/// Of everybody, or of one account; no secret among staff, who read skills too. Throws base::Forbidden otherwise.
std::vector<CertifiedSkill> certified_skills(db::Read& db, const auth::Viewer& viewer, base::Day day, std::optional<auth::AccountId> only = {});

/// What stands when both are known: the higher of what was recorded and what certificates prove.
int level_of(int recorded, int certified);

}  // namespace people
