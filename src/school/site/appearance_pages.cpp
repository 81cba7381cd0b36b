#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/parse.h"
#include "http/routes.h"
#include "site/appearance.h"
#include "site/pages.h"

namespace site {

constexpr std::size_t longest_logo = 512 * http::kibibyte;

static void fill_problems(const http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        view.add(field + "_problem").set("message", call.text(key));
    }
}

static http::Response appearance_page(const http::Call& call, http::Status status, const Appearance& look, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("colour", look.colour).set("phone", look.phone).set("address", look.address).set("seen", look.version);
    view.show_if(look.open, "open").show_if(!look.open, "closed");
    if (look.logo.empty()) view.show("no_logo");
    else view.add("logo").set("href", "/logo/" + look.logo);
    return call.page(status, "site/appearance", call.text("site.appearance.title"), std::move(view));
}

static http::Response show_appearance(http::ReadCall& call) { return appearance_page(call, http::ok, appearance(call.db), {}); }

static http::Response change_appearance(http::WriteCall& call) {
    const auto& form = call.request.form;
    Appearance wanted = appearance(call.db);
    wanted.open = form.has("open");
    wanted.colour = form.text("colour");
    wanted.phone = form.text("phone");
    wanted.address = form.text("address");
    wanted.version = base::parse_integer(form.text("seen")).value_or(-1);
    const Problems problems = appearance_problems(wanted);
    if (!problems.empty()) return appearance_page(call, http::unprocessable, wanted, problems);
    save_appearance(call.db, call.viewer, call.now, wanted);
    return call.redirect_with_notice("/website/appearance", call.text("site.saved"));
}

/// What came as a logo, checked and stored before the transaction.
struct Logo {
    std::string hash;
    std::string problem;  // message key
};

static Logo prepare_logo(http::PrepareCall& call) {
    const auto& uploads = call.request.uploads;
    if (uploads.empty() || uploads.front().bytes.empty()) return {{}, "site.appearance.problem.no_logo"};
    if (!call.request.form.has("no_person")) return {{}, "site.appearance.problem.person"};
    const auto bare = bare_png(uploads.front().bytes);
    if (!bare) return {{}, "site.appearance.problem.png"};
    return {call.services.files->put(*bare).hex, {}};
}

static http::Response change_logo(http::WriteCall& call, Logo& logo) {
    if (!logo.problem.empty()) return appearance_page(call, http::unprocessable, appearance(call.db), {{"logo", logo.problem}});
    save_logo(call.db, call.viewer, call.now, logo.hash);
    return call.redirect_with_notice("/website/appearance", call.text("site.saved"));
}

static http::Response remove_logo(http::WriteCall& call) {
    save_logo(call.db, call.viewer, call.now, {});
    return call.redirect_with_notice("/website/appearance", call.text("site.appearance.logo_removed"));
}

static http::Response contact_page(const http::Call& call, db::Read& db, http::Status status, const SchoolContact& contact, const Problems& problems) {
    const auto school = roster::find_org(db, contact.school);
    if (!school) throw base::NotFound("no such school");
    html::View view;
    fill_problems(call, view, problems);
    view.set("name", school->name).set("id", school->id.value).set("phone", contact.phone).set("address", contact.address).set("website", contact.website);
    return call.page(status, "site/contact_form", school->name, std::move(view));
}

static http::Response show_contacts(http::ReadCall& call) {
    html::View view;
    for (const auto& school : roster::schools(call.db)) {
        const auto contact = school_contact(call.db, school.id);
        auto row = view.add("row");
        row.set("name", school.name).set("href", fmt::format("/website/schools/{}", school.id.value)).set("address", contact.address);
        if (contact.phone.empty()) row.show("no_phone");
        else row.add("phone").set("text", contact.phone);
    }
    return call.page("site/contacts", call.text("site.contacts.title"), std::move(view));
}

static http::Response edit_contact(http::ReadCall& call) {
    return contact_page(call, call.db, http::ok, school_contact(call.db, call.id_as<roster::OrgId>("school")), {});
}

static http::Response change_contact(http::WriteCall& call) {
    const auto& form = call.request.form;
    const SchoolContact wanted{call.id_as<roster::OrgId>("school"), std::string(form.text("phone")), std::string(form.text("address")), std::string(form.text("website"))};
    const Problems problems = contact_problems(wanted);
    if (!problems.empty()) return contact_page(call, call.db, http::unprocessable, wanted, problems);
    save_contact(call.db, call.viewer, call.now, wanted);
    return call.redirect_with_notice("/website/schools", call.text("site.saved"));
}

/// What each person may do on the site, in one place.
static http::Response show_website(http::ReadCall& call) {
    html::View view;
    view.show_if(appearance(call.db).open, "open").show_if(!appearance(call.db).open, "closed");
    bool any = false;
    std::string_view last;  // several permissions open one door
    for (const WorkDoor& door : work_doors()) {
        if (door.path == last || !http::opens(door.access, call.viewer)) continue;
        last = door.path;
        any = true;
        view.add("door").set("href", door.path).set("icon", door.icon).set("label", call.text(door.label_key)).set("hint", call.text(door.hint_key));
    }
    if (!any) throw base::Forbidden(call.text("site.nothing_here"));
    return call.page("site/website", call.text("site.title"), std::move(view));
}

void appearance_routes(http::Routes& routes) {
    const auto manage = http::everywhere(may_manage);
    routes.get("/website", http::signed_in, show_website);
    routes.get("/website/appearance", manage, show_appearance);
    routes.post("/website/appearance", manage, change_appearance);
    routes.post("/website/logo", manage, prepare_logo, change_logo).body_limit(longest_logo + 64 * http::kibibyte);
    routes.post("/website/logo/removal", manage, remove_logo);
    routes.get("/website/schools", manage, show_contacts);
    routes.get("/website/schools/{school}", manage, edit_contact);
    routes.post("/website/schools/{school}", manage, change_contact);
}

}  // namespace site
