// /website/redirects: addresses of older websites, and those that pages left when they moved.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "site/redirect.h"
#include "site/website.h"

namespace site {

constexpr int redirects_on_a_page = 100;
constexpr std::size_t most_lines = 2'000;

static std::vector<Redirect> stored(http::Call& call, db::Read& db) { return redirects(db, call.request.query.text("after"), redirects_on_a_page + 1); }

static html::View list_view(http::Call& call, db::Read& db, std::vector<Redirect> list, const std::vector<RedirectLine>& refused) {
    html::View view;
    fill_website_tabs(call, editor_of(db, call.viewer), view, "redirects");
    view.set("lines", call.request.form.text("lines"));
    if (!refused.empty()) {
        auto box = view.add("problems");
        for (const auto& line : refused) {
            box.add("problem").set("field", "lines").set("message", call.text("site.page.redirect.line", {{"line", std::to_string(line.line)}, {"from", base::elide(line.from, 80)}, {"why", call.text(line.problem)}}));
        }
    }
    const bool more = list.size() > static_cast<std::size_t>(redirects_on_a_page);
    if (more) list.pop_back();
    view.show(list.empty() ? "none" : "some");
    for (const auto& redirect : list) {
        auto row = view.add("row");
        row.set("id", redirect.id).set("from", redirect.from).set("target", redirect.target);
        row.set("why", call.text(redirect.moved ? "site.page.redirect.moved" : "site.page.redirect.written"));
        row.set("when", html::moment_words(call.language, call.zone, call.now, redirect.made_at));
    }
    if (more) view.include("pager", "html/pager").set("summary", "").add("next").set("href", "/website/redirects?after=" + http::percent_encode(list.back().from));
    return view;
}

static http::Response show_list(http::ReadCall& call) { return call.page("site/redirects", call.text("site.page.redirect.title"), list_view(call, call.db, stored(call, call.db), {})); }

/// What only the house can know of a line: that the program itself answers there, or that nothing answers where it leads.
static void look_around(const http::Call& call, db::Read& db, std::vector<RedirectLine>& lines) {
    const auto around = surroundings(call, db, PieceKind::page);
    for (auto& line : lines) {
        if (!line.problem.empty()) continue;
        const auto target = own_path(line.target, around.own_address);
        if (line.from.find('?') == std::string::npos && route_takes(line.from)) line.problem = "site.page.redirect.program_there";
        else if (target && !around.exists(*target)) line.problem = "site.page.redirect.nothing_there";
    }
}

static http::Response add(http::WriteCall& call) {
    auto lines = parse_redirect_lines(call.request.form.text("lines"));
    if (lines.empty() || lines.size() > most_lines) lines = {{.line = 1, .from = {}, .target = {}, .problem = lines.empty() ? "site.page.redirect.no_lines" : "site.page.redirect.many_lines"}};
    else look_around(call, call.db, lines);
    const auto count = lines.size();
    // Read before the good lines are written: where one is refused they are undone together, and the table shows what stays.
    auto before = stored(call, call.db);
    const auto refused = add_redirects(call.db, call.viewer, call.now, std::move(lines));
    if (!refused.empty()) return call.page(http::unprocessable, "site/redirects", call.text("site.page.redirect.title"), list_view(call, call.db, std::move(before), refused));
    return call.redirect_with_notice("/website/redirects", call.text("site.page.redirect.added", {{"n", std::to_string(count)}}));
}

static http::Response remove(http::WriteCall& call) {
    const auto redirect = load_redirect(call.db, call.id("redirect"));
    if (auto asked = http::ask_first(call, call.text("site.page.redirect.remove_sure", {{"from", redirect.from}}), call.text("site.page.redirect.remove"), "/website/redirects", call.text("site.page.redirect.remove_detail"))) return std::move(*asked);
    remove_redirect(call.db, call.viewer, call.now, redirect.id);
    return call.redirect_with_notice("/website/redirects", call.text("site.page.redirect.removed"));
}

void redirect_routes(http::Routes& routes) {
    routes.get("/website/redirects", http::everywhere(may_write_pages), show_list);
    routes.post("/website/redirects", http::everywhere(may_write_pages), add).body_limit(http::mebibyte);
    routes.post("/website/redirects/{redirect}/removal", http::everywhere(may_write_pages), remove);
}

}  // namespace site
