#include "media/paper.h"

#include "base/error.h"
#include "db/db.h"
#include "media/answer.h"

namespace media {

std::int64_t keep_paper(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student, roster::PersonId giver, const std::optional<Scan>& scan) {
    fetch_student(db, viewer, student);
    return db.query("INSERT INTO media_paper (student_id, giver_id, file_hash, file_type, entered_by, at) VALUES (:student, :giver, :hash, :type, :by, :now) RETURNING id")
        .bind("student", student)
        .bind("giver", giver)
        .bind("hash", scan ? scan->hash : "")
        .bind("type", scan ? scan->type : "")
        .bind("by", viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt)
        .bind("now", now)
        .one_integer();
}

KeptScan load_scan(db::Read& db, const auth::Viewer& viewer, std::int64_t paper) {
    auto kept = db.query("SELECT student_id, file_hash, file_type FROM media_paper WHERE id = :id AND file_hash <> ''").bind("id", paper).one([](const db::Row& row) {
        return KeptScan{{row.integer("student_id")}, {std::string(row.text("file_hash")), std::string(row.text("file_type"))}};
    });
    fetch_student(db, viewer, kept.student);
    return kept;
}

std::vector<files::Hash> scans(db::Read& db) {
    return db.query("SELECT DISTINCT file_hash FROM media_paper WHERE file_hash <> ''").all([](const db::Row& row) { return files::Hash{std::string(row.text("file_hash"))}; });
}

}  // namespace media
