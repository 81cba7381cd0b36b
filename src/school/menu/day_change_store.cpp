// Days of menus as they are changed: the right, the stale form, the past day, and what families are told.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "menu/day.h"

namespace menu {

static DayId ensure_day(db::Write& db, base::Instant now, ServiceId service, base::Day on) {
    db.query(R"sql(
        INSERT INTO menu_day (service_id, served_on, uid, changed_at) VALUES (:service, :on, :uid, :now) ON CONFLICT (service_id, served_on) DO NOTHING
    )sql")
        .bind("service", service)
        .bind("on", on)
        .bind("uid", auth::random_token())
        .bind("now", now)
        .run();
    return {db.query("SELECT id FROM menu_day WHERE service_id = :service AND served_on = :on").bind("service", service).bind("on", on).one_integer()};
}

/// The day as it is, if this viewer who saw it so may change it. Nothing is written yet: what is refused later leaves no trace on the page that says so.
static MenuDay open_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at) {
    service_to_edit(db, viewer, at.service);
    // Clause 7: what was served stays as it was served.
    if (at.on < db::district_zone(db).day_of(now)) throw base::Conflict("menu.problem.past");
    auto before = day_to_edit(db, viewer, at.service, at.on);
    if (before.revision != at.seen) throw base::Conflict("menu.problem.stale");
    return before;
}

static void record_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const MenuDay& day, std::string_view action, boost::json::object detail, std::string_view why = {}) {
    detail["service"] = day.service.value;
    detail["on"] = base::to_iso(day.on);
    auth::record(db, viewer, now, {.subject_kind = "menu_day", .subject_id = day.id.value, .action = action, .why = why, .detail = boost::json::serialize(detail)});
}

/// A published day is another event for calendar programs: its number rises (RFC 5545, 3.8.7.4).
static void close_day(db::Write& db, base::Instant now, const MenuDay& day) {
    db.query("UPDATE menu_day SET edited = 1, revision = revision + 1, changed_at = :now, sequence = sequence + :rise WHERE id = :id")
        .bind("now", now)
        .bind("rise", day.published ? 1 : 0)
        .bind("id", day.id)
        .run();
}

/// Clause 8: told only where families could have read otherwise before.
static void note_change(db::Write& db, const auth::Viewer& viewer, base::Instant now, const MenuDay& day, std::optional<VersionId> from, std::optional<RecipeId> to, std::string_view why) {
    if (!day.published) return;
    db.query("INSERT INTO menu_change (day_id, changed_at, changed_by, from_version_id, to_recipe_id, why) VALUES (:day, :now, :by, :from, :to, :why)")
        .bind("day", day.id)
        .bind("now", now)
        .bind("by", viewer.name())
        .bind("from", from)
        .bind("to", to)
        .bind("why", why)
        .run();
}

struct Usable {
    Course course;
    VersionId version;
    std::string name;
};
static Usable usable_recipe(db::Read& db, RecipeId id, std::string_view field) {
    const auto found = db.query(R"sql(
        SELECT r.course, v.id, v.name_en FROM menu_recipe r JOIN menu_recipe_version v ON v.recipe_id = r.id AND v.number = r.version WHERE r.id = :id AND r.active = 1
    )sql")
                           .bind("id", id)
                           .maybe([](const db::Row& row) { return Usable{parse_course(row.text("course")).value(), {row.integer("id")}, std::string(row.text("name_en"))}; });
    if (!found) throw base::Invalid(std::string(field), "menu.problem.recipe");
    return *found;
}

static void insert_item(db::Write& db, DayId day, RecipeId recipe, Course course, std::int64_t position) {
    db.query("INSERT INTO menu_item (day_id, position, course, recipe_id) VALUES (:day, :position, :course, :recipe)")
        .bind("day", day)
        .bind("position", position)
        .bind("course", word(course))
        .bind("recipe", recipe)
        .run();
}

static std::string tidy_why(std::string_view why) {
    auto text = base::collapse_space(why);
    if (base::count_code_points(text) > longest_note) throw base::Invalid("why", "menu.problem.long_note");
    return text;
}

