#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "db/setting.h"
#include "menu/service.h"

namespace menu {

using roster::OrgId;

static Service read_service(const db::Row& row) {
    return {{row.integer("id")},      parse_meal(row.text("kind")).value(), {std::string(row.text("name_en")), std::string(row.text("name_es"))}, row.flag("active"),
            row.integer("revision"), {}};
}

static std::vector<Service> read_all(db::Read& db) {
    auto all = db.query("SELECT id, kind, name_en, name_es, active, revision FROM menu_service ORDER BY CASE kind WHEN 'lunch' THEN 0 ELSE 1 END, name_en, id").all(read_service);
    db.query("SELECT s.service_id, s.org_id, o.name FROM menu_service_school s JOIN roster_org o ON o.id = s.org_id WHERE o.active = 1 ORDER BY o.name, o.id")
        .each([&](const db::Row& row) {
            const auto found = std::ranges::find(all, ServiceId{row.integer("service_id")}, &Service::id);
            if (found != all.end()) found->schools.push_back({{row.integer("org_id")}, std::string(row.text("name"))});
        });
    return all;
}

std::vector<Service> services(db::Read& db) {
    auto all = read_all(db);
    std::erase_if(all, [](const Service& service) { return !service.active || service.schools.empty(); });
    return all;
}

std::vector<Service> services_of(db::Read& db, OrgId school) {
    auto all = services(db);
    std::erase_if(all, [&](const Service& service) { return std::ranges::find(service.schools, school, &MenuToday::School::id) == service.schools.end(); });
    return all;
}

Service find_service(db::Read& db, ServiceId id) {
    auto all = read_all(db);
    const auto found = std::ranges::find(all, id, &Service::id);
    if (found == all.end()) throw base::NotFound("no such service");
    return std::move(*found);
}

bool may_edit_service(const auth::Viewer& viewer, const Service& service) {
    const auto reach = viewer.reach(may_edit);
    if (reach.everywhere) return true;
    return !service.schools.empty() && std::ranges::all_of(service.schools, [&](const auto& school) { return reach.covers(school.id.value); });
}

Service service_to_edit(db::Read& db, const auth::Viewer& viewer, ServiceId id) {
    auto service = find_service(db, id);
    if (!may_edit_service(viewer, service)) throw base::NotFound("no such service");
    return service;
}

std::vector<Service> editable_services(db::Read& db, const auth::Viewer& viewer) {
    auto all = services(db);
    std::erase_if(all, [&](const Service& service) { return !may_edit_service(viewer, service); });
    return all;
}

static Service tidy(db::Read& db, const auth::Viewer& viewer, Service service) {
    if (!viewer.may_everywhere(may_edit)) throw base::Forbidden("Which schools share a menu is said by whoever may edit the menu of the whole district.");
    service.name = {base::collapse_space(service.name.en), base::collapse_space(service.name.es)};
    if (service.name.en.empty()) throw base::Invalid("name_en", "menu.problem.name");
    for (const auto* name : {&service.name.en, &service.name.es}) {
        if (base::count_code_points(*name) > longest_name) throw base::Invalid(name == &service.name.en ? "name_en" : "name_es", "menu.problem.long_name");
    }
    if (service.active && service.schools.empty()) throw base::Invalid("schools", "menu.problem.no_school");
    for (const auto& school : service.schools) {
        if (!roster::find_org(db, school.id)) throw base::Invalid("schools", "menu.problem.school");
    }
    return service;
}

static void write_schools(db::Write& db, const Service& service) {
    db.query("DELETE FROM menu_service_school WHERE service_id = :service").bind("service", service.id).run();
    if (!service.active) return;
    for (const auto& school : service.schools) {
        db.query(R"sql(
            INSERT INTO menu_service_school (org_id, kind, service_id) VALUES (:org, :kind, :service)
            ON CONFLICT (org_id, kind) DO UPDATE SET service_id = excluded.service_id
        )sql")
            .bind("org", school.id)
            .bind("kind", word(service.meal))
            .bind("service", service.id)
            .run();
    }
}

static void record_service(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Service& service, std::string_view action) {
    boost::json::array schools;
    for (const auto& school : service.schools) schools.emplace_back(school.id.value);
    const boost::json::value detail{{"name", service.name.en}, {"meal", word(service.meal)}, {"schools", std::move(schools)}, {"active", service.active}};
    auth::record(db, viewer, now, {.subject_kind = "menu_service", .subject_id = service.id.value, .action = action, .detail = boost::json::serialize(detail)});
}

ServiceId add_service(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Service& typed) {
    auto service = tidy(db, viewer, typed);
    service.id = {db.query("INSERT INTO menu_service (kind, name_en, name_es) VALUES (:kind, :en, :es) RETURNING id")
                      .bind("kind", word(service.meal))
                      .bind("en", service.name.en)
                      .bind("es", service.name.es)
                      .one_integer()};
    write_schools(db, service);
    record_service(db, viewer, now, service, "added");
    return service.id;
}

void change_service(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Service& typed) {
    auto service = tidy(db, viewer, typed);
    service.meal = find_service(db, service.id).meal;  // its days are of this meal
    const auto changed = db.query("UPDATE menu_service SET name_en = :en, name_es = :es, active = :active, revision = revision + 1 WHERE id = :id AND revision = :seen")
                             .bind("en", service.name.en)
                             .bind("es", service.name.es)
                             .bind("active", service.active)
                             .bind("id", service.id)
                             .bind("seen", service.revision)
                             .run();
    if (changed == 0) throw base::Conflict("menu.problem.stale");
    write_schools(db, service);
    record_service(db, viewer, now, service, "changed");
}

SchoolDay school_day(db::Read& db, OrgId school, base::Day day) {
    // The quick part of the calendar is around the day that is asked for.
    return school_day(calendar::calendar_of(db, school, db::district_zone(db).to_instant({day, base::Minutes(720)})), day);
}

SchoolDay school_day(const calendar::BusinessCalendar& plan, base::Day day) {
    SchoolDay result{plan.is_school_day(day), {}, {}};
    const auto* special = plan.special(day);
    if (!special) return result;
    result.because = special->name;
    const auto hours = plan.hours(day);
    if (special->kind == calendar::DayKind::early_release && hours) result.early = hours->closes;
    return result;
}

bool any_open(db::Read& db, const Service& service, base::Day day) {
    return std::ranges::any_of(service.schools, [&](const auto& school) { return school_day(db, school.id, day).open; });
}

std::function<bool(base::Day)> openings(db::Read& db, const Service& service, base::Day around) {
    std::vector<calendar::BusinessCalendar> plans;
    const auto at = db::district_zone(db).to_instant({around, base::Minutes(720)});
    for (const auto& school : service.schools) plans.push_back(calendar::calendar_of(db, school.id, at));
    return [plans = std::move(plans)](base::Day day) { return std::ranges::any_of(plans, [&](const auto& plan) { return plan.is_school_day(day); }); };
}

// --- Prices ---

static Price read_price(const db::Row& row) {
    return {{row.integer("id")}, {row.integer("service_id")}, {std::string(row.text("name_en")), std::string(row.text("name_es"))}, row.integer("cents"),
            row.day("from_on"), row.maybe_day("to_on"), row.integer("revision")};
}
static constexpr std::string_view price_columns = "SELECT id, service_id, name_en, name_es, cents, from_on, to_on, revision FROM menu_price";

std::vector<Price> prices(db::Read& db, ServiceId service) {
    return db.query(std::string(price_columns) + " WHERE service_id = :service ORDER BY from_on DESC, id").bind("service", service).all(read_price);
}

std::vector<Price> prices_on(db::Read& db, ServiceId service, base::Day day) {
    return db.query(std::string(price_columns) + " WHERE service_id = :service AND from_on <= :day AND (to_on IS NULL OR to_on >= :day) ORDER BY id")
        .bind("service", service)
        .bind("day", day)
        .all(read_price);
}

Problems price_problems(const Price& price) {
    Problems problems;
    if (price.name.en.empty()) problems.emplace_back("name_en", "menu.problem.name");
    if (base::count_code_points(price.name.en) > 60) problems.emplace_back("name_en", "menu.problem.long_name");
    if (base::count_code_points(price.name.es) > 60) problems.emplace_back("name_es", "menu.problem.long_name");
    if (price.cents < 0 || price.cents > highest_price_cents) problems.emplace_back("amount", "menu.problem.amount");
    if (price.to && *price.to < price.from) problems.emplace_back("to", "menu.problem.order");
    return problems;
}

static void record_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& price, std::string_view action) {
    const boost::json::value detail{{"service", price.service.value}, {"name", price.name.en}, {"cents", price.cents}, {"from", base::to_iso(price.from)}, {"to", price.to ? base::to_iso(*price.to) : ""}};
    auth::record(db, viewer, now, {.subject_kind = "menu_price", .subject_id = price.id.value, .action = action, .detail = boost::json::serialize(detail)});
}

