// A request gets somebody: whoever presses "take it", or a colleague who can do it, may do it and is there.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/form.h"
#include "helpdesk/hand_over_view.h"
#include "helpdesk/pages.h"
#include "helpdesk/unchanged.h"
#include "html/html.h"
#include "http/routes.h"
#include "mail/settings.h"

namespace helpdesk {

static void fill_people(const http::Call& call, db::Read& db, html::View& view, const Request& request) {
    auto found = candidates(db, call.viewer, call.now, request);
    if (found.missing) fill_missing(call, db, view, *found.missing);
    auto needs = needs_words(call, db, found);
    auto school = roster::find_org(db, request.school)->name;
    auto fits = needs.empty() ? call.text("helpdesk.assignment.fits_anybody", {{"school", school}})
                              : call.text("helpdesk.assignment.fits", {{"school", school}, {"needs", needs}});
    if (found.people.empty()) return;
    auto known = teams(db);
    html::View form = view.add("form");
    for (const auto& person : found.people) {
        auto team = std::ranges::find(known, person.team, &Team::id);
        form.add("person")
            .set("value", person.account.value)
            .set("name", person.account == call.viewer.account() ? call.text("helpdesk.assignment.me", {{"name", person.name}}) : person.name)
            .set("team", team == known.end() ? std::string() : team->name(html::code(call.language)))
            .set("waits", waits_words(call, person))
            .set("fits", fits)
            .show_if(person.travels, "travels")
            .show_if(&person == &found.people.front(), "selected");
    }
}

static http::Response form_page(const http::Call& call, db::Read& db, const Request& request, const Problems& problems) {
    html::View view;
    view.set("id", request.id.value).set("subject", request.title);
    fill_seen(view, request, call.request.form);
    fill_problems(view, problems);
    fill_people(call, db, view, request);
    return call.page(status_of_form(problems), "helpdesk/assignment", call.text("helpdesk.assignment.title"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (!unfinished(request.state)) throw base::Conflict(call.text("helpdesk.ticket.has_ended"));
    return form_page(call, call.db, request, {});
}

static http::Response back_to(const http::WriteCall& call, RequestId id, const std::string& notice) {
    return call.redirect_with_notice(fmt::format("/requests/{}", id.value), notice);
}

/// Without a person in the form it is the viewer who takes it.
static http::Response give_or_take(http::WriteCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (auto changed = require_unchanged(call, request)) return *changed;
    auto to = base::parse_integer(call.request.form.text("to"));
    if (!call.request.form.has("to") || (to && auth::AccountId{*to} == call.viewer.account())) {
        take(call.db, call.viewer, call.now, request);
        return back_to(call, request.id, call.text("helpdesk.ticket.taken"));
    }
    if (!unfinished(request.state)) throw base::Conflict(call.text("helpdesk.ticket.has_ended"));
    auto able = candidates(call.db, call.viewer, call.now, request).people;
    auto chosen = to ? std::ranges::find(able, auth::AccountId{*to}, &Receiver::account) : able.end();
    if (chosen == able.end()) return form_page(call, call.db, request, {{"to", call.text("helpdesk.assignment.not_able")}});
    assign(call.db, call.viewer, call.now, request, chosen->account);
    return back_to(call, request.id, call.text(mail::ready(mail::settings(call.db)) ? "helpdesk.assignment.done" : "helpdesk.assignment.done_unmailed", {{"name", chosen->name}}));
}

void assignment_routes(http::Routes& routes) {
    routes.get("/requests/{request}/assignment", may_work, show_form);
    routes.post("/requests/{request}/assignment", may_work, give_or_take);
}

}  // namespace helpdesk
