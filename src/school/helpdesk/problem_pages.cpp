// Known problems as everybody sees them: the list, one of them, and "me too" in one tap for whoever is signed in.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/joining.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem_public_view.h"
#include "helpdesk/problem_view.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int problems_per_page = 20;

static void fill_row(http::ReadCall& call, html::View item, const KnownProblem& problem) {
    auto title = problem.title.in(html::code(call.language));
    item.set("id", problem.id.value)
        .set("title", title)
        .set("where", scope_words(call, call.db, problem))
        .set("told", told_words(call, call.db, problem.id))
        .set("me_too_for", call.text("helpdesk.problem.me_too_for", {{"title", title}}));
    if (problem.state == ProblemState::solved) {
        item.add("solved").set("when", html::moment_words(call.language, call.zone, call.now, *problem.solved_at));
        return;
    }
    item.add("expected").set("words", expected_words(call, problem));
    item.show(has_told(call.db, call.viewer, problem.id) ? "joined" : "me_too");
}

static http::Response show_problems(http::ReadCall& call) {
    auto state = parse_problem_state(call.request.query.text("show")).value_or(ProblemState::open);
    auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    auto problems = public_problems(call.db, state, before, problems_per_page + 1);
    bool more = problems.size() > problems_per_page;
    if (more) problems.pop_back();
    html::View view;
    view.show_if(call.viewer.may(may_work), "works");
    for (auto tab : {ProblemState::open, ProblemState::solved}) {
        view.add("tab")
            .set("href", tab == ProblemState::open ? "/known-problems" : "/known-problems?show=solved")
            .set("label", call.text(fmt::format("helpdesk.problem.{}", word(tab))))
            .show_if(tab == state, "current");
    }
    if (problems.empty()) view.show(state == ProblemState::open ? "none_open" : "none_solved");
    else {
        auto some = view.add("some");
        for (const auto& problem : problems) fill_row(call, some.add("problem"), problem);
    }
    if (more || before > 0) {
        auto pager = view.add("pager");
        auto address = fmt::format("/known-problems?show={}", word(state));
        if (before > 0) pager.add("newest").set("href", address);
        if (more) pager.add("older").set("href", fmt::format("{}&before={}", address, problems.back().id.value));
    }
    return call.page("helpdesk/problems", call.text("helpdesk.problem.title"), std::move(view));
}

void fill_public(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem) {
    auto language = html::code(call.language);
    bool open = problem.state == ProblemState::open;
    view.set("id", problem.id.value)
        .set("title", problem.title.in(language))
        .set("words", problem.words.in(language))
        .set("state", call.text(fmt::format("helpdesk.problem.state_{}", word(problem.state))))
        .set("pill", open ? "pill-wait" : "pill-good")
        .set("icon", open ? "hourglass" : "circle-check")
        .set("where", scope_words(call, db, problem))
        .set("told", told_words(call, db, problem.id))
        .set("since_iso", base::to_iso(problem.opened_at))
        .set("since", html::moment_words(call.language, call.zone, call.now, problem.opened_at));
    if (auto words = problem.workaround.in(language); open && !words.empty()) view.add("workaround").set("workaround", words);
    if (open) view.add("expected").set("expected", expected_words(call, problem));
    if (open) return;
    view.add("answer").set("answer", problem.answer.in(language));
    view.add("solved").set("solved_iso", base::to_iso(*problem.solved_at)).set("solved", html::moment_words(call.language, call.zone, call.now, *problem.solved_at));
}

static bool works_on(const http::Call& call, db::Read& db, ProblemId id) {
    if (!call.viewer.may(may_work)) return false;
    try {
        fetch_problem(db, call.viewer, id);
        return true;
    } catch (const base::NotFound&) {
        return false;
    }
}

static http::Response show_problem(http::ReadCall& call) {
    auto problem = find_problem(call.db, call.id_as<ProblemId>("problem"));
    html::View view;
    fill_public(call, call.db, view, problem);
    view.show_if(works_on(call, call.db, problem.id), "works");
    bool joined = has_joined(call.db, call.viewer, problem.id);
    if (joined && problem.state == ProblemState::open) view.add("joined").set("leave", fmt::format("/known-problems/{}/leaving", problem.id.value));
    else if (problem.state == ProblemState::open) view.show(has_told(call.db, call.viewer, problem.id) ? "told" : "me_too");
    return call.page("helpdesk/problem", problem.title.in(html::code(call.language)), std::move(view));
}

/// One tap. Somebody who is not signed in is asked for an address first.
static http::Response join(http::WriteCall& call) {
    auto problem = find_problem(call.db, call.id_as<ProblemId>("problem"));
    auto page = fmt::format("/known-problems/{}", problem.id.value);
    if (problem.state != ProblemState::open) return call.redirect_with_notice(page, call.text("helpdesk.problem.over"));
    if (!call.viewer.signed_in()) return call.redirect(page + "/me-too");
    bool now = join_problem(call.db, call.viewer, call.now, problem);
    return call.redirect_with_notice(page, call.text(now ? "helpdesk.problem.joined_now" : "helpdesk.problem.joined_before"));
}

static http::Response leave(http::WriteCall& call) {
    auto id = call.id_as<ProblemId>("problem");
    find_problem(call.db, id);
    leave_problem(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice(fmt::format("/known-problems/{}", id.value), call.text("helpdesk.problem.left_now"));
}

void problem_routes(http::Routes& routes) {
    routes.get("/known-problems", http::anyone, show_problems);
    routes.get("/known-problems/{problem}", http::anyone, show_problem);
    routes.post("/known-problems/{problem}/joining", http::anyone, join);
    routes.post("/known-problems/{problem}/leaving", http::signed_in, leave);
}

}  // namespace helpdesk
