-- Coaching, in a database of its own (docs/policies/coaching.md, clause 1). Accounts, schools and classes are numbers of the district's own
-- database. What is BYTES is sealed with a key that no backup holds.
CREATE TABLE coaching_specialist (
    account_id BIGINT PRIMARY KEY,
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    most_a_day BIGINT NOT NULL CHECK (most_a_day BETWEEN 1 AND 12),
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    lunch_from_minute BIGINT NOT NULL,
    lunch_to_minute BIGINT NOT NULL,
    -- Keys of topics between commas: ",coding,video,"; empty: all.
    topics TEXT NOT NULL DEFAULT ''
);

-- Minutes from one school to another, once for each pair; school 0 to school 0 is what all others take.
CREATE TABLE coaching_way (
    from_id BIGINT NOT NULL,
    to_id BIGINT NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes BETWEEN 0 AND 600),
    PRIMARY KEY (from_id, to_id)
);

CREATE TABLE coaching_lesson (
    id IDENTITY,
    teacher_id BIGINT NOT NULL,
    specialist_id BIGINT,
    -- Whom the teacher would like, and whether only that one will do.
    preferred_id BIGINT,
    only_preferred BIGINT NOT NULL DEFAULT 0 CHECK (only_preferred IN (0, 1)),
    class_id BIGINT NOT NULL,
    class_title TEXT NOT NULL,
    school_id BIGINT NOT NULL,
    place TEXT NOT NULL,
    topic TEXT NOT NULL,
    periods BIGINT NOT NULL CHECK (periods BETWEEN 1 AND 3),
    state TEXT NOT NULL CHECK (state IN ('asked', 'booked', 'held', 'reflected', 'cancelled')),
    model TEXT NOT NULL DEFAULT '',
    -- Why the last run could not place it; empty: not tried.
    refusal TEXT NOT NULL DEFAULT '',
    priority BIGINT NOT NULL DEFAULT 0,
    day_on TEXT,
    starts_minute BIGINT,
    ends_minute BIGINT,
    asked_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Grows with each change of time, place or state: SEQUENCE of the calendar file.
    sequence BIGINT NOT NULL DEFAULT 0,
    -- Grows with every change; forms say which one they saw.
    revision BIGINT NOT NULL DEFAULT 1,
    goal BYTES,
    leads BYTES,
    materials BYTES,
    fallback BYTES,
    CHECK (state IN ('asked', 'cancelled') OR (specialist_id IS NOT NULL AND day_on IS NOT NULL)),
    CHECK ((day_on IS NULL) = (starts_minute IS NULL)),
    CHECK (ends_minute > starts_minute)
);
CREATE INDEX coaching_lesson_by_teacher ON coaching_lesson (teacher_id, id);
CREATE INDEX coaching_lesson_by_specialist ON coaching_lesson (specialist_id, day_on);
CREATE INDEX coaching_lesson_by_state ON coaching_lesson (state, day_on);

-- Times that the teacher offers for a lesson that waits.
CREATE TABLE coaching_window (
    lesson_id BIGINT NOT NULL REFERENCES coaching_lesson (id),
    day_on TEXT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    PRIMARY KEY (lesson_id, day_on, starts_minute)
);

-- Reflections and notes: each belongs to who wrote it. One that is not shared is for the author alone.
CREATE TABLE coaching_note (
    id IDENTITY,
    lesson_id BIGINT NOT NULL REFERENCES coaching_lesson (id),
    author_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reflection', 'note')),
    shared BIGINT NOT NULL CHECK (shared IN (0, 1)),
    body BYTES NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX coaching_note_by_lesson ON coaching_note (lesson_id, id);

-- What happened to a lesson, without its content. Rows are only added.
CREATE TABLE coaching_event (
    id IDENTITY,
    lesson_id BIGINT NOT NULL REFERENCES coaching_lesson (id),
    account_id BIGINT,
    action TEXT NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX coaching_event_by_lesson ON coaching_event (lesson_id, id);

-- A calendar feed of one person. Only the hash of its token is kept.
CREATE TABLE coaching_feed (
    token_hash TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX coaching_feed_by_account ON coaching_feed (account_id);

-- Letters to write: the job takes them from here into the district's outbox. They hold time and place, no goal, plan or note.
CREATE TABLE coaching_notice (
    id IDENTITY,
    lesson_id BIGINT NOT NULL REFERENCES coaching_lesson (id),
    account_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('booked', 'moved', 'cancelled', 'handed_over')),
    day_on TEXT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    school_id BIGINT NOT NULL,
    place TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX coaching_notice_by_lesson ON coaching_notice (lesson_id);
CREATE INDEX coaching_notice_waiting ON coaching_notice (id) WHERE sent_at IS NULL;
