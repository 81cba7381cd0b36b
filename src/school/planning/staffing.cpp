#include "planning/staffing.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/message.h"
#include "http/parse.h"

namespace planning {

std::string address_of(std::string_view list, const MissingFilter& filter) {
    std::string address = fmt::format("/planning/{}?reason={}", list, filter.reason);
    if (filter.key) address += "&key=" + (filter.key->empty() ? "-" : http::percent_encode(*filter.key));
    if (filter.category) address += fmt::format("&category={}", *filter.category);
    if (filter.school) address += fmt::format("&school={}", *filter.school);
    if (filter.from) address += "&from=" + base::to_iso(*filter.from);
    return address;
}

MissingFilter missing_filter_of(const http::Fields& query) {
    MissingFilter filter;
    if (query.text("reason") == "skill" || query.text("reason") == "authority") filter.reason = query.text("reason");
    if (auto key = query.text("key"); !key.empty()) filter.key = key == "-" ? std::string() : std::string(key);
    filter.category = base::parse_integer(query.text("category"));
    filter.school = base::parse_integer(query.text("school"));
    filter.from = base::parse_day(query.text("from"));
    return filter;
}

std::vector<const CioPerson*> able_people(const Department& department, const CioCategory& category) {
    std::vector<const CioPerson*> able;
    const bool anybody_of_team = !category.skill && !category.authority;
    for (const auto& person : department.people) {
        const bool can = !category.skill || person.skills.contains(*category.skill);
        const bool may = !category.authority || person.authorities.contains(*category.authority);
        if (anybody_of_team ? person.roles.contains(category.role_key) : can && may) able.push_back(&person);
    }
    return able;
}

static std::vector<Hanging> by_key(const Department& department, const std::set<std::string> CioPerson::*has, const std::set<std::string>& asked_for, std::size_t people) {
    std::map<std::string, std::vector<const CioPerson*>> holders;
    // What nobody has is missing only where it is asked for.
    for (const auto& key : asked_for) holders[key];
    for (const auto& person : department.people) {
        for (const auto& key : person.*has) holders[key].push_back(&person);
    }
    std::vector<Hanging> found;
    for (auto& [key, list] : holders) {
        if (list.size() == people) found.push_back({key, std::move(list)});
    }
    return found;
}

std::vector<Hanging> hanging(const Department& department, std::string_view on, std::size_t people) {
    std::set<std::string> asked_for;
    if (on == "roles") return by_key(department, &CioPerson::roles, department.team_roles, people);
    if (on == "skills") {
        for (const auto& category : department.categories) {
            if (category.skill) asked_for.insert(*category.skill);
        }
        return by_key(department, &CioPerson::skills, asked_for, people);
    }
    if (on == "authorities") {
        for (const auto& category : department.categories) {
            if (category.authority) asked_for.insert(*category.authority);
        }
        return by_key(department, &CioPerson::authorities, asked_for, people);
    }
    std::vector<Hanging> found;
    for (const auto& category : department.categories) {
        auto able = able_people(department, category);
        if (able.size() == people) found.push_back({std::to_string(category.id), std::move(able)});
    }
    return found;
}

}  // namespace planning
