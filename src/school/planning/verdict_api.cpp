// The verdict on a device as JSON, for programs that come with a token.
#include <boost/json.hpp>

#include "base/error.h"
#include "http/routes.h"
#include "inventory/inventory.h"
#include "planning/pages.h"
#include "planning/verdict_quote.h"
#include "planning/verdict_words.h"

namespace planning {

namespace json = boost::json;

static constexpr std::string_view verdict_schema = R"json({
  "type": "object", "required": ["device", "verdict"],
  "properties": {
    "device": {"type": "integer"}, "verdict": {"type": ["string", "null"], "enum": ["keep", "repair", "replace", "warranty", "unknown", null]},
    "reason": {"type": "string"}, "words": {"type": "string"}, "sure": {"type": "boolean"}, "age_months": {"type": "integer"}, "months_left": {"type": "integer"},
    "ends_on": {"type": ["string", "null"], "format": "date"},
    "keep_cents_a_month": {"type": ["number", "null"]}, "new_cents_a_month": {"type": ["number", "null"]},
    "repairs_next_year_cents": {"type": ["number", "null"]}, "repair_limit_cents": {"type": ["integer", "null"]}
  }
})json";

static json::object json_of(const http::Call& call, const PlannedDevice& device, const Judged& judged) {
    const auto& verdict = judged.verdict;
    const auto figure = [&](double cents) { return verdict.has_figures ? json::value(cents) : json::value(); };
    return {{"device", device.id},
            {"verdict", word(verdict.word)},
            {"reason", word(verdict.reason)},
            {"words", headline(call, judged) + ". " + reason_words(call, judged)},
            {"sure", verdict.sure},
            {"age_months", verdict.age},
            {"months_left", verdict.months_left},
            {"ends_on", verdict.ends_on ? json::value(base::to_iso(*verdict.ends_on)) : json::value()},
            {"keep_cents_a_month", figure(verdict.keep)},
            {"new_cents_a_month", figure(verdict.fresh)},
            {"repairs_next_year_cents", figure(verdict.next_year)},
            {"repair_limit_cents", verdict.has_figures ? json::value(verdict.limit_cents) : json::value()}};
}

static http::Response verdict_json(http::ReadCall& call) {
    const auto device = find_planned(call.db, call.viewer, call.id_as<inventory::DeviceId>("device"));
    if (!device) throw base::NotFound("no such device");
    const auto typed = read_quote(call.request.query);
    std::vector<http::FieldProblem> problems;
    for (const auto& [field, key] : typed.problems) problems.push_back({field, call.text(key)});
    if (!problems.empty()) return call.invalid(problems);
    if (!device->in_service()) return call.json(json::object{{"device", device->id}, {"verdict", nullptr}});
    const auto prices = load_prices(call.db);
    const Hazards hazards(load_fleet(call.db), prices.assumptions().hour_cents);
    return call.json(json_of(call, *device, judge_device(*device, hazards, prices, call.today(), typed.value)));
}

void verdict_api_routes(http::Routes& routes) {
    routes.get("/api/v1/devices/{device}/verdict", inventory::may_view, verdict_json)
        .describe({.summary = "Whether to repair or replace a device, with a quote when you have one",
                   .scope = "devices:read",
                   .response_schema = std::string(verdict_schema),
                   .query_parameters = {"quote", "recovered", "cause"}});
}

}  // namespace planning
