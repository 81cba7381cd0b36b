#include <fmt/format.h>

#include "base/text.h"
#include "http/parse.h"
#include "people/org_chart.h"
#include "people/pages.h"

namespace people {

constexpr int page_size = 50;

/// Name, roles and lines; the words say what the drawn lines say.
/// `prefix` keeps a person apart from the one in whose item they stand, whose sections they would show otherwise.
static void fill_person(const http::Call& call, html::View& view, const ChartPerson& one, const std::string& prefix = "") {
    view.set("account", one.account.value).set("name", one.name).set("roles", one.roles);
    if (!one.line_manager.empty()) view.add(prefix + "solid").set("text", call.text(one.line_lapsed ? "people.org.line_lapsed" : "people.org.line_manager", {{"name", one.line_manager}}));
    if (!one.work_director.empty()) view.add(prefix + "dotted").set("text", call.text("people.org.work_director", {{"name", one.work_director}}));
    if (!one.evaluator.empty()) view.add(prefix + "evaluated").set("text", call.text("people.org.evaluator", {{"name", one.evaluator}}));
    if (one.reports > 0) view.add(prefix + "leads").set("text", call.text("people.org.leads", {{"n", std::to_string(one.reports)}}));
}

static http::Response chart_page(http::ReadCall& call, std::optional<auth::AccountId> person) {
    const auto& query = call.request.query;
    ChartQuestion question{person, call.today(), html::code(call.language), std::string(query.text("after_name")), base::parse_integer(query.text("after")).value_or(0), page_size};
    const auto chart = org_chart(call.db, call.viewer, question);
    html::View view;
    view.show_if(call.viewer.may_everywhere(may_manage), "manage").show(person ? "of_one" : "of_all");
    for (const auto& one : chart.above) view.add("above").set("account", one.account.value).set("name", one.name);
    if (chart.person) {
        auto self = view.add("self");
        fill_person(call, self, *chart.person);
    }
    for (const auto& one : chart.below) {
        auto item = view.add("below");
        fill_person(call, item, one);
        if (one.led.empty()) continue;
        auto nested = item.add("led");
        for (const auto& two : one.led) {
            auto inner = nested.add("person");
            inner.set("line", two.dotted ? "chart-dotted" : "chart-solid");
            fill_person(call, inner, two, "led_");
        }
        if (one.led_more > 0) nested.add("led_rest").set("account", one.account.value).set("name", one.name).set("text", call.text("people.org.more", {{"n", std::to_string(one.led_more)}}));
    }
    for (const auto& one : chart.directed) {
        auto item = view.add("directed");
        fill_person(call, item, one);
    }
    if (chart.directed_more > 0) view.add("directed_rest").set("text", call.text("people.org.more", {{"n", std::to_string(chart.directed_more)}}));
    view.show_if(!chart.below.empty(), "some_below").show_if(!chart.directed.empty(), "some_directed").show_if(chart.below.empty() && chart.directed.empty() && !person, "none");
    view.show_if(chart.below.empty() && chart.directed.empty() && person, "leads_nobody");
    if (chart.more) {
        const auto& last = chart.below.back();
        view.include("pager", "html/pager").set("summary", "").add("next").set(
            "href", fmt::format("/org-chart{}?after_name={}&after={}", person ? fmt::format("/{}", person->value) : "", http::percent_encode(last.name), last.account.value));
    }
    return call.page("people/org_chart", chart.person ? chart.person->name : call.text("people.org.title"), std::move(view));
}

static http::Response show_chart(http::ReadCall& call) { return chart_page(call, std::nullopt); }
static http::Response show_person(http::ReadCall& call) { return chart_page(call, call.id_as<auth::AccountId>("account")); }

void org_chart_routes(http::Routes& routes) {
    routes.get("/org-chart", http::signed_in, show_chart);
    routes.get("/org-chart/{account}", http::signed_in, show_person);
}

}  // namespace people
