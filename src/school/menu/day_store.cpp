// Days of menus as they are read, with all that their dishes contain.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "menu/day.h"

namespace menu {

static MenuDay read_day(const db::Row& row) {
    MenuDay day;
    day.id = {row.integer("id")};
    day.service = {row.integer("service_id")};
    day.on = row.day("served_on");
    day.published = row.text("state") == "published";
    day.no_meal = row.flag("no_meal");
    day.note = {std::string(row.text("note_en")), std::string(row.text("note_es"))};
    day.edited = row.flag("edited");
    day.uid = row.text("uid");
    day.sequence = row.integer("sequence");
    day.first_published_at = row.maybe_instant("first_published_at");
    day.changed_at = row.instant("changed_at");
    day.revision = row.integer("revision");
    return day;
}

namespace {

/// Fills the days of one question with few statements, however many there are.
class Filler {
public:
    Filler(db::Read& db, std::vector<MenuDay>& days) : db_(db), days_(days) {
        std::vector<std::int64_t> ids;
        for (std::size_t i = 0; i < days.size(); ++i) {
            ids.push_back(days[i].id.value);
            place_[days[i].id] = i;
        }
        list_ = fmt::format("{}", fmt::join(ids, ", "));
    }
    void fill() {
        read_dishes();
        read_changes();
        for (auto& day : days_) {
            for (auto& dish : day.dishes) {
                const auto came = std::ranges::find(day.changes, std::optional(dish.recipe), &Change::to);
                if (came != day.changes.end()) dish.change = *came;
            }
        }
    }

private:
    void read_dishes() {
        std::vector<VersionId> versions;
        std::vector<std::pair<std::size_t, std::size_t>> where;
        db_.query(fmt::format(R"sql(
            SELECT i.id, i.day_id, i.course, i.recipe_id, v.id AS version_id, v.name_en, v.name_es, v.description_en, v.description_es, v.tags
              FROM menu_item i JOIN menu_recipe r ON r.id = i.recipe_id
              JOIN menu_recipe_version v ON v.recipe_id = r.id
               AND ((i.version_id IS NULL AND v.number = r.version) OR v.id = i.version_id)
             WHERE i.day_id IN ({})
             ORDER BY i.day_id, CASE i.course WHEN 'entree' THEN 0 WHEN 'side' THEN 1 WHEN 'vegetable' THEN 2 WHEN 'fruit' THEN 3 WHEN 'milk' THEN 4 ELSE 5 END, i.position, i.id
        )sql", list_)).each([&](const db::Row& row) {
            Dish dish;
            dish.item = {row.integer("id")};
            dish.recipe = {row.integer("recipe_id")};
            dish.course = parse_course(row.text("course")).value();
            dish.name = {std::string(row.text("name_en")), std::string(row.text("name_es"))};
            dish.description = {std::string(row.text("description_en")), std::string(row.text("description_es"))};
            for (auto tag : base::split(row.text("tags"), ' ')) {
                if (is_tag(tag)) dish.tags.emplace_back(tag);
            }
            const auto day = place_.at({row.integer("day_id")});
            where.emplace_back(day, days_[day].dishes.size());
            versions.push_back({row.integer("version_id")});
            days_[day].dishes.push_back(std::move(dish));
        });
        const auto all = contents(db_, versions);
        for (std::size_t i = 0; i < where.size(); ++i) {
            const auto& content = content_of(all, versions[i]);
            auto& dish = days_[where[i].first].dishes[where[i].second];
            dish.allergens = content.whole;
            dish.ingredients = content.ingredients;
        }
    }
    void read_changes() {
        db_.query(fmt::format(R"sql(
            SELECT c.day_id, c.changed_at, c.changed_by, c.why, f.recipe_id AS from_recipe, f.name_en AS from_en, f.name_es AS from_es,
                   c.to_recipe_id, t.name_en AS to_en, t.name_es AS to_es
              FROM menu_change c LEFT JOIN menu_recipe_version f ON f.id = c.from_version_id
              LEFT JOIN menu_recipe r ON r.id = c.to_recipe_id LEFT JOIN menu_recipe_version t ON t.recipe_id = r.id AND t.number = r.version
             WHERE c.day_id IN ({}) ORDER BY c.day_id, c.id
        )sql", list_)).each([&](const db::Row& row) {
            Change change{row.instant("changed_at"), std::string(row.text("changed_by")), {}, {}, {}, {}, std::string(row.text("why"))};
            if (auto from = row.maybe_integer("from_recipe")) {
                change.from = RecipeId{*from};
                change.from_name = {row.maybe_text("from_en").value_or(""), row.maybe_text("from_es").value_or("")};
            }
            if (auto to = row.maybe_integer("to_recipe_id")) {
                change.to = RecipeId{*to};
                change.to_name = {row.maybe_text("to_en").value_or(""), row.maybe_text("to_es").value_or("")};
            }
            days_[place_.at({row.integer("day_id")})].changes.push_back(std::move(change));
        });
        for (auto& day : days_) day.changes = net_changes(day.changes);
    }

