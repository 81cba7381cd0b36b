#include "helpdesk/closing.h"

#include <algorithm>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "db/setting.h"
#include "helpdesk/change.h"

namespace helpdesk {

static constexpr std::string_view days_key = "helpdesk.closing_days";

int closing_days(db::Read& db) {
    auto kept = base::parse_integer(db::setting_or(db, days_key, ""));
    return kept ? static_cast<int>(std::clamp<std::int64_t>(*kept, 0, most_closing_days)) : usual_closing_days;
}

void save_closing_days(db::Write& db, const auth::Viewer& viewer, base::Instant now, int days) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("Only those who set up the help desk may change this.");
    if (days < 0 || days > most_closing_days) throw base::Invalid("days", "helpdesk.set.problem.closing_days");
    int before = closing_days(db);
    if (before == days) return;
    db::set_setting(db, days_key, std::to_string(days));
    auth::record(db, viewer, now,
                 {.subject_kind = "helpdesk_closing", .subject_id = 0, .action = "changed",
                  .detail = detail({{"before", std::to_string(before)}, {"after", std::to_string(days)}})});
}

static base::Instant last_word(db::Read& db, const Request& request) {
    auto written = db.query("SELECT COALESCE(max(at), 0) FROM helpdesk_message WHERE request_id = :request AND kind = 'reply'")
                       .bind("request", request.id)
                       .one_integer();
    return std::max(*request.resolved_at, base::from_ms(written));
}

std::optional<base::Day> last_day_to_answer(db::Read& db, base::Instant now, const Request& request) {
    if (request.state != State::resolved || !request.resolved_at) return std::nullopt;
    int days = closing_days(db);
    if (days == 0) return std::nullopt;
    const auto& calendar = calendar::calendar_of(db, request.school, now);
    return calendar.add_school_days(calendar.zone().day_of(last_word(db, request)), days);
}

static std::vector<RequestId> solved_before(db::Read& db, base::Instant before) {
    return db.query("SELECT id FROM helpdesk_request WHERE resolved_at < :before AND state = 'resolved' ORDER BY id").bind("before", before).all([](const db::Row& row) {
        return RequestId{row.integer("id")};
    });
}

static bool close_when_over(db::Write& db, base::Instant now, RequestId id) {
    Request request = fetch_for_work(db, auth::Viewer::system(), id);
    auto last = last_day_to_answer(db, now, request);
    if (!last) return false;
    auto today = calendar::calendar_of(db, request.school, now).zone().day_of(now);
    if (today <= *last) return false;
    close_by_itself(db, now, request, closing_days(db));
    return true;
}

int close_unanswered(db::Database& database, base::Instant now) {
    auto days = database.read([](db::Read& db) { return closing_days(db); });
    if (days == 0) return 0;
    int closed = 0;
    for (auto id : database.read([&](db::Read& db) { return solved_before(db, now - std::chrono::days(days)); })) {
        closed += database.write([&](db::Write& db) { return close_when_over(db, now, id); });
    }
    return closed;
}

}  // namespace helpdesk
