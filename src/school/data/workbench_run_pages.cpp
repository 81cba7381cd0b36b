// One question and its answer; the list of questions.
#include "data/workbench_pages.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "auth/audit.h"
#include "auth/event.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "data/run_store.h"
#include "data/workbench.h"
#include "html/format.h"
#include "http/parse.h"

namespace data {

constexpr std::size_t rows_on_a_page = 100;
constexpr int runs_on_a_page = 50;
constexpr std::size_t longest_name = 90;

std::span<const auth::Permission> watchers() {
    static constexpr auth::Permission list[] = {may_ask_operations, may_ask_directory, may_ask_students, may_ask_sensitive, may_see_reports, may_file, auth::may_audit};
    return list;
}

std::string refusal_title(const http::Call& call, std::string_view code) {
    auto key = std::string(code);
    std::ranges::replace(key, '.', '_');
    auto words = call.services.messages->find(call.language, "data.workbench.refused." + key);
    return words.value_or(call.text("data.workbench.refused.other"));
}

void show_state(const http::Call& call, html::View& view, RunState state) {
    static constexpr std::pair<std::string_view, std::string_view> looks[] = {
        {"pill-wait", "player-pause-filled"}, {"pill-info", "circle-dot"}, {"pill-good", "circle-check"}, {"pill-bad", "circle-x"}, {"", "x"}};
    auto [tone, icon] = looks[static_cast<std::size_t>(state)];
    view.set("state", call.text(fmt::format("data.run_state.{}", word(state)))).set("tone", tone).set("state_icon", icon);
}

std::string name_of(const Run& run) {
    if (!run.title.empty()) return run.title;
    auto text = base::collapse_space(run.sql);
    auto first = base::first_code_points(text, longest_name);
    return first.size() == text.size() ? text : std::string(first) + "…";
}

static bool has_students(Tier tier) { return tier != Tier::operations; }

/// What came back of the tier: of a report on students only protected figures.
static std::string seen_words(const http::Call& call, const Run& run) {
    return run.kind == RunKind::report && has_students(run.tier) ? call.text("data.workbench.protected") : tier_words(call, run.tier);
}

static Run fetch(db::Read& db, const auth::Viewer& viewer, RunId id) {
    auto run = find_run(db, viewer, id);
    if (!run) throw base::NotFound("no such question");
    return *run;
}

static bool is_own(const http::Call& call, const Run& run) { return run.account && *run.account == call.viewer.account(); }
static bool may_take_along(const http::Call& call, const Run& run) {
    return is_own(call, run) && run.kind == RunKind::query && may_ask(call.viewer, run.tier) && (!has_students(run.tier) || call.viewer.may_everywhere(may_export));
}

static void fact(const http::Call& call, html::View& view, std::string_view key, std::string_view value) {
    if (!value.empty()) view.add("fact").set("label", call.text(fmt::format("data.workbench.fact.{}", key))).set("value", value);
}

static std::string spaced(std::string_view list) {
    std::string text(list);
    for (std::size_t at = 0; (at = text.find(',', at)) != text.npos; at += 2) text.replace(at, 1, ", ");
    return text;
}

static void show_facts(const http::Call& call, html::View& view, const Run& run) {
    fact(call, view, "by", run.actor);
    fact(call, view, "asked", html::moment_words(call.language, call.zone, call.now, run.created_at));
    fact(call, view, "tier", seen_words(call, run));
    auto purpose = call.text(fmt::format("data.purpose.{}", run.purpose));
    fact(call, view, "purpose", run.purpose_note.empty() ? purpose : fmt::format("{}: {}", purpose, run.purpose_note));
    for (const auto& [name, cell] : run.parameters) view.add("fact").set("label", "$" + name).set("value", base::is_null(cell) ? "NULL" : base::text_of(cell));
    if (run.state != RunState::done) return;
    fact(call, view, "rows", html::number_words(call.language, run.rows));
    fact(call, view, "took", call.text("data.workbench.milliseconds", {{"n", html::number_words(call.language, run.took.count())}}));
    fact(call, view, "tables", spaced(run.tables));
    fact(call, view, "columns", spaced(run.columns));
    if (run.as_of) fact(call, view, "as_of", html::moment_words(call.language, call.zone, call.now, *run.as_of));
}

namespace {
/// Which page of an answer is shown, and its rows from 1.
struct PageOfRows {
    std::size_t page, pages, first, last, rows;
};
}  // namespace

static void fill_pager(const http::Call& call, html::View view, const Run& run, const PageOfRows& at) {
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.workbench.rows_shown", {{"first", std::to_string(at.first)}, {"last", std::to_string(at.last)}, {"n", std::to_string(at.rows)}}));
    if (at.page > 1) pager.add("previous").set("href", fmt::format("/data/runs/{}?page={}", run.id.value, at.page - 1));
    if (at.page < at.pages) pager.add("next").set("href", fmt::format("/data/runs/{}?page={}", run.id.value, at.page + 1));
}

static void show_rows(http::ReadCall& call, html::View& view, const Run& run, const base::CellTable& table) {
    auto pages = std::max<std::size_t>(1, (table.rows.size() + rows_on_a_page - 1) / rows_on_a_page);
    auto asked = base::parse_integer(call.request.query.text("page")).value_or(1);
    auto page = std::clamp<std::size_t>(asked < 1 ? 1 : static_cast<std::size_t>(asked), 1, pages);
    std::size_t first = (page - 1) * rows_on_a_page, last = std::min(table.rows.size(), first + rows_on_a_page);
    auto part = view.add("answer");
    for (const auto& column : table.columns) {
        bool number = column.type == base::CellType::integer || column.type == base::CellType::real;
        part.add("column").set("name", column.name).show_if(number, "number");
    }
    for (std::size_t row = first; row < last; ++row) {
        auto line = part.add("row");
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto& column = table.columns[i];
            bool number = column.type == base::CellType::integer || column.type == base::CellType::real;
            auto cell = line.add("cell");
            cell.set("value", shown(table.rows[row][i], column.type)).show_if(number, "number").show_if(base::is_null(table.rows[row][i]), "null");
        }
    }
    if (table.rows.empty()) part.add("no_rows").set("columns", static_cast<std::int64_t>(table.columns.size()));
    else fill_pager(call, part.add("pages"), run, {page, pages, first + 1, last, table.rows.size()});
    if (!has_students(run.tier)) return;
    call.note_access("data_run", run.id.value, run.purpose);
    if (run.tier != Tier::sensitive) return;
    for (auto student : students_in(table, first, rows_on_a_page)) call.note_access("person", student, run.purpose);
}

