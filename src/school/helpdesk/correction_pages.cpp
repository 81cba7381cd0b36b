// What was understood wrongly is put right: category, team, how pressing, place, device.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/form.h"
#include "helpdesk/pages.h"
#include "helpdesk/unchanged.h"
#include "http/routes.h"

namespace helpdesk {

/// What stands in a field: what was typed, else what the request has.
static std::string shown(const http::Fields& typed, std::string_view field, std::string_view is) {
    return std::string(typed.has(field) ? typed.text(field) : is);
}

static void fill_levels(const http::Call& call, html::View& view, std::string_view field, std::string_view chosen) {
    for (auto level : {"1", "2", "3"}) fill_choice(view, field, level, call.text(fmt::format("helpdesk.{}.{}", field, level)), chosen == level);
}

static std::string tag_of(const http::Call& call, db::Read& db, const Request& request) {
    auto device = request.device ? inventory::find_device(db, call.viewer, *request.device) : std::nullopt;
    if (!device) return {};
    return device->asset_tag.empty() ? device->serial : device->asset_tag;
}

static http::Response form_page(const http::Call& call, db::Read& db, const Request& request, const http::Fields& typed, const Problems& problems) {
    html::View view;
    view.set("id", request.id.value).set("subject", request.title);
    fill_seen(view, request, typed);
    fill_problems(view, problems);
    for (auto field : {"category", "team", "impact", "urgency", "school", "device"}) fill_problem(view, problems, field);
    auto chosen = shown(typed, "category", std::to_string(request.category.value));
    for (const auto& about : categories(db)) {
        auto value = std::to_string(about.id.value);
        fill_choice(view, "category", value, about.name(html::code(call.language)), chosen == value);
    }
    chosen = shown(typed, "team", std::to_string(request.team.value));
    for (const auto& team : teams(db)) fill_choice(view, "team", std::to_string(team.id.value), team.name(html::code(call.language)), chosen == std::to_string(team.id.value));
    chosen = shown(typed, "school", std::to_string(request.school.value));
    for (const auto& school : roster::schools(db)) {
        if (!call.viewer.may(may_work, school.id.value)) continue;
        fill_choice(view, "school", std::to_string(school.id.value), school.name, chosen == std::to_string(school.id.value));
    }
    fill_levels(call, view, "impact", shown(typed, "impact", std::to_string(request.impact)));
    fill_levels(call, view, "urgency", shown(typed, "urgency", std::to_string(request.urgency)));
    view.set("room", shown(typed, "room", request.room)).set("device", shown(typed, "device", tag_of(call, db, request)));
    return call.page(status_of_form(problems), "helpdesk/correction", call.text("helpdesk.ticket.correct"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    return form_page(call, call.db, request, call.request.query, {});
}

/// One of the ids that the form offers; a problem in words when it is another.
template <typename Id>
static std::optional<Id> chosen_id(http::WriteCall& call, Problems& problems, const char* field, const std::vector<Id>& offered) {
    if (!call.request.form.has(field)) return std::nullopt;
    auto id = base::parse_integer(call.request.form.text(field));
    if (id && std::ranges::find(offered, Id{*id}) != offered.end()) return Id{*id};
    problems.push_back({field, call.text("helpdesk.correction.choose")});
    return std::nullopt;
}

static std::optional<int> level(http::WriteCall& call, Problems& problems, const char* field) {
    if (!call.request.form.has(field)) return std::nullopt;
    auto value = base::parse_integer(call.request.form.text(field));
    if (value && *value >= 1 && *value <= 3) return static_cast<int>(*value);
    problems.push_back({field, call.text("helpdesk.correction.choose")});
    return std::nullopt;
}

template <typename Rows>
static auto ids_of(const Rows& rows) {
    std::vector<decltype(rows.front().id)> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.id);
    return ids;
}

static std::optional<inventory::DeviceId> device(http::WriteCall& call, Problems& problems) {
    auto tag = call.request.form.text("device");
    if (tag.empty()) return std::nullopt;
    auto found = inventory::find_device_by_tag(call.db, call.viewer, tag);
    if (!found) problems.push_back({"device", call.text("helpdesk.form.unknown_device")});
    return found ? std::optional(found->id) : std::nullopt;
}

static http::Response save(http::WriteCall& call) {
    const auto& form = call.request.form;
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (auto changed = require_unchanged(call, request)) return *changed;
    Problems problems;
    Correction correction;
    correction.category = chosen_id(call, problems, "category", ids_of(categories(call.db)));
    correction.team = chosen_id(call, problems, "team", ids_of(teams(call.db)));
    correction.school = chosen_id(call, problems, "school", ids_of(roster::schools(call.db)));
    correction.impact = level(call, problems, "impact");
    correction.urgency = level(call, problems, "urgency");
    if (form.has("room")) correction.room = base::first_code_points(base::collapse_space(form.text("room")), 60);
    correction.device = device(call, problems);
    if (!problems.empty()) return form_page(call, call.db, request, form, problems);
    correct(call.db, call.viewer, call.now, request, correction);
    return call.redirect_with_notice(fmt::format("/requests/{}", request.id.value), call.text("helpdesk.correction.done"));
}

void correction_routes(http::Routes& routes) {
    routes.get("/requests/{request}/correction", may_work, show_form);
    routes.post("/requests/{request}/correction", may_work, save);
}

}  // namespace helpdesk