static bool has(const MenuDay& day, RecipeId recipe) { return std::ranges::find(day.dishes, recipe, &Dish::recipe) != day.dishes.end(); }

static const Dish& dish_of(const MenuDay& day, ItemId item) {
    const auto found = std::ranges::find(day.dishes, item, &Dish::item);
    if (found == day.dishes.end()) throw base::NotFound("no such dish on that day");
    return *found;
}

static VersionId version_of_item(db::Read& db, ItemId item) {
    return {db.query(R"sql(
        SELECT v.id FROM menu_item i JOIN menu_recipe r ON r.id = i.recipe_id JOIN menu_recipe_version v ON v.recipe_id = r.id
           AND ((i.version_id IS NULL AND v.number = r.version) OR v.id = i.version_id) WHERE i.id = :item
    )sql").bind("item", item).one_integer()};
}

void add_dishes(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, const std::vector<RecipeId>& recipes, std::string_view typed_why) {
    const auto why = tidy_why(typed_why);
    auto day = open_day(db, viewer, now, at);
    if (recipes.empty()) throw base::Invalid("recipe", "menu.problem.no_recipe");
    std::vector<Usable> usable;
    for (auto recipe : recipes) {
        if (has(day, recipe)) throw base::Invalid("recipe", "menu.problem.twice");
        if (day.dishes.size() >= most_dishes) throw base::Invalid("recipe", "menu.problem.many_dishes");
        usable.push_back(usable_recipe(db, recipe, "recipe"));
        day.dishes.push_back({.item = {}, .recipe = recipe});
    }
    day.id = ensure_day(db, now, at.service, at.on);
    auto position = db.query("SELECT COALESCE(max(position), 0) FROM menu_item WHERE day_id = :day").bind("day", day.id).one_integer();
    boost::json::array names;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        insert_item(db, day.id, recipes[i], usable[i].course, ++position);
        note_change(db, viewer, now, day, std::nullopt, recipes[i], why);
        names.emplace_back(usable[i].name);
    }
    close_day(db, now, day);
    record_day(db, viewer, now, day, "dishes_added", {{"dishes", std::move(names)}}, why);
}

void remove_dish(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, ItemId item, std::string_view typed_why) {
    const auto why = tidy_why(typed_why);
    const auto day = open_day(db, viewer, now, at);
    const auto& dish = dish_of(day, item);
    note_change(db, viewer, now, day, version_of_item(db, item), std::nullopt, why);
    db.query("DELETE FROM menu_item WHERE id = :item").bind("item", item).run();
    close_day(db, now, day);
    record_day(db, viewer, now, day, "dish_taken_off", {{"dish", dish.name.en}}, why);
}

void substitute(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, ItemId item, RecipeId by, std::string_view typed_why) {
    const auto why = tidy_why(typed_why);
    const auto day = open_day(db, viewer, now, at);
    const auto& dish = dish_of(day, item);
    if (has(day, by)) throw base::Invalid("recipe", "menu.problem.twice");
    const auto what = usable_recipe(db, by, "recipe");
    note_change(db, viewer, now, day, version_of_item(db, item), by, why);
    db.query("UPDATE menu_item SET recipe_id = :recipe, course = :course, version_id = NULL WHERE id = :item").bind("recipe", by).bind("course", word(what.course)).bind("item", item).run();
    close_day(db, now, day);
    record_day(db, viewer, now, day, "dish_substituted", {{"from", dish.name.en}, {"to", what.name}}, why);
}

void say(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, bool no_meal, const Words& typed) {
    const Words note{base::collapse_space(typed.en), base::collapse_space(typed.es)};
    if (base::count_code_points(note.en) > longest_note) throw base::Invalid("note_en", "menu.problem.long_note");
    if (base::count_code_points(note.es) > longest_note) throw base::Invalid("note_es", "menu.problem.long_note");
    // A meal that is not served wants a reason: families plan by it.
    if (no_meal && note.en.empty()) throw base::Invalid("note_en", "menu.problem.no_reason");
    auto day = open_day(db, viewer, now, at);
    day.id = ensure_day(db, now, at.service, at.on);
    db.query("UPDATE menu_day SET no_meal = :no_meal, note_en = :en, note_es = :es WHERE id = :id").bind("no_meal", no_meal).bind("en", note.en).bind("es", note.es).bind("id", day.id).run();
    close_day(db, now, day);
    record_day(db, viewer, now, day, no_meal ? "no_meal" : "noted", {{"note", note.en}});
}

