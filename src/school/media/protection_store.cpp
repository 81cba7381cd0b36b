#include "media/protection.h"

#include "auth/event.h"
#include "db/db.h"
#include "media/answer.h"

namespace media {

bool is_protected(db::Read& db, const auth::Viewer& viewer, roster::PersonId student) {
    fetch_student(db, viewer, student);
    return db.query("SELECT 1 FROM media_protection WHERE student_id = :student AND lifted_at IS NULL").bind("student", student).maybe_integer().has_value();
}

static std::optional<std::int64_t> by(const auth::Viewer& viewer) { return viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt; }

/// The record is read by more people than those who keep consents: it says that something was noted, and nothing else.
static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student) {
    auth::record(db, viewer, now, {.subject_kind = "consent", .subject_id = student.value, .action = "noted"});
    tell_change(db, student, now, Change::protection);
}

void protect(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student) {
    if (is_protected(db, viewer, student)) return;
    db.query("INSERT INTO media_protection (student_id, set_at, set_by) VALUES (:student, :now, :by)").bind("student", student).bind("now", now).bind("by", by(viewer)).run();
    note(db, viewer, now, student);
}

void lift_protection(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student) {
    if (!is_protected(db, viewer, student)) return;
    db.query("UPDATE media_protection SET lifted_at = :now, lifted_by = :by WHERE student_id = :student AND lifted_at IS NULL").bind("now", now).bind("by", by(viewer)).bind("student", student).run();
    note(db, viewer, now, student);
}

}  // namespace media
