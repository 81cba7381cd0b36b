// The replacement plan: five school years by school and source of money, and what a budget leaves undone.
#include <array>
#include <limits>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "planning/replacement_view.h"
#include "roster/roster.h"

namespace planning {

constexpr std::int64_t highest_budget_cents = 100'000'000'000;
using Budgets = std::vector<std::int64_t>;

namespace {
/// The budgets as typed, and what they mean.
struct Scenario {
    std::array<std::string, plan_years> typed;
    std::optional<Budgets> budgets;
    Order order = Order::cost;
    Problems problems;
};
}  // namespace

static PlanScope scope_of(const http::Fields& query) {
    PlanScope scope;
    if (const auto school = base::parse_integer(query.text("school")); school && *school >= 0) scope.school = *school;
    // "*" is everybody: an empty name is a source of money that nobody named.
    if (query.has("fund") && query.text("fund") != "*") scope.funding = std::string(query.text("fund"));
    return scope;
}

static Scenario scenario_of(const http::Fields& query) {
    Scenario scenario;
    scenario.order = query.text("order") == "support" ? Order::support : Order::cost;
    Budgets budgets;
    for (std::size_t year = 0; year < plan_years; ++year) {
        const auto field = fmt::format("budget{}", year + 1);
        scenario.typed[year] = query.text(field);
        if (scenario.typed[year].empty()) {
            // What is left empty is as the year before.
            if (year > 0 && !budgets.empty()) budgets.push_back(budgets.back());
            continue;
        }
        const auto cents = base::parse_cents(scenario.typed[year]);
        const bool usable = cents && *cents >= 0 && *cents <= highest_budget_cents;
        if (!usable) scenario.problems.emplace_back(field, "planning.plan.problem.budget");
        // A year that cannot be read is named as that, and leaves no gap for the next.
        if (budgets.size() == year) budgets.push_back(usable ? *cents : 0);
        else if (scenario.typed[0].empty() && scenario.problems.empty()) scenario.problems.emplace_back("budget1", "planning.plan.problem.first");
    }
    if (budgets.size() == plan_years && scenario.problems.empty()) scenario.budgets = budgets;
    return scenario;
}

/// The fields of the budget, for a form that is about something else.
static void keep_budget(html::View& view, const Scenario& scenario) {
    for (std::size_t year = 0; year < plan_years; ++year) {
        if (!scenario.typed[year].empty()) view.add("kept_budget").set("name", fmt::format("budget{}", year + 1)).set("value", scenario.typed[year]);
    }
    if (scenario.order == Order::support) view.add("kept_budget").set("name", "order").set("value", "support");
}

static std::string query_of(const Scenario& scenario) {
    std::string query;
    for (std::size_t year = 0; year < plan_years; ++year) {
        if (!scenario.typed[year].empty()) query += fmt::format("&budget{}={}", year + 1, http::percent_encode(scenario.typed[year]));
    }
    if (scenario.order == Order::support) query += "&order=support";
    return query;
}

static void show_scope(http::ReadCall& call, html::View& view, const PlanScope& scope) {
    for (const auto& school : roster::schools(call.db)) add_choice(view, "school_option", std::to_string(school.id.value), school.name, scope.school == school.id.value);
    for (const auto& fund : plan_funds(call.db, call.viewer)) add_choice(view, "fund_option", fund, fund_words(call, fund), scope.funding == fund);
}

static std::string result_words(const http::Call& call, const Plan& plan, const std::vector<PlanYear>& years) {
    std::int64_t regret = 0;
    for (const auto& year : years) regret += year.regret_cents;
    const auto& last = years.back();
    const auto key = last.deferred == 0 ? "planning.plan.scenario_enough" : "planning.plan.scenario_short";
    return call.text(key, {{"deferred", number(call, last.deferred)}, {"price", dollars(call, last.deferred_cents)}, {"regret", dollars(call, regret)},
                           {"unsupported", number(call, last.unsupported)}, {"year", school_year_words(plan.first_year + plan_years - 1)}});
}

static void show_result(const http::Call& call, html::View& part, const Plan& plan, const Budgets& budgets, const std::vector<PlanYear>& years) {
    for (std::size_t at = 0; at < years.size(); ++at) {
        const auto& year = years[at];
        auto row = part.add("year");
        row.set("label", school_year_words(plan.first_year + static_cast<int>(at))).set("budget", dollars(call, budgets[at])).set("due", number(call, year.due)).set("due_price", dollars(call, year.due_cents));
        row.set("replaced", number(call, year.replaced)).set("spent", dollars(call, year.spent_cents)).set("deferred", number(call, year.deferred)).set("deferred_price", dollars(call, year.deferred_cents));
        row.set("regret", dollars(call, year.regret_cents)).set("unsupported", number(call, year.unsupported));
    }
    part.set("sentence", result_words(call, plan, years));
}

/// What the budgets leave undone goes along in the file, year by year.
static void add_budgets(const http::Call& call, files::Sheet& sheet, const Plan& plan, const Scenario& scenario) {
    const auto years = run_plan(plan.items, *scenario.budgets, scenario.order);
    for (std::size_t at = 0; at < years.size(); ++at) {
        const auto& year = years[at];
        sheet.facts.emplace_back(call.text("planning.plan.file_budget", {{"year", school_year_words(plan.first_year + static_cast<int>(at))}}),
                                 call.text("planning.plan.file_year", {{"budget", dollars(call, (*scenario.budgets)[at])}, {"replaced", number(call, year.replaced)}, {"spent", dollars(call, year.spent_cents)},
                                                                       {"deferred", number(call, year.deferred)}, {"price", dollars(call, year.deferred_cents)}}));
    }
    sheet.notes.push_back(result_words(call, plan, years));
}

/// R6: the same with more and less money.
static void show_comparison(const http::Call& call, html::View& view, const Plan& plan, const Budgets& budgets, Order order) {
    for (int percent : {125, 100, 75, 50}) {
        Budgets other;
        for (auto cents : budgets) other.push_back(cents / 100 * percent + cents % 100 * percent / 100);
        std::int64_t replaced = 0, spent = 0, regret = 0;
        const auto years = run_plan(plan.items, other, order);
        for (const auto& year : years) {
            replaced += year.replaced;
            spent += year.spent_cents;
            regret += year.regret_cents;
        }
        auto row = view.add("other");
        row.set("name", call.text(percent == 100 ? "planning.plan.this_budget" : "planning.plan.share", {{"n", std::to_string(percent)}}));
        row.set("replaced", number(call, replaced)).set("spent", dollars(call, spent)).set("deferred", number(call, years.back().deferred)).set("deferred_price", dollars(call, years.back().deferred_cents));
        row.set("regret", dollars(call, regret)).set("unsupported", number(call, years.back().unsupported));
    }
}

static std::string devices_words(const http::Call& call, std::string_view key, std::int64_t n) {
    return call.text(fmt::format("planning.plan.{}", key), {{"n", std::to_string(n)}, {"devices", number(call, n)}});
}

static void show_scenario(const http::Call& call, html::View& view, const Plan& plan, const PlanScope& scope, const Scenario& scenario) {
    auto part = view.add("scenario");
    if (!scenario.problems.empty()) {
        auto summary = part.add("problems");
        for (const auto& [field, key] : scenario.problems) {
            const auto year = plan.first_year + (field.back() - '1');
            summary.add("problem").set("field", field).set("message", fmt::format("{}: {}", school_year_words(year), call.text(key)));
        }
    }
    if (scope.school) part.add("kept").set("name", "school").set("value", *scope.school);
    if (scope.funding) part.add("kept").set("name", "fund").set("value", *scope.funding);
    for (std::size_t year = 0; year < plan_years; ++year) {
        const auto field = fmt::format("budget{}", year + 1);
        auto input = part.add("budget");
        input.set("name", field).set("label", school_year_words(plan.first_year + static_cast<int>(year))).set("value", scenario.typed[year]);
        for (const auto& [at, key] : scenario.problems) {
            if (at == field) input.add("error").set("message", call.text(key));
        }
    }
    if (plan.without_price) part.add("without_price").set("words", devices_words(call, "without_price", plan.without_price));
    part.show(scenario.order == Order::support ? "by_support" : "by_cost");
    if (!scenario.budgets) return;
    auto result = part.add("result");
    show_result(call, result, plan, *scenario.budgets, run_plan(plan.items, *scenario.budgets, scenario.order));
    show_comparison(call, result, plan, *scenario.budgets, scenario.order);
}

static http::Response show_plan(http::ReadCall& call) {
    const auto scope = scope_of(call.request.query);
    const auto scenario = scenario_of(call.request.query);
    const auto plan = load_plan(call.db, call.viewer, scope);
    html::View view;
    if (!plan) {
        view.show("not_counted");
        return call.page("planning/replacement", call.text("planning.plan.title"), std::move(view));
    }
    auto counted = view.add("counted");
    show_scope(call, counted, scope);
    keep_budget(counted, scenario);
    counted.set("at", html::moment_words(call.language, call.zone, call.now, plan->count.made_at)).set("sentence", plan_sentence(call, *plan));
    fill_years(call, counted, *plan, scope);
    if (!plan->cells.empty()) {
        auto chart = counted.add("chart");
        chart.data("chart_json", chart_of(call, *plan)).set("sentence", plan_sentence(call, *plan));
    }
    fill_tables(call, counted, *plan, scope);
    if (plan->without_end.value_or(0)) counted.add("without_end").set("words", devices_words(call, "without_end", *plan->without_end));
    show_scenario(call, counted, *plan, scope, scenario);
    counted.set("csv", "/planning/replacement/export?as=csv" + query_of(scope) + query_of(scenario)).set("xlsx", "/planning/replacement/export?as=xlsx" + query_of(scope) + query_of(scenario));
    return call.page(scenario.problems.empty() ? http::ok : http::unprocessable, "planning/replacement", call.text("planning.plan.title"), std::move(view));
}

static http::Response export_plan(http::ReadCall& call) {
    const auto as = call.request.query.text("as");
    if (as != "csv" && as != "xlsx") throw base::NotFound("as=csv or as=xlsx");
    const auto scenario = scenario_of(call.request.query);
    if (!scenario.problems.empty()) throw base::Invalid(scenario.problems.front().first, call.text(scenario.problems.front().second));
    const auto plan = load_plan(call.db, call.viewer, scope_of(call.request.query));
    if (!plan) throw base::NotFound("nothing was counted yet");
    auto sheet = sheet_of(call, *plan);
    if (scenario.budgets) add_budgets(call, sheet, *plan, scenario);
    const auto name = [&](std::string_view ending) { return files::file_name_of(fmt::format("{} {}", sheet.title, base::to_iso(call.today())), ending); };
    if (as == "xlsx") return call.download(name(".xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", files::xlsx_of(sheet));
    return call.download(name(".csv"), "text/csv; charset=utf-8", files::csv_of(sheet));
}

void replacement_routes(http::Routes& routes) {
    routes.get("/planning/replacement", may_plan, show_plan);
    routes.get("/planning/replacement/export", may_plan, export_plan);
}

}  // namespace planning
