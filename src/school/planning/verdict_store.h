/// From devices, repairs and prices to verdicts: counted for the whole district by a job, for one device at once (P1). Only for this room, but for
/// devices_past_sense(), which the CIO's page shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "inventory/inventory.h"
#include "planning/hazard.h"
#include "planning/replacement_price.h"
#include "planning/verdict.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db

namespace planning {

/// A device as the verdict needs it.
struct PlannedDevice {
    std::int64_t id = 0;
    std::int64_t model = 0;
    std::string kind;
    std::int64_t school = 0;  // 0: none
    std::string status;
    std::optional<base::Day> purchased_on;
    base::Day known_on;       // when it came into the inventory, or its first repair when that was before
    base::Day changed_on;
    std::optional<base::Day> warranty_ends, support_ends;
    std::string funding_source;
    std::vector<Failure> failures;

    base::Day begins() const { return purchased_on.value_or(known_on); }
    bool over() const;        // lost, stolen, retired ...: at risk until its record last changed
    bool in_service() const;  // neither over nor only ordered
    bool broken() const;      // in repair or at the vendor's: a repair stands before us
};

/// Everything that was counted: devices with their failures, the fleet, and from which day on the log counts (H7).
struct Census {
    std::vector<PlannedDevice> devices;
    Fleet fleet;
    std::optional<base::Day> log_from;
    std::int64_t repairs = 0;
};
/// Reads every device and every repair.
Census take_census(db::Read& db, const Assumptions& assumptions, base::Day today);

/// What a person says about a repair that is due.
struct Quote {
    std::int64_t cents = 0;
    std::int64_t paid_by_others_cents = 0;  // insurance, a family
    bool accident = false;
};

/// One device with its verdict and what it rests on.
struct Judged {
    Case about;
    Verdict verdict;
    const Price* price = nullptr;  // of the list that judged it
    std::string funding_source;
};
Judged judge_device(const PlannedDevice& device, const Hazards& hazards, const PriceList& prices, base::Day today, const std::optional<Quote>& quote);

/// A device due for replacement.
struct Due {
    std::int64_t device = 0;
    int round = 1;
    int school_year = 0;
    std::string_view reason;  // "support", "life", "verdict"
    std::optional<std::int64_t> price_cents;
    std::string funding_source;
};
/// R1: its end and, where the next one lives shorter than the plan, the end of that, within `years` school years.
std::vector<Due> dues_of(const PlannedDevice& device, const Judged& judged, base::Day today, int years);
/// A plan looks this far.
constexpr int plan_years = 5;

struct AllVerdicts {
    Census census;
    std::vector<std::pair<std::int64_t, Verdict>> verdicts;  // by device
    std::vector<Due> dues;
};
AllVerdicts judge_all(db::Read& db, base::Day today);
/// How many rows of verdicts and of the plan were written, and how many taken away.
struct Saved {
    std::size_t written = 0, gone = 0;
};
/// Afterwards there is what `all` says and nothing else. Verdicts and dues that stay the same are not written, so that who writes meanwhile does not
/// wait long.
Saved save_verdicts(db::Write& db, base::Instant now, const AllVerdicts& all);
/// Reads, judges and saves; answers how many devices have a verdict.
std::int64_t rebuild_verdicts(db::Database& database, base::Instant now);
/// A job does it as soon as this transaction is committed.
void ask_for_verdicts(db::Write& db, base::Instant now);

/// What was counted the last time.
struct Count {
    base::Instant made_at;
    std::optional<base::Day> log_from;
    std::int64_t devices = 0;
    std::int64_t repairs = 0;
};
std::optional<Count> last_count(db::Read& db);
/// As save_verdicts() left it.
Fleet load_fleet(db::Read& db);
/// With its failures. Absent when there is none or the viewer may not see the inventory of its school: being its holder is not enough.
std::optional<PlannedDevice> find_planned(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId device);

/// For the CIO's page: "/planning/devices?verdict=replace" opens the first figure. Absent until verdicts were made.
struct PastSense {
    std::int64_t devices = 0;              // to be replaced now
    std::int64_t replace_cents = 0;        // what their successors cost
    std::int64_t keep_cents_a_year = 0;    // what keeping all devices costs in a year
    std::int64_t devices_in_all = 0;
    base::Instant made_at;
};
/// Needs may_plan.
std::optional<PastSense> devices_past_sense(db::Read& db, const auth::Viewer& viewer);

}  // namespace planning
