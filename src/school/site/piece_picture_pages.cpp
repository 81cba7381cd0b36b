// Choosing pictures for a page or an item of news.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/parse.h"
#include "media/media.h"
#include "site/piece_pictures.h"
#include "site/website.h"

namespace site {

constexpr int choices_on_a_page = 24;

template <PieceKind kind>
static Piece load(http::Call& call, db::Read& db, const Editor& editor) {
    auto piece = load_piece(db, editor, call.now, call.id_as<PieceId>("piece"));
    if (piece.belongs.kind != kind) throw base::NotFound("of the other kind");
    return piece;
}

static void require_may_add(const http::Call& call, const Editor& editor, const Piece& piece) {
    require_writer(editor, piece.belongs);
    if (!may_add_pictures(editor, piece)) throw base::Forbidden(call.text("site.picture.public_already"));
}

void fill_piece_pictures(const http::Call& call, db::Read& db, html::View& view, const Editor& editor, const Piece& piece) {
    const auto placed = media::placed_in(db, call.viewer, place_of(piece).kind, piece.id.value, call.now);
    const bool may_add = call.viewer.may(media::may_upload) && may_add_pictures(editor, piece);
    if (placed.empty() && !may_add) return;
    auto panel = view.include("pictures", "site/piece_pictures");
    panel.set("base", address_of(piece)).show_if(placed.empty(), "none").show_if(may_add, "may_add");
    const bool may_remove = editor.may_write(piece.belongs);
    const bool may_open = call.viewer.may(media::may_upload) || call.viewer.may(media::may_review) || call.viewer.may(media::may_manage);
    if (placed.empty()) return;
    auto some = panel.add("some");
    for (const auto& one : placed) {
        auto row = some.add("row");
        row.set("id", one.picture.value).set("title", one.title).show_if(may_remove, "may_remove").show_if(!may_open, "no_link");
        if (may_open) row.add("link").set("href", fmt::format("/images/{}", one.picture.value));
        if (const auto* clearance = std::get_if<media::Clearance>(&one.state)) {
            row.show("shown");
            fill_small(row, *clearance, call.language);
            continue;
        }
        auto held = row.add("held");
        for (const auto block : std::get<media::Blocked>(one.state).blocks) held.add("reason").set("words", call.text(fmt::format("media.gate.{}", word(block))));
    }
}

static media::Purpose purpose_in(const http::Fields& fields) { return media::parse_purpose(fields.text("purpose")).value_or(media::Purpose::news); }

template <PieceKind kind>
static http::Response show_choice(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load<kind>(call, call.db, editor);
    require_may_add(call, editor, piece);
    const auto purpose = purpose_in(call.request.query);
    const auto after = base::parse_integer(call.request.query.text("after"));
    auto offers = media::offered(call.db, call.viewer, purpose, call.now, after ? std::optional(media::PictureId{*after}) : std::nullopt, choices_on_a_page + 1);
    const bool more = offers.size() > static_cast<std::size_t>(choices_on_a_page);
    if (more) offers.pop_back();
    const auto placed = media::placed_in(call.db, call.viewer, place_of(piece).kind, piece.id.value, call.now);
    const auto base = address_of(piece) + "/pictures";
    html::View view;
    view.set("back", address_of(piece)).set("title", piece.latest.words.in(shown_language(piece.latest.words, call.language)).title).set("base", base).set("purpose", word(purpose));
    for (const auto one : media::purposes) {
        auto tab = view.add("tab");
        tab.set("href", fmt::format("{}?purpose={}", base, word(one))).set("label", call.text(fmt::format("site.picture.purpose.{}", word(one)))).show_if(one == purpose, "current");
    }
    if (offers.empty()) view.show("none");
    else {
        auto some = view.add("some");
        for (const auto& offer : offers) {
            auto row = some.add("row");
            row.set("id", offer.picture.value).set("title", offer.title).set("href", fmt::format("/images/{}", offer.picture.value));
            fill_small(row, offer.clearance, call.language);
            const bool is_there = std::ranges::any_of(placed, [&](const media::Placed& other) { return other.picture == offer.picture; });
            row.show_if(is_there, "is_there").show_if(!is_there, "may_put");
        }
    }
    if (more) view.include("pager", "html/pager").set("summary", "").add("next").set("href", fmt::format("{}?purpose={}&after={}", base, word(purpose), offers.back().picture.value));
    return call.page("site/picture_choice", call.text("site.picture.choose"), std::move(view));
}

static media::PictureId picture_in(const http::Fields& form) {
    const auto id = base::parse_integer(form.text("picture"));
    if (!id || *id <= 0) throw base::NotFound("not a number");
    return {*id};
}

template <PieceKind kind>
static http::Response add(http::WriteCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load<kind>(call, call.db, editor);
    require_may_add(call, editor, piece);
    try {
        media::show_in(call.db, call.viewer, call.now, picture_in(call.request.form), purpose_in(call.request.form), place_of(piece));
    } catch (const base::Conflict& problem) {
        // It was offered, and may not be shown any more.
        return call.problem(http::conflict, call.text("site.picture.not_now"), call.text(problem.what()));
    }
    return call.redirect_with_notice(address_of(piece), call.text("site.picture.was_added"));
}

template <PieceKind kind>
static http::Response remove(http::WriteCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    const auto piece = load<kind>(call, call.db, editor);
    require_writer(editor, piece.belongs);
    media::remove_from(call.db, call.viewer, call.now, call.id_as<media::PictureId>("picture"), place_of(piece));
    return call.redirect_with_notice(address_of(piece), call.text("site.picture.was_removed"));
}

template <PieceKind kind>
static void add_routes(http::Routes& routes, const std::string& base) {
    routes.get(base + "/pictures", http::signed_in, show_choice<kind>);
    routes.post(base + "/pictures", http::signed_in, add<kind>);
    routes.post(base + "/pictures/{picture}/removal", http::signed_in, remove<kind>);
}

void piece_picture_routes(http::Routes& routes) {
    add_routes<PieceKind::news>(routes, "/website/news/{piece}");
    add_routes<PieceKind::page>(routes, "/website/pages/{piece}");
}

}  // namespace site