void save_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& typed) {
    auto price = typed;
    service_to_edit(db, viewer, price.service);
    price.name = {base::collapse_space(price.name.en), base::collapse_space(price.name.es)};
    for (const auto& [field, problem] : price_problems(price)) throw base::Invalid(field, problem);
    const bool is_new = price.id.value == 0;
    if (is_new) {
        price.id = {db.query("INSERT INTO menu_price (service_id, name_en, name_es, cents, from_on, to_on) VALUES (:service, :en, :es, :cents, :from, :to) RETURNING id")
                        .bind("service", price.service)
                        .bind("en", price.name.en)
                        .bind("es", price.name.es)
                        .bind("cents", price.cents)
                        .bind("from", price.from)
                        .bind("to", price.to)
                        .one_integer()};
    } else {
        const auto changed = db.query(R"sql(
            UPDATE menu_price SET name_en = :en, name_es = :es, cents = :cents, from_on = :from, to_on = :to, revision = revision + 1
             WHERE id = :id AND service_id = :service AND revision = :seen
        )sql")
                                 .bind("en", price.name.en)
                                 .bind("es", price.name.es)
                                 .bind("cents", price.cents)
                                 .bind("from", price.from)
                                 .bind("to", price.to)
                                 .bind("id", price.id.value)
                                 .bind("service", price.service)
                                 .bind("seen", price.revision)
                                 .run();
        if (changed == 0) throw base::Conflict("menu.problem.stale");
    }
    record_price(db, viewer, now, price, is_new ? "added" : "changed");
}

Price find_price(db::Read& db, const auth::Viewer& viewer, PriceId id) {
    auto price = db.query(std::string(price_columns) + " WHERE id = :id").bind("id", id.value).one(read_price);
    service_to_edit(db, viewer, price.service);
    return price;
}

void remove_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, PriceId id) {
    const auto price = find_price(db, viewer, id);
    db.query("DELETE FROM menu_price WHERE id = :id").bind("id", id.value).run();
    record_price(db, viewer, now, price, "removed");
}

}  // namespace menu
