// The verdict on one device: on its page in short, and on a page of its own with every figure and a quote to try.
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "db/db.h"
#include "http/routes.h"
#include "inventory/inventory.h"
#include "planning/hazard_view.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "planning/verdict_quote.h"
#include "planning/verdict_words.h"

namespace planning {

static void fill_name(const http::Call& call, html::View& view, const inventory::DeviceCard& card) {
    view.set("id", card.id.value).set("model", card.model).set("kind", kind_words(call, card.kind)).set("tag", card.asset_tag.empty() ? card.serial : card.asset_tag);
}

static void fill_form(html::View& view, const TypedQuote& typed) {
    view.set("quote", typed.quote).set("recovered", typed.recovered);
    view.show(typed.cause == "accident" ? "is_accident" : "is_wear");
}

/// How the two costs come about, term by term (V2).
static void fill_arithmetic(const http::Call& call, html::View& view, const Judged& judged) {
    const auto& [about, verdict, price, funding] = judged;
    if (!verdict.has_figures) return;
    const auto& next = *about.replacement;
    auto part = view.add("arithmetic");
    const auto annuity_words = [&](int months) { return decimal_words(call, annuity(months, about.interest), 4); };
    part.set("quote", money(call, about.pending ? about.pending->cents : 0)).set("running", money(call, running(about.outlook, verdict.age, verdict.over_months, about.interest)));
    part.set("months", verdict.over_months).set("annuity", annuity_words(verdict.over_months)).set("keep", money(call, verdict.keep));
    part.set("price", money(call, next.price_cents)).set("salvage", money(call, next.salvage_cents)).set("new_running", money(call, running(next.outlook, 0, next.life_months, about.interest)));
    part.set("life", next.life_months).set("new_annuity", annuity_words(next.life_months)).set("fresh", money(call, verdict.fresh));
    part.set("interest", decimal_words(call, about.interest * 100, 2));
}

static http::Response show_verdict(http::ReadCall& call) {
    const auto id = call.id_as<inventory::DeviceId>("device");
    const auto device = find_planned(call.db, call.viewer, id);
    const auto card = inventory::find_device(call.db, call.viewer, id);
    if (!device || !card) throw base::NotFound("no such device");
    const auto prices = load_prices(call.db);
    const Hazards hazards(load_fleet(call.db), prices.assumptions().hour_cents);
    const auto typed = read_quote(call.request.query);
    html::View view;
    fill_name(call, view, *card);
    fill_form(view, typed);
    fill_problems(call, view, typed.problems);
    if (device->in_service()) {
        const auto judged = judge_device(*device, hazards, prices, call.today(), typed.value);
        auto shown = view.add("judged");
        fill_verdict(call, shown, *device, judged);
        fill_figures(call, shown, *device, judged, hazards);
        fill_flips(call, shown, judged);
        fill_arithmetic(call, shown, judged);
        shown.show_if(typed.value.has_value(), "with_quote");
        if (call.viewer.may(may_plan)) shown.add("prices").set("href", fmt::format("/planning/prices/models/{}", device->model));
    } else {
        view.show("not_in_service");
    }
    const auto told = told_failures(call.db, call.viewer, {.device = device->id});
    if (told.empty()) view.show("no_failures");
    auto list = told.empty() ? html::View() : view.add("list");
    for (const auto& one : told) {
        auto row = list.add("failure");
        fill_failure(call, row, one, prices.assumptions().hour_cents);
    }
    return call.page(typed.problems.empty() ? http::ok : http::unprocessable, "planning/device", call.text("planning.verdict.of", {{"tag", card->asset_tag.empty() ? card->serial : card->asset_tag}}),
                     std::move(view));
}

static std::optional<std::string> device_panel(http::ReadCall& call, inventory::DeviceId id) {
    const auto device = find_planned(call.db, call.viewer, id);
    if (!device || !device->in_service()) return std::nullopt;
    const auto prices = load_prices(call.db);
    const Hazards hazards(load_fleet(call.db), prices.assumptions().hour_cents);
    const auto judged = judge_device(*device, hazards, prices, call.today(), std::nullopt);
    html::View view;
    view.set("id", device->id);
    fill_verdict(call, view, *device, judged);
    return call.fragment("planning/device_panel", std::move(view)).body;
}

/// What to do with it stands before what happened to it.
void verdict_slots() { inventory::device_panels().insert(inventory::device_panels().begin(), device_panel); }

void verdict_routes(http::Routes& routes) { routes.get("/planning/devices/{device}", inventory::may_view, show_verdict); }

}  // namespace planning
