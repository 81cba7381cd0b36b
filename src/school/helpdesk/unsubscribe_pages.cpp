// The link at the end of letters: opening it shows, pressing does.
#include "helpdesk/pages.h"
#include "helpdesk/unsubscribe.h"
#include "http/parse.h"
#include "http/routes.h"

namespace helpdesk {

static http::Response page_of(const http::Call& call, db::Read& db) {
    auto subscription = subscription_of(db, call.path("token"));
    bool on = is_subscribed(db, subscription);
    html::View view;
    auto address = "/unsubscribe/" + http::percent_encode(call.path("token"));
    auto part = view.add(on ? "on" : "off");
    // The number alone: whoever was sent the letter on reads nothing here that it did not say.
    part.set("action", on ? address : address + "/undo").set("number", call.text("helpdesk.status.number", {{"n", std::to_string(subscription.request.value)}}));
    return call.page("helpdesk/unsubscribe", call.text("helpdesk.unsubscribe.title"), std::move(view));
}

static http::Response show_unsubscribe(http::ReadCall& call) { return page_of(call, call.db); }

/// What mail programs press for their reader is the same as the button; they are not led on (RFC 8058, section 3.1).
static http::Response end_letters(http::WriteCall& call) {
    unsubscribe(call.db, call.now, subscription_of(call.db, call.path("token")));
    if (call.request.form.has("List-Unsubscribe")) return page_of(call, call.db);
    return call.redirect("/unsubscribe/" + http::percent_encode(call.path("token")));
}

static http::Response begin_letters(http::WriteCall& call) {
    subscribe_again(call.db, call.now, subscription_of(call.db, call.path("token")));
    return call.redirect("/unsubscribe/" + http::percent_encode(call.path("token")));
}

void unsubscribe_routes(http::Routes& routes) {
    routes.get("/unsubscribe/{token}", http::anyone, show_unsubscribe);
    routes.post("/unsubscribe/{token}", http::anyone, end_letters).with_own_secret();
    routes.post("/unsubscribe/{token}/undo", http::anyone, begin_letters).with_own_secret();
}

}  // namespace helpdesk
