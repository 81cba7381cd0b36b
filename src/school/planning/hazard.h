/// How often devices fail: by model and age from the repair history, with small numbers pulled to the fleet of their kind (P1). Pure.
/// Clauses H1 to H9 are those of docs/policies/repair-or-replace.md.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.h"

namespace planning {

/// H2: years of age; the last holds all that are older.
constexpr int age_bins = 8;
/// H3: what the fleet of the kind weighs beside a model's own history, in device-months.
constexpr double prior_months = 24;
/// H6: what the usual cost of the kind weighs beside a model's own, in failures.
constexpr double prior_failures = 5;
/// H5: the same component again within so many days is the same failure.
constexpr int comeback_days = 30;
constexpr double days_in_month = 365.25 / 12;

int bin_of_month(int age_in_months);
/// Whole months from one day to the other, by mean months; 0 when there are none.
int months_between(base::Day from, base::Day to);

/// One entry of the repair log.
struct LoggedRepair {
    std::int64_t id = 0;
    base::Day on;
    std::string_view component;  // "other" names no part, so it never comes back
    std::string_view cause;      // words of helpdesk_repair
    std::int64_t cents = 0;
    std::int64_t minutes = 0;
};

/// H4: who an entry speaks about. Accidents follow the person and the place, everything else follows the device.
enum class Follows { device, place };
Follows follows(std::string_view cause);
/// Wear or a defect was seen; "unknown" accuses nobody.
bool is_wear(std::string_view cause);

/// A failure with what came back of it.
struct Failure {
    std::int64_t repair = 0;
    base::Day on;
    Follows follows = Follows::device;
    bool wear = false;
    std::int64_t cents = 0;    // of all its repairs
    std::int64_t minutes = 0;
    int comebacks = 0;
};
/// H5: the repairs of one device, oldest first, as failures.
std::vector<Failure> failures_of(std::span<const LoggedRepair> log);
/// H9: how many failures by wear began in the 365 days before `today`.
int wear_in_a_year(std::span<const Failure> failures, base::Day today);
constexpr int lemon_failures = 3;

/// Failures and days at risk.
struct Counted {
    std::int64_t failures = 0;
    std::int64_t days = 0;
    double months() const { return static_cast<double>(days) / days_in_month; }
    Counted& operator+=(const Counted& more);
};
struct CostSum {
    std::int64_t failures = 0;
    std::int64_t cents = 0;
    std::int64_t minutes = 0;
    double total(std::int64_t hour_cents) const { return static_cast<double>(cents) + static_cast<double>(minutes) * static_cast<double>(hour_cents) / 60; }
};

struct ModelHistory {
    std::string kind;
    std::array<Counted, age_bins> wear{};
    CostSum cost;                             // of its failures that follow the device
    std::optional<std::int64_t> p75_cents;    // three in four of its repairs cost no more; absent with fewer than 4
};
struct KindHistory {
    CostSum accident_cost;
    std::optional<std::int64_t> p75_cents;
};
struct Fleet {
    std::map<std::int64_t, ModelHistory> models;
    std::map<std::string, KindHistory, std::less<>> kinds;
    std::map<std::pair<std::string, std::int64_t>, Counted> accidents;  // by kind and school; school 0: none
};

/// H1: spreads the days in service from `first` to `last` over the ages; the device's age is counted from `begins`.
void add_days(std::array<Counted, age_bins>& bins, base::Day begins, base::Day first, base::Day last);
/// The value that three in four do not exceed; absent with fewer than 4 values.
std::optional<std::int64_t> upper_quartile(std::vector<std::int64_t> values);

/// Failures a month, with what is not known about it: a Gamma distribution.
struct Rate {
    double shape = 0;
    double months = 0;
    double mean() const { return months > 0 ? shape / months : 0; }
    /// The rate that it stays below with this probability.
    double quantile(double probability) const;
};
/// H3: `own` pulled to `fleet`, which is failures a month.
Rate shrink(const Counted& own, double fleet);

/// What is expected of a model: failures a month by year of age, and cents a failure.
struct Expected {
    std::array<Rate, age_bins> wear{};
    double failure_cents = 0;
    /// How far the rate of that year of age may lie from its mean, as shares of it: 8 in 10. Worked out once.
    std::pair<double, double> range(int bin) const;

private:
    mutable std::array<std::optional<std::pair<double, double>>, age_bins> ranges_{};
};

/// The fleet's history as rates and costs.
class Hazards {
public:
    Hazards(const Fleet& fleet, std::int64_t hour_cents);
    /// Of a model without history that of its kind; of an unknown kind that of all devices.
    const Expected& of_model(std::int64_t model, std::string_view kind) const;
    const Expected& of_kind(std::string_view kind) const;
    /// Accidents a month at a school with devices of a kind; cents of one.
    Rate accidents(std::string_view kind, std::int64_t school) const;
    double accident_cents(std::string_view kind) const;
    /// Device-months of the kind that the log covers.
    double months_of_kind(std::string_view kind) const;
    /// What stands in place of a quote: the upper quartile of the model, else of the kind.
    std::optional<std::int64_t> usual_quote(std::int64_t model, std::string_view kind) const;

private:
    struct Kind {
        std::array<Counted, age_bins> wear{};
        Counted all, accidents;
        CostSum wear_cost;
        Expected expected;
        double accident_rate = 0;
        double accident_cents = 0;
        std::optional<std::int64_t> p75_cents;
        std::unordered_map<std::int64_t, Counted> accidents_at;  // by school
    };
    const Kind* find(std::string_view kind) const;
    std::unordered_map<std::int64_t, Expected> models_;
    std::unordered_map<std::int64_t, std::int64_t> model_p75_;
    std::map<std::string, Kind, std::less<>> kinds_;
    Expected all_;
};

}  // namespace planning
