#include "planning/hazard.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/gamma.hpp>

namespace planning {

int bin_of_month(int age_in_months) { return std::clamp(age_in_months / 12, 0, age_bins - 1); }

int months_between(base::Day from, base::Day to) { return to <= from ? 0 : static_cast<int>(static_cast<double>((to - from).count()) / days_in_month); }

Follows follows(std::string_view cause) { return cause == "accident" || cause == "misuse" ? Follows::place : Follows::device; }

bool is_wear(std::string_view cause) { return cause == "wear" || cause == "defect"; }

std::vector<Failure> failures_of(std::span<const LoggedRepair> log) {
    struct Last {
        std::string_view component;
        base::Day on;
        std::size_t failure;
    };
    std::vector<Failure> failures;
    std::vector<Last> lasts;
    for (const auto& repair : log) {
        auto last = std::ranges::find(lasts, repair.component, &Last::component);
        const bool comes_back = last != lasts.end() && repair.component != "other" && (repair.on - last->on).count() <= comeback_days;
        if (comes_back) {
            // Charged to the first repair, however often it comes back.
            auto& first = failures[last->failure];
            first.cents += repair.cents;
            first.minutes += repair.minutes;
            ++first.comebacks;
            last->on = repair.on;
            continue;
        }
        failures.push_back({repair.id, repair.on, follows(repair.cause), is_wear(repair.cause), repair.cents, repair.minutes, 0});
        if (last == lasts.end()) lasts.push_back({repair.component, repair.on, failures.size() - 1});
        else *last = {repair.component, repair.on, failures.size() - 1};
    }
    return failures;
}

int wear_in_a_year(std::span<const Failure> failures, base::Day today) {
    const auto since = today - std::chrono::days(365);
    return static_cast<int>(std::ranges::count_if(failures, [&](const Failure& failure) { return failure.wear && failure.on > since && failure.on <= today; }));
}

Counted& Counted::operator+=(const Counted& more) {
    failures += more.failures;
    days += more.days;
    return *this;
}

void add_days(std::array<Counted, age_bins>& bins, base::Day begins, base::Day first, base::Day last) {
    first = std::max(first, begins);
    for (int bin = 0; bin < age_bins && first < last; ++bin) {
        const auto bin_ends = begins + std::chrono::days(static_cast<int>(std::ceil((bin + 1) * 365.25)));
        const auto ends = bin == age_bins - 1 ? last : std::min(last, bin_ends);
        if (ends <= first) continue;
        bins[static_cast<std::size_t>(bin)].days += (ends - first).count();
        first = ends;
    }
}

std::optional<std::int64_t> upper_quartile(std::vector<std::int64_t> values) {
    if (values.size() < 4) return std::nullopt;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() * 3 + 3) / 4 - 1);
    std::ranges::nth_element(values, at);
    return *at;
}

double Rate::quantile(double probability) const {
    if (shape <= 0 || months <= 0) return 0;
    return boost::math::quantile(boost::math::gamma_distribution<double>(shape, 1 / months), probability);
}

Rate shrink(const Counted& own, double fleet) { return {static_cast<double>(own.failures) + prior_months * fleet, own.months() + prior_months}; }

static double plain(const Counted& counted) { return counted.days > 0 ? static_cast<double>(counted.failures) / counted.months() : 0; }

static double mean_cents(const CostSum& own, std::int64_t hour_cents, double usual) {
    return (own.total(hour_cents) + prior_failures * usual) / (static_cast<double>(own.failures) + prior_failures);
}

static Counted sum(const std::array<Counted, age_bins>& bins) {
    Counted all;
    for (const auto& bin : bins) all += bin;
    return all;
}

std::pair<double, double> Expected::range(int bin) const {
    auto& kept = ranges_[static_cast<std::size_t>(bin)];
    if (!kept) {
        const auto& rate = wear[static_cast<std::size_t>(bin)];
        kept = rate.mean() > 0 ? std::pair(rate.quantile(0.1) / rate.mean(), rate.quantile(0.9) / rate.mean()) : std::pair(1.0, 1.0);
    }
    return *kept;
}

