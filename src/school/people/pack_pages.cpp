#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/licence.h"
#include "people/licence_view.h"
#include "people/pack.h"
#include "people/pages.h"
#include "people/supervision_view.h"

namespace people {

static http::Response show_packs(http::ReadCall& call) {
    html::View view;
    for (const auto& pack : jurisdiction_packs(call.db)) {
        auto row = view.add("row");
        row.set("id", pack.id).set("place", place_name(pack.jurisdiction)).set("source", pack.source).set("since", html::day_words(call.language, call.today(), pack.valid_from));
        for (const auto& line : pack_words(call, pack)) row.add("ask").set("text", line);
        if (pack.from_source && pack.checked) row.add("checked").set("day", html::day_words(call.language, call.today(), *pack.checked));
        else row.show("unchecked");
    }
    for (const auto& line : pack_words(call, strictest_pack())) view.add("strictest").set("text", line);
    return call.page("people/packs", call.text("people.supervision.packs"), std::move(view));
}

static http::Fields fields_of(const JurisdictionPack& pack) {
    http::Fields form;
    form.add("jurisdiction", pack.jurisdiction);
    for (const auto& kind : pack.evaluate_kinds) form.add("evaluate", kind);
    if (pack.evaluate_training) form.add("evaluate_training", "1");
    form.add("training_months", pack.training_months ? std::to_string(*pack.training_months) : "");
    for (const auto& kind : pack.supervise_kinds) form.add("supervise", kind);
    if (pack.supervise_training) form.add("supervise_training", "1");
    form.add("notes", pack.notes);
    form.add("valid_from", base::to_iso(pack.valid_from));
    form.add("valid_to", pack.valid_to ? base::to_iso(*pack.valid_to) : "");
    form.add("source", pack.source);
    form.add("link", pack.link);
    form.add("checked", pack.checked ? base::to_iso(*pack.checked) : "");
    if (pack.from_source) form.add("from_source", "1");
    form.add("seen", std::to_string(pack.version));
    return form;
}

static void fill_kinds(const http::Call& call, html::View& view, const http::Fields& form, std::string_view field) {
    const auto chosen = form.all(field);
    for (auto kind : licence_kinds()) {
        if (!may_stand_in_pack(kind)) continue;
        view.add(fmt::format("{}_option", field)).set("value", kind).set("label", call.text(fmt::format("people.licence.kind.{}", kind)))
            .show_if(std::ranges::find(chosen, kind) != chosen.end(), "selected");
    }
}

static http::Response form_page(http::Call& call, http::Status status, const std::string& action, const http::Fields& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("action", action);
    for (const char* field : {"training_months", "notes", "valid_from", "valid_to", "source", "link", "checked", "seen"}) view.set(field, form.text(field));
    for (const auto& state : states()) view.add("state_option").set("value", state.code).set("label", state.name).show_if(form.text("jurisdiction") == state.code, "selected");
    fill_kinds(call, view, form, "evaluate");
    fill_kinds(call, view, form, "supervise");
    for (const char* box : {"evaluate_training", "supervise_training", "from_source"}) view.show_if(form.has(box), box);
    return call.page(status, "people/pack_form", call.text("people.supervision.pack"), std::move(view));
}

static http::Response new_pack(http::ReadCall& call) {
    auto pack = strictest_pack();
    pack.valid_from = call.today();
    return form_page(call, http::ok, "/settings/supervision/packs", fields_of(pack), {});
}

static http::Response edit_pack(http::ReadCall& call) {
    return form_page(call, http::ok, fmt::format("/settings/supervision/packs/{}", call.id("pack")), fields_of(fetch_pack(call.db, call.id("pack"))), {});
}

static JurisdictionPack read_form(const http::Fields& form, std::int64_t id) {
    JurisdictionPack pack;
    pack.id = id;
    pack.jurisdiction = form.text("jurisdiction");
    for (auto kind : form.all("evaluate")) pack.evaluate_kinds.emplace_back(kind);
    pack.evaluate_training = form.has("evaluate_training");
    if (!form.text("training_months").empty()) {
        const auto months = base::parse_integer(form.text("training_months"));
        if (!months || *months < 1 || *months > 600) throw base::Invalid("training_months", "people.renewal.problem.months");
        pack.training_months = static_cast<int>(*months);
    }
    for (auto kind : form.all("supervise")) pack.supervise_kinds.emplace_back(kind);
    pack.supervise_training = form.has("supervise_training");
    pack.notes = form.text("notes");
    pack.valid_from = plausible_day("valid_from", form.text("valid_from"));
    if (!form.text("valid_to").empty()) pack.valid_to = plausible_day("valid_to", form.text("valid_to"));
    pack.source = form.text("source");
    pack.link = form.text("link");
    if (!form.text("checked").empty()) pack.checked = plausible_day("checked", form.text("checked"));
    pack.from_source = form.has("from_source");
    pack.version = base::parse_integer(form.text("seen")).value_or(0);
    return pack;
}

static http::Response save(http::WriteCall& call, std::int64_t id, const std::string& action) {
    try {
        save_pack(call.db, call.viewer, call.now, read_form(call.request.form, id));
    } catch (const base::Invalid& problem) {
        return form_page(call, http::unprocessable, action, call.request.form, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return form_page(call, http::conflict, action, with_seen(call.request.form, fetch_pack(call.db, id).version), {{"main", clash.what()}});
    }
    return call.redirect_with_notice("/settings/supervision/packs", call.text("people.saved"));
}

static http::Response create_pack(http::WriteCall& call) { return save(call, 0, "/settings/supervision/packs"); }
static http::Response change_pack(http::WriteCall& call) { return save(call, call.id("pack"), fmt::format("/settings/supervision/packs/{}", call.id("pack"))); }

void pack_routes(http::Routes& routes) {
    const auto door = http::everywhere(may_manage_licences);
    routes.get("/settings/supervision/packs", door, show_packs);
    routes.get("/settings/supervision/packs/new", door, new_pack);
    routes.post("/settings/supervision/packs", door, create_pack);
    routes.get("/settings/supervision/packs/{pack}", door, edit_pack);
    routes.post("/settings/supervision/packs/{pack}", door, change_pack);
}

}  // namespace people
