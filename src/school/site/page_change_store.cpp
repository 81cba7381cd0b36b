// A page's place on the site: where it is, in the navigation, who answers for it.
#include <boost/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "site/page_item.h"
#include "site/page_path.h"
#include "site/piece_rows.h"
#include "site/redirect.h"

namespace site {

using Json = boost::json::object;

PageSettings page_settings(db::Read& db, PieceId id) {
    auto settings = db.query("SELECT path, owner_id, review_on, in_menu, parent_id, menu_order FROM site_page WHERE piece_id = :id").bind("id", id).one([](const db::Row& row) {
        PageSettings read{.path = std::string(row.text("path")), .schools = {}, .owner = {}, .review_on = row.maybe_day("review_on"), .in_menu = row.flag("in_menu"),
                          .parent = {}, .menu_order = static_cast<int>(row.integer("menu_order"))};
        if (const auto owner = row.maybe_integer("owner_id")) read.owner = auth::AccountId{*owner};
        if (const auto parent = row.maybe_integer("parent_id")) read.parent = PieceId{*parent};
        return read;
    });
    settings.schools = db.query("SELECT school_id FROM site_piece_school WHERE piece_id = :id").bind("id", id).all([](const db::Row& row) { return roster::OrgId{row.integer("school_id")}; });
    return settings;
}

/// Nobody is above itself: follows the parents up.
static bool hangs_below(db::Read& db, PieceId page, PieceId above) {
    constexpr int deepest = 20;
    auto at = std::optional(page.value);
    for (int steps = 0; at && steps < deepest; ++steps) {
        if (*at == above.value) return true;
        at = db.query("SELECT parent_id FROM site_page WHERE piece_id = :id").bind("id", *at).one([](const db::Row& row) { return row.maybe_integer("parent_id"); });
    }
    return at.has_value();
}

static void require_usable(db::Read& db, const PageSettings& settings, std::optional<PieceId> own) {
    if (parse_page_path(settings.path) != settings.path) throw base::Invalid("path", "site.page.problem.path");
    const auto other = db.query("SELECT piece_id FROM site_page WHERE path = :path").bind("path", settings.path).maybe_integer();
    if (other && (!own || *other != own->value)) throw base::Invalid("path", "site.page.problem.path_taken");
    if (settings.schools.size() > 1) throw base::Invalid("school", "site.page.problem.school");
    if (settings.menu_order < 0 || settings.menu_order > 10'000) throw base::Invalid("menu_order", "site.page.problem.menu_order");
    if (!settings.parent) return;
    if (!db.query("SELECT piece_id FROM site_page WHERE piece_id = :id").bind("id", *settings.parent).maybe_integer()) throw base::Invalid("parent", "site.page.problem.parent");
    if (own && hangs_below(db, *settings.parent, *own)) throw base::Invalid("parent", "site.page.problem.parent_below");
}

static void bind_settings(db::Query&& query, PieceId id, const PageSettings& settings) {
    std::move(query)
        .bind("id", id)
        .bind("path", settings.path)
        .bind("owner", settings.owner)
        .bind("review", settings.review_on)
        .bind("in_menu", settings.in_menu)
        .bind("parent", settings.parent)
        .bind("menu_order", settings.menu_order)
        .run();
}

PieceId create_page(db::Write& db, const Editor& editor, base::Instant now, const PageSettings& settings, const Bilingual& words, std::string_view note) {
    const Belongs belongs{PieceKind::page, settings.schools, settings.path};
    require_writer(editor, belongs);
    require_usable(db, settings, std::nullopt);
    const auto id = create_piece(db, editor, now, belongs, words, note);
    bind_settings(db.query(R"sql(
        INSERT INTO site_page (piece_id, path, owner_id, review_on, in_menu, parent_id, menu_order)
        VALUES (:id, :path, :owner, :review, :in_menu, :parent, :menu_order)
    )sql"), id, settings);
    return id;
}

void change_page_settings(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const PageSettings& settings) {
    const Belongs belongs{PieceKind::page, settings.schools, settings.path};
    // Both where it was and where it goes (clause 1.3).
    require_writer(editor, piece.belongs);
    require_writer(editor, belongs);
    if ((piece.live || piece.next) && !(editor.may_release(piece.belongs) && editor.may_release(belongs))) {
        throw base::Forbidden("A page that is public is moved by somebody who may publish.");
    }
    require_usable(db, settings, piece.id);
    touch_piece(db, now, piece.id, seen);
    const auto before = page_settings(db, piece.id);
    set_schools(db, piece.id, settings.schools);
    bind_settings(db.query(R"sql(
        UPDATE site_page SET path = :path, owner_id = :owner, review_on = :review, in_menu = :in_menu, parent_id = :parent, menu_order = :menu_order
         WHERE piece_id = :id
    )sql"), piece.id, settings);
    if (before.path != settings.path) {
        if (piece.live) forget_redirect(db, *editor.viewer, now, settings.path);
        if (piece.live || piece.next) redirect_moved(db, *editor.viewer, now, before.path, settings.path);
        note_piece(db, editor, now, piece, "moved", boost::json::serialize(Json{{"from", before.path}, {"to", settings.path}}));
    } else {
        note_piece(db, editor, now, piece, "settings_changed", boost::json::serialize(Json{{"in_menu", settings.in_menu}, {"menu_order", settings.menu_order}}));
    }
}

void review_page(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, base::Day next) {
    require_writer(editor, piece.belongs);
    touch_piece(db, now, piece.id, seen);
    db.query("UPDATE site_page SET review_on = :next WHERE piece_id = :id").bind("next", next).bind("id", piece.id).run();
    note_piece(db, editor, now, piece, "reviewed", boost::json::serialize(Json{{"next", base::to_iso(next)}}));
}

}  // namespace site
