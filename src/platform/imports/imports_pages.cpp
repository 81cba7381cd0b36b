#include <sstream>

#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "files/files.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "imports/imports_served.h"
#include "jobs/jobs.h"

namespace imports {

static constexpr int runs_on_a_page = 50;
static constexpr int problems_on_a_page = 100;
static constexpr std::size_t largest_upload = 256 * http::mebibyte;

/// The room whose messages tell of a kind.
static std::string room_of(const std::string& kind) {
    const auto* known = served_kinds().find(kind);
    return known && !known->room.empty() ? known->room : kind;
}

std::string kind_words(const http::Call& call, const std::string& kind) {
    return call.services.messages->find(call.language, room_of(kind) + ".import_kind").value_or(kind);
}

static void show_state(html::View view, State state) { view.show("state_" + std::string(word(state))); }

static void show_counts(html::View& view, const http::Call& call, const Change& change) {
    auto set = [&](std::string_view name, std::int64_t number) { view.set(name, html::number_words(call.language, number)); };
    set("created", change.created);
    set("updated", change.updated);
    set("ended", change.ended);
    set("unchanged", change.unchanged);
    set("skipped", change.skipped);
}

/// Everything that was brought in, newest first.
static http::Response list_runs(http::ReadCall& call) {
    RunId before{base::parse_integer(call.request.query.text("before")).value_or(0)};
    auto found = runs(call.db, call.viewer, served_kinds(), before, runs_on_a_page + 1);
    bool more = found.size() > runs_on_a_page;
    if (more) found.pop_back();
    html::View view;
    for (const auto& run : found) {
        auto row = view.add("run");
        row.set("id", run.id.value).set("file", run.file_name).set("kind", kind_words(call, run.kind)).set("actor", run.actor);
        row.set("when", html::moment_words(call.language, call.zone, call.now, run.started_at)).set("iso", base::to_iso(run.started_at));
        show_counts(row, call, run.total);
        show_state(row.include("pill", "imports/pill"), run.state);
    }
    view.show(found.empty() ? "empty" : "list");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("imports.on_page", {{"n", std::to_string(found.size())}}));
    if (before.value) pager.add("previous").set("href", "/imports");
    if (more) pager.add("next").set("href", "/imports?before=" + std::to_string(found.back().id.value));
    return call.page("imports/list", call.text("imports.title"), std::move(view));
}

const Kind& kind_of(const http::Call& call, std::string_view name) {
    const auto* kind = served_kinds().find(name);
    if (!kind) throw base::NotFound("no such kind of import");
    if (!call.viewer.may_everywhere(kind->permission)) throw base::Forbidden(call.text("imports.not_yours"));
    return *kind;
}

static html::View upload_view(const http::Call& call, db::Read& db, std::string_view chosen) {
    html::View view;
    for (const auto& kind : served_kinds().all()) {
        if (!call.viewer.may_everywhere(kind.permission)) continue;
        auto row = view.add("kind");
        row.set("value", kind.name).set("label", kind_words(call, kind.name));
        row.set("hint", call.services.messages->find(call.language, room_of(kind.name) + ".import_hint").value_or("")).show_if(kind.name == chosen, "chosen");
        if (!kind.fields.empty()) view.add("may_map").set("kind", kind.name);
        for (const auto& name : mapping_names(db, kind.name)) view.show("mappings").add("mapping").set("value", name).set("label", name);
    }
    view.set("most", static_cast<std::int64_t>(largest_upload / http::mebibyte));
    return view;
}

/// Choose a file; nothing is changed by sending it.
static http::Response show_upload(http::ReadCall& call) {
    std::string chosen(call.request.query.text("kind"));
    if (chosen.empty() && !served_kinds().all().empty()) chosen = served_kinds().all().front().name;
    return call.page("imports/new", call.text("imports.new_title"), upload_view(call, call.db, chosen));
}

namespace {
struct Stored {
    std::optional<files::Hash> hash;
    std::string name;
};
}  // namespace

static Stored store_upload(http::PrepareCall& call) {
    kind_of(call, call.request.form.text("kind"));
    for (const auto& upload : call.request.uploads) {
        if (upload.field != "file" || upload.bytes.empty()) continue;
        // The sender's name is shown, never used as a path.
        auto name = base::repair_utf8(upload.file_name.substr(upload.file_name.find_last_of("/\\") + 1));
        return {call.services.files->put(upload.bytes), name.empty() ? "upload" : base::elide(name, 200)};
    }
    return {};
}

