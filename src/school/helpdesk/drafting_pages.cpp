// "Write an article from this": one step from a solved request to a draft.
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "helpdesk/change.h"
#include "helpdesk/drafting.h"
#include "helpdesk/pages.h"
#include "helpdesk/suggestion.h"
#include "helpdesk/unchanged.h"
#include "http/routes.h"

namespace helpdesk {

static std::string left_out_words(const http::Call& call, const std::array<int, kinds_left_out>& counts) {
    static constexpr std::array<std::string_view, kinds_left_out> keys{"name", "email", "number", "device"};
    std::string list;
    for (std::size_t kind = 0; kind < kinds_left_out; ++kind) {
        if (counts[kind] == 0) continue;
        list += (list.empty() ? "" : ", ") + call.text(fmt::format("helpdesk.article.left_out_{}", keys[kind]), {{"n", std::to_string(counts[kind])}});
    }
    if (list.empty()) return call.text("helpdesk.article.nothing_left_out");
    return call.text("helpdesk.article.left_out", {{"list", list}});
}

static http::Response draft_article(http::WriteCall& call) {
    const Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (!call.viewer.may(knowledge::may_write)) throw base::Forbidden(call.text("helpdesk.article.may_not"));
    if (auto changed = require_unchanged(call, request)) return *changed;
    if (request.state != State::resolved && request.state != State::closed) throw base::Conflict(call.text("helpdesk.article.not_solved"));
    for (const auto& linked : articles_of(call.db, request.id)) {
        if (linked.link == "drafted") return call.redirect_with_notice(fmt::format("/knowledge/{}", linked.article.value), call.text("helpdesk.article.there_already"));
    }
    const Draft draft = draft_of(*call.services.messages, call.db, call.viewer, request);
    const auto article = knowledge::create_article(call.db, call.viewer, call.now, draft.content, call.text("helpdesk.article.note"));
    link_article(call.db, call.viewer, call.now, request.id, article, "drafted");
    auth::record(call.db, call.viewer, call.now,
                 {.subject_kind = "request", .subject_id = request.id.value, .action = "article_drafted", .detail = detail({{"article", std::to_string(article.value)}})});
    return call.redirect_with_notice(fmt::format("/knowledge/{}/edit", article.value), left_out_words(call, draft.counts));
}

void drafting_routes(http::Routes& routes) { routes.post("/requests/{request}/article", may_work, draft_article); }

}  // namespace helpdesk
