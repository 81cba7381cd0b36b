// Raising a need, in one tap from a request or in a sentence; its page; and the panel beside a request.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "http/routes.h"
#include "people/people.h"
#include "planning/need_view.h"
#include "planning/pages.h"

namespace planning {

constexpr std::size_t most_similar = 4;

template <typename Id>
static std::optional<Id> number_of(const http::Fields& fields, std::string_view name) {
    const auto value = base::parse_integer(fields.text(name));
    if (!value || *value <= 0) return std::nullopt;
    return Id{*value};
}

static http::Response new_page(const http::Call& call, db::Read& db, const http::Fields& typed, const NeedProblems& problems, const std::vector<NeedLine>& alike) {
    html::View view;
    fill_need_problems(call, view, problems);
    view.set("typed_title", typed.text("title")).set("typed_words", typed.text("words"));
    fill_need_schools(call, db, view, typed.text("school"));
    fill_need_categories(call, db, view, typed.text("category"));
    view.show_if(alike.empty(), "first");
    if (!alike.empty()) {
        auto box = view.add("alike");
        for (const auto& line : alike) {
            auto row = box.add("need");
            fill_need_line(call, row, line);
            row.set("school", typed.text("school"));
        }
    }
    return call.page(problems.empty() ? http::ok : http::unprocessable, "planning/need_new", call.text("planning.need.raise"), std::move(view));
}

static http::Response show_new(http::ReadCall& call) {
    require_need_reader(call.viewer);
    return new_page(call, call.db, call.request.query, {}, {});
}

/// Clause 4: what may be the same is offered before a second one is made.
static http::Response alike_page(const http::Call& call, helpdesk::RequestId request, const std::string& title, const std::vector<NeedLine>& alike) {
    html::View view;
    view.set("request", request.value).set("title", title);
    for (const auto& line : alike) {
        auto row = view.add("need");
        fill_need_line(call, row, line);
        row.set("request", request.value);
    }
    return call.page("planning/need_alike", call.text("planning.need.alike"), std::move(view));
}

/// Clause 1: one press beside a request, and nothing to type.
static http::Response raise_from_request(http::WriteCall& call, helpdesk::RequestId request) {
    const auto heard = heard_in(call.db, call.viewer, request);
    // Pressed twice, or by two people at once: the need that the first press made is the one.
    for (const auto& line : needs_of_request(call.db, call.viewer, request)) {
        if (base::fold(line.title) != base::fold(heard.title)) continue;
        join_need(call.db, call.viewer, call.now, line.id, heard.school, request);
        return call.redirect_with_notice(fmt::format("/needs/{}", line.id.value), call.text("planning.need.joined"));
    }
    if (call.request.form.text("anyway") != "1") {
        const auto alike = similar_of(heard.title, heard.category, needs_to_compare(call.db, call.viewer), most_similar);
        if (!alike.empty()) return alike_page(call, request, heard.title, alike);
    }
    const auto id = raise_need(call.db, call.viewer, call.now, {.title = heard.title, .category = heard.category, .school = heard.school, .request = request});
    return call.redirect_with_notice(fmt::format("/needs/{}", id.value), call.text("planning.need.raised"));
}

static http::Response create_need(http::WriteCall& call) {
    require_need_reader(call.viewer);
    const auto& form = call.request.form;
    if (auto request = number_of<helpdesk::RequestId>(form, "request")) return raise_from_request(call, *request);
    NewNeed what{.title = std::string(form.text("title")), .words = std::string(form.text("words"))};
    if (auto category = base::parse_integer(form.text("category"))) what.category = *category;
    what.school = number_of<roster::OrgId>(form, "school");
    if (form.text("anyway") != "1") {
        const auto alike = similar_of(what.title + "\n" + what.words, what.category, needs_to_compare(call.db, call.viewer), most_similar);
        if (!alike.empty()) return new_page(call, call.db, form, {}, alike);
    }
    try {
        const auto id = raise_need(call.db, call.viewer, call.now, what);
        return call.redirect_with_notice(fmt::format("/needs/{}", id.value), call.text("planning.need.raised"));
    } catch (const base::Invalid& problem) {
        return new_page(call, call.db, form, {{problem.field(), problem.what()}}, {});
    }
}

static http::Response show_need(http::ReadCall& call) {
    return need_page(call, call.db, fetch_need(call.db, call.viewer, call.id_as<NeedId>("need")), {}, http::ok);
}

/// "I hear that too", from the need's page, the list of similar ones, or beside a request.
static http::Response join(http::WriteCall& call) {
    const auto id = call.id_as<NeedId>("need");
    const auto& form = call.request.form;
    const auto request = number_of<helpdesk::RequestId>(form, "request");
    auto school = number_of<roster::OrgId>(form, "school");
    if (request) school = heard_in(call.db, call.viewer, *request).school;
    try {
        join_need(call.db, call.viewer, call.now, id, school, request);
    } catch (const base::Invalid& problem) {
        return need_page(call, call.db, fetch_need(call.db, call.viewer, id), {.fields = &form, .problems = {{problem.field(), problem.what()}}}, http::unprocessable);
    } catch (const base::Conflict& problem) {
        return need_page(call, call.db, fetch_need(call.db, call.viewer, id), {.problems = {{"", problem.what()}}}, http::conflict);
    }
    return call.redirect_with_notice(request ? fmt::format("/requests/{}", request->value) : fmt::format("/needs/{}", id.value), call.text("planning.need.joined"));
}

static http::Response leave(http::WriteCall& call) {
    const auto id = call.id_as<NeedId>("need");
    try {
        leave_need(call.db, call.viewer, call.now, id);
    } catch (const base::Conflict& problem) {
        return need_page(call, call.db, fetch_need(call.db, call.viewer, id), {.problems = {{"", problem.what()}}}, http::conflict);
    }
    return call.redirect_with_notice(fmt::format("/needs/{}", id.value), call.text("planning.need.left"));
}

// --- Beside a request ---

static std::optional<std::string> request_panel(const http::Call& call, db::Read& db, helpdesk::RequestId request) {
    if (!may_read_needs(call.viewer)) return std::nullopt;
    const auto named = needs_of_request(db, call.viewer, request);
    html::View view;
    for (const auto& line : named) {
        auto row = view.add("named");
        fill_need_line(call, row, line);
        row.set("request", request.value);
    }
    // What it would be called and what is like it is worked out at the press: most who look at a request do not press.
    if (named.empty()) view.add("raise").set("request", request.value);
    return call.fragment("planning/need_panel", std::move(view)).body;
}

/// Clause 13: an owner finds what they have to answer in their day.
static std::vector<people::DayItem> needs_to_answer(http::ReadCall& call) {
    std::vector<people::DayItem> items;
    if (!may_read_needs(call.viewer)) return items;
    constexpr int most = 20;
    for (const auto& line : find_needs(call.db, call.viewer, {.mine = true}, {}, most).lines) {
        items.push_back({.title = line.title, .path = fmt::format("/needs/{}", line.id.value),
                         .ask = call.text(line.state == NeedState::heard ? "planning.need.day_weigh" : "planning.need.day_answer"), .about = touch_words(call, line.touch)});
    }
    return items;
}

void fill_need_slots() {
    helpdesk::request_panels().push_back(request_panel);
    people::day_sources().push_back(needs_to_answer);
}

void need_routes(http::Routes& routes) {
    routes.get("/needs/new", http::signed_in, show_new);
    routes.post("/needs", http::signed_in, create_need);
    routes.get("/needs/{need}", http::signed_in, show_need);
    routes.post("/needs/{need}/voice", http::signed_in, join);
    routes.post("/needs/{need}/voice/removal", http::signed_in, leave);
}

}  // namespace planning
