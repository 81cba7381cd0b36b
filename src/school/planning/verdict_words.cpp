#include "planning/verdict_words.h"

#include <cmath>

#include <fmt/format.h>

#include "planning/hazard.h"

namespace planning {

static std::string months_words(const http::Call& call, int months) { return call.text("planning.verdict.months", {{"n", std::to_string(months)}}); }
static std::string day_or_dash(const http::Call& call, std::optional<base::Day> day) { return day ? date_words(call, *day) : "–"; }

std::string headline(const http::Call& call, const Judged& judged) {
    const auto& verdict = judged.verdict;
    if (verdict.reason == Reason::support_ends_soon && verdict.word == Word::keep) return call.text("planning.verdict.headline.no_repair", {{"day", day_or_dash(call, verdict.ends_on)}});
    if (verdict.word == Word::keep && !verdict.ends_on) return call.text("planning.verdict.headline.keep_open");
    return call.text(fmt::format("planning.verdict.headline.{}", word(verdict.word)),
                     {{"day", day_or_dash(call, verdict.ends_on)}, {"limit", money(call, verdict.limit_cents)}});
}

std::string reason_words(const http::Call& call, const Judged& judged) {
    const auto& [about, verdict, price, funding] = judged;
    const auto end = verdict.end == End::life ? call.text("planning.verdict.until_life") : call.text("planning.verdict.until_support");
    return call.text(fmt::format("planning.verdict.reason.{}", word(verdict.reason)),
                     {{"keep", money(call, verdict.keep)},
                      {"new", money(call, verdict.fresh)},
                      {"months", months_words(call, verdict.over_months)},
                      {"end", end},
                      {"quote", money(call, about.pending ? about.pending->cents : 0)},
                      {"limit", money(call, verdict.limit_cents)},
                      {"support", day_or_dash(call, about.support_ends)},
                      {"life", day_or_dash(call, verdict.ends_on)},
                      {"warranty", day_or_dash(call, about.warranty_ends)},
                      {"n", std::to_string(about.wear_in_a_year)},
                      {"have", number(call, std::llround(about.months_of_kind))},
                      {"need", number(call, static_cast<std::int64_t>(least_months_of_kind))}});
}

static void note(const http::Call& call, html::View& view, std::string_view key, std::initializer_list<html::Argument> arguments = {}) {
    view.add("note").set("words", call.text(fmt::format("planning.verdict.note.{}", key), arguments));
}

static void fill_notes(const http::Call& call, html::View& view, const PlannedDevice& device, const Judged& judged) {
    const auto& [about, verdict, price, funding] = judged;
    if (was_weighed(verdict.reason) && !verdict.sure) note(call, view, "unsure");
    if (about.pending && about.pending->guessed) {
        note(call, view, about.pending->cents ? "guessed" : "nothing_to_guess", {{"quote", money(call, about.pending->cents)}});
    }
    if (!device.purchased_on) note(call, view, "purchase_unknown", {{"day", date_words(call, device.known_on)}});
    const bool covered = about.warranty_ends && *about.warranty_ends >= about.today;
    if (covered && verdict.word != Word::warranty) note(call, view, about.pending ? "accident_not_covered" : "covered", {{"day", date_words(call, *about.warranty_ends)}});
    if (about.wear_in_a_year > 0 && about.wear_in_a_year < lemon_failures) note(call, view, "wear", {{"n", std::to_string(about.wear_in_a_year)}, {"lemon", std::to_string(lemon_failures)}});
    if (verdict.has_figures && price && price->assumed()) note(call, view, "assumed", {{"day", date_words(call, price->changed_on)}});
}

void fill_verdict(const http::Call& call, html::View& view, const PlannedDevice& device, const Judged& judged) {
    const auto& verdict = judged.verdict;
    show_word(call, view, verdict.word);
    view.set("headline", headline(call, judged)).set("reason", reason_words(call, judged));
    if (verdict.word == Word::keep && verdict.has_figures && verdict.limit_cents > 0) view.add("limit").set("words", call.text("planning.verdict.limit", {{"limit", money(call, verdict.limit_cents)}}));
    fill_notes(call, view, device, judged);
}

static void figure(const http::Call& call, html::View& view, std::string_view key, const std::string& value, const std::string& hint = {}, const std::string& href = {}) {
    auto row = view.add("figure");
    row.set("name", call.text(fmt::format("planning.verdict.figure.{}", key)));
    if (href.empty()) row.add("plain").set("value", value);
    else row.add("link").set("value", value).set("href", href);
    if (!hint.empty()) row.add("hint").set("words", hint);
}

static std::string two_prices(const http::Call& call, double a_month) {
    return call.text("planning.verdict.month_and_year", {{"month", money(call, a_month)}, {"year", money(call, std::round(12 * a_month))}});
}

void fill_figures(const http::Call& call, html::View& view, const PlannedDevice& device, const Judged& judged, const Hazards& hazards) {
    const auto& [about, verdict, price, funding] = judged;
    const auto hint = [&](std::string_view key, std::initializer_list<html::Argument> arguments = {}) { return call.text(fmt::format("planning.verdict.hint.{}", key), arguments); };
    figure(call, view, "age", months_words(call, verdict.age), device.purchased_on ? hint("bought", {{"day", date_words(call, *device.purchased_on)}}) : hint("known", {{"day", date_words(call, device.known_on)}}));
    if (verdict.ends_on) {
        figure(call, view, "left", months_words(call, verdict.months_left),
               hint(verdict.end == End::support ? "ends_support" : "ends_life", {{"day", date_words(call, *verdict.ends_on)}}));
    }
    const auto model_page = fmt::format("/planning/models/{}?age={}&what=wear#failures", device.model, bin_of_month(verdict.age));
    const auto& rate = hazards.of_model(device.model, device.kind).wear[static_cast<std::size_t>(bin_of_month(verdict.age))];
    if (about.months_of_kind > 0) {
        figure(call, view, "rate", call.text("planning.verdict.a_year", {{"n", decimal_words(call, rate.mean() * 12, 2)}}),
               hint("rate", {{"low", decimal_words(call, rate.quantile(0.1) * 12, 2)}, {"high", decimal_words(call, rate.quantile(0.9) * 12, 2)}, {"cost", money(call, hazards.of_model(device.model, device.kind).failure_cents)}}), model_page);
        figure(call, view, "accidents", call.text("planning.verdict.a_year", {{"n", decimal_words(call, hazards.accidents(device.kind, device.school).mean() * 12, 2)}}),
               hint("accidents", {{"cost", money(call, hazards.accident_cents(device.kind))}}), fmt::format("/planning/accidents?kind={}&school={}", device.kind, device.school));
    }
    if (!verdict.has_figures) return;
    figure(call, view, "next_year", money(call, verdict.next_year), hint("next_year", {{"low", money(call, verdict.next_year_low)}, {"high", money(call, verdict.next_year_high)}}));
    figure(call, view, "keep", two_prices(call, verdict.keep),
           hint(about.pending ? "keep_repair" : "keep", {{"months", months_words(call, verdict.over_months)}, {"quote", money(call, about.pending ? about.pending->cents : 0)}}));
    figure(call, view, "fresh", two_prices(call, verdict.fresh),
           hint("fresh", {{"price", money(call, price->price_cents)}, {"salvage", money(call, price->salvage_cents)}, {"months", months_words(call, static_cast<int>(price->life_months))}}));
    figure(call, view, "limit", money(call, verdict.limit_cents), hint(verdict.limit_cents ? "limit" : "no_limit"));
}

void fill_flips(const http::Call& call, html::View& view, const Judged& judged) {
    const auto& verdict = judged.verdict;
    const auto flips = flips_of(judged.about, verdict);
    const bool replaces = verdict.word == Word::replace;
    const auto say = [&](std::string_view key, const std::string& value) {
        view.add("flip").set("words", call.text(fmt::format("planning.verdict.flip.{}_{}", key, replaces ? "keep" : "replace"), {{"value", value}}));
    };
    if (flips.quote_cents) say("quote", money(call, *flips.quote_cents));
    if (flips.months) {
        const bool fewer = *flips.months < verdict.over_months;
        view.add("flip").set("words", call.text(fmt::format("planning.verdict.flip.months_{}", fewer ? "fewer" : "more"), {{"value", months_words(call, *flips.months)}}));
    }
    if (flips.price_cents) say("price", money(call, *flips.price_cents));
}

}  // namespace planning
