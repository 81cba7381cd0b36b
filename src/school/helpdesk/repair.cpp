#include "helpdesk/repair.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"

namespace helpdesk {

static constexpr std::size_t most_text_points = 2000;

template <std::size_t N>
static bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
    return std::ranges::find(words, word) != std::end(words);
}

std::vector<std::pair<std::string, std::string_view>> find_problems(const Repair& repair) {
    std::vector<std::pair<std::string, std::string_view>> problems;
    if (base::trim(repair.symptom).empty()) problems.emplace_back("symptom", "helpdesk.repair.symptom_missing");
    if (base::trim(repair.action).empty()) problems.emplace_back("action", "helpdesk.repair.action_missing");
    for (const auto& [field, text] : {std::pair("symptom", &repair.symptom), std::pair("diagnosis", &repair.diagnosis), std::pair("action", &repair.action)}) {
        if (base::count_code_points(*text) > most_text_points) problems.emplace_back(field, "helpdesk.repair.text_long");
    }
    if (!is_one_of(repair_components, repair.component)) problems.emplace_back("component", "helpdesk.repair.choose");
    if (!is_one_of(repair_causes, repair.cause)) problems.emplace_back("cause", "helpdesk.repair.choose");
    if (!is_one_of(repair_outcomes, repair.outcome)) problems.emplace_back("outcome", "helpdesk.repair.choose");
    if (repair.minutes < 0 || repair.minutes > most_repair_minutes) problems.emplace_back("minutes", "helpdesk.repair.minutes_wrong");
    if (repair.cost_cents < 0 || repair.cost_cents > most_repair_cents) problems.emplace_back("cost", "helpdesk.repair.cost_wrong");
    for (std::size_t i = 0; i < repair.parts.size(); ++i) {
        const auto& part = repair.parts[i];
        if (base::trim(part.name).empty()) problems.emplace_back(fmt::format("part_{}_name", i + 1), "helpdesk.repair.part_unnamed");
        if (part.quantity < 1 || part.quantity > 1000) problems.emplace_back(fmt::format("part_{}_quantity", i + 1), "helpdesk.repair.quantity_wrong");
        if (part.cost_cents < 0 || part.cost_cents > most_repair_cents) problems.emplace_back(fmt::format("part_{}_cost", i + 1), "helpdesk.repair.cost_wrong");
    }
    return problems;
}

std::int64_t cost_of_parts(const std::vector<RepairPart>& parts) {
    std::int64_t cents = 0;
    for (const auto& part : parts) cents += part.quantity * part.cost_cents;
    return cents;
}

}  // namespace helpdesk
