#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "roster/opt_out.h"
#include "roster/revision.h"

namespace roster {

static OptOut read_opt_out(const db::Row& row) {
    return {row.day("since_on"), row.maybe_day("until_on"), row.maybe_text("noted_by").value_or("")};
}

static const std::string active_rows = R"sql(
    SELECT o.person_id, o.since_on, o.until_on, a.name AS noted_by
      FROM roster_directory_opt_out o LEFT JOIN auth_account a ON a.id = o.noted_by WHERE o.active = 1
)sql";

std::optional<OptOut> opt_out_of(db::Read& db, const auth::Viewer& viewer, PersonId student) {
    if (!find_person(db, viewer, student)) return std::nullopt;
    return db.query(active_rows + " AND o.person_id = :id").bind("id", student).maybe(read_opt_out);
}

std::vector<StandingOptOut> standing_opt_outs(db::Read& db) {
    return db.query(active_rows).all([](const db::Row& row) { return StandingOptOut{{row.integer("person_id")}, read_opt_out(row)}; });
}

static void may_note(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_import)) throw base::Forbidden("Opt-outs are noted by whoever may import the roster.");
}

/// The student's row is read again by whoever reads changes.
static void tell(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId student, std::string_view action) {
    db.query("UPDATE roster_person SET revision = :revision WHERE id = :id").bind("revision", next_revision(db)).bind("id", student).run();
    auth::record(db, viewer, now, {.subject_kind = "person", .subject_id = student.value, .action = action});
}

void opt_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId student, base::Day since, std::optional<base::Day> until) {
    may_note(viewer);
    if (!find_person(db, auth::Viewer::system(), student)) throw base::NotFound("no such person");
    if (until && *until <= since) throw base::Invalid("until", "a day after the first one");
    auto standing = opt_out_of(db, auth::Viewer::system(), student);
    if (standing && standing->since == since && standing->until == until) return;
    std::optional<std::int64_t> account;
    if (viewer.signed_in()) account = viewer.account().value;
    db.query(R"sql(
        INSERT INTO roster_directory_opt_out (person_id, since_on, until_on, noted_at, noted_by) VALUES (:person, :since, :until, :now, :account)
        ON CONFLICT (person_id) WHERE active = 1
        DO UPDATE SET since_on = excluded.since_on, until_on = excluded.until_on, noted_at = excluded.noted_at, noted_by = excluded.noted_by
    )sql")
        .bind("person", student)
        .bind("since", since)
        .bind("until", until)
        .bind("now", now)
        .bind("account", account)
        .run();
    tell(db, viewer, now, student, "directory_opt_out");
}

void lift_opt_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, PersonId student) {
    may_note(viewer);
    auto lifted = db.query("UPDATE roster_directory_opt_out SET active = 0, until_on = :today WHERE person_id = :id AND active = 1")
                      .bind("today", today)
                      .bind("id", student)
                      .run();
    if (lifted > 0) tell(db, viewer, now, student, "directory_opt_out_lifted");
}

void end_opt_outs(db::Write& db, base::Instant now, base::Day today) {
    auto over = db.query("SELECT person_id FROM roster_directory_opt_out WHERE active = 1 AND until_on <= :today")
                    .bind("today", today)
                    .all([](const db::Row& row) { return PersonId{row.integer("person_id")}; });
    for (auto student : over) {
        db.query("UPDATE roster_directory_opt_out SET active = 0 WHERE person_id = :id AND active = 1").bind("id", student).run();
        tell(db, auth::Viewer::system(), now, student, "directory_opt_out_ended");
    }
}

}  // namespace roster
