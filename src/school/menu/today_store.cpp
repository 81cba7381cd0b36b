// What other rooms ask: the menus of a day.
#include <algorithm>
#include <map>

#include "db/db.h"
#include "menu/day.h"
#include "menu/service.h"

namespace menu {

using std::chrono::days;
constexpr int longest_break_days = 21;

static const MenuDay* published_on(const std::vector<MenuDay>& all, ServiceId service, base::Day on) {
    const auto found = std::ranges::find_if(all, [&](const MenuDay& day) { return day.service == service && day.on == on && day.published; });
    return found == all.end() ? nullptr : &*found;
}

static void fill_day(MenuToday& today, const MenuDay& day) {
    today.published = true;
    today.no_meal = day.no_meal;
    today.note = day.note;
    if (!day.no_meal) today.dishes = day.dishes;
    for (const auto& change : day.changes) {
        if (!today.changed_at || change.at > *today.changed_at) today.changed_at = change.at;
        if (!change.to) today.taken_off.push_back(change);
    }
}

/// The next day on which one of these schools is open.
static void find_next(db::Read& db, MenuToday& today) {
    for (auto on = today.on + days(1); on <= today.on + days(longest_break_days); on += days(1)) {
        if (!std::ranges::any_of(today.schools, [&](const auto& school) { return school_day(db, school.id, on).open; })) continue;
        today.next_on = on;
        const auto next = menu_days(db, {today.service}, on, on, Which::published);
        if (const auto* day = published_on(next, today.service, on); day && !day->no_meal) today.next_dishes = day->dishes;
        return;
    }
}

std::vector<MenuToday> today(db::Read& db, base::Day on, std::optional<roster::OrgId> school) {
    auto all = school ? services_of(db, *school) : services(db);
    std::vector<ServiceId> ids;
    std::map<Meal, std::size_t> having;
    for (const auto& service : all) {
        ids.push_back(service.id);
        having[service.meal] += service.schools.size();
    }
    const auto written = menu_days(db, ids, on, on, Which::published);
    std::vector<MenuToday> result;
    for (const auto& service : all) {
        std::vector<std::pair<SchoolDay, std::vector<MenuToday::School>>> alike;
        for (const auto& one : service.schools) {
            if (school && one.id != *school) continue;
            const auto how = school_day(db, one.id, on);
            const auto found = std::ranges::find(alike, how, &std::pair<SchoolDay, std::vector<MenuToday::School>>::first);
            if (found == alike.end()) alike.push_back({how, {one}});
            else found->second.push_back(one);
        }
        for (auto& [how, schools] : alike) {
            MenuToday one{.service = service.id, .meal = service.meal, .service_name = service.name, .schools = std::move(schools), .on = on, .open = how.open};
            one.every_school = one.schools.size() == having[service.meal];
            if (!how.open) one.closed_because = how.because;
            else if (how.early) one.early = how.early, one.early_because = how.because;
            const auto* day = published_on(written, service.id, on);
            if (how.open && day) fill_day(one, *day);
            if (!how.open) find_next(db, one);
            result.push_back(std::move(one));
        }
    }
    return result;
}

}  // namespace menu
