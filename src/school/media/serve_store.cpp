#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "media/serve.h"

namespace media {

std::optional<PublicName> parse_public_name(std::string_view name) {
    constexpr std::string_view end = ".jpg";
    if (!name.ends_with(end)) return std::nullopt;
    name.remove_suffix(end.size());
    const auto dash = name.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return std::nullopt;
    const auto width = base::parse_integer(name.substr(dash + 1));
    if (width != 320 && width != 800 && width != 1600) return std::nullopt;
    return PublicName{std::string(name.substr(0, dash)), static_cast<int>(*width)};
}

/// It stands on the site for at least one of the purposes that somebody asked for, and clears for it now (clause 8.1).
static bool clears(db::Read& db, PictureId picture, base::Instant now) {
    const auto asked_for = db.query("SELECT purpose FROM media_showing WHERE picture_id = :id AND channel = 'site' AND state IN ('asked', 'approved')").bind("id", picture).all([](const db::Row& row) {
        return parse_purpose(row.text("purpose"));
    });
    for (const auto& purpose : asked_for) {
        if (purpose && std::holds_alternative<Clearance>(clear(db, picture, {*purpose, Channel::site}, now))) return true;
    }
    return false;
}

std::variant<StoredRendition, Gone, Unknown> serve(db::Read& db, std::string_view token, int width, base::Instant now) {
    const auto picture = db.query("SELECT id FROM media_picture WHERE token = :token").bind("token", token).maybe_integer();
    if (!picture) {
        const bool was = db.query("SELECT count(*) FROM media_spent_token WHERE token_hash = :hash").bind("hash", auth::hash_token(token)).one_integer() > 0;
        if (was) return Gone{};
        return Unknown{};
    }
    // Whether it was ever shown is no secret to whoever has the address: it cannot be guessed.
    if (!clears(db, {*picture}, now)) return Gone{};
    const auto size = rendition_for(renditions(db, {*picture}), width);
    if (!size) return Gone{};
    return *size;
}

}  // namespace media
