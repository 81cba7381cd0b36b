-- Letters that go out. Text and html are emptied once the letter was delivered: what they said lies in the room that wrote them.
CREATE TABLE mail_letter (
    id IDENTITY,
    to_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    thread TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    written_by_person BIGINT NOT NULL CHECK (written_by_person IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    -- When the next attempt may be made; while one is made, when it counts as lost.
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    message_id TEXT NOT NULL DEFAULT '',
    -- What the server said, without the text of the letter.
    problem TEXT NOT NULL DEFAULT ''
);
CREATE INDEX mail_letter_due ON mail_letter (due_at) WHERE state = 'waiting';
CREATE INDEX mail_letter_state ON mail_letter (state, id);
CREATE INDEX mail_letter_ended ON mail_letter (ended_at) WHERE ended_at IS NOT NULL;
