// /website/sections: which part of the site was given to whom.
#include "auth/account.h"
#include "base/error.h"
#include "http/confirm.h"
#include "site/section.h"
#include "site/website.h"

namespace site {

static html::View list_view(http::Call& call, db::Read& db, const FormProblems& problems) {
    html::View view;
    fill_website_tabs(call, editor_of(db, call.viewer), view, "sections");
    fill_form_problems(call, view, problems);
    view.set("path", call.request.form.text("path"));
    const auto all = sections(db);
    view.show(all.empty() ? "none" : "some");
    for (const auto& section : all) {
        auto row = view.add("section");
        row.set("id", section.id).set("path", section.path).show_if(section.writers.empty(), "nobody");
        for (const auto& writer : section.writers) row.add("writer").set("name", writer.name).set("account", writer.account.value).set("section", section.id).set("path", section.path);
    }
    return view;
}

static http::Response show_list(http::ReadCall& call) { return call.page("site/sections", call.text("site.page.section.title"), list_view(call, call.db, {})); }

template <typename Do>
static http::Response act(http::WriteCall& call, Do&& what) {
    try {
        what();
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "site/sections", call.text("site.page.section.title"), list_view(call, call.db, {{problem.field(), problem.what()}}));
    }
    return call.redirect_with_notice("/website/sections", call.text("site.page.saved"));
}

static http::Response add(http::WriteCall& call) {
    return act(call, [&] { add_section(call.db, call.viewer, call.now, call.request.form.text("path")); });
}

static http::Response add_person(http::WriteCall& call) {
    return act(call, [&] {
        const auto account = auth::find_account(call.db, auth::Viewer::system(), call.request.form.text("email"));
        if (!account || account->disabled_at) throw base::Invalid("email", "site.page.problem.owner");
        add_writer(call.db, call.viewer, call.now, call.id("section"), account->id);
    });
}

static http::Response remove_person(http::WriteCall& call) {
    return act(call, [&] { remove_writer(call.db, call.viewer, call.now, call.id("section"), call.id_as<auth::AccountId>("account")); });
}

static http::Response remove(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("site.page.section.remove_sure"), call.text("site.page.section.remove"), "/website/sections", call.text("site.page.section.remove_detail"))) return std::move(*asked);
    return act(call, [&] { remove_section(call.db, call.viewer, call.now, call.id("section")); });
}

void section_routes(http::Routes& routes) {
    const auto all_pages = http::everywhere(may_write_pages);
    routes.get("/website/sections", all_pages, show_list);
    routes.post("/website/sections", all_pages, add);
    routes.post("/website/sections/{section}/removal", all_pages, remove);
    routes.post("/website/sections/{section}/writers", all_pages, add_person);
    routes.post("/website/sections/{section}/writers/{account}/removal", all_pages, remove_person);
}

}  // namespace site
