#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/follow.h"
#include "helpdesk/pages.h"
#include "http/routes.h"

namespace helpdesk {

static std::string names_of(const std::vector<Present>& others, bool writing) {
    std::vector<std::string> names;
    for (const auto& one : others) {
        if (one.writing == writing) names.push_back(one.name);
    }
    return base::join(names, ", ");
}

std::string presence_words(const http::Call& call, db::Read& db, RequestId request) {
    auto others = others_present(db, call.viewer, call.now, request);
    if (others.empty()) return {};
    // Writing at the same time is what goes wrong; who only looks is then not worth a word.
    if (auto names = names_of(others, true); !names.empty()) return call.text("helpdesk.presence.writing", {{"names", names}});
    return call.text("helpdesk.presence.looking", {{"names", names_of(others, false)}});
}

static Request to_follow(http::WriteCall& call) { return fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request")); }

/// What web/islands/presence.ts calls; the answer is the sentence that it shows.
static http::Response keep_presence(http::WriteCall& call) {
    Request request = to_follow(call);
    tell_presence(call.db, call.viewer, call.now, request, call.request.form.text("state") == "writing");
    http::Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.header("Cache-Control", "no-store");
    response.body = presence_words(call, call.db, request.id);
    return response;
}

static http::Response back_to(const http::WriteCall& call, const Request& request, std::string_view notice) {
    return call.redirect_with_notice(fmt::format("/requests/{}", request.id.value), call.text(notice));
}

static http::Response start_watching(http::WriteCall& call) {
    Request request = to_follow(call);
    watch(call.db, call.viewer, call.now, request);
    return back_to(call, request, "helpdesk.follow.watched");
}

static http::Response stop_watching(http::WriteCall& call) {
    Request request = to_follow(call);
    unwatch(call.db, call.viewer, call.now, request);
    return back_to(call, request, "helpdesk.follow.unwatched");
}

void follow_routes(http::Routes& routes) {
    routes.post("/requests/{request}/presence", may_work, keep_presence);
    routes.post("/requests/{request}/watch", may_work, start_watching);
    routes.post("/requests/{request}/watch/removal", may_work, stop_watching);
}

}  // namespace helpdesk
