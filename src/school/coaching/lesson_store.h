/// Lessons as they are stored. Fetching is the permission check: only the teacher and the specialist of a lesson get it (clause 2).
#pragma once

#include <vector>

#include "auth/secret.h"
#include "coaching/lesson.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace coaching {

/// Absent unless the viewer is one of the two. Whoever else they are, and whatever they are granted, makes no difference.
std::optional<Lesson> find_lesson(db::Read& db, const auth::Viewer& viewer, LessonId id);
/// The same, or base::NotFound.
Lesson load_lesson(db::Read& db, const auth::Viewer& viewer, LessonId id);
/// Goal and plan, unsealed. `box` is null while the key is not here.
Inside inside(db::Read& db, const auth::SecretBox* box, const Lesson& lesson);

enum class Shelf { coming, waiting, past };
/// The viewer's own, as teacher or specialist: coming by time, waiting by number, past latest first (cancelled ones too). At most `limit`, after
/// the first `skip`.
std::vector<Lesson> my_lessons(db::Read& db, const auth::Viewer& viewer, Shelf shelf, base::Day today, int limit, int skip);
/// Waiting lessons that this specialist may take: those that want them or anybody, oldest first, and none of the teachers in `barred` (clause 25).
/// A specialist reads who asks, class, place, topic and times, not the goal (clause 2).
std::vector<Lesson> open_requests(db::Read& db, const auth::Viewer& viewer, const std::vector<std::int64_t>& barred, int limit);

struct NewLesson {
    roster::ClassId of_class;
    std::string class_title;
    roster::OrgId school;
    std::string place;
    std::string topic;
    std::string goal;
    int periods = 1;
    std::optional<auth::AccountId> preferred;
    bool only_preferred = false;
    std::vector<Span> windows;
};
/// A request that waits. Throws base::Invalid naming the field, base::Conflict when nothing can be sealed here.
LessonId ask(db::Write& db, const auth::Viewer& viewer, const auth::SecretBox* box, base::Instant now, const NewLesson& lesson);

/// What the page saw is no longer so: base::Conflict.
void require_seen(const Lesson& lesson, std::int64_t seen);

/// Each throws base::Conflict with a message key when it cannot be done in the lesson's state. Both people are written to.
void book(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, const Appointment& when);
void move(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, const Span& span, bool has_begun);
/// What the former specialist wrote goes: they could not remove it any more (clauses 2 and 6).
void hand_over(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, auth::AccountId substitute, bool has_begun);
/// Nobody is asked why.
void cancel(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, bool has_begun);
void hold(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, bool has_begun);
void write_plan(db::Write& db, const auth::Viewer& viewer, const auth::SecretBox* box, base::Instant now, const Lesson& lesson, std::optional<Model> model,
                const Inside& plan);

// --- Notes and reflections: each is its author's (clauses 6 and 7). ---

struct Note {
    std::int64_t id = 0;
    auth::AccountId author;
    bool reflection = false;
    bool shared = false;
    std::string body;   // empty when shut
    bool shut = false;
    base::Instant written_at;
};
/// Those of the viewer, and what the other one shares. Oldest first.
std::vector<Note> notes(db::Read& db, const auth::Viewer& viewer, const auth::SecretBox* box, const Lesson& lesson);
/// A reflection replaces the author's earlier one; an empty one takes it away.
void write_note(db::Write& db, const auth::Viewer& viewer, const auth::SecretBox* box, base::Instant now, const Lesson& lesson, const Note& note, bool has_begun);
/// The viewer's own lessons from `first` on and before `today` on which they wrote no reflection yet, latest first.
std::vector<Lesson> to_look_back_on(db::Read& db, const auth::Viewer& viewer, base::Day first, base::Day today, int limit);
void remove_note(db::Write& db, const auth::Viewer& viewer, const Lesson& lesson, std::int64_t note);

// --- For the rules of evaluation (clause 25) ---

/// When the two last had, or will have, a lesson together in these parts; absent when they never did. It says nothing else of it.
std::optional<base::Day> last_together(db::Read& db, auth::AccountId specialist, auth::AccountId teacher);

// --- Feeds ---

/// A new feed in place of the viewer's earlier one; returns its token, which is shown this once.
std::string make_feed(db::Write& db, const auth::Viewer& viewer, base::Instant now);
void end_feed(db::Write& db, const auth::Viewer& viewer);
std::optional<base::Instant> feed_since(db::Read& db, const auth::Viewer& viewer);
/// Booked, held and cancelled lessons of whose feed it is, from that day on; absent for a token that is none.
struct Feed {
    auth::AccountId owner;
    std::vector<Lesson> lessons;
};
std::optional<Feed> feed(db::Read& db, std::string_view token, base::Day from);

}  // namespace coaching
