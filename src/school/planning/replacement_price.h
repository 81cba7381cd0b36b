/// What a new device costs and how long it serves, as the district says it or, until it does, as Belltower assumes (P1, P2).
/// Clauses are those of docs/policies/repair-or-replace.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace planning {

/// What everything is counted with (A1).
struct Assumptions {
    std::int64_t hour_cents = 4000;
    std::int64_t interest_basis_points = 300;
    std::optional<base::Day> log_from;  // absent: the day of the first repair
    std::string funding_source;
    std::int64_t revision = 0;          // 0: nobody has said anything

    double interest() const { return static_cast<double>(interest_basis_points) / 10'000; }
};

struct Price {
    std::int64_t id = 0;                     // 0: assumed
    std::string kind;                        // of a kind ...
    std::optional<std::int64_t> model;       // ... or of one model
    std::int64_t price_cents = 0;
    std::int64_t salvage_cents = 0;
    std::int64_t life_months = 0;
    std::optional<std::int64_t> successor;
    std::string funding_source;
    base::Day changed_on;
    std::int64_t revision = 0;

    bool assumed() const { return id == 0; }
};

/// A2: what is assumed of a kind; absent of kinds for which no figure would be honest.
std::optional<Price> assumed_price(std::string_view kind);
/// The day on which the assumed figures were written down.
base::Day assumed_on();

/// Field and message key ("planning.price.problem....") of what is wrong.
using PriceProblems = std::vector<std::pair<std::string, std::string>>;
PriceProblems problems_of(const Assumptions& said);
PriceProblems problems_of(const Price& said);

/// The prices that hold, of the model first, then of its kind, then assumed.
class PriceList {
public:
    PriceList(std::vector<Price> prices, Assumptions assumptions);
    const Assumptions& assumptions() const { return assumptions_; }
    /// Null when there is none.
    const Price* of(std::int64_t model, std::string_view kind) const;
    /// Who pays for the successor of a device.
    std::string funding_of(std::string_view own, const Price* price) const;

private:
    Assumptions assumptions_;
    std::map<std::int64_t, Price> of_model_;
    mutable std::map<std::string, std::optional<Price>, std::less<>> of_kind_;
};

Assumptions load_assumptions(db::Read& db);
PriceList load_prices(db::Read& db);

/// What the page of prices shows: the kinds that the district has, and the models with a price of their own.
struct PricedKind {
    std::string kind;
    std::int64_t devices = 0;
    std::optional<Price> price;
};
struct PricedModel {
    std::int64_t model = 0;
    std::string kind;
    std::string name;      // "HP Chromebook 11 G9"
    std::int64_t devices = 0;
    std::optional<Price> price;  // its own
};
/// Each needs may_plan.
std::vector<PricedKind> priced_kinds(db::Read& db, const auth::Viewer& viewer);
/// By kind, then name.
std::vector<PricedModel> priced_models(db::Read& db, const auth::Viewer& viewer);
/// Throws base::NotFound.
PricedModel priced_model(db::Read& db, const auth::Viewer& viewer, std::int64_t model);

/// Each throws base::Invalid (field, message key) and base::Conflict (message key) when somebody else was first; records an event; and has the
/// verdicts made anew.
void save_assumptions(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Assumptions& said);
void save_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& said);
/// Back to what holds without it.
void drop_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& price);

}  // namespace planning
