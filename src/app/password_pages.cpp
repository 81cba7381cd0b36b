#include <fmt/format.h>

#include "app/app.h"
#include "app/form.h"
#include "app/letters.h"
#include "app/password_file.h"
#include "auth/account.h"
#include "auth/password.h"

namespace app {

/// Asks for the address of those who forgot their password.
static http::Response show_forgotten(http::ReadCall& call) { return call.page("app/password_forgotten", call.text("app.forgotten.title"), {}); }

/// The answer is the same whether or not the address has an account.
static http::Response send_reset(http::WriteCall& call) {
    if (const auto asked = auth::request_reset(call.db, call.now, call.request.form.text("email"))) {
        send_link(call, asked->account, auth::LinkPurpose::reset, asked->link);
    }
    return call.page("app/password_sent", call.text("app.forgotten.sent_title"), {});
}

static http::Response gone(const http::Call& call) {
    return call.page(http::gone, "app/link_gone", call.text("app.link_gone.title"), {});
}

static html::View form_of(const http::Call& call, const auth::LinkOwner& owner) {
    html::View view;
    view.set("token", call.path("token")).set("name", owner.account.name).set("email", owner.account.email).set("district", call.district());
    view.show(owner.purpose == auth::LinkPurpose::invitation ? "invitation" : "reset");
    return view;
}

/// Where an invitation or a reset link leads: choose a password.
static http::Response show_welcome(http::ReadCall& call) {
    const auto owner = auth::find_link(call.db, call.now, call.path("token"));
    if (!owner) return gone(call);
    return call.page("app/welcome", call.text("app.welcome.title"), form_of(call, *owner));
}

namespace {

struct NewHash {
    std::string problem;  // message key; empty: good
    std::string hash;
};

}  // namespace

static NewHash prepare_hash(http::PrepareCall& call) {
    const auto owner = call.services.database->read([&](db::Read& db) { return auth::find_link(db, call.now, call.path("token")); });
    if (!owner) return {};
    const std::string_view chosen = call.request.form.find("new_password").value_or("");
    const auto problem = verdict_key(chosen, owner->account.email, owner->account.name);
    return {std::string(problem), problem.empty() ? auth::hash_password(chosen) : ""};
}

static http::Response accept(http::WriteCall& call, NewHash& prepared) {
    const auto owner = auth::find_link(call.db, call.now, call.path("token"));
    if (!owner || (prepared.hash.empty() && prepared.problem.empty())) return gone(call);
    if (!prepared.problem.empty()) {
        html::View view = form_of(call, *owner);
        tell(view, {{"new_password", call.text(prepared.problem)}});
        return call.page(http::unprocessable, "app/welcome", call.text("app.welcome.title"), std::move(view));
    }
    auth::redeem_link(call.db, call.now, call.path("token"), prepared.hash);
    return call.redirect("/sign-in?password=set");
}

void password_routes(http::Routes& routes) {
    routes.get("/password/forgotten", http::anyone, show_forgotten);
    routes.post("/password/forgotten", http::anyone, send_reset);
    routes.get("/welcome/{token}", http::anyone, show_welcome);
    routes.post("/welcome/{token}", http::anyone, prepare_hash, accept);
}

}  // namespace app
