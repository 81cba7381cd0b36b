// "Me too" of somebody without an account: an address, a mailed link, and a page that only they have.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/form.h"
#include "helpdesk/joining.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem_public_view.h"
#include "helpdesk/problem_view.h"
#include "helpdesk/stranger.h"
#include "http/parse.h"
#include "http/routes.h"
#include "mail/settings.h"

namespace helpdesk {

static http::Response form_page(const http::Call& call, db::Read& db, const KnownProblem& problem, const http::Fields& typed, const Problems& problems,
                                http::Status status) {
    html::View view;
    auto form = view.add("form");
    fill_problems(form, problems);
    for (auto field : {"requester_name", "requester_email"}) fill_problem(form, problems, field);
    form.set("id", problem.id.value)
        .set("problem", problem.title.in(html::code(call.language)))
        .set("where", scope_words(call, db, problem))
        .set("name", typed.text("requester_name"))
        .set("email", typed.text("requester_email"));
    for (const auto& school : roster::schools(db)) {
        bool only = problem.schools.size() == 1 && problem.schools.front() == school.id;
        auto value = std::to_string(school.id.value);
        fill_choice(form, "school", value, school.name, typed.has("school") ? typed.text("school") == value : only);
    }
    return call.page(status, "helpdesk/joining", call.text("helpdesk.joining.title"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) {
    auto problem = find_problem(call.db, call.id_as<ProblemId>("problem"));
    if (call.viewer.signed_in() || problem.state != ProblemState::open) return call.redirect(fmt::format("/known-problems/{}", problem.id.value));
    return form_page(call, call.db, problem, call.request.query, {}, http::ok);
}

static JoiningStranger read_stranger(http::WriteCall& call) {
    const auto& form = call.request.form;
    JoiningStranger who{std::string(base::first_code_points(form.text("requester_name"), 100)), std::string(form.text("requester_email")), std::nullopt,
                        std::string(html::code(call.language))};
    auto id = base::parse_integer(form.text("school"));
    auto schools = roster::schools(call.db);
    auto known = std::ranges::find_if(schools, [&](const auto& school) { return id && school.id.value == *id; });
    if (known != schools.end()) who.school = known->id;
    return who;
}

static http::Response ask_to_join(http::WriteCall& call) {
    auto problem = find_problem(call.db, call.id_as<ProblemId>("problem"));
    auto page = fmt::format("/known-problems/{}", problem.id.value);
    if (problem.state != ProblemState::open) return call.redirect_with_notice(page, call.text("helpdesk.problem.over"));
    auto who = read_stranger(call);
    Problems problems;
    for (const auto& [field, key] : find_problems(who)) problems.push_back({std::string(field), call.text(key)});
    if (!problems.empty()) return form_page(call, call.db, problem, call.request.form, problems, http::unprocessable);
    Stranger stranger{call.request.peer, who.email};
    if (asks_too_much(call.db, call.now, stranger)) {
        problems.push_back({"requester_email", call.text("helpdesk.form.too_many_asked")});
        return form_page(call, call.db, problem, call.request.form, problems, http::too_many_requests).header("Retry-After", "3600");
    }
    note_asking(call.db, call.now, stranger);
    hold_joining(call.db, call.now, problem, who);
    return call.redirect("/me-too/sent");
}

static http::Response show_sent(http::ReadCall& call) {
    html::View view;
    bool letters_go = mail::ready(mail::settings(call.db));
    auto sent = view.add("sent");
    sent.set("title", call.text(letters_go ? "helpdesk.joining.sent_title" : "helpdesk.joining.wait_title"))
        .set("words", call.text(letters_go ? "helpdesk.joining.sent_words" : "helpdesk.joining.wait_words"));
    return call.page("helpdesk/joining", call.text("helpdesk.joining.title"), std::move(view));
}

/// A button, because mail scanners open links.
static http::Response show_confirmation(http::ReadCall& call) {
    html::View view;
    view.add("confirm").set("action", "/me-too/confirmations/" + http::percent_encode(call.path("secret")));
    return call.page("helpdesk/joining", call.text("helpdesk.joining.confirm_title"), std::move(view));
}

static http::Response confirm_it(http::WriteCall& call) {
    auto joining = confirm_joining(call.db, call.now, call.path("secret"));
    if (joining.token.empty()) return call.redirect_with_notice(fmt::format("/known-problems/{}", joining.problem.value), call.text("helpdesk.joining.before"));
    return call.redirect("/me-too/" + joining.token);
}

static http::Response show_own(http::ReadCall& call) {
    auto problem = find_problem(call.db, problem_of_joining(call.db, call.path("token")));
    html::View view;
    fill_public(call, call.db, view, problem);
    if (problem.state == ProblemState::open) {
        auto joined = view.add("joined");
        joined.set("leave", "/me-too/" + http::percent_encode(call.path("token")) + "/removal");
        joined.show("own_page");
    }
    return call.page("helpdesk/problem", problem.title.in(html::code(call.language)), std::move(view));
}

static http::Response leave_own(http::WriteCall& call) {
    auto problem = leave_by_token(call.db, call.now, call.path("token"));
    return call.redirect_with_notice(fmt::format("/known-problems/{}", problem.value), call.text("helpdesk.problem.left_now"));
}

void joining_routes(http::Routes& routes) {
    routes.get("/known-problems/{problem}/me-too", http::anyone, show_form);
    routes.post("/known-problems/{problem}/me-too", http::anyone, ask_to_join);
    routes.get("/me-too/sent", http::anyone, show_sent);
    routes.get("/me-too/confirmations/{secret}", http::anyone, show_confirmation);
    routes.post("/me-too/confirmations/{secret}", http::anyone, confirm_it).with_own_secret();
    routes.get("/me-too/{token}", http::anyone, show_own);
    routes.post("/me-too/{token}/removal", http::anyone, leave_own).with_own_secret();
}

}  // namespace helpdesk
