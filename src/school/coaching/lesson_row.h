/// Rows of lessons. Only for the stores of this room.
#pragma once

#include "coaching/lesson.h"
#include "db/db.h"

namespace coaching {

inline constexpr std::string_view lesson_columns =
    "id, teacher_id, specialist_id, preferred_id, only_preferred, class_id, class_title, school_id, place, topic, periods, state, model, refusal, priority, "
    "day_on, starts_minute, ends_minute, asked_at, changed_at, sequence, revision";

Lesson read_lesson(const db::Row& row);
Span read_span(const db::Row& row);
void fill_windows(db::Read& db, Lesson& lesson);
/// Adds to what happened to the lesson.
void note_event(db::Write& db, std::optional<auth::AccountId> who, base::Instant now, LessonId lesson, std::string_view action);
/// Letters to both about a lesson as it is now.
void notify(db::Write& db, base::Instant now, const Lesson& lesson, std::string_view kind);

}  // namespace coaching
