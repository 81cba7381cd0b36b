#include "app/account_view.h"
#include "app/app.h"
#include "app/form.h"
#include "auth/account.h"
#include "auth/sign_in.h"
#include "auth/totp.h"
#include "base/text.h"
#include "html/qr.h"

namespace app {

static std::string in_groups_of_four(const std::string& text) {
    std::string grouped;
    for (std::size_t at = 0; at < text.size(); at += 4) grouped += (at ? " " : "") + text.substr(at, 4);
    return grouped;
}

/// The QR code of a secret that is not in force yet; the secret itself travels sealed in the form.
static void show_enrollment(const http::Call& call, html::View& view, const auth::Account& account, const auth::Enrollment& enrollment) {
    html::View form = view.add("enroll");
    form.set("sealed", enrollment.sealed).set("secret", in_groups_of_four(auth::to_base32(enrollment.secret)));
    const auto drawing = html::draw_qr(auth::provisioning_uri(enrollment.secret, call.district(), account.email));
    if (drawing) form.add("qr").set("path", drawing->path).set("size", drawing->size);
}

static http::Response page_of(const http::Call& call, db::Read& db, const std::vector<http::FieldProblem>& problems = {}) {
    const auth::Account account = auth::load_account(db, call.viewer, call.viewer.account());
    html::View view;
    if (account.has_second_factor) {
        view.show("in_force");
        view.set("codes_left", call.text("app.account.codes_left", {{"n", std::to_string(auth::unused_recovery_codes(db, account.id))}}));
    } else {
        const std::string sealed(call.request.form.text("sealed"));
        const auto secret = auth::open_enrollment(*call.services.secrets, account.id, sealed);
        show_enrollment(call, view, account, secret ? auth::Enrollment{sealed, *secret} : auth::begin_enrollment(*call.services.secrets, account.id));
    }
    tell(view, problems);
    http::Response response = call.page(problems.empty() ? http::ok : http::unprocessable, "app/own_second_factor", call.text("app.second_factor.heading"), std::move(view));
    response.keep_changes = true;
    return response;
}

/// Sets up an authenticator app, or says that one is in force.
static http::Response show_own(http::ReadCall& call) { return page_of(call, call.db); }

static http::Response codes_page(const http::Call& call, const std::vector<std::string>& codes) {
    html::View view;
    for (const std::string& code : codes) view.add("one").set("code", code);
    return call.page("app/recovery_codes", call.text("app.recovery.title"), std::move(view));
}

static http::Response add_own(http::WriteCall& call) {
    const http::Fields& form = call.request.form;
    const auto codes = auth::enroll(call.db, call.viewer, call.now, *call.services.secrets, {form.text("sealed"), form.text("code")});
    if (!codes) return page_of(call, call.db, {{"code", call.text("app.second_factor.wrong")}});
    return codes_page(call, *codes);
}

/// A password is asked for again before what protects the account is taken away.
static auth::PasswordCheck check_again(http::PrepareCall& call) {
    const auto account = call.services.database->read([&](db::Read& db) { return auth::load_account(db, call.viewer, call.viewer.account()); });
    return auth::check_password(*call.services.database, call.now, account.email, call.request.form.find("password").value_or(""), call.request.peer);
}

static std::optional<http::Response> refused(http::WriteCall& call, const auth::PasswordCheck& check) {
    if (check.matches) return std::nullopt;
    if (!check.blocked_until) auth::note_wrong_password(call.db, call.now, check);
    return page_of(call, call.db, {{"password", call.text(check.blocked_until ? "app.account.too_many" : "app.account.wrong_password")}});
}

static http::Response remove_own(http::WriteCall& call, auth::PasswordCheck& check) {
    if (auto refusal = refused(call, check)) return std::move(*refusal);
    auth::remove_second_factor(call.db, call.viewer, call.now, call.viewer.account());
    return call.redirect_with_notice("/account", call.text("app.second_factor.removed"));
}

static http::Response renew_codes(http::WriteCall& call, auth::PasswordCheck& check) {
    if (auto refusal = refused(call, check)) return std::move(*refusal);
    return codes_page(call, auth::renew_recovery_codes(call.db, call.viewer, call.now));
}

void second_factor_routes(http::Routes& routes) {
    routes.get("/account/second-factor", http::signed_in, show_own);
    routes.post("/account/second-factor", http::signed_in, add_own);
    routes.post("/account/second-factor/remove", http::signed_in, check_again, remove_own);
    routes.post("/account/recovery-codes", http::signed_in, check_again, renew_codes);
}

}  // namespace app
