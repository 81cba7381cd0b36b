#include <algorithm>

#include <fmt/format.h>

#include "html/format.h"
#include "http/call.h"
#include "people/credential.h"
#include "people/learning.h"
#include "people/licence.h"
#include "people/renewal_rules.h"

namespace people {

constexpr int shown_after_the_end = 30;

static Expiry about(const Licence& licence) {
    Expiry one;
    one.licence = licence.id;
    one.name = licence.credential;
    one.kind_key = "people.licence.kind." + licence.kind;
    one.place = place_name(licence.jurisdiction);
    one.path = fmt::format("/licences/{}", licence.id);
    return one;
}

std::vector<Expiry> expiries(db::Read& db, const auth::Viewer& viewer, base::Day day, int within_days) {
    std::vector<Expiry> list;
    if (!viewer.signed_in() || !is_staff(db, viewer)) return list;
    auto own = licences_of(db, viewer, viewer.account());
    if (own.empty()) return list;
    const auto rules = renewal_rules(db);
    const auto by_kind = credential_rules(db);
    const auto horizon = day + std::chrono::days(within_days);
    const auto oldest = day - std::chrono::days(shown_after_the_end);
    for (const auto& licence : own) {
        if (licence.status != "active") continue;
        if (licence.expires && oldest <= *licence.expires && *licence.expires <= horizon) {
            auto one = about(licence);
            one.due = *licence.expires;
            list.push_back(std::move(one));
        }
        const auto* rule = pick_rule(rules, licence, by_kind.rule_of(licence.credential_kind), day);
        if (!rule || rule->total_minutes == 0 || (licence.expires && *licence.expires < day)) continue;
        const auto progress = renewal_progress(*rule, licence, activities_of(db, licence), day);
        if (progress.gaps.empty() || progress.cycle.ends > horizon) continue;
        auto one = about(licence);
        one.what = Expiry::What::hours_missing;
        one.minutes_missing = std::ranges::max(progress.gaps, {}, &Gap::minutes).minutes;
        one.due = progress.cycle.ends;
        list.push_back(std::move(one));
    }
    std::ranges::stable_sort(list, {}, &Expiry::due);
    return list;
}

std::string expiry_words(const http::Call& call, const Expiry& expiry) {
    const auto what = expiry.name.empty() ? call.text(expiry.kind_key) : expiry.name;
    const auto day = html::day_words(call.language, call.today(), expiry.due);
    if (expiry.what == Expiry::What::hours_missing) {
        return call.text("people.expiry.hours", {{"what", what}, {"place", expiry.place}, {"hours", hours_text(expiry.minutes_missing)}, {"day", day}});
    }
    return call.text(expiry.due < call.today() ? "people.expiry.ended" : "people.expiry.ends", {{"what", what}, {"place", expiry.place}, {"day", day}});
}

}  // namespace people
