#include "data/run_store.h"

#include <algorithm>
#include <iterator>

#include "auth/auth.h"
#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "http/live.h"
#include "jobs/jobs.h"

namespace data {

constexpr std::size_t longest_question = 20'000;

static constexpr std::string_view columns =
    "id, kind, subject, title, sql_text, parameters, tier, guarded, purpose, purpose_note, account_id, actor, state, code, message, row_count, cut, "
    "took_ms, tables_read, columns_read, warehouse_version, as_of_at, job_id, created_at, finished_at";

static Run run_of(const db::Row& row) {
    Run run;
    run.id = {row.integer("id")};
    run.kind = parse_run_kind(row.text("kind")).value();
    run.subject = row.text("subject");
    run.title = row.text("title");
    run.sql = row.text("sql_text");
    run.parameters = parameters_of(row.text("parameters"));
    run.tier = parse_tier(row.text("tier")).value();
    run.guarded = row.flag("guarded");
    run.purpose = row.text("purpose");
    run.purpose_note = row.text("purpose_note");
    if (auto account = row.maybe_integer("account_id")) run.account = auth::AccountId{*account};
    run.actor = row.text("actor");
    run.state = parse_run_state(row.text("state")).value();
    run.code = row.text("code");
    run.message = row.text("message");
    run.rows = row.integer("row_count");
    run.cut = row.flag("cut");
    run.took = base::Milliseconds(row.integer("took_ms"));
    run.tables = row.text("tables_read");
    run.columns = row.text("columns_read");
    run.warehouse_version = row.text("warehouse_version");
    run.as_of = row.maybe_instant("as_of_at");
    run.job = row.integer("job_id");
    run.created_at = row.instant("created_at");
    run.finished_at = row.maybe_instant("finished_at");
    return run;
}

static void require_sound(const auth::Viewer& viewer, const NewRun& run) {
    if (run.kind == RunKind::query && !may_ask(viewer, run.tier)) throw base::Forbidden("This part of the warehouse is not open to you.");
    if (std::ranges::find(purposes, run.purpose) == std::end(purposes)) throw base::Invalid("purpose", "why the data is looked at");
    // data.md clause 4: whoever needs directory information needs no more than it.
    if (run.purpose == "directory_information" && run.tier != Tier::directory) throw base::Invalid("purpose", "for directory information, the tier of directory information");
    if (run.sql.empty() || run.sql.size() > longest_question) throw base::Invalid("sql", "one question of at most 20,000 characters");
}

std::string topic_of(RunId id) { return "data/run/" + std::to_string(id.value); }

RunId start_run(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewRun& run) {
    require_sound(viewer, run);
    std::optional<auth::AccountId> account;
    if (viewer.account().value) account = viewer.account();
    std::optional<base::Instant> until;
    if (run.here) {
        // Where commands are used there may be no server whose job does it.
        end_left_runs(db, now);
        until = now + limits_of(run.kind, run.tier).time + grace_of_commands;
    }
    RunId id{db.query(R"sql(
        INSERT INTO data_run (kind, subject, title, sql_text, parameters, tier, guarded, purpose, purpose_note, account_id, actor, state, created_at, answer_until_at)
        VALUES (:kind, :subject, :title, :sql, :parameters, :tier, :guarded, :purpose, :note, :account, :actor, 'waiting', :now, :until) RETURNING id
    )sql").bind("kind", word(run.kind)).bind("subject", run.subject).bind("title", run.title).bind("sql", run.sql).bind("parameters", to_json(run.parameters))
        .bind("tier", word(run.tier)).bind("guarded", run.guarded).bind("purpose", run.purpose).bind("note", run.purpose_note).bind("account", account)
        .bind("actor", viewer.name()).bind("now", now).bind("until", until).one_integer()};
    if (!run.here) {
        auto job = jobs::enqueue(db, now, {.name = "data.run", .payload = "{\"run\":" + std::to_string(id.value) + "}", .owner = account, .most_attempts = 2});
        db.query("UPDATE data_run SET job_id = :job WHERE id = :id").bind("job", job).bind("id", id).run();
    }
    auth::record(db, viewer, now, {.subject_kind = "data_run", .subject_id = id.value, .action = "asked", .why = run.purpose});
    return id;
}

/// A run whose job ended without it, as when the job was cancelled before it began, has ended too.
static Run as_it_stands(db::Read& db, Run run) {
    if (run.finished_at || run.job == 0) return run;
    auto job = jobs::find(db, auth::Viewer::system(), {run.job});
    if (job && !job->finished_at) return run;
    run.state = !job || job->state == jobs::State::cancelled ? RunState::cancelled : RunState::refused;
    run.code = run.state == RunState::cancelled ? "cancelled" : "run.failed";
    run.finished_at = job ? job->finished_at : run.created_at;
    return run;
}

bool must_wait(db::Read& db, const auth::Viewer& viewer) {
    auto open = db.query("SELECT " + std::string(columns) + " FROM data_run WHERE account_id = :account AND finished_at IS NULL ORDER BY id DESC LIMIT 20")
                    .bind("account", viewer.account()).all(run_of);
    return std::ranges::count_if(open, [&](const Run& run) { return !as_it_stands(db, run).finished_at; }) >= runs_at_a_time;
}

std::optional<Run> find_run(db::Read& db, const auth::Viewer& viewer, RunId id) {
    auto run = db.query("SELECT " + std::string(columns) + " FROM data_run WHERE id = :id").bind("id", id).maybe(run_of);
    if (!run) return std::nullopt;
    bool own = !viewer.account().value || run->account == viewer.account();
    if (!viewer.signed_in() && viewer.proof() != auth::Proof::system && viewer.proof() != auth::Proof::command_line) return std::nullopt;
    if (!own && !viewer.may_everywhere(auth::may_audit)) return std::nullopt;
    return as_it_stands(db, std::move(*run));
}

std::vector<Run> runs(db::Read& db, const auth::Viewer& viewer, const RunQuestion& question) {
    if (question.everyone && !viewer.may_everywhere(auth::may_audit)) throw base::Forbidden("The questions of others are for those who audit.");
    std::string sql = "SELECT " + std::string(columns) + " FROM data_run WHERE (:before = 0 OR id < :before) AND (:everyone = 1 OR account_id = :account)"
                      " AND (:kind = '' OR kind = :kind) AND (:subject = '' OR subject = :subject) ORDER BY id DESC LIMIT :limit";
    auto found = db.query(sql).bind("before", question.before).bind("everyone", question.everyone).bind("account", viewer.account())
        .bind("kind", question.kind ? word(*question.kind) : std::string_view()).bind("subject", question.subject).bind("limit", question.limit).all(run_of);
    for (auto& run : found) run = as_it_stands(db, std::move(run));
    return found;
}

Run load_run(db::Read& db, RunId id) { return db.query("SELECT " + std::string(columns) + " FROM data_run WHERE id = :id").bind("id", id).one(run_of); }

void set_run_state(db::Write& db, base::Instant now, RunId id, RunState state) {
    db.query("UPDATE data_run SET state = :state WHERE id = :id AND finished_at IS NULL").bind("state", word(state)).bind("id", id).run();
    http::touch(db, now, topic_of(id));
}

bool claim_run(db::Write& db, base::Instant now, RunId id, bool again) {
    bool ours = db.query("UPDATE data_run SET state = 'running' WHERE id = :id AND finished_at IS NULL AND (state = 'waiting' OR :again = 1)")
                    .bind("id", id).bind("again", again).run() > 0;
    if (ours) http::touch(db, now, topic_of(id));
    return ours;
}

void cancel_run(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Run& run) {
    if (run.finished_at || !jobs::cancel(db, viewer, now, {run.job})) return;
    auto job = jobs::find(db, viewer, {run.job});
    if (!job || job->state != jobs::State::cancelled) return;
    end_run(db, now, run.id, {.state = RunState::cancelled, .code = "cancelled", .message = {}, .tables = {}, .columns = {}, .version = {}, .as_of = {}});
}

void end_run(db::Write& db, base::Instant now, RunId id, const Ended& ended) {
    db.query(R"sql(
        UPDATE data_run SET state = :state, code = :code, message = :message, row_count = :rows, cut = :cut, took_ms = :took, tables_read = :tables,
            columns_read = :columns, warehouse_version = :version, as_of_at = :as_of, finished_at = :now, answer_until_at = NULL
        WHERE id = :id AND finished_at IS NULL
    )sql").bind("state", word(ended.state)).bind("code", ended.code).bind("message", ended.message).bind("rows", ended.rows).bind("cut", ended.cut)
        .bind("took", ended.took.count()).bind("tables", ended.tables).bind("columns", ended.columns).bind("version", ended.version)
        .bind("as_of", ended.as_of).bind("now", now).bind("id", id).run();
    http::touch(db, now, topic_of(id));
}

void end_left_runs(db::Write& db, base::Instant now) {
    auto left = db.query("SELECT id FROM data_run WHERE answer_until_at < :now").bind("now", now).all([](const db::Row& row) { return RunId{row.integer("id")}; });
    for (RunId id : left) {
        end_run(db, now, id, {.state = RunState::refused, .code = "run.interrupted",
                              .message = "The command that asked this ended before there was an answer. Ask again.",
                              .tables = {}, .columns = {}, .version = {}, .as_of = {}});
    }
}

}  // namespace data
