// Devices as JSON, for programs that come with a token.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/parse.h"
#include "http/routes.h"
#include "inventory/pages.h"

namespace inventory {

namespace json = boost::json;
constexpr int most_at_once = 200;

static constexpr std::string_view device_schema = R"json({
  "type": "object", "required": ["id", "kind", "model", "status"],
  "properties": {
    "id": {"type": "integer"}, "asset_tag": {"type": "string"}, "serial": {"type": "string"}, "name": {"type": "string"},
    "kind": {"type": "string"}, "manufacturer": {"type": "string"}, "model": {"type": "string"}, "model_number": {"type": "string"},
    "status": {"type": "string"}, "school": {"type": ["integer", "null"]}, "room": {"type": "string"},
    "holder": {"type": ["integer", "null"]}, "holder_name": {"type": "string"},
    "purchased_on": {"type": ["string", "null"], "format": "date"}, "warranty_ends_on": {"type": ["string", "null"], "format": "date"},
    "support_ends_on": {"type": ["string", "null"], "format": "date"}, "os_version": {"type": "string"}, "org_unit": {"type": "string"},
    "last_seen_at": {"type": ["string", "null"], "format": "date-time"}
  }
})json";
static constexpr std::string_view list_schema = R"json({
  "type": "object", "required": ["devices"],
  "properties": {"devices": {"type": "array", "items": {"type": "object"}}, "next": {"type": ["string", "null"], "description": "address of the next page"}}
})json";

template <typename Id>
static json::value or_null(const std::optional<Id>& id) {
    return id ? json::value(id->value) : json::value();
}
static json::value or_null(const std::optional<base::Day>& day) { return day ? json::value(base::to_iso(*day)) : json::value(); }

static json::object card_json(const DeviceCard& card) {
    return {{"id", card.id.value},        {"asset_tag", card.asset_tag},      {"serial", card.serial}, {"kind", card.kind},
            {"model", card.model},        {"status", card.status},            {"room", card.room},     {"school", or_null(card.school)},
            {"holder", or_null(card.holder)}, {"holder_name", card.holder_name}};
}

static http::Response list_json(http::ReadCall& call) {
    auto question = question_of(call.request.query);
    auto limit = base::parse_integer(call.request.query.text("limit")).value_or(question.limit);
    question.limit = static_cast<int>(std::clamp<std::int64_t>(limit, 1, most_at_once));
    auto page = find_devices(call.db, call.viewer, question);
    note_holders(call, page.lines, "list");
    json::array devices;
    for (const auto& line : page.lines) devices.push_back(card_json(line.card));
    json::object answer{{"devices", std::move(devices)}, {"next", nullptr}};
    if (page.more) {
        const auto& last = page.lines.back();
        answer["next"] = fmt::format("/api/v1/devices?limit={}&after={}&after_key={}{}", question.limit, last.card.id.value,
                                     http::percent_encode(last.sort_key), filters_as_query(call.request.query));
    }
    return call.json(answer);
}

static http::Response device_json(http::ReadCall& call) {
    auto device = fetch_device(call.db, call.viewer, call.id_as<DeviceId>("device"));
    if (!device) throw base::NotFound("no such device");
    if (device->holder && device->holder_is_student) call.note_access("person", device->holder->value, "device");
    json::object answer{{"id", device->id.value},
                        {"asset_tag", device->asset_tag},
                        {"serial", device->serial},
                        {"name", device->name},
                        {"kind", device->kind},
                        {"manufacturer", device->manufacturer},
                        {"model", device->model},
                        {"model_number", device->model_number},
                        {"status", device->status},
                        {"school", or_null(device->school)},
                        {"room", device->room},
                        {"holder", or_null(device->holder)},
                        {"holder_name", device->holder_name},
                        {"purchased_on", or_null(device->purchased_on)},
                        {"warranty_ends_on", or_null(device->warranty_ends_on)},
                        {"support_ends_on", or_null(device->support_ends_on)},
                        {"os_version", device->os_version},
                        {"org_unit", device->org_unit},
                        {"last_seen_at", device->last_seen_at ? json::value(base::to_iso(*device->last_seen_at)) : json::value()}};
    return call.json(answer);
}

void api_routes(http::Routes& routes) {
    routes.get("/api/v1/devices", http::signed_in, list_json)
        .describe({.summary = "Devices that you may see, by asset tag",
                   .scope = "devices:read",
                   .response_schema = std::string(list_schema),
                   .query_parameters = {"q", "school", "kind", "status", "limit", "after", "after_key"}});
    routes.get("/api/v1/devices/{device}", http::signed_in, device_json)
        .describe({.summary = "One device", .scope = "devices:read", .response_schema = std::string(device_schema)});
}

}  // namespace inventory
