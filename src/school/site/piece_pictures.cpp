#include "site/piece_pictures.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "http/call.h"

namespace site {

constexpr int large = 800, small = 320;

media::Place place_of(const Piece& piece) {
    const auto& path = piece.belongs.path;
    return {std::string(place_kind), piece.id.value, piece.belongs.kind == PieceKind::news ? fmt::format("/news/{}", piece.id.value) : path};
}

std::vector<media::Clearance> pictures_of(db::Read& db, PieceId piece, base::Instant now) { return media::shown_in(db, place_kind, piece.value, now); }

std::optional<base::Instant> earlier(std::optional<base::Instant> one, std::optional<base::Instant> other) {
    if (!one || !other) return one ? one : other;
    return std::min(*one, *other);
}

/// Width and height say how much room to keep before the picture is there, so that nothing jumps.
static void fill_one(html::View view, const media::Clearance& picture, int width, html::Language language) {
    const int shown = std::clamp(picture.width(), 1, width);
    const auto height = std::int64_t{picture.height()} * shown / std::max(1, picture.width());
    view.set("src", media::address(picture, width)).set("width", shown).set("height", std::max<std::int64_t>(1, height)).set("alt", picture.alt(language));
}

void fill_small(html::View& view, const media::Clearance& picture, html::Language language) { fill_one(view.add("small"), picture, small, language); }

std::optional<base::Instant> show_pictures(http::ReadCall& call, html::View& view, PieceId piece) {
    std::optional<base::Instant> until;
    bool first = true;
    for (const auto& picture : pictures_of(call.db, piece, call.now)) {
        fill_one(view.add(std::exchange(first, false) ? "lead" : "picture"), picture, large, call.language);
        until = earlier(until, picture.until());
    }
    return until;
}

std::optional<base::Instant> show_small(http::ReadCall& call, html::View& view, PieceId piece) {
    const auto pictures = pictures_of(call.db, piece, call.now);
    if (pictures.empty()) return std::nullopt;
    fill_small(view, pictures.front(), call.language);
    return pictures.front().until();
}

bool may_add_pictures(const Editor& editor, const Piece& piece) {
    if (piece.withdrawn_at || !editor.may_write(piece.belongs)) return false;
    return !piece.live || editor.may_release(piece.belongs);
}

}  // namespace site
