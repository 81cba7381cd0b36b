#include "people/pages.h"
#include "http/confirm.h"

namespace people {

static html::View titles_view(http::Call& call, db::Read& db, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    fill_roles(call, db, view, call.request.form.text("role"));
    view.set("typed", call.request.form.text("title"));
    const auto all = roles(db);
    for (const auto& title : titles(db)) {
        auto row = view.add("row");
        row.set("id", title.id).set("name", title.title);
        for (const auto& role : all) {
            if (role.id == title.role) row.set("key", role.key).set("role", role.name.in(html::code(call.language)));
        }
    }
    return view;
}

static http::Response show_titles(http::ReadCall& call) {
    return call.page("people/titles", call.text("people.titles.title"), titles_view(call, call.db, {}));
}

static http::Response create_title(http::WriteCall& call) {
    try {
        save_title(call.db, call.viewer, call.now, call.request.form.text("title"), call.request.form.text("role"));
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/titles", call.text("people.titles.title"),
                         titles_view(call, call.db, {{problem.field(), problem.what()}}));
    }
    return call.redirect_with_notice("/settings/titles", call.text("people.saved"));
}

static http::Response delete_title(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.titles.remove_sure"), call.text("people.remove"), "/settings/titles")) return std::move(*asked);
    remove_title(call.db, call.viewer, call.now, call.id("title"));
    return call.redirect_with_notice("/settings/titles", call.text("people.removed"));
}

void title_routes(http::Routes& routes) {
    routes.get("/settings/titles", may_manage, show_titles);
    routes.post("/settings/titles", may_manage, create_title);
    routes.post("/settings/titles/{title}/removal", may_manage, delete_title);
}

}  // namespace people
