// What is known of a piece.
#include <fmt/format.h>

#include "db/db.h"
#include "db/setting.h"
#include "site/piece.h"
#include "site/piece_rows.h"
#include "site/site_settings.h"

namespace site {

Editor editor_of(db::Read& db, const auth::Viewer& viewer) {
    Editor editor{.viewer = &viewer, .sections = {}, .review_needed = review_needed(db)};
    if (!viewer.may(may_write_sections)) return editor;
    editor.sections = db.query(R"sql(
        SELECT s.path FROM site_section s JOIN site_section_editor e ON e.section_id = s.id WHERE e.account_id = :account ORDER BY s.path
    )sql")
                          .bind("account", viewer.account())
                          .all([](const db::Row& row) { return std::string(row.text("path")); });
    return editor;
}

Version read_version(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    return {.id = row.integer("version_id"),
            .number = static_cast<int>(row.integer("number")),
            .words = {.en = {text("title_en"), text("body_en")}, .es = {text("title_es"), text("body_es")}},
            .note = text("note"),
            .author = row.maybe_text("author").value_or(""),
            .made_at = row.instant("made_at"),
            .asked_at = row.maybe_instant("asked_at"),
            .asked_by = row.maybe_text("asker").value_or(""),
            .answered = !row.null("answered_at"),
            .answer = text("answer"),
            .answered_by = row.maybe_text("answerer").value_or(""),
            .answer_note = text("answer_note")};
}

/// Columns and tables of versions `v`.
static constexpr std::string_view version_sql = R"sql(
    SELECT v.id AS version_id, v.number, v.title_en, v.body_en, v.title_es, v.body_es, v.note, v.made_at, v.asked_at, v.answered_at, v.answer, v.answer_note,
           a.name AS author, k.name AS asker, w.name AS answerer
      FROM site_version v
      LEFT JOIN auth_account a ON a.id = v.author_id
      LEFT JOIN auth_account k ON k.id = v.asked_by_id
      LEFT JOIN auth_account w ON w.id = v.answered_by_id
)sql";

std::vector<Version> versions(db::Read& db, PieceId id, int before, int most) {
    return db.query(fmt::format("{} WHERE v.piece_id = :piece AND (:before = 0 OR v.number < :before) ORDER BY v.number DESC LIMIT :most", version_sql))
        .bind("piece", id)
        .bind("before", before)
        .bind("most", most)
        .all(read_version);
}

Version load_version(db::Read& db, PieceId id, int number) {
    return db.query(fmt::format("{} WHERE v.piece_id = :piece AND v.number = :number", version_sql)).bind("piece", id).bind("number", number).one(read_version);
}

static constexpr std::string_view publication_sql = R"sql(
    SELECT p.id, v.number, p.from_at, p.made_at, p.expires_at, a.name AS maker
      FROM site_publication p
      JOIN site_version v ON v.id = p.version_id
      LEFT JOIN auth_account a ON a.id = p.made_by_id
     WHERE p.piece_id = :piece AND p.cancelled_at IS NULL
)sql";

static Publication read_publication(const db::Row& row) {
    return {row.integer("id"), static_cast<int>(row.integer("number")), row.instant("from_at"), row.maybe_text("maker").value_or(""), row.instant("made_at"), row.maybe_instant("expires_at")};
}

std::vector<Publication> publications(db::Read& db, PieceId id) {
    return db.query(fmt::format("{} ORDER BY p.from_at DESC, p.id DESC LIMIT 50", publication_sql)).bind("piece", id).all(read_publication);
}

static std::vector<roster::OrgId> schools_of_piece(db::Read& db, PieceId id) {
    return db.query("SELECT school_id FROM site_piece_school WHERE piece_id = :piece ORDER BY school_id").bind("piece", id).all([](const db::Row& row) {
        return roster::OrgId{row.integer("school_id")};
    });
}

Piece load_piece(db::Read& db, const Editor& editor, base::Instant now, PieceId id) {
    auto piece = db.query(R"sql(
        SELECT p.kind, p.revision, p.changed_at, p.withdrawn_at, p.withdrawn_why, g.path, a.name AS creator, w.name AS withdrawer
          FROM site_piece p
          LEFT JOIN site_page g ON g.piece_id = p.id
          LEFT JOIN auth_account a ON a.id = p.created_by_id
          LEFT JOIN auth_account w ON w.id = p.withdrawn_by_id
         WHERE p.id = :piece
    )sql")
                     .bind("piece", id)
                     .one([&](const db::Row& row) {
                         return Piece{.id = id,
                                      .belongs = {row.text("kind") == "page" ? PieceKind::page : PieceKind::news, {}, row.maybe_text("path").value_or("")},
                                      .revision = row.integer("revision"),
                                      .created_by = row.maybe_text("creator").value_or(""),
                                      .changed_at = row.instant("changed_at"),
                                      .withdrawn_at = row.maybe_instant("withdrawn_at"),
                                      .withdrawn_by = row.maybe_text("withdrawer").value_or(""),
                                      .withdrawn_why = std::string(row.text("withdrawn_why")),
                                      .latest = {},
                                      .live = {},
                                      .next = {}};
                     });
    piece.belongs.schools = schools_of_piece(db, id);
    if (!editor.may_see(piece.belongs)) throw base::NotFound("no such piece");
    piece.latest = versions(db, id, 0, 1).at(0);
    piece.live = db.query(fmt::format("{} AND p.from_at <= :now ORDER BY p.from_at DESC, p.id DESC LIMIT 1", publication_sql)).bind("piece", id).bind("now", now).maybe(read_publication);
    piece.next = db.query(fmt::format("{} AND p.from_at > :now ORDER BY p.from_at, p.id LIMIT 1", publication_sql)).bind("piece", id).bind("now", now).maybe(read_publication);
    return piece;
}

std::string path_of_piece(db::Read& db, PieceId id) {
    return db.query("SELECT path FROM site_page WHERE piece_id = :piece").bind("piece", id).maybe_text().value_or("");
}

std::vector<Repair> open_repairs(db::Read& db, const Editor& editor) {
    // Clause 5.2: to its author, and to who may publish there.
    return db.query(fmt::format(R"sql(
        SELECT r.piece_id, p.kind, v.title_en, v.title_es, a.name AS author, r.due_at
          FROM site_repair r
          JOIN site_piece p ON p.id = r.piece_id
          JOIN site_version v ON v.id = r.version_id
          LEFT JOIN site_page g ON g.piece_id = r.piece_id
          LEFT JOIN auth_account a ON a.id = r.author_id
         WHERE r.mended_at IS NULL AND p.withdrawn_at IS NULL
           AND (r.author_id = :me OR (p.kind = 'news' AND {}) OR (p.kind = 'page' AND {}))
         ORDER BY r.due_at, r.id LIMIT 200
    )sql", may_see_sql(editor, PieceKind::news), may_see_sql(editor, PieceKind::page)))
        .bind("me", account_or_null(*editor.viewer))
        .all([](const db::Row& row) {
            const std::string en(row.text("title_en"));
            return Repair{{row.integer("piece_id")}, row.text("kind") == "page" ? PieceKind::page : PieceKind::news, en.empty() ? std::string(row.text("title_es")) : en,
                          row.maybe_text("author").value_or(""), row.instant("due_at")};
        });
}

}  // namespace site
