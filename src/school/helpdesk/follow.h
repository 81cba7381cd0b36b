/// Following a request beside the one who has it: who looks at it now, who watches it, who was named in a note.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"

namespace http {
class Call;
}

namespace helpdesk {

/// A browser tells every 15 seconds; whoever is silent for three times as long has gone.
constexpr base::Milliseconds presence_lasts = std::chrono::seconds(45);

struct Present {
    std::string name;
    bool writing = false;
};
/// Says that the viewer has the request open. Not an event: it is gone in a minute.
void tell_presence(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, bool writing);
/// Who else has it open, those who write first, then by name. The caller works on the request.
std::vector<Present> others_present(db::Read& db, const auth::Viewer& viewer, base::Instant now, RequestId request);

/// The sentence that a page shows about the others, in the reader's language; empty when there are none.
std::string presence_words(const http::Call& call, db::Read& db, RequestId request);

/// Watchers are told by mail what the requester is told. Doing it twice changes nothing.
void watch(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
void unwatch(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
bool is_watching(db::Read& db, const auth::Viewer& viewer, RequestId request);

/// What follows each @ of a text, folded: "@Omar, see @dana@school.org." gives "omar" and "dana@school.org". Each once, in order.
std::vector<std::string> mentions_in(std::string_view text);
/// Colleagues who work at the school of the request and whom a note names by address, by its part before the @, or by first name, watch it from
/// now on and are told. Whoever writes is not.
void tell_mentioned(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::int64_t message);

}  // namespace helpdesk