    db::Read& db_;
    std::vector<MenuDay>& days_;
    std::map<DayId, std::size_t> place_;
    std::string list_;
};

}  // namespace

std::vector<MenuDay> menu_days(db::Read& db, const std::vector<ServiceId>& services, base::Day first, base::Day last, Which which) {
    if (services.empty()) return {};
    std::vector<std::int64_t> ids;
    ids.reserve(services.size());
    for (auto service : services) ids.push_back(service.value);
    auto all = db.query(fmt::format(R"sql(
        SELECT id, service_id, served_on, state, no_meal, note_en, note_es, edited, uid, sequence, first_published_at, changed_at, revision FROM menu_day
         WHERE service_id IN ({}) AND served_on BETWEEN :first AND :last{} ORDER BY served_on, service_id
    )sql", fmt::join(ids, ", "), which == Which::published ? " AND first_published_at IS NOT NULL" : ""))
                   .bind("first", first)
                   .bind("last", last)
                   .all(read_day);
    if (all.empty()) return all;
    Filler(db, all).fill();
    if (which == Which::published) {
        for (auto& day : all) {
            if (day.published) continue;
            // Clause 9: that it was withdrawn is public, what it is being changed into is not.
            day.dishes.clear();
            day.changes.clear();
            day.note = {};
            day.no_meal = false;
        }
    }
    return all;
}

MenuDay day_to_edit(db::Read& db, const auth::Viewer& viewer, ServiceId service, base::Day on) {
    service_to_edit(db, viewer, service);
    auto found = menu_days(db, {service}, on, on, Which::planned);
    if (!found.empty()) return std::move(found.front());
    MenuDay none;
    none.service = service;
    none.on = on;
    return none;
}

Publication plan_publication(db::Read& db, const auth::Viewer& viewer, ServiceId id, base::Day first, base::Day last, base::Day today) {
    const auto service = service_to_edit(db, viewer, id);
    if (last < first) throw base::Invalid("to", "menu.problem.order");
    if (last - first >= std::chrono::days(longest_range_days)) throw base::Invalid("to", "menu.problem.long_range");
    const auto from = std::max(first, today);
    std::map<base::Day, MenuDay> written;
    for (auto& day : menu_days(db, {id}, from, last, Which::planned)) written.emplace(day.on, std::move(day));
    Publication plan;
    const auto is_open = openings(db, service, from);
    for (auto on = from; on <= last; on += std::chrono::days(1)) {
        const auto day = written.find(on);
        if (day != written.end() && day->second.published) {
            plan.published.push_back(on);
            continue;
        }
        if (!is_open(on)) continue;
        if (day == written.end() || (day->second.dishes.empty() && !day->second.no_meal)) {
            plan.missing.push_back(on);
            continue;
        }
        plan.ready.push_back(on);
        for (const auto& dish : day->second.dishes) {
            if (any_in_state(dish.allergens, State::unknown)) plan.unknown.push_back({on, dish.name, dish.allergens});
        }
    }
    return plan;
}

}  // namespace menu