void take_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at) {
    const auto day = open_day(db, viewer, now, at);
    if (!day.published) throw base::Conflict("menu.problem.not_published");
    if (at.on <= db::district_zone(db).day_of(now)) throw base::Conflict("menu.problem.has_begun");
    close_day(db, now, day);
    db.query("UPDATE menu_day SET state = 'draft' WHERE id = :id").bind("id", day.id).run();
    record_day(db, viewer, now, day, "taken_back", {});
}

int publish(db::Write& db, const auth::Viewer& viewer, base::Instant now, ServiceId service, base::Day first, base::Day last) {
    const auto plan = plan_publication(db, viewer, service, first, last, db::district_zone(db).day_of(now));
    for (auto on : plan.ready) {
        const auto day = day_to_edit(db, viewer, service, on);
        // It was read before: what differs from then is a new menu, and its number has risen above that of then.
        db.query("DELETE FROM menu_change WHERE day_id = :id").bind("id", day.id).run();
        db.query(R"sql(
            UPDATE menu_day SET state = 'published', first_published_at = COALESCE(first_published_at, :now), changed_at = :now, sequence = sequence + 1,
                   revision = revision + 1 WHERE id = :id
        )sql")
            .bind("now", now)
            .bind("id", day.id)
            .run();
        boost::json::array dishes;
        for (const auto& dish : day.dishes) dishes.emplace_back(dish.name.en);
        record_day(db, viewer, now, day, "published", {{"dishes", std::move(dishes)}});
    }
    return static_cast<int>(plan.ready.size());
}

void write_draft(db::Write& db, base::Instant now, ServiceId service, base::Day on, const std::vector<RecipeId>& recipes) {
    const auto id = ensure_day(db, now, service, on);
    db.query("DELETE FROM menu_item WHERE day_id = :id").bind("id", id).run();
    db.query("DELETE FROM menu_change WHERE day_id = :id").bind("id", id).run();
    std::int64_t position = 0;
    for (auto recipe : recipes) insert_item(db, id, recipe, usable_recipe(db, recipe, "recipe").course, ++position);
    db.query(R"sql(
        UPDATE menu_day SET sequence = sequence + CASE state WHEN 'published' THEN 1 ELSE 0 END, state = 'draft', no_meal = 0, note_en = '', note_es = '', edited = 0,
               changed_at = :now, revision = revision + 1 WHERE id = :id
    )sql")
        .bind("now", now)
        .bind("id", id)
        .run();
}

static constexpr std::string_view next_number = "UPDATE menu_day SET sequence = sequence + 1, changed_at = :now WHERE state = 'published' AND served_on >= :today AND ";

void tell_subscribers_of(db::Write& db, base::Instant now, RecipeId recipe) {
    db.query(std::string(next_number) + "id IN (SELECT day_id FROM menu_item WHERE recipe_id = :recipe)")
        .bind("now", now)
        .bind("today", db::district_zone(db).day_of(now))
        .bind("recipe", recipe)
        .run();
}

void tell_subscribers_of(db::Write& db, base::Instant now, ServiceId service) {
    db.query(std::string(next_number) + "service_id = :service").bind("now", now).bind("today", db::district_zone(db).day_of(now)).bind("service", service).run();
}

void follow_calendar(db::Write& db, base::Instant now, const calendar::CalendarChanged& changed) {
    db.query(std::string(next_number) + "(:org = 0 OR service_id IN (SELECT service_id FROM menu_service_school WHERE org_id = :org))")
        .bind("now", now)
        .bind("today", db::district_zone(db).day_of(now))
        .bind("org", changed.org.value_or(roster::OrgId{0}))
        .run();
}

}  // namespace menu
