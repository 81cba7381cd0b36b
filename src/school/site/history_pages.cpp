// Versions of a page or an item of news: the list, two of them side by side, an older one made the newest.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/line_diff.h"
#include "base/text.h"
#include "html/format.h"
#include "site/website.h"

namespace site {

static Piece load(http::Call& call, db::Read& db, PieceKind kind, const Editor& editor) {
    auto piece = load_piece(db, editor, call.now, call.id_as<PieceId>("piece"));
    if (piece.belongs.kind != kind) throw base::NotFound("of the other kind");
    return piece;
}

template <PieceKind kind>
static http::Response show_history(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load(call, call.db, kind, editor);
    constexpr int most = 30;
    const auto before = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(call.request.query.text("before")).value_or(0), 0, 1'000'000));
    auto list = versions(call.db, piece.id, before, most + 1);
    const bool more = list.size() > static_cast<std::size_t>(most);
    if (more) list.pop_back();
    html::View view;
    view.set("base", address_of(piece)).set("title", piece.latest.words.in(shown_language(piece.latest.words, call.language)).title).set("seen", piece.revision);
    const bool may_write = editor.may_write(piece.belongs) && !piece.withdrawn_at;
    for (const auto& version : list) {
        auto row = view.add("row");
        row.set("number", version.number).set("author", version.author).set("note", version.note);
        row.set("when", html::moment_words(call.language, call.zone, call.now, version.made_at)).set("iso", base::to_iso(version.made_at));
        row.show_if(piece.live && piece.live->number == version.number, "live").show_if(piece.next && piece.next->number == version.number, "next");
        if (version.number > 1) row.add("compare").set("from", version.number - 1).set("to", version.number);
        if (may_write && version.number != piece.latest.number) row.add("restore").set("number", version.number);
    }
    if (more) view.include("pager", "html/pager").set("summary", "").add("next").set("href", fmt::format("{}/history?before={}", address_of(piece), list.back().number));
    return call.page("site/history", call.text("site.page.history"), std::move(view));
}

static std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (auto line : base::split(text, '\n')) lines.emplace_back(line);
    return lines;
}

/// The fewest marked lines are found in the product of their numbers; a text of thousands of lines is compared whole.
static std::vector<base::MarkedLine> compared(const std::string& before, const std::string& after) {
    constexpr std::size_t most_lines = 2'000;
    const auto old_lines = lines_of(before);
    const auto new_lines = lines_of(after);
    if (old_lines.size() <= most_lines && new_lines.size() <= most_lines) return base::compare_lines(old_lines, new_lines);
    if (before == after) return {{base::Mark::same, before}};
    return {{base::Mark::removed, before}, {base::Mark::added, after}};
}

static void fill_part(html::View& view, const http::Call& call, std::string_view name_key, html::Language language, const std::string& before, const std::string& after) {
    if (before == after) return;
    auto part = view.add("part");
    part.set("name", call.text(name_key, {{"language", call.text(fmt::format("site.check.language.{}", html::code(language)))}})).set("lang", html::code(language));
    for (const auto& line : compared(before, after)) {
        auto row = part.add("line");
        row.add(line.mark == base::Mark::same ? "same" : line.mark == base::Mark::added ? "added" : "removed").set("text", line.text);
    }
}

static int number_of(const http::Call& call, std::string_view name, int otherwise) {
    return static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(call.request.query.text(name)).value_or(otherwise), 0, 1'000'000));
}

template <PieceKind kind>
static http::Response show_compare(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load(call, call.db, kind, editor);
    const auto from = load_version(call.db, piece.id, number_of(call, "from", std::max(1, piece.latest.number - 1)));
    const auto to = load_version(call.db, piece.id, number_of(call, "to", piece.latest.number));
    html::View view;
    view.set("base", address_of(piece)).set("title", piece.latest.words.in(shown_language(piece.latest.words, call.language)).title);
    for (const auto& version : versions(call.db, piece.id, 0, 200)) {
        const auto name = call.text("site.page.version_of", {{"number", std::to_string(version.number)}, {"author", version.author}});
        view.add("from_option").set("value", version.number).set("label", name).show_if(version.number == from.number, "selected");
        view.add("to_option").set("value", version.number).set("label", name).show_if(version.number == to.number, "selected");
    }
    for (const auto language : html::languages) {
        fill_part(view, call, "site.page.title_in", language, from.words.in(language).title, to.words.in(language).title);
        fill_part(view, call, "site.page.body_in", language, from.words.in(language).body, to.words.in(language).body);
    }
    view.show_if(from.words == to.words, "equal");
    return call.page("site/compare", call.text("site.page.compare"), std::move(view));
}

/// The words of an older version once more, as a new one: nothing is lost by going back.
template <PieceKind kind>
static http::Response restore(http::WriteCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load(call, call.db, kind, editor);
    const auto version = load_version(call.db, piece.id, static_cast<int>(call.id("number")));
    try {
        save_version(call.db, editor, call.now, piece, base::parse_integer(call.request.form.text("seen")).value_or(0), version.words,
                     call.text("site.page.restored_note", {{"number", std::to_string(version.number)}}));
    } catch (const base::Conflict& problem) {
        return clash_page(call, problem.what());
    }
    return call.redirect_with_notice(address_of(piece), call.text("site.page.restored", {{"number", std::to_string(version.number)}}));
}

template <PieceKind kind>
static void add_routes(http::Routes& routes, const std::string& base) {
    routes.get(base + "/history", http::signed_in, show_history<kind>);
    routes.get(base + "/compare", http::signed_in, show_compare<kind>);
    routes.post(base + "/versions/{number}/restoration", http::signed_in, restore<kind>);
}

void history_routes(http::Routes& routes) {
    add_routes<PieceKind::news>(routes, "/website/news/{piece}");
    add_routes<PieceKind::page>(routes, "/website/pages/{piece}");
}

}  // namespace site
