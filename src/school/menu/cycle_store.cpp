#include <algorithm>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "menu/cycle.h"

namespace menu {

static Cycle read_cycle(const db::Row& row) {
    Cycle cycle;
    cycle.id = {row.integer("id")};
    cycle.service = {row.integer("service_id")};
    cycle.name = row.text("name");
    cycle.weeks = static_cast<int>(row.integer("weeks"));
    cycle.starts = row.day("starts_on");
    cycle.closed = parse_closed_days(row.text("closed_days")).value();
    cycle.active = row.flag("active");
    cycle.revision = row.integer("revision");
    return cycle;
}
static constexpr std::string_view columns = "SELECT id, service_id, name, weeks, starts_on, closed_days, active, revision FROM menu_cycle";

std::vector<Cycle> cycles(db::Read& db, const auth::Viewer& viewer) {
    auto all = db.query(std::string(columns) + " WHERE active = 1 ORDER BY name, id").all(read_cycle);
    const auto mine = editable_services(db, viewer);
    std::erase_if(all, [&](const Cycle& cycle) { return std::ranges::find(mine, cycle.service, &Service::id) == mine.end(); });
    return all;
}

Cycle find_cycle(db::Read& db, const auth::Viewer& viewer, CycleId id) {
    auto cycle = db.query(std::string(columns) + " WHERE id = :id").bind("id", id).one(read_cycle);
    service_to_edit(db, viewer, cycle.service);
    cycle.entries = db.query(R"sql(
        SELECT i.week, i.weekday, i.recipe_id, r.course, v.name_en, v.name_es FROM menu_cycle_item i JOIN menu_recipe r ON r.id = i.recipe_id
          JOIN menu_recipe_version v ON v.recipe_id = r.id AND v.number = r.version
         WHERE i.cycle_id = :id AND i.week <= :weeks ORDER BY i.week, i.weekday, i.position, i.id
    )sql")
                        .bind("id", id)
                        .bind("weeks", cycle.weeks)
                        .all([](const db::Row& row) {
                            return Cycle::Entry{{static_cast<int>(row.integer("week")), static_cast<int>(row.integer("weekday"))},
                                                {row.integer("recipe_id")},
                                                {std::string(row.text("name_en")), std::string(row.text("name_es"))},
                                                parse_course(row.text("course")).value()};
                        });
    return cycle;
}

static void record_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Cycle& cycle, std::string_view action, boost::json::object detail = {}) {
    detail["name"] = cycle.name;
    detail["service"] = cycle.service.value;
    auth::record(db, viewer, now, {.subject_kind = "menu_cycle", .subject_id = cycle.id.value, .action = action, .detail = boost::json::serialize(detail)});
}

CycleId save_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Cycle& typed) {
    auto cycle = typed;
    service_to_edit(db, viewer, cycle.service);
    cycle.name = base::collapse_space(cycle.name);
    for (const auto& [field, problem] : cycle_problems(cycle)) throw base::Invalid(field, problem);
    const bool is_new = cycle.id.value == 0;
    if (is_new) {
        cycle.id = {db.query("INSERT INTO menu_cycle (service_id, name, weeks, starts_on, closed_days) VALUES (:service, :name, :weeks, :starts, :closed) RETURNING id")
                        .bind("service", cycle.service)
                        .bind("name", cycle.name)
                        .bind("weeks", cycle.weeks)
                        .bind("starts", cycle.starts)
                        .bind("closed", word(cycle.closed))
                        .one_integer()};
    } else {
        const auto before = find_cycle(db, viewer, cycle.id);
        const auto changed = db.query(R"sql(
            UPDATE menu_cycle SET service_id = :service, name = :name, weeks = :weeks, starts_on = :starts, closed_days = :closed, revision = revision + 1
             WHERE id = :id AND revision = :seen
        )sql")
                                 .bind("service", cycle.service)
                                 .bind("name", cycle.name)
                                 .bind("weeks", cycle.weeks)
                                 .bind("starts", cycle.starts)
                                 .bind("closed", word(cycle.closed))
                                 .bind("id", before.id)
                                 .bind("seen", cycle.revision)
                                 .run();
        if (changed == 0) throw base::Conflict("menu.problem.stale");
    }
    record_cycle(db, viewer, now, cycle, is_new ? "added" : "changed", {{"weeks", cycle.weeks}, {"starts", base::to_iso(cycle.starts)}, {"closed_days", word(cycle.closed)}});
    return cycle.id;
}

void retire_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id) {
    const auto cycle = find_cycle(db, viewer, id);
    db.query("UPDATE menu_cycle SET active = 0, revision = revision + 1 WHERE id = :id").bind("id", id).run();
    record_cycle(db, viewer, now, cycle, "retired");
}

static Cycle open_cycle(db::Write& db, const auth::Viewer& viewer, CycleId id, Slot slot, std::int64_t seen) {
    auto cycle = find_cycle(db, viewer, id);
    if (slot.week < 1 || slot.week > cycle.weeks || slot.weekday < 1 || slot.weekday > 5) throw base::NotFound("no such day in the cycle");
    if (cycle.revision != seen) throw base::Conflict("menu.problem.stale");
    return cycle;
}

static void rise(db::Write& db, CycleId id) { db.query("UPDATE menu_cycle SET revision = revision + 1 WHERE id = :id").bind("id", id).run(); }

