#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/closing.h"
#include "helpdesk/settings_view.h"
#include "http/routes.h"

namespace helpdesk {

constexpr Subject closing_subject{"closing"};

static http::Response form_page(const http::Call& call, const std::string& days, const SettingProblems& problems) {
    html::View view;
    auto title = call.text("helpdesk.set.closing.title");
    view.set("title", title).set("lead", call.text("helpdesk.set.closing.lead")).set("back", "/settings");
    view.set("back_label", call.text("helpdesk.set.settings"));
    SettingsForm form(call, view, closing_subject, "/settings/closing", problems);
    form.line("days", days);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static http::Response show_closing(http::ReadCall& call) { return form_page(call, std::to_string(closing_days(call.db)), {}); }

static http::Response change_closing(http::WriteCall& call) {
    auto typed = std::string(call.request.form.text("days"));
    auto days = base::parse_integer(base::trim(typed));
    if (!days || *days < 0 || *days > most_closing_days) return form_page(call, typed, {{"days", "helpdesk.set.problem.closing_days"}});
    save_closing_days(call.db, call.viewer, call.now, static_cast<int>(*days));
    return call.redirect_with_notice("/settings/closing", call.text("helpdesk.set.saved", {{"name", call.text("helpdesk.set.closing.title")}}));
}

void closing_settings_routes(http::Routes& routes) {
    routes.get("/settings/closing", may_manage, show_closing);
    routes.post("/settings/closing", may_manage, change_closing);
}

}  // namespace helpdesk
