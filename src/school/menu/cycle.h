/// Cycles: a plan of some weeks that comes round again, and what it makes of a calendar.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "menu/day.h"

namespace menu {

struct CycleId {
    std::int64_t value = 0;
    auto operator<=>(const CycleId&) const = default;
};

/// What a closed day does to those that follow (clause 10).
enum class ClosedDays { shift, drop };
std::string_view word(ClosedDays closed);
std::optional<ClosedDays> parse_closed_days(std::string_view word);

/// Which day of the plan: week 1 to `weeks`, weekday 1 (Monday) to 5.
struct Slot {
    int week = 1;
    int weekday = 1;
    auto operator<=>(const Slot&) const = default;
};

struct Cycle {
    CycleId id;
    ServiceId service;
    std::string name;
    int weeks = 3;
    base::Day starts;  // the first day is week 1; when days are dropped, the Monday of its week is
    ClosedDays closed = ClosedDays::shift;
    bool active = true;
    std::int64_t revision = 1;
    struct Entry {
        Slot slot;
        RecipeId recipe;
        Words name;
        Course course = Course::entree;
    };
    std::vector<Entry> entries;  // by slot, then in their order
};
constexpr int most_weeks = 8;
constexpr std::size_t longest_cycle_name = 80;

struct PlannedDay {
    base::Day on;
    Slot slot;
    auto operator<=>(const PlannedDay&) const = default;
};
/// Which day of the plan each school day from `first` to `last` gets; days before the cycle starts get none. `is_open` is asked for every day from the
/// start of the cycle on. Shift: the plan goes on with each school day, whatever weekday it is. Drop: Monday stays Monday, a closed day's dishes are left
/// out, and a school day on a weekend has none.
std::vector<PlannedDay> plan_days(const Cycle& cycle, base::Day first, base::Day last, const std::function<bool(base::Day)>& is_open);

// --- Stored. Each needs `may_edit` at every school of the service. ---
std::vector<Cycle> cycles(db::Read& db, const auth::Viewer& viewer);
Cycle find_cycle(db::Read& db, const auth::Viewer& viewer, CycleId id);
Problems cycle_problems(const Cycle& cycle);
/// A new one when its id is 0. Throws base::Invalid, base::Conflict when another revision was seen.
CycleId save_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Cycle& cycle);
void retire_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id);
void add_to_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id, Slot slot, const std::vector<RecipeId>& recipes, std::int64_t seen);
void remove_from_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id, Slot slot, RecipeId recipe, std::int64_t seen);

/// A day of which a person is asked, as it stood when it was shown.
struct AskedDay {
    PlannedDay planned;
    std::int64_t revision = 0;
};
/// What applying a cycle to a range would do.
struct Application {
    std::vector<PlannedDay> drafts;     // written without asking: nothing is there, or a draft that a cycle made
    std::vector<AskedDay> asked;        // clause 10: published, or a draft that a person changed; written only when a person says so
    std::vector<PlannedDay> kept;       // published for today: replaced by nobody
    std::vector<PlannedDay> empty;      // the plan has nothing for that day
    std::vector<std::pair<base::Day, std::string>> closed;  // with the calendar's word
    std::vector<std::string> retired;   // recipes that are in the plan and no longer in use: left out
};
Application plan_application(db::Read& db, const auth::Viewer& viewer, const Cycle& cycle, base::Day first, base::Day last, base::Day today);
struct SeenDay {
    base::Day on;
    std::int64_t revision = 0;
    bool operator==(const SeenDay&) const = default;
};
/// Returns how many days were written. With `replace_asked` also those of which a person is asked: throws base::Conflict when one of them is not in `seen`
/// as it stands now, since nobody said so of that.
int apply_cycle(db::Write& db, const auth::Viewer& viewer, base::Instant now, CycleId id, base::Day first, base::Day last, bool replace_asked,
                const std::vector<SeenDay>& seen = {});

}  // namespace menu
