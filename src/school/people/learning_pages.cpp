#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "people/learning.h"
#include "people/licence_view.h"
#include "people/pages.h"
#include "people/renewal_rules.h"

namespace people {

/// Where the form stands: under a licence, of its holder; with an activity when one is changed.
struct Place {
    Licence licence;
    std::optional<Activity> activity;
    std::string action;
};

static bool has(const http::Fields& form, std::string_view name, std::string_view value) {
    const auto all = form.all(name);
    return std::ranges::find(all, value) != all.end();
}

static html::View form_view(http::Call& call, db::Read& db, const Place& place, const http::Fields& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("action", place.action).set("licence", place.licence.id).set("name", licence_title(call, place.licence));
    for (const char* field : {"title", "on", "amount", "provider", "provider_number", "approved", "seen"}) view.set(field == std::string_view("title") ? "activity_title" : field, form.text(field));
    for (auto unit : activity_units()) {
        view.add("unit_option").set("value", unit).set("label", call.text(fmt::format("people.renewal.unit.{}", unit))).show_if(form.text("unit") == unit, "selected");
    }
    for (auto type : activity_types()) {
        view.add("type_option").set("value", type).set("label", call.text(fmt::format("people.renewal.type.{}", type))).show_if(form.text("type") == type, "selected");
    }
    for (const auto& category : learning_categories(db)) {
        view.add("category").set("key", category.key).set("name", category.name.in(html::code(call.language))).show_if(has(form, "category", category.key), "selected");
    }
    for (const auto& one : licences_of(db, call.viewer, place.licence.account)) {
        const auto id = std::to_string(one.id);
        view.add("licence_option").set("id", one.id).set("name", licence_title(call, one)).show_if(has(form, "licence", id), "selected").show_if(has(form, "carried", id), "carried");
    }
    return view;
}

static http::Response form_page(http::Call& call, db::Read& db, http::Status status, const Place& place, const http::Fields& form, const Problems& problems) {
    return call.page(status, "people/activity_form", call.text(place.activity ? "people.renewal.change_activity" : "people.renewal.add_activity"), form_view(call, db, place, form, problems));
}

static Place new_place(http::Call& call, db::Read& db) {
    auto licence = fetch_licence(db, call.viewer, call.id("licence"));
    auto action = fmt::format("/licences/{}/activities", licence.id);
    return {std::move(licence), std::nullopt, std::move(action)};
}

static http::Response new_activity(http::ReadCall& call) {
    const auto place = new_place(call, call.db);
    http::Fields form;
    form.add("unit", "hour");
    form.add("type", "attending");
    form.add("licence", std::to_string(place.licence.id));
    return form_page(call, call.db, http::ok, place, form, {});
}

static Activity read_form(const http::Fields& form, const StoredEvidence& evidence) {
    if (!evidence.problem.empty()) throw base::Invalid("evidence", evidence.problem);
    Activity what;
    what.title = form.text("title");
    what.on = plausible_day("on", form.text("on"));
    auto amount = parse_hundredths(form.text("amount"));
    if (!amount) throw base::Invalid("amount", "people.renewal.problem.amount");
    what.amount = *amount;
    what.unit = form.text("unit");
    what.type = form.text("type");
    for (auto key : form.all("category")) what.categories.emplace_back(key);
    what.provider = form.text("provider");
    what.provider_number = form.text("provider_number");
    if (!form.text("approved").empty()) what.approved = plausible_day("approved", form.text("approved"));
    what.evidence = evidence.file;
    what.version = base::parse_integer(form.text("seen")).value_or(0);
    return what;
}

static std::vector<CountsFor> counts_for(const http::Fields& form) {
    std::vector<CountsFor> list;
    for (auto text : form.all("licence")) {
        if (auto id = base::parse_integer(text)) list.push_back({*id, has(form, "carried", text)});
    }
    return list;
}

static http::Response create_activity(http::WriteCall& call, StoredEvidence& evidence) {
    const auto place = new_place(call, call.db);
    try {
        auto what = read_form(call.request.form, evidence);
        what.account = place.licence.account;
        add_activity(call.db, call.viewer, call.now, what, counts_for(call.request.form));
    } catch (const base::Invalid& problem) {
        return form_page(call, call.db, http::unprocessable, place, call.request.form, {{problem.field(), problem.what()}});
    }
    return call.redirect_with_notice(fmt::format("/licences/{}", place.licence.id), call.text("people.renewal.activity_added"));
}

static Place change_place(http::Call& call, db::Read& db) {
    auto activity = fetch_activity(db, call.viewer, call.id("activity"));
    const auto counted = licences_of_activity(db, activity);
    if (counted.empty()) throw base::NotFound("the activity counts for no licence");
    auto action = fmt::format("/activities/{}", activity.id);
    return {fetch_licence(db, call.viewer, counted.front().licence), std::move(activity), std::move(action)};
}

static http::Fields fields_of(db::Read& db, const Activity& what) {
    http::Fields form;
    form.add("title", what.title);
    form.add("on", base::to_iso(what.on));
    form.add("amount", hundredths_text(what.amount));
    form.add("unit", what.unit);
    form.add("type", what.type);
    for (const auto& key : what.categories) form.add("category", key);
    form.add("provider", what.provider);
    form.add("provider_number", what.provider_number);
    form.add("approved", what.approved ? base::to_iso(*what.approved) : "");
    form.add("seen", std::to_string(what.version));
    for (const auto& one : licences_of_activity(db, what)) {
        form.add("licence", std::to_string(one.licence));
        if (one.carried) form.add("carried", std::to_string(one.licence));
    }
    return form;
}

static http::Response edit_activity(http::ReadCall& call) {
    const auto place = change_place(call, call.db);
    return form_page(call, call.db, http::ok, place, fields_of(call.db, *place.activity), {});
}

static http::Response save_activity(http::WriteCall& call, StoredEvidence& evidence) {
    const auto place = change_place(call, call.db);
    try {
        auto what = read_form(call.request.form, evidence);
        what.id = place.activity->id;
        what.account = place.activity->account;
        change_activity(call.db, call.viewer, call.now, what, counts_for(call.request.form));
    } catch (const base::Invalid& problem) {
        return form_page(call, call.db, http::unprocessable, place, call.request.form, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return form_page(call, call.db, http::conflict, place, with_seen(call.request.form, place.activity->version), {{"main", clash.what()}});
    }
    return call.redirect_with_notice(fmt::format("/licences/{}", place.licence.id), call.text("people.saved"));
}

/// The licence's page from which the button came.
static std::string back_of(const http::WriteCall& call) {
    auto licence = base::parse_integer(call.request.form.text("licence"));
    return licence ? fmt::format("/licences/{}", *licence) : "/licences";
}

static http::Response confirm_one(http::WriteCall& call) {
    try {
        confirm_activity(call.db, call.viewer, call.now, call.id("activity"), base::parse_day(call.request.form.text("approved")), base::parse_integer(call.request.form.text("seen")).value_or(0));
    } catch (const base::Conflict& clash) {
        return clash_page(call, clash.what());
    }
    return call.redirect_with_notice(back_of(call), call.text("people.renewal.confirmed_now"));
}

static http::Response remove_one(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.renewal.remove_sure"), call.text("people.remove"), back_of(call))) return std::move(*asked);
    remove_activity(call.db, call.viewer, call.now, call.id("activity"));
    return call.redirect_with_notice(back_of(call), call.text("people.removed"));
}

static http::Response show_evidence(http::ReadCall& call) { return serve_evidence(call, fetch_activity(call.db, call.viewer, call.id("activity")).evidence); }

void learning_routes(http::Routes& routes) {
    routes.get("/licences/{licence}/activities/new", http::signed_in, new_activity);
    routes.post("/licences/{licence}/activities", http::signed_in, store_evidence, create_activity).body_limit(most_evidence_body);
    routes.get("/activities/{activity}/edit", http::signed_in, edit_activity);
    routes.post("/activities/{activity}", http::signed_in, store_evidence, save_activity).body_limit(most_evidence_body);
    routes.get("/activities/{activity}/evidence", http::signed_in, show_evidence);
    routes.post("/activities/{activity}/confirmation", http::everywhere(may_manage_licences), confirm_one);
    routes.post("/activities/{activity}/removal", http::signed_in, remove_one);
}

}  // namespace people
