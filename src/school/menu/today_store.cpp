// What other rooms ask: the menus of a day.
#include <algorithm>
#include <map>
#include <set>

#include "calendar/calendar.h"
#include "db/db.h"
#include "db/setting.h"
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

namespace {

/// How the days of schools are, with one question a school however often it is asked.
class Calendars {
public:
    Calendars(db::Read& db, base::Day around) : db_(db), at_(db::district_zone(db).to_instant({around, base::Minutes(720)})) {}
    const calendar::BusinessCalendar& of(roster::OrgId school) {
        auto found = kept_.find(school);
        if (found == kept_.end()) found = kept_.emplace(school, calendar::calendar_of(db_, school, at_)).first;
        return found->second;
    }

private:
    db::Read& db_;
    base::Instant at_;
    std::map<roster::OrgId, calendar::BusinessCalendar> kept_;
};

}  // namespace

/// The next day on which one of these schools is open.
static std::optional<base::Day> next_open(Calendars& calendars, const MenuToday& today) {
    for (auto on = today.on + days(1); on <= today.on + days(longest_break_days); on += days(1)) {
        if (std::ranges::any_of(today.schools, [&](const auto& school) { return calendars.of(school.id).is_school_day(on); })) return on;
    }
    return std::nullopt;
}

/// For those that are closed. Most of them open again on the same day, so one question reads the menus of all.
static void find_next(db::Read& db, Calendars& calendars, std::vector<MenuToday>& all) {
    std::vector<ServiceId> services;
    std::set<base::Day> wanted;
    for (auto& today : all) {
        if (today.open) continue;
        today.next_on = next_open(calendars, today);
        if (!today.next_on) continue;
        wanted.insert(*today.next_on);
        services.push_back(today.service);
    }
    if (wanted.empty()) return;
    const auto written = menu_days(db, services, *wanted.begin(), *wanted.rbegin(), Which::published);
    for (auto& today : all) {
        if (!today.next_on) continue;
        if (const auto* day = published_on(written, today.service, *today.next_on); day && !day->no_meal) today.next_dishes = day->dishes, today.next_changed = !day->changes.empty();
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
    Calendars calendars(db, on);
    std::vector<MenuToday> result;
    for (const auto& service : all) {
        std::vector<std::pair<SchoolDay, std::vector<MenuToday::School>>> alike;
        for (const auto& one : service.schools) {
            if (school && one.id != *school) continue;
            const auto how = school_day(calendars.of(one.id), on);
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
            result.push_back(std::move(one));
        }
    }
    find_next(db, calendars, result);
    return result;
}

}  // namespace menu
