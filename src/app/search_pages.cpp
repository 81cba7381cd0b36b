// Finding it again: what the rooms have put into the index, newest first.
#include <algorithm>

#include <fmt/format.h>

#include "app/app.h"
#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "search/sources.h"

namespace app {

using search::Found;
using search::FoundKey;
using search::FoundPage;
using search::SearchFor;

constexpr std::size_t most_query_points = 200;
constexpr std::string_view everything = "everything";

static std::string address(std::string_view text, std::string_view only) {
    return fmt::format("/search?in={}&q={}", only.empty() ? everything : only, http::percent_encode(text));
}

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
    item.set("href", found.shown.path)
        .set("title", found.shown.title)
        .set("kind", call.text(found.shown.kind_key))
        .set("iso", base::to_iso(found.at))
        .set("when", html::moment_words(call.language, call.zone, call.now, found.at));
    if (const auto& pill = found.shown.pill) item.add("state").set("pill", pill->look).set("icon", pill->icon).set("state", call.text(pill->label_key));
    if (found.more > 0) item.add("more").set("more", call.text("app.search.more", {{"n", std::to_string(found.more)}}));
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
    auto here = address(question.text, question.only);
    if (question.before.document != 0) pager.add("first").set("href", here);
    if (page.next) pager.add("next").set("href", fmt::format("{}&before={}.{}", here, page.next->at, page.next->document));
}

static void fill_tab(const http::Call& call, html::View& view, const SearchFor& question, std::string_view only, std::string_view label_key) {
    view.add("tab").set("href", address(question.text, only)).set("label", call.text(label_key)).show_if(only == question.only, "current");
}

static http::Response show_search(http::ReadCall& call) {
    const auto& query = call.request.query;
    SearchFor question;
    question.text = base::first_code_points(query.text("q"), most_query_points);
    const auto& all = search::sources();
    if (std::ranges::find(all, query.text("in"), &search::Source::name) != all.end()) question.only = query.text("in");
    question.before = parse_key(query.text("before"));
    html::View view;
    view.set("q", question.text).set("in", question.only.empty() ? everything : question.only);
    fill_tab(call, view, question, "", "app.search.in_everything");
    for (const auto& source : all) fill_tab(call, view, question, source.name, source.label_key);
    if (question.text.empty()) view.show("nothing_asked");
    else fill_results(call, view, question, search::find_again(call.db, call.viewer, question));
    return call.page("app/search", call.text("app.search.title"), std::move(view));
}

void search_routes(http::Routes& routes) { routes.get("/search", http::signed_in, show_search); }

}  // namespace app
