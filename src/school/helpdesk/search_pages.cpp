#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/found.h"
#include "helpdesk/pages.h"
#include "helpdesk/request_view.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"

namespace helpdesk {

static constexpr std::size_t most_query_points = 200;

static LookFor parse_what(std::string_view word) {
    if (word == "requests") return LookFor::requests;
    if (word == "devices") return LookFor::devices;
    return LookFor::everything;
}

static std::string_view word(LookFor what) {
    switch (what) {
        case LookFor::requests: return "requests";
        case LookFor::devices: return "devices";
        case LookFor::everything: break;
    }
    return "everything";
}

static std::string address(std::string_view text, LookFor what) { return fmt::format("/search?in={}&q={}", word(what), http::percent_encode(text)); }

/// "at.document" of the last hit, as this page wrote it into the link; anything else begins at the newest.
static FoundKey parse_key(std::string_view text) {
    auto dot = text.find('.');
    if (dot == std::string_view::npos) return {};
    auto at = base::parse_integer(text.substr(0, dot));
    auto document = base::parse_integer(text.substr(dot + 1));
    if (!at || !document) return {};
    return {*at, *document};
}

static void fill_found(const http::Call& call, html::View item, const Found& found) {
    item.set("href", fmt::format("{}/{}", found.kind == FoundKind::device ? "/devices" : "/requests", found.id))
        .set("title", found.title)
        .set("kind", call.text(fmt::format("helpdesk.found.{}", word(found.kind))))
        .set("iso", base::to_iso(found.at))
        .set("when", html::moment_words(call.language, call.zone, call.now, found.at));
    if (found.state) {
        auto pill = item.add("state");
        pill.set("pill", pill_of(*found.state)).set("icon", icon_of(*found.state)).set("state", call.text(fmt::format("helpdesk.state.{}", word(*found.state))));
    }
    if (found.more > 0) item.add("more").set("more", call.text("helpdesk.search.more", {{"n", std::to_string(found.more)}}));
    if (found.pieces.empty()) return;
    auto snippet = item.add("snippet");
    for (const auto& piece : found.pieces) {
        auto part = snippet.add("piece");
        part.add(piece.matched ? "matched" : "around").set("text", piece.text);
    }
}

static void fill_results(const http::Call& call, html::View& view, const SearchFor& question, const FoundPage& page) {
    if (page.found.empty()) {
        view.add(page.next ? "older" : "none");
    } else {
        auto some = view.add("some");
        for (const auto& found : page.found) fill_found(call, some.add("found"), found);
    }
    if (question.before.document == 0 && !page.next) return;
    auto pager = view.add("pager");
    auto here = address(question.text, question.what);
    if (question.before.document != 0) pager.add("first").set("href", here);
    if (page.next) pager.add("next").set("href", fmt::format("{}&before={}.{}", here, page.next->at, page.next->document));
}

static http::Response show_search(http::ReadCall& call) {
    const auto& query = call.request.query;
    SearchFor question;
    question.text = base::first_code_points(query.text("q"), most_query_points);
    question.what = parse_what(query.text("in"));
    question.before = parse_key(query.text("before"));
    html::View view;
    view.set("q", question.text).set("in", word(question.what));
    for (auto what : {LookFor::everything, LookFor::requests, LookFor::devices}) {
        view.add("tab")
            .set("href", address(question.text, what))
            .set("label", call.text(fmt::format("helpdesk.search.in_{}", word(what))))
            .show_if(what == question.what, "current");
    }
    if (question.text.empty()) view.show("nothing_asked");
    else fill_results(call, view, question, find_again(call.db, call.viewer, question));
    return call.page("helpdesk/search", call.text("helpdesk.search.title"), std::move(view));
}

void search_routes(http::Routes& routes) { routes.get("/search", http::signed_in, show_search); }

}  // namespace helpdesk
