#include "planning/replacement_price.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace planning {

namespace {
struct Assumed {
    std::string_view kind;
    std::int64_t dollars, salvage, months;
};
}  // namespace

/// A2: round figures of what districts pay, for a department that has not said its own yet; the Chromebook is that of the worked example.
static constexpr Assumed assumed[] = {
    {"chromebook", 330, 25, 72}, {"laptop", 800, 60, 60},      {"desktop", 700, 40, 72}, {"tablet", 350, 40, 60},        {"phone", 300, 20, 48},   {"printer", 350, 0, 84},
    {"projector", 1100, 0, 84},  {"display", 2500, 0, 96},     {"camera", 400, 20, 72},  {"document_camera", 250, 0, 84}, {"switch", 1200, 0, 84}, {"access_point", 700, 0, 84},
    {"server", 6000, 0, 72}};

base::Day assumed_on() { return std::chrono::year(2026) / std::chrono::November / 1; }

std::optional<Price> assumed_price(std::string_view kind) {
    const auto found = std::ranges::find(assumed, kind, &Assumed::kind);
    if (found == std::end(assumed)) return std::nullopt;
    Price price;
    price.kind = kind;
    price.price_cents = found->dollars * 100;
    price.salvage_cents = found->salvage * 100;
    price.life_months = found->months;
    price.changed_on = assumed_on();
    return price;
}

static bool is_long(std::string_view text) { return base::count_code_points(text) > 80; }

PriceProblems problems_of(const Assumptions& said) {
    PriceProblems problems;
    if (said.hour_cents < 0 || said.hour_cents > 100'000) problems.emplace_back("hour", "planning.price.problem.hour");
    if (said.interest_basis_points < 0 || said.interest_basis_points > 3000) problems.emplace_back("interest", "planning.price.problem.interest");
    if (is_long(said.funding_source)) problems.emplace_back("funding", "planning.price.problem.funding");
    return problems;
}

PriceProblems problems_of(const Price& said) {
    PriceProblems problems;
    if (said.price_cents < 0 || said.price_cents > 100'000'000) problems.emplace_back("price", "planning.price.problem.price");
    if (said.salvage_cents < 0 || said.salvage_cents > said.price_cents) problems.emplace_back("salvage", "planning.price.problem.salvage");
    if (said.life_months < 12 || said.life_months > 240) problems.emplace_back("life", "planning.price.problem.life");
    if (is_long(said.funding_source)) problems.emplace_back("funding", "planning.price.problem.funding");
    return problems;
}

PriceList::PriceList(std::vector<Price> prices, Assumptions assumptions) : assumptions_(std::move(assumptions)) {
    for (auto& price : prices) {
        if (price.model) of_model_.emplace(*price.model, std::move(price));
        else of_kind_.emplace(price.kind, std::move(price));
    }
}

const Price* PriceList::of(std::int64_t model, std::string_view kind) const {
    if (const auto own = of_model_.find(model); own != of_model_.end()) return &own->second;
    auto of_kind = of_kind_.find(kind);
    if (of_kind == of_kind_.end()) of_kind = of_kind_.emplace(std::string(kind), assumed_price(kind)).first;
    return of_kind->second ? &*of_kind->second : nullptr;
}

std::string PriceList::funding_of(std::string_view own, const Price* price) const {
    if (price && !price->funding_source.empty()) return price->funding_source;
    return own.empty() ? assumptions_.funding_source : std::string(own);
}

}  // namespace planning
