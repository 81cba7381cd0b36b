/// Addresses that give letters back for good: nothing more is sent to them until a person says that they work again
/// (clauses 23 to 25 of docs/policies/mail.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "mail/incoming.h"
#include "mail/mail.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace mail {

struct StoppedAddress {
    std::string address;
    base::Instant since;
    std::string said;  // the other server's words
    LetterId letter;   // that came back
};
std::optional<StoppedAddress> stopped_address(db::Read& db, std::string_view address);

/// By the letter that came back, newest first, those before this one (0: all). Nothing for who may not manage mail.
std::vector<StoppedAddress> stopped_addresses(db::Read& db, const auth::Viewer& viewer, LetterId before, int most);

/// How the problem of a letter begins that was not sent because of this; what the other server said follows.
constexpr std::string_view stopped_prefix = "stopped: ";

/// What a delivery report says of one recipient. The letter that it names; absent, and nothing is changed, when that is not ours or went to
/// another address (clause 23). A letter that came back for good stops
/// the address: at once when it is about the address, else with the third within seven days. One that is late, or was given up after failures that may pass,
/// stops nothing.
struct Undelivery {
    ThreadReference letter;
    bool news = false;  // false: an earlier report said the same
};
std::optional<Undelivery> note_undelivered(db::Write& db, base::Instant now, const Undelivered& report);

/// Letters go to the address again. False when they did already. The caller has seen to it that the viewer may say so; an event is written.
bool works_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view address);

}  // namespace mail
