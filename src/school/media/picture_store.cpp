// Pictures as those who work with them see them.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/like.h"
#include "media/media.h"
#include "media/picture.h"
#include "media/picture_sql.h"

namespace media {

static CheckState check_state(std::string_view word) { return word == "done" ? CheckState::done : word == "waiting" ? CheckState::waiting : CheckState::failed; }

Picture load_picture(db::Read& db, const auth::Viewer& viewer, PictureId id) {
    auto picture = db.query(R"sql(
        SELECT p.id, p.revision, p.school_id, o.name AS school, p.title, p.alt_en, p.alt_es, p.decoration, p.named, p.taken_by, p.allowed, p.taken_on, p.content_hash,
               p.kept, p.check_state, p.check_trouble, p.detector, p.stated_at, s.name AS stated_by, p.token, p.uploaded_by_id, u.name AS uploaded_by,
               p.uploaded_at, p.taken_down_at, r.width, r.height
          FROM media_picture p
          JOIN roster_org o ON o.id = p.school_id
          LEFT JOIN auth_account s ON s.id = p.stated_by_id
          LEFT JOIN auth_account u ON u.id = p.uploaded_by_id
          LEFT JOIN media_rendition r ON r.picture_id = p.id AND r.width = (SELECT max(w.width) FROM media_rendition w WHERE w.picture_id = p.id)
         WHERE p.id = :id
    )sql").bind("id", id).one([](const db::Row& row) {
        Picture read;
        read.id = {row.integer("id")};
        read.revision = row.integer("revision");
        read.school = {row.integer("school_id")};
        read.school_name = row.text("school");
        read.words = {std::string(row.text("title")), std::string(row.text("alt_en")), std::string(row.text("alt_es")), row.flag("decoration"),
                      std::string(row.text("taken_by")), row.flag("allowed"), row.maybe_day("taken_on")};
        read.named = row.flag("named");
        read.check = check_state(row.text("check_state"));
        read.check_trouble = row.text("check_trouble");
        read.detector = row.text("detector");
        read.stated_at = row.maybe_instant("stated_at");
        read.stated_by = row.maybe_text("stated_by").value_or("");
        read.content_hash = row.text("content_hash");
        read.kept = row.flag("kept");
        if (const auto uploader = row.maybe_integer("uploaded_by_id")) read.uploader = auth::AccountId{*uploader};
        read.uploaded_by = row.maybe_text("uploaded_by").value_or("");
        read.uploaded_at = row.instant("uploaded_at");
        read.taken_down_at = row.maybe_instant("taken_down_at");
        read.derived = !row.null("token") && !row.null("width");
        read.width = static_cast<int>(row.maybe_integer("width").value_or(0));
        read.height = static_cast<int>(row.maybe_integer("height").value_or(0));
        return read;
    });
    if (!may_see(viewer, picture.school)) throw base::NotFound("no such picture");
    return picture;
}

std::vector<StoredRendition> renditions(db::Read& db, PictureId id) {
    return db.query("SELECT width, height, file_hash FROM media_rendition WHERE picture_id = :id ORDER BY width").bind("id", id).all([](const db::Row& row) {
        return StoredRendition{static_cast<int>(row.integer("width")), static_cast<int>(row.integer("height")), std::string(row.text("file_hash"))};
    });
}

std::vector<std::string> places_with(db::Read& db, PictureId id, int most) {
    return db.query("SELECT path FROM media_place WHERE picture_id = :id ORDER BY id DESC LIMIT :most").bind("id", id).bind("most", most).all([](const db::Row& row) { return std::string(row.text("path")); });
}

std::int64_t count_places(db::Read& db, PictureId id) { return db.query("SELECT count(*) FROM media_place WHERE picture_id = :id").bind("id", id).one_integer(); }

void add_picture_files(db::Read& db, std::vector<std::string>& hashes) {
    const auto add = [&](const db::Row& row) { hashes.emplace_back(row.text("hash")); };
    db.query("SELECT content_hash AS hash FROM media_picture WHERE kept = 1").each(add);
    db.query("SELECT file_hash AS hash FROM media_rendition").each(add);
}

// --- The list. ---

namespace {

/// A picture that may fit the question; whether it does, the gate says.
struct Candidate {
    PictureLine line;
    bool open = false;  // somebody asked to show it
};

}  // namespace

