#include <algorithm>

#include "calendar/calendar.h"
#include "db/db.h"
#include "db/setting.h"
#include "menu/public.h"

namespace menu {

std::vector<SchoolMenu> school_menus(db::Read& db, roster::OrgId school, base::Day first, base::Day last) {
    const auto mine = services_of(db, school);
    std::vector<ServiceId> ids;
    for (const auto& service : mine) ids.push_back(service.id);
    const auto written = menu_days(db, ids, first, last, Which::published);
    const auto plan = calendar::calendar_of(db, school, db::district_zone(db).to_instant({first, base::Minutes(720)}));
    std::vector<SchoolMenu> menus;
    for (auto on = first; on <= last; on += std::chrono::days(1)) {
        SchoolMenu menu{on, school_day(plan, on), {}};
        for (const auto& service : mine) {
            SchoolMeal meal{service, {}, {}};
            const auto found = std::ranges::find_if(written, [&](const MenuDay& day) { return day.service == service.id && day.on == on; });
            if (found != written.end()) {
                meal.was = *found;
                if (found->published) meal.day = *found;
            }
            menu.meals.push_back(std::move(meal));
        }
        // A Saturday of school that is one no more was read: clause 11 keeps it, as cancelled.
        if (base::iso_weekday(on) > 5 && !menu.how.open && std::ranges::none_of(menu.meals, [](const SchoolMeal& meal) { return meal.was.has_value(); })) continue;
        menus.push_back(std::move(menu));
    }
    return menus;
}

}  // namespace menu
