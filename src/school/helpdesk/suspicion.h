/// "I suspect something bigger" (P3): a technician says so in one tap, on a request or a device, and a person decides what comes of it.
/// Clause numbers refer to docs/policies/known-problems.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/problem.h"

namespace helpdesk {

/// open: to be decided. taken: a known problem was made of it. set_aside: with a reason.
enum class SuspicionState { open, taken, set_aside };
std::string_view word(SuspicionState state);

struct Suspicion {
    SuspicionId id;
    auth::AccountId account;
    std::string by;
    std::optional<RequestId> request;
    std::string request_title;             // empty without a request
    std::optional<inventory::DeviceId> device;
    std::string device_tag;                // its tag, else its serial number; empty without a device
    std::optional<std::int64_t> model;
    std::string model_name;
    std::optional<roster::OrgId> school;
    std::string school_name;
    std::optional<CategoryId> category;
    std::string words;
    SuspicionState state = SuspicionState::open;
    std::optional<ProblemId> problem;
    std::string reason;                    // why it was set aside
    std::string decided_by;
    std::optional<base::Instant> decided_at;
    base::Instant raised_at;
    base::Instant updated_at;
};

constexpr std::size_t most_suspicion_words_points = 1'000;

/// One tap: about a request (its device comes along) or a device alone. A second one of the same person while the first is open gives the first.
/// Throws base::Conflict for a request that waits for its sender's confirmation.
SuspicionId suspect_request(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
/// base::Forbidden unless the viewer works at the device's school, base::NotFound when they may not see it.
SuspicionId suspect_device(db::Write& db, const auth::Viewer& viewer, base::Instant now, inventory::DeviceId device);

/// base::NotFound unless the viewer works in the queue of its school, everywhere for one of no school.
Suspicion fetch_suspicion(db::Read& db, const auth::Viewer& viewer, SuspicionId id);

/// Whoever raised it adds words, or takes it back (it is gone, but for the event). base::Forbidden for others, base::Conflict when it is decided.
void add_suspicion_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, std::string_view words);
void withdraw_suspicion(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion);
/// base::Invalid without a reason, base::Conflict when it is decided.
void set_suspicion_aside(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, std::string_view reason);
/// It became part of the problem, and so does its request when that is not finished and belongs to none.
void take_suspicion(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, const KnownProblem& problem);

/// Newest first, of those that fetch_suspicion would give, before `before` (0: from the newest), at most `limit`.
std::vector<Suspicion> suspicions(db::Read& db, const auth::Viewer& viewer, SuspicionState state, std::int64_t before, int limit);
/// The open ones of the viewer about this request or device; for the button that takes one back.
std::optional<SuspicionId> own_suspicion(db::Read& db, const auth::Viewer& viewer, std::optional<RequestId> request, std::optional<inventory::DeviceId> device);
/// How many people have an open one about this request or device, the viewer included.
std::int64_t count_suspicions(db::Read& db, std::optional<RequestId> request, std::optional<inventory::DeviceId> device);

/// What several share (clause 22), in the order in which it is looked for.
enum class Shared { model, category_and_school, category, nothing };
std::string_view word(Shared shared);
struct SuspicionGroup {
    Shared shared = Shared::nothing;
    std::vector<const Suspicion*> suspicions;  // in the order given
};
/// Each in one group. Groups of equal kind by the newest in them; those that share nothing are the last group. Pure; the pointers lead into `all`.
std::vector<SuspicionGroup> group_by_what_they_share(std::span<const Suspicion> all);

}  // namespace helpdesk
