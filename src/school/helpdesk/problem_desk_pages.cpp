// Known problems for the department: the list, and one with its requests, its people, its notes, and what ends it.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/form.h"
#include "helpdesk/joining.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem_news.h"
#include "helpdesk/problem_view.h"
#include "helpdesk/request_view.h"
#include "helpdesk/suspicion.h"
#include "helpdesk/unchanged.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int problems_per_page = 30;
constexpr int rows_per_page = 25;
constexpr int most_suspicions_counted = 99;

static http::Response show_list(http::ReadCall& call) {
    auto state = parse_problem_state(call.request.query.text("show")).value_or(ProblemState::open);
    auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    auto problems = problems_for_work(call.db, call.viewer, state, before, problems_per_page + 1);
    bool more = problems.size() > problems_per_page;
    if (more) problems.pop_back();
    html::View view;
    for (auto tab : {ProblemState::open, ProblemState::solved}) {
        view.add("tab")
            .set("href", tab == ProblemState::open ? "/queue/problems" : "/queue/problems?show=solved")
            .set("label", call.text(fmt::format("helpdesk.problem.{}", word(tab))))
            .show_if(tab == state, "current");
    }
    auto suspected = suspicions(call.db, call.viewer, SuspicionState::open, 0, most_suspicions_counted).size();
    view.set("suspicions", suspected);
    if (problems.empty()) view.show(state == ProblemState::open ? "none_open" : "none_solved");
    else {
        auto some = view.add("some");
        for (const auto& problem : problems) {
            auto owner = problem.owner ? auth::account_name(call.db, *problem.owner) : std::nullopt;
            some.add("problem")
                .set("id", problem.id.value)
                .set("title", problem.title.in(html::code(call.language)))
                .set("where", scope_words(call, call.db, problem))
                .set("told", told_words(call, call.db, problem.id))
                .set("owner", owner.value_or(call.text("helpdesk.problem.nobody")))
                .set("when", html::moment_words(call.language, call.zone, call.now, problem.solved_at.value_or(problem.opened_at)));
        }
    }
    if (more || before > 0) {
        auto pager = view.add("pager");
        auto address = fmt::format("/queue/problems?show={}", word(state));
        if (before > 0) pager.add("newest").set("href", address);
        if (more) pager.add("older").set("href", fmt::format("{}&before={}", address, problems.back().id.value));
    }
    return call.page("helpdesk/problem_list", call.text("helpdesk.problem.desk"), std::move(view));
}

static void fill_pager(html::View& part, std::int64_t id, std::string_view name, std::int64_t after, std::optional<std::int64_t> next) {
    if (after == 0 && !next) return;
    auto pager = part.add("pager");
    if (after > 0) pager.add("start").set("href", fmt::format("/queue/problems/{}?{}=0#{}", id, name, name));
    if (next) pager.add("next").set("href", fmt::format("/queue/problems/{}?{}={}#{}", id, name, *next, name));
}

/// Of what is at other schools the number is told and nothing else.
static void fill_counts(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem) {
    auto counts = count_belonging(db, call.viewer, problem.id);
    view.set("links", counts.requests).set("joined", counts.people);
    if (auto n = counts.requests_elsewhere; n > 0) view.add("requests_elsewhere").set("words", call.text("helpdesk.problem.requests_elsewhere", {{"n", std::to_string(n)}}));
    if (auto n = counts.people_elsewhere; n > 0) view.add("people_elsewhere").set("words", call.text("helpdesk.problem.people_elsewhere", {{"n", std::to_string(n)}}));
}

static void fill_requests(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem) {
    auto after = base::parse_integer(call.request.query.text("requests")).value_or(0);
    auto requests = linked_requests(db, call.viewer, problem.id, after, rows_per_page + 1);
    bool more = requests.size() > rows_per_page;
    if (more) requests.pop_back();
    if (requests.empty()) view.show("no_requests");
    else {
        auto list = view.add("some_requests");
        for (const auto& request : requests) {
            list.add("request")
                .set("id", request.id.value)
                .set("title", request.title)
                .set("pill", pill_of(request.state))
                .set("icon", icon_of(request.state))
                .set("state", call.text(fmt::format("helpdesk.state.{}", word(request.state))))
                .set("who", request.requester_name)
                .set("school", request.school)
                .set("when", html::moment_words(call.language, call.zone, call.now, request.created_at))
                .show_if(unfinished(request.state) && request.due_at < call.now, "late");
        }
        fill_pager(list, problem.id.value, "requests", after, more ? std::optional(requests.back().id.value) : std::nullopt);
    }
}

