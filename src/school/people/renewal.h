/// What a renewal asks for, and how far somebody is by our records. The state decides; nothing here says "compliant".
///
/// Rules are dated data with their source (docs/guide/licences.md). Amounts are minutes, so that no figure is rounded on its way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/licence.h"

namespace people {

/// At least or at most so much of a category or of a type of activity; of minutes and percent of the total one is set.
struct RenewalLimit {
    enum class Subject { category, type } subject = Subject::category;
    std::string word;  // key of a category, or "independent" ...
    enum class Bound { least, most } bound = Bound::least;
    std::optional<std::int64_t> minutes = {};
    std::optional<std::int64_t> percent = {};
};

struct RenewalRule {
    std::int64_t id = 0;
    std::string jurisdiction;  // "US-TX", or the issuer of a certificate
    std::string family;        // "teacher", "administrator", "credential"
    std::string name;
    int cycle_months = 60;
    /// A cycle ends on the licence's last day (issue), on 30 June (fiscal) or on 31 December (calendar).
    enum class Anchor { issue, fiscal, calendar } anchor = Anchor::issue;
    std::int64_t total_minutes = 0;
    std::optional<std::int64_t> minutes_per_ceu = {};     // absent: not accepted
    std::optional<std::int64_t> minutes_per_credit = {};  // by state, never one figure for all
    bool mixes = true;           // hours and credits may be added up
    int carry_days = 0;          // how long before a cycle's end an activity may count in the next; 0: never
    std::optional<std::int64_t> carry_minutes = {};
    bool approval_first = false; // counts only when approved on or before its day
    std::vector<RenewalLimit> limits = {};
    std::string notes = {};
    base::Day valid_from;
    std::optional<base::Day> valid_to = {};
    std::string source;
    std::string link = {};
    std::optional<base::Day> checked = {};
    bool from_source = false;    // false: general knowledge, "ask your state"
    std::int64_t version = 1;
};

std::string_view word(RenewalRule::Anchor anchor);
std::optional<RenewalRule::Anchor> parse_anchor(std::string_view text);

/// "attending", "presenting", "independent", "mentoring".
std::span<const std::string_view> activity_types();
/// "hour", "ceu", "credit".
std::span<const std::string_view> activity_units();

struct Activity {
    std::int64_t id = 0;
    auth::AccountId account;
    std::string title;
    base::Day on;
    std::int64_t amount = 0;        // hundredths of the unit
    std::string unit = "hour";
    std::string type = "attending";
    std::vector<std::string> categories;
    std::string provider;
    std::string provider_number;
    std::optional<base::Day> approved;
    bool confirmed = false;
    std::string confirmed_by;
    std::optional<Evidence> evidence;
    bool carried = false;           // the holder wants it in the next cycle
    std::int64_t version = 1;
};

/// First and last day.
struct Cycle {
    base::Day begins;
    base::Day ends;
    auto operator<=>(const Cycle&) const = default;
};
/// The cycle in which the day lies.
Cycle cycle_of(const RenewalRule& rule, base::Day issued, std::optional<base::Day> expires, base::Day day);
/// The one cycle in which an activity counts: that of its day, or the next when it is carried and the rule lets it.
Cycle cycle_of_activity(const RenewalRule& rule, base::Day issued, std::optional<base::Day> expires, const Activity& activity);

/// Minutes of an activity by this rule; absent when the rule takes no such unit.
std::optional<std::int64_t> minutes_of(const RenewalRule& rule, const Activity& activity);

/// What of an activity does not count, and why: people.renewal.why.<why>.
struct Uncounted {
    std::int64_t activity = 0;
    std::int64_t minutes = 0;
    std::string_view why;
    std::string word = {};  // of the limit
};

struct CategoryCount {
    std::string word;
    std::int64_t minutes = 0;
    std::optional<std::int64_t> least = {};
    std::optional<std::int64_t> most = {};
};

struct Gap {
    std::string word;           // empty: of the total
    std::int64_t minutes = 0;   // still missing
};

struct Progress {
    Cycle cycle;
    std::int64_t total = 0;     // what the rule asks for
    std::int64_t counted = 0;   // may exceed it
    std::vector<CategoryCount> categories;  // those of the rule first, then others that were counted
    std::vector<Uncounted> uncounted;
    std::vector<Gap> gaps;
    std::int64_t expected = 0;  // at an even pace from the first day to `day`
    int days_left = 0;          // to the last day of the cycle
};

/// Pure: `activities` are all of the licence's, in any order; those of other cycles are left out. Counted in the order of their days, so that a
/// cap takes from the later ones.
Progress renewal_progress(const RenewalRule& rule, const Licence& licence, const std::vector<Activity>& activities, base::Day day);

/// "12.5" of 750 minutes; for pages in both languages.
std::string hours_text(std::int64_t minutes);
/// Hundredths of what was typed ("1", "2.5", "2,5"); absent when it is no amount above 0 and below 10,000.
std::optional<std::int64_t> parse_hundredths(std::string_view text);
std::string hundredths_text(std::int64_t hundredths);

}  // namespace people
