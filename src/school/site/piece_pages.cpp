// A page or an item of news as those who write see it: how it will look, what the checks say, and what can be done with it.
#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "html/markdown.h"
#include "http/confirm.h"
#include "site/news_item.h"
#include "site/piece_pictures.h"
#include "site/website.h"

namespace site {

template <PieceKind kind>
static Piece load(http::Call& call, db::Read& db, const Editor& editor) {
    auto piece = load_piece(db, editor, call.now, call.id_as<PieceId>("piece"));
    if (piece.belongs.kind != kind) throw base::NotFound("of the other kind");
    return piece;
}

static std::string public_address(const Piece& piece) { return piece.belongs.kind == PieceKind::page ? piece.belongs.path : news_path(piece.id.value, piece.latest.words); }

static void fill_preview(const http::Call& call, html::View& view, const Bilingual& words) {
    for (const auto language : html::languages) {
        const auto& one = words.in(language);
        if (one.empty()) continue;
        auto box = view.add("preview");
        box.set("lang", html::code(language)).set("language", call.text(fmt::format("site.check.language.{}", html::code(language))));
        box.set("title", one.title).set("body_html", html::from_markdown(one.body));
    }
}

static void fill_when(const http::Call& call, html::View& view, const Piece& piece) {
    auto moment = [&](std::string_view section, const std::optional<base::Instant>& at) {
        if (at) view.add(section).set("when", html::moment_words(call.language, call.zone, call.now, *at)).set("iso", base::to_iso(*at));
    };
    if (piece.live) moment("live_since", piece.live->from);
    if (piece.next) moment("next_at", piece.next->from);
    if (const auto& shown = piece.live ? piece.live : piece.next) moment("expires", shown->expires_at);
    if (piece.withdrawn_at) {
        auto gone = view.add("withdrawn");
        gone.set("when", html::moment_words(call.language, call.zone, call.now, *piece.withdrawn_at)).set("by", piece.withdrawn_by).set("why", piece.withdrawn_why);
        gone.show_if(!piece.withdrawn_why.empty(), "has_why");
    }
}

/// The button says what it will do, and when it will not.
static std::string_view button_words(const Piece& piece, bool held_back) {
    if (held_back) return "site.page.publish_held";
    return piece.live && !piece.has_unpublished() ? "site.page.save_times" : "site.page.publish";
}

/// What can be done now, by this person; with what was typed, when it could not be done.
static void fill_actions(const http::Call& call, html::View& view, const Piece& piece, const Editor& editor, bool held_back) {
    const auto state = piece.state(call.now);
    const bool may_release = editor.may_release(piece.belongs);
    const bool may_write = editor.may_write(piece.belongs);
    view.show_if(may_write && state != State::withdrawn, "may_write");
    if (state == State::withdrawn) {
        view.show_if(may_release, "may_bring_back");
        return;
    }
    if (may_release) {
        auto box = view.add("may_release");
        const auto& last = piece.next ? piece.next : piece.live;
        const auto& form = call.request.form;
        box.set("from", form.text("from")).set("expires", form.has("expires") ? std::string(form.text("expires")) : moment_field(call, last ? last->expires_at : std::nullopt));
        if (held_back) box.add("held_back").show_if(form.has("urgent"), "urgent");
        if (piece.live && piece.has_unpublished()) box.add("again").show_if(form.has("correction"), "correction");
        box.set("button", call.text(button_words(piece, held_back)));
    }
    if (!may_release && piece.has_unpublished() && !piece.latest.waits()) view.show("may_ask");
    view.show_if(may_release && piece.latest.waits(), "may_return").show_if(piece.next && may_write, "may_cancel");
    if (piece.latest.waits()) view.add("waits").set("by", piece.latest.asked_by).set("when", html::moment_words(call.language, call.zone, call.now, *piece.latest.asked_at));
    if (piece.latest.answer == "returned") view.add("returned").set("by", piece.latest.answered_by).set("note", piece.latest.answer_note);
    view.show("may_withdraw");
}

static void fill_page(http::Call& call, db::Read& db, html::View& view, const Piece& piece) {
    const auto settings = page_settings(db, piece.id);
    auto page = view.add("page");
    page.set("path", settings.path).set("where", schools_words(call, db, settings.schools));
    page.set("owner", settings.owner ? auth::account_name(db, *settings.owner).value_or("") : "");
    if (settings.review_on) page.add("review").set("day", html::day_words(call.language, call.today(), *settings.review_on)).show_if(*settings.review_on <= call.today(), "late");
    page.show_if(settings.in_menu, "in_menu").set("id", piece.id.value).set("seen", piece.revision);
    page.show_if(editor_of(db, call.viewer).may_write(piece.belongs), "place");
}

static void fill_repair(http::Call& call, db::Read& db, html::View& view, const Piece& piece, const Editor& editor) {
    for (const auto& repair : open_repairs(db, editor)) {
        if (repair.piece == piece.id) view.add("repair").set("due", html::due_words(call.language, call.zone, call.now, repair.due_at)).set("author", repair.author);
    }
}

template <PieceKind kind>
static http::Response piece_page(http::Call& call, db::Read& db, http::Status status, const Editor& editor, const Piece& piece, const FormProblems& refused) {
    const auto problems = check(piece.latest.words, surroundings(call, db, kind));
    html::View view;
    fill_form_problems(call, view, refused);
    fill_website_tabs(call, editor, view, kind == PieceKind::page ? "pages" : "news");
    const auto title = piece.latest.words.in(shown_language(piece.latest.words, call.language)).title;
    view.set("base", address_of(piece)).set("title", title).set("list", kind == PieceKind::page ? "/website/pages" : "/website/news").set("seen", piece.revision);
    view.set("list_name", call.text(kind == PieceKind::page ? "site.page.title" : "site.news.title"));
    fill_state(call, view, piece.state(call.now));
    view.show_if(piece.has_unpublished() && piece.live, "unpublished");
    if (piece.state(call.now) == State::published) view.add("see").set("href", public_address(piece));
    fill_when(call, view, piece);
    fill_preview(call, view, piece.latest.words);
    fill_checks(call, view, problems);
    fill_actions(call, view, piece, editor, holds_back(problems));
    fill_repair(call, db, view, piece, editor);
    fill_piece_pictures(call, db, view, editor, piece);
    view.set("number", piece.latest.number).set("author", piece.latest.author).set("made", html::moment_words(call.language, call.zone, call.now, piece.latest.made_at));
    if (kind == PieceKind::page) fill_page(call, db, view, piece);
    else view.add("news").set("where", schools_words(call, db, piece.belongs.schools));
    return call.page(status, "site/piece", title, std::move(view));
}

template <PieceKind kind>
static http::Response show(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    return piece_page<kind>(call, call.db, http::ok, editor, load<kind>(call, call.db, editor), {});
}

// --- Doing ---

static std::int64_t seen(const http::Call& call) { return base::parse_integer(call.request.form.text("seen")).value_or(0); }

/// Does it, and says on the same page whatever stands in the way.
template <PieceKind kind, typename Do>
static http::Response act(http::WriteCall& call, std::string_view done_key, Do&& what) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load<kind>(call, call.db, editor);
    try {
        what(editor, piece);
    } catch (const base::Invalid& problem) {
        // Each is found before anything is written: the page shows what is stored.
        return piece_page<kind>(call, call.db, http::unprocessable, editor, piece, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& problem) {
        return clash_page(call, problem.what());
    }
    return call.redirect_with_notice(address_of(piece), call.text(done_key));
}

template <PieceKind kind>
static http::Response publish(http::WriteCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load<kind>(call, call.db, editor);
    FormProblems refused;
    const Release what{.from = read_moment(call, "from", refused), .expires = read_moment(call, "expires", refused), .meaning = !call.request.form.has("correction"), .urgent = call.request.form.has("urgent")};
    const auto problems = check(piece.latest.words, surroundings(call, call.db, kind));
    for (auto& one : problems_with(what, call.now, problems)) refused.push_back(std::move(one));
    // Who may not publish here is told that first, by release().
    if (!refused.empty() && editor.may_release(piece.belongs)) return piece_page<kind>(call, call.db, http::unprocessable, editor, piece, refused);
    return act<kind>(call, "site.page.published", [&](const Editor&, const Piece&) { release(call.db, editor, call.now, piece, seen(call), what, problems); });
}

template <PieceKind kind>
static http::Response ask(http::WriteCall& call) {
    return act<kind>(call, "site.page.asked", [&](const Editor& editor, const Piece& piece) { ask_for_review(call.db, editor, call.now, piece, seen(call)); });
}

template <PieceKind kind>
static http::Response return_to_author(http::WriteCall& call) {
    return act<kind>(call, "site.page.returned", [&](const Editor& editor, const Piece& piece) {
        give_back(call.db, editor, call.now, piece, seen(call), base::collapse_space(call.request.form.text("why")));
    });
}

template <PieceKind kind>
static http::Response unschedule(http::WriteCall& call) {
    return act<kind>(call, "site.page.unscheduled", [&](const Editor& editor, const Piece& piece) { cancel_scheduled(call.db, editor, call.now, piece, seen(call)); });
}

template <PieceKind kind>
static http::Response take_away(http::WriteCall& call) {
    const auto back = address_of(kind, call.id_as<PieceId>("piece"));
    if (auto asked = http::ask_first(call, call.text("site.page.withdraw_sure"), call.text("site.page.withdraw"), back, call.text("site.page.withdraw_detail"))) return std::move(*asked);
    return act<kind>(call, "site.page.was_withdrawn", [&](const Editor& editor, const Piece& piece) {
        withdraw(call.db, editor, call.now, piece, seen(call), base::collapse_space(call.request.form.text("why")));
    });
}

template <PieceKind kind>
static http::Response restore(http::WriteCall& call) {
    return act<kind>(call, "site.page.was_brought_back", [&](const Editor& editor, const Piece& piece) { bring_back(call.db, editor, call.now, piece, seen(call)); });
}

template <PieceKind kind>
static void add_routes(http::Routes& routes, const std::string& base) {
    routes.get(base, http::signed_in, show<kind>);
    routes.post(base + "/publication", http::signed_in, publish<kind>);
    routes.post(base + "/question", http::signed_in, ask<kind>);
    routes.post(base + "/return", http::signed_in, return_to_author<kind>);
    routes.post(base + "/unscheduling", http::signed_in, unschedule<kind>);
    routes.post(base + "/withdrawal", http::signed_in, take_away<kind>);
    routes.post(base + "/return-to-site", http::signed_in, restore<kind>);
}

void piece_routes(http::Routes& routes) {
    add_routes<PieceKind::news>(routes, "/website/news/{piece}");
    add_routes<PieceKind::page>(routes, "/website/pages/{piece}");
}

}  // namespace site
