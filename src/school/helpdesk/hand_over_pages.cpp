// Hand on in one step: to whom it can go is computed; when there is nobody, what is missing, who has it and when.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/form.h"
#include "helpdesk/hand_over_view.h"
#include "helpdesk/pages.h"
#include "helpdesk/unchanged.h"
#include "http/routes.h"

namespace helpdesk {

/// "a12.3" is the account 12 in the team 3, "t3" the team alone.
static std::string value_of(const Receiver& receiver) { return fmt::format("a{}.{}", receiver.account.value, receiver.team.value); }
static std::string value_of(const Team& team) { return fmt::format("t{}", team.id.value); }

static void fill_receivers(const http::Call& call, db::Read& db, html::View& view, const Request& request, const http::Fields& typed) {
    auto found = receivers(db, call.viewer, call.now, request);
    auto chosen = std::string(typed.text("to"));
    auto known = teams(db);
    for (const auto& person : found.people) {
        auto team = std::ranges::find(known, person.team, &Team::id);
        auto item = view.add("person");
        item.set("value", value_of(person)).set("name", person.name).set("team", team == known.end() ? std::string() : team->name(html::code(call.language)));
        item.set("waits", waits_words(call, person));
        item.show_if(person.travels, "travels").show_if(chosen == value_of(person), "selected");
    }
    for (const auto& team : known) fill_choice(view, "team", value_of(team), team.name(html::code(call.language)), chosen == value_of(team));
    if (found.missing) fill_missing(call, db, view, *found.missing);
    auto needs = needs_words(call, db, found);
    if (!needs.empty()) view.add("needs").set("needs", needs);
    auto prefilled = needs.empty() ? call.text("helpdesk.hand_over.note_begins") : call.text("helpdesk.hand_over.note_needs", {{"needs", needs}});
    view.set("note", typed.has("note") ? std::string(typed.text("note")) : prefilled);
}

static http::Response form_page(const http::Call& call, db::Read& db, const Request& request, const http::Fields& typed, const Problems& problems) {
    html::View view;
    view.set("id", request.id.value).set("subject", request.title);
    fill_seen(view, request, typed);
    fill_problems(view, problems);
    for (auto field : {"reason", "to", "note"}) fill_problem(view, problems, field);
    auto chosen = parse_hand_over_reason(typed.text("reason"));  // nothing is chosen for the one who hands on: one tap too many sends it wrong
    for (auto reason : hand_over_reasons) {
        fill_choice(view, "reason", word(reason), call.text(fmt::format("helpdesk.hand_over.reason_{}", word(reason))), reason == chosen);
    }
    fill_receivers(call, db, view, request, typed);
    return call.page(status_of_form(problems), "helpdesk/hand_over", call.text("helpdesk.ticket.hand_over"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (!unfinished(request.state)) throw base::Conflict(call.text("helpdesk.ticket.has_ended"));
    return form_page(call, call.db, request, call.request.query, {});
}

struct Goal {
    TeamId team;
    std::optional<auth::AccountId> account;
};

static std::optional<Goal> parse_goal(std::string_view text) {
    if (text.starts_with('t')) {
        auto team = base::parse_integer(text.substr(1));
        return team ? std::optional(Goal{{*team}, std::nullopt}) : std::nullopt;
    }
    auto dot = text.find('.');
    if (!text.starts_with('a') || dot == std::string_view::npos) return std::nullopt;
    auto account = base::parse_integer(text.substr(1, dot - 1));
    auto team = base::parse_integer(text.substr(dot + 1));
    if (!account || !team) return std::nullopt;
    return Goal{{*team}, auth::AccountId{*account}};
}

static http::Response hand_on(http::WriteCall& call) {
    const auto& form = call.request.form;
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (auto changed = require_unchanged(call, request)) return *changed;
    auto reason = parse_hand_over_reason(form.text("reason"));
    auto goal = parse_goal(form.text("to"));
    Problems problems;
    if (!reason) problems.push_back({"reason", call.text("helpdesk.hand_over.reason_missing")});
    if (!goal) problems.push_back({"to", call.text("helpdesk.hand_over.to_missing")});
    if (form.text("note").empty()) problems.push_back({"note", call.text("helpdesk.hand_over.note_missing")});
    if (!problems.empty()) return form_page(call, call.db, request, form, problems);
    auto language = html::parse_language(request.language).value_or(call.language);
    auto courtesy = call.services.messages->text(language, fmt::format("helpdesk.courtesy.{}", word(courtesy_of(*reason))));
    try {
        hand_over(call.db, call.viewer, call.now, request, {*reason, goal->team, goal->account, std::string(form.text("note")), courtesy});
    } catch (const base::Invalid& problem) {
        return form_page(call, call.db, request, form, {{problem.field(), problem.what()}});
    }
    return call.redirect_with_notice(fmt::format("/requests/{}", request.id.value), call.text("helpdesk.hand_over.done"));
}

void hand_over_routes(http::Routes& routes) {
    routes.get("/requests/{request}/hand-over", may_work, show_form);
    routes.post("/requests/{request}/hand-over", may_work, hand_on);
}

}  // namespace helpdesk
