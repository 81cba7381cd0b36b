#include <algorithm>

#include "app/account_view.h"
#include "app/app.h"
#include "app/form.h"
#include "app/password_file.h"
#include "auth/account.h"
#include "auth/password.h"
#include "auth/sign_in.h"
#include "base/error.h"
#include "base/text.h"

namespace app {

/// One's own name, language, password, second factor, sessions and tokens.
static http::Response show_account(http::ReadCall& call) { return account_page(call, call.db); }

static http::Response change_profile(http::WriteCall& call) {
    try {
        auth::rename_account(call.db, call.viewer, call.now, call.viewer.account(), call.request.form.text("name"));
    } catch (const base::Invalid&) {
        return account_page(call, call.db, {{"name", call.text("app.account.bad_name")}});
    }
    const auto language = html::parse_language(call.request.form.text("language")).value_or(call.language);
    auth::choose_language(call.db, call.viewer, call.viewer.account(), html::code(language));
    return call.redirect_with_notice("/account", call.services.messages->text(language, "app.account.saved"));
}

namespace {

struct PasswordChange {
    auth::PasswordCheck check;
    std::vector<http::FieldProblem> problems;
    std::string hash;
};

}  // namespace

static PasswordChange prepare_password(http::PrepareCall& call) {
    const http::Fields& form = call.request.form;
    const auto account = call.services.database->read([&](db::Read& db) { return auth::load_account(db, call.viewer, call.viewer.account()); });
    PasswordChange change;
    change.check = auth::check_password(*call.services.database, call.now, account.email, form.find("password").value_or(""), call.request.peer);
    const std::string_view chosen = form.find("new_password").value_or("");
    if (change.check.blocked_until) {
        change.problems.push_back({"password", call.text("app.account.too_many")});
    } else if (!change.check.matches) {
        change.problems.push_back({"password", call.text("app.account.wrong_password")});
    }
    if (const auto verdict = verdict_key(chosen, account.email, account.name); !verdict.empty()) change.problems.push_back({"new_password", call.text(verdict)});
    if (change.problems.empty()) change.hash = auth::hash_password(chosen);
    return change;
}

static http::Response change_password(http::WriteCall& call, PasswordChange& change) {
    if (!change.check.matches && !change.check.blocked_until) auth::note_wrong_password(call.db, call.now, change.check);
    if (!change.problems.empty()) return account_page(call, call.db, change.problems);
    auth::set_password(call.db, call.viewer, call.now, call.viewer.account(), {change.hash, this_session(call, call.db)});
    return call.redirect_with_notice("/account", call.text("app.account.password_changed"));
}

static http::Response end_one_session(http::WriteCall& call) {
    auth::end_session(call.db, call.viewer, call.id_as<auth::SessionId>("session"));
    return call.redirect_with_notice("/account", call.text("app.account.session_ended"));
}

static http::Response end_other_sessions(http::WriteCall& call) {
    auth::end_sessions_of(call.db, call.viewer.account(), this_session(call, call.db));
    return call.redirect_with_notice("/account", call.text("app.account.sessions_ended"));
}

/// The new token is shown on the answer itself, once: it is in no address and no cookie.
static http::Response create_token(http::WriteCall& call) {
    const http::Fields& form = call.request.form;
    auth::NewApiToken token{call.viewer.account(), std::string(form.text("token_name")), {}};
    const auto known = known_scopes();
    for (std::string_view scope : form.all("scope")) {
        if (std::ranges::find(known, scope) != known.end()) token.scopes.emplace_back(scope);
    }
    if (const auto days = base::parse_integer(form.text("days")); days && *days > 0 && *days <= 3650) token.expires_at = call.now + std::chrono::hours(24) * *days;
    std::string secret;
    try {
        secret = auth::create_api_token(call.db, call.viewer, call.now, token);
    } catch (const base::Invalid& problem) {
        const bool scope = problem.field() == "scope";
        return account_page(call, call.db, {{scope ? "scope" : "token_name", call.text(scope ? "app.account.bad_scope" : "app.account.bad_token_name")}});
    }
    html::View view;
    view.set("secret", secret).set("token_name", token.name);
    return call.page("app/api_token", call.text("app.api_token.title"), std::move(view));
}

static http::Response revoke_token(http::WriteCall& call) {
    auth::revoke_api_token(call.db, call.viewer, call.now, call.id("token"));
    return call.redirect_with_notice("/account", call.text("app.account.token_revoked"));
}

void account_routes(http::Routes& routes) {
    routes.get("/account", http::signed_in, show_account);
    routes.post("/account", http::signed_in, change_profile);
    routes.post("/account/password", http::signed_in, prepare_password, change_password);
    routes.post("/account/sessions/others/end", http::signed_in, end_other_sessions);
    routes.post("/account/sessions/{session}/end", http::signed_in, end_one_session);
    routes.post("/account/tokens", http::signed_in, create_token);
    routes.post("/account/tokens/{token}/revoke", http::signed_in, revoke_token);
}

}  // namespace app
