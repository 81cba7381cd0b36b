#include "media/ceiling.h"

#include "media/consent_rule.h"

namespace media {

std::vector<std::pair<std::string, std::string>> ceiling_problems(const Ceilings& wanted) {
    std::vector<std::pair<std::string, std::string>> problems;
    const auto grade = grade_number(wanted.second_person);
    // Clause 7.3: a district may ask for more, not for less.
    if (!grade || *grade < second_person_by_default) problems.emplace_back("second_person", "media.ceiling.problem.grade");
    const std::chrono::month_day day(std::chrono::month(wanted.yes_ends_month), std::chrono::day(wanted.yes_ends_day));
    if (!day.ok()) problems.emplace_back("yes_ends_day", "media.ceiling.problem.day");
    return problems;
}

}  // namespace media
