/// Work for later: a queue in the database that survives a crash, progress, cancel, and a schedule.
///
/// A job is enqueued in the transaction that needs it and runs after the commit, at least once: bodies are written so that a second run
/// does no harm. The body of a job is one call of the room.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/time.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db
namespace http {
class Routes;
struct Services;
}

namespace jobs {

std::span<const base::EmbeddedFile> embedded();

/// Sees every job, and cancels any.
constexpr auth::Permission may_manage{"jobs.manage"};
std::span<const auth::PermissionInfo> permissions();

/// /jobs and /jobs/{job}: administrators see all, others their own. A job "room.what" is called by the message "room.job.what".
void routes(http::Routes& routes);

struct JobId {
    std::int64_t value = 0;
};

struct NewJob {
    std::string_view name;                   // "mail.deliver"
    std::string payload = "{}";              // JSON: ids, never student data or secrets
    std::optional<base::Instant> not_before; // absent: at once
    /// While a job of that name and key waits, another is not added; and two of that name and key never run at the same time.
    std::string_view unique_key = {};
    /// Who sees its progress page and may cancel it; absent: the administrators.
    std::optional<auth::AccountId> owner;
    int most_attempts = 8;                   // waits 30 s, 1 min, 2 min ... between failed attempts
};

/// The unique key of scheduled jobs: a job that is enqueued with it runs in place of the next scheduled one, never beside it.
constexpr std::string_view schedule_key = "schedule";

/// The id of the new job, or of the one that already waits under the unique key (it then waits no longer than the new one would).
JobId enqueue(db::Write& db, base::Instant now, const NewJob& job);

/// What a running job is given.
class Context {
public:
    virtual ~Context() = default;
    virtual JobId id() const = 0;
    virtual const std::string& payload() const = 0;
    virtual db::Database& database() = 0;
    virtual const http::Services& services() = 0;
    /// When this attempt began.
    virtual base::Instant now() const = 0;
    /// Written at most a few times a second. `total` 0: unknown.
    virtual void progress(std::int64_t done, std::int64_t total) = 0;
    /// True after a person pressed cancel, the server is stopping or another process runs the job by now: leave soon, nothing
    /// half-done. A job that left because the server stops runs again later.
    virtual bool cancelled() const = 0;
    /// A JSON object kept with the job. Its page shows what is a number, a text or a yes under the message "room.result.<name>" (the name
    /// itself without one), and "see", a path of ours ("/imports/5"), as the way to the whole result.
    virtual void result(std::string json) = 0;
};

/// A body throws to fail; the message is kept with the job, so it must hold no student data.
using Body = std::function<void(Context&)>;

/// When something is done by itself.
struct Schedule {
    enum class Kind { every, daily_at } kind = Kind::every;
    base::Milliseconds period{0};   // every
    base::Minutes of_day{0};        // daily_at, in the district's time zone
    static Schedule every(base::Milliseconds period) { return {Kind::every, period, {}}; }
    static Schedule daily_at(base::Minutes of_day) { return {Kind::daily_at, {}, of_day}; }
};

class Registry {
public:
    void add(std::string name, Body body);
    /// Also runs by itself; one process at a time does. The first time is one period after it is first seen. A time that was missed
    /// because nothing ran is made up for once.
    void add(std::string name, Schedule schedule, Body body);
    struct Entry {
        std::string name;
        std::optional<Schedule> schedule;
        Body body;
    };
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* find(std::string_view name) const;

private:
    void add_entry(Entry entry);
    std::vector<Entry> entries_;
};

/// What this room does by itself: forgets jobs that ended 30 days ago.
void register_jobs(Registry& registry);

enum class State { waiting, running, done, failed, cancelled };

struct Status {
    JobId id;
    std::string name;
    State state;
    std::int64_t done = 0;
    std::int64_t total = 0;
    int attempts = 0;
    std::string result;  // JSON
    std::string error;   // of the last attempt
    base::Instant enqueued_at;
    base::Instant due_at;
    std::optional<base::Instant> finished_at;
    std::optional<std::int64_t> owner;
    bool cancel_requested = false;
};

/// Absent when there is none or the viewer is neither its owner nor an administrator (may_manage).
std::optional<Status> find(db::Read& db, const auth::Viewer& viewer, JobId id);

struct Filter {
    std::optional<State> state;
    std::int64_t before = 0;  // paging: jobs with smaller ids; 0 for the first page
    int most = 50;
};
/// Newest first: all jobs for an administrator, their own for others.
std::vector<Status> list(db::Read& db, const auth::Viewer& viewer, const Filter& filter);

/// Asks it to stop; false when it has ended already or the viewer may not see it.
bool cancel(db::Write& db, const auth::Viewer& viewer, base::Instant now, JobId id);

/// Runs what is due until nothing is, in this thread; for tests and the command line. How many it were, failed attempts included.
int run_due(db::Database& database, const http::Services& services, const Registry& registry, base::Instant now);

/// Threads that run jobs while the server runs. Stops, after the running bodies have left, when it goes.
class Workers {
public:
    Workers(db::Database& database, const http::Services& services, const Registry& registry, int threads);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace jobs
