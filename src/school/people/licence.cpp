#include "people/licence.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace people {

static constexpr std::array<std::string_view, 11> kinds{"teacher_initial", "teacher_standard", "teacher_lifetime",   "teacher_emergency", "endorsement", "administrator",
                                                        "supervisor",      "superintendent",   "evaluator_training", "other",             "credential"};
static constexpr std::array<std::string_view, 5> statuses{"active", "pending", "inactive", "suspended", "revoked"};
static constexpr std::array<std::string_view, 3> ways{"state_lookup", "issuer_lookup", "paper"};

// The states, the District of Columbia and the territories that license teachers (ISO 3166-2:US).
static constexpr std::array<State, 56> all_states{{
    {"US-AL", "Alabama"}, {"US-AK", "Alaska"}, {"US-AZ", "Arizona"}, {"US-AR", "Arkansas"}, {"US-CA", "California"}, {"US-CO", "Colorado"},
    {"US-CT", "Connecticut"}, {"US-DE", "Delaware"}, {"US-DC", "District of Columbia"}, {"US-FL", "Florida"}, {"US-GA", "Georgia"}, {"US-HI", "Hawaii"},
    {"US-ID", "Idaho"}, {"US-IL", "Illinois"}, {"US-IN", "Indiana"}, {"US-IA", "Iowa"}, {"US-KS", "Kansas"}, {"US-KY", "Kentucky"},
    {"US-LA", "Louisiana"}, {"US-ME", "Maine"}, {"US-MD", "Maryland"}, {"US-MA", "Massachusetts"}, {"US-MI", "Michigan"}, {"US-MN", "Minnesota"},
    {"US-MS", "Mississippi"}, {"US-MO", "Missouri"}, {"US-MT", "Montana"}, {"US-NE", "Nebraska"}, {"US-NV", "Nevada"}, {"US-NH", "New Hampshire"},
    {"US-NJ", "New Jersey"}, {"US-NM", "New Mexico"}, {"US-NY", "New York"}, {"US-NC", "North Carolina"}, {"US-ND", "North Dakota"}, {"US-OH", "Ohio"},
    {"US-OK", "Oklahoma"}, {"US-OR", "Oregon"}, {"US-PA", "Pennsylvania"}, {"US-RI", "Rhode Island"}, {"US-SC", "South Carolina"}, {"US-SD", "South Dakota"},
    {"US-TN", "Tennessee"}, {"US-TX", "Texas"}, {"US-UT", "Utah"}, {"US-VT", "Vermont"}, {"US-VA", "Virginia"}, {"US-WA", "Washington"},
    {"US-WV", "West Virginia"}, {"US-WI", "Wisconsin"}, {"US-WY", "Wyoming"}, {"US-AS", "American Samoa"}, {"US-GU", "Guam"}, {"US-MP", "Northern Mariana Islands"},
    {"US-PR", "Puerto Rico"}, {"US-VI", "U.S. Virgin Islands"}}};

std::span<const std::string_view> licence_kinds() { return kinds; }
bool is_licence_kind(std::string_view word) { return std::ranges::find(kinds, word) != kinds.end(); }
std::span<const std::string_view> licence_statuses() { return statuses; }
std::span<const std::string_view> verification_ways() { return ways; }
std::span<const State> states() { return all_states; }

bool is_teaching(std::string_view kind) { return kind.starts_with("teacher_"); }

std::string_view family_of(std::string_view kind) {
    if (is_teaching(kind)) return "teacher";
    if (kind == "administrator" || kind == "supervisor" || kind == "superintendent") return "administrator";
    if (kind == "credential") return "credential";
    return "";
}

std::string_view status_on(const Licence& licence, base::Day day) {
    if (licence.status != "active") return licence.status;
    if (licence.expires && *licence.expires < day) return "expired";
    if (day < licence.issued) return "future";
    return "active";
}

bool licence_is_evidence(bool verified, std::string_view status, base::Day issued, std::optional<base::Day> expires, base::Day day) {
    return verified && status == "active" && issued <= day && (!expires || day <= *expires);
}

bool is_evidence(const Licence& licence, base::Day day) {
    return licence_is_evidence(licence.verification.has_value(), licence.status, licence.issued, licence.expires, day);
}

std::optional<std::string> state_code(std::string_view text) {
    auto code = base::to_upper_ascii(base::trim(text));
    if (code.size() == 2) code.insert(0, "US-");
    if (std::ranges::find(all_states, std::string_view(code), &State::code) == all_states.end()) return std::nullopt;
    return code;
}

std::string place_name(std::string_view jurisdiction) {
    auto found = std::ranges::find(all_states, jurisdiction, &State::code);
    return std::string(found == all_states.end() ? jurisdiction : found->name);
}

}  // namespace people
