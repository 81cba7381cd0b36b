#include "people/reminders.h"

#include <array>

namespace people {

static constexpr std::array stages{7, 30, 60, 90, 180, 365};

std::optional<int> reminder_stage(int days_left) {
    if (days_left < 0) return std::nullopt;
    for (int stage : stages) {
        if (days_left <= stage) return stage;
    }
    return std::nullopt;
}

}  // namespace people
