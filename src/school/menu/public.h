/// What everybody may see of a school's menus, and the shapes in which programs get it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "menu/day.h"
#include "menu/service.h"

namespace menu {

/// A meal of a school on a day. `day` only when its menu is published; `was` also when it was once and is no more.
struct SchoolMeal {
    Service service;
    std::optional<MenuDay> day;
    std::optional<MenuDay> was;
};
struct SchoolMenu {
    base::Day on;
    SchoolDay how;
    std::vector<SchoolMeal> meals;  // lunch first
};
/// Weekdays from `first` to `last`, and those days of a weekend on which the school is open or of which a menu was published.
std::vector<SchoolMenu> school_menus(db::Read& db, roster::OrgId school, base::Day first, base::Day last);

/// The week that families look at: on a weekend the one that comes.
base::Day week_of_interest(base::Day today);
/// Feeds keep this week and the two before it, so that "this week" never loses its Monday; ahead they reach this far.
constexpr int weeks_behind = 2;
constexpr int days_ahead = 62;

/// What a feed says of one school. Both are the same for the same menus: no clock is in them.
struct FeedSchool {
    roster::OrgId id;
    std::string name;
    std::string slug;
};
std::string menu_ics(const FeedSchool& school, const std::vector<SchoolMenu>& menus, html::Language language, const std::string& public_url, const html::Messages& messages);
boost::json::object menu_json(const FeedSchool& school, const std::vector<Allergen>& known, const std::vector<SchoolMenu>& menus, base::Day first, base::Day last);
/// Of what menu_json returns, for OpenAPI.
extern const char* const menu_schema;

}  // namespace menu
