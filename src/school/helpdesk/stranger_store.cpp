#include "helpdesk/stranger.h"

#include "auth/attempt.h"
#include "db/db.h"
#include "helpdesk/request.h"
#include "http/proxy.h"

namespace helpdesk {

constexpr int most_of_peer = 20;  // a school may stand behind one address
constexpr int most_of_mailbox = 5;
constexpr base::Milliseconds window = std::chrono::hours(1);
constexpr base::Milliseconds kept_after_expiry = std::chrono::hours(7 * 24);
constexpr int forgotten_at_once = 100;

static auth::Limit of_peer(const Stranger& stranger) { return {"ask", stranger.peer, most_of_peer}; }
static auth::Limit of_mailbox(const Stranger& stranger) { return {"ask", stranger.email, most_of_mailbox}; }

bool asks_too_much(db::Read& db, base::Instant now, const Stranger& stranger) {
    if (auth::blocked_until(db, now, of_mailbox(stranger))) return true;
    return !http::is_loopback_address(stranger.peer) && auth::blocked_until(db, now, of_peer(stranger));
}

void note_asking(db::Write& db, base::Instant now, const Stranger& stranger) {
    auth::note_failure(db, now, of_mailbox(stranger), window);
    if (!http::is_loopback_address(stranger.peer)) auth::note_failure(db, now, of_peer(stranger), window);
}

static std::vector<RequestId> unconfirmed(db::Read& db, base::Instant before) {
    return db.query(R"sql(
        SELECT c.request_id FROM helpdesk_confirmation c JOIN helpdesk_request r ON r.id = c.request_id
         WHERE c.expires_at < :before AND r.state = 'held'
           AND NOT EXISTS (SELECT 1 FROM helpdesk_message m WHERE m.request_id = r.id)
         ORDER BY c.request_id LIMIT :most
    )sql")
        .bind("before", before)
        .bind("most", forgotten_at_once)
        .all([](const db::Row& row) { return RequestId{row.integer("request_id")}; });
}

static void forget(db::Write& db, RequestId id) {
    for (auto part : {"DELETE FROM helpdesk_notice WHERE request_id = :id", "DELETE FROM helpdesk_confirmation WHERE request_id = :id",
                      "DELETE FROM helpdesk_answer WHERE request_id = :id", "DELETE FROM helpdesk_article WHERE request_id = :id", "DELETE FROM helpdesk_attachment WHERE request_id = :id",
                      "DELETE FROM helpdesk_mail WHERE request_id = :id",
                      "DELETE FROM helpdesk_request WHERE id = :id"}) {
        db.query(part).bind("id", id).run();
    }
}

int forget_unconfirmed(db::Database& database, base::Instant now) {
    int forgotten = 0;
    for (bool more = true; more;) {
        int count = database.write([&](db::Write& db) {
            auto old = unconfirmed(db, now - kept_after_expiry);
            for (auto id : old) forget(db, id);
            return static_cast<int>(old.size());
        });
        forgotten += count;
        more = count == forgotten_at_once;
    }
    return forgotten;
}

}  // namespace helpdesk
