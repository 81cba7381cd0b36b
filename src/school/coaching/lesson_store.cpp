#include "coaching/lesson_store.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"
#include "coaching/lesson_row.h"

namespace coaching {

using auth::AccountId;

static std::optional<AccountId> account(const db::Row& row, std::string_view column) {
    const auto id = row.maybe_integer(column);
    return id ? std::optional(AccountId{*id}) : std::nullopt;
}

Span read_span(const db::Row& row) { return {row.day("day_on"), base::Minutes(row.integer("starts_minute")), base::Minutes(row.integer("ends_minute"))}; }

Lesson read_lesson(const db::Row& row) {
    Lesson lesson;
    lesson.id = {row.integer("id")};
    lesson.teacher = {row.integer("teacher_id")};
    lesson.specialist = account(row, "specialist_id");
    lesson.preferred = account(row, "preferred_id");
    lesson.only_preferred = row.flag("only_preferred");
    lesson.of_class = {row.integer("class_id")};
    lesson.class_title = row.text("class_title");
    lesson.school = {row.integer("school_id")};
    lesson.place = row.text("place");
    lesson.topic = row.text("topic");
    lesson.periods = static_cast<int>(row.integer("periods"));
    lesson.state = parse_state(row.text("state")).value();
    lesson.model = parse_model(row.text("model"));
    lesson.refusal = row.text("refusal");
    lesson.priority = static_cast<int>(row.integer("priority"));
    if (!row.null("day_on")) lesson.span = read_span(row);
    lesson.asked_at = row.instant("asked_at");
    lesson.changed_at = row.instant("changed_at");
    lesson.sequence = row.integer("sequence");
    lesson.revision = row.integer("revision");
    return lesson;
}

void fill_windows(db::Read& db, Lesson& lesson) {
    lesson.windows = db.query("SELECT day_on, starts_minute, ends_minute FROM coaching_window WHERE lesson_id = :id ORDER BY day_on, starts_minute")
                         .bind("id", lesson.id)
                         .all(read_span);
}

std::optional<Lesson> find_lesson(db::Read& db, const auth::Viewer& viewer, LessonId id) {
    if (!viewer.signed_in()) return std::nullopt;
    auto lesson = db.query(fmt::format("SELECT {} FROM coaching_lesson WHERE id = :id AND (teacher_id = :me OR specialist_id = :me)", lesson_columns))
                      .bind("id", id)
                      .bind("me", viewer.account())
                      .maybe(read_lesson);
    if (lesson) fill_windows(db, *lesson);
    return lesson;
}

Lesson load_lesson(db::Read& db, const auth::Viewer& viewer, LessonId id) {
    auto lesson = find_lesson(db, viewer, id);
    if (!lesson) throw base::NotFound("no such lesson");
    return *lesson;
}

Inside inside(db::Read& db, const auth::SecretBox* box, const Lesson& lesson) {
    Inside found;
    auto open = [&](const db::Row& row, std::string_view column) -> std::string {
        if (row.null(column)) return "";
        auto text = box ? box->open(row.bytes(column)) : std::nullopt;
        if (!text) found.shut = true;
        return text.value_or("");
    };
    db.query("SELECT goal, leads, materials, fallback FROM coaching_lesson WHERE id = :id").bind("id", lesson.id).one([&](const db::Row& row) {
        found.goal = open(row, "goal");
        found.leads = open(row, "leads");
        found.materials = open(row, "materials");
        found.fallback = open(row, "fallback");
        return 0;
    });
    return found;
}

std::vector<Lesson> my_lessons(db::Read& db, const auth::Viewer& viewer, Shelf shelf, base::Day today, int limit, int skip) {
    if (!viewer.signed_in()) return {};
    std::string where;
    switch (shelf) {
        case Shelf::coming: where = "state = 'booked' AND day_on >= :today ORDER BY day_on, starts_minute, id"; break;
        case Shelf::waiting: where = "state = 'asked' AND :today <> '' ORDER BY id"; break;
        case Shelf::past:
            where = "(state IN ('held', 'reflected', 'cancelled') OR (state = 'booked' AND day_on < :today)) ORDER BY COALESCE(day_on, '') DESC, starts_minute DESC, id DESC";
            break;
    }
    auto lessons = db.query(fmt::format("SELECT {} FROM coaching_lesson WHERE (teacher_id = :me OR specialist_id = :me) AND {} LIMIT :limit OFFSET :skip", lesson_columns, where))
                       .bind("me", viewer.account())
                       .bind("today", today)
                       .bind("limit", limit)
                       .bind("skip", skip)
                       .all(read_lesson);
    return lessons;
}

std::vector<Lesson> open_requests(db::Read& db, const auth::Viewer& viewer, const std::vector<std::int64_t>& barred, int limit) {
    auto lessons = db.query(fmt::format(R"sql(
        SELECT {} FROM coaching_lesson
         WHERE state = 'asked' AND (only_preferred = 0 OR preferred_id = :me) AND teacher_id <> :me
           AND EXISTS (SELECT 1 FROM coaching_specialist s WHERE s.account_id = :me AND s.active = 1)
           AND teacher_id NOT IN ({})
         ORDER BY priority DESC, id LIMIT :limit
    )sql", lesson_columns, barred.empty() ? "0" : fmt::format("{}", fmt::join(barred, ", "))))
                       .bind("me", viewer.account())
                       .bind("limit", limit)
                       .all(read_lesson);
    for (auto& lesson : lessons) fill_windows(db, lesson);
    return lessons;
}

static std::string sealed(const auth::SecretBox* box, std::string_view text) {
    if (!box) throw base::Conflict("coaching.problem.shut");
    return box->seal(text);
}

static std::string checked(std::string_view field, std::string_view text) {
    if (base::count_code_points(text) > longest_text) throw base::Invalid(std::string(field), "coaching.problem.long");
    return std::string(base::trim(text));
}

void note_event(db::Write& db, std::optional<AccountId> who, base::Instant now, LessonId lesson, std::string_view action) {
    db.query("INSERT INTO coaching_event (lesson_id, account_id, action, happened_at) VALUES (:lesson, :who, :action, :now)")
        .bind("lesson", lesson)
        .bind("who", who ? std::optional(who->value) : std::nullopt)
        .bind("action", action)
        .bind("now", now)
        .run();
}

static void record(db::Write& db, const auth::Viewer& viewer, base::Instant now, LessonId lesson, std::string_view action) {
    note_event(db, viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt, now, lesson, action);
}

void notify(db::Write& db, base::Instant now, const Lesson& lesson, std::string_view kind) {
    if (!lesson.span || !lesson.specialist) return;
    for (auto who : {lesson.teacher, *lesson.specialist}) {
        db.query(R"sql(
            INSERT INTO coaching_notice (lesson_id, account_id, kind, day_on, starts_minute, ends_minute, school_id, place, written_at)
            VALUES (:lesson, :who, :kind, :day, :starts, :ends, :school, :place, :now)
        )sql")
            .bind("lesson", lesson.id)
            .bind("who", who)
            .bind("kind", kind)
            .bind("day", lesson.span->day)
            .bind("starts", lesson.span->starts.count())
            .bind("ends", lesson.span->ends.count())
            .bind("school", lesson.school)
            .bind("place", lesson.place)
            .bind("now", now)
            .run();
    }
}

LessonId ask(db::Write& db, const auth::Viewer& viewer, const auth::SecretBox* box, base::Instant now, const NewLesson& lesson) {
    if (!viewer.signed_in()) throw base::Forbidden("Lessons are asked for by teachers who are signed in.");
    if (!is_topic(lesson.topic)) throw base::Invalid("topic", "coaching.problem.topic");
    const auto goal = checked("goal", lesson.goal);
    if (goal.empty()) throw base::Invalid("goal", "coaching.problem.goal");
    const LessonId id{db.query(R"sql(
        INSERT INTO coaching_lesson (teacher_id, preferred_id, only_preferred, class_id, class_title, school_id, place, topic, periods, state, asked_at, changed_at, goal)
        VALUES (:me, :preferred, :only, :class, :title, :school, :place, :topic, :periods, 'asked', :now, :now, :goal) RETURNING id
    )sql")
                          .bind("me", viewer.account())
                          .bind("preferred", lesson.preferred ? std::optional(lesson.preferred->value) : std::nullopt)
                          .bind("only", lesson.preferred && lesson.only_preferred)
                          .bind("class", lesson.of_class)
                          .bind("title", lesson.class_title)
                          .bind("school", lesson.school)
                          .bind("place", lesson.place)
                          .bind("topic", lesson.topic)
                          .bind("periods", lesson.periods)
                          .bind("now", now)
                          .bind_bytes("goal", sealed(box, goal))
                          .one_integer()};
    for (const auto& span : lesson.windows) {
        db.query("INSERT INTO coaching_window (lesson_id, day_on, starts_minute, ends_minute) VALUES (:id, :day, :starts, :ends) ON CONFLICT DO NOTHING")
            .bind("id", id)
            .bind("day", span.day)
            .bind("starts", span.starts.count())
            .bind("ends", span.ends.count())
            .run();
    }
    record(db, viewer, now, id, "asked");
    return id;
}

void require_seen(const Lesson& lesson, std::int64_t seen) {
    if (seen != lesson.revision) throw base::Conflict("coaching.problem.stale");
}

static State next(const Lesson& lesson, Act act, bool has_begun) {
    const auto state = after(lesson.state, act, has_begun);
    if (!state) throw base::Conflict(fmt::format("coaching.problem.cannot.{}", lesson.state == State::booked && has_begun ? "begun" : word(lesson.state)));
    return *state;
}

static void write_state(db::Write& db, base::Instant now, const Lesson& lesson) {
    db.query(R"sql(
        UPDATE coaching_lesson SET state = :state, specialist_id = :specialist, day_on = :day, starts_minute = :starts, ends_minute = :ends,
               refusal = '', changed_at = :now, sequence = sequence + 1, revision = revision + 1 WHERE id = :id
    )sql")
        .bind("state", word(lesson.state))
        .bind("specialist", lesson.specialist ? std::optional(lesson.specialist->value) : std::nullopt)
        .bind("day", lesson.span ? std::optional(lesson.span->day) : std::nullopt)
        .bind("starts", lesson.span ? std::optional(lesson.span->starts.count()) : std::nullopt)
        .bind("ends", lesson.span ? std::optional(lesson.span->ends.count()) : std::nullopt)
        .bind("now", now)
        .bind("id", lesson.id)
        .run();
}

void book(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, const Appointment& when) {
    auto changed = lesson;
    changed.state = next(lesson, Act::book, false);
    changed.specialist = when.specialist;
    changed.span = when.span;
    write_state(db, now, changed);
    record(db, viewer, now, lesson.id, "booked");
    notify(db, now, changed, "booked");
}

void move(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, const Span& span, bool has_begun) {
    auto changed = lesson;
    changed.state = next(lesson, Act::move, has_begun);
    changed.span = span;
    write_state(db, now, changed);
    record(db, viewer, now, lesson.id, "moved");
    notify(db, now, changed, "moved");
}

void hand_over(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, AccountId substitute, bool has_begun) {
    auto changed = lesson;
    changed.state = next(lesson, Act::hand_over, has_begun);
    changed.specialist = substitute;
    write_state(db, now, changed);
    // The model was agreed with somebody else, whose licence may be another.
    db.query("UPDATE coaching_lesson SET model = '' WHERE id = :id").bind("id", lesson.id).run();
    db.query("DELETE FROM coaching_note WHERE lesson_id = :id AND author_id = :former").bind("id", lesson.id).bind("former", viewer.account()).run();
    record(db, viewer, now, lesson.id, "handed_over");
    notify(db, now, changed, "handed_over");
}

void cancel(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, bool has_begun) {
    auto changed = lesson;
    changed.state = next(lesson, Act::cancel, has_begun);
    write_state(db, now, changed);
    record(db, viewer, now, lesson.id, "cancelled");
    notify(db, now, changed, "cancelled");
}

void hold(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Lesson& lesson, bool has_begun) {
    auto changed = lesson;
    changed.state = next(lesson, Act::hold, has_begun);
    write_state(db, now, changed);
    record(db, viewer, now, lesson.id, "held");
}

void write_plan(db::Write& db, const auth::Viewer& viewer, const auth::SecretBox* box, base::Instant now, const Lesson& lesson, std::optional<Model> model,
                const Inside& plan) {
    next(lesson, Act::plan, false);
    db.query(R"sql(
        UPDATE coaching_lesson SET model = :model, goal = :goal, leads = :leads, materials = :materials, fallback = :fallback, changed_at = :now,
               revision = revision + 1 WHERE id = :id
    )sql")
        .bind("model", model ? word(*model) : std::string_view())
        .bind_bytes("goal", sealed(box, checked("goal", plan.goal)))
        .bind_bytes("leads", sealed(box, checked("leads", plan.leads)))
        .bind_bytes("materials", sealed(box, checked("materials", plan.materials)))
        .bind_bytes("fallback", sealed(box, checked("fallback", plan.fallback)))
        .bind("now", now)
        .bind("id", lesson.id)
        .run();
    record(db, viewer, now, lesson.id, "planned");
}

}  // namespace coaching
