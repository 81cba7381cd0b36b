#include "imports/imports.h"

#include <algorithm>
#include <chrono>

#include "auth/event.h"
#include "db/db.h"
#include "imports/run.h"

namespace imports {

static constexpr std::string_view state_words[] = {"checking", "ready", "held", "refused", "applying", "applied", "cancelled", "failed"};

std::string_view word(State state) { return state_words[static_cast<std::size_t>(state)]; }

std::optional<State> parse_state(std::string_view text) {
    auto found = std::ranges::find(state_words, text);
    if (found == std::end(state_words)) return std::nullopt;
    return static_cast<State>(found - std::begin(state_words));
}

std::string_view word(Mode mode) { return mode == Mode::strict ? "strict" : "lenient"; }

std::optional<Mode> parse_mode(std::string_view text) {
    if (text == "strict") return Mode::strict;
    if (text == "lenient") return Mode::lenient;
    return std::nullopt;
}

void Progress::check(std::int64_t done, std::int64_t total) {
    step(done, total);
    if (cancelled()) throw Cancelled();
}

void Kinds::add(Kind kind) {
    permissions_.push_back(kind.permission);
    kinds_.push_back(std::move(kind));
}

const Kind* Kinds::find(std::string_view name) const {
    auto found = std::ranges::find(kinds_, name, &Kind::name);
    return found == kinds_.end() ? nullptr : &*found;
}

Change Outcome::total() const {
    Change sum;
    for (const auto& change : changes) {
        sum.created += change.created;
        sum.updated += change.updated;
        sum.ended += change.ended;
        sum.unchanged += change.unchanged;
        sum.skipped += change.skipped;
        sum.active_before += change.active_before;
    }
    return sum;
}

static bool too_many_end(const Change& change) {
    return change.ended > 0 && static_cast<double>(change.ended) > most_ended * static_cast<double>(change.active_before);
}

static State judge(const Options& options, const std::vector<Change>& changes, Report& report) {
    if (options.mode == Mode::strict && report.errors() > 0) return State::refused;
    if (options.confirm_ends) return State::ready;
    State state = State::ready;
    for (const auto& change : changes) {
        if (!too_many_end(change)) continue;
        state = State::held;
        report.error("guard.too_many_ends", {}, change.record, std::to_string(change.ended) + " of " + std::to_string(change.active_before),
                     "at most a tenth of the active records; when it is meant so, confirm it");
    }
    return state;
}

static std::string_view source_of(const Kind& kind, const Options& options) {
    return options.source.empty() ? std::string_view(kind.name) : std::string_view(options.source);
}

std::vector<void (*)(db::Write& db, base::Instant now)>& applied_subscribers() {
    static std::vector<void (*)(db::Write&, base::Instant)> list;
    return list;
}

namespace {

/// What has been read and compared, with the moment it was compared at.
struct Prepared {
    std::unique_ptr<Staged> staged;
    Report read_report;
    Outcome outcome;
    std::int64_t last_applied = 0;
    std::string basis;

    void plan(db::Read& db, const Kind& kind, const Options& options) {
        outcome.report = read_report;
        outcome.changes = staged->plan(db, outcome.report);
        outcome.state = judge(options, outcome.changes, outcome.report);
        basis = staged->basis(db);
        last_applied = imports::last_applied(db, kind.name, source_of(kind, options));
    }
};

}  // namespace

static Prepared prepare(db::Database& database, const Kind& kind, const Package& package, const Options& options, Progress& progress) {
    Prepared prepared;
    prepared.staged = kind.read(package, options, prepared.read_report, progress);
    if (!prepared.staged) {
        prepared.outcome.report = std::move(prepared.read_report);
        prepared.outcome.state = State::refused;
        return prepared;
    }
    database.read([&](db::Read& db) { prepared.plan(db, kind, options); });
    progress.check(0, 0);
    return prepared;
}

Outcome check(db::Database& database, const Kind& kind, const Package& package, const Options& options, Progress& progress) {
    return prepare(database, kind, package, options, progress).outcome;
}

static RunId run_to_complete(db::Write& db, const auth::Viewer& viewer, const Kind& kind, const Options& options,
                             std::string_view shown_name, std::int64_t run) {
    if (run) return {run};
    std::string mapping = options.mapping ? options.mapping->name : "";
    return create_run(db, viewer, options.now,
                      {.kind = kind.name, .source = source_of(kind, options), .mode = options.mode, .mapping = mapping, .file_name = shown_name});
}

Outcome apply(db::Database& database, const auth::Viewer& viewer, const Kind& kind, const Package& package, const Options& options,
              Progress& progress, std::string_view shown_name, std::int64_t run) {
    auto prepared = prepare(database, kind, package, options, progress);
    database.write([&](db::Write& db) {
        auto start = std::chrono::steady_clock::now();
        auto& outcome = prepared.outcome;
        if (prepared.staged && (last_applied(db, kind.name, source_of(kind, options)) != prepared.last_applied || prepared.staged->basis(db) != prepared.basis)) {
            prepared.plan(db, kind, options);
        }
        auto id = run_to_complete(db, viewer, kind, options, shown_name, run);
        if (outcome.state == State::ready || outcome.state == State::applied) {
            prepared.staged->belongs_to(id.value);
            prepared.staged->apply(db, viewer);
            outcome.state = State::applied;
        }
        finish_run(db, id, options.now, outcome);
        if (outcome.state == State::applied) {
            auth::record(db, viewer, options.now, {.subject_kind = "import", .subject_id = id.value, .action = "applied"});
            for (auto tell : applied_subscribers()) tell(db, options.now);
        }
        outcome.transaction = std::chrono::duration_cast<base::Milliseconds>(std::chrono::steady_clock::now() - start);
    });
    return std::move(prepared.outcome);
}

}  // namespace imports
