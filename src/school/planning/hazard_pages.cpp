// How often a model fails, by age, with the failures that the numbers are made of.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"
#include "inventory/inventory.h"
#include "planning/hazard_view.h"
#include "planning/pages.h"
#include "planning/verdict_store.h"

namespace planning {

constexpr std::size_t failures_on_a_page = 50;

void fill_failure(const http::Call& call, html::View& row, const ToldFailure& told, std::int64_t hour_cents) {
    const auto& failure = told.failure;
    row.set("iso", base::to_iso(failure.on)).set("on", date_words(call, failure.on)).set("label", told.device_label).set("device", told.device);
    row.set("component", call.text(fmt::format("helpdesk.component.{}", told.component))).set("cause", call.text(fmt::format("helpdesk.cause.{}", told.cause)));
    row.set("symptom", told.symptom).set("cost", money(call, CostSum{1, failure.cents, failure.minutes}.total(hour_cents)));
    if (failure.comebacks) row.add("comebacks").set("words", call.text("planning.hazard.came_back", {{"n", std::to_string(failure.comebacks)}}));
    if (told.request) row.add("request").set("id", *told.request);
    row.show_if(!told.counted, "not_counted");
}

namespace {
/// Which failures are listed.
struct Wanted {
    std::optional<int> age_year;
    std::string what;  // "wear": what follows the device, "accident", or empty
    std::int64_t after = 0;
    bool fits(const ToldFailure& told) const {
        if (age_year && told.age_year != *age_year) return false;
        if (what == "wear") return told.counted && told.failure.follows == Follows::device;
        if (what == "accident") return told.counted && told.failure.follows == Follows::place;
        return true;
    }
    std::string query() const {
        std::string text;
        if (age_year) text += fmt::format("&age={}", *age_year);
        if (!what.empty()) text += "&what=" + what;
        return text;
    }
};
}  // namespace

static Wanted wanted_of(const http::Fields& query) {
    Wanted wanted;
    if (const auto age = base::parse_integer(query.text("age")); age && *age >= 0 && *age < age_bins) wanted.age_year = static_cast<int>(*age);
    if (query.text("what") == "wear" || query.text("what") == "accident") wanted.what = query.text("what");
    wanted.after = base::parse_integer(query.text("after")).value_or(0);
    return wanted;
}

/// "31 (18 to 46)" in a hundred devices a year.
static std::string per_hundred(const http::Call& call, const Rate& rate) {
    return call.text("planning.hazard.range", {{"n", decimal_words(call, rate.mean() * 1200, 1)}, {"low", decimal_words(call, rate.quantile(0.1) * 1200, 1)},
                                               {"high", decimal_words(call, rate.quantile(0.9) * 1200, 1)}});
}

static void show_ages(const http::Call& call, html::View& view, const ModelName& model, const Fleet& fleet, const Hazards& hazards) {
    const auto history = fleet.models.find(model.id);
    if (history == fleet.models.end()) return;
    auto table = view.add("ages");
    Counted sum;
    for (std::size_t year = 0; year < age_bins; ++year) {
        const auto& own = history->second.wear[year];
        sum += own;
        auto row = table.add("age");
        const auto key = year + 1 == age_bins ? "planning.hazard.older" : "planning.hazard.year";
        row.set("name", call.text(key, {{"n", std::to_string(year + 1)}})).set("months", number(call, std::llround(own.months())));
        row.set("own", own.days ? decimal_words(call, static_cast<double>(own.failures) / own.months() * 1200, 1) : "–");
        row.set("rate", per_hundred(call, hazards.of_model(model.id, model.kind).wear[year])).set("kind_rate", decimal_words(call, hazards.of_kind(model.kind).wear[year].mean() * 1200, 1));
        if (own.failures) row.add("some").set("n", own.failures).set("href", fmt::format("/planning/models/{}?age={}&what=wear#failures", model.id, year));
        else row.show("nothing");
    }
    table.set("sum_months", number(call, std::llround(sum.months()))).set("sum_failures", number(call, sum.failures));
    table.set("sum_href", fmt::format("/planning/models/{}?what=wear#failures", model.id));
}

/// `base` is the page's address with what it asks for already, such as "/planning/models/3" or "/planning/accidents?kind=laptop".
static void show_failures(http::ReadCall& call, html::View& view, const FailuresOf& whose, const Wanted& wanted, const std::string& base, std::int64_t hour_cents) {
    auto told = told_failures(call.db, call.viewer, whose);
    view.show_if(!call.viewer.may_everywhere(inventory::may_view), "of_some_schools");
    std::erase_if(told, [&](const ToldFailure& one) { return !wanted.fits(one); });
    const auto all = told.size();
    if (wanted.after) {
        const auto last = std::ranges::find_if(told, [&](const ToldFailure& one) { return one.failure.repair == wanted.after; });
        if (last != told.end()) told.erase(told.begin(), last + 1);
    }
    const bool more = told.size() > failures_on_a_page;
    if (more) told.resize(failures_on_a_page);
    view.set("failures", number(call, static_cast<std::int64_t>(all)));
    view.show_if(!wanted.query().empty(), "filtered");
    if (told.empty()) {
        view.show("no_failures");
        return;
    }
    auto list = view.add("list");
    for (const auto& one : told) {
        auto row = list.add("failure");
        fill_failure(call, row, one, hour_cents);
    }
    auto pager = list.include("pager", "html/pager");
    pager.set("summary", call.text("planning.hazard.on_page", {{"n", std::to_string(told.size())}, {"all", number(call, static_cast<std::int64_t>(all))}}));
    const auto with = [&](std::string query) {
        if (query.empty()) return base;
        if (base.find('?') == std::string::npos) query.front() = '?';
        return base + query;
    };
    const auto query = whose.model ? wanted.query() : std::string();
    if (wanted.after) pager.add("previous").set("href", with(query));
    if (more) pager.add("next").set("href", with(fmt::format("&after={}{}", told.back().failure.repair, query)));
}

static http::Response show_model(http::ReadCall& call) {
    const auto model = find_model(call.db, call.viewer, call.id("model"));
    const auto prices = load_prices(call.db);
    const auto fleet = load_fleet(call.db);
    const Hazards hazards(fleet, prices.assumptions().hour_cents);
    html::View view;
    view.set("id", model.id).set("name", model.name).set("kind", kind_words(call, model.kind)).set("devices", number(call, model.devices));
    const auto& expected = hazards.of_model(model.id, model.kind);
    view.set("failure_cost", money(call, expected.failure_cents)).set("hour", money(call, prices.assumptions().hour_cents));
    if (const auto quote = hazards.usual_quote(model.id, model.kind)) view.add("usual").set("quote", money(call, *quote));
    if (const auto count = last_count(call.db)) {
        auto counted = view.add("counted");
        counted.set("at", html::moment_words(call.language, call.zone, call.now, count->made_at));
        if (count->log_from) counted.add("log").set("day", date_words(call, *count->log_from));
        show_ages(call, view, model, fleet, hazards);
    } else {
        view.show("not_counted_yet");
    }
    show_failures(call, view, {.model = model.id}, wanted_of(call.request.query), fmt::format("/planning/models/{}", model.id), prices.assumptions().hour_cents);
    return call.page("planning/model", model.name, std::move(view));
}

/// Accidents with devices of a kind at a school: they follow the place (H4).
static http::Response show_accidents(http::ReadCall& call) {
    const std::string kind(call.request.query.text("kind"));
    const auto school = base::parse_integer(call.request.query.text("school"));
    if (kind.empty() || !school || *school < 0) throw base::NotFound("a kind of device and a school have to be named");
    const auto fleet = load_fleet(call.db);
    const auto here = fleet.accidents.find({kind, *school});
    const auto org = *school ? roster::find_org(call.db, {*school}) : std::nullopt;
    if (here == fleet.accidents.end() || (*school && !org)) throw base::NotFound("nothing was counted there");
    if (*school ? !call.viewer.may(inventory::may_view, *school) : !call.viewer.may_everywhere(inventory::may_view)) throw base::NotFound("nothing was counted there");
    const auto hour_cents = load_assumptions(call.db).hour_cents;
    const Hazards hazards(fleet, hour_cents);
    const auto& counted = here->second;
    html::View view;
    view.set("kind", kind_words(call, kind)).set("school", org ? org->name : call.text("planning.plan.no_school")).set("hour", money(call, hour_cents));
    view.set("months", number(call, std::llround(counted.months()))).set("n", number(call, counted.failures));
    view.set("own", counted.days ? decimal_words(call, static_cast<double>(counted.failures) / counted.months() * 1200, 1) : "–");
    view.set("rate", per_hundred(call, hazards.accidents(kind, *school))).set("cost", money(call, hazards.accident_cents(kind)));
    Wanted wanted = wanted_of(call.request.query);
    wanted.age_year.reset();
    wanted.what = "accident";
    show_failures(call, view, {.school = *school, .kind = kind}, wanted, fmt::format("/planning/accidents?kind={}&school={}", kind, *school), hour_cents);
    return call.page("planning/accidents", call.text("planning.hazard.accidents"), std::move(view));
}

void hazard_routes(http::Routes& routes) {
    routes.get("/planning/accidents", inventory::may_view, show_accidents);
    routes.get("/planning/models/{model}", inventory::may_view, show_model);
}

}  // namespace planning
