#include "helpdesk/resuming.h"

#include "db/setting.h"
#include "helpdesk/change.h"

namespace helpdesk {

static base::Day today(db::Read& db, base::Instant now) {
    return db::district_zone(db).day_of(now);
}

static std::vector<RequestId> due(db::Read& db, base::Instant now) {
    return db.query(R"sql(
        SELECT id FROM helpdesk_request WHERE waiting_until_on <= :today
        UNION ALL
        SELECT id FROM helpdesk_request WHERE scheduled_at <= :now
    )sql").bind("today", today(db, now)).bind("now", now).all([](const db::Row& row) { return RequestId{row.integer("id")}; });
}

/// A person may have been quicker since it was found.
static bool resume_when_due(db::Write& db, base::Instant now, RequestId id) {
    Request request = fetch_for_work(db, auth::Viewer::system(), id);
    bool day_came = request.waiting_until && *request.waiting_until <= today(db, now);
    bool time_came = request.scheduled_at && *request.scheduled_at <= now;
    if (!day_came && !time_came) return false;
    resume(db, auth::Viewer::system(), now, request, {.action = day_came ? "day_came" : "time_came"});
    if (request.assignee) notify(db, now, {.request = id, .kind = NoticeKind::resumed, .account = request.assignee});
    return true;
}

int resume_due(db::Database& database, base::Instant now) {
    int resumed = 0;
    for (auto id : database.read([&](db::Read& db) { return due(db, now); })) {
        resumed += database.write([&](db::Write& db) { return resume_when_due(db, now, id); });
    }
    return resumed;
}

}  // namespace helpdesk
