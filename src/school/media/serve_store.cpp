#include <algorithm>
#include <map>

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

namespace {

struct Standing {
    std::optional<Purpose> purpose;
    std::string kind;
    std::int64_t id = 0;
};

/// Asks the gate once for each purpose.
class Clearing {
public:
    Clearing(db::Read& db, PictureId picture, base::Instant now) : db_(db), picture_(picture), now_(now) {}
    bool clears(const std::optional<Purpose>& purpose) {
        if (!purpose) return false;
        const auto [known, is_new] = known_.try_emplace(*purpose, false);
        if (is_new) known->second = std::holds_alternative<Clearance>(clear(db_, picture_, {*purpose, Channel::site}, now_));
        return known->second;
    }

private:
    db::Read& db_;
    PictureId picture_;
    base::Instant now_;
    std::map<Purpose, bool> known_;
};

}  // namespace

static bool is_public(db::Read& db, const Standing& place, base::Instant now) {
    const auto kind = kinds_of_place().find(place.kind);
    return kind != kinds_of_place().end() && kind->second(db, place.id, now);
}

/// It stands where the public can read, and clears for that now (clause 8.1).
static bool stands_cleared(db::Read& db, PictureId picture, base::Instant now) {
    const auto places = db.query("SELECT purpose, kind, place_id FROM media_place WHERE picture_id = :id ORDER BY id").bind("id", picture).all([](const db::Row& row) {
        return Standing{parse_purpose(row.text("purpose")), std::string(row.text("kind")), row.integer("place_id")};
    });
    Clearing gate(db, picture, now);
    return std::ranges::any_of(places, [&](const Standing& place) { return gate.clears(place.purpose) && is_public(db, place, now); });
}

/// Somebody asked for it for the site, and it clears for that now: who puts it on a page sees what they put there.
static bool asked_and_cleared(db::Read& db, PictureId picture, base::Instant now) {
    Clearing gate(db, picture, now);
    return std::ranges::any_of(purposes, [&](Purpose purpose) { return gate.clears(purpose); });
}

std::variant<StoredRendition, Gone, Unknown> serve(db::Read& db, std::string_view token, int width, base::Instant now, Fetches who) {
    const auto picture = db.query("SELECT id FROM media_picture WHERE token = :token").bind("token", token).maybe_integer();
    if (!picture) {
        const bool was = db.query("SELECT count(*) FROM media_spent_token WHERE token_hash = :hash").bind("hash", auth::hash_token(token)).one_integer() > 0;
        if (was) return Gone{};
        return Unknown{};
    }
    // Whether it was ever shown is no secret to whoever has the address: it cannot be guessed.
    if (!stands_cleared(db, {*picture}, now) && !(who == Fetches::signed_in && asked_and_cleared(db, {*picture}, now))) return Gone{};
    const auto size = rendition_for(renditions(db, {*picture}), width);
    if (!size) return Gone{};
    return *size;
}

}  // namespace media
