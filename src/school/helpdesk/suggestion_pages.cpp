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

static std::optional<knowledge::Published> named(const http::Call& call, db::Read& db, std::string_view field) {
    const auto id = base::parse_integer(call.request.form.text(field));
    return id ? knowledge::find_published(db, call.viewer, call.language, {*id}) : std::nullopt;
}

namespace {
/// The answer, and what is counted of it.
struct Looked {
    http::Response response;
    std::vector<knowledge::ArticleId> shown;
    std::optional<knowledge::ArticleId> opened;
};
}  // namespace

static Looked looked(const http::Call& call, db::Read& db) {
    const auto& form = call.request.form;
    Looked result;
    http::Fields typed = form;
    if (form.has("open")) {
        const auto article = named(call, db, "open");
        if (!article) throw base::NotFound("no such article");
        result.opened = article->id;
        typed.add("opened", std::string(form.text("open")));
    }
    const auto answers = answers_for(call, db, typed);
    // While somebody types nothing is counted yet: the script tells what stood there for a moment.
    const bool typing = form.has("part") && !result.opened;
    if (!typing) {
        for (const auto& found : answers.found) result.shown.push_back(found.id);
    }
    result.response = form.has("part") ? part(call, answers) : new_request_page(call, db, typed, answers);
    return result;
}

/// While somebody types, or by a button of the form: look for answers, or open one. The whole form comes along and is shown again, so nothing is
/// lost. Anybody may ask, and to rank reads much: it is done on a snapshot, before anybody waits for the writer.
static Looked prepare_look(http::PrepareCall& call) {
    return call.services.database->read([&](db::Read& db) { return looked(call, db); });
}

static http::Response count_look(http::WriteCall& call, Looked& looked) {
    if (looked.opened) knowledge::count_once(call.db, occasion_of(call), *looked.opened, knowledge::Step::opened);
    for (const auto article : looked.shown) knowledge::count_once(call.db, occasion_of(call), article, knowledge::Step::shown);
    return looked.response;
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
    const auto article = named(call, call.db, "solved");
    if (!article) throw base::NotFound("no such article");
    knowledge::count_once(call.db, occasion_of(call), article->id, knowledge::Step::solved);
    return call.redirect("/requests/answered");
}

static http::Response show_answered(http::ReadCall& call) { return call.page("helpdesk/answered", call.text("helpdesk.answer.answered"), html::View()); }

void suggestion_routes(http::Routes& routes) {
    routes.post("/requests/answers", http::anyone, prepare_look, count_look);
    routes.post("/requests/answers/shown", http::anyone, tell_shown);
    routes.post("/requests/answers/solved", http::anyone, solved);
    routes.get("/requests/answered", http::anyone, show_answered);
}

}  // namespace helpdesk
