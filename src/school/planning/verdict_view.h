/// Words and signs that the pages of verdicts, prices and the plan share. Only for this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "html/html.h"
#include "http/call.h"
#include "planning/verdict.h"

namespace planning {

std::string money(const http::Call& call, std::int64_t cents);
/// Cents with a fraction, to the cent.
std::string money(const http::Call& call, double cents);
/// Without its cents, for sums of many: "$15,312".
std::string dollars(const http::Call& call, std::int64_t cents);
/// A day with its year.
std::string date_words(const http::Call& call, base::Day day);
std::string kind_words(const http::Call& call, std::string_view kind);
/// "0.022", as people of the language write it.
std::string decimal_words(const http::Call& call, double number, int decimals);
std::string number(const http::Call& call, std::int64_t number);
/// "2026–27"
std::string school_year_words(int year);
/// "19.90" for a field that people change.
std::string amount_text(std::int64_t cents);

/// verdict, tone (of a pill), answer (of a box) and verdict_icon.
void show_word(const http::Call& call, html::View& view, Word word);
void add_choice(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen);

/// What a form is told: field and message key.
using Problems = std::vector<std::pair<std::string, std::string>>;
/// #problems: #problem: field, message; and <field>_error: message.
void fill_problems(const http::Call& call, html::View& view, const Problems& problems);
/// What a change was refused with: 422 with its field, or 409 when the page was old.
struct Refusal {
    http::Status status = http::unprocessable;
    Problems problems;
};
template <typename F>
std::optional<Refusal> refused(F&& change) {
    try {
        change();
        return std::nullopt;
    } catch (const base::Invalid& problem) {
        return Refusal{http::unprocessable, {{problem.field(), problem.what()}}};
    } catch (const base::Conflict& problem) {
        return Refusal{http::conflict, {{"form", problem.what()}}};
    }
}

}  // namespace planning
