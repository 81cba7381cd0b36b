#include "planning/alert_view.h"

#include <fmt/format.h>

#include <cmath>

#include "html/format.h"

namespace planning {

std::string alert_title(const Alert& alert) {
    std::string title;
    for (const auto& part : {alert.model_name, alert.school_name, alert.category_name}) {
        if (part.empty()) continue;
        if (!title.empty()) title += ", ";
        title += part;
    }
    return title;
}

std::string expected_words(double expected) { return expected < 0.1 ? fmt::format("{:.2f}", expected) : fmt::format("{:.1f}", expected); }

std::string odds_words(const http::Call& call, double p) {
    constexpr double hardly = 1e-6;
    if (p < hardly) return call.text("planning.detect.less_than_a_million");
    const double odds = 1 / p;
    const double digit = std::pow(10, std::max(0.0, std::floor(std::log10(odds)) - 1));
    const auto rounded = static_cast<std::int64_t>(std::llround(odds / digit) * std::llround(digit));
    return call.text("planning.detect.one_in", {{"n", html::number_words(call.language, rounded)}});
}

static std::string about(const http::Call& call, const Alert& alert) {
    std::string key = "planning.detect.about_";
    if (alert.cell.model) key += 'm';
    if (alert.cell.school) key += 's';
    if (alert.cell.category) key += 'c';
    return call.text(key, {{"model", alert.model_name}, {"school", alert.school_name}, {"category", alert.category_name}});
}

std::string alert_sentence(const http::Call& call, const Alert& alert) {
    return call.text("planning.detect.sentence", {{"days", html::school_days_words(call.language, alert.best.window)},
                                                  {"requests", html::number_words(call.language, alert.best.observed)},
                                                  {"about", about(call, alert)},
                                                  {"expected", expected_words(alert.best.expected)},
                                                  {"odds", odds_words(call, alert.p)},
                                                  {"cells", html::number_words(call.language, alert.cells)}});
}

std::string_view pill_of(AlertState state) {
    switch (state) {
        case AlertState::open: return "pill-wait";
        case AlertState::confirmed: return "pill-info";
        case AlertState::dismissed:
        case AlertState::passed: return "pill-calm";
    }
    return "";
}

std::string_view icon_of(AlertState state) {
    switch (state) {
        case AlertState::open: return "alert-triangle";
        case AlertState::confirmed: return "speakerphone";
        case AlertState::dismissed: return "x";
        case AlertState::passed: return "check";
    }
    return "";
}

void fill_state(const http::Call& call, html::View view, AlertState state) {
    view.set("state", call.text(fmt::format("planning.detect.state.{}", word(state)))).set("pill", pill_of(state)).set("icon", icon_of(state));
}

}  // namespace planning
