/// The front door of the help desk.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "base/time.h"
#include "files/files.h"

namespace calendar {
struct CalendarChanged;
}
namespace cli {
class Commands;
}
namespace db {
class Read;
class Write;
}
namespace http {
class Call;
class Routes;
}
namespace jobs {
class Registry;
}

namespace helpdesk {

struct RequestId {
    std::int64_t value = 0;
    auto operator<=>(const RequestId&) const = default;
};

/// Work in the queue of a school: see its requests and notes, answer, hand on, resolve.
constexpr auth::Permission may_work{"helpdesk.work"};
/// Change teams, categories, targets, routing and templates.
constexpr auth::Permission may_manage{"helpdesk.manage"};

std::span<const base::EmbeddedFile> embedded();
std::span<const auth::PermissionInfo> permissions();
void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
void commands(cli::Commands& commands);
/// Fills the slots of rooms to the left: the page of a device, My day, the search. Called once, by app/wire.cpp.
void fill_slots();
/// Due times of unfinished requests are computed anew. Subscribed by app/wire.cpp.
void follow_calendar(db::Write& db, base::Instant now, const calendar::CalendarChanged& changed);
/// Every stored file that a request has.
std::vector<files::Hash> named_files(db::Read& db);
/// The teams, categories, targets and reply templates that a new district starts with; a CIO changes them on the settings pages.
void seed(db::Write& db);

/// What rooms to the right put below the tools of a request that the viewer works on: HTML of a fragment template of theirs, or nothing.
using RequestPanel = std::optional<std::string> (*)(const http::Call& call, db::Read& db, RequestId request);
/// In the order in which app/wire.cpp fills them.
std::vector<RequestPanel>& request_panels();

}  // namespace helpdesk
