// Two people reported the same thing: one number joins the other.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/form.h"
#include "helpdesk/pages.h"
#include "helpdesk/similar.h"
#include "helpdesk/unchanged.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

constexpr std::size_t most_shown = 8;

static void fill_similar(const http::Call& call, html::View list, const std::vector<SimilarRequest>& similar, std::string_view chosen) {
    for (const auto& one : similar) {
        auto item = list.add("request");
        item.set("value", one.id.value).set("title", one.title).set("requester", one.requester_name);
        item.set("where", one.room.empty() ? one.school : fmt::format("{}, {}", one.room, one.school));
        item.set("when", html::moment_words(call.language, call.zone, call.now, one.created_at));
        item.show_if(one.same_device, "same_device").show_if(chosen == std::to_string(one.id.value), "selected");
    }
}

static http::Response form_page(const http::Call& call, db::Read& db, const Request& request, const http::Fields& typed, const Problems& problems) {
    html::View view;
    view.set("id", request.id.value).set("subject", request.title).set("number", typed.text("number"));
    fill_seen(view, request, typed);
    fill_problems(view, problems);
    fill_problem(view, problems, "number");
    auto similar = similar_requests(db, call.viewer, request, most_shown);
    if (similar.empty()) view.show("nothing_similar");
    else fill_similar(call, view.add("similar"), similar, typed.text("into"));
    return call.page(status_of_form(problems), "helpdesk/merge", call.text("helpdesk.ticket.merge"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (!unfinished(request.state)) throw base::Conflict(call.text("helpdesk.ticket.has_ended"));
    return form_page(call, call.db, request, call.request.query, {});
}

/// A number that was typed wins over a choice, because it was the later act. "12" and "#12" are the same.
static std::optional<RequestId> goal_of(const http::Fields& form) {
    auto typed = form.text("number");
    if (typed.starts_with('#')) typed.remove_prefix(1);
    auto id = base::parse_integer(typed.empty() ? form.text("into") : typed);
    if (!id || *id <= 0) return std::nullopt;
    return RequestId{*id};
}

/// Absent as well when the viewer does not work there: they do not learn that it exists.
static std::optional<Request> find_for_work(http::WriteCall& call, RequestId id) {
    try {
        return fetch_for_work(call.db, call.viewer, id);
    } catch (const base::NotFound&) {
        return std::nullopt;
    }
}

static http::Response join(http::WriteCall& call) {
    const auto& form = call.request.form;
    Request duplicate = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (auto changed = require_unchanged(call, duplicate)) return *changed;
    auto goal = goal_of(form);
    auto into = goal ? find_for_work(call, *goal) : std::nullopt;
    if (!into) return form_page(call, call.db, duplicate, form, {{"number", call.text(goal ? "helpdesk.merge.unknown" : "helpdesk.merge.missing")}});
    if (into->id == duplicate.id) return form_page(call, call.db, duplicate, form, {{"number", call.text("helpdesk.merge.itself")}});
    if (!unfinished(into->state)) return form_page(call, call.db, duplicate, form, {{"number", call.text("helpdesk.merge.ended")}});
    merge(call.db, call.viewer, call.now, duplicate, *into);
    return call.redirect_with_notice(fmt::format("/requests/{}", into->id.value),
                                     call.text("helpdesk.merge.done", {{"n", std::to_string(duplicate.id.value)}}));
}

void merge_routes(http::Routes& routes) {
    routes.get("/requests/{request}/merge", may_work, show_form);
    routes.post("/requests/{request}/merge", may_work, join);
}

}  // namespace helpdesk