Hazards::Hazards(const Fleet& fleet, std::int64_t hour_cents) {
    Counted all;
    CostSum all_cost;
    for (const auto& [id, model] : fleet.models) {
        auto& kind = kinds_[model.kind];
        for (std::size_t bin = 0; bin < age_bins; ++bin) kind.wear[bin] += model.wear[bin];
        for (auto* cost : {&kind.wear_cost, &all_cost}) {
            cost->failures += model.cost.failures;
            cost->cents += model.cost.cents;
            cost->minutes += model.cost.minutes;
        }
    }
    for (const auto& [place, counted] : fleet.accidents) {
        auto& kind = kinds_[place.first];
        kind.accidents += counted;
        kind.accidents_at[place.second] += counted;
    }
    for (auto& [name, kind] : kinds_) all += kind.all = sum(kind.wear);
    const double of_all = plain(all);
    const double usual_cents = all_cost.failures ? all_cost.total(hour_cents) / static_cast<double>(all_cost.failures) : 0;
    all_.wear.fill({prior_months * of_all, prior_months});
    all_.failure_cents = usual_cents;
    for (auto& [name, kind] : kinds_) {
        // H3: an age that few of the kind have reached is pulled to the kind, a kind of few to all devices.
        const double whole = shrink(kind.all, of_all).mean();
        for (std::size_t bin = 0; bin < age_bins; ++bin) kind.expected.wear[bin] = shrink(kind.wear[bin], whole);
        kind.expected.failure_cents = mean_cents(kind.wear_cost, hour_cents, usual_cents);
        kind.accident_rate = plain(kind.accidents);
        const auto history = fleet.kinds.find(name);
        if (history == fleet.kinds.end()) continue;
        const auto& cost = history->second.accident_cost;
        kind.accident_cents = cost.failures ? cost.total(hour_cents) / static_cast<double>(cost.failures) : kind.expected.failure_cents;
        kind.p75_cents = history->second.p75_cents;
    }
    for (const auto& [id, model] : fleet.models) {
        const auto& kind = kinds_.find(model.kind)->second;
        auto& expected = models_[id];
        for (std::size_t bin = 0; bin < age_bins; ++bin) expected.wear[bin] = shrink(model.wear[bin], kind.expected.wear[bin].mean());
        expected.failure_cents = mean_cents(model.cost, hour_cents, kind.expected.failure_cents);
        if (model.p75_cents) model_p75_[id] = *model.p75_cents;
    }
}

const Hazards::Kind* Hazards::find(std::string_view kind) const {
    const auto found = kinds_.find(kind);
    return found == kinds_.end() ? nullptr : &found->second;
}

const Expected& Hazards::of_model(std::int64_t model, std::string_view kind) const {
    const auto found = models_.find(model);
    return found == models_.end() ? of_kind(kind) : found->second;
}

const Expected& Hazards::of_kind(std::string_view kind) const {
    const auto* found = find(kind);
    return found ? found->expected : all_;
}

Rate Hazards::accidents(std::string_view kind, std::int64_t school) const {
    const auto* of_kind = find(kind);
    if (!of_kind) return {};
    const auto here = of_kind->accidents_at.find(school);
    return shrink(here == of_kind->accidents_at.end() ? Counted{} : here->second, of_kind->accident_rate);
}

double Hazards::accident_cents(std::string_view kind) const {
    const auto* found = find(kind);
    return found ? found->accident_cents : 0;
}

double Hazards::months_of_kind(std::string_view kind) const {
    const auto* found = find(kind);
    return found ? found->all.months() : 0;
}

std::optional<std::int64_t> Hazards::usual_quote(std::int64_t model, std::string_view kind) const {
    if (const auto own = model_p75_.find(model); own != model_p75_.end()) return own->second;
    const auto* of_kind = find(kind);
    return of_kind ? of_kind->p75_cents : std::nullopt;
}

}  // namespace planning
