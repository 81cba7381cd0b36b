#include "helpdesk/returned.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "helpdesk/pages.h"
#include "html/format.h"
#include "http/routes.h"
#include "mail/stopped.h"

namespace helpdesk {

std::string requester_address(db::Read& db, const Request& request) {
    if (request.requester) return auth::load_account(db, auth::Viewer::system(), *request.requester).email;
    return request.requester_email;
}

/// The account's address and the roster's.
static std::vector<std::string> addresses_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId id) {
    auto person = roster::find_person(db, viewer, id);
    if (!person) throw base::NotFound("no such person");
    std::vector<std::string> addresses;
    if (!person->email.empty()) addresses.push_back(person->email);
    if (person->account) {
        auto account = auth::load_account(db, auth::Viewer::system(), *person->account).email;
        if (std::ranges::find(addresses, account) == addresses.end()) addresses.push_back(account);
    }
    return addresses;
}

static bool works_with(db::Read& db, const auth::Viewer& viewer, roster::PersonId person) {
    if (viewer.may_everywhere(may_work)) return true;
    return std::ranges::any_of(roster::schools_of(db, person), [&](roster::OrgId school) { return viewer.may(may_work, school.value); });
}

static void fill_words(const http::Call& call, html::View& item, const mail::StoppedAddress& stopped) {
    auto since = html::moment_words(call.language, call.zone, call.now, stopped.since);
    item.set("says", call.text("helpdesk.intake.returned", {{"address", stopped.address}, {"since", since}})).set("words", stopped.said);
}

bool fill_returned_panel(http::ReadCall& call, roster::PersonId person, html::View& view) {
    if (!works_with(call.db, call.viewer, person)) return false;
    bool any = false;
    for (const auto& address : addresses_of(call.db, call.viewer, person)) {
        auto stopped = mail::stopped_address(call.db, address);
        if (!stopped) continue;
        any = true;
        auto item = view.add("address");
        fill_words(call, item, *stopped);
    }
    view.set("action", fmt::format("/people/{}/letters", person.value));
    return any;
}

void fill_returned(const http::Call& call, db::Read& db, html::View& page, const Seen& seen) {
    if (seen.standing == Standing::joined) return;
    auto address = requester_address(db, seen.request);
    // Such as what a copier sent: nobody reads what is answered.
    if (address.empty() && seen.standing == Standing::worker && seen.request.origin == Origin::mail) {
        page.add("not_reached").set("words", call.text("helpdesk.intake.no_address"));
    }
    auto stopped = address.empty() ? std::nullopt : mail::stopped_address(db, address);
    if (!stopped) return;
    if (seen.standing == Standing::requester) {
        page.add("not_reached").set("words", call.text("helpdesk.intake.not_reached", {{"address", stopped->address}}));
        return;
    }
    auto item = page.add("returned");
    fill_words(call, item, *stopped);
    item.set("action", fmt::format("/requests/{}/letters", seen.request.id.value));
}

static http::Response person_works_again(http::WriteCall& call) {
    auto person = call.id_as<roster::PersonId>("person");
    auto addresses = addresses_of(call.db, call.viewer, person);
    if (!works_with(call.db, call.viewer, person)) throw base::Forbidden(call.text("helpdesk.intake.not_your_school"));
    for (const auto& address : addresses) mail::works_again(call.db, call.viewer, call.now, address);
    return call.redirect_with_notice(fmt::format("/people/{}", person.value), call.text("helpdesk.intake.works_again_now"));
}

static http::Response requester_works_again(http::WriteCall& call) {
    auto request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    mail::works_again(call.db, call.viewer, call.now, requester_address(call.db, request));
    return call.redirect_with_notice(fmt::format("/requests/{}", request.id.value), call.text("helpdesk.intake.works_again_now"));
}

void returned_routes(http::Routes& routes) {
    routes.post("/people/{person}/letters", may_work, person_works_again);
    routes.post("/requests/{request}/letters", may_work, requester_works_again);
}

}  // namespace helpdesk
