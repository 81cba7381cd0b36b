#include <fmt/format.h>

#include "auth/audit.h"
#include "auth/event_row.h"
#include "auth/secret.h"
#include "db/db.h"

namespace auth {

/// Every field with its length before it, so that no two different events give the same text.
static std::string content_of(const Event& event) {
    const auto field = [](std::string_view text) { return fmt::format("{}:{}", text.size(), text); };
    return fmt::format("{}|{}|{}|{}{}{}|{}{}{}", event.id.value, base::to_ms(event.at), event.account.value_or(0), field(event.actor),
                       field(event.subject_kind), event.subject_id, field(event.action), field(event.why), field(event.detail));
}

static std::string linked(const std::string& before, const Event& event) { return hash_token(before + content_of(event)); }

int chain_events(db::Write& db, int most) {
    struct End {
        std::int64_t position = 0;
        std::string hash;
        std::int64_t event = 0;
    };
    const End end = db.query("SELECT position, hash, event_id FROM auth_event_chain ORDER BY position DESC LIMIT 1")
                        .maybe([](const db::Row& row) {
                            return End{row.integer("position"), std::string(row.text("hash")), row.integer("event_id")};
                        })
                        .value_or(End{});

    // Ids are handed out before transactions commit, so an event may appear behind the end of the chain; a window of ids is searched again.
    constexpr std::int64_t window = 10'000;
    const auto events = db.query(R"sql(
        SELECT id, happened_at, account_id, actor, subject_kind, subject_id, action, why, detail FROM auth_event
         WHERE id > :from AND NOT EXISTS (SELECT 1 FROM auth_event_chain WHERE event_id = auth_event.id)
         ORDER BY id LIMIT :most
    )sql")
                            .bind("from", end.event - window)
                            .bind("most", most)
                            .all(read_event);

    std::string hash = end.hash;
    std::int64_t position = end.position;
    for (const Event& event : events) {
        hash = linked(hash, event);
        db.query("INSERT INTO auth_event_chain (position, event_id, hash) VALUES (:position, :event, :hash)")
            .bind("position", ++position)
            .bind("event", event.id)
            .bind("hash", hash)
            .run();
    }
    return static_cast<int>(events.size());
}

ChainReport verify_chain(db::Read& db) {
    ChainReport report;
    report.events = db.query("SELECT count(*) FROM auth_event").one_integer();
    std::string hash;
    std::int64_t expected = 0;
    db.query(R"sql(
        SELECT c.position, c.hash, e.id, e.happened_at, e.account_id, e.actor, e.subject_kind, e.subject_id, e.action, e.why, e.detail
          FROM auth_event_chain c JOIN auth_event e ON e.id = c.event_id ORDER BY c.position
    )sql")
        .each([&](const db::Row& row) {
            ++report.chained;
            ++expected;
            const Event event = read_event(row);
            // A gap in the positions is a link that was taken out, or an event that was deleted.
            if (row.integer("position") != expected || linked(hash, event) != row.text("hash")) report.altered.push_back(event.id.value);
            expected = row.integer("position");
            hash = row.text("hash");
        });
    return report;
}

}  // namespace auth
