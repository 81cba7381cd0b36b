/// Reading the record: what changed, who looked at whose data, and the proof that nobody altered it afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/event.h"
#include "auth/viewer.h"
#include "base/time.h"

namespace auth {

struct EventFilter {
    std::optional<AccountId> account;
    std::string subject_kind;                  // empty: all
    std::optional<std::int64_t> subject_id;
    std::optional<base::Instant> from;         // inclusive
    std::optional<base::Instant> until;        // exclusive
    std::int64_t before_id = 0;                // paging: older than this event; 0: the newest
    int limit = 50;
};

/// Newest first. Needs auth.audit: throws base::Forbidden without.
std::vector<Event> list_events(db::Read& db, const Viewer& viewer, const EventFilter& filter);
/// The kinds of subject that occur, sorted; for the filter. Needs auth.audit.
std::vector<std::string> event_subject_kinds(db::Read& db, const Viewer& viewer);

/// Notes that the viewer was shown records of this subject. One note an hour for the same person, subject and purpose.
struct AccessNote {
    std::string subject_kind;
    std::int64_t subject_id = 0;
    std::string purpose;
};
void note_access(db::Write& db, const Viewer& viewer, base::Instant now, const AccessNote& note);

struct Access {
    std::int64_t id;
    base::Instant at;
    std::optional<std::int64_t> account;
    std::string actor;
    std::string subject_kind;
    std::int64_t subject_id;
    std::string purpose;
};
/// Newest first, with the same filter. Needs auth.audit.
std::vector<Access> list_access(db::Read& db, const Viewer& viewer, const EventFilter& filter);

/// Links at most `most` committed events that are not in the chain yet, oldest first; returns how many. Run by a job until it returns
/// less than `most`; two processes never link the same.
int chain_events(db::Write& db, int most = 1000);

/// What `belltower check` says of the record.
struct ChainReport {
    std::int64_t events = 0;
    std::int64_t chained = 0;
    /// Events whose content no longer gives their hash, or whose place in the chain was changed. Empty: nothing was altered.
    std::vector<std::int64_t> altered;
};
ChainReport verify_chain(db::Read& db);

}  // namespace auth
