#include <algorithm>
#include <optional>

#include "calendar/calendar.h"
#include "db/db.h"
#include "db/setting.h"
#include "menu/public.h"

namespace menu {

namespace {

/// The services of one school as they follow each other.
class Services {
public:
    Services(db::Read& db, roster::OrgId school) : now_(services_of(db, school)), former_(former_services_of(db, school)), zone_(db::district_zone(db)) {}
    std::vector<ServiceId> ids() const {
        std::vector<ServiceId> all;
        for (const auto& service : now_) all.push_back(service.id);
        for (const auto& former : former_) {
            if (std::ranges::find(all, former.service.id) == all.end()) all.push_back(former.service.id);
        }
        return all;
    }
    /// One a meal, those that the school has today first.
    std::vector<Service> on(base::Day day) const {
        std::vector<Service> all;
        for (const auto& service : now_) {
            const auto* former = before(service.meal, day);
            all.push_back(former ? *former : service);
        }
        for (const auto meal : {Meal::lunch, Meal::breakfast}) {
            const auto* former = before(meal, day);
            if (former && std::ranges::find(all, meal, &Service::meal) == all.end()) all.push_back(*former);
        }
        return all;
    }
    /// For a day of a service that the school has not on that day: its meal, when families read it while they had it.
    std::optional<Meal> left_behind(const MenuDay& day) const {
        const auto had = on(day.on);
        if (!day.first_published_at || std::ranges::find(had, day.service, &Service::id) != had.end()) return std::nullopt;
        const auto found = std::ranges::find_if(former_, [&](const FormerService& one) { return one.service.id == day.service && *day.first_published_at < one.left_at; });
        return found == former_.end() || day.on < zone_.day_of(found->since_at) ? std::nullopt : std::optional(found->service.meal);
    }

private:
    /// The one that it had on that day, when that is past.
    const Service* before(Meal meal, base::Day day) const {
        const auto found = std::ranges::find_if(former_, [&](const FormerService& one) {
            return one.service.meal == meal && zone_.day_of(one.since_at) <= day && day < zone_.day_of(one.left_at);
        });
        return found == former_.end() ? nullptr : &found->service;
    }

    std::vector<Service> now_;
    std::vector<FormerService> former_;
    base::TimeZone zone_;
};

}  // namespace

std::vector<SchoolMenu> school_menus(db::Read& db, roster::OrgId school, base::Day first, base::Day last) {
    const Services services(db, school);
    const auto written = menu_days(db, services.ids(), first, last, Which::published);
    const auto plan = calendar::calendar_of(db, school, db::district_zone(db).to_instant({first, base::Minutes(720)}));
    std::vector<SchoolMenu> menus;
    for (auto on = first; on <= last; on += std::chrono::days(1)) {
        SchoolMenu menu{on, school_day(plan, on), {}, {}};
        for (const auto& service : services.on(on)) {
            SchoolMeal meal{service, {}, {}};
            const auto found = std::ranges::find_if(written, [&](const MenuDay& day) { return day.service == service.id && day.on == on; });
            if (found != written.end()) {
                meal.was = *found;
                if (found->published) meal.day = *found;
            }
            menu.meals.push_back(std::move(meal));
        }
        for (const auto& day : written) {
            if (day.on != on) continue;
            if (const auto meal = services.left_behind(day)) menu.left.push_back({*meal, day});
        }
        // A Saturday of school that is one no more was read: clause 11 keeps it, as cancelled.
        if (base::iso_weekday(on) > 5 && !menu.how.open && menu.left.empty() && std::ranges::none_of(menu.meals, [](const SchoolMeal& meal) { return meal.was.has_value(); })) continue;
        menus.push_back(std::move(menu));
    }
    return menus;
}

}  // namespace menu