static void start_job(http::WriteCall& call, RunId id, std::string_view name, bool confirm_ends) {
    std::string payload = "{\"run\":" + std::to_string(id.value) + (confirm_ends ? ",\"confirm_ends\":true}" : "}");
    auto job = jobs::enqueue(call.db, call.now, {.name = name, .payload = payload, .owner = call.viewer.account(), .most_attempts = 1});
    set_run_job(call.db, id, job.value);
}

static http::Response create(http::WriteCall& call, Stored& stored) {
    const auto& form = call.request.form;
    const auto& kind = kind_of(call, form.text("kind"));
    if (!stored.hash) {
        auto view = upload_view(call, call.db, kind.name);
        view.include("problems", "html/problems").add("problem").set("field", "file").set("message", call.text("imports.no_file"));
        return call.page(http::unprocessable, "imports/new", call.text("imports.new_title"), std::move(view));
    }
    auto source = base::collapse_space(form.text("source"));
    auto id = create_run(call.db, call.viewer, call.now,
                         {.kind = kind.name, .source = source.empty() ? kind.name : source, .mode = parse_mode(form.text("mode")).value_or(Mode::strict),
                          .mapping = form.text("mapping"), .file_name = stored.name, .file_hash = stored.hash->hex});
    start_job(call, id, "imports.check", false);
    return call.redirect("/imports/" + std::to_string(id.value));
}

static Run run_of(const http::Call& call, db::Read& db) {
    auto run = find_run(db, call.viewer, served_kinds(), call.id_as<RunId>("run"));
    if (!run) throw base::NotFound("no such import");
    return *run;
}

/// In the reader's words; a code without any stands for itself.
static std::string code_words(const http::Call& call, std::string_view code) {
    std::string key = "imports.code.";
    for (char c : code) key += c == '.' ? '_' : c;
    return call.services.messages->find(call.language, key).value_or(std::string(code));
}

static void show_problems(http::ReadCall& call, html::View& view, const Run& run) {
    ProblemQuestion question{std::string(call.request.query.text("code")), base::parse_integer(call.request.query.text("after")).value_or(0),
                             problems_on_a_page + 1};
    auto base_path = "/imports/" + std::to_string(run.id.value);
    for (const auto& count : codes_of(call.db, run.id)) {
        auto row = view.add("code");
        row.set("href", base_path + "?code=" + http::percent_encode(count.code) + "#problems").set("code", code_words(call, count.code));
        row.set("count", html::number_words(call.language, count.count)).show_if(count.code == question.code, "current");
        row.show(word(count.severity));
    }
    auto found = problems_of(call.db, run.id, question);
    bool more = found.size() > problems_on_a_page;
    if (more) found.pop_back();
    for (const auto& [id, problem] : found) {
        auto row = view.add("problem");
        row.set("code", problem.code).set("what", code_words(call, problem.code)).set("file", problem.file).set("column", problem.column);
        row.set("value", problem.value).set("expected", problem.expected);
        if (problem.row > 0) row.add("has_row").set("row", problem.row);
        row.show(word(problem.severity));
    }
    view.show(found.empty() ? "no_problems" : "has_problems");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("imports.problems_on_page", {{"n", std::to_string(found.size())}}));
    auto with_code = base_path + "?code=" + http::percent_encode(question.code);
    if (question.after) pager.add("previous").set("href", with_code + "#problems");
    if (more) pager.add("next").set("href", with_code + "&after=" + std::to_string(found.back().id) + "#problems");
}

static void show_progress(http::ReadCall& call, html::View& view, const Run& run) {
    auto status = run.job ? jobs::find(call.db, call.viewer, jobs::JobId{*run.job}) : std::nullopt;
    auto part = view.add("progress");
    if (status && status->total > 0) part.add("known").set("done", status->done).set("total", status->total);
}

