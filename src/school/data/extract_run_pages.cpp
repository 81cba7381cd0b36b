// One run of an extract: its page, its files, and certifying it.
#include <fmt/format.h>

#include "auth/audit.h"
#include "auth/event.h"
#include "data/data.h"
#include "data/extract_pages.h"
#include "data/kept.h"
#include "data/run_store.h"
#include "db/db.h"
#include "files/files.h"
#include "http/routes.h"
#include "jobs/jobs.h"

namespace data {

static http::Response show_run(http::ReadCall& call) {
    const auto filing = filing_of(call.services, call.db, call.viewer, extract_here(call), extract_run_here(call, call.db));
    // Small counts of small groups stand here as they are.
    if (filing.found || filing.certified) call.note_access("data_run", filing.run.id.value, filing.run.purpose);
    return filing_page(call, filing, {}, nullptr);
}

static http::Response cancel_run(http::WriteCall& call) {
    const auto run = extract_run_here(call, call.db);
    if (!run.finished_at && jobs::cancel(call.db, call.viewer, call.now, {run.job})) {
        // A job that has not begun ends without being asked.
        const auto job = jobs::find(call.db, call.viewer, {run.job});
        if (job && job->state == jobs::State::cancelled) {
            end_run(call.db, call.now, run.id, {.state = RunState::cancelled, .code = "cancelled", .message = {}, .tables = {}, .columns = {}, .version = {}, .as_of = {}});
        }
    }
    return call.redirect(run_address(run));
}

/// Full data leaves as a file: an event says so, and the list of who saw what.
static http::Response take_file(http::WriteCall& call) {
    const auto format = parse_extract_format(call.request.form.text("format"));
    if (!format) return call.problem(http::unprocessable, call.text("data.extract.files"), call.text("data.extract.problem.format"));
    const auto filing = filing_of(call.services, call.db, call.viewer, extract_here(call), extract_run_here(call, call.db));
    auto bytes = filed_bytes(call.services, filing, *format);
    const auto& run = filing.run;
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "data_run", .subject_id = run.id.value, .action = "exported", .why = run.purpose});
    auth::note_access(call.db, call.viewer, call.now, {.subject_kind = "data_run", .subject_id = run.id.value, .purpose = "export"});
    const auto name = fmt::format("{}-{}-{}.{}", run.subject, period_of(filing.definition, run.parameters), run.id.value, extension_of(*format));
    return call.download(name, *format == ExtractFormat::csv ? "text/csv; charset=us-ascii" : "text/plain; charset=us-ascii", std::move(bytes));
}

// --- Certifying ---

namespace {
struct Prepared {
    std::optional<Filing> filing;
    std::vector<CertifiedFile> files;
};
}  // namespace

/// Bytes are in the store before a row names them; those that no row comes to name are collected later.
static Prepared prepare_certify(http::PrepareCall& call) {
    Prepared prepared;
    prepared.filing = call.services.database->read([&](db::Read& db) { return filing_of(call.services, db, call.viewer, extract_here(call), extract_run_here(call, db)); });
    if (prepared.filing->state != FilingState::validated) return prepared;
    auto put = [&](std::string_view format, const std::string& bytes) {
        prepared.files.push_back({std::string(format), call.services.files->put(bytes).hex, static_cast<std::int64_t>(bytes.size())});
    };
    for (auto format : extract_formats) put(word(format), filed_bytes(call.services, *prepared.filing, format));
    put("records", packed({table_of(prepared.filing->definition, prepared.filing->found->records), "{}"}));
    return prepared;
}

static http::Response certify_run(http::WriteCall& call, Prepared& prepared) {
    const auto& filing = *prepared.filing;
    const auto& form = call.request.form;
    auto conflict = [&](std::string_view key) { return call.problem(http::conflict, call.text("data.extract.not_certified"), call.text(key)); };
    if (prepared.files.empty()) return conflict(filing.certified ? "data.extract.problem.certified" : "data.extract.problem.fatal");
    NewCertified certified{prepared.files, {}, {}};
    CertifyForm typed;
    typed.confirmed = form.text("confirm") == "1";
    if (typed.confirmed) certified.statement = call.text("data.extract.statement", {{"title", filing.definition.head.title.in(call.language)}});
    for (const auto& [name, value] : form.items()) {
        if (!name.starts_with("why-")) continue;
        typed.explanations.emplace_back(name.substr(4), value);
        certified.explanations[name.substr(4)] = value;
    }
    for (const auto& file : prepared.files) {
        if (file.format == word(ExtractFormat::fixed) && form.text("sha256") != file.sha256) return conflict("data.extract.problem.other_file");
    }
    try {
        certify(call.db, call.viewer, call.now, filing.definition, filing.run, filing.results, certified);
    } catch (const base::Invalid& bad) {
        return filing_page(call, filing, typed, &bad);
    } catch (const base::Conflict& other) {
        return conflict(other.what());
    }
    return call.redirect_with_notice(run_address(filing.run), call.text("data.extract.certified_now"));
}

void extract_run_routes(http::Routes& routes) {
    routes.get("/extracts/{extract}/runs/{run}", http::everywhere(may_file), show_run);
    routes.post("/extracts/{extract}/runs/{run}/cancellation", http::everywhere(may_file), cancel_run);
    routes.post("/extracts/{extract}/runs/{run}/file", http::everywhere(may_file), take_file);
    routes.post("/extracts/{extract}/runs/{run}/certification", http::everywhere(may_file), prepare_certify, certify_run);
}

}  // namespace data