static void show_outcome(http::ReadCall& call, html::View& view, const Run& run) {
    if (!run.finished_at) {
        view.show("unfinished");
        if (is_own(call, run)) view.add("cancel").set("id", run.id.value);
        return;
    }
    if (run.state == RunState::refused) view.add("refused").set("title", refusal_title(call, run.code)).set("message", run.message);
    if (run.state != RunState::done || !is_own(call, run)) return;
    auto kept = run.kind == RunKind::query && may_ask(call.viewer, run.tier) ? kept_of(place_of(call.services), run.id) : std::nullopt;
    if (!kept) {
        view.show_if(run.kind == RunKind::query, "expired");
        return;
    }
    if (run.cut) view.add("cut").set("rows", html::number_words(call.language, run.rows));
    show_rows(call, view, run, kept->table);
    if (may_take_along(call, run)) view.add("export").set("id", run.id.value);
    // Nothing protects an answer about students (data.md clause 14).
    if (!has_students(run.tier) && !kept->table.rows.empty() && call.viewer.may_everywhere(may_write_reports)) view.add("freeze").set("id", run.id.value).set("title", run.title);
}

static http::Response show_run(http::ReadCall& call) {
    auto run = fetch(call.db, call.viewer, call.id_as<RunId>("run"));
    html::View view;
    view.set("topic", topic_of(run.id)).set("name", name_of(run)).set("sql", run.sql).set("id", run.id.value);
    show_state(call, view, run.state);
    show_facts(call, view, run);
    show_outcome(call, view, run);
    bool again = is_own(call, run) && run.kind == RunKind::query && may_ask(call.viewer, run.tier);
    if (again) view.add("again").set("id", run.id.value);
    bool as_report = again && run.state == RunState::done && call.viewer.may_everywhere(may_write_reports);
    if (as_report) view.add("as_report").set("id", run.id.value);
    return call.page("data/workbench_run", call.text("data.workbench.run_title"), std::move(view));
}

static http::Response cancel_question(http::WriteCall& call) {
    auto run = fetch(call.db, call.viewer, call.id_as<RunId>("run"));
    if (!is_own(call, run)) throw base::Forbidden(call.text("data.workbench.problem.not_yours"));
    data::cancel_run(call.db, call.viewer, call.now, run);
    return call.redirect(fmt::format("/data/runs/{}", run.id.value));
}

