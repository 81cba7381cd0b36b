// /settings/mail/stopped: addresses to which nothing is sent any more, and the button that ends it (clause 24 of docs/policies/mail.md).
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"
#include "mail/pages.h"
#include "mail/stopped.h"

namespace mail {

static http::Response list(http::ReadCall& call) {
    constexpr int most = 50;
    const LetterId before{std::max<std::int64_t>(0, base::parse_integer(call.request.query.text("before")).value_or(0))};
    auto stopped = stopped_addresses(call.db, call.viewer, before, most + 1);
    const bool more = stopped.size() > static_cast<std::size_t>(most);
    if (more) stopped.pop_back();
    html::View view;
    if (stopped.empty()) view.show("empty");
    if (!stopped.empty()) {
        auto rows = view.add("list");
        for (const auto& one : stopped) {
            rows.add("one")
                .set("address", one.address)
                .set("said", one.said)
                .set("moment", html::moment_words(call.language, call.zone, call.now, one.since))
                .set("iso", base::to_iso(one.since));
        }
    }
    if (more || before.value > 0) {
        auto pager = view.include("pager", "html/pager");
        pager.set("summary", "");
        if (before.value > 0) pager.add("previous").set("href", "/settings/mail/stopped");
        if (more) pager.add("next").set("href", fmt::format("/settings/mail/stopped?before={}", stopped.back().letter.value));
    }
    return call.page("mail/stopped", call.text("mail.stopped.title"), std::move(view));
}

static http::Response works(http::WriteCall& call) {
    const auto address = call.request.form.text("address");
    if (!works_again(call.db, call.viewer, call.now, address)) throw base::Conflict(call.text("mail.stopped.works_already"));
    return call.redirect_with_notice("/settings/mail/stopped", call.text("mail.stopped.works_now"));
}

void stopped_routes(http::Routes& routes) {
    routes.get("/settings/mail/stopped", http::everywhere(may_manage), list);
    routes.post("/settings/mail/stopped", http::everywhere(may_manage), works);
}

}  // namespace mail