/// Of so many rows at most it is asked whether they fit, so that a page has its bound; the next page goes on from there.
static constexpr int most_looked_at = 400;

static std::string conditions(const auth::Viewer& viewer, const PictureQuestion& question) {
    std::string where = "(:before = 0 OR p.id < :before)";
    if (!viewer.may_everywhere(may_manage)) where += fmt::format(" AND ({} OR {})", at_schools(viewer.reach(may_upload), "p.school_id"), at_schools(viewer.reach(may_review), "p.school_id"));
    where += question.show == Show::down ? " AND p.taken_down_at IS NOT NULL" : " AND p.taken_down_at IS NULL";
    if (question.school) where += " AND p.school_id = :school";
    if (!question.text.empty()) where += " AND p.title_folded LIKE :text ESCAPE '\\'";
    constexpr std::string_view unmarked = "(p.check_state <> 'done' OR p.stated_at IS NULL)";
    constexpr std::string_view waits = "EXISTS (SELECT 1 FROM media_showing s WHERE s.picture_id = p.id AND s.state = 'asked' AND s.needs_look = 1)";
    if (question.show == Show::marks) where += fmt::format(" AND {}", unmarked);
    if (question.show == Show::review) where += fmt::format(" AND {}", waits);
    if (question.show == Show::may) where += " AND EXISTS (SELECT 1 FROM media_showing s WHERE s.picture_id = p.id AND s.state IN ('asked', 'approved'))";
    if (question.show == Show::blocked) where += fmt::format(" AND NOT {}", unmarked);
    return where;
}

/// Any of the uses that somebody asked for and the gate clears.
static bool clears_somewhere(db::Read& db, PictureId id, base::Instant now) {
    const auto uses = db.query("SELECT purpose, channel FROM media_showing WHERE picture_id = :id AND state IN ('asked', 'approved')").bind("id", id).all([](const db::Row& row) {
        return std::pair(parse_purpose(row.text("purpose")), parse_channel(row.text("channel")));
    });
    for (const auto& [purpose, channel] : uses) {
        if (purpose && channel && std::holds_alternative<Clearance>(clear(db, id, {*purpose, *channel}, now))) return true;
    }
    return false;
}

PicturePage list_pictures(db::Read& db, const auth::Viewer& viewer, const PictureQuestion& question, base::Instant now) {
    auto query = db.query(fmt::format(R"sql(
        SELECT p.id, p.title, o.name AS school, p.uploaded_at, p.token, p.check_state, p.stated_at, p.taken_down_at,
               (SELECT count(*) FROM media_showing s WHERE s.picture_id = p.id AND s.state = 'asked' AND s.needs_look = 1) AS waiting
          FROM media_picture p JOIN roster_org o ON o.id = p.school_id
         WHERE {} ORDER BY p.id DESC LIMIT :most
    )sql", conditions(viewer, question)));
    std::move(query).bind("before", question.before).bind("most", most_looked_at);
    if (question.school) std::move(query).bind("school", *question.school);
    if (!question.text.empty()) std::move(query).bind("text", db::like_anywhere(base::fold(question.text)));
    auto candidates = std::move(query).all([](const db::Row& row) {
        PictureLine line{{row.integer("id")}, std::string(row.text("title")), std::string(row.text("school")), row.instant("uploaded_at"), !row.null("token"), Show::blocked};
        if (!row.null("taken_down_at")) line.state = Show::down;
        else if (row.text("check_state") != "done" || row.null("stated_at")) line.state = Show::marks;
        else if (row.integer("waiting") > 0) line.state = Show::review;
        return line;
    });
    PicturePage page;
    for (auto& line : candidates) {
        // The gate is asked where nothing else says what the state is.
        if (line.state == Show::blocked || (line.state == Show::review && question.show == Show::may)) {
            const bool clears = clears_somewhere(db, line.id, now);
            if (clears && line.state == Show::blocked) line.state = Show::may;
            if (question.show == Show::may && !clears) continue;
        } else if (question.show == Show::may) {
            continue;
        }
        if (question.show == Show::blocked && line.state != Show::blocked) continue;
        if (static_cast<int>(page.lines.size()) == question.limit) {
            page.more = true;
            return page;
        }
        page.before = line.id.value;
        page.lines.push_back(std::move(line));
    }
    if (static_cast<int>(candidates.size()) == most_looked_at) {
        page.more = true;
        page.before = candidates.back().id.value;
    }
    return page;
}

}  // namespace media
