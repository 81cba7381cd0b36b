// Clause 9.5: what was taken down because of a person is not taken in again, and who may say that a picture only looks like it.
#include <bit>

#include "base/error.h"
#include "db/db.h"
#include "media/media.h"
#include "media/picture.h"
#include "media/picture_sql.h"
#include "media/takedown.h"

namespace media {

/// Of 64 bits of the fingerprint. What was saved again, made smaller or lightened differs in a few. It errs on the side of refusing: a person can say that a
/// picture is another one, and nobody's withdrawal is lost.
static constexpr int nearly_the_same = 6;

std::optional<UploadRefusal> refusal_of(db::Read& db, std::string_view content_hash, std::uint64_t fingerprint) {
    if (db.query("SELECT count(*) FROM media_picture WHERE content_hash = :hash AND taken_down_at IS NULL").bind("hash", content_hash).one_integer() > 0) {
        return UploadRefusal{"media.picture.problem.here_already"};
    }
    const auto again = db.query("SELECT count(*) FROM media_takedown WHERE content_hash = :hash AND reason <> 'pulled'").bind("hash", content_hash).one_integer();
    if (again > 0) return UploadRefusal{"media.picture.problem.taken_down_before"};
    std::optional<UploadRefusal> refusal;
    db.query("SELECT id, fingerprint FROM media_takedown WHERE reason <> 'pulled' AND alike_allowed_at IS NULL").each_while([&](const db::Row& row) {
        const auto other = static_cast<std::uint64_t>(row.integer("fingerprint"));
        if (std::popcount(other ^ fingerprint) <= nearly_the_same) refusal = {"media.picture.problem.looks_like", row.integer("id")};
        return !refusal;
    });
    return refusal;
}

void note_refused_alike(db::Write& db, base::Instant now, std::int64_t takedown) {
    db.query("UPDATE media_takedown SET alike_refused_at = :now WHERE id = :id").bind("now", now).bind("id", takedown).run();
}

void decide_alike(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Takedown& takedown, bool allowed) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("This needs the permission media.manage.");
    if (takedown.alike_allowed_at.has_value() == allowed) return;
    db.query("UPDATE media_takedown SET alike_allowed_at = :at, alike_allowed_by_id = :by WHERE id = :id")
        .bind("at", allowed ? std::optional(now) : std::nullopt)
        .bind("by", allowed ? account_or_null(viewer) : std::nullopt)
        .bind("id", takedown.id)
        .run();
    note_picture(db, viewer, now, takedown.picture, allowed ? "alike_allowed" : "alike_refused");
}

}  // namespace media
