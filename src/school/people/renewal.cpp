#include "people/renewal.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace people {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month_day;
using Minutes = std::int64_t;

static constexpr std::array<std::string_view, 4> types{"attending", "presenting", "independent", "mentoring"};
static constexpr std::array<std::string_view, 3> units{"hour", "ceu", "credit"};
std::span<const std::string_view> activity_types() { return types; }
std::span<const std::string_view> activity_units() { return units; }

// --- Cycles ---

/// The day so many months on; of a month that is too short its last one.
static base::Day add_months(base::Day day, int count) {
    year_month_day at = year_month_day(day) + months(count);
    if (!at.ok()) at = at.year() / at.month() / std::chrono::last;
    return base::Day(at);
}

/// The end of the month so many months after a last day of a month, else the same day: ends of cycles stay ends of months.
static base::Day shift_end(base::Day end, int count) { return add_months(end + days(1), count) - days(1); }

static base::Day on_or_after(base::Day day, unsigned month, unsigned of_month) {
    const year_month_day at(day);
    base::Day end(at.year() / std::chrono::month(month) / std::chrono::day(of_month));
    return end < day ? base::Day((at.year() + std::chrono::years(1)) / std::chrono::month(month) / std::chrono::day(of_month)) : end;
}

static base::Day anchored(const RenewalRule& rule, base::Day end) {
    switch (rule.anchor) {
        case RenewalRule::Anchor::fiscal: return on_or_after(end, 6, 30);
        case RenewalRule::Anchor::calendar: return on_or_after(end, 12, 31);
        case RenewalRule::Anchor::issue: break;
    }
    return end;
}

static base::Day first_end(const RenewalRule& rule, base::Day issued) { return shift_end(issued - days(1), rule.cycle_months); }

Cycle cycle_of(const RenewalRule& rule, base::Day issued, std::optional<base::Day> expires, base::Day day) {
    const auto anchor = anchored(rule, expires.value_or(first_end(rule, issued)));
    auto end_of = [&](int number) { return shift_end(anchor, number * rule.cycle_months); };
    int number = 0;
    while (end_of(number) < day) ++number;
    while (end_of(number - 1) >= day) --number;
    return {end_of(number - 1) + days(1), end_of(number)};
}

static bool may_carry(const RenewalRule& rule, const Cycle& own, base::Day day) { return rule.carry_days > 0 && own.ends - day < days(rule.carry_days); }

Cycle cycle_of_activity(const RenewalRule& rule, base::Day issued, std::optional<base::Day> expires, const Activity& activity) {
    const auto own = cycle_of(rule, issued, expires, activity.on);
    if (!activity.carried || !may_carry(rule, own, activity.on)) return own;
    return cycle_of(rule, issued, expires, own.ends + days(1));
}

// --- Counting ---

std::optional<Minutes> minutes_of(const RenewalRule& rule, const Activity& activity) {
    if (activity.unit == "hour") return activity.amount * 60 / 100;
    const auto per = activity.unit == "ceu" ? rule.minutes_per_ceu : rule.minutes_per_credit;
    if (!per) return std::nullopt;
    return activity.amount * *per / 100;
}

static Minutes limit_minutes(const RenewalRule& rule, const RenewalLimit& limit) {
    return limit.minutes ? *limit.minutes : rule.total_minutes * limit.percent.value_or(0) / 100;
}

static bool concerns(const RenewalLimit& limit, const Activity& activity) {
    if (limit.subject == RenewalLimit::Subject::type) return limit.word == activity.type;
    return std::ranges::find(activity.categories, limit.word) != activity.categories.end();
}

/// One activity of the cycle with what of it may count before the caps.
struct CountedActivity {
    const Activity* activity;
    Minutes minutes;
    bool carried;
};

class Count {
public:
    Count(const RenewalRule& rule, Progress& progress) : rule_(rule), progress_(progress), used_(rule.limits.size(), 0) {}

    void add(const CountedActivity& one) {
        Minutes left = one.minutes;
        if (one.carried && rule_.carry_minutes) left = cut(one, left, std::max<Minutes>(0, *rule_.carry_minutes - carried_), "carry_limit", "");
        for (std::size_t i = 0; i < rule_.limits.size(); ++i) {
            const auto& limit = rule_.limits[i];
            if (limit.bound != RenewalLimit::Bound::most || !concerns(limit, *one.activity)) continue;
            const bool type = limit.subject == RenewalLimit::Subject::type;
            left = cut(one, left, std::max<Minutes>(0, limit_minutes(rule_, limit) - used_[i]), type ? "type_cap" : "category_cap", limit.word);
        }
        take(one, left);
    }

    std::map<std::string, Minutes, std::less<>> by_category;

private:
    Minutes cut(const CountedActivity& one, Minutes wanted, Minutes room, std::string_view why, const std::string& word) {
        if (wanted <= room) return wanted;
        progress_.uncounted.push_back({one.activity->id, wanted - room, why, word});
        return room;
    }
    void take(const CountedActivity& one, Minutes minutes) {
        for (std::size_t i = 0; i < rule_.limits.size(); ++i) {
            if (concerns(rule_.limits[i], *one.activity)) used_[i] += minutes;
        }
        if (one.carried) carried_ += minutes;
        progress_.counted += minutes;
        for (const auto& category : one.activity->categories) by_category[category] += minutes;
    }

    const RenewalRule& rule_;
    Progress& progress_;
    std::vector<Minutes> used_;
    Minutes carried_ = 0;
};

