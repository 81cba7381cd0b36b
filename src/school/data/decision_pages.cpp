// Decisions and the figures they rest on.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "data/data.h"
#include "data/figure.h"
#include "db/db.h"
#include "html/format.h"
#include "http/routes.h"

namespace data {

constexpr int decisions_on_a_page = 50;

static http::Response list_decisions(http::ReadCall& call) {
    const DecisionId before{base::parse_integer(call.request.query.text("before")).value_or(0)};
    auto list = decisions(call.db, call.viewer, before, decisions_on_a_page + 1);
    const bool more = list.size() > decisions_on_a_page;
    if (more) list.pop_back();
    html::View view;
    view.show(list.empty() ? "none" : "some").show_if(call.viewer.may_everywhere(may_write_reports), "write");
    for (const auto& one : list) {
        auto row = view.add("row");
        row.set("href", fmt::format("/decisions/{}", one.id.value)).set("name", one.title).set("by", one.decided_by).set("day", html::day_words(call.language, call.today(), one.decided_on));
        row.show_if(one.on_withdrawn, "withdrawn");
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.decision.on_page", {{"n", std::to_string(list.size())}}));
    if (before.value > 0) pager.add("previous").set("href", "/decisions");
    if (more) pager.add("next").set("href", fmt::format("/decisions?before={}", list.back().id.value));
    return call.page("data/decisions", call.text("data.decision.title"), std::move(view));
}

namespace {

/// What was typed, as typed.
struct DecisionForm {
    std::string title, why, decided_by, decided_on, figures;
};

}  // namespace

static html::View form_view(http::Call& call, const DecisionForm& form, const base::Invalid* problem) {
    html::View view;
    view.set("title", form.title).set("why", form.why).set("decided_by", form.decided_by).set("decided_on", form.decided_on).set("figures", form.figures);
    if (problem) {
        const auto message = call.text(problem->what());
        view.add("problems").add("problem").set("field", problem->field()).set("message", message);
        view.add(problem->field() + "_error").set("message", message);
    }
    return view;
}

static http::Response new_decision(http::ReadCall& call) {
    DecisionForm form;
    form.decided_on = base::to_iso(call.today());
    form.decided_by = call.viewer.name();
    form.figures = call.request.query.text("figure");
    return call.page("data/decision_form", call.text("data.decision.new"), form_view(call, form, nullptr));
}

static Decision understood(const DecisionForm& form) {
    Decision decision{.title = form.title, .why = form.why, .decided_by = form.decided_by};
    const auto day = base::parse_day(form.decided_on);
    if (!day) throw base::Invalid("decided_on", "data.decision.day_needed");
    decision.decided_on = *day;
    std::string numbers = form.figures;
    std::ranges::replace(numbers, ',', ' ');
    // The pieces are views into it.
    const auto spaced = base::collapse_space(numbers);
    for (auto piece : base::split(spaced, ' ')) {
        if (piece.empty()) continue;
        const auto number = base::parse_integer(piece);
        if (!number || *number <= 0) throw base::Invalid("figures", "data.decision.no_figure");
        decision.figures.push_back({*number});
    }
    if (decision.figures.size() > 50) throw base::Invalid("figures", "data.decision.no_figure");
    return decision;
}

static http::Response create_decision(http::WriteCall& call) {
    const auto& fields = call.request.form;
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    const DecisionForm form{text("title"), text("why"), text("decided_by"), text("decided_on"), text("figures")};
    try {
        const auto id = add_decision(call.db, call.viewer, call.now, understood(form));
        return call.redirect_with_notice(fmt::format("/decisions/{}", id.value), call.text("data.decision.saved"));
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "data/decision_form", call.text("data.decision.new"), form_view(call, form, &problem));
    }
}

static http::Response show_decision(http::ReadCall& call) {
    const auto decision = find_decision(call.db, call.viewer, call.id_as<DecisionId>("decision"));
    if (!decision) throw base::NotFound("no such decision");
    html::View view;
    view.set("heading", decision->title).set("why", decision->why).set("decided_by", decision->decided_by).set("day", html::day_words(call.language, call.today(), decision->decided_on));
    view.set("by", decision->by).set("at", html::moment_words(call.language, call.zone, call.now, decision->at));
    for (auto id : decision->figures) {
        const auto figure = find_figure(call.db, call.viewer, id);
        if (!figure) continue;
        auto row = view.add("figure");
        row.set("href", fmt::format("/figures/{}", id.value)).set("number", id.value).set("name", figure->title_in(call.language));
        if (auto sentence = figure->face(call.language).sentence) row.add("sentence").set("text", *sentence);
        if (figure->withdrawn_at) row.add("withdrawn").set("why", figure->withdrawn_why);
    }
    return call.page("data/decision", decision->title, std::move(view));
}

void decision_routes(http::Routes& routes) {
    const auto readers = http::everywhere(may_see_reports), writers = http::everywhere(may_write_reports);
    routes.get("/decisions", readers, list_decisions);
    routes.get("/decisions/new", writers, new_decision);
    routes.post("/decisions", writers, create_decision);
    routes.get("/decisions/{decision}", readers, show_decision);
}

}  // namespace data
