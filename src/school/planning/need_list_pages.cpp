// The register of needs.
#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/helpdesk.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "planning/need_view.h"
#include "planning/pages.h"

namespace planning {

constexpr int needs_per_page = 50;

static NeedFilter filter_of(const http::Fields& query) {
    NeedFilter filter;
    const auto state = query.text("state");
    if (state == "all" || parse_need_state(state)) filter.state = state;
    filter.text = query.text("q");
    if (auto school = base::parse_integer(query.text("school")); school && *school > 0) filter.school = roster::OrgId{*school};
    filter.mine = query.text("mine") == "1";
    return filter;
}

static std::string address_of(const NeedFilter& filter) {
    std::string address = fmt::format("/needs?state={}", filter.state);
    if (!filter.text.empty()) address += "&q=" + http::percent_encode(filter.text);
    if (filter.school) address += fmt::format("&school={}", filter.school->value);
    if (filter.mine) address += "&mine=1";
    return address;
}

/// "standing.people.id" of a line; anything else begins at the beginning.
static std::optional<NeedKey> parse_need_key(std::string_view text) {
    const auto parts = base::split(text, '.');
    if (parts.size() != 3) return std::nullopt;
    const auto standing = base::parse_integer(parts[0]);
    const auto people = base::parse_integer(parts[1]);
    const auto id = base::parse_integer(parts[2]);
    if (!standing || !people || !id) return std::nullopt;
    return NeedKey{*standing, *people, *id};
}

static void fill_tabs(http::ReadCall& call, html::View& view, const NeedFilter& filter) {
    for (std::string_view state : {"waiting", "planned", "not_now", "met", "all", "withdrawn"}) {
        NeedFilter there = filter;
        there.state = state;
        const auto count = count_needs(call.db, call.viewer, there);
        // What was withdrawn is looked up to bring it back; it is no place to work.
        if (state == "withdrawn" && count == 0 && filter.state != state) continue;
        view.add("tab").set("href", address_of(there)).set("label", call.text(fmt::format("planning.need.tab.{}", state))).set("count", count).show_if(filter.state == state, "current");
    }
}

static http::Response show_needs(http::ReadCall& call) {
    require_need_reader(call.viewer);
    const auto filter = filter_of(call.request.query);
    const auto after = parse_need_key(call.request.query.text("after"));
    const auto page = find_needs(call.db, call.viewer, filter, after, needs_per_page);
    html::View view;
    view.set("q", filter.text).set("state", filter.state).show_if(filter.mine, "mine");
    fill_tabs(call, view, filter);
    fill_need_schools(call, call.db, view, filter.school ? std::to_string(filter.school->value) : "");
    const bool narrowed = !filter.text.empty() || filter.school || filter.mine || after || filter.state != "waiting";
    if (page.lines.empty()) {
        view.show(narrowed ? "nothing" : "empty");
    } else {
        auto list = view.add("list");
        for (const auto& line : page.lines) {
            auto row = list.add("need");
            fill_need_line(call, row, line);
        }
        if (after || page.next) {
            auto pager = list.include("pager", "html/pager");
            pager.set("summary", call.text("planning.need.on_page", {{"n", std::to_string(page.lines.size())}}));
            if (after) pager.add("previous").set("href", address_of(filter));
            if (page.next) pager.add("next").set("href", fmt::format("{}&after={}.{}.{}", address_of(filter), page.next->standing, page.next->people, page.next->id));
        }
    }
    return call.page("planning/needs", call.text("planning.need.list_title"), std::move(view));
}

void need_list_routes(http::Routes& routes) { routes.get("/needs", http::signed_in, show_needs); }

}  // namespace planning
