#include "app/account_view.h"

#include <set>

#include "app/device_words.h"
#include "app/form.h"
#include "app/rooms.h"
#include "auth/account.h"
#include "auth/sign_in.h"
#include "base/text.h"
#include "html/format.h"

namespace app {

std::vector<std::string> known_scopes() {
    std::set<std::string> scopes;
    for (const http::Route* route : rooms().routes.all()) {
        if (route->operation && !route->operation->scope.empty()) scopes.insert(route->operation->scope);
    }
    return {scopes.begin(), scopes.end()};
}

auth::SessionId this_session(const http::Call& call, db::Read& db) {
    const auto identity = auth::identify_session(db, call.now, session_secret(call.request));
    return {identity ? identity->proof_id : 0};
}

static std::string moment(const http::Call& call, base::Instant at) { return html::moment_words(call.language, call.zone, call.now, at); }

static void add_sessions(const http::Call& call, db::Read& db, html::View& view) {
    const auth::SessionId here = this_session(call, db);
    const auto sessions = auth::sessions(db, call.viewer, call.now);
    view.show_if(sessions.size() > 1, "other_sessions");
    for (const auth::Session& session : sessions) {
        const Device device = device_of(session.user_agent);
        html::View row = view.add("session");
        row.set("id", session.id.value).set("peer", session.peer).set("seen", moment(call, session.seen_at));
        row.set("browser", device.browser.empty() ? call.text("app.account.unknown_browser") : device.browser);
        if (!device.system.empty()) row.add("on").set("system", device.system);
        row.show(session.id.value == here.value ? "here" : "elsewhere");
    }
}

static void add_tokens(const http::Call& call, db::Read& db, html::View& view) {
    for (const auth::ApiToken& token : auth::api_tokens(db, call.viewer, call.viewer.account())) {
        html::View row = view.add("token");
        row.set("id", token.id).set("token_name", token.name).set("scopes", base::join(token.scopes, ", "));
        row.set("used", token.used_at ? moment(call, *token.used_at) : call.text("app.account.never"));
        row.set("expires", token.expires_at ? moment(call, *token.expires_at) : call.text("app.account.never"));
    }
    for (const std::string& scope : known_scopes()) view.add("scope").set("scope_name", scope);
    view.show_if(!known_scopes().empty(), "api");
}

http::Response account_page(const http::Call& call, db::Read& db, const std::vector<http::FieldProblem>& problems) {
    const auth::Account account = auth::load_account(db, call.viewer, call.viewer.account());
    const http::Fields& typed = call.request.form;
    html::View view;
    view.set("name", typed.has("name") ? typed.text("name") : account.name).set("email", account.email);
    view.show(account.language == "es" ? "es" : "en");
    view.show(account.has_second_factor ? "has_second_factor" : "no_second_factor");
    view.set("codes_left", call.text("app.account.codes_left", {{"n", std::to_string(auth::unused_recovery_codes(db, account.id))}}));
    add_sessions(call, db, view);
    add_tokens(call, db, view);
    tell(view, problems);
    http::Response response = call.page(problems.empty() ? http::ok : http::unprocessable, "app/account", call.text("app.account.title"), std::move(view));
    response.keep_changes = true;  // A wrong password that was counted stays counted.
    return response;
}

}  // namespace app
