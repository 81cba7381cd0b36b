// What a new device costs, how long it serves, what an hour of work costs: the CIO's words, from which verdicts and plan follow.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "html/format.h"
#include "http/routes.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "planning/replacement_price.h"
#include "planning/verdict_view.h"

namespace planning {

namespace json = boost::json;

// --- The list ---

static void show_price(const http::Call& call, html::View& row, const Price& price) {
    row.set("price", money(call, price.price_cents)).set("salvage", money(call, price.salvage_cents)).set("life", call.text("planning.price.months", {{"n", std::to_string(price.life_months)}}));
    row.set("funding", price.funding_source).set("since", call.text(price.assumed() ? "planning.price.assumed_since" : "planning.price.set_since", {{"day", date_words(call, price.changed_on)}}));
}

static std::string interest_words(const http::Call& call, std::int64_t basis_points) {
    return call.text("planning.price.percent_a_year", {{"n", decimal_words(call, static_cast<double>(basis_points) / 100, 2)}});
}

static http::Response list_prices(http::ReadCall& call) {
    html::View view;
    const auto said = load_assumptions(call.db);
    view.set("hour", money(call, said.hour_cents)).set("interest", interest_words(call, said.interest_basis_points));
    view.set("log_from", said.log_from ? date_words(call, *said.log_from) : call.text("planning.price.first_repair"));
    view.set("who_pays", said.funding_source.empty() ? call.text("planning.price.nobody_named") : said.funding_source);
    view.show_if(said.revision == 0, "assumed");
    const auto kinds = priced_kinds(call.db, call.viewer);
    for (const auto& kind : kinds) {
        auto row = view.add("kind");
        row.set("key", kind.kind).set("name", kind_words(call, kind.kind)).set("devices", number(call, kind.devices));
        if (kind.price) show_price(call, row, *kind.price);
        else row.set("price", "").set("salvage", "").set("life", "").set("funding", "").set("since", call.text("planning.price.none_known"));
    }
    view.show(kinds.empty() ? "no_devices" : "kinds");
    bool any = false;
    for (const auto& model : priced_models(call.db, call.viewer)) {
        if (!model.price) {
            view.add("model_option").set("value", model.model).set("label", fmt::format("{} ({})", model.name, model.devices));
            continue;
        }
        auto row = view.add("model");
        row.set("id", model.model).set("name", model.name).set("devices", number(call, model.devices));
        show_price(call, row, *model.price);
        any = true;
    }
    view.show_if(any, "models");
    return call.page("planning/prices", call.text("planning.price.title"), std::move(view));
}

/// The choice of a model is a form, which leads to the model's own page.
static http::Response choose_model(http::ReadCall& call) {
    const auto model = base::parse_integer(call.request.query.text("model"));
    return call.redirect(model && *model > 0 ? fmt::format("/planning/prices/models/{}", *model) : "/planning/prices");
}

// --- History ---

static std::string cents_of(const http::Call& call, const json::object& detail, std::string_view key) {
    const auto* value = detail.if_contains(key);
    return value && value->is_int64() ? money(call, value->as_int64()) : "";
}
static std::string count_of(const json::object& detail, std::string_view key) {
    const auto* value = detail.if_contains(key);
    return value && value->is_int64() ? std::to_string(value->as_int64()) : "";
}
static std::string text_of(const json::object& detail, std::string_view key) {
    const auto* value = detail.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : "";
}

static void show_history(http::ReadCall& call, html::View& view, std::string_view subject, std::int64_t id) {
    auto events = auth::history(call.db, subject, id);
    std::ranges::reverse(events);
    constexpr std::size_t most = 30;
    if (events.size() > most) events.resize(most);
    if (events.empty()) return;
    auto part = view.add("history");
    for (const auto& event : events) {
        const auto parsed = json::parse(event.detail);
        const auto& detail = parsed.as_object();
        const auto words = subject == "planning_price"
                               ? call.text("planning.price.history_price", {{"price", cents_of(call, detail, "price_cents")}, {"salvage", cents_of(call, detail, "salvage_cents")}, {"n", count_of(detail, "life_months")}})
                               : call.text("planning.price.history_assumption", {{"hour", cents_of(call, detail, "hour_cents")},
                                                                                {"interest", interest_words(call, base::parse_integer(count_of(detail, "interest_basis_points")).value_or(0))}});
        auto row = part.add("event");
        row.set("iso", base::to_iso(event.at)).set("at", html::moment_words(call.language, call.zone, call.now, event.at)).set("by", event.actor).set("words", words);
        if (auto funding = text_of(detail, "funding"); !funding.empty()) row.add("paid").set("by", funding);
    }
}

// --- Assumptions ---

namespace {
struct AssumptionForm {
    std::string hour, interest, log_from, funding, seen;
};
}  // namespace

static http::Response assumption_page(const http::Call& call, http::ReadCall* reading, http::Status status, const AssumptionForm& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("hour", form.hour).set("interest", form.interest).set("log_from", form.log_from).set("funding", form.funding).set("seen", form.seen);
    if (reading) show_history(*reading, view, "planning_assumption", 1);
    return call.page(status, "planning/assumption_form", call.text("planning.price.assumptions"), std::move(view));
}

static AssumptionForm form_of(const Assumptions& said) {
    return {amount_text(said.hour_cents), amount_text(said.interest_basis_points), said.log_from ? base::to_iso(*said.log_from) : "", said.funding_source, std::to_string(said.revision)};
}

static http::Response edit_assumptions(http::ReadCall& call) { return assumption_page(call, &call, http::ok, form_of(load_assumptions(call.db)), {}); }

static http::Response change_assumptions(http::WriteCall& call) {
    const auto& fields = call.request.form;
    const auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    AssumptionForm form{text("hour"), text("interest"), text("log_from"), text("funding"), text("seen")};
    Problems problems;
    Assumptions said;
    said.revision = base::parse_integer(form.seen).value_or(-1);
    said.funding_source = base::collapse_space(form.funding);
    if (const auto cents = base::parse_cents(form.hour)) said.hour_cents = *cents;
    else problems.emplace_back("hour", "planning.price.problem.hour");
    if (const auto hundredths = base::parse_cents(form.interest)) said.interest_basis_points = *hundredths;
    else problems.emplace_back("interest", "planning.price.problem.interest");
    if (!form.log_from.empty()) {
        said.log_from = base::parse_day(form.log_from);
        if (!said.log_from || *said.log_from > call.today()) problems.emplace_back("log_from", "planning.price.problem.log_from");
    }
    if (problems.empty()) problems = problems_of(said);
    auto status = http::unprocessable;
    if (problems.empty()) {
        const auto bad = refused([&] { save_assumptions(call.db, call.viewer, call.now, said); });
        if (!bad) return call.redirect_with_notice("/planning/prices", call.text("planning.price.saved"));
        problems = bad->problems;
        status = bad->status;
        form.seen = std::to_string(load_assumptions(call.db).revision);
    }
    return assumption_page(call, nullptr, status, form, problems);
}

// --- The price of a kind or a model ---

namespace {
struct PriceForm {
    std::string price, salvage, life, successor, funding, seen;
};
/// What the price is of, and what holds now.
struct Subject {
    std::string kind, name, address;
    std::optional<std::int64_t> model;
    std::optional<Price> own;    // as stored
    std::optional<Price> holds;  // its own, its kind's or assumed
};
}  // namespace

static Subject kind_subject(const http::Call& call, db::Read& db) {
    const std::string kind(call.path("kind"));
    for (auto& one : priced_kinds(db, call.viewer)) {
        if (one.kind != kind) continue;
        Subject subject{kind, kind_words(call, kind), fmt::format("/planning/prices/kinds/{}", kind), {}, {}, one.price};
        if (one.price && !one.price->assumed()) subject.own = one.price;
        return subject;
    }
    throw base::NotFound("no devices of that kind");
}

static Subject model_subject(const http::Call& call, db::Read& db) {
    auto model = priced_model(db, call.viewer, call.id("model"));
    Subject subject{model.kind, model.name, fmt::format("/planning/prices/models/{}", model.model), model.model, model.price, model.price};
    const auto prices = load_prices(db);
    if (const auto* price = prices.of(model.model, model.kind); !subject.holds && price) subject.holds = *price;
    return subject;
}

static PriceForm form_of(const Subject& subject) {
    const std::string seen = subject.own ? std::to_string(subject.own->revision) : "0";
    if (!subject.holds) return {"", "0.00", "60", "", "", seen};
    const auto& price = *subject.holds;
    return {amount_text(price.price_cents), amount_text(price.salvage_cents), std::to_string(price.life_months), price.successor ? std::to_string(*price.successor) : "", price.funding_source, seen};
}

static http::Response price_page(const http::Call& call, db::Read& db, http::ReadCall* reading, http::Status status, const Subject& subject, const PriceForm& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("heading", call.text("planning.price.of", {{"name", subject.name}})).set("name", subject.name).set("action", subject.address);
    view.set("price", form.price).set("salvage", form.salvage).set("life", form.life).set("funding", form.funding).set("seen", form.seen);
    view.show(subject.model ? "of_model" : "of_kind");
    for (const auto& model : priced_models(db, call.viewer)) {
        if (model.kind == subject.kind) add_choice(view, "successor_option", std::to_string(model.model), model.name, form.successor == std::to_string(model.model));
    }
    if (subject.own) {
        view.add("drop").set("action", subject.address + "/removal").set("seen", subject.own->revision);
        if (reading) show_history(*reading, view, "planning_price", subject.own->id);
    } else if (subject.holds && !subject.model) {
        view.add("assumed").set("day", date_words(call, subject.holds->changed_on));
    }
    return call.page(status, "planning/price_form", call.text("planning.price.of", {{"name", subject.name}}), std::move(view));
}

static Price understand(const PriceForm& form, const Subject& subject, Problems& problems) {
    Price price;
    price.id = subject.own ? subject.own->id : 0;
    price.kind = subject.kind;
    price.model = subject.model;
    price.revision = base::parse_integer(form.seen).value_or(-1);
    price.funding_source = base::collapse_space(form.funding);
    if (const auto cents = base::parse_cents(form.price)) price.price_cents = *cents;
    else problems.emplace_back("price", "planning.price.problem.price");
    if (const auto cents = base::parse_cents(form.salvage.empty() ? "0" : form.salvage)) price.salvage_cents = *cents;
    else problems.emplace_back("salvage", "planning.price.problem.salvage");
    if (const auto months = base::parse_integer(form.life)) price.life_months = *months;
    else problems.emplace_back("life", "planning.price.problem.life");
    if (!form.successor.empty()) {
        price.successor = base::parse_integer(form.successor);
        if (!price.successor) problems.emplace_back("successor", "planning.price.problem.successor");
    }
    if (problems.empty()) problems = problems_of(price);
    // The page was made before somebody else set or dropped it.
    if (problems.empty() && price.revision != (subject.own ? subject.own->revision : 0)) problems.emplace_back("form", "planning.price.problem.stale");
    return price;
}

static http::Response save(http::WriteCall& call, const Subject& subject) {
    const auto text = [&](std::string_view name) { return std::string(call.request.form.text(name)); };
    PriceForm form{text("price"), text("salvage"), text("life"), text("successor"), text("funding"), text("seen")};
    Problems problems;
    const auto price = understand(form, subject, problems);
    auto status = !problems.empty() && problems.front().first == "form" ? http::conflict : http::unprocessable;
    if (problems.empty()) {
        const auto bad = refused([&] { save_price(call.db, call.viewer, call.now, price); });
        if (!bad) return call.redirect_with_notice("/planning/prices", call.text("planning.price.saved"));
        problems = bad->problems;
        status = bad->status;
    }
    if (status == http::conflict) form.seen = subject.own ? std::to_string(subject.own->revision) : "0";
    return price_page(call, call.db, nullptr, status, subject, form, problems);
}

static http::Response drop(http::WriteCall& call, const Subject& subject) {
    auto own = subject.own;
    if (own) own->revision = base::parse_integer(call.request.form.text("seen")).value_or(-1);
    const auto bad = own ? refused([&] { drop_price(call.db, call.viewer, call.now, *own); }) : std::optional(Refusal{http::conflict, {{"form", "planning.price.problem.stale"}}});
    if (bad) return price_page(call, call.db, nullptr, bad->status, subject, form_of(subject), bad->problems);
    return call.redirect_with_notice("/planning/prices", call.text("planning.price.dropped", {{"name", subject.name}}));
}

static http::Response edit_kind(http::ReadCall& call) {
    const auto subject = kind_subject(call, call.db);
    return price_page(call, call.db, &call, http::ok, subject, form_of(subject), {});
}
static http::Response edit_model(http::ReadCall& call) {
    const auto subject = model_subject(call, call.db);
    return price_page(call, call.db, &call, http::ok, subject, form_of(subject), {});
}
static http::Response save_kind(http::WriteCall& call) { return save(call, kind_subject(call, call.db)); }
static http::Response save_model(http::WriteCall& call) { return save(call, model_subject(call, call.db)); }
static http::Response drop_kind(http::WriteCall& call) { return drop(call, kind_subject(call, call.db)); }
static http::Response drop_model(http::WriteCall& call) { return drop(call, model_subject(call, call.db)); }

void replacement_price_routes(http::Routes& routes) {
    routes.get("/planning/prices", may_plan, list_prices);
    routes.get("/planning/prices/assumptions", may_plan, edit_assumptions);
    routes.post("/planning/prices/assumptions", may_plan, change_assumptions);
    routes.get("/planning/prices/model", may_plan, choose_model);
    routes.get("/planning/prices/kinds/{kind}", may_plan, edit_kind);
    routes.post("/planning/prices/kinds/{kind}", may_plan, save_kind);
    routes.post("/planning/prices/kinds/{kind}/removal", may_plan, drop_kind);
    routes.get("/planning/prices/models/{model}", may_plan, edit_model);
    routes.post("/planning/prices/models/{model}", may_plan, save_model);
    routes.post("/planning/prices/models/{model}/removal", may_plan, drop_model);
}

}  // namespace planning
