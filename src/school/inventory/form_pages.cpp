// Writing a device down, and correcting what is written of it.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"
#include "inventory/pages.h"

namespace inventory {

namespace {

/// What was typed, the facts in it, and what cannot be read.
struct Typed {
    DeviceFacts facts;
    std::vector<Wrong> wrong;
};

}  // namespace

static std::optional<base::Day> read_day(const http::Fields& form, const char* field, std::vector<Wrong>& wrong) {
    auto text = form.text(field);
    auto day = base::parse_day(text);
    if (!day && !text.empty()) wrong.push_back({field, "day"});
    return day;
}

static Typed read_form(const http::Fields& form) {
    Typed typed;
    auto& facts = typed.facts;
    auto text = [&](const char* field) { return base::collapse_space(form.text(field)); };
    facts.asset_tag = text("asset_tag");
    facts.serial = text("serial");
    facts.name = text("name");
    facts.kind = text("kind");
    facts.manufacturer = text("manufacturer");
    facts.model = text("model");
    facts.model_number = text("model_number");
    if (auto school = id_of(form, "school")) facts.school = roster::OrgId{*school};
    facts.room = text("room");
    facts.supplier = text("supplier");
    facts.order_number = text("order_number");
    facts.funding_source = text("funding_source");
    facts.notes = form.text("notes");
    facts.purchased_on = read_day(form, "purchased_on", typed.wrong);
    facts.warranty_ends_on = read_day(form, "warranty_ends_on", typed.wrong);
    facts.support_ends_on = read_day(form, "support_ends_on", typed.wrong);
    facts.cost_cents = base::parse_cents(form.text("cost"));
    if (!facts.cost_cents && !form.text("cost").empty()) typed.wrong.push_back({"cost", "cost"});
    for (auto& found : judge(facts)) typed.wrong.push_back(std::move(found));
    return typed;
}

static DeviceFacts facts_of(const Device& device) {
    return {.asset_tag = device.asset_tag,
            .serial = device.serial,
            .name = device.name,
            .kind = device.kind,
            .manufacturer = device.manufacturer,
            .model = device.model,
            .model_number = device.model_number,
            .school = device.school,
            .room = device.room,
            .purchased_on = device.purchased_on,
            .cost_cents = device.cost_cents,
            .supplier = device.supplier,
            .order_number = device.order_number,
            .funding_source = device.funding_source,
            .warranty_ends_on = device.warranty_ends_on,
            .support_ends_on = device.support_is_own ? device.support_ends_on : std::nullopt,
            .notes = device.notes};
}

static std::string cents_text(std::optional<std::int64_t> cents) { return cents ? fmt::format("{}.{:02}", *cents / 100, *cents % 100) : ""; }

static void show_values(html::View& view, const DeviceFacts& facts) {
    auto day = [](std::optional<base::Day> on) { return on ? base::to_iso(*on) : std::string(); };
    view.set("asset_tag", facts.asset_tag)
        .set("serial", facts.serial)
        .set("name", facts.name)
        .set("manufacturer", facts.manufacturer)
        .set("model", facts.model)
        .set("model_number", facts.model_number)
        .set("room", facts.room)
        .set("purchased_on", day(facts.purchased_on))
        .set("cost", cents_text(facts.cost_cents))
        .set("supplier", facts.supplier)
        .set("order_number", facts.order_number)
        .set("funding_source", facts.funding_source)
        .set("warranty_ends_on", day(facts.warranty_ends_on))
        .set("support_ends_on", day(facts.support_ends_on))
        .set("notes", facts.notes);
}

static void show_choices(const http::Call& call, db::Read& db, html::View& view, const DeviceFacts& facts) {
    for (auto kind : kinds()) add_option(view, "kind_option", kind, kind_words(call, kind), facts.kind == kind);
    view.show_if(call.viewer.may_everywhere(may_manage), "may_no_school");
    for (const auto& school : roster::schools(db)) {
        if (!call.viewer.may(may_manage, school.id.value)) continue;
        add_option(view, "school_option", std::to_string(school.id.value), school.name, facts.school == school.id);
    }
}

static void show_wrong(const http::Call& call, html::View& view, const std::vector<Wrong>& wrong) {
    if (wrong.empty()) return;
    auto problems = view.include("problems", "html/problems");
    for (const auto& found : wrong) {
        auto message = call.text("inventory.wrong." + found.key);
        problems.add("problem").set("field", found.field).set("message", message);
        view.add(found.field + "_error").set("message", message);
        view.show(found.field + "_invalid");
    }
}

/// `id` 0: a new device.
static http::Response form_page(const http::Call& call, db::Read& db, std::int64_t id, const Typed& typed) {
    html::View view;
    view.set("action", id ? fmt::format("/devices/{}", id) : "/devices").set("back", id ? fmt::format("/devices/{}", id) : "/devices");
    auto title = call.text(id ? "inventory.form.edit" : "inventory.form.new");
    view.set("title", title);
    show_values(view, typed.facts);
    show_choices(call, db, view, typed.facts);
    show_wrong(call, view, typed.wrong);
    return call.page(typed.wrong.empty() ? http::ok : http::unprocessable, "inventory/device_form", title, std::move(view));
}

static http::Response new_device(http::ReadCall& call) { return form_page(call, call.db, 0, {}); }

static http::Response edit_device(http::ReadCall& call) {
    auto device = fetch_device_to_manage(call.db, call.viewer, call.id_as<DeviceId>("device"));
    return form_page(call, call.db, device.id.value, {facts_of(device), {}});
}

/// A school the person may not manage is no choice of theirs, nor is none unless they manage all.
static void judge_school(const http::WriteCall& call, Typed& typed) {
    if (!may_manage_at(call.viewer, typed.facts.school)) typed.wrong.push_back({"school", "school_missing"});
}

static http::Response post_new_device(http::WriteCall& call) {
    auto typed = read_form(call.request.form);
    judge_school(call, typed);
    for (auto& found : taken(call.db, typed.facts, {0})) typed.wrong.push_back(std::move(found));
    if (!typed.wrong.empty()) return form_page(call, call.db, 0, typed);
    auto id = create_device(call.db, call.viewer, call.now, typed.facts);
    return call.redirect_with_notice(fmt::format("/devices/{}", id.value), call.text("inventory.form.created"));
}

static http::Response post_device(http::WriteCall& call) {
    auto device = fetch_device_to_manage(call.db, call.viewer, call.id_as<DeviceId>("device"));
    auto typed = read_form(call.request.form);
    judge_school(call, typed);
    for (auto& found : taken(call.db, typed.facts, device.id)) typed.wrong.push_back(std::move(found));
    if (!typed.wrong.empty()) return form_page(call, call.db, device.id.value, typed);
    change_device(call.db, call.viewer, call.now, device, typed.facts);
    return call.redirect_with_notice(fmt::format("/devices/{}", device.id.value), call.text("inventory.form.saved"));
}

void form_routes(http::Routes& routes) {
    routes.get("/devices/new", may_manage, new_device);
    routes.post("/devices", may_manage, post_new_device);
    routes.get("/devices/{device}/edit", may_manage, edit_device);
    routes.post("/devices/{device}", may_manage, post_device);
}

}  // namespace inventory
