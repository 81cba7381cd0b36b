#include <algorithm>

#include "calendar/calendar.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/priority.h"
#include "helpdesk/target.h"
#include "http/live.h"
#include "jobs/jobs.h"

namespace helpdesk {

static std::vector<PausedSpan> pauses_of(db::Read& db, RequestId id) {
    return db.query("SELECT from_at, to_at FROM helpdesk_pause WHERE request_id = :request ORDER BY from_at")
        .bind("request", id)
        .all([](const db::Row& row) { return PausedSpan{row.instant("from_at"), row.maybe_instant("to_at")}; });
}

/// A calendar that never opens again gives no due time; then the wall clock counts, so that the request still has a place in the order.
static base::Instant due_or_wall_clock(const calendar::BusinessCalendar& calendar, const TargetClock& clock, int minutes, base::Instant as_of) {
    return target_due(calendar, clock, base::Minutes(minutes), as_of).value_or(clock.started_at + base::Minutes(minutes));
}

Due due_of(db::Read& db, roster::OrgId school, CategoryId category, int priority, base::Instant created_at, RequestId id) {
    TargetClock clock{created_at, id.value == 0 ? std::vector<PausedSpan>() : pauses_of(db, id)};
    base::Instant as_of = created_at;
    for (const auto& pause : clock.pauses) as_of = std::max(as_of, pause.to.value_or(pause.from));
    const auto& calendar = calendar::calendar_of(db, school, created_at);
    Target goal = target(db, category, priority);
    return {due_or_wall_clock(calendar, {created_at, {}}, goal.response_minutes, as_of),  // never paused: clause 12
            due_or_wall_clock(calendar, clock, goal.resolution_minutes, as_of),
            due_or_wall_clock(calendar, clock, (goal.resolution_minutes * 3 + 3) / 4, as_of)};
}

struct DueBasis {
    roster::OrgId school;
    CategoryId category;
    int impact;
    int urgency;
    bool class_waiting;
    base::Instant created_at;
};

/// False when they were that already.
static bool renew_times(db::Write& db, RequestId id) {
    auto basis = db.query("SELECT school_id, category_id, impact, urgency, class_waiting, created_at FROM helpdesk_request WHERE id = :id")
                     .bind("id", id)
                     .one([](const db::Row& row) {
                         return DueBasis{{row.integer("school_id")},
                                      {row.integer("category_id")},
                                      static_cast<int>(row.integer("impact")),
                                      static_cast<int>(row.integer("urgency")),
                                      row.flag("class_waiting"),
                                      row.instant("created_at")};
                     });
    int priority = priority_of(basis.impact, basis.urgency, basis.class_waiting);
    Due due = due_of(db, basis.school, basis.category, priority, basis.created_at, id);
    return db.query(R"sql(
        UPDATE helpdesk_request SET priority = :priority, response_due_at = :response_due, due_at = :due, risk_at = :risk
         WHERE id = :id AND (priority <> :priority OR response_due_at <> :response_due OR due_at <> :due OR risk_at <> :risk)
    )sql")
               .bind("priority", priority)
               .bind("response_due", due.response)
               .bind("due", due.resolution)
               .bind("risk", due.at_risk)
               .bind("id", id)
               .run() > 0;
}

void retarget(db::Write& db, RequestId id) { renew_times(db, id); }

void retarget_later(db::Write& db, base::Instant now) { jobs::enqueue(db, now, {.name = "helpdesk.retarget", .unique_key = "unfinished"}); }

static std::vector<RequestId> unfinished_after(db::Read& db, RequestId last, int most) {
    return db.query("SELECT id FROM helpdesk_request WHERE state IN ('new', 'open', 'waiting', 'scheduled') AND id > :last ORDER BY id LIMIT :most")
        .bind("last", last)
        .bind("most", most)
        .all([](const db::Row& row) { return RequestId{row.integer("id")}; });
}

int retarget_unfinished(db::Database& database, base::Instant now) {
    constexpr int at_once = 50;  // so that people's changes need not wait long for the writer
    int changed = 0;
    RequestId last;
    while (true) {
        auto some = database.read([&](db::Read& db) { return unfinished_after(db, last, at_once); });
        if (some.empty()) return changed;
        changed += database.write([&](db::Write& db) {
            auto here = static_cast<int>(std::ranges::count_if(some, [&](RequestId id) { return renew_times(db, id); }));
            if (here > 0) http::touch(db, now, queue_topic);
            return here;
        });
        last = some.back();
    }
}

}  // namespace helpdesk
