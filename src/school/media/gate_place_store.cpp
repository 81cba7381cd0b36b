// Where pictures stand on the website.
#include <algorithm>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "media/gate.h"
#include "media/media.h"
#include "media/picture_sql.h"

namespace media {

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, std::string_view action, const Place& place) {
    auth::record(db, viewer, now, {.subject_kind = "picture", .subject_id = picture.value, .action = action,
                                   .detail = fmt::format(R"({{"place":"{}","id":{}}})", place.kind, place.id)});
}

std::map<std::string, IsPublic, std::less<>>& kinds_of_place() {
    static std::map<std::string, IsPublic, std::less<>> kinds;
    return kinds;
}

void show_in(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, Purpose purpose, const Place& place) {
    const auto school = db.query("SELECT school_id FROM media_picture WHERE id = :id").bind("id", picture).maybe_integer();
    if (!school) throw base::NotFound("no such picture");
    viewer.require(may_upload, *school);
    const auto gate = clear(db, picture, {purpose, Channel::site}, now);
    if (const auto* blocked = std::get_if<Blocked>(&gate)) throw base::Conflict(fmt::format("media.gate.{}", word(blocked->blocks.front())));
    const auto added = db.query(R"sql(
        INSERT INTO media_place (picture_id, purpose, kind, place_id, path, position, placed_by_id, placed_at)
        SELECT :picture, :purpose, :kind, :place, :path, COALESCE((SELECT max(position) FROM media_place WHERE kind = :kind AND place_id = :place), 0) + 1, :by, :now
         WHERE NOT EXISTS (SELECT 1 FROM media_place WHERE kind = :kind AND place_id = :place AND picture_id = :picture)
    )sql")
                           .bind("picture", picture)
                           .bind("purpose", word(purpose))
                           .bind("kind", place.kind)
                           .bind("place", place.id)
                           .bind("path", place.path)
                           .bind("by", account_or_null(viewer))
                           .bind("now", now)
                           .run();
    if (added > 0) note(db, viewer, now, picture, "placed", place);
}

void remove_from(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, const Place& place) {
    const auto removed = db.query("DELETE FROM media_place WHERE kind = :kind AND place_id = :place AND picture_id = :picture")
                             .bind("kind", place.kind)
                             .bind("place", place.id)
                             .bind("picture", picture)
                             .run();
    if (removed > 0) note(db, viewer, now, picture, "unplaced", place);
}

namespace {

struct Standing {
    PictureId picture;
    std::string title;
    std::optional<Purpose> purpose;  // absent: a word that we do not know, which clears nothing
};

}  // namespace

static std::vector<Standing> standing_in(db::Read& db, std::string_view kind, std::int64_t id) {
    return db.query(R"sql(
        SELECT l.picture_id, l.purpose, p.title FROM media_place l JOIN media_picture p ON p.id = l.picture_id
         WHERE l.kind = :kind AND l.place_id = :place ORDER BY l.position, l.id
    )sql").bind("kind", kind).bind("place", id).all([](const db::Row& row) {
        return Standing{{row.integer("picture_id")}, std::string(row.text("title")), parse_purpose(row.text("purpose"))};
    });
}

static std::variant<Clearance, Blocked> state_of(db::Read& db, const Standing& standing, base::Instant now) {
    if (!standing.purpose) return Blocked{{Block::no_caution}};
    return clear(db, standing.picture, {*standing.purpose, Channel::site}, now);
}

std::vector<Clearance> shown_in(db::Read& db, std::string_view kind, std::int64_t id, base::Instant now) {
    std::vector<Clearance> shown;
    for (const auto& standing : standing_in(db, kind, id)) {
        auto state = state_of(db, standing, now);
        if (auto* clearance = std::get_if<Clearance>(&state)) shown.push_back(std::move(*clearance));
    }
    return shown;
}

std::vector<Placed> placed_in(db::Read& db, const auth::Viewer& viewer, std::string_view kind, std::int64_t id, base::Instant now) {
    std::vector<Placed> placed;
    if (!viewer.signed_in() && viewer.proof() == auth::Proof::none) return placed;
    for (auto& standing : standing_in(db, kind, id)) {
        auto state = state_of(db, standing, now);
        placed.push_back({standing.picture, std::move(standing.title), std::move(state)});
    }
    return placed;
}

std::vector<Offered> offered(db::Read& db, const auth::Viewer& viewer, Purpose purpose, base::Instant now, std::optional<PictureId> after, int most) {
    std::vector<Offered> offers;
    const auto reach = viewer.reach(may_upload);
    if (reach.nowhere() || most <= 0) return offers;
    std::vector<std::pair<PictureId, std::string>> candidates;
    // All of them: some may not clear any more. Only those that somebody asked to show, which is a short list beside all pictures.
    db.query(fmt::format(R"sql(
        SELECT p.id, p.title FROM media_showing s JOIN media_picture p ON p.id = s.picture_id
         WHERE s.purpose = :purpose AND s.channel = 'site' AND s.state IN ('asked', 'approved') AND p.token IS NOT NULL AND p.taken_down_at IS NULL
           AND (:after = 0 OR p.id < :after) AND {} ORDER BY p.id DESC
    )sql", at_schools(reach, "p.school_id"))).bind("purpose", word(purpose)).bind("after", after ? after->value : 0).each([&](const db::Row& row) {
        candidates.emplace_back(PictureId{row.integer("id")}, row.text("title"));
    });
    for (auto& [picture, title] : candidates) {
        auto state = clear(db, picture, {purpose, Channel::site}, now);
        if (auto* clearance = std::get_if<Clearance>(&state)) offers.push_back({picture, std::move(title), std::move(*clearance)});
        if (offers.size() == static_cast<std::size_t>(most)) break;
    }
    return offers;
}

}  // namespace media