/// One import: what would change or has changed, every problem, and what can be done now.
static http::Response show_run(http::ReadCall& call) {
    auto run = run_of(call, call.db);
    html::View view;
    view.set("id", run.id.value).set("topic", topic_of(run.id)).set("file", run.file_name).set("kind", kind_words(call, run.kind)).set("actor", run.actor);
    view.set("when", html::moment_words(call.language, call.zone, call.now, run.started_at)).set("iso", base::to_iso(run.started_at));
    view.set("mode", run.mode == Mode::strict ? call.text("imports.mode_strict") : call.text("imports.mode_lenient")).set("source", run.source);
    show_state(view.include("pill", "imports/pill"), run.state);
    view.show("is_" + std::string(word(run.state)));
    for (const auto& change : changes_of(call.db, run.id)) {
        auto row = view.show("changes").add("change");
        row.set("record", call.services.messages->find(call.language, room_of(run.kind) + ".import_record." + change.record).value_or(change.record));
        show_counts(row, call, change);
    }
    bool running = run.state == State::checking || run.state == State::applying;
    if (running) show_progress(call, view, run);
    if (!running) show_problems(call, view, run);
    if (run.state == State::ready || run.state == State::held || running) view.add("may_cancel").set("id", run.id.value);
    if (run.state == State::ready) view.add("may_apply").set("id", run.id.value);
    if (run.state == State::held) view.add("may_confirm").set("id", run.id.value);
    return call.page("imports/run", call.text("imports.run_title", {{"file", run.file_name}}), std::move(view));
}

/// The whole list for a spreadsheet.
static http::Response download_problems(http::ReadCall& call) {
    auto run = run_of(call, call.db);
    std::ostringstream out;
    base::csv::Writer csv(out, base::csv::Writer::Mark::byte_order);
    csv.row({"severity", "code", "file", "row", "column", "value", "expected"});
    constexpr int everything = 1'000'000;
    for (const auto& [id, problem] : problems_of(call.db, run.id, {.limit = everything})) {
        csv.text(word(problem.severity)).text(problem.code).text(problem.file).number(problem.row).text(problem.column).text(problem.value).text(problem.expected);
        csv.end_row();
    }
    return call.download("import-" + std::to_string(run.id.value) + "-problems.csv", "text/csv; charset=utf-8", out.str());
}

static http::Response bring_in(http::WriteCall& call) {
    auto run = run_of(call, call.db);
    bool confirmed = call.request.form.text("confirm_ends") == "1";
    auto page = "/imports/" + std::to_string(run.id.value);
    if (run.state == State::held && !confirmed) return call.redirect_with_notice(page, call.text("imports.confirm_first"));
    if (run.state != State::ready && run.state != State::held) throw base::Conflict(call.text("imports.not_waiting"));
    set_run_state(call.db, run.id, State::applying);
    start_job(call, run.id, "imports.apply", confirmed);
    return call.redirect(page);
}

static http::Response cancel(http::WriteCall& call) {
    auto run = run_of(call, call.db);
    bool running = run.state == State::checking || run.state == State::applying;
    if (!running && run.state != State::ready && run.state != State::held) throw base::Conflict(call.text("imports.not_waiting"));
    bool stopping = running && run.job && jobs::cancel(call.db, call.viewer, call.now, jobs::JobId{*run.job});
    // A job that was waiting never runs; one that runs says itself how it ended.
    auto status = run.job ? jobs::find(call.db, call.viewer, jobs::JobId{*run.job}) : std::nullopt;
    if (!stopping || !status || status->state != jobs::State::running) set_run_state(call.db, run.id, State::cancelled);
    return call.redirect_with_notice("/imports/" + std::to_string(run.id.value), call.text("imports.cancelling"));
}

void routes(http::Routes& routes) {
    // Which of the kinds somebody may bring in is asked where the kind is known.
    const auto may_import = http::any_of(served_kinds().permissions());
    mapping_routes(routes, may_import);
    routes.get("/imports", may_import, list_runs);
    routes.get("/imports/new", may_import, show_upload);
    routes.post("/imports", may_import, store_upload, create).body_limit(largest_upload);
    routes.get("/imports/{run}", may_import, show_run);
    routes.get("/imports/{run}/problems.csv", may_import, download_problems);
    routes.post("/imports/{run}/application", may_import, bring_in);
    routes.post("/imports/{run}/cancellation", may_import, cancel);
}

}  // namespace imports
