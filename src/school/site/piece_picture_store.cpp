// Whether the public can read a piece, for the pictures on it.
#include <fmt/format.h>

#include "db/db.h"
#include "site/piece_pictures.h"
#include "site/piece_rows.h"

namespace site {

static bool is_public(db::Read& db, std::int64_t piece, base::Instant now) {
    return db.query(fmt::format("SELECT p.id FROM site_piece p JOIN site_publication l ON l.id = {} WHERE p.id = :id AND {}", live_publication_sql, standing_sql))
        .bind("now", now)
        .bind("id", piece)
        .maybe_integer()
        .has_value();
}

void fill_picture_places() { media::kinds_of_place()[std::string(place_kind)] = is_public; }

}  // namespace site
