#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/my_requests.h"
#include "helpdesk/pages.h"
#include "helpdesk/request_view.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int rows_per_page = 50;

static http::Response show_my_requests(http::ReadCall& call) {
    bool ended = call.request.query.text("show") == "ended";
    auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    auto lines = my_requests(call.db, call.viewer, ended ? Mine::ended : Mine::unfinished, before, rows_per_page + 1);
    html::View view;
    for (bool tab : {false, true}) {
        view.add("tab")
            .set("href", tab ? "/requests?show=ended" : "/requests")
            .set("label", call.text(tab ? "helpdesk.mine.ended" : "helpdesk.mine.unfinished"))
            .show_if(tab == ended, "current");
    }
    if (auto banner = known_problems_banner(call)) view.add("known_problems").set("html", *banner);
    bool more = lines.size() > rows_per_page;
    if (more) lines.pop_back();
    if (lines.empty()) view.show("none");
    else {
        auto some = view.add("some");
        for (const auto& line : lines) {
            auto row = some.add("row");
            row.set("id", line.id.value)
                .set("title", line.title)
                .set("pill", pill_of(line.state))
                .set("icon", icon_of(line.state))
                .set("state", call.text(fmt::format("helpdesk.state.{}", word(line.state))))
                .set("where", line.room.empty() ? line.school : fmt::format("{}, {}", line.room, line.school))
                .set("when", html::moment_words(call.language, call.zone, call.now, line.created_at));
        }
    }
    if (more) view.add("next").set("href", fmt::format("/requests?{}before={}", ended ? "show=ended&" : "", lines.back().id.value));
    return call.page("helpdesk/my_requests", call.text("helpdesk.mine.title"), std::move(view));
}

void my_requests_routes(http::Routes& routes) { routes.get("/requests", http::signed_in, show_my_requests); }

}  // namespace helpdesk
