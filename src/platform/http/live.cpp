#include "http/live.h"

#include "db/db.h"

namespace http {

void touch(db::Write& db, base::Instant now, std::string_view topic) {
    db.query("INSERT INTO http_live_event (topic, at) VALUES (:topic, :now)").bind("topic", topic).bind("now", now).run();
}

std::vector<LiveEvent> live_events_after(db::Read& db, std::int64_t id, int most) {
    return db.query("SELECT id, topic FROM http_live_event WHERE id > :id ORDER BY id LIMIT :most")
        .bind("id", id)
        .bind("most", most)
        .all([](const db::Row& row) { return LiveEvent{row.integer("id"), std::string(row.text("topic"))}; });
}

std::int64_t last_live_event(db::Read& db) { return db.query("SELECT COALESCE(max(id), 0) FROM http_live_event").one_integer(); }

void forget_live_events(db::Write& db, base::Instant now) {
    // The newest stays, so that last_live_event() never goes back.
    db.query("DELETE FROM http_live_event WHERE at < :before AND id < (SELECT max(id) FROM http_live_event)").bind("before", now - std::chrono::minutes(10)).run();
}

}  // namespace http
