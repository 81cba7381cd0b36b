#include "helpdesk/load.h"

#include <algorithm>

#include "auth/account.h"
#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "people/people.h"

namespace helpdesk {

/// What one request usually takes when nothing is known of its category.
static constexpr std::int64_t usual_minutes = 30;
static constexpr std::int64_t fewest_repairs = 5;
static constexpr base::Milliseconds record_counts_for = std::chrono::hours(24 * 365);

/// By category: what its recorded repairs took on average.
static std::map<std::int64_t, std::int64_t> usual_minutes_of_categories(db::Read& db, base::Instant now) {
    std::map<std::int64_t, std::int64_t> minutes;
    db.query(R"sql(
        SELECT r.category_id, count(*) AS repairs, CAST(SUM(p.minutes) AS BIGINT) AS minutes
          FROM helpdesk_repair p JOIN helpdesk_request r ON r.id = p.request_id
         WHERE p.at >= :since
         GROUP BY r.category_id
    )sql").bind("since", now - record_counts_for).each([&](const db::Row& row) {
        auto repairs = row.integer("repairs");
        if (repairs >= fewest_repairs) minutes[row.integer("category_id")] = row.integer("minutes") / repairs;
    });
    return minutes;
}

std::map<std::int64_t, Load> loads(db::Read& db, base::Instant now) {
    auto usual = usual_minutes_of_categories(db, now);
    std::map<std::int64_t, Load> found;
    db.query(R"sql(
        SELECT assignee_id, category_id, state, count(*) AS requests
          FROM helpdesk_request
         WHERE assignee_id IS NOT NULL AND state IN ('new', 'open', 'waiting', 'scheduled')
         GROUP BY assignee_id, category_id, state
    )sql").each([&](const db::Row& row) {
        auto known = usual.find(row.integer("category_id"));
        auto each = known == usual.end() ? usual_minutes : known->second;
        auto requests = row.integer("requests");
        Load& load = found[row.integer("assignee_id")];
        (in_queue(*parse_state(row.text("state"))) ? load.in_queue : load.paused) += requests;
        load.work += base::Minutes(each * requests);
    });
    return found;
}

std::vector<PersonLoad> loads_of_people(db::Read& db, const auth::Viewer& viewer, base::Instant now) {
    auto reach = viewer.reach(may_work);
    if (!reach.everywhere && reach.schools.empty()) throw base::Forbidden("Only those who work on requests see this.");
    auto left = loads(db, now);
    auto today = db::district_zone(db).day_of(now);
    std::vector<PersonLoad> people;
    for (const auto& colleague : people::colleagues(db, viewer, {}, today)) {
        auto found = left.find(colleague.account.value);
        people.push_back({colleague.account, colleague.name, colleague.present, found == left.end() ? Load{} : found->second});
        if (found != left.end()) left.erase(found);
    }
    for (const auto& [account, load] : left) people.push_back({{account}, auth::account_name(db, {account}).value_or(""), false, load});
    std::ranges::stable_sort(people, {}, &PersonLoad::name);
    return people;
}

}  // namespace helpdesk
