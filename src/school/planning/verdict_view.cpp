#include "planning/verdict_view.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "html/format.h"

namespace planning {

std::string money(const http::Call& call, std::int64_t cents) { return html::money_words(call.language, cents, "USD"); }
std::string money(const http::Call& call, double cents) { return money(call, static_cast<std::int64_t>(std::llround(cents))); }

std::string dollars(const http::Call& call, std::int64_t cents) {
    const auto whole = std::llround(static_cast<double>(cents) / 100);
    return fmt::format("{}${}", whole < 0 ? "-" : "", html::number_words(call.language, std::abs(whole)));
}

std::string date_words(const http::Call& call, base::Day day) {
    // Seen from another year, a day tells its own.
    const std::chrono::year_month_day date(day);
    const auto far = base::Day((date.year() + std::chrono::years(1)) / std::chrono::January / 1);
    auto words = html::day_words(call.language, far, day);
    // The day of the week says nothing years away.
    const auto comma = words.find(", ");
    return comma == std::string::npos ? words : words.substr(comma + 2);
}

std::string kind_words(const http::Call& call, std::string_view kind) { return call.text(fmt::format("inventory.kind.{}", kind)); }

std::string decimal_words(const http::Call&, double number, int decimals) { return fmt::format("{:.{}f}", number, decimals); }

std::string number(const http::Call& call, std::int64_t number) { return html::number_words(call.language, number); }

std::string school_year_words(int year) { return fmt::format("{}–{:02}", year, (year + 1) % 100); }

std::string amount_text(std::int64_t cents) { return fmt::format("{}.{:02}", cents / 100, cents % 100); }

void show_word(const http::Call& call, html::View& view, Word value) {
    struct Sign {
        std::string_view tone, icon;
    };
    static constexpr Sign signs[] = {{"good", "check"}, {"info", "tool"}, {"bad", "replace"}, {"wait", "shield-check"}, {"", "help-circle"}};
    const auto& sign = signs[static_cast<std::size_t>(value)];
    view.set("verdict", call.text(fmt::format("planning.verdict.word.{}", word(value)))).set("tone", sign.tone.empty() ? "" : fmt::format("pill-{}", sign.tone)).set("answer", sign.tone.empty() ? "" : fmt::format("answer-{}", sign.tone)).set("verdict_icon", sign.icon);
}

void add_choice(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen) {
    view.add(section).set("value", value).set("label", label).show_if(chosen, "chosen");
}

void fill_problems(const http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        if (field != "form") view.add(field + "_error").set("message", call.text(key));
    }
}

}  // namespace planning
