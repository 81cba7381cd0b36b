// Runs of reports.
#include "base/error.h"
#include "data/data.h"
#include "data/report.h"
#include "data/run_store.h"
#include "db/db.h"

namespace data {

RunId start_report(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Report& report, const Parameters& parameters, std::string_view purpose, bool here) {
    if (!viewer.may_everywhere(may_see_reports)) throw base::Forbidden("Reports are not open to you.");
    NewRun run{.kind = RunKind::report, .subject = report.file.name, .title = report.file.title.en, .sql = report.file.text, .parameters = parameters, .tier = report.file.tier};
    run.guarded = !report.as_shipped();
    run.purpose = purpose;
    run.here = here;
    return start_run(db, viewer, now, run);
}

static std::optional<RunId> newest(db::Read& db, const ReportFile& file, const Parameters& parameters, std::int64_t account, bool answered) {
    const auto id = db.query(R"sql(
        SELECT id FROM data_run
         WHERE kind = 'report' AND subject = :subject AND sql_text = :text AND parameters = :parameters AND tier = :tier
           AND (:account = 0 OR account_id = :account) AND (:answered = 0 OR state = 'done')
         ORDER BY id DESC LIMIT 1
    )sql").bind("subject", file.name).bind("text", file.text).bind("parameters", to_json(parameters)).bind("tier", word(file.tier))
        .bind("account", account).bind("answered", answered).maybe_integer();
    if (!id) return std::nullopt;
    return RunId{*id};
}

std::optional<Run> newest_answer(db::Read& db, const auth::Viewer& viewer, const ReportFile& file, const Parameters& parameters) {
    if (!viewer.may_everywhere(may_see_reports)) return std::nullopt;
    const auto id = newest(db, file, parameters, 0, true);
    if (!id) return std::nullopt;
    return load_run(db, *id);
}

std::optional<Run> newest_own_run(db::Read& db, const auth::Viewer& viewer, const ReportFile& file, const Parameters& parameters) {
    if (!viewer.account().value) return std::nullopt;
    const auto id = newest(db, file, parameters, viewer.account().value, false);
    if (!id) return std::nullopt;
    return find_run(db, viewer, *id);
}

}  // namespace data
