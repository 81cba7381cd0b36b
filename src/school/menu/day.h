/// The menu of one day of a service: drafted, published, and changed in sight of everybody.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "menu/menu.h"
#include "menu/recipe.h"
#include "menu/service.h"

namespace menu {

struct DayId {
    std::int64_t value = 0;
    auto operator<=>(const DayId&) const = default;
};

struct MenuDay {
    DayId id;
    ServiceId service;
    base::Day on;
    bool published = false;
    bool no_meal = false;
    Words note;
    bool edited = false;
    std::string uid;
    std::int64_t sequence = 0;
    std::optional<base::Instant> first_published_at;
    base::Instant changed_at;
    std::int64_t revision = 0;  // 0: not written yet
    std::vector<Dish> dishes;   // by course, then in the order of planning
    std::vector<Change> changes;  // net: see below; oldest first
};
constexpr std::size_t most_dishes = 30;
constexpr std::size_t longest_note = 200;

/// What families see of a day's changes: what replaced what they read first, however often it was changed between. A change that was taken back is none.
std::vector<Change> net_changes(const std::vector<Change>& in_order);

enum class Which { published, planned };
/// The days that were written from `first` to `last`, by day, then service. For `published` only those that are, or were once (clause 9): they are
/// public. `planned` is for those who edit them.
std::vector<MenuDay> menu_days(db::Read& db, const std::vector<ServiceId>& services, base::Day first, base::Day last, Which which);
/// With revision 0 and nothing on it when nobody has written it.
MenuDay day_to_edit(db::Read& db, const auth::Viewer& viewer, ServiceId service, base::Day on);

// --- Changing. Each needs `may_edit` at every school of the service, and throws base::Conflict when `seen` is not the day's revision or the day is past,
// --- base::Invalid, base::NotFound. On a published day each is told to families (clause 8).
struct At {
    ServiceId service;
    base::Day on;
    std::int64_t seen = 0;
};
void add_dishes(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, const std::vector<RecipeId>& recipes, std::string_view why);
void remove_dish(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, ItemId item, std::string_view why);
void substitute(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, ItemId item, RecipeId by, std::string_view why);
/// Whether the meal is served, and a word to families.
void say(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at, bool no_meal, const Words& note);
/// Back to a draft: only a day that has not begun, so that nobody looks for a menu at noon.
void take_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const At& at);

/// What publishing a range would do. A day counts as ready when it has dishes or says that no meal is served.
struct Publication {
    std::vector<base::Day> ready;
    std::vector<base::Day> missing;    // school days without a menu
    struct Unknown {
        base::Day on;
        Words dish;
        std::vector<Declared> allergens;
    };
    std::vector<Unknown> unknown;      // dishes of which not everything is known; they are published as that
    std::vector<base::Day> published;  // already
};
constexpr int longest_range_days = 120;
Publication plan_publication(db::Read& db, const auth::Viewer& viewer, ServiceId service, base::Day first, base::Day last, base::Day today);
/// Publishes those that are ready; returns how many.
int publish(db::Write& db, const auth::Viewer& viewer, base::Instant now, ServiceId service, base::Day first, base::Day last);

/// A published day from today on that has this recipe is news for calendar programs.
void tell_subscribers_of(db::Write& db, base::Instant now, RecipeId recipe);
/// So is each of a service that a school left or came to.
void tell_subscribers_of(db::Write& db, base::Instant now, ServiceId service);

/// For the cycle: writes a draft with these dishes over whatever the day was. The caller has asked.
void write_draft(db::Write& db, base::Instant now, ServiceId service, base::Day on, const std::vector<RecipeId>& recipes);

}  // namespace menu
