// Which schools share a menu, and what a meal costs those who pay.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "menu/pages.h"

namespace menu {

static http::Response list_services(http::ReadCall& call) {
    html::View view;
    fill_tabs(call, view, "services");
    const auto all = services(call.db);
    for (const auto& service : all) {
        std::vector<std::string> schools;
        schools.reserve(service.schools.size());
        for (const auto& school : service.schools) schools.push_back(school.name);
        view.add("row")
            .set("id", service.id.value)
            .set("name", service.name.in(call.language))
            .set("meal", call.text(fmt::format("menu.meal.{}", word(service.meal))))
            .set("schools", base::join(schools, ", "));
    }
    view.show(all.empty() ? "none" : "some");
    return call.page("menu/services", call.text("menu.kitchen.tab.services"), std::move(view));
}

static http::Response service_form(const http::Call& call, db::Read& db, http::Status status, const Service& service, const Problems& problems) {
    html::View view;
    const bool is_new = service.id.value == 0;
    fill_problems(call, view, problems);
    view.set("heading", call.text(is_new ? "menu.service.add" : "menu.service.change")).set("action", is_new ? "/kitchen/services" : fmt::format("/kitchen/services/{}", service.id.value));
    view.set("name_en", service.name.en).set("name_es", service.name.es).set("seen", service.revision);
    for (const auto meal : {Meal::lunch, Meal::breakfast}) {
        if (!is_new && meal != service.meal) continue;  // its days are of this meal
        view.add("meal").set("key", word(meal)).set("label", call.text(fmt::format("menu.meal.{}", word(meal)))).show_if(meal == service.meal, "chosen");
    }
    const auto all = services(db);
    for (const auto& school : roster::schools(db)) {
        const bool chosen = std::ranges::find(service.schools, school.id, &MenuToday::School::id) != service.schools.end();
        auto row = view.add("school");
        row.set("id", school.id.value).set("name", school.name).show_if(chosen, "chosen");
        for (const auto& other : all) {
            const bool has = other.id != service.id && std::ranges::find(other.schools, school.id, &MenuToday::School::id) != other.schools.end();
            if (has) row.add("other").set("text", other.name.in(call.language));
        }
    }
    if (!is_new) view.add("known").show_if(service.active, "active");
    return call.page(status, "menu/service_form", call.text(is_new ? "menu.service.add" : "menu.service.change"), std::move(view));
}

static http::Response new_service(http::ReadCall& call) { return service_form(call, call.db, http::ok, {}, {}); }
static http::Response edit_service(http::ReadCall& call) { return service_form(call, call.db, http::ok, find_service(call.db, call.id_as<ServiceId>("service")), {}); }

static Service read_service(const http::Fields& form) {
    Service service;
    service.meal = parse_meal(form.text("meal")).value_or(Meal::lunch);
    service.name = {std::string(form.text("name_en")), std::string(form.text("name_es"))};
    for (const auto text : form.all("school")) {
        if (const auto id = base::parse_integer(text)) service.schools.push_back({{*id}, ""});
    }
    service.revision = base::parse_integer(form.text("seen")).value_or(0);
    return service;
}

static http::Response save_service(http::WriteCall& call, std::optional<ServiceId> id) {
    auto service = read_service(call.request.form);
    if (id) {
        service.id = *id;
        service.meal = find_service(call.db, *id).meal;
        service.active = call.request.form.text("active") == "1";
    }
    const auto bad = refused([&] {
        if (id) change_service(call.db, call.viewer, call.now, service);
        else add_service(call.db, call.viewer, call.now, service);
    });
    if (!bad) return call.redirect_with_notice("/kitchen/services", call.text("menu.kitchen.saved"));
    if (id && bad->status == http::conflict) service.revision = find_service(call.db, *id).revision;
    return service_form(call, call.db, bad->status, service, bad->problems);
}
static http::Response create_service(http::WriteCall& call) { return save_service(call, std::nullopt); }
static http::Response update_service(http::WriteCall& call) { return save_service(call, call.id_as<ServiceId>("service")); }

// --- Prices ---

static http::Response list_prices(http::ReadCall& call) {
    html::View view;
    fill_tabs(call, view, "prices");
    const auto mine = editable_services(call.db, call.viewer);
    for (const auto& service : mine) {
        auto block = view.add("service");
        block.set("id", service.id.value).set("name", service.name.in(call.language));
        const auto all = prices(call.db, service.id);
        for (const auto& price : all) {
            auto row = block.add("row");
            row.set("id", price.id.value).set("name", price.name.in(call.language)).set("amount", html::money_words(call.language, price.cents, "USD")).set("from", day_words(call, price.from));
            row.set("to", price.to ? day_words(call, *price.to) : call.text("menu.price.open_end"));
            const auto state = price.from > call.today() ? "future" : price.to && *price.to < call.today() ? "past" : "now";
            row.set("state", call.text(fmt::format("menu.price.{}", state)));
        }
        block.show(all.empty() ? "none" : "some");
    }
    view.show_if(mine.empty(), "no_service");
    return call.page("menu/prices", call.text("menu.price.title"), std::move(view));
}

struct PriceForm {
    std::string service, name_en, name_es, amount, from, to, seen = "0";
};
static PriceForm read_price_form(const http::Fields& form) {
    const auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    return {text("service"), text("name_en"), text("name_es"), text("amount"), text("from"), text("to"), text("seen")};
}

static Price understand(const PriceForm& form, Problems& problems) {
    Price price;
    price.service = {base::parse_integer(form.service).value_or(0)};
    price.name = {base::collapse_space(form.name_en), base::collapse_space(form.name_es)};
    price.revision = base::parse_integer(form.seen).value_or(0);
    if (const auto cents = base::parse_cents(form.amount)) price.cents = *cents;
    else problems.emplace_back("amount", "menu.problem.amount");
    if (const auto from = base::parse_day(form.from)) price.from = *from;
    else problems.emplace_back("from", "menu.problem.day");
    if (!form.to.empty()) {
        price.to = base::parse_day(form.to);
        if (!price.to) problems.emplace_back("to", "menu.problem.day");
    }
    if (problems.empty()) problems = price_problems(price);
    return price;
}

static http::Response price_form(const http::Call& call, db::Read& db, http::Status status, const PriceForm& form, const Problems& problems, std::optional<PriceId> id) {
    html::View view;
    fill_problems(call, view, problems);
    chosen_service(call, db, view, form.service);
    view.set("heading", call.text(id ? "menu.price.change" : "menu.price.add")).set("action", id ? fmt::format("/kitchen/prices/{}", id->value) : "/kitchen/prices");
    view.set("name_en", form.name_en).set("name_es", form.name_es).set("amount", form.amount).set("from", form.from).set("to", form.to).set("seen", form.seen);
    if (id) view.add("remove").set("id", id->value).set("name", form.name_en);
    return call.page(status, "menu/price_form", call.text(id ? "menu.price.change" : "menu.price.add"), std::move(view));
}

static http::Response new_price(http::ReadCall& call) {
    PriceForm form;
    form.service = std::string(call.request.query.text("service"));
    form.from = base::to_iso(call.today());
    return price_form(call, call.db, http::ok, form, {}, std::nullopt);
}

static http::Response edit_price(http::ReadCall& call) {
    const auto price = find_price(call.db, call.viewer, {call.id("price")});
    const PriceForm form{std::to_string(price.service.value), price.name.en, price.name.es, fmt::format("{}.{:02}", price.cents / 100, price.cents % 100), base::to_iso(price.from),
                         price.to ? base::to_iso(*price.to) : "", std::to_string(price.revision)};
    return price_form(call, call.db, http::ok, form, {}, price.id);
}

static http::Response save(http::WriteCall& call, std::optional<PriceId> id) {
    auto form = read_price_form(call.request.form);
    Problems problems;
    auto price = understand(form, problems);
    auto status = http::unprocessable;
    if (id) {
        price.id = *id;
        price.service = find_price(call.db, call.viewer, *id).service;
        form.service = std::to_string(price.service.value);
    }
    if (problems.empty()) {
        const auto bad = refused([&] { save_price(call.db, call.viewer, call.now, price); });
        if (!bad) return call.redirect_with_notice("/kitchen/prices", call.text("menu.kitchen.saved"));
        problems = bad->problems;
        status = bad->status;
        if (id) form.seen = std::to_string(find_price(call.db, call.viewer, *id).revision);
    }
    return price_form(call, call.db, status, form, problems, id);
}
static http::Response create_price(http::WriteCall& call) { return save(call, std::nullopt); }
static http::Response change_price(http::WriteCall& call) { return save(call, PriceId{call.id("price")}); }

static http::Response delete_price(http::WriteCall& call) {
    const auto price = find_price(call.db, call.viewer, {call.id("price")});
    if (auto asked = http::ask_first(call, call.text("menu.price.remove_sure"), call.text("menu.price.remove"), "/kitchen/prices", call.text("menu.price.remove_words"))) return std::move(*asked);
    remove_price(call.db, call.viewer, call.now, price.id);
    return call.redirect_with_notice("/kitchen/prices", call.text("menu.price.removed"));
}

void service_routes(http::Routes& routes) {
    routes.get("/kitchen/services", http::everywhere(may_edit), list_services);
    routes.get("/kitchen/services/new", http::everywhere(may_edit), new_service);
    routes.post("/kitchen/services", http::everywhere(may_edit), create_service);
    routes.get("/kitchen/services/{service}", http::everywhere(may_edit), edit_service);
    routes.post("/kitchen/services/{service}", http::everywhere(may_edit), update_service);
    routes.get("/kitchen/prices", may_edit, list_prices);
    routes.get("/kitchen/prices/new", may_edit, new_price);
    routes.post("/kitchen/prices", may_edit, create_price);
    routes.get("/kitchen/prices/{price}", may_edit, edit_price);
    routes.post("/kitchen/prices/{price}", may_edit, change_price);
    routes.post("/kitchen/prices/{price}/removal", may_edit, delete_price);
}

}  // namespace menu
