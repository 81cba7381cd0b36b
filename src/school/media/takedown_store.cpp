// Taking pictures down.
#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "media/gate_facts.h"
#include "media/media.h"
#include "media/picture_jobs.h"
#include "media/picture_sql.h"
#include "media/takedown.h"

namespace media {

namespace {

/// A use that is open or recorded, under the id of its row; absent words are none of ours.
struct UseRow {
    std::int64_t id = 0;
    std::optional<Use> use;
};

using Refused = std::function<bool(const Use&)>;

/// What is refused here, and of what was posted elsewhere, where others may be seen than are marked now.
struct Refusals {
    Refused here;
    std::function<bool(const UseRow&)> elsewhere;
};

}  // namespace

static UseRow read_use(const db::Row& row) {
    const auto purpose = parse_purpose(row.text("purpose"));
    const auto channel = parse_channel(row.text("channel"));
    return {row.integer("id"), purpose && channel ? std::optional(Use{*purpose, *channel}) : std::nullopt};
}

static std::vector<UseRow> open_showings(db::Read& db, PictureId picture) {
    return db.query("SELECT id, purpose, channel FROM media_showing WHERE picture_id = :id AND state IN ('asked', 'approved') ORDER BY id").bind("id", picture).all(read_use);
}

/// Uses elsewhere for which nobody was asked to take them away yet.
static std::vector<UseRow> posts_without_task(db::Read& db, PictureId picture) {
    return db.query(R"sql(
        SELECT o.id, o.purpose, o.channel FROM media_post o WHERE o.picture_id = :id AND NOT EXISTS (SELECT 1 FROM media_task t WHERE t.post_id = o.id) ORDER BY o.id
    )sql").bind("id", picture).all(read_use);
}

static std::int64_t record_takedown(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, Reason reason) {
    const auto id = db.query(R"sql(
        INSERT INTO media_takedown (picture_id, reason, content_hash, fingerprint, title, taken_at, taken_by_id)
        SELECT id, :reason, content_hash, fingerprint, title, CAST(:now AS BIGINT), CAST(:by AS BIGINT) FROM media_picture WHERE id = :picture RETURNING id
    )sql").bind("reason", word(reason)).bind("now", now).bind("by", account_or_null(viewer)).bind("picture", picture).one_integer();
    note_picture(db, viewer, now, picture, "taken_down", fmt::format(R"({{"reason":"{}","takedown":{}}})", word(reason), id));
    return id;
}

/// Clause 9.2.
static void open_tasks_for(db::Write& db, base::Instant now, std::int64_t takedown, const std::vector<UseRow>& posts) {
    if (posts.empty()) return;
    const auto due = db::district_zone(db).day_of(now) + std::chrono::days(1);
    for (const auto& post : posts) db.query("INSERT INTO media_task (takedown_id, post_id, due_on) VALUES (:takedown, :post, :due)").bind("takedown", takedown).bind("post", post.id).bind("due", due).run();
}

static void keep_place(db::Write& db, std::int64_t takedown, PictureId picture, const std::optional<Purpose>& only) {
    const std::string where = only ? " AND purpose = :purpose" : "";
    auto kept = db.query("INSERT INTO media_takedown_place (takedown_id, kind, place_id, path) SELECT CAST(:takedown AS BIGINT), kind, place_id, path FROM media_place WHERE picture_id = :picture" + where);
    std::move(kept).bind("takedown", takedown).bind("picture", picture);
    if (only) std::move(kept).bind("purpose", word(*only));
    std::move(kept).run();
    auto gone = db.query("DELETE FROM media_place WHERE picture_id = :picture" + where);
    std::move(gone).bind("picture", picture);
    if (only) std::move(gone).bind("purpose", word(*only));
    std::move(gone).run();
}

static void end_showings(db::Write& db, base::Instant now, const std::vector<UseRow>& showings) {
    for (const auto& showing : showings) db.query("UPDATE media_showing SET state = 'void', answered_at = :now WHERE id = :id").bind("now", now).bind("id", showing.id).run();
}

/// All of it: places, requests, sizes and their address.
static void take_whole(db::Write& db, base::Instant now, PictureId picture, std::int64_t takedown) {
    keep_place(db, takedown, picture, std::nullopt);
    end_showings(db, now, open_showings(db, picture));
    db.query("INSERT INTO media_takedown_file (takedown_id, file_hash) SELECT DISTINCT CAST(:takedown AS BIGINT), file_hash FROM media_rendition WHERE picture_id = :picture")
        .bind("takedown", takedown)
        .bind("picture", picture)
        .run();
    drop_renditions(db, now, picture);
    db.query("UPDATE media_picture SET revision = revision + 1, changed_at = :now WHERE id = :id").bind("now", now).bind("id", picture).run();
}

/// Takes away what of a picture may no longer be shown; nothing when all of it may.
static void refuse(db::Write& db, base::Instant now, PictureId picture, Reason reason, const Refusals& refused) {
    const auto is_refused = [&](const UseRow& row) { return !row.use || refused.here(*row.use); };
    const auto open = open_showings(db, picture);
    std::vector<UseRow> ended, posts;
    std::ranges::copy_if(open, std::back_inserter(ended), is_refused);
    std::ranges::copy_if(posts_without_task(db, picture), std::back_inserter(posts), [&](const UseRow& row) { return !row.use || refused.elsewhere(row); });
    if (ended.empty() && posts.empty()) return;
    const auto takedown = record_takedown(db, auth::Viewer::system(), now, picture, reason);
    open_tasks_for(db, now, takedown, posts);
    const bool stays_on_site = std::ranges::any_of(open, [&](const UseRow& row) { return row.use && row.use->channel == Channel::site && !refused.here(*row.use); });
    if (!ended.empty() && !stays_on_site) {
        take_whole(db, now, picture, takedown);
    } else {
        end_showings(db, now, ended);
        for (const auto& row : ended) {
            if (row.use && row.use->channel == Channel::site) keep_place(db, takedown, picture, row.use->purpose);
        }
    }
    enqueue_deletion(db, now);
}

static std::vector<roster::PersonId> students_in_post(db::Read& db, std::int64_t post) {
    return db.query("SELECT person_id FROM media_post_student WHERE post_id = :post ORDER BY person_id").bind("post", post).all([](const db::Row& row) {
        return roster::PersonId{row.integer("person_id")};
    });
}

void follow_consent(db::Write& db, roster::PersonId student, base::Instant now, Change change) {
    const auto pictures = db.query(R"sql(
        SELECT DISTINCT m.picture_id FROM media_mark m JOIN media_picture p ON p.id = m.picture_id
         WHERE m.person_id = :student AND m.kind = 'student' AND p.taken_down_at IS NULL
        UNION
        SELECT DISTINCT o.picture_id FROM media_post_student s JOIN media_post o ON o.id = s.post_id WHERE s.person_id = :student
         ORDER BY picture_id
    )sql").bind("student", student).all([](const db::Row& row) { return PictureId{row.integer("picture_id")}; });
    if (pictures.empty()) return;
    const auto today = db::district_zone(db).day_of(now);
    std::map<Use, bool> known;
    const Refused refused = [&](const Use& use) {
        const auto found = known.find(use);
        if (found != known.end()) return found->second;
        return known[use] = !may_show(db, student, use, today).allowed();
    };
    for (const auto picture : pictures) {
        const auto marked = students_of(gate_marks(db, picture));
        const bool here = std::ranges::find(marked, student) != marked.end();
        refuse(db, now, picture, change == Change::ended ? Reason::ended : Reason::consent,
               {[&](const Use& use) { return here && refused(use); },
                [&](const UseRow& post) {
                    const auto seen = students_in_post(db, post.id);
                    return (here || std::ranges::find(seen, student) != seen.end()) && refused(*post.use);
                }});
    }
}

PictureId take_down_of_closed(db::Write& db, Channel channel, base::Instant now, PictureId after, int most) {
    const auto pictures = db.query(R"sql(
        SELECT m.picture_id FROM media_mark m JOIN media_picture p ON p.id = m.picture_id
         WHERE m.kind = 'student' AND p.taken_down_at IS NULL AND m.picture_id > :after
           AND (EXISTS (SELECT 1 FROM media_showing s WHERE s.picture_id = m.picture_id AND s.channel = :channel AND s.state IN ('asked', 'approved'))
                OR EXISTS (SELECT 1 FROM media_post o WHERE o.picture_id = m.picture_id AND o.channel = :channel))
        UNION
        SELECT o.picture_id FROM media_post_student s JOIN media_post o ON o.id = s.post_id WHERE o.channel = :channel AND o.picture_id > :after
         ORDER BY picture_id LIMIT :most
    )sql").bind("channel", word(channel)).bind("after", after).bind("most", most).all([](const db::Row& row) { return PictureId{row.integer("picture_id")}; });
    const auto closed = [&](const Use& use) { return use.channel == channel; };
    for (const auto picture : pictures) {
        const bool here = !students_of(gate_marks(db, picture)).empty();
        refuse(db, now, picture, Reason::closed, {[&](const Use& use) { return here && closed(use); }, [&](const UseRow& post) { return closed(*post.use); }});
    }
    return pictures.empty() ? PictureId{0} : pictures.back();
}

void take_down_what_ended(db::Write& db, base::Instant now, PictureId picture) {
    const auto students = students_of(gate_marks(db, picture));
    const auto today = db::district_zone(db).day_of(now);
    const auto refused = [&](const std::vector<roster::PersonId>& seen, const Use& use) {
        return !seen.empty() && !std::ranges::all_of(may_show(db, seen, use, today), &Decision::allowed);
    };
    refuse(db, now, picture, Reason::ended,
           {[&](const Use& use) { return refused(students, use); },
            [&](const UseRow& post) { return refused(students, *post.use) || refused(students_in_post(db, post.id), *post.use); }});
}

static void require_manage(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("This needs the permission media.manage.");
}

static std::int64_t pull_now(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, Reason reason) {
    const auto posts = posts_without_task(db, picture);
    const auto takedown = record_takedown(db, viewer, now, picture, reason);
    open_tasks_for(db, now, takedown, posts);
    take_whole(db, now, picture, takedown);
    enqueue_deletion(db, now);
    return takedown;
}

void pull(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId id) {
    require_manage(viewer);
    const auto picture = load_picture(db, viewer, id);
    if (picture.taken_down_at) throw base::Conflict("media.picture.problem.taken_down");
    pull_now(db, viewer, now, id, Reason::pulled);
    // Clause 9.3: it comes back only through the whole gate.
    db.query("UPDATE media_picture SET stated_at = NULL, stated_by_id = NULL WHERE id = :id").bind("id", id).run();
}

/// Clause 10.3: its pixels go, and who was on it.
static void end_for_good(db::Write& db, base::Instant now, PictureId id, std::int64_t takedown) {
    const auto original = db.query("SELECT content_hash FROM media_picture WHERE id = :id").bind("id", id).one_text();
    db.query("INSERT INTO media_doomed_file (file_hash, doomed_at) VALUES (:hash, :now) ON CONFLICT (file_hash) DO UPDATE SET doomed_at = excluded.doomed_at").bind("hash", original).bind("now", now).run();
    db.query("INSERT INTO media_takedown_file (takedown_id, file_hash) VALUES (:takedown, :hash) ON CONFLICT (takedown_id, file_hash) DO NOTHING")
        .bind("takedown", takedown)
        .bind("hash", original)
        .run();
    db.query("UPDATE media_picture SET kept = 0, taken_down_at = :now, stated_at = NULL, stated_by_id = NULL, alt_en = '', alt_es = '', taken_by = '' WHERE id = :id").bind("now", now).bind("id", id).run();
    db.query("DELETE FROM media_mark WHERE picture_id = :id").bind("id", id).run();
    db.query("DELETE FROM media_marker WHERE picture_id = :id").bind("id", id).run();
}

bool may_delete(const auth::Viewer& viewer, const Picture& picture) {
    if (viewer.may_everywhere(may_manage)) return true;
    return viewer.signed_in() && picture.uploader == viewer.account() && viewer.may(may_upload, picture.school.value);
}

void delete_for_good(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId id) {
    const auto picture = load_picture(db, viewer, id);
    if (!may_delete(viewer, picture)) throw base::Forbidden("Only who brought the picture in, or somebody with the permission media.manage, deletes it.");
    if (picture.taken_down_at) throw base::Conflict("media.picture.problem.taken_down");
    end_for_good(db, now, id, pull_now(db, viewer, now, id, Reason::pulled));
}

static std::vector<PictureId> showing(db::Read& db, roster::PersonId student) {
    return db.query(R"sql(
        SELECT DISTINCT m.picture_id FROM media_mark m JOIN media_picture p ON p.id = m.picture_id
         WHERE m.person_id = :student AND p.taken_down_at IS NULL ORDER BY m.picture_id
    )sql").bind("student", student).all([](const db::Row& row) { return PictureId{row.integer("picture_id")}; });
}

int pictures_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId student) {
    require_manage(viewer);
    return static_cast<int>(showing(db, student).size());
}

int pull_everything_of(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student) {
    require_manage(viewer);
    const auto person = roster::find_person(db, viewer, student);
    if (!person || person->role != roster::Role::student) throw base::Invalid("student", "media.mark.problem.person");
    const auto pictures = showing(db, student);
    for (const auto picture : pictures) end_for_good(db, now, picture, pull_now(db, viewer, now, picture, Reason::incident));
    return static_cast<int>(pictures.size());
}

}  // namespace media
