/// Services: which schools share the menu of a meal, and what it costs those who pay.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "calendar/calendar.h"
#include "menu/menu.h"
#include "menu/recipe.h"

namespace menu {

struct Service {
    ServiceId id;
    Meal meal = Meal::lunch;
    Words name;  // "Elementary lunch"
    bool active = true;
    std::int64_t revision = 1;
    std::vector<MenuToday::School> schools;  // by name
};

/// Those in use: lunch before breakfast, then by name. No secret.
std::vector<Service> services(db::Read& db);
std::vector<Service> services_of(db::Read& db, roster::OrgId school);
/// Throws base::NotFound.
Service find_service(db::Read& db, ServiceId id);
/// Whoever may edit the menus of every school that shares it.
bool may_edit_service(const auth::Viewer& viewer, const Service& service);
/// Throws base::NotFound for those who may not edit it.
Service service_to_edit(db::Read& db, const auth::Viewer& viewer, ServiceId id);
/// Those that the viewer may edit.
std::vector<Service> editable_services(db::Read& db, const auth::Viewer& viewer);

/// Needs `may_edit` everywhere. A school that had another service for the meal changes over. Throws base::Invalid, base::Conflict for a form that saw
/// another revision.
ServiceId add_service(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Service& service);
void change_service(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Service& service);

/// How a school's day is, as its calendar says.
struct SchoolDay {
    bool open = false;
    std::string because;                 // the calendar's name of the day, when it differs from its week
    std::optional<base::Minutes> early;  // early release: when school ends
    auto operator<=>(const SchoolDay&) const = default;
};
SchoolDay school_day(db::Read& db, roster::OrgId school, base::Day day);
SchoolDay school_day(const calendar::BusinessCalendar& plan, base::Day day);
/// Whether one of the schools is open.
bool any_open(db::Read& db, const Service& service, base::Day day);
/// The same for many days, without asking the database again; quick around that day.
std::function<bool(base::Day)> openings(db::Read& db, const Service& service, base::Day around);

struct PriceId {
    std::int64_t value = 0;
};
struct Price {
    PriceId id;
    ServiceId service;
    Words name;  // "Student", "Adult", "Milk only"
    std::int64_t cents = 0;
    base::Day from;
    std::optional<base::Day> to;  // the last day
    std::int64_t revision = 1;
};
constexpr std::int64_t highest_price_cents = 100'000;

/// Those of a service, the latest first; and those that hold on a day, in the order in which they were written.
std::vector<Price> prices(db::Read& db, ServiceId service);
std::vector<Price> prices_on(db::Read& db, ServiceId service, base::Day day);
/// Throws base::Invalid, base::NotFound, base::Conflict.
Problems price_problems(const Price& price);
void save_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& price);  // a new one when its id is 0
Price find_price(db::Read& db, const auth::Viewer& viewer, PriceId id);
void remove_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, PriceId id);

}  // namespace menu
