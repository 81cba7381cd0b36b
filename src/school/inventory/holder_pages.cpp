// Handing a device out, taking it back, saying what state it is in: one step each.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"
#include "inventory/pages.h"

namespace inventory {

static http::Response back_to(const http::WriteCall& call, DeviceId id, std::string_view notice) {
    return call.redirect_with_notice(fmt::format("/devices/{}", id.value), notice);
}

/// Chosen from the list, or typed in full: e-mail address, username or card number. Absent when it names nobody whom the viewer may see.
static std::optional<roster::Person> named_person(http::WriteCall& call) {
    const auto& form = call.request.form;
    std::optional<roster::PersonId> id;
    if (auto chosen = id_of(form, "holder_id")) {
        id = roster::PersonId{*chosen};
    } else if (!form.text("holder").empty()) {
        id = roster::match_person(call.db, form.text("holder"));
    }
    return id ? roster::find_person(call.db, call.viewer, *id) : std::nullopt;
}

static http::Response hand_out(http::WriteCall& call) {
    auto device = fetch_device_to_manage(call.db, call.viewer, call.id_as<DeviceId>("device"));
    auto person = named_person(call);
    if (!person || !person->active) throw base::Invalid("holder", call.text("inventory.wrong.holder"));
    check_out(call.db, call.viewer, call.now, device, person->id, call.request.form.has("loan") ? Lending::loaner : Lending::assigned);
    return back_to(call, device.id, call.text("inventory.holder.handed_out", {{"name", person->name()}}));
}

static http::Response take_back(http::WriteCall& call) {
    auto device = fetch_device_to_manage(call.db, call.viewer, call.id_as<DeviceId>("device"));
    if (!device.holder) throw base::Conflict(call.text("inventory.wrong.nobody_has_it"));
    const auto& form = call.request.form;
    std::string status(form.text("status").empty() ? "in_stock" : form.text("status"));
    if (status == "in_repair") {
        set_status(call.db, call.viewer, call.now, device, "in_stock", form.text("why"));
        device = fetch_device_to_manage(call.db, call.viewer, device.id);
    } else if (status != "in_stock" && status != "spare") {
        throw base::Invalid("status", call.text("inventory.wrong.status"));
    }
    set_status(call.db, call.viewer, call.now, device, status, form.text("why"));
    return back_to(call, device.id, call.text("inventory.holder.taken_back"));
}

static http::Response post_status(http::WriteCall& call) {
    auto device = fetch_device_to_manage(call.db, call.viewer, call.id_as<DeviceId>("device"));
    auto status = call.request.form.text("status");
    if (!is_status(status) || (needs_holder(status) && !device.holder)) throw base::Invalid("status", call.text("inventory.wrong.status"));
    set_status(call.db, call.viewer, call.now, device, status, call.request.form.text("why"));
    return back_to(call, device.id, call.text("inventory.holder.status_saved"));
}

void holder_routes(http::Routes& routes) {
    routes.post("/devices/{device}/loan", may_manage, hand_out);
    routes.post("/devices/{device}/return", may_manage, take_back);
    routes.post("/devices/{device}/status", may_manage, post_status);
}

}  // namespace inventory
