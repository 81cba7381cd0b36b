// The list of devices: search, filter, page, take along as a table; and what a field in which a device is named offers while typing.
#include <algorithm>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "http/parse.h"
#include "http/routes.h"
#include "inventory/pages.h"

namespace inventory {

constexpr int devices_on_a_page = 50;
constexpr int most_exported = 200'000;
constexpr int most_suggested = 10;

std::optional<std::int64_t> id_of(const http::Fields& fields, std::string_view name) {
    auto id = base::parse_integer(fields.text(name));
    return id && *id > 0 ? id : std::nullopt;
}

DeviceQuestion question_of(const http::Fields& query) {
    DeviceQuestion question;
    question.text = query.text("q");
    if (auto school = id_of(query, "school")) question.school = roster::OrgId{*school};
    if (is_kind(query.text("kind"))) question.kind = query.text("kind");
    if (is_status(query.text("status"))) question.status = query.text("status");
    question.limit = devices_on_a_page;
    if (auto after = id_of(query, "after")) {
        question.after_id = *after;
        question.after_key = query.find("after_key").value_or("");
    }
    return question;
}

void note_holders(http::ReadCall& call, const std::vector<DeviceLine>& lines, std::string_view purpose) {
    bool named = std::ranges::any_of(lines, [](const auto& line) { return !line.card.holder_name.empty(); });
    if (named && call.viewer.may(may_view)) call.note_access("devices", 0, purpose);
}

std::string filters_as_query(const http::Fields& query) {
    std::string text;
    for (auto name : {"q", "school", "kind", "status"}) {
        if (auto value = query.text(name); !value.empty()) text += fmt::format("&{}={}", name, http::percent_encode(value));
    }
    return text;
}

std::string kind_words(const http::Call& call, std::string_view kind) { return call.text(fmt::format("inventory.kind.{}", kind)); }
std::string status_words(const http::Call& call, std::string_view status) { return call.text(fmt::format("inventory.status.{}", status)); }

std::string place_words(std::string_view room, std::string_view school) {
    return fmt::format("{}{}{}", room, room.empty() || school.empty() ? "" : ", ", school);
}

void show_status(const http::Call& call, html::View& view, std::string_view status) {
    view.set("status", status_words(call, status)).set("tone", tone_of_status(status)).set("status_icon", icon_of_status(status));
}

void add_option(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen) {
    view.add(section).set("value", value).set("label", label).show_if(chosen, "chosen");
}

static void show_filters(http::ReadCall& call, html::View& view, const DeviceQuestion& question) {
    view.set("q", question.text);
    auto reach = call.viewer.reach(may_view);
    for (const auto& school : roster::schools(call.db)) {
        if (reach.covers(school.id.value)) add_option(view, "school", std::to_string(school.id.value), school.name, question.school == school.id);
    }
    for (auto kind : kinds()) add_option(view, "kind", kind, kind_words(call, kind), question.kind == kind);
    for (auto status : statuses()) add_option(view, "status_option", status, status_words(call, status), question.status == status);
}

static void show_line(const http::Call& call, html::View row, const DeviceLine& line) {
    const auto& card = line.card;
    row.set("id", card.id.value)
        .set("icon", icon_of_kind(card.kind))
        .set("kind", kind_words(call, card.kind))
        .set("model", card.model)
        .set("tag", card.asset_tag.empty() ? card.serial : card.asset_tag)
        .set("place", place_words(card.room, line.school_name))
        .set("holder", card.holder_name);
    show_status(call, row, card.status);
}

static void show_pager(const http::ReadCall& call, html::View& view, const DeviceQuestion& question, const DevicePage& page) {
    auto pager = view.include("pager", "html/pager");
    auto filters = filters_as_query(call.request.query);
    pager.set("summary", call.text("inventory.list.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (question.after_id) pager.add("previous").set("href", filters.empty() ? "/devices" : "/devices?" + filters.substr(1));
    if (!page.more) return;
    const auto& last = page.lines.back();
    pager.add("next").set("href", fmt::format("/devices?after={}&after_key={}{}", last.card.id.value, http::percent_encode(last.sort_key), filters));
}

/// What the district has, or what the reader has of it.
static http::Response list_devices(http::ReadCall& call) {
    auto question = question_of(call.request.query);
    auto page = find_devices(call.db, call.viewer, question);
    note_holders(call, page.lines, "list");
    html::View view;
    show_filters(call, view, question);
    for (const auto& line : page.lines) show_line(call, view.add("device"), line);
    auto filters = filters_as_query(call.request.query);
    bool sees_all = call.viewer.may(may_view);
    view.show(!page.lines.empty() ? "list" : !filters.empty() ? "nothing" : sees_all ? "empty" : "none_of_yours");
    view.show_if(sees_all, "filters");
    if (sees_all) {
        view.add("labels").set("href", filters.empty() ? "/devices/labels" : "/devices/labels?" + filters.substr(1));
    }
    if (sees_all && call.viewer.may_everywhere(may_export)) {
        view.add("export").set("href", filters.empty() ? "/devices/export" : "/devices/export?" + filters.substr(1));
    }
    view.show_if(call.viewer.may(may_manage), "may_add").show_if(call.viewer.may_everywhere(may_manage), "may_import");
    show_pager(call, view, question, page);
    return call.page("inventory/devices", call.text("inventory.list.title"), std::move(view));
}

/// The filtered list as a table for spreadsheet programs.
static http::Response export_devices(http::ReadCall& call) {
    auto question = question_of(call.request.query);
    question.after_id = 0;
    question.limit = most_exported;
    std::ostringstream out;
    base::csv::Writer csv(out, base::csv::Writer::Mark::byte_order);
    csv.row({"Asset Tag", "Serial", "Category", "Model", "Status", "Location", "Room", "Checked Out To"});
    auto lines = find_devices(call.db, call.viewer, question).lines;
    note_holders(call, lines, "export");
    for (const auto& line : lines) {
        const auto& card = line.card;
        csv.row({card.asset_tag, card.serial, card.kind, card.model, card.status, line.school_name, card.room, card.holder_name});
    }
    return call.download("devices.csv", "text/csv; charset=utf-8", out.str());
}

/// The label is what find_device_by_tag() understands, since it is what stands in the field afterwards.
static http::Response suggest(http::ReadCall& call) {
    boost::json::array list;
    auto typed = base::trim(call.request.query.text("q"));
    if (typed.empty()) return call.json(list);
    for (const auto& card : suggest_devices(call.db, call.viewer, typed, most_suggested)) {
        auto detail = card.model;
        if (!card.room.empty()) detail += ", " + card.room;
        list.push_back(boost::json::object{{"value", std::to_string(card.id.value)},
                                           {"label", card.asset_tag.empty() ? card.serial : card.asset_tag},
                                           {"detail", detail}});
    }
    return call.json(list);
}

void list_routes(http::Routes& routes) {
    routes.get("/devices", http::signed_in, list_devices);
    routes.get("/devices/export", http::everywhere(may_export), export_devices);
    routes.get("/devices/suggestions", http::signed_in, suggest);
}

}  // namespace inventory
