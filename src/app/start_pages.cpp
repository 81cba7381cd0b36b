#include <fmt/format.h>

#include "app/app.h"
#include "app/form.h"
#include "app/rooms.h"
#include "auth/account.h"
#include "base/error.h"
#include "helpdesk/helpdesk.h"

namespace app {

/// Each door once, though several permissions may open it. False when none opens.
static bool add_doors(const http::Call& call, html::View& view, const std::vector<Door>& doors) {
    std::string_view last;
    for (const Door& door : doors) {
        if (door.path == last || !http::opens(door.access, call.viewer)) continue;
        last = door.path;
        view.add("door")
            .set("href", door.path)
            .set("icon", door.icon)
            .set("label", call.text(door.label_key))
            .set("hint", call.text(door.hint_key));
    }
    return !last.empty();
}

/// Where everybody begins: ask for help, see how it goes, and the ways that one's work needs.
static http::Response show_start(http::ReadCall& call) {
    html::View view;
    view.set("district", call.district()).set("name", call.viewer.name());
    view.show(call.viewer.signed_in() ? "person" : "guest");
    if (auto banner = helpdesk::known_problems_banner(call)) view.add("known_problems").set("html", *banner);
    add_doors(call, view, rooms().start_doors);
    return call.page("app/start", call.text("app.start.title"), std::move(view));
}

/// What can be set up in this district, by those who may.
static http::Response show_settings(http::ReadCall& call) {
    html::View view;
    if (!add_doors(call, view, rooms().settings_doors)) throw base::Forbidden(call.text("app.settings.nothing"));
    return call.page("app/settings", call.text("app.settings.title"), std::move(view));
}

/// The language of the account, or of this browser for those who are not signed in.
static http::Response choose_language(http::WriteCall& call) {
    const auto chosen = html::parse_language(call.request.form.text("language"));
    http::Response response = call.redirect(safe_next(call.request.form.text("return_to")));
    if (!chosen) return response;
    if (call.viewer.signed_in()) auth::choose_language(call.db, call.viewer, call.viewer.account(), html::code(*chosen));
    return response.header("Set-Cookie", fmt::format("belltower_language={}; Path=/; SameSite=Lax; Max-Age=31536000{}", html::code(*chosen),
                                                     call.request.secure ? "; Secure" : ""));
}

void start_routes(http::Routes& routes) {
    routes.get("/start", http::anyone, show_start);
    routes.get("/settings", http::signed_in, show_settings);
    routes.post("/language", http::anyone, choose_language);
}

}  // namespace app
