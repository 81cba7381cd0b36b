#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/credential.h"
#include "people/licence_view.h"
#include "people/pages.h"

namespace people {

using auth::AccountId;

static std::string text_of(const http::Fields& form, std::string_view name) { return std::string(form.text(name)); }

/// What a form shows at first: an empty one, or the licence that is changed.
static http::Fields fields_of(const Licence& licence) {
    http::Fields form;
    form.add("kind", licence.kind);
    form.add("credential", licence.credential_kind ? std::to_string(*licence.credential_kind) : "");
    form.add("jurisdiction", licence.jurisdiction);
    form.add("number", licence.number);
    form.add("areas", licence.areas);
    form.add("grades", licence.grades);
    form.add("issued", base::to_iso(licence.issued));
    form.add("expires", licence.expires ? base::to_iso(*licence.expires) : "");
    form.add("status", licence.status);
    form.add("suspension_note", licence.suspension_note);
    form.add("seen", std::to_string(licence.version));
    return form;
}

static void fill_options(http::Call& call, db::Read& db, html::View& view, const http::Fields& form) {
    for (auto kind : licence_kinds()) {
        if (kind == "credential") continue;
        view.add("kind_option").set("value", kind).set("label", call.text(fmt::format("people.licence.kind.{}", kind))).show_if(form.text("kind") == kind, "selected");
    }
    for (const auto& kind : credential_kinds(db)) {
        const auto id = std::to_string(kind.id);
        view.add("credential_option").set("value", id).set("label", kind.name).show_if(form.text("credential") == id, "selected");
    }
    for (const auto& state : states()) {
        view.add("state_option").set("value", state.code).set("label", state.name).show_if(form.text("jurisdiction") == state.code, "selected");
    }
    for (auto status : licence_statuses()) {
        view.add("status_option").set("value", status).set("label", call.text(fmt::format("people.licence.status.{}", status))).show_if(form.text("status") == status, "selected");
    }
}

struct Target {
    std::string action;
    std::string back;
    std::string heading;
    bool credential = false;
    bool is_new = false;
};

static html::View form_view(http::Call& call, db::Read& db, const Target& target, const http::Fields& form, const Problems& problems) {
    html::View view;
    view.set("action", target.action).set("back", target.back).set("heading", target.heading);
    fill_problems(call, view, problems);
    auto part = view.add(target.credential ? "of_credential" : "of_licence");
    fill_options(call, db, part, form);
    for (const auto& [field, key] : problems) part.add(field + "_error").set("message", call.text(key));
    for (const char* field : {"number", "areas", "grades", "issued", "expires", "suspension_note", "seen"}) {
        view.set(field, form.text(field));
        part.set(field, form.text(field));
    }
    if (manages_licences(call.viewer)) {
        auto manager = view.add("manager");
        manager.set("suspension_note", form.text("suspension_note"));
        if (target.is_new) {
            auto holder = manager.add("holder");
            holder.set("email", form.text("email"));
            for (const auto& [field, key] : problems) holder.add(field + "_error").set("message", call.text(key));
        }
    }
    fill_options(call, db, view, form);
    return view;
}

static Target new_target(const http::Call& call, bool credential) {
    return {credential ? "/licences?for=credential" : "/licences", credential ? "/credentials" : "/licences",
            call.text(credential ? "people.credential.add" : "people.licence.add"), credential, true};
}

static http::Response new_licence(http::ReadCall& call) {
    if (!is_staff(call.db, call.viewer)) throw base::Forbidden("Licences are kept for staff.");
    const bool credential = call.request.query.text("for") == "credential";
    const auto target = new_target(call, credential);
    http::Fields form;
    form.add("status", "active");
    form.add("kind", "teacher_standard");
    form.add("email", text_of(call.request.query, "email"));
    return call.page("people/licence_form", target.heading, form_view(call, call.db, target, form, {}));
}

static LicenceFacts facts_of(const http::Fields& form, bool credential, const StoredEvidence& evidence) {
    if (!evidence.problem.empty()) throw base::Invalid("evidence", evidence.problem);
    LicenceFacts facts;
    facts.kind = credential ? "credential" : text_of(form, "kind");
    if (credential) facts.credential_kind = base::parse_integer(form.text("credential")).value_or(0);
    facts.jurisdiction = text_of(form, "jurisdiction");
    facts.number = text_of(form, "number");
    facts.areas = text_of(form, "areas");
    facts.grades = text_of(form, "grades");
    facts.issued = plausible_day("issued", form.text("issued"));
    if (!form.text("expires").empty()) facts.expires = plausible_day("expires", form.text("expires"));
    facts.status = text_of(form, "status");
    facts.suspension_note = text_of(form, "suspension_note");
    facts.evidence = evidence.file;
    return facts;
}

/// The viewer, or whom a manager names by address.
static AccountId holder_of(http::WriteCall& call) {
    const auto email = call.request.form.text("email");
    if (email.empty() || !manages_licences(call.viewer)) return call.viewer.account();
    return account_named(call.db, call.viewer, "email", email);
}

static http::Response create_licence(http::WriteCall& call, StoredEvidence& evidence) {
    const bool credential = call.request.query.text("for") == "credential";
    std::int64_t id = 0;
    try {
        id = add_licence(call.db, call.viewer, call.now, holder_of(call), facts_of(call.request.form, credential, evidence));
    } catch (const base::Invalid& problem) {
        const auto target = new_target(call, credential);
        return call.page(http::unprocessable, "people/licence_form", target.heading, form_view(call, call.db, target, call.request.form, {{problem.field(), problem.what()}}));
    }
    return call.redirect_with_notice(fmt::format("/licences/{}", id), call.text("people.licence.added"));
}

static Target change_target(const http::Call& call, const Licence& licence) {
    return {fmt::format("/licences/{}", licence.id), fmt::format("/licences/{}", licence.id), licence_title(call, licence), licence.kind == "credential", false};
}

static http::Response edit_licence(http::ReadCall& call) {
    const auto licence = fetch_licence(call.db, call.viewer, call.id("licence"));
    const auto target = change_target(call, licence);
    return call.page("people/licence_form", target.heading, form_view(call, call.db, target, fields_of(licence), {}));
}

static http::Response save_licence(http::WriteCall& call, StoredEvidence& evidence) {
    const auto licence = fetch_licence(call.db, call.viewer, call.id("licence"));
    const auto again = [&](http::Status status, const http::Fields& form, const Problems& problems) {
        const auto target = change_target(call, licence);
        return call.page(status, "people/licence_form", target.heading, form_view(call, call.db, target, form, problems));
    };
    try {
        change_licence(call.db, call.viewer, call.now, licence.id, facts_of(call.request.form, licence.kind == "credential", evidence),
                       base::parse_integer(call.request.form.text("seen")).value_or(0));
    } catch (const base::Invalid& problem) {
        return again(http::unprocessable, call.request.form, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return again(http::conflict, with_seen(call.request.form, licence.version), {{"main", clash.what()}});
    }
    return call.redirect_with_notice(fmt::format("/licences/{}", licence.id), call.text("people.saved"));
}

void licence_form_routes(http::Routes& routes) {
    routes.get("/licences/new", http::signed_in, new_licence);
    routes.post("/licences", http::signed_in, store_evidence, create_licence).body_limit(most_evidence_body);
    routes.get("/licences/{licence}/edit", http::signed_in, edit_licence);
    routes.post("/licences/{licence}", http::signed_in, store_evidence, save_licence).body_limit(most_evidence_body);
}

}  // namespace people
