#include "planning/alert.h"

namespace planning {

std::string_view word(AlertState state) {
    switch (state) {
        case AlertState::open: return "open";
        case AlertState::confirmed: return "confirmed";
        case AlertState::dismissed: return "dismissed";
        case AlertState::passed: return "passed";
    }
    return "";
}

std::optional<AlertState> parse_alert_state(std::string_view text) {
    for (const auto state : {AlertState::open, AlertState::confirmed, AlertState::dismissed, AlertState::passed}) {
        if (text == word(state)) return state;
    }
    return std::nullopt;
}

bool got_worse(const std::array<Look, 4>& then, const std::array<Look, 4>& now) {
    constexpr double worse = 1.5;
    for (std::size_t at = 0; at < then.size(); ++at) {
        if (then[at].observed > 0 && static_cast<double>(now[at].observed) >= worse * static_cast<double>(then[at].observed) && now[at].p < 1) return true;
    }
    return false;
}

}  // namespace planning