void add_to_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id, Slot slot, const std::vector<RecipeId>& recipes, std::int64_t seen) {
    auto cycle = open_cycle(db, viewer, id, slot, seen);
    if (recipes.empty()) throw base::Invalid("recipe", "menu.problem.no_recipe");
    const auto of_slot = std::ranges::count(cycle.entries, slot, &Cycle::Entry::slot);
    if (static_cast<std::size_t>(of_slot) + recipes.size() > most_dishes) throw base::Invalid("recipe", "menu.problem.many_dishes");
    for (auto recipe : recipes) {
        const bool there = std::ranges::any_of(cycle.entries, [&](const auto& entry) { return entry.slot == slot && entry.recipe == recipe; });
        if (there) throw base::Invalid("recipe", "menu.problem.twice");
        if (!db.query("SELECT id FROM menu_recipe WHERE id = :id AND active = 1").bind("id", recipe).maybe_integer()) throw base::Invalid("recipe", "menu.problem.recipe");
        cycle.entries.push_back({slot, recipe, {}, Course::other});
    }
    boost::json::array added;
    auto position = db.query("SELECT COALESCE(max(position), 0) FROM menu_cycle_item WHERE cycle_id = :cycle").bind("cycle", id).one_integer();
    for (auto recipe : recipes) {
        db.query("INSERT INTO menu_cycle_item (cycle_id, week, weekday, position, recipe_id) VALUES (:cycle, :week, :weekday, :position, :recipe)")
            .bind("cycle", id)
            .bind("week", slot.week)
            .bind("weekday", slot.weekday)
            .bind("position", ++position)
            .bind("recipe", recipe)
            .run();
        added.emplace_back(recipe.value);
    }
    rise(db, id);
    record_cycle(db, viewer, now, cycle, "dishes_added", {{"week", slot.week}, {"weekday", slot.weekday}, {"recipes", std::move(added)}});
}

void remove_from_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id, Slot slot, RecipeId recipe, std::int64_t seen) {
    const auto cycle = open_cycle(db, viewer, id, slot, seen);
    const auto gone = db.query("DELETE FROM menu_cycle_item WHERE cycle_id = :cycle AND week = :week AND weekday = :weekday AND recipe_id = :recipe")
                          .bind("cycle", id)
                          .bind("week", slot.week)
                          .bind("weekday", slot.weekday)
                          .bind("recipe", recipe)
                          .run();
    if (gone == 0) throw base::NotFound("no such dish in the cycle");
    rise(db, id);
    record_cycle(db, viewer, now, cycle, "dish_removed", {{"week", slot.week}, {"weekday", slot.weekday}, {"recipe", recipe.value}});
}

/// In the order of the plan; those no longer in use are named in `retired`.
static std::vector<RecipeId> dishes_of(db::Read& db, const Cycle& cycle, Slot slot, std::vector<std::string>* retired) {
    std::vector<RecipeId> recipes;
    for (const auto& entry : cycle.entries) {
        if (entry.slot != slot) continue;
        const bool in_use = db.query("SELECT id FROM menu_recipe WHERE id = :id AND active = 1").bind("id", entry.recipe).maybe_integer().has_value();
        if (in_use) recipes.push_back(entry.recipe);
        else if (retired && std::ranges::find(*retired, entry.name.en) == retired->end()) retired->push_back(entry.name.en);
    }
    return recipes;
}

Application plan_application(db::Read& db, const auth::Viewer& viewer, const Cycle& cycle, base::Day first, base::Day last, base::Day today) {
    const auto service = service_to_edit(db, viewer, cycle.service);
    if (last < first) throw base::Invalid("to", "menu.problem.order");
    if (last - first >= std::chrono::days(longest_range_days)) throw base::Invalid("to", "menu.problem.long_range");
    // A plan is counted from its first day; years of days would only cost time.
    if (last - cycle.starts > std::chrono::days(800)) throw base::Invalid("to", "menu.problem.far_from_start");
    const auto from = std::max(first, today);
    std::map<base::Day, MenuDay> written;
    for (auto& day : menu_days(db, {cycle.service}, from, last, Which::planned)) written.emplace(day.on, std::move(day));

    Application application;
    const auto is_open = openings(db, service, from);
    for (const auto& planned : plan_days(cycle, from, last, is_open)) {
        const auto there = written.find(planned.on);
        if (dishes_of(db, cycle, planned.slot, &application.retired).empty()) application.empty.push_back(planned);
        else if (there == written.end() || (!there->second.published && !there->second.edited)) application.drafts.push_back(planned);
        else if (there->second.published && planned.on <= today) application.kept.push_back(planned);
        else application.asked.push_back({planned, there->second.revision});
    }
    for (auto on = std::max(from, cycle.starts); on <= last; on += std::chrono::days(1)) {
        if (base::iso_weekday(on) > 5 || service.schools.empty() || is_open(on)) continue;
        application.closed.emplace_back(on, school_day(db, service.schools.front().id, on).because);
    }
    return application;
}

int apply_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id, base::Day first, base::Day last, bool replace_asked, const std::vector<SeenDay>& seen) {
    const auto cycle = find_cycle(db, viewer, id);
    const auto plan = plan_application(db, viewer, cycle, first, last, db::district_zone(db).day_of(now));
    auto to_write = plan.drafts;
    for (const auto& asked : plan.asked) {
        if (!replace_asked) break;
        if (std::ranges::find(seen, SeenDay{asked.planned.on, asked.revision}) == seen.end()) throw base::Conflict("menu.problem.stale");
        to_write.push_back(asked.planned);
    }
    for (const auto& planned : to_write) write_draft(db, now, cycle.service, planned.on, dishes_of(db, cycle, planned.slot, nullptr));
    record_cycle(db, viewer, now, cycle, "applied", {{"from", base::to_iso(first)}, {"to", base::to_iso(last)}, {"days", to_write.size()}, {"replaced", replace_asked ? plan.asked.size() : 0}});
    return static_cast<int>(to_write.size());
}

}  // namespace menu
