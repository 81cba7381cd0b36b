// Answers beside the form for a request: while it is typed (web/islands/answers.ts), and by a button without script.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/pages.h"
#include "helpdesk/suggestion.h"
#include "http/routes.h"

namespace helpdesk {

static http::Response part(const http::Call& call, const Answers& answers) {
    html::View view;
    fill_answers(call, view, answers);
    auto response = call.fragment("helpdesk/answers", std::move(view));
    response.header("Cache-Control", "no-store");
    return response;
}

/// While somebody types; nothing is counted yet.
static http::Response show_answers(http::ReadCall& call) { return part(call, answers_for(call, call.db, call.request.query)); }

static std::optional<knowledge::Published> named(http::WriteCall& call, std::string_view field) {
    const auto id = base::parse_integer(call.request.form.text(field));
    return id ? knowledge::find_published(call.db, call.viewer, call.language, {*id}) : std::nullopt;
}

static void note_shown(http::WriteCall& call, const Answers& answers) {
    for (const auto& found : answers.found) knowledge::count_once(call.db, occasion_of(call), found.id, knowledge::Step::shown);
}

/// A button of the form: look for answers, or open one. The whole form comes along and is shown again, so nothing is lost.
static http::Response look(http::WriteCall& call) {
    const auto& form = call.request.form;
    if (form.has("open")) {
        const auto article = named(call, "open");
        if (!article) throw base::NotFound("no such article");
        knowledge::count_once(call.db, occasion_of(call), article->id, knowledge::Step::opened);
    }
    http::Fields typed = form;
    if (form.has("open")) typed.add("opened", std::string(form.text("open")));
    const auto answers = answers_for(call, call.db, typed);
    note_shown(call, answers);
    if (form.has("part")) return part(call, answers);
    return new_request_page(call, call.db, typed, answers);
}

/// What web/islands/answers.ts tells after the answers have stood for a while.
static http::Response tell_shown(http::WriteCall& call) {
    std::size_t told = 0;
    for (const auto text : call.request.form.all("shown")) {
        if (++told > most_answers) break;
        const auto id = base::parse_integer(text);
        if (id && knowledge::find_published(call.db, call.viewer, call.language, {*id})) knowledge::count_once(call.db, occasion_of(call), {*id}, knowledge::Step::shown);
    }
    http::Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.header("Cache-Control", "no-store");
    return response;
}

/// "This solved it": no request is sent.
static http::Response solved(http::WriteCall& call) {
    const auto article = named(call, "solved");
    if (!article) throw base::NotFound("no such article");
    knowledge::count_once(call.db, occasion_of(call), article->id, knowledge::Step::solved);
    return call.redirect("/requests/answered");
}

static http::Response show_answered(http::ReadCall& call) { return call.page("helpdesk/answered", call.text("helpdesk.answer.answered"), html::View()); }

void suggestion_routes(http::Routes& routes) {
    routes.get("/requests/answers", http::anyone, show_answers);
    routes.post("/requests/answers", http::anyone, look);
    routes.post("/requests/answers/shown", http::anyone, tell_shown);
    routes.post("/requests/answers/solved", http::anyone, solved);
    routes.get("/requests/answered", http::anyone, show_answered);
}

}  // namespace helpdesk
