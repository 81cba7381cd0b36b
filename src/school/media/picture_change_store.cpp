// Bringing in a picture, its words, its sizes, and what every change takes back.
#include <algorithm>

#include <fmt/format.h>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "jobs/jobs.h"
#include "media/gate_facts.h"
#include "media/media.h"
#include "media/picture.h"
#include "media/picture_jobs.h"
#include "media/picture_sql.h"

namespace media {


void note_picture(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId id, std::string_view action, std::string_view detail, std::string_view why) {
    auth::record(db, viewer, now, {.subject_kind = "picture", .subject_id = id.value, .action = action, .why = why, .detail = std::string(detail)});
}

void require_upload(const auth::Viewer& viewer, const Picture& picture) {
    viewer.require(may_upload, picture.school.value);
    if (picture.taken_down_at) throw base::Conflict("media.picture.problem.taken_down");
}

static void require_usable(const PictureWords& words) {
    if (const auto problems = find_problems(words); !problems.empty()) throw base::Invalid(problems.front().first, problems.front().second);
}

/// Clause 8.2: whoever asks for an address that it had hears that it is gone.
static void spend_token(db::Write& db, base::Instant now, PictureId id) {
    const auto token = db.query("SELECT token FROM media_picture WHERE id = :id AND token IS NOT NULL").bind("id", id).maybe_text();
    if (!token) return;
    db.query("INSERT INTO media_spent_token (token_hash, picture_id, ended_at) VALUES (:hash, :id, :now)").bind("hash", auth::hash_token(*token)).bind("id", id).bind("now", now).run();
    db.query("UPDATE media_picture SET token = NULL WHERE id = :id").bind("id", id).run();
}

/// Clause 8.3: another address.
static void give_token(db::Write& db, base::Instant now, PictureId id) {
    spend_token(db, now, id);
    db.query(R"sql(
        UPDATE media_picture SET token = :token WHERE id = :id AND taken_down_at IS NULL AND EXISTS (SELECT 1 FROM media_rendition r WHERE r.picture_id = :id)
    )sql").bind("token", auth::random_token()).bind("id", id).run();
}

void void_site_use(db::Write& db, base::Instant now, PictureId id, Purpose purpose) {
    db.query("DELETE FROM media_place WHERE picture_id = :id AND purpose = :purpose").bind("id", id).bind("purpose", word(purpose)).run();
    give_token(db, now, id);
}

static void void_showings(db::Write& db, base::Instant now, PictureId id) {
    db.query("UPDATE media_showing SET state = 'void', answered_at = :now WHERE picture_id = :id AND state IN ('asked', 'approved')").bind("id", id).bind("now", now).run();
}

void touch_picture(db::Write& db, base::Instant now, PictureId id, std::int64_t seen) {
    const auto changed = db.query("UPDATE media_picture SET revision = revision + 1, changed_at = :now, stated_at = NULL, stated_by_id = NULL WHERE id = :id AND revision = :seen")
                             .bind("now", now)
                             .bind("id", id)
                             .bind("seen", seen)
                             .run();
    if (changed == 0) throw base::Conflict("media.picture.problem.changed");
    void_showings(db, now, id);  // clause 4.4
    give_token(db, now, id);
}

static void doom_renditions(db::Write& db, base::Instant now, PictureId id) {
    db.query("INSERT INTO media_doomed_file (file_hash, doomed_at) SELECT DISTINCT file_hash, CAST(:now AS BIGINT) FROM media_rendition WHERE picture_id = :id ON CONFLICT (file_hash) DO UPDATE SET doomed_at = excluded.doomed_at")
        .bind("id", id)
        .bind("now", now)
        .run();
    db.query("DELETE FROM media_rendition WHERE picture_id = :id").bind("id", id).run();
    enqueue_deletion(db, now);
}

void drop_renditions(db::Write& db, base::Instant now, PictureId id) {
    doom_renditions(db, now, id);
    spend_token(db, now, id);
}

void replace_renditions(db::Write& db, base::Instant now, PictureId id, const std::vector<StoredRendition>& sizes) {
    doom_renditions(db, now, id);
    for (const auto& size : sizes) {
        db.query("INSERT INTO media_rendition (picture_id, width, height, file_hash) VALUES (:id, :width, :height, :hash)")
            .bind("id", id)
            .bind("width", size.width)
            .bind("height", size.height)
            .bind("hash", size.file_hash)
            .run();
    }
    give_token(db, now, id);
}

PictureId add_picture(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::OrgId school, const PictureWords& words, const Derived& derived) {
    viewer.require(may_upload, school.value);
    require_usable(words);
    if (const auto refusal = refusal_of(db, derived.content_hash, derived.fingerprint)) throw base::Invalid("file", refusal->key);
    const PictureId id{db.query(R"sql(
        INSERT INTO media_picture (school_id, title, title_folded, alt_en, alt_es, decoration, taken_by, allowed, taken_on, content_hash, fingerprint, uploaded_by_id,
                                   uploaded_at, changed_at)
        VALUES (:school, :title, :folded, :alt_en, :alt_es, :decoration, :taken_by, :allowed, :taken_on, :hash, :fingerprint, :by, :now, :now) RETURNING id
    )sql")
                           .bind("school", school)
                           .bind("title", words.title)
                           .bind("folded", base::fold(words.title))
                           .bind("alt_en", words.alt_en)
                           .bind("alt_es", words.alt_es)
                           .bind("decoration", words.decoration)
                           .bind("taken_by", words.taken_by)
                           .bind("allowed", words.allowed)
                           .bind("taken_on", words.taken_on)
                           .bind("hash", derived.content_hash)
                           .bind("fingerprint", static_cast<std::int64_t>(derived.fingerprint))
                           .bind("by", account_or_null(viewer))
                           .bind("now", now)
                           .one_integer()};
    replace_renditions(db, now, id, derived.sizes);
    look_for_names(db, id);
    note_picture(db, viewer, now, id, "uploaded");
    enqueue_check(db, viewer, now, id);
    return id;
}

void look_for_names(db::Write& db, PictureId id) {
    const auto texts = db.query("SELECT title, alt_en, alt_es FROM media_picture WHERE id = :id").bind("id", id).one([](const db::Row& row) {
        return std::vector<std::string>{std::string(row.text("title")), std::string(row.text("alt_en")), std::string(row.text("alt_es"))};
    });
    db.query("UPDATE media_picture SET named = :named WHERE id = :id").bind("named", words_name_a_student(db, id, texts)).bind("id", id).run();
}

void change_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, const PictureWords& words) {
    require_upload(viewer, picture);
    require_usable(words);
    if (seen == picture.revision && words == picture.words) return;
    touch_picture(db, now, picture.id, seen);
    db.query(R"sql(
        UPDATE media_picture SET title = :title, title_folded = :folded, alt_en = :alt_en, alt_es = :alt_es, decoration = :decoration, taken_by = :taken_by,
               allowed = :allowed, taken_on = :taken_on WHERE id = :id
    )sql")
        .bind("title", words.title)
        .bind("folded", base::fold(words.title))
        .bind("alt_en", words.alt_en)
        .bind("alt_es", words.alt_es)
        .bind("decoration", words.decoration)
        .bind("taken_by", words.taken_by)
        .bind("allowed", words.allowed)
        .bind("taken_on", words.taken_on)
        .bind("id", picture.id)
        .run();
    look_for_names(db, picture.id);
    note_picture(db, viewer, now, picture.id, "described");
}