static void fill_people(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem) {
    auto after = base::parse_integer(call.request.query.text("people")).value_or(0);
    auto people = joined_people(db, call.viewer, problem.id, after, rows_per_page + 1);
    view.show_if(call.request.query.has("people"), "people_open");
    bool more = people.size() > rows_per_page;
    if (more) people.pop_back();
    if (people.empty()) {
        view.show("no_people");
        return;
    }
    auto list = view.add("some_people");
    for (const auto& person : people) {
        auto item = list.add("person");
        item.set("name", person.name).set("when", html::moment_words(call.language, call.zone, call.now, person.at));
        if (!person.school.empty()) item.add("at").set("school", person.school);
    }
    fill_pager(list, problem.id.value, "people", after, more ? std::optional(people.back().id) : std::nullopt);
}

/// How far the news of the last solution or reopening is.
static void fill_telling(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem) {
    if (problem.round == 0) return;
    auto telling = telling_of(db, problem);
    if (telling.told + telling.untold == 0) return;
    auto part = view.add("telling");
    if (telling.untold == 0) {
        part.add("done").set("words", call.text("helpdesk.problem.telling_done", {{"n", std::to_string(telling.told)}}));
        return;
    }
    part.add("going")
        .set("told", telling.told)
        .set("all", telling.told + telling.untold)
        .set("words", call.text("helpdesk.problem.telling_words", {{"told", std::to_string(telling.told)}, {"all", std::to_string(telling.told + telling.untold)}}));
}

static std::string history_words(const http::Call& call, const auth::Event& event) {
    auto words = call.services.messages->find(call.language, fmt::format("helpdesk.event.problem.{}", event.action), {}).value_or(event.action);
    return event.why.empty() ? words : fmt::format("{}: {}", words, base::elide(event.why, 300));
}

static void fill_history(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem) {
    constexpr std::size_t most = 50;  // the whole of it is in the record
    auto events = auth::history(db, "problem", problem.id.value);
    auto begin = events.size() > most ? events.end() - most : events.begin();
    for (auto event = begin; event != events.end(); ++event) {
        // Which requests belong to it stands above, for those who may see them.
        if (event->action.starts_with("request_")) continue;
        view.add("event")
            .set("iso", base::to_iso(event->at))
            .set("at", html::moment_words(call.language, call.zone, call.now, event->at))
            .set("by", event->actor)
            .set("words", history_words(call, *event));
    }
}

static void fill_work(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem, const Problems& problems) {
    bool decides = may_decide(call.viewer, problem.schools);
    auto work = view.add("work");
    fill_seen(work, problem.updated_at);
    work.set("id", problem.id.value);
    if (!decides) {
        work.show("not_all_schools");
        return;
    }
    work.show("change");
    if (problem.state == ProblemState::open) {
        auto solve = work.add("solve");
        bool typed = call.request.form.has("answer_en");
        solve.set("answer_en", typed ? call.request.form.text("answer_en") : std::string_view(problem.answer.en))
            .set("answer_es", typed ? call.request.form.text("answer_es") : std::string_view(problem.answer.es))
            .set("sure", call.text("helpdesk.problem.solve_sure", {{"n", std::to_string(count_people(db, problem.id))}}));
        solve.show_if(!problems.empty() && problems.front().field != "note", "open");
        fill_problem(solve, problems, "answer_en");
        fill_problem(solve, problems, "answer_es");
    } else {
        work.show("reopen");
    }
}

