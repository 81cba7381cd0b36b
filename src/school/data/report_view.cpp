// Parts of a report's page.
#include <algorithm>

#include <fmt/format.h>

#include "data/data.h"
#include "data/report_pages.h"
#include "html/format.h"

namespace data {

void fill_run_form(http::Call& call, html::View& view, const Report& report, const Chosen& chosen) {
    auto run = view.add("run");
    run.set("name", report.file.name);
    for (const auto& [name, value] : chosen.values) run.add("kept").set("name", "p-" + name).set("value", value);
    for (const auto& [name, value] : chosen.filters) run.add("kept").set("name", "f-" + name).set("value", value);
    if (report.file.tier == Tier::operations) return;
    auto select = run.add("purpose");
    for (auto purpose : purposes) {
        if (purpose == "operations" || purpose == "directory_information") continue;
        select.add("option").set("value", purpose).set("label", call.text(fmt::format("data.purpose.{}", purpose))).show_if(purpose == std::string_view("program_evaluation"), "selected");
    }
}

void fill_ways(http::Call& call, html::View& view, const Report& report, const Run& run, const Chosen& chosen) {
    auto ways = view.add("ways");
    const auto address = address_of(report.file.name);
    ways.set("csv", address + "/table.csv" + query_of(chosen)).set("xlsx", address + "/table.xlsx" + query_of(chosen));
    if (!call.viewer.may_everywhere(may_write_reports)) return;
    auto freeze = ways.add("freeze");
    freeze.set("run", run.id.value).set("name", report.file.name);
    for (const auto& [name, value] : chosen.filters) freeze.add("kept").set("name", "f-" + name).set("value", value);
}

void fill_about(http::ReadCall& call, html::View& view, const Report& report) {
    auto about = view.add("written");
    if (report.version == 0 || report.by.empty()) about.show("shipped");
    else about.add("person").set("by", report.by).set("at", html::moment_words(call.language, call.zone, call.now, report.at.value_or(call.now))).set("number", report.version);
    const bool writes = may_write(call.viewer, report.file.tier);
    // The question names tables and columns: for those who may ask them or write reports.
    if (call.viewer.may_everywhere(may_write_reports) || may_ask(call.viewer, report.file.tier)) view.add("question").set("text", report.file.text);
    if (writes) view.add("edit").set("name", report.file.name);
    const auto versions = report_versions(call.db, call.viewer, report.file.name);
    if (versions.size() < 2 || !call.viewer.may_everywhere(may_write_reports)) return;
    auto list = view.add("versions");
    list.set("name", report.file.name);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const auto& one = versions[i];
        auto row = list.add("version");
        row.set("number", one.number);
        if (one.at) row.add("person").set("by", one.by).set("at", html::moment_words(call.language, call.zone, call.now, *one.at));
        else row.show("shipped");
        if (i + 1 < versions.size()) row.add("compare").set("href", fmt::format("{}/compare?from={}&to={}", address_of(report.file.name), versions[i + 1].number, one.number));
    }
    if (writes && report.ships && !report.as_shipped()) list.add("set_back").set("name", report.file.name).set("seen", report.version);
}

}  // namespace data
