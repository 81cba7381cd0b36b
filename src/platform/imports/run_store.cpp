#include "imports/run.h"

#include "base/error.h"
#include "db/db.h"
#include "imports/batch.h"

namespace imports {

RunId create_run(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewRun& run) {
    std::optional<std::int64_t> account;
    if (viewer.signed_in()) account = viewer.account().value;
    return {db.query(R"sql(
        INSERT INTO imports_run (kind, source, mode, mapping, file_name, file_hash, state, account_id, actor, started_at)
        VALUES (:kind, :source, :mode, :mapping, :file_name, :file_hash, :state, :account, :actor, :now) RETURNING id
    )sql")
                .bind("kind", run.kind)
                .bind("source", run.source)
                .bind("mode", word(run.mode))
                .bind("mapping", run.mapping)
                .bind("file_name", run.file_name)
                .bind("file_hash", run.file_hash)
                .bind("state", word(run.state))
                .bind("account", account)
                .bind("actor", viewer.name())
                .bind("now", now)
                .one_integer()};
}

static void write_changes(db::Write& db, RunId id, const std::vector<Change>& changes) {
    db.query("DELETE FROM imports_run_change WHERE run_id = :id").bind("id", id).run();
    Batch batch(db, "imports_run_change", {"run_id", "position", "record", "created_count", "updated_count", "ended_count",
                                           "unchanged_count", "skipped_count", "active_before"});
    std::int64_t position = 0;
    for (const auto& change : changes) {
        batch.add({id.value, position++, std::string_view(change.record), change.created, change.updated, change.ended, change.unchanged,
                   change.skipped, change.active_before});
    }
    batch.flush();
}

static void write_problems(db::Write& db, RunId id, const Report& report) {
    db.query("DELETE FROM imports_problem WHERE run_id = :id").bind("id", id).run();
    Batch batch(db, "imports_problem", {"run_id", "severity", "code", "file", "row_number", "column_name", "value", "expected"});
    for (const auto& problem : report.problems()) {
        batch.add({id.value, word(problem.severity), std::string_view(problem.code), std::string_view(problem.file), problem.row,
                   std::string_view(problem.column), std::string_view(problem.value), std::string_view(problem.expected)});
    }
    batch.flush();
}

void finish_run(db::Write& db, RunId id, base::Instant now, const Outcome& outcome) {
    auto total = outcome.total();
    db.query(R"sql(
        UPDATE imports_run SET state = :state, created_count = :created, updated_count = :updated, ended_count = :ended,
               unchanged_count = :unchanged, skipped_count = :skipped, error_count = :errors, warning_count = :warnings,
               message = '', finished_at = :now
         WHERE id = :id
    )sql")
        .bind("state", word(outcome.state))
        .bind("created", total.created)
        .bind("updated", total.updated)
        .bind("ended", total.ended)
        .bind("unchanged", total.unchanged)
        .bind("skipped", total.skipped)
        .bind("errors", outcome.report.errors())
        .bind("warnings", outcome.report.warnings())
        .bind("now", now)
        .bind("id", id)
        .run();
    write_changes(db, id, outcome.changes);
    write_problems(db, id, outcome.report);
}

void set_run_state(db::Write& db, RunId id, State state, std::string_view message) {
    db.query("UPDATE imports_run SET state = :state, message = :message WHERE id = :id")
        .bind("state", word(state))
        .bind("message", message)
        .bind("id", id)
        .run();
}

void set_run_job(db::Write& db, RunId id, std::int64_t job) {
    db.query("UPDATE imports_run SET job_id = :job WHERE id = :id").bind("job", job).bind("id", id).run();
}

static const std::string run_columns =
    "id, kind, source, mode, mapping, file_name, file_hash, state, account_id, actor, created_count, updated_count, ended_count, unchanged_count,"
    " skipped_count, error_count, warning_count, message, job_id, started_at, finished_at";

static Run read_run(const db::Row& row) {
    Run run;
    run.id = {row.integer("id")};
    run.kind = row.text("kind");
    run.source = row.text("source");
    run.mode = parse_mode(row.text("mode")).value_or(Mode::strict);
    run.mapping = row.text("mapping");
    run.file_name = row.text("file_name");
    run.file_hash = row.maybe_text("file_hash");
    run.state = parse_state(row.text("state")).value_or(State::failed);
    if (auto account = row.maybe_integer("account_id")) run.account = auth::AccountId{*account};
    run.actor = row.text("actor");
    run.total = {.record = {},
                 .created = row.integer("created_count"),
                 .updated = row.integer("updated_count"),
                 .ended = row.integer("ended_count"),
                 .unchanged = row.integer("unchanged_count"),
                 .skipped = row.integer("skipped_count")};
    run.errors = row.integer("error_count");
    run.warnings = row.integer("warning_count");
    run.message = row.text("message");
    run.job = row.maybe_integer("job_id");
    run.started_at = row.instant("started_at");
    run.finished_at = row.maybe_instant("finished_at");
    return run;
}

static bool may_import(const auth::Viewer& viewer, const Kinds& kinds, std::string_view kind) {
    const auto* found = kinds.find(kind);
    return found && viewer.may_everywhere(found->permission);
}

std::optional<Run> find_run(db::Read& db, const auth::Viewer& viewer, const Kinds& kinds, RunId id) {
    auto run = db.query("SELECT " + run_columns + " FROM imports_run WHERE id = :id").bind("id", id).maybe(read_run);
    if (!run || !may_import(viewer, kinds, run->kind)) return std::nullopt;
    return run;
}

std::vector<Run> runs(db::Read& db, const auth::Viewer& viewer, const Kinds& kinds, RunId before, int limit) {
    std::string mine;
    for (const auto& kind : kinds.all()) {
        // Names of kinds are words of the program, never of a person.
        if (may_import(viewer, kinds, kind.name)) mine += (mine.empty() ? "'" : ", '") + kind.name + "'";
    }
    if (mine.empty()) return {};
    return db.query("SELECT " + run_columns + " FROM imports_run WHERE kind IN (" + mine + ") AND (:before = 0 OR id < :before)" +
                    " ORDER BY id DESC LIMIT :limit")
        .bind("before", before)
        .bind("limit", limit)
        .all(read_run);
}

std::vector<Change> changes_of(db::Read& db, RunId id) {
    return db.query("SELECT record, created_count, updated_count, ended_count, unchanged_count, skipped_count, active_before"
                    " FROM imports_run_change WHERE run_id = :id ORDER BY position")
        .bind("id", id)
        .all([](const db::Row& row) {
            return Change{std::string(row.text("record")), row.integer("created_count"), row.integer("updated_count"),
                          row.integer("ended_count"), row.integer("unchanged_count"), row.integer("skipped_count"),
                          row.integer("active_before")};
        });
}

std::vector<StoredProblem> problems_of(db::Read& db, RunId id, const ProblemQuestion& question) {
    return db.query(R"sql(
        SELECT id, severity, code, file, row_number, column_name, value, expected FROM imports_problem
         WHERE run_id = :run AND (:code = '' OR code = :code) AND id > :after ORDER BY id LIMIT :limit
    )sql")
        .bind("run", id)
        .bind("code", question.code)
        .bind("after", question.after)
        .bind("limit", question.limit)
        .all([](const db::Row& row) {
            return StoredProblem{row.integer("id"),
                                 {row.text("severity") == "error" ? Severity::error : Severity::warning, std::string(row.text("code")),
                                  std::string(row.text("file")), row.integer("row_number"), std::string(row.text("column_name")),
                                  std::string(row.text("value")), std::string(row.text("expected"))}};
        });
}

std::vector<CodeCount> codes_of(db::Read& db, RunId id) {
    return db.query("SELECT code, severity, count(*) AS times FROM imports_problem WHERE run_id = :run GROUP BY code, severity ORDER BY severity, times DESC, code")
        .bind("run", id)
        .all([](const db::Row& row) {
            return CodeCount{std::string(row.text("code")), row.text("severity") == "error" ? Severity::error : Severity::warning, row.integer("times")};
        });
}

std::int64_t last_applied(db::Read& db, std::string_view kind, std::string_view source) {
    return db.query("SELECT id FROM imports_run WHERE kind = :kind AND source = :source AND state = 'applied' ORDER BY id DESC LIMIT 1")
        .bind("kind", kind)
        .bind("source", source)
        .maybe_integer()
        .value_or(0);
}

std::vector<std::string> waiting_files(db::Read& db) {
    return db.query("SELECT file_hash FROM imports_run WHERE state IN ('checking', 'ready', 'held', 'applying') AND file_hash IS NOT NULL")
        .all([](const db::Row& row) { return std::string(row.text("file_hash")); });
}

std::vector<std::string> mapping_names(db::Read& db, std::string_view kind) {
    return db.query("SELECT name FROM imports_mapping WHERE kind = :kind ORDER BY name").bind("kind", kind).all([](const db::Row& row) {
        return std::string(row.text("name"));
    });
}

std::optional<Mapping> find_mapping(db::Read& db, std::string_view kind, std::string_view name) {
    auto id = db.query("SELECT id FROM imports_mapping WHERE kind = :kind AND name = :name").bind("kind", kind).bind("name", name).maybe_integer();
    if (!id) return std::nullopt;
    Mapping mapping{std::string(name), {}};
    db.query("SELECT column_name, field FROM imports_mapping_column WHERE mapping_id = :id").bind("id", *id).each([&](const db::Row& row) {
        mapping.field_of_column.emplace(row.text("column_name"), row.text("field"));
    });
    return mapping;
}

void save_mapping(db::Write& db, std::string_view kind, const Mapping& mapping) {
    if (mapping.name.empty()) throw base::Invalid("name", "a name for the mapping");
    auto id = db.query("INSERT INTO imports_mapping (kind, name) VALUES (:kind, :name)"
                       " ON CONFLICT (kind, name) DO UPDATE SET name = excluded.name RETURNING id")
                  .bind("kind", kind)
                  .bind("name", mapping.name)
                  .one_integer();
    db.query("DELETE FROM imports_mapping_column WHERE mapping_id = :id").bind("id", id).run();
    for (const auto& [column, field] : mapping.field_of_column) {
        db.query("INSERT INTO imports_mapping_column (mapping_id, column_name, field) VALUES (:id, :column, :field)")
            .bind("id", id)
            .bind("column", column)
            .bind("field", field)
            .run();
    }
}

}  // namespace imports
