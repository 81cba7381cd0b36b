/// The rules of renewal as the district keeps them: read by everybody of the staff, changed with people.manage_licences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "people/renewal.h"

namespace people {

struct LearningCategory {
    std::string key;
    Words name;
};
std::vector<LearningCategory> learning_categories(db::Read& db);
/// The key is made of the English name. Throws base::Invalid naming the field.
void add_learning_category(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Words& name);

/// By place, family and first day, with their limits.
std::vector<RenewalRule> renewal_rules(db::Read& db);
RenewalRule fetch_renewal_rule(db::Read& db, std::int64_t id);
/// The rule under which a licence stands on the day: of its certificate, else of its state and family. Absent when none is known.
std::optional<RenewalRule> rule_for(db::Read& db, const Licence& licence, base::Day day);
/// The same among rules that are loaded already; `credential_rule` is that of the licence's certificate.
const RenewalRule* pick_rule(const std::vector<RenewalRule>& rules, const Licence& licence, std::optional<std::int64_t> credential_rule, base::Day day);

/// id 0: a new one. `rule.version` is what the form showed: base::Conflict when it is another by now. Throws base::Invalid naming the field.
std::int64_t save_renewal_rule(db::Write& db, const auth::Viewer& viewer, base::Instant now, const RenewalRule& rule);

}  // namespace people