static void write_cell(base::csv::Writer& csv, const base::Cell& cell, base::CellType type) {
    auto* integer = std::get_if<std::int64_t>(&cell);
    auto* real = std::get_if<double>(&cell);
    if (base::is_null(cell)) csv.text("");
    else if (integer && type == base::CellType::integer) csv.number(*integer);
    else if (real) csv.number(*real);
    else csv.text(shown(cell, type));
}

static std::string as_csv(const base::CellTable& table) {
    std::ostringstream out;
    base::csv::Writer csv(out, base::csv::Writer::Mark::byte_order);
    for (const auto& column : table.columns) csv.text(column.name);
    csv.end_row();
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) write_cell(csv, row[i], table.columns[i].type);
        csv.end_row();
    }
    return out.str();
}

/// Clause 13: what leaves as a file is recorded, and who is in it.
static http::Response export_run(http::WriteCall& call) {
    auto run = fetch(call.db, call.viewer, call.id_as<RunId>("run"));
    if (!may_take_along(call, run)) throw base::Forbidden(call.text("data.workbench.problem.export"));
    auto kept = run.state == RunState::done ? kept_of(place_of(call.services), run.id) : std::nullopt;
    if (!kept) throw base::NotFound("the answer is not kept any more");
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "data_run", .subject_id = run.id.value, .action = "exported", .why = run.purpose});
    if (has_students(run.tier)) {
        auth::note_access(call.db, call.viewer, call.now, {.subject_kind = "data_run", .subject_id = run.id.value, .purpose = "export"});
        auto students = run.tier == Tier::sensitive ? students_in(kept->table, 0, kept->table.rows.size()) : std::vector<std::int64_t>();
        for (auto student : students) auth::note_access(call.db, call.viewer, call.now, {.subject_kind = "person", .subject_id = student, .purpose = "export"});
    }
    return call.download(fmt::format("answer-{}.csv", run.id.value), "text/csv; charset=utf-8", as_csv(kept->table));
}

static std::optional<RunKind> kind_of(std::string_view text) {
    for (auto kind : {RunKind::query, RunKind::report, RunKind::extract}) {
        if (word(kind) == text) return kind;
    }
    return std::nullopt;
}

static http::Response list_runs(http::ReadCall& call) {
    bool auditor = call.viewer.may_everywhere(auth::may_audit);
    RunQuestion question{.kind = kind_of(call.request.query.text("kind")), .subject = {}, .before = {base::parse_integer(call.request.query.text("before")).value_or(0)},
                         .limit = runs_on_a_page + 1, .everyone = auditor && call.request.query.text("who") == "everyone"};
    auto found = runs(call.db, call.viewer, question);
    bool more = found.size() > runs_on_a_page;
    if (more) found.resize(runs_on_a_page);
    html::View view;
    if (auditor) view.add("who").show_if(question.everyone, "everyone");
    for (auto kind : {RunKind::query, RunKind::report, RunKind::extract}) {
        view.add("kind").set("key", word(kind)).set("name", call.text(fmt::format("data.workbench.kind.{}", word(kind)))).show_if(question.kind == kind, "chosen");
    }
    view.show_if(call.viewer.may_everywhere(may_ask_operations), "may_ask").show_if(question.everyone, "with_names");
    for (const auto& run : found) {
        auto row = view.add("run");
        row.set("id", run.id.value).set("name", name_of(run)).set("tier", seen_words(call, run)).set("actor", run.actor);
        row.set("iso", base::to_iso(run.created_at)).set("asked", html::moment_words(call.language, call.zone, call.now, run.created_at));
        row.set("rows", run.state == RunState::done ? html::number_words(call.language, run.rows) : "").show_if(question.everyone, "with_name");
        show_state(call, row, run.state);
    }
    view.show(found.empty() ? "empty" : "list");
    auto pager = view.include("pager", "html/pager");
    auto address = fmt::format("/data/runs?kind={}{}", question.kind ? word(*question.kind) : "", question.everyone ? "&who=everyone" : "");
    pager.set("summary", call.text("data.workbench.runs_shown", {{"n", std::to_string(found.size())}}));
    if (question.before.value) pager.add("previous").set("href", address);
    if (more) pager.add("next").set("href", fmt::format("{}&before={}", address, found.back().id.value));
    return call.page("data/workbench_runs", call.text("data.workbench.history"), std::move(view));
}

void run_routes(http::Routes& routes) {
    routes.get("/data/runs", http::any_of(watchers()), list_runs);
    routes.get("/data/runs/{run}", http::any_of(watchers()), show_run);
    routes.post("/data/runs/{run}/cancellation", http::any_of(watchers()), cancel_question);
    routes.post("/data/runs/{run}/export", http::any_of(askers()), export_run);
}

}  // namespace data
