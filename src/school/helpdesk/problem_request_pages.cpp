// "Belongs to a known problem": said by the department on a request, or by whoever asked when they see that it is the same.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/form.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem_view.h"
#include "helpdesk/unchanged.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int most_offered = 50;

/// Those that fit first, then the others.
static std::vector<KnownProblem> offered(db::Read& db, const Request& request) {
    auto problems = problems_about(db, {request.category, request.school, request.device}, most_offered);
    for (auto& other : public_problems(db, ProblemState::open, 0, most_offered)) {
        bool there = std::ranges::any_of(problems, [&](const auto& one) { return one.id == other.id; });
        if (!there) problems.push_back(std::move(other));
    }
    return problems;
}

static http::Response form_page(const http::Call& call, db::Read& db, const Request& request, const http::Fields& typed, const Problems& problems) {
    html::View view;
    fill_problems(view, problems);
    fill_problem(view, problems, "problem");
    view.set("id", request.id.value).set("subject", request.title);
    fill_seen(view, request, typed);
    auto open = offered(db, request);
    if (open.empty()) view.show("none");
    else {
        auto some = view.add("some");
        for (const auto& problem : open) {
            auto value = std::to_string(problem.id.value);
            some.add("choice")
                .set("value", value)
                .set("title", problem.title.in(html::code(call.language)))
                .set("where", scope_words(call, db, problem))
                .set("told", told_words(call, db, problem.id))
                .show_if(typed.text("problem") == value, "selected");
        }
    }
    return call.page(status_of_form(problems), "helpdesk/problem_choice", call.text("helpdesk.problem.belongs"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) {
    auto request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (!unfinished(request.state)) throw base::Conflict(call.text("helpdesk.ticket.has_ended"));
    return form_page(call, call.db, request, call.request.query, {});
}

/// What the form names; absent when that is no problem.
static std::optional<KnownProblem> chosen(const http::Call& call, db::Read& db) {
    auto id = base::parse_integer(call.request.form.text("problem"));
    if (!id || *id <= 0) return std::nullopt;
    try {
        return find_problem(db, {*id});
    } catch (const base::NotFound&) {
        return std::nullopt;
    }
}

/// As it is offered to whoever asked: until somebody has begun, and what fits.
static http::Response say_of_own(http::WriteCall& call, const Request& request, const std::string& address) {
    auto problem = chosen(call, call.db);
    if (!problem) throw base::Invalid("problem", call.text("helpdesk.problem.belongs_missing"));
    if (problem->state != ProblemState::open) return call.redirect_with_notice(address, call.text("helpdesk.problem.over"));
    if (!in_queue(request.state)) throw base::Conflict(call.text("helpdesk.problem.begun"));
    auto fitting = problems_about(call.db, {request.category, request.school, request.device}, std::numeric_limits<int>::max());
    if (std::ranges::find(fitting, problem->id, &KnownProblem::id) == fitting.end()) throw base::NotFound("not a problem of this request");
    link_request(call.db, call.viewer, call.now, *problem, request);
    return call.redirect_with_notice(address, call.text("helpdesk.problem.linked_now"));
}

static http::Response say_belongs(http::WriteCall& call) {
    Seen seen = fetch(call.db, call.viewer, call.id_as<RequestId>("request"));
    const Request& request = seen.request;
    auto address = fmt::format("/requests/{}", request.id.value);
    if (seen.standing == Standing::joined) throw base::Forbidden(call.text("helpdesk.status.not_yours"));
    if (seen.standing == Standing::requester) return say_of_own(call, request, address);
    if (auto changed = require_unchanged(call, request)) return *changed;
    auto problem = chosen(call, call.db);
    if (!problem || problem->state != ProblemState::open) {
        return form_page(call, call.db, request, call.request.form, {{"problem", call.text(problem ? "helpdesk.problem.belongs_over" : "helpdesk.problem.belongs_missing")}});
    }
    link_request(call.db, call.viewer, call.now, *problem, request);
    return call.redirect_with_notice(address, call.text("helpdesk.problem.linked_now"));
}

static http::Response say_belongs_by_token(http::WriteCall& call) {
    Request request = fetch_by_token(call.db, call.path("token"));
    return say_of_own(call, request, "/status/" + request.token);
}

static http::Response take_back(http::WriteCall& call) {
    Seen seen = fetch(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (seen.standing == Standing::joined) throw base::Forbidden(call.text("helpdesk.status.not_yours"));
    if (auto changed = require_unchanged(call, seen.request)) return *changed;
    unlink_request(call.db, call.viewer, call.now, seen.request);
    return call.redirect_with_notice(fmt::format("/requests/{}", seen.request.id.value), call.text("helpdesk.problem.unlinked_now"));
}

static http::Response take_back_by_token(http::WriteCall& call) {
    Request request = fetch_by_token(call.db, call.path("token"));
    unlink_request(call.db, call.viewer, call.now, request);
    return call.redirect_with_notice("/status/" + request.token, call.text("helpdesk.problem.unlinked_now"));
}

void problem_request_routes(http::Routes& routes) {
    routes.get("/requests/{request}/problem", may_work, show_form);
    routes.post("/requests/{request}/problem", http::signed_in, say_belongs);
    routes.post("/requests/{request}/problem/removal", http::signed_in, take_back);
    routes.post("/status/{token}/problem", http::anyone, say_belongs_by_token).with_own_secret();
    routes.post("/status/{token}/problem/removal", http::anyone, take_back_by_token).with_own_secret();
}

}  // namespace helpdesk
