// One device: what it is, where it is, who has it, what other rooms know of it, what happened to it.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "html/format.h"
#include "http/routes.h"
#include "inventory/pages.h"

namespace inventory {

namespace json = boost::json;
constexpr std::size_t most_events = 100;

static std::string day_or_nothing(const http::Call& call, std::optional<base::Day> day) {
    return day ? html::day_words(call.language, call.today(), *day) : "";
}

static void fact(const http::Call& call, html::View& view, std::string_view name, std::string_view value) {
    if (!value.empty()) view.add("fact").set("name", call.text(fmt::format("inventory.field.{}", name))).set("value", value);
}

static void show_place(const http::Call& call, html::View& view, const Device& device) {
    if (device.holder) view.add("holder").set("id", device.holder->value).set("name", device.holder_name);
    view.show_if(!device.holder && device.unknown_holder.empty(), "no_holder");
    if (auto place = place_words(device.room, device.school_name); !place.empty()) view.add("place").set("value", place);
    view.show_if(device.school_name.empty() && device.room.empty() && device.unknown_location.empty(), "no_place");
    if (!device.unknown_holder.empty()) view.add("unknown_holder").set("value", device.unknown_holder);
    if (!device.unknown_location.empty()) view.add("unknown_location").set("value", device.unknown_location);
    if (device.last_seen_at) fact(call, view, "last_seen", html::moment_words(call.language, call.zone, call.now, *device.last_seen_at));
}

static void show_technical_facts(const http::Call& call, html::View& view, const Device& device) {
    fact(call, view, "serial", device.serial);
    fact(call, view, "name", device.name);
    fact(call, view, "model_number", device.model_number);
    auto support = day_or_nothing(call, device.support_ends_on);
    if (!support.empty() && *device.support_ends_on < call.today()) support = call.text("inventory.device.support_over", {{"day", support}});
    fact(call, view, "support_ends_on", support);
    fact(call, view, "os_version", device.os_version);
}

/// Money, contracts and notes are the department's, not the holder's.
static void show_own_facts(const http::Call& call, html::View& view, const Device& device) {
    fact(call, view, "raw_status", device.raw_status);
    fact(call, view, "purchased_on", day_or_nothing(call, device.purchased_on));
    if (device.cost_cents) fact(call, view, "cost", html::money_words(call.language, *device.cost_cents, device.currency));
    fact(call, view, "supplier", device.supplier);
    fact(call, view, "order_number", device.order_number);
    fact(call, view, "funding_source", device.funding_source);
    fact(call, view, "warranty_ends_on", day_or_nothing(call, device.warranty_ends_on));
    fact(call, view, "org_unit", device.org_unit);
    fact(call, view, "mac_address", device.mac_address);
    if (!device.notes.empty()) view.add("notes").set("value", device.notes);
}

static std::string person_words(http::ReadCall& call, const json::object& detail, std::string_view key) {
    const auto* id = detail.if_contains(key);
    if (!id || !id->is_int64()) return "";
    auto person = roster::find_person(call.db, call.viewer, {id->as_int64()});
    return person ? person->name() : call.text("inventory.device.somebody");
}

static std::string fields_words(const http::Call& call, const json::object& detail) {
    std::string words;
    const auto* fields = detail.if_contains("fields");
    if (!fields || !fields->is_object()) return words;
    for (const auto& [field, change] : fields->as_object()) {
        words += (words.empty() ? "" : ", ") + call.text(fmt::format("inventory.field.{}", std::string_view(field)));
    }
    return words;
}

static std::string status_after(const http::Call& call, const json::object& detail) {
    const auto* status = detail.if_contains("status");
    if (!status || !status->is_array() || status->as_array().size() != 2) return "";
    const auto& word = status->as_array()[1];
    return word.is_string() && is_status(word.as_string()) ? status_words(call, word.as_string()) : "";
}

static std::string event_words(http::ReadCall& call, const auth::Event& event) {
    json::error_code broken;
    auto value = json::parse(event.detail, broken);
    json::object nothing;
    const auto& detail = !broken && value.is_object() ? value.as_object() : nothing;
    const std::pair<std::string_view, std::string> arguments[] = {
        {"holder", person_words(call, detail, "holder")},
        {"before", person_words(call, detail, "holder_before")},
        {"fields", fields_words(call, detail)},
        {"status", status_after(call, detail)}};
    auto words = call.services.messages->find(call.language, fmt::format("inventory.event.device.{}", event.action), arguments);
    return words.value_or(event.action);
}

static void show_history(http::ReadCall& call, html::View& view, const Device& device) {
    auto events = auth::history(call.db, "device", device.id.value);
    if (events.empty()) return;
    auto part = view.add("history");
    std::size_t shown = 0;
    for (auto event = events.rbegin(); event != events.rend() && shown < most_events; ++event, ++shown) {
        auto item = part.add("event");
        item.set("iso", base::to_iso(event->at))
            .set("at", html::moment_words(call.language, call.zone, call.now, event->at))
            .set("by", event->actor)
            .set("words", event_words(call, *event));
        if (!event->why.empty()) item.add("said").set("why", event->why);
    }
}

static void show_actions(const http::ReadCall& call, html::View& view, const Device& device) {
    auto part = view.add("manage");
    part.set("id", device.id.value).show_if(device.holder.has_value(), "held");
    for (auto status : statuses()) {
        if (needs_holder(status) && !device.holder) continue;
        add_option(part, "status_option", status, status_words(call, status), status == device.status);
    }
    for (auto status : {"in_stock", "spare", "in_repair"}) add_option(part, "return_option", status, status_words(call, status), false);
}

static http::Response show_device(http::ReadCall& call) {
    auto found = fetch_device(call.db, call.viewer, call.id_as<DeviceId>("device"));
    if (!found) throw base::NotFound("no such device");
    const Device& device = *found;
    if (device.holder && device.holder_is_student) call.note_access("person", device.holder->value, "device");
    bool staff = device.school ? call.viewer.may(may_view, device.school->value) : call.viewer.may_everywhere(may_view);
    html::View view;
    view.set("id", device.id.value)
        .set("kind", kind_words(call, device.kind))
        .set("icon", icon_of_kind(device.kind))
        .set("model", device.full_model())
        .set("tag", device.label())
        .set("label_token", device.label_token);
    show_status(call, view, device.status);
    show_place(call, view, device);
    show_technical_facts(call, view, device);
    if (staff) show_own_facts(call, view, device);
    for (const auto& panel : device_panels()) {
        if (auto html = panel(call, device.id)) view.add("panel").set("html", *html);
    }
    if (staff) show_history(call, view, device);
    view.show_if(staff, "may_list").show_if(staff, "may_label");
    if (may_manage_at(call.viewer, device.school)) {
        view.add("may_edit").set("id", device.id.value);
        show_actions(call, view, device);
    }
    return call.page("inventory/device", device.label(), std::move(view));
}

bool fill_person_devices(http::ReadCall& call, roster::PersonId person, html::View& view) {
    auto devices = devices_of_person(call.db, call.viewer, person);
    for (const auto& card : devices) {
        auto item = view.add("device");
        item.set("id", card.id.value).set("icon", icon_of_kind(card.kind)).set("model", card.model).set("tag", card.asset_tag.empty() ? card.serial : card.asset_tag);
        show_status(call, item, card.status);
    }
    return !devices.empty();
}

void page_routes(http::Routes& routes) { routes.get("/devices/{device}", http::signed_in, show_device); }

}  // namespace inventory
