// Figures that were frozen.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "data/data.h"
#include "data/figure.h"
#include "data/report_pages.h"
#include "data/run_store.h"
#include "db/db.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace data {

constexpr int figures_on_a_page = 50;

static std::string address_of(FigureId id) { return fmt::format("/figures/{}", id.value); }

static http::Response list_figures(http::ReadCall& call) {
    const FigureId before{base::parse_integer(call.request.query.text("before")).value_or(0)};
    auto list = figures(call.db, call.viewer, before, figures_on_a_page + 1);
    const bool more = list.size() > figures_on_a_page;
    if (more) list.pop_back();
    html::View view;
    view.show(list.empty() ? "none" : "some");
    for (const auto& one : list) {
        auto row = view.add("row");
        row.set("href", address_of(one.id)).set("number", one.id.value).set("name", one.title_in(call.language)).set("by", one.by).set("at", html::moment_words(call.language, call.zone, call.now, one.at));
        row.show_if(one.withdrawn_at.has_value(), "withdrawn");
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.figure.on_page", {{"n", std::to_string(list.size())}}));
    if (before.value > 0) pager.add("previous").set("href", "/figures");
    if (more) pager.add("next").set("href", fmt::format("/figures?before={}", list.back().id.value));
    return call.page("data/figures", call.text("data.figure.title"), std::move(view));
}

static Figure figure_here(http::Call& call, db::Read& db) {
    auto figure = find_figure(db, call.viewer, call.id_as<FigureId>("figure"));
    if (!figure) throw base::NotFound("no such figure");
    return std::move(*figure);
}

static std::string citation(const http::Call& call, const Figure& figure, const Face& face) {
    return call.text("data.figure.citation", {{"number", std::to_string(figure.id.value)}, {"title", face.title}, {"district", call.district()},
                                              {"as_of", face.as_of ? base::to_iso(*face.as_of).substr(0, 10) : call.text("data.report.unknown")}, {"day", base::to_iso(call.zone.day_of(figure.at))},
                                              {"sha256", figure.sha256}, {"url", call.services.public_url + address_of(figure.id)}});
}

static html::View figure_view(http::Call& call, db::Read& db, const Figure& figure) {
    html::View view;
    const auto face = figure.face(call.language);
    const auto origin = figure.origin();
    view.set("number", figure.id.value).set("heading", face.title).set("about", face.about).set("by", figure.by).set("at", html::moment_words(call.language, call.zone, call.now, figure.at));
    view.set("as_of", face.as_of ? html::moment_words(call.language, call.zone, call.now, *face.as_of) : call.text("data.report.unknown"));
    for (const auto& [label, value] : face.parameters) view.add("chosen").set("label", label).set("value", value);
    auto shown = view.include("face", "data/face");
    fill_face(shown, face);
    view.set("citation", citation(call, figure, face)).set("sha256", figure.sha256).set("warehouse", origin.warehouse_version).set("question_sha256", origin.text_sha256);
    view.show(figure.sound() ? "sound" : "unsound");
    if (!origin.report.empty()) view.add("report").set("href", address_of(origin.report)).set("name", origin.report).set("version", origin.version);
    view.set("csv", address_of(figure.id) + "/table.csv").set("xlsx", address_of(figure.id) + "/table.xlsx");
    const bool writes = call.viewer.may_everywhere(may_write_reports);
    if (figure.withdrawn_at) {
        view.add("withdrawn").set("by", figure.withdrawn_by).set("why", figure.withdrawn_why).set("at", html::moment_words(call.language, call.zone, call.now, *figure.withdrawn_at));
    } else if (writes) {
        view.add("ways").set("id", figure.id.value);
    }
    const auto citing = decisions_citing(db, call.viewer, figure.id);
    auto cited = view.add(citing.empty() ? "not_cited" : "is_cited");
    for (const auto& one : citing) cited.add("cited").set("href", fmt::format("/decisions/{}", one.id.value)).set("name", one.title).set("day", html::day_words(call.language, call.today(), one.decided_on));
    return view;
}

static http::Response show_figure(http::ReadCall& call) {
    const auto figure = figure_here(call, call.db);
    return call.page("data/figure", figure.title_in(call.language), figure_view(call, call.db, figure));
}

static http::Response figure_file(http::ReadCall& call) {
    const auto figure = figure_here(call, call.db);
    const auto face = figure.face(call.language);
    auto sheet = sheet_of(face, *call.services.messages, call.language);
    sheet.facts.emplace_back(call.text("data.figure.cite"), citation(call, figure, face));
    if (figure.withdrawn_at) sheet.facts.insert(sheet.facts.begin(), {call.text("data.figure.withdrawn_fact"), fmt::format("{}, {}: {}", base::to_iso(call.zone.day_of(*figure.withdrawn_at)), figure.withdrawn_by, figure.withdrawn_why)});
    const bool csv = call.request.path.ends_with(".csv");
    const auto name = file_name_of(fmt::format("figure-{}-{}", figure.id.value, face.title), csv ? ".csv" : ".xlsx");
    if (csv) return call.download(name, "text/csv; charset=utf-8", csv_of(sheet));
    return call.download(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of(sheet));
}

namespace {

/// The rows of a run are read from disk before the transaction.
struct Frozen {
    RunId run;
    std::optional<Kept> kept;
};

}  // namespace

static Frozen read_rows(http::PrepareCall& call) {
    const RunId id{base::parse_integer(call.request.form.text("run")).value_or(0)};
    return {id, kept_of(place_of(call.services), id)};
}

/// A question to ask before freezing what is old, or what was withdrawn before; empty: none.
static std::string doubt(http::WriteCall& call, const Run& run, const std::optional<Figure>& before) {
    if (before && before->withdrawn_at) return call.text("data.figure.freeze_withdrawn", {{"number", std::to_string(before->id.value)}, {"why", before->withdrawn_why}});
    return outdated(call.db, run) ? call.text("data.figure.freeze_old") : std::string();
}

static http::Response create_figure(http::WriteCall& call, Frozen& frozen) {
    if (frozen.run.value <= 0 || !frozen.kept) throw base::NotFound("no answer is kept");
    // An answer of a report is for all who read reports; one of the workbench is its asker's alone.
    auto run = load_run(call.db, frozen.run);
    if (run.kind != RunKind::report) {
        auto own = find_run(call.db, call.viewer, frozen.run);
        if (!own || own->account != call.viewer.account()) throw base::NotFound("no such run");
    }
    if (run.state != RunState::done) throw base::Conflict(call.text("data.figure.not_done"));
    try {
        const auto filters = chosen_of(call.request.form).filters;
        const auto title = call.request.form.text("title");
        const auto before = frozen_before(call.db, call.viewer, run, *frozen.kept, *call.services.messages, filters, title);
        if (before && !before->withdrawn_at) return call.redirect_with_notice(address_of(before->id), call.text("data.figure.frozen_before"));
        if (const auto question = doubt(call, run, before); !question.empty()) {
            const auto back = run.kind == RunKind::report ? address_of(run.subject) : fmt::format("/data/runs/{}", run.id.value);
            if (auto asked = http::ask_first(call, question, call.text("data.figure.freeze"), back)) return std::move(*asked);
        }
        const auto id = freeze(call.db, call.viewer, call.now, run, *frozen.kept, *call.services.messages, filters, title);
        return call.redirect_with_notice(address_of(id), call.text("data.figure.frozen"));
    } catch (const base::Conflict& problem) {
        throw base::Conflict(call.text(problem.what()));
    } catch (const base::Invalid& problem) {
        return call.problem(http::unprocessable, call.text("data.figure.freeze"), call.text(problem.what()));
    }
}

static http::Response withdraw(http::WriteCall& call) {
    const auto figure = figure_here(call, call.db);
    const auto why = base::collapse_space(call.request.form.text("why"));
    auto again = [&](int status, std::string_view field, std::string_view key) {
        auto view = figure_view(call, call.db, figure);
        view.add("why_error").set("message", call.text(key)).set("field", field);
        view.set("why", why);
        return call.page(static_cast<http::Status>(status), "data/figure", figure.title_in(call.language), std::move(view));
    };
    if (why.empty()) return again(http::unprocessable, "why", "data.figure.why_needed");
    if (!figure.withdrawn_at) {
        if (auto asked = http::ask_first(call, call.text("data.figure.withdraw_sure"), call.text("data.figure.withdraw"), address_of(figure.id))) return std::move(*asked);
    }
    try {
        withdraw_figure(call.db, call.viewer, call.now, figure.id, why);
    } catch (const base::Invalid& problem) {
        return again(http::unprocessable, problem.field(), problem.what());
    } catch (const base::Conflict& problem) {
        throw base::Conflict(call.text(problem.what()));
    }
    return call.redirect_with_notice(address_of(figure.id), call.text("data.figure.was_withdrawn"));
}

void figure_routes(http::Routes& routes) {
    const auto readers = http::everywhere(may_see_reports), writers = http::everywhere(may_write_reports);
    routes.get("/figures", readers, list_figures);
    routes.post("/figures", writers, read_rows, create_figure);
    routes.get("/figures/{figure}", readers, show_figure);
    routes.get("/figures/{figure}/table.csv", readers, figure_file);
    routes.get("/figures/{figure}/table.xlsx", readers, figure_file);
    routes.post("/figures/{figure}/withdraw", writers, withdraw);
    decision_routes(routes);
}

}  // namespace data