void ask_for_check(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen) {
    require_upload(viewer, picture);
    touch_picture(db, now, picture.id, seen);
    db.query("UPDATE media_picture SET check_state = 'waiting', check_trouble = '' WHERE id = :id").bind("id", picture.id).run();
    note_picture(db, viewer, now, picture.id, "check_asked");
    enqueue_check(db, viewer, now, picture.id);
}

void state_everybody_marked(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen) {
    require_upload(viewer, picture);
    if (picture.check != CheckState::done) throw base::Conflict("media.mark.problem.not_checked");
    look_for_names(db, picture.id);
    if (!picture.derived) throw base::Conflict("media.mark.problem.nothing_to_see");
    if (db.query("SELECT count(*) FROM media_mark WHERE picture_id = :id AND kind = ''").bind("id", picture.id).one_integer() > 0) {
        throw base::Conflict("media.mark.problem.unmarked");
    }
    touch_picture(db, now, picture.id, seen);
    db.query("UPDATE media_picture SET stated_at = :now, stated_by_id = :by WHERE id = :id").bind("now", now).bind("by", account_or_null(viewer)).bind("id", picture.id).run();
    db.query("INSERT INTO media_marker (picture_id, account_id) SELECT :id, id FROM auth_account WHERE id = :by ON CONFLICT (picture_id, account_id) DO NOTHING")
        .bind("id", picture.id)
        .bind("by", viewer.account())
        .run();
    note_picture(db, viewer, now, picture.id, "stated");
}

}  // namespace media
