/// Rows of pieces, shared by the stores of this room.
#pragma once

#include "db/db.h"
#include "site/piece.h"

namespace site {

/// A row with version_id, number, the words, note, made_at, asked_at, answered_at, answer, answer_note, author, asker, answerer.
Version read_version(const db::Row& row);
/// Empty for news.
std::string path_of_piece(db::Read& db, PieceId id);

/// The account for a column that refers to one; absent for the system and the command line.
inline std::optional<std::int64_t> account_or_null(const auth::Viewer& viewer) { return viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt; }

/// As Editor::may_see, for pieces `p` of this kind with their page `g`, if they have one.
std::string may_see_sql(const Editor& editor, PieceKind kind);

/// The publication of a piece that the public reads at :now. To be joined as
///   JOIN site_publication l ON l.id = (SELECT ...)
/// where `p` is the piece.
constexpr std::string_view live_publication_sql =
    "(SELECT b.id FROM site_publication b WHERE b.piece_id = p.id AND b.cancelled_at IS NULL AND b.from_at <= :now ORDER BY b.from_at DESC, b.id DESC LIMIT 1)";
/// The same for what begins next after :now.
constexpr std::string_view next_publication_sql =
    "(SELECT b.id FROM site_publication b WHERE b.piece_id = p.id AND b.cancelled_at IS NULL AND b.from_at > :now ORDER BY b.from_at, b.id LIMIT 1)";
/// A piece `p` that was not withdrawn, and whose live publication `l` has not expired at :now.
constexpr std::string_view standing_sql = "p.withdrawn_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > :now)";

}  // namespace site
