/// The front door of the help desk.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "base/time.h"
#include "files/files.h"
#include "inventory/inventory.h"
#include "roster/roster.h"

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
class ReadCall;
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

struct CategoryId {
    std::int64_t value = 0;
    auto operator<=>(const CategoryId&) const = default;
};
/// A known problem (F5, docs/policies/known-problems.md).
struct ProblemId {
    std::int64_t value = 0;
    auto operator<=>(const ProblemId&) const = default;
};
struct SuspicionId {
    std::int64_t value = 0;
    auto operator<=>(const SuspicionId&) const = default;
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

/// What everybody reads of a known problem, in both languages, and where it is: what is absent means everywhere.
struct NewProblem {
    std::string title_en;
    std::string title_es;
    std::string words_en;
    std::string words_es;
    std::optional<CategoryId> category;
    std::optional<roster::OrgId> school;
    std::optional<std::int64_t> model;  // inventory_model
    std::vector<RequestId> requests;    // belong to it from now on; those that ended or belong to another one are left as they are
};
/// Opens a known problem that the viewer owns; its page is "/queue/problems/<id>". Throws base::Forbidden unless the viewer works in the queue of
/// that school, everywhere for one without a school; base::Invalid naming the field; base::NotFound for a request that they do not work on.
ProblemId open_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewProblem& problem);

/// The banner "We know about it" with what may concern this person, as HTML; absent when nothing does.
std::optional<std::string> known_problems_banner(http::ReadCall& call);

/// A technician's "I suspect something bigger", raised in one tap and not decided yet.
struct OpenSuspicion {
    SuspicionId id;
    base::Instant at;
    std::string by;
    std::optional<RequestId> request;
    std::optional<inventory::DeviceId> device;
    std::optional<std::int64_t> model;  // inventory_model
    std::optional<roster::OrgId> school;
    std::optional<CategoryId> category;
    std::string words;                  // empty: none were added
};
/// Newest first, at most `limit`, of the schools in whose queue the viewer works; those of no school for who works everywhere.
std::vector<OpenSuspicion> open_suspicions(db::Read& db, const auth::Viewer& viewer, int limit);
/// What rooms to the right put below the tools of a request that the viewer works on: HTML of a fragment template of theirs, or nothing.
using RequestPanel = std::optional<std::string> (*)(const http::Call& call, db::Read& db, RequestId request);
/// In the order in which app/wire.cpp fills them.
std::vector<RequestPanel>& request_panels();

/// The text, such as the title of a request that the viewer works on, without what names somebody or something: words that are names around the
/// request or in the roster, mail addresses, numbers of six digits and more, tags and serials of devices; and without the small words that were left
/// hanging. Empty when nothing is left to say. base::NotFound unless the viewer works at its school. A name that nobody in the roster has is not found.
std::string without_names(db::Read& db, const auth::Viewer& viewer, RequestId request, std::string_view text);

/// The part of an address before the secret, of each page that a secret opens: such links are taken out of mail before it is kept (clause 3 of docs/policies/mail.md).
constexpr std::string_view secret_places[] = {"unsubscribe", "status", "confirmations", "welcome", "by-link", "me-too", "feed"};

}  // namespace helpdesk