static http::Response problem_page(const http::Call& call, db::Read& db, const KnownProblem& problem, const Problems& problems) {
    auto language = html::code(call.language);
    bool open = problem.state == ProblemState::open;
    html::View view;
    fill_problems(view, problems);
    auto owner = problem.owner ? auth::account_name(db, *problem.owner) : std::nullopt;
    view.set("id", problem.id.value)
        .set("title", problem.title.in(language))
        .set("words", problem.words.in(language))
        .set("state", call.text(fmt::format("helpdesk.problem.state_{}", word(problem.state))))
        .set("pill", open ? "pill-wait" : "pill-good")
        .set("icon", open ? "hourglass" : "circle-check")
        .set("where", scope_words(call, db, problem))
        .set("told", told_words(call, db, problem.id))
        .set("owner", owner.value_or(call.text("helpdesk.problem.nobody")))
        .set("since", html::moment_words(call.language, call.zone, call.now, problem.opened_at));
    if (auto words = problem.workaround.in(language); !words.empty()) view.add("workaround").set("workaround", words);
    if (open) view.add("expected").set("expected", expected_words(call, problem));
    else view.add("answer").set("answer", problem.answer.in(language));
    fill_telling(call, db, view, problem);
    fill_counts(call, db, view, problem);
    fill_requests(call, db, view, problem);
    fill_people(call, db, view, problem);
    for (const auto& note : problem_notes(db, call.viewer, problem.id)) {
        view.add("note").set("by", note.author).set("iso", base::to_iso(note.at)).set("at", html::moment_words(call.language, call.zone, call.now, note.at)).set("body", note.body);
    }
    view.set("note_value", call.request.form.text("note"));
    fill_problem(view, problems, "note");
    fill_history(call, db, view, problem);
    fill_work(call, db, view, problem, problems);
    return call.page(status_of_form(problems), "helpdesk/problem_desk", problem.title.in(language), std::move(view));
}

static http::Response show_problem(http::ReadCall& call) {
    return problem_page(call, call.db, fetch_problem(call.db, call.viewer, call.id_as<ProblemId>("problem")), {});
}

static KnownProblem to_work_on(http::WriteCall& call) { return fetch_problem(call.db, call.viewer, call.id_as<ProblemId>("problem")); }

static http::Response back(const http::WriteCall& call, const KnownProblem& problem, std::string_view notice) {
    return call.redirect_with_notice(fmt::format("/queue/problems/{}", problem.id.value), call.text(notice));
}

static void check_answer(const http::Call& call, Problems& problems, std::string_view field) {
    auto words = call.request.form.text(field);
    auto name = call.text(fmt::format("helpdesk.problem.{}", field));
    if (words.empty()) problems.push_back({std::string(field), call.text("helpdesk.problem.answer_missing", {{"field", name}})});
    if (base::count_code_points(words) > most_problem_words_points) problems.push_back({std::string(field), call.text("helpdesk.problem.words_long", {{"field", name}})});
}

static http::Response solve(http::WriteCall& call) {
    auto problem = to_work_on(call);
    if (auto changed = require_unchanged(call, problem)) return *changed;
    Problems problems;
    check_answer(call, problems, "answer_en");
    check_answer(call, problems, "answer_es");
    if (!problems.empty()) return problem_page(call, call.db, problem, problems);
    const auto& form = call.request.form;
    solve_problem(call.db, call.viewer, call.now, problem, {std::string(form.text("answer_en")), std::string(form.text("answer_es"))});
    return back(call, problem, "helpdesk.problem.solved_now");
}

static http::Response reopen(http::WriteCall& call) {
    auto problem = to_work_on(call);
    if (auto changed = require_unchanged(call, problem)) return *changed;
    reopen_problem(call.db, call.viewer, call.now, problem, base::first_code_points(call.request.form.text("why"), 500));
    return back(call, problem, "helpdesk.problem.reopened_now");
}

/// When the telling was stopped by somebody or by a fault.
static http::Response tell_rest(http::WriteCall& call) {
    auto problem = to_work_on(call);
    tell_later(call.db, call.viewer, call.now, problem.id);
    return back(call, problem, "helpdesk.problem.tell_rest_now");
}

static http::Response write_note(http::WriteCall& call) {
    auto problem = to_work_on(call);
    try {
        add_problem_note(call.db, call.viewer, call.now, problem, call.request.form.text("note"));
    } catch (const base::Invalid& wrong) {
        return problem_page(call, call.db, problem, {{"note", call.text(wrong.what(), {{"field", call.text("helpdesk.problem.note")}})}});
    }
    return back(call, problem, "helpdesk.problem.note_saved");
}

void problem_desk_routes(http::Routes& routes) {
    routes.get("/queue/problems", may_work, show_list);
    routes.get("/queue/problems/{problem}", may_work, show_problem);
    routes.post("/queue/problems/{problem}/solution", may_work, solve);
    routes.post("/queue/problems/{problem}/reopening", may_work, reopen);
    routes.post("/queue/problems/{problem}/telling", may_work, tell_rest);
    routes.post("/queue/problems/{problem}/notes", may_work, write_note);
}

}  // namespace helpdesk
