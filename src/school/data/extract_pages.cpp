// Extracts: the list, and one with its form and its runs.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "data/data.h"
#include "data/extract_pages.h"
#include "data/report_pages.h"
#include "db/db.h"
#include "html/format.h"
#include "http/routes.h"

namespace data {

constexpr std::size_t extracts_on_a_page = 50;
constexpr int runs_on_a_page = 20;

static http::Response list_extracts(http::ReadCall& call) {
    auto all = extracts();
    const auto after = call.request.query.text("after");
    std::erase_if(all, [&](const auto& one) { return one.head.name <= after; });
    html::View view;
    const auto shown = std::min(all.size(), extracts_on_a_page);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& one = all[i];
        auto row = view.add("row");
        row.set("href", extract_address(one.head.name)).set("name", one.head.title.in(call.language)).set("about", one.head.about.in(call.language));
        row.set("authority", one.authority).set("version", one.version);
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.extract.on_page", {{"n", std::to_string(shown)}}));
    if (!after.empty()) pager.add("previous").set("href", "/extracts");
    if (all.size() > shown) pager.add("next").set("href", "/extracts?after=" + all[shown - 1].head.name);
    return call.page("data/extracts", call.text("data.extract.title"), std::move(view));
}

static void show_runs(http::Call& call, db::Read& db, html::View& view, const ExtractDefinition& definition) {
    const RunId before{base::parse_integer(call.request.query.text("before")).value_or(0)};
    auto runs = extract_runs(db, call.viewer, definition.head.name, before, runs_on_a_page + 1);
    const bool more = runs.size() > runs_on_a_page;
    if (more) runs.resize(runs_on_a_page);
    view.show(runs.empty() ? "none" : "some");
    for (const auto& run : runs) {
        const auto filing = filing_of(call.services, db, call.viewer, definition, run);
        auto row = view.add("run");
        row.set("href", run_address(run)).set("id", run.id.value).set("period", std::to_string(period_of(definition, run.parameters))).set("by", run.actor);
        row.set("at", html::moment_words(call.language, call.zone, call.now, run.created_at)).set("iso", base::to_iso(run.created_at));
        show_filing_state(call, row, filing.state);
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.extract.runs_on_page", {{"n", std::to_string(runs.size())}}));
    if (before.value) pager.add("previous").set("href", extract_address(definition.head.name));
    if (more) pager.add("next").set("href", fmt::format("{}?before={}", extract_address(definition.head.name), runs.back().id.value));
}

/// The values of the newest run, so that what stays the same from year to year is typed once.
static Chosen last_chosen(db::Read& db, const auth::Viewer& viewer, const ExtractDefinition& definition) {
    Chosen chosen;
    for (const auto& run : extract_runs(db, viewer, definition.head.name, {}, 1)) {
        for (const auto& [name, value] : run.parameters) chosen.values.emplace_back(name, base::text_of(value));
    }
    return chosen;
}

static http::Response extract_page(http::Call& call, db::Read& db, const ExtractDefinition& definition, const Chosen& chosen, const base::Invalid* problem) {
    html::View view;
    const auto& head = definition.head;
    view.set("heading", head.title.in(call.language)).set("about", head.about.in(call.language)).set("limits", head.limits.in(call.language)).set("address", extract_address(head.name));
    view.set("authority", definition.authority).set("layout", definition.layout).set("source", head.source.in(call.language)).set("version", definition.version).set("text", head.text);
    fill_parameters(call, view, head, chosen, problem);
    for (std::string_view purpose : {"required_report", "data_quality"}) view.add("purpose").set("value", purpose).set("label", call.text(fmt::format("data.purpose.{}", purpose)));
    if (problem) view.add("problem").set("field", "p-" + problem->field()).set("message", call.text(problem->what()));
    show_runs(call, db, view, definition);
    return call.page(problem ? http::unprocessable : http::ok, "data/extract", head.title.in(call.language), std::move(view));
}

static http::Response show_extract(http::ReadCall& call) {
    const auto definition = extract_here(call);
    return extract_page(call, call.db, definition, last_chosen(call.db, call.viewer, definition), nullptr);
}

static http::Response run_extract(http::WriteCall& call) {
    const auto definition = extract_here(call);
    const auto chosen = chosen_of(call.request.form);
    if (must_wait(call.db, call.viewer)) throw base::Conflict(call.text("data.problem.wait"));
    try {
        const auto id = start_extract(call.db, call.viewer, call.now, definition, bind_extract(definition, chosen.values), call.request.form.text("purpose"));
        return call.redirect(fmt::format("{}/runs/{}", extract_address(definition.head.name), id.value));
    } catch (const base::Invalid& bad) {
        if (bad.field() == "purpose") return call.problem(http::unprocessable, call.text("data.report.purpose"), call.text("data.report.purpose_needed"));
        return extract_page(call, call.db, definition, chosen, &bad);
    }
}

void extract_routes(http::Routes& routes) {
    routes.get("/extracts", http::everywhere(may_file), list_extracts);
    routes.get("/extracts/{extract}", http::everywhere(may_file), show_extract);
    routes.post("/extracts/{extract}/runs", http::everywhere(may_file), run_extract);
}

}  // namespace data
