#include "app/app.h"
#include "app/form.h"
#include "auth/sign_in.h"
#include "html/format.h"
#include "http/parse.h"

namespace app {

namespace {

/// What the slow half of signing in found.
struct Attempt {
    bool safe = false;
    auth::PasswordCheck check;
};

}  // namespace

static http::Response insecure(const http::Call& call) {
    html::View view;
    view.set("public_url", call.services.public_url);
    return call.page(http::forbidden, "app/sign_in_insecure", call.text("app.sign_in_insecure.title"), std::move(view));
}

static html::View form_of(const http::Call& call, const http::Fields& typed) {
    html::View view;
    view.set("email", typed.text("email")).set("next", safe_next(typed.text("next")));
    view.show_if(typed.text("stay") == "1", "stay");
    view.show_if(call.request.query.text("password") == "set", "password_set");
    return view;
}

/// Who you are: address and password.
static http::Response show_sign_in(http::ReadCall& call) {
    if (!may_carry_cookies(call.request)) return insecure(call);
    if (call.viewer.signed_in()) return call.redirect(safe_next(call.request.query.text("next")));
    return call.page("app/sign_in", call.text("app.sign_in.title"), form_of(call, call.request.query));
}

static Attempt check_sign_in(http::PrepareCall& call) {
    if (!may_carry_cookies(call.request)) return {};
    const http::Fields& form = call.request.form;
    const std::string_view password = form.find("password").value_or("");
    return {true, auth::check_password(*call.services.database, call.now, form.text("email"), password, call.request.peer)};
}

static http::Response refused(const http::WriteCall& call, const auth::PasswordCheck& check) {
    html::View view = form_of(call, call.request.form);
    const bool blocked = check.blocked_until.has_value();
    const std::string message = blocked ? call.text("app.sign_in.too_many", {{"time", html::clock_words(call.zone, *check.blocked_until)}})
                                        : call.text("app.sign_in.wrong");
    tell(view, {{"email", message}});
    http::Response response = call.page(blocked ? http::too_many_requests : http::unprocessable, "app/sign_in", call.text("app.sign_in.title"), std::move(view));
    response.keep_changes = true;
    return response;
}

static http::Response create_session(http::WriteCall& call, Attempt& attempt) {
    if (!attempt.safe) return insecure(call);
    const bool own_device = call.request.form.text("stay") == "1";
    const auto stay = own_device ? auth::Stay::this_device : auth::Stay::this_visit;
    const auto in = auth::sign_in(call.db, call.now, attempt.check, stay, call.request.header("user-agent"));
    if (!in) return refused(call, attempt.check);
    // A session that somebody may have planted in this browser ends here.
    auth::end_session(call.db, session_secret(call.request));
    const std::string next = safe_next(call.request.form.text("next"));
    const std::string path = in->needs_second_factor ? "/sign-in/second-factor?next=" + http::percent_encode(next) : next;
    return call.redirect(path).header("Set-Cookie", session_cookie(call.request, in->token, own_device && !in->needs_second_factor));
}

/// The code of the app, or a recovery code.
static http::Response show_second_factor(http::ReadCall& call) {
    if (!auth::find_half_session(call.db, call.now, session_secret(call.request))) return call.redirect("/sign-in");
    html::View view;
    view.set("next", safe_next(call.request.query.text("next")));
    return call.page("app/second_factor", call.text("app.second_factor.title"), std::move(view));
}

static http::Response refused_code(const http::WriteCall& call, std::string_view key) {
    html::View view;
    view.set("next", safe_next(call.request.form.text("next")));
    tell(view, {{"code", call.text(key)}});
    http::Response response = call.page(http::unprocessable, "app/second_factor", call.text("app.second_factor.title"), std::move(view));
    response.keep_changes = true;
    return response;
}

static http::Response pass_code(http::WriteCall& call) {
    const auto step = auth::pass_second_factor(
        call.db, call.now, *call.services.secrets,
        {session_secret(call.request), call.request.form.text("code"), call.request.header("user-agent"), call.request.peer});
    switch (step.outcome) {
        case auth::SecondStep::Outcome::wrong: return refused_code(call, "app.second_factor.wrong");
        case auth::SecondStep::Outcome::too_many: return refused_code(call, "app.second_factor.too_many");
        case auth::SecondStep::Outcome::start_again: return call.redirect("/sign-in");
        case auth::SecondStep::Outcome::signed_in: break;
    }
    const bool own_device = step.stay == auth::Stay::this_device;
    return call.redirect(safe_next(call.request.form.text("next"))).header("Set-Cookie", session_cookie(call.request, step.token, own_device));
}

static http::Response sign_out(http::WriteCall& call) {
    auth::end_session(call.db, session_secret(call.request));
    return call.redirect("/start").header("Set-Cookie", forget_session_cookie(call.request));
}

void sign_in_routes(http::Routes& routes) {
    routes.get("/sign-in", http::anyone, show_sign_in);
    routes.post("/sign-in", http::anyone, check_sign_in, create_session);
    routes.get("/sign-in/second-factor", http::anyone, show_second_factor);
    routes.post("/sign-in/second-factor", http::anyone, pass_code);
    routes.post("/sign-out", http::anyone, sign_out);
}

}  // namespace app
