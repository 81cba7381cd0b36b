/// The append-only record of every change: who, when, what, why. One table for all rooms; a subject's history is its rows.
///
/// Triggers of the database refuse to change or delete rows. A job chains committed rows by hash; `belltower check` verifies it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace auth {

struct EventId {
    std::int64_t value = 0;
};

/// What is recorded. `detail` is a JSON object with before and after of what changed; never a password, a token, or free text about a
/// student that the subject's own rows do not hold.
struct NewEvent {
    std::string_view subject_kind;  // "request", "device", "grant": one word, used in addresses of the audit page
    std::int64_t subject_id = 0;
    std::string_view action;        // "created", "state_changed": stable, translated by the room's messages as event.<kind>.<action>
    std::string_view why = {};      // a person's reason, when they gave one
    std::string detail = "{}";
};

EventId record(db::Write& db, const Viewer& viewer, base::Instant now, const NewEvent& event);
/// The same event for each of these subjects, with few statements.
void record_for_all(db::Write& db, const Viewer& viewer, base::Instant now, const NewEvent& event, const std::vector<std::int64_t>& subjects);

struct Event {
    EventId id;
    base::Instant at;
    std::optional<std::int64_t> account;  // absent: the system or the command line
    std::string actor;                    // name as it was then
    std::string subject_kind;
    std::int64_t subject_id;
    std::string action;
    std::string why;
    std::string detail;
};

/// Oldest first. The caller has already fetched the subject through the viewer; that was the permission check.
std::vector<Event> history(db::Read& db, std::string_view subject_kind, std::int64_t subject_id);

}  // namespace auth
