#include "data/extract_store.h"

#include <algorithm>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "data/data.h"
#include "data/kept.h"
#include "data/run_store.h"
#include "db/db.h"
#include "files/files.h"

namespace data {

constexpr std::size_t longest_words = 2000;

static void require_filer(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_file)) throw base::Forbidden("Files for a regulator are not open to you.");
}

const CertifiedFile* Certified::file(std::string_view format) const {
    const auto found = std::ranges::find(files, format, &CertifiedFile::format);
    return found == files.end() ? nullptr : &*found;
}

RunId start_extract(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ExtractDefinition& definition, const Parameters& parameters, std::string_view purpose,
                    bool here) {
    require_filer(viewer);
    NewRun run{.kind = RunKind::extract, .subject = definition.head.name, .title = definition.head.title.en, .sql = definition.head.statement, .parameters = parameters, .tier = definition.head.tier};
    // The population is SQL that ships with the program; a person chooses values only.
    run.guarded = false;
    run.purpose = purpose;
    run.here = here;
    return start_run(db, viewer, now, run);
}

std::vector<Run> extract_runs(db::Read& db, const auth::Viewer& viewer, std::string_view name, RunId before, int limit) {
    require_filer(viewer);
    const auto ids = db.query("SELECT id FROM data_run WHERE kind = 'extract' AND subject = :name AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :limit")
                         .bind("name", name).bind("before", before).bind("limit", limit).all([](const db::Row& row) { return RunId{row.integer("id")}; });
    std::vector<Run> all;
    all.reserve(ids.size());
    for (auto id : ids) all.push_back(load_run(db, id));
    return all;
}

std::optional<Run> find_extract_run(db::Read& db, const auth::Viewer& viewer, std::string_view name, RunId id) {
    require_filer(viewer);
    const auto found = db.query("SELECT id FROM data_run WHERE id = :id AND kind = 'extract' AND subject = :name").bind("id", id).bind("name", name).maybe_integer();
    if (!found) return std::nullopt;
    return load_run(db, id);
}

// --- Certified ---

static Certified certified_of(const db::Row& row) {
    Certified one;
    one.id = {row.integer("id")};
    one.run = {row.integer("run_id")};
    one.name = row.text("name");
    one.version = row.text("version");
    one.statement = row.text("statement");
    one.actor = row.text("actor");
    one.period = row.integer("period");
    if (auto before = row.maybe_integer("before_id")) one.before = CertifiedId{*before};
    one.at = row.instant("certified_at");
    return one;
}

static constexpr std::string_view certified_columns = "SELECT id, run_id, name, version, period, before_id, statement, actor, certified_at FROM data_certified ";

static std::optional<Certified> with_parts(db::Read& db, std::optional<Certified> one) {
    if (!one) return one;
    one->files = db.query("SELECT format, sha256, bytes FROM data_certified_file WHERE certified_id = :id ORDER BY format").bind("id", one->id).all([](const db::Row& row) {
        return CertifiedFile{std::string(row.text("format")), std::string(row.text("sha256")), row.integer("bytes")};
    });
    const auto why = db.query("SELECT rule, explanation FROM data_certified_warning WHERE certified_id = :id ORDER BY rule").bind("id", one->id).all([](const db::Row& row) {
        return std::pair(std::string(row.text("rule")), std::string(row.text("explanation")));
    });
    one->explanations.insert(why.begin(), why.end());
    return one;
}

std::optional<Certified> certified_run(db::Read& db, const auth::Viewer& viewer, RunId run) {
    require_filer(viewer);
    return with_parts(db, db.query(std::string(certified_columns) + "WHERE run_id = :run").bind("run", run).maybe(certified_of));
}

std::optional<Certified> newest_certified(db::Read& db, const auth::Viewer& viewer, std::string_view name, std::int64_t period, RunId but) {
    require_filer(viewer);
    return with_parts(db, db.query(std::string(certified_columns) + "WHERE name = :name AND period = :period AND run_id <> :but ORDER BY id DESC LIMIT 1")
                              .bind("name", name).bind("period", period).bind("but", but).maybe(certified_of));
}

std::optional<std::vector<ExtractRecord>> certified_records(const files::Store& store, const Certified& certified) {
    const auto* file = certified.file("records");
    const auto bytes = file ? store.read({file->sha256}) : std::nullopt;
    if (!bytes) return std::nullopt;
    return records_of(unpacked(*bytes).table);
}

/// The words for each rule that warns, trimmed.
static std::map<std::string, std::string> explained(const std::vector<RuleResult>& results, const NewCertified& certified) {
    std::map<std::string, std::string> words;
    for (const auto& result : results) {
        const auto found = certified.explanations.find(result.rule);
        std::string text(found == certified.explanations.end() ? std::string_view() : base::trim(found->second));
        if (text.empty() || text.size() > longest_words) throw base::Invalid("why-" + result.rule, "data.extract.problem.why");
        words[result.rule] = std::move(text);
    }
    return words;
}

CertifiedId certify(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ExtractDefinition& definition, const Run& run, const std::vector<RuleResult>& results,
                    const NewCertified& certified) {
    require_filer(viewer);
    if (run.state != RunState::done || has_fatal(definition, results)) throw base::Conflict("data.extract.problem.fatal");
    if (certified_run(db, viewer, run.id)) throw base::Conflict("data.extract.problem.certified");
    if (certified.statement.empty()) throw base::Invalid("confirm", "data.extract.problem.confirm");
    const auto words = explained(results, certified);
    const auto period = period_of(definition, run.parameters);
    const auto before = newest_certified(db, viewer, run.subject, period, run.id);
    const CertifiedId id{db.query(R"sql(
        INSERT INTO data_certified (run_id, name, version, period, before_id, statement, account_id, actor, certified_at)
        VALUES (:run, :name, :version, :period, :before, :statement, :account, :actor, :now) RETURNING id
    )sql").bind("run", run.id).bind("name", run.subject).bind("version", definition.version).bind("period", period)
        .bind("before", before ? std::optional(before->id.value) : std::nullopt).bind("statement", certified.statement)
        .bind("account", viewer.account().value ? std::optional(viewer.account().value) : std::nullopt).bind("actor", viewer.name()).bind("now", now).one_integer()};
    for (const auto& file : certified.files) {
        db.query("INSERT INTO data_certified_file (certified_id, format, sha256, bytes) VALUES (:id, :format, :sha256, :bytes)")
            .bind("id", id).bind("format", file.format).bind("sha256", file.sha256).bind("bytes", file.bytes).run();
    }
    for (const auto& [rule, why] : words) {
        db.query("INSERT INTO data_certified_warning (certified_id, rule, found, explanation) VALUES (:id, :rule, :found, :why)")
            .bind("id", id).bind("rule", rule).bind("found", std::ranges::count(results, rule, &RuleResult::rule)).bind("why", why).run();
    }
    auth::record(db, viewer, now, {.subject_kind = "data_run", .subject_id = run.id.value, .action = "certified", .why = certified.statement});
    return id;
}

std::vector<std::string> certified_files(db::Read& db) {
    return db.query("SELECT DISTINCT sha256 FROM data_certified_file ORDER BY sha256").all([](const db::Row& row) { return std::string(row.text("sha256")); });
}

}  // namespace data
