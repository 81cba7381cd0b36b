// What was done to a device, written down beside the request; and what was done before, on the device's own page.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/form.h"
#include "helpdesk/found.h"
#include "helpdesk/intake.h"
#include "helpdesk/pages.h"
#include "helpdesk/repair.h"
#include "helpdesk/returned.h"
#include "helpdesk/request_view.h"
#include "helpdesk/suggestion.h"
#include "html/format.h"
#include "http/routes.h"
#include "mail/mail.h"
#include "people/people.h"

namespace helpdesk {

constexpr int most_on_panel = 20;

template <std::size_t N>
static void fill_words(const http::Call& call, html::View& view, std::string_view section, const std::string_view (&words)[N], std::string_view chosen) {
    for (auto word : words) fill_choice(view, section, word, call.text(fmt::format("helpdesk.{}.{}", section, word)), word == chosen);
}

static std::string part_field(std::size_t number, std::string_view what) { return fmt::format("part_{}_{}", number, what); }

static void fill_parts(html::View& view, const http::Fields& typed, const Problems& problems) {
    for (std::size_t number = 1; number <= most_repair_parts; ++number) {
        auto row = view.add("part");
        row.set("number", number);
        for (auto what : {"name", "quantity", "cost"}) {
            auto field = part_field(number, what);
            row.set(what, typed.text(field));
            for (const auto& problem : problems) {
                if (problem.field == field) row.add("error").set("message", problem.message);
            }
        }
    }
}

/// A device that the request is about but that this viewer may not see is as none: they cannot write on its history.
static std::optional<inventory::DeviceCard> device_of(const http::Call& call, db::Read& db, const Request& request) {
    return request.device ? inventory::find_device(db, call.viewer, *request.device) : std::nullopt;
}

static http::Response form_page(const http::Call& call, const Request& request, const inventory::DeviceCard& device, const http::Fields& typed,
                                const Problems& problems) {
    html::View view;
    fill_problems(view, problems);
    for (auto field : {"symptom", "diagnosis", "action", "component", "cause", "outcome", "minutes", "cost"}) fill_problem(view, problems, field);
    view.set("id", request.id.value)
        .set("subject", request.title)
        .set("tag", device.asset_tag.empty() ? device.serial : device.asset_tag)
        .set("model", device.model)
        .set("symptom", typed.has("symptom") ? typed.text("symptom") : request.title);
    for (auto field : {"diagnosis", "action", "minutes", "cost"}) view.set(field, typed.text(field));
    fill_words(call, view, "component", repair_components, typed.has("component") ? typed.text("component") : "other");
    fill_words(call, view, "cause", repair_causes, typed.has("cause") ? typed.text("cause") : "unknown");
    fill_words(call, view, "outcome", repair_outcomes, typed.has("outcome") ? typed.text("outcome") : "fixed");
    fill_parts(view, typed, problems);
    return call.page(status_of_form(problems), "helpdesk/repair", call.text("helpdesk.ticket.repair"), std::move(view));
}

static http::Response without_device(const http::Call& call, const Request& request) {
    return call.redirect_with_notice(fmt::format("/requests/{}/correction", request.id.value), call.text("helpdesk.repair.no_device"));
}

static http::Response show_form(http::ReadCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    auto device = device_of(call, call.db, request);
    return device ? form_page(call, request, *device, call.request.query, {}) : without_device(call, request);
}

/// -1 for what is no number, which find_problems then names.
static std::int64_t number_or_wrong(std::optional<std::int64_t> number) { return number.value_or(-1); }

static std::vector<RepairPart> read_parts(const http::Fields& form) {
    std::vector<RepairPart> parts;
    for (std::size_t number = 1; number <= most_repair_parts; ++number) {
        auto name = form.text(part_field(number, "name"));
        auto quantity = form.text(part_field(number, "quantity"));
        auto cost = form.text(part_field(number, "cost"));
        if (name.empty() && quantity.empty() && cost.empty()) continue;
        RepairPart part{std::string(base::first_code_points(name, 200)), 1, 0};
        if (!quantity.empty()) part.quantity = number_or_wrong(base::parse_integer(quantity));
        if (!cost.empty()) part.cost_cents = number_or_wrong(base::parse_cents(cost));
        parts.push_back(std::move(part));
    }
    return parts;
}

static Repair read_repair(const http::Fields& form, inventory::DeviceId device) {
    Repair repair;
    repair.device = device;
    repair.symptom = form.text("symptom");
    repair.diagnosis = form.text("diagnosis");
    repair.action = form.text("action");
    repair.component = form.text("component");
    repair.cause = form.text("cause");
    repair.outcome = form.text("outcome");
    repair.minutes = number_or_wrong(base::parse_integer(form.text("minutes")));
    repair.parts = read_parts(form);
    repair.cost_cents = form.text("cost").empty() ? cost_of_parts(repair.parts) : number_or_wrong(base::parse_cents(form.text("cost")));
    return repair;
}

static http::Response save(http::WriteCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    auto device = device_of(call, call.db, request);
    if (!device) return without_device(call, request);
    auto repair = read_repair(call.request.form, device->id);
    Problems problems;
    for (const auto& [field, key] : find_problems(repair)) problems.push_back({field, call.text(key)});
    if (!problems.empty()) return form_page(call, request, *device, call.request.form, problems);
    record_repair(call.db, call.viewer, call.now, request, repair);
    return call.redirect_with_notice(fmt::format("/requests/{}", request.id.value), call.text("helpdesk.repair.done"));
}

static void fill_repair(const http::Call& call, html::View item, const PastRepair& past) {
    const auto& repair = past.repair;
    item.set("iso", base::to_iso(past.at))
        .set("when", html::moment_words(call.language, call.zone, call.now, past.at))
        .set("by", past.technician)
        .set("symptom", repair.symptom)
        .set("action", repair.action)
        .set("outcome", call.text(fmt::format("helpdesk.outcome.{}", repair.outcome)))
        .set("component", call.text(fmt::format("helpdesk.component.{}", repair.component)))
        .set("minutes", html::minutes_words(call.language, base::Minutes(repair.minutes)));
    if (!repair.diagnosis.empty()) item.add("diagnosed").set("diagnosis", repair.diagnosis);
    if (repair.cost_cents > 0) item.add("cost").set("cost", html::money_words(call.language, repair.cost_cents, "USD"));
    for (const auto& part : repair.parts) item.add("part").set("quantity", part.quantity).set("name", part.name);
    if (past.request) item.add("request").set("id", past.request->value);
}

static std::optional<std::string> device_panel(http::ReadCall& call, inventory::DeviceId device) {
    auto repairs = repairs_of(call.db, call.viewer, device, most_on_panel);
    auto requests = requests_of(call.db, call.viewer, device, most_on_panel);
    if (repairs.empty() && requests.empty()) return std::nullopt;
    html::View view;
    if (!repairs.empty()) {
        auto list = view.add("repairs");
        for (const auto& past : repairs) fill_repair(call, list.add("repair"), past);
    }
    if (!requests.empty()) {
        auto list = view.add("requests");
        for (const auto& one : requests) {
            list.add("request")
                .set("id", one.id.value)
                .set("title", one.title)
                .set("pill", pill_of(one.state))
                .set("icon", icon_of(one.state))
                .set("state", call.text(fmt::format("helpdesk.state.{}", word(one.state))))
                .set("when", html::moment_words(call.language, call.zone, call.now, one.created_at));
        }
    }
    return call.fragment("helpdesk/device_panel", std::move(view)).body;
}

void fill_slots() {
    inventory::device_panels().emplace_back(device_panel);
    inventory::device_panels().emplace_back(suspicion_panel);
    people::day_sources().push_back(asked_today);
    search::sources().push_back(search_source());
    fill_knowledge_slots();
    roster::person_panels().push_back({"helpdesk/person_letters", fill_returned_panel});
    mail::set_taker(take_mail, may_work);
    mail::set_cleaner(without_seals);
    mail::thread_pages().push_back({"request", "/requests/"});
    mail::thread_pages().push_back({"problem", "/queue/problems/"});
    mail::set_rules_page({"/settings/mail-rules", "helpdesk.set.mail-rules.title", may_manage});
}

void repair_routes(http::Routes& routes) {
    routes.get("/requests/{request}/repair", may_work, show_form);
    routes.post("/requests/{request}/repair", may_work, save);
}

}  // namespace helpdesk
