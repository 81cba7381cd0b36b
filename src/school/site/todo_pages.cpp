// /website/todo: what is to be done on the public site, and the district's rules of publishing.
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "html/format.h"
#include "site/site_settings.h"
#include "site/website.h"

namespace site {

static void fill_repairs(http::ReadCall& call, html::View& view, const Editor& editor) {
    const auto repairs = open_repairs(call.db, editor);
    if (repairs.empty()) return;
    auto box = view.add("repairs");
    for (const auto& repair : repairs) {
        auto row = box.add("row");
        row.set("href", address_of(repair.kind, repair.piece)).set("title", repair.title).set("author", repair.author);
        row.set("due", html::due_words(call.language, call.zone, call.now, repair.due_at)).set("iso", base::to_iso(repair.due_at));
    }
}

static void fill_list(http::ReadCall& call, html::View& view, const Editor& editor, Showing showing, std::string_view section) {
    constexpr int most = 20;
    std::optional<html::View> box;
    for (const auto kind : {PieceKind::news, PieceKind::page}) {
        const bool stale_news = showing == Showing::stale && kind == PieceKind::news;
        if (stale_news || !(kind == PieceKind::page ? editor.writes_pages() : editor.writes_news())) continue;
        const auto list = list_pieces(call.db, editor, call.now, {.kind = kind, .showing = showing, .after = {}, .before = 0, .most = most, .today = call.today()});
        for (const auto& piece : list.rows) {
            if (!box) box.emplace(view.add(section));
            auto row = box->add("row");
            row.set("href", address_of(kind, piece.id)).set("title", piece.title);
            row.set("kind", call.text(fmt::format("site.page.kind.{}", word(kind))));
            row.set("changed", html::moment_words(call.language, call.zone, call.now, piece.changed_at));
            row.set("review", piece.review_on ? html::day_words(call.language, call.today(), *piece.review_on) : "").set("owner", piece.owner);
        }
        if (list.more) box->add("more").set("href", fmt::format("/website/{}?show={}", kind == PieceKind::page ? "pages" : "news", showing == Showing::stale ? "stale" : "waiting"));
    }
}

static http::Response show_todo(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    if (!editor.writes_news() && !editor.writes_pages()) throw base::Forbidden(call.text("site.page.nothing_to_write"));
    html::View view;
    fill_website_tabs(call, editor, view, "todo");
    fill_repairs(call, view, editor);
    fill_list(call, view, editor, Showing::waiting, "waiting");
    fill_list(call, view, editor, Showing::stale, "stale");
    for (const auto& section : editor.sections) view.add("section").set("path", section);
    view.show_if(editor.writes_news() && call.viewer.may(may_write_news), "may_news").show_if(editor.writes_pages(), "may_pages").show_if(call.viewer.may(may_write_news), "may_banner");
    if (call.viewer.may_everywhere(may_publish)) {
        auto rules = view.add("rules");
        rules.set("longest", longest_paragraph(call.db)).set("review_words", call.text(editor.review_needed ? "site.page.review_on" : "site.page.review_off"));
        rules.show_if(editor.review_needed, "review");
    }
    return call.page("site/todo", call.text("site.page.todo"), std::move(view));
}

static http::Response save_rules(http::WriteCall& call) {
    const auto longest = base::parse_integer(call.request.form.text("longest")).value_or(0);
    if (longest < 20 || longest > 1000) return call.problem(http::unprocessable, call.text("site.page.rules"), call.text("site.page.problem.longest"));
    const bool review = call.request.form.has("review");
    db::set_setting(call.db, "site.review", review ? "yes" : "no");
    db::set_setting(call.db, "site.longest_paragraph", std::to_string(longest));
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "site_rules", .subject_id = 0, .action = "changed",
                                                  .detail = fmt::format(R"({{"review":{},"longest_paragraph":{}}})", review, longest)});
    return call.redirect_with_notice("/website/todo", call.text("site.page.saved"));
}

void todo_routes(http::Routes& routes) {
    routes.get("/website/todo", http::signed_in, show_todo);
    routes.post("/website/rules", http::everywhere(may_publish), save_rules);
}

}  // namespace site
