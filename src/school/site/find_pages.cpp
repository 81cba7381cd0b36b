// /find: the search of the public site.
#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "site/find.h"
#include "site/website.h"

namespace site {

static http::Response show_found(http::ReadCall& call) {
    constexpr std::size_t longest = 200;
    const auto text = std::string(base::first_code_points(call.request.query.text("q"), longest));
    html::View view;
    view.set("q", text).set("action", call.public_path("/find"));
    const auto found = text.empty() ? std::vector<FoundPiece>() : find_public(call.db, call.now, text, call.language);
    if (!text.empty()) view.add("answer").set("words", found.empty() ? call.text("site.page.find.none", {{"text", text}}) : call.text("site.page.find.some", {{"n", std::to_string(found.size())}}));
    for (const auto& piece : found) {
        auto row = view.add("item");
        row.set("href", call.public_path(piece.path)).set("title", piece.title).set("lang", html::code(piece.language)).set("summary", piece.summary);
        row.set("kind", call.text(fmt::format("site.page.kind.{}", word(piece.kind))));
        row.set("when", html::day_words(call.language, call.today(), call.zone.day_of(piece.at))).set("iso", base::to_iso(call.zone.day_of(piece.at)));
    }
    return call.public_page("site/find", call.text("site.page.find.title"), std::move(view));
}

void find_routes(http::Routes& routes) { routes.get("/find", http::anyone, show_found).public_question(); }

}  // namespace site
