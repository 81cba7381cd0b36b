/// Pages that stay current. A room says that a topic changed; browsers that show it fetch the page again by its normal address.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace http {

/// Tells every process, after the commit, that what is shown under the topic may have changed ("queue", "request/<token>"). The topic
/// is visible to whoever watches it, so it never names a person.
void touch(db::Write& db, base::Instant now, std::string_view topic);

struct LiveEvent {
    std::int64_t id;
    std::string topic;
};

/// What came after this event, oldest first; for the one poller of a process.
std::vector<LiveEvent> live_events_after(db::Read& db, std::int64_t id, int most);
/// In the snapshot of a page, the version that it says it has: a browser that listens later hears whether something came since.
std::int64_t last_live_event(db::Read& db);
/// Removes what is older than ten minutes: a browser that was away longer loads the page anew anyway.
void forget_live_events(db::Write& db, base::Instant now);

}  // namespace http
