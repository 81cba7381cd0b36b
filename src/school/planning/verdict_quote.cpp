#include "planning/verdict_quote.h"

#include "base/text.h"

namespace planning {

constexpr std::int64_t highest_quote_cents = 10'000'000;

TypedQuote read_quote(const http::Fields& query) {
    TypedQuote typed{std::string(query.text("quote")), std::string(query.text("recovered")), std::string(query.text("cause")), {}, {}};
    if (typed.quote.empty() && typed.recovered.empty()) return typed;
    Quote quote;
    quote.accident = typed.cause == "accident";
    const auto cents = base::parse_cents(typed.quote);
    if (!cents || *cents < 0 || *cents > highest_quote_cents) typed.problems.emplace_back("quote", "planning.verdict.problem.quote");
    else quote.cents = *cents;
    if (!typed.recovered.empty()) {
        const auto paid = base::parse_cents(typed.recovered);
        if (!paid || *paid < 0 || *paid > highest_quote_cents) typed.problems.emplace_back("recovered", "planning.verdict.problem.recovered");
        else quote.paid_by_others_cents = *paid;
    }
    if (typed.problems.empty()) typed.value = quote;
    return typed;
}

}  // namespace planning