/// Why nothing of an activity counts; empty when it may.
static std::string_view refusal(const RenewalRule& rule, const Activity& activity) {
    if (!activity.confirmed) return "unconfirmed";
    if (rule.approval_first && !activity.approved) return "no_approval";
    if (rule.approval_first && activity.approved > activity.on) return "before_approval";
    if (!minutes_of(rule, activity)) return "unit";
    return "";
}

/// The activities of the cycle that may count, by day; the others are told.
static std::vector<CountedActivity> candidates(const RenewalRule& rule, const Licence& licence, const std::vector<Activity>& activities, Progress& progress) {
    std::vector<CountedActivity> list;
    for (const auto& one : activities) {
        const auto own = cycle_of(rule, licence.issued, licence.expires, one.on);
        const auto counts_in = cycle_of_activity(rule, licence.issued, licence.expires, one);
        const auto minutes = minutes_of(rule, one).value_or(0);
        if (one.carried && counts_in == own && own.ends + days(1) == progress.cycle.begins) {
            progress.uncounted.push_back({one.id, minutes, "carry_window", {}});
        }
        if (counts_in != progress.cycle) continue;
        const auto why = refusal(rule, one);
        if (!why.empty()) progress.uncounted.push_back({one.id, minutes, why, {}});
        else list.push_back({&one, minutes, counts_in != own});
    }
    std::ranges::sort(list, {}, [](const CountedActivity& one) { return std::pair(one.activity->on, one.activity->id); });
    return list;
}

/// Where hours and credits may not be added up, the kind that brings more counts.
static void keep_one_unit(const RenewalRule& rule, std::vector<CountedActivity>& list, Progress& progress) {
    if (rule.mixes) return;
    Minutes credits = 0, hours = 0;
    for (const auto& one : list) (one.activity->unit == "credit" ? credits : hours) += one.minutes;
    const bool keep_credits = credits > hours;
    std::erase_if(list, [&](const CountedActivity& one) {
        if ((one.activity->unit == "credit") == keep_credits) return false;
        progress.uncounted.push_back({one.activity->id, one.minutes, "not_mixed", {}});
        return true;
    });
}

static void fill_categories(const RenewalRule& rule, std::map<std::string, Minutes, std::less<>> by_category, Progress& progress) {
    for (const auto& limit : rule.limits) {
        if (limit.subject != RenewalLimit::Subject::category) continue;
        auto found = std::ranges::find(progress.categories, limit.word, &CategoryCount::word);
        if (found == progress.categories.end()) {
            auto have = by_category.find(limit.word);
            progress.categories.push_back({limit.word, have == by_category.end() ? 0 : have->second});
            found = std::prev(progress.categories.end());
            if (have != by_category.end()) by_category.erase(have);
        }
        (limit.bound == RenewalLimit::Bound::least ? found->least : found->most) = limit_minutes(rule, limit);
    }
    for (const auto& [word, minutes] : by_category) progress.categories.push_back({word, minutes});
}

Progress renewal_progress(const RenewalRule& rule, const Licence& licence, const std::vector<Activity>& activities, base::Day day) {
    Progress progress;
    progress.cycle = cycle_of(rule, licence.issued, licence.expires, day);
    progress.total = rule.total_minutes;
    auto list = candidates(rule, licence, activities, progress);
    keep_one_unit(rule, list, progress);
    Count count(rule, progress);
    for (const auto& one : list) count.add(one);
    fill_categories(rule, std::move(count.by_category), progress);
    if (progress.counted < progress.total) progress.gaps.push_back({"", progress.total - progress.counted});
    for (const auto& category : progress.categories) {
        if (category.least && category.minutes < *category.least) progress.gaps.push_back({category.word, *category.least - category.minutes});
    }
    const auto length = (progress.cycle.ends - progress.cycle.begins).count() + 1;
    progress.expected = progress.total * ((day - progress.cycle.begins).count() + 1) / length;
    progress.days_left = static_cast<int>((progress.cycle.ends - day).count());
    return progress;
}

// --- Words ---

std::string_view word(RenewalRule::Anchor anchor) {
    switch (anchor) {
        case RenewalRule::Anchor::fiscal: return "fiscal";
        case RenewalRule::Anchor::calendar: return "calendar";
        case RenewalRule::Anchor::issue: break;
    }
    return "issue";
}

std::optional<RenewalRule::Anchor> parse_anchor(std::string_view text) {
    for (auto anchor : {RenewalRule::Anchor::issue, RenewalRule::Anchor::fiscal, RenewalRule::Anchor::calendar}) {
        if (word(anchor) == text) return anchor;
    }
    return std::nullopt;
}

std::string hundredths_text(std::int64_t hundredths) {
    auto text = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string hours_text(std::int64_t minutes) { return hundredths_text(minutes * 100 / 60); }

std::optional<std::int64_t> parse_hundredths(std::string_view text) {
    std::int64_t whole = 0, part = 0, digits = 0;
    std::size_t at = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        if (++digits > 4) return std::nullopt;
        whole = whole * 10 + (text[at] - '0');
    }
    if (digits == 0) return std::nullopt;
    if (at < text.size()) {
        if (text[at] != '.' && text[at] != ',') return std::nullopt;
        const auto rest = text.substr(at + 1);
        if (rest.empty() || rest.size() > 2) return std::nullopt;
        for (char c : rest) {
            if (c < '0' || c > '9') return std::nullopt;
            part = part * 10 + (c - '0');
        }
        if (rest.size() == 1) part *= 10;
    }
    const auto all = whole * 100 + part;
    return all > 0 ? std::optional(all) : std::nullopt;
}

}  // namespace people
