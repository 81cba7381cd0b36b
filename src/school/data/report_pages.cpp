// Reports: the list, one with its newest answer, asking for a new one, and its files.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "data/data.h"
#include "data/face.h"
#include "data/report.h"
#include "data/report_pages.h"
#include "data/run_store.h"
#include "db/db.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"

namespace data {

constexpr std::size_t reports_on_a_page = 50;

std::string address_of(std::string_view report) { return "/reports/" + std::string(report); }

Report report_here(http::Call& call, db::Read& db) {
    auto report = find_report(db, call.viewer, call.path("report"));
    if (!report) throw base::NotFound("no such report");
    return std::move(*report);
}

// --- The list ---

static bool holds_words(const Report& report, std::string_view query) {
    const auto text = base::fold(report.file.title.en + " " + report.file.title.es + " " + report.file.about.en + " " + report.file.about.es + " " + report.file.name);
    return std::ranges::all_of(base::folded_words(query), [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

static http::Response list_reports(http::ReadCall& call) {
    const auto query = call.request.query.text("q"), after = call.request.query.text("after");
    auto all = reports(call.db, call.viewer);
    std::erase_if(all, [&](const Report& one) { return one.file.name <= after || !holds_words(one, query); });
    html::View view;
    view.set("q", query).show_if(call.viewer.may_everywhere(may_write_reports), "write").show(all.empty() ? "none" : "some");
    const auto shown = std::min(all.size(), reports_on_a_page);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& one = all[i];
        auto row = view.add("row");
        row.set("href", address_of(one.file.name)).set("name", one.file.title.in(call.language)).set("about", one.file.about.in(call.language));
        row.set("tier", call.text(fmt::format("data.report.tier.{}", word(one.file.tier))));
        if (!one.as_shipped()) row.add("by").set("text", one.by);
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.report.on_page", {{"n", std::to_string(shown)}}));
    const auto rest = query.empty() ? std::string() : "&q=" + http::percent_encode(query);
    if (!after.empty()) pager.add("previous").set("href", query.empty() ? "/reports" : "/reports?q=" + http::percent_encode(query));
    if (all.size() > shown) pager.add("next").set("href", "/reports?after=" + all[shown - 1].file.name + rest);
    return call.page("data/reports", call.text("data.report.title"), std::move(view));
}

// --- One ---

/// What is chosen: `p-NAME` the values to bind, `f-COLUMN` the rows to keep of the table that is shown.
Chosen chosen_of(const http::Fields& fields) {
    Chosen chosen;
    for (const auto& [name, value] : fields.items()) {
        if (name.starts_with("p-")) chosen.values.emplace_back(name.substr(2), value);
        else if (name.starts_with("f-") && !value.empty()) chosen.filters.emplace_back(name.substr(2), value);
    }
    return chosen;
}

std::string query_of(const Chosen& chosen) {
    std::string query;
    auto add = [&](std::string_view kind, const auto& list) {
        for (const auto& [name, value] : list) query += (query.empty() ? "?" : "&") + std::string(kind) + http::percent_encode(name) + "=" + http::percent_encode(value);
    };
    add("p-", chosen.values);
    add("f-", chosen.filters);
    return query;
}

void fill_parameters(http::Call& call, html::View& view, const ReportFile& file, const Chosen& chosen, const base::Invalid* problem) {
    for (const auto& parameter : file.parameters) {
        const auto typed = std::ranges::find(chosen.values, parameter.name, &std::pair<std::string, std::string>::first);
        const auto value = typed == chosen.values.end() ? base::text_of(parameter.preset) : typed->second;
        auto field = view.add("parameter");
        field.set("name", parameter.name).set("label", parameter.label.in(call.language));
        if (problem && problem->field() == parameter.name) field.add("error").set("message", call.text(problem->what())).set("name", parameter.name);
        if (parameter.type == ParameterType::choice || parameter.type == ParameterType::flag) {
            auto select = field.add("select");
            select.set("name", parameter.name);
            const auto choices = parameter.type == ParameterType::flag ? std::vector<std::string>{"", "true", "false"} : parameter.choices;
            for (const auto& choice : choices) {
                auto words = parameter.type == ParameterType::flag ? call.text(choice.empty() ? "data.report.not_chosen" : choice == "true" ? "data.report.yes" : "data.report.no")
                                                                   : words_of_choice(*call.services.messages, call.language, choice);
                const bool is_it = value == choice || (choice == "true" && value == "1") || (choice == "false" && value == "0");
                select.add("option").set("value", choice).set("label", words).show_if(is_it, "selected");
            }
        } else {
            const bool whole = parameter.type == ParameterType::integer;
            auto input = field.add(parameter.type == ParameterType::date ? "date" : whole ? "whole" : "text");
            input.set("name", parameter.name).set("value", value).set("hint", parameter.name == "school_year" ? call.text("data.report.newest_year") : "");
        }
    }
}

static void fill_filters(html::View& view, const ReportFile& file, const ShownTable& whole, const Chosen& chosen) {
    for (const auto& filter : filters_of(file, whole)) {
        const auto& column = whole.columns[filter.column];
        const auto kept = std::ranges::find(chosen.filters, column.name, &std::pair<std::string, std::string>::first);
        auto field = view.add("filter");
        field.set("name", column.name).set("label", column.label);
        for (const auto& [value, label] : filter.values) field.add("option").set("value", value).set("label", label).show_if(kept != chosen.filters.end() && kept->second == value, "selected");
    }
}

/// What is going on with the viewer's own newest run of it, when there is no answer of it yet.
static void fill_state(http::Call& call, html::View& view, const Run& run) {
    if (run.state == RunState::waiting || run.state == RunState::running) {
        view.add("busy").set("run", run.id.value).set("words", call.text(run.state == RunState::waiting ? "data.report.waiting" : "data.report.running"));
    } else if (run.state != RunState::done) {
        const auto words = call.services.messages->find(call.language, "data.report.refused." + run.code);
        view.add("refused").set("words", run.state == RunState::cancelled ? call.text("data.report.cancelled") : words.value_or(run.message));
    }
}

void fill_answer(http::Call& call, html::View& view, const ReportFile& file, const Run& run, const Kept& kept, const Chosen& chosen) {
    const auto face = face_of(file, run, kept, *call.services.messages, call.language, chosen.filters);
    auto answer = view.add("answer");
    auto shown = answer.include("face", "data/face");
    fill_face(shown, face);
    answer.set("as_of", face.as_of ? html::moment_words(call.language, call.zone, call.now, *face.as_of) : call.text("data.report.unknown"));
    answer.set("asked", html::moment_words(call.language, call.zone, call.now, run.created_at)).set("by", run.actor);
    for (const auto& [label, value] : face.parameters) answer.add("chosen").set("label", label).set("value", value);
}

static http::Response show_report(http::ReadCall& call) {
    const auto report = report_here(call, call.db);
    const auto& file = report.file;
    const auto chosen = chosen_of(call.request.query);
    html::View view;
    view.set("name", file.name).set("heading", file.title.in(call.language)).set("about", file.about.in(call.language));
    view.set("tier", call.text(fmt::format("data.report.tier.{}", word(file.tier))));
    std::optional<base::Invalid> problem;
    Parameters values;
    try {
        values = bind_parameters(file, chosen.values);
    } catch (const base::Invalid& bad) {
        problem = bad;
    }
    fill_parameters(call, view, file, chosen, problem ? &*problem : nullptr);
    if (!file.parameters.empty()) view.show("parameters");
    fill_run_form(call, view, report, chosen);
    if (!problem) {
        const auto own = newest_own_run(call.db, call.viewer, file, values);
        const auto answered = newest_answer(call.db, call.viewer, file, values);
        const auto kept = answered ? kept_of(place_of(call.services), answered->id) : std::nullopt;
        if (own) view.add("live").set("topic", topic_of(own->id));
        if (own && (!answered || own->id > answered->id)) fill_state(call, view, *own);
        if (kept) {
            fill_filters(view, file, shown_table(file, kept->table, *call.services.messages, call.language), chosen);
            fill_answer(call, view, file, *answered, *kept, chosen);
            view.show_if(outdated(call.db, *answered), "newer_data");
            fill_ways(call, view, report, *answered, chosen);
        } else {
            view.show(answered ? "expired" : "never");
        }
    }
    fill_about(call, view, report);
    return call.page(problem ? http::unprocessable : http::ok, "data/report", file.title.in(call.language), std::move(view));
}

static http::Response run_report(http::WriteCall& call) {
    const auto report = report_here(call, call.db);
    const auto chosen = chosen_of(call.request.form);
    const auto purpose = report.file.tier == Tier::operations ? std::string_view("operations") : call.request.form.text("purpose");
    if (must_wait(call.db, call.viewer)) throw base::Conflict(call.text("data.problem.wait"));
    try {
        start_report(call.db, call.viewer, call.now, report, bind_parameters(report.file, chosen.values), purpose);
    } catch (const base::Invalid& bad) {
        if (bad.field() == "purpose") return call.problem(http::unprocessable, call.text("data.report.purpose"), call.text("data.report.purpose_needed"));
        return call.problem(http::unprocessable, bad.field(), call.text(bad.what()));
    }
    return call.redirect(address_of(report.file.name) + query_of(chosen));
}

static http::Response stop_run(http::WriteCall& call) {
    const auto report = report_here(call, call.db);
    const auto id = base::parse_integer(call.request.form.text("run"));
    const auto run = id ? find_run(call.db, call.viewer, {*id}) : std::nullopt;
    if (!run || run->subject != report.file.name) throw base::NotFound("no such run");
    if (run->account == call.viewer.account()) data::cancel_run(call.db, call.viewer, call.now, *run);
    return call.redirect(address_of(report.file.name) + query_of(chosen_of(call.request.form)));
}

/// The same table as on the page, as a file.
static http::Response download(http::ReadCall& call) {
    const auto report = report_here(call, call.db);
    const auto chosen = chosen_of(call.request.query);
    Parameters values;
    try {
        values = bind_parameters(report.file, chosen.values);
    } catch (const base::Invalid& bad) {
        return call.problem(http::unprocessable, bad.field(), call.text(bad.what()));
    }
    const auto answered = newest_answer(call.db, call.viewer, report.file, values);
    const auto kept = answered ? kept_of(place_of(call.services), answered->id) : std::nullopt;
    if (!kept) throw base::NotFound("no answer is kept");
    const auto face = face_of(report.file, *answered, *kept, *call.services.messages, call.language, chosen.filters);
    const auto sheet = sheet_of(face, *call.services.messages, call.language);
    const bool csv = call.request.path.ends_with(".csv");
    const auto name = files::file_name_of(report.file.name, csv ? ".csv" : ".xlsx");
    if (csv) return call.download(name, "text/csv; charset=utf-8", csv_of(sheet));
    return call.download(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of(sheet));
}

void report_routes(http::Routes& routes) {
    routes.get("/reports", http::everywhere(may_see_reports), list_reports);
    routes.get("/reports/{report}", http::everywhere(may_see_reports), show_report);
    routes.post("/reports/{report}/run", http::everywhere(may_see_reports), run_report);
    routes.post("/reports/{report}/cancel", http::everywhere(may_see_reports), stop_run);
    routes.get("/reports/{report}/table.csv", http::everywhere(may_see_reports), download);
    routes.get("/reports/{report}/table.xlsx", http::everywhere(may_see_reports), download);
    report_edit_routes(routes);
}

}  // namespace data
