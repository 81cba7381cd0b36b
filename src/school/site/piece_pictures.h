/// Pictures on pages and news: where they stand in what the public reads, and whether who writes may put them there. What may be shown is decided
/// by media's gate alone, anew each time somebody reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "html/html.h"
#include "media/media.h"
#include "site/piece.h"

namespace db {
class Read;
}
namespace http {
class Call;
class ReadCall;
}  // namespace http

namespace site {

/// The kind of place that a piece is.
constexpr std::string_view place_kind = "site.piece";
/// A piece as media knows the places of pictures: its number, and an address that leads there whatever its title becomes.
media::Place place_of(const Piece& piece);

/// Tells media which pieces the public can read. Called once, by fill_slots().
void fill_picture_places();

/// What a piece shows at this moment, in order.
std::vector<media::Clearance> pictures_of(db::Read& db, PieceId piece, base::Instant now);

/// For a public page, the pictures of a piece: section `lead` for the first and `picture` for each further one with src, width, height, alt. Answers the first
/// moment at which one may have to go by the clock alone; absent: none.
std::optional<base::Instant> show_pictures(http::ReadCall& call, html::View& view, PieceId piece);
/// The same for a list: section `small` for the first alone.
std::optional<base::Instant> show_small(http::ReadCall& call, html::View& view, PieceId piece);
/// Section `small` for this one.
void fill_small(html::View& view, const media::Clearance& picture, html::Language language);
/// The earlier of two moments that may be absent.
std::optional<base::Instant> earlier(std::optional<base::Instant> one, std::optional<base::Instant> other);

/// Who writes a piece chooses its pictures; what is public already is changed by who may publish it alone (docs/policies/publishing.md, clause 1.4).
bool may_add_pictures(const Editor& editor, const Piece& piece);
/// For those who write a piece, the panel `pictures` with what stands there and whether the public sees it.
void fill_piece_pictures(const http::Call& call, db::Read& db, html::View& view, const Editor& editor, const Piece& piece);

}  // namespace site
