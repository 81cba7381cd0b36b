#include <boost/json.hpp>

#include <stdexcept>

#include "base/log.h"
#include "db/db.h"
#include "db/setting.h"
#include "files/files.h"
#include "http/call.h"
#include "http/live.h"
#include "imports/imports_served.h"
#include "imports/run.h"
#include "jobs/jobs.h"

namespace imports {

static const Kinds* served = nullptr;

void serve(const Kinds& kinds) { served = &kinds; }

const Kinds& served_kinds() {
    static const Kinds none;
    return served ? *served : none;
}

std::string topic_of(RunId id) { return "import/" + std::to_string(id.value); }

namespace {

class JobProgress : public Progress {
public:
    explicit JobProgress(jobs::Context& context) : context_(context) {}
    void step(std::int64_t done, std::int64_t total) override { context_.progress(done, total); }
    bool cancelled() const override { return context_.cancelled(); }

private:
    jobs::Context& context_;
};

/// What a job was asked to do, found again in the database.
struct Task {
    Run run;
    const Kind* kind;
    Options options;
    std::string path;
};

}  // namespace

static Task task_of(jobs::Context& context) {
    auto payload = boost::json::parse(context.payload()).as_object();
    RunId id{payload.at("run").as_int64()};
    Task task;
    context.database().read([&](db::Read& db) {
        task.run = find_run(db, auth::Viewer::system(), served_kinds(), id).value();
        task.options.today = db::district_zone(db).day_of(context.now());
        if (!task.run.mapping.empty()) task.options.mapping = find_mapping(db, task.run.kind, task.run.mapping);
    });
    task.kind = served_kinds().find(task.run.kind);
    task.options.mode = task.run.mode;
    task.options.source = task.run.source;
    task.options.confirm_ends = payload.contains("confirm_ends");
    task.options.now = context.now();
    task.options.services = &context.services();
    task.options.run = task.run.id.value;
    auto path = context.services().files->path(files::Hash{task.run.file_hash.value_or("")});
    if (!path) throw std::runtime_error("the uploaded file is gone");
    task.path = *path;
    return task;
}

static void finish(jobs::Context& context, RunId id, const std::function<void(db::Write&)>& change) {
    context.database().write([&](db::Write& db) {
        change(db);
        http::touch(db, context.now(), topic_of(id));
    });
    context.result("{\"see\":\"/imports/" + std::to_string(id.value) + "\"}");
}

/// What a broken package gives: refused, with its report.
static Outcome outcome_of(jobs::Context& context, const Task& task, bool bring_in) {
    Outcome outcome;
    auto package = Package::open(task.path, task.run.file_name, outcome.report);
    if (!package) return outcome;
    JobProgress progress(context);
    if (!bring_in) return check(context.database(), *task.kind, *package, task.options, progress);
    // The button checked the permission; the record names who pressed it.
    auth::Viewer who(task.run.account.value_or(auth::AccountId{}), task.run.actor, {}, auth::Proof::system);
    return apply(context.database(), who, *task.kind, *package, task.options, progress, task.run.file_name, task.run.id.value);
}

static void work(jobs::Context& context, bool bring_in) {
    auto task = task_of(context);
    auto id = task.run.id;
    if (task.run.state != (bring_in ? State::applying : State::checking)) return;  // A second run of a job that had finished.
    try {
        auto outcome = outcome_of(context, task, bring_in);
        bool recorded = bring_in && outcome.state == State::applied;
        finish(context, id, [&](db::Write& db) {
            if (!recorded) finish_run(db, id, context.now(), outcome);
        });
    } catch (const Cancelled&) {
        finish(context, id, [&](db::Write& db) { set_run_state(db, id, State::cancelled); });
    } catch (const std::exception& problem) {
        base::log::error("import {} failed: {}", id.value, problem.what());
        finish(context, id, [&](db::Write& db) { set_run_state(db, id, State::failed); });
    }
}

void register_jobs(jobs::Registry& registry) {
    registry.add("imports.check", [](jobs::Context& context) { work(context, false); });
    registry.add("imports.apply", [](jobs::Context& context) { work(context, true); });
}

std::vector<files::Hash> named_files(db::Read& db) {
    std::vector<files::Hash> hashes;
    for (auto& hex : waiting_files(db)) hashes.push_back({std::move(hex)});
    return hashes;
}

}  // namespace imports
