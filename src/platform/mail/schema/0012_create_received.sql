-- A message that came in. Its bytes lie in the files store under raw_hash while raw_kept is 1; later only what tells it from another is left.
CREATE TABLE mail_received (
    id IDENTITY,
    -- NULL: by the pipe, or by a mailbox that was removed. source stays: the mailbox's id, 0 for the pipe.
    mailbox_id BIGINT REFERENCES mail_mailbox (id) ON DELETE SET NULL,
    source BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    -- The Message-ID; with the beginning of the hash behind it when another sender used the same one.
    message_key TEXT NOT NULL,
    raw_hash TEXT NOT NULL,
    raw_kept BIGINT NOT NULL CHECK (raw_kept IN (0, 1)),
    size_bytes BIGINT NOT NULL,
    from_address TEXT NOT NULL,
    from_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- What was read, but for the whole text: see facts.h.
    facts TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'taken', 'held', 'dropped')),
    why TEXT NOT NULL,
    link TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT,
    -- What went wrong while the room took it.
    problem TEXT NOT NULL DEFAULT '',
    received_at BIGINT NOT NULL,
    -- Who decided about a message that was held.
    decided_by BIGINT,
    decided_at BIGINT,
    UNIQUE (source, message_key),
    UNIQUE (source, raw_hash)
);
CREATE INDEX mail_received_state ON mail_received (state, id);
CREATE INDEX mail_received_due ON mail_received (due_at) WHERE state = 'new';
CREATE INDEX mail_received_mailbox ON mail_received (mailbox_id);
CREATE INDEX mail_received_kept ON mail_received (received_at) WHERE raw_kept = 1;
CREATE INDEX mail_received_message ON mail_received (message_key);

CREATE TABLE mail_received_file (
    received_id BIGINT NOT NULL REFERENCES mail_received (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    PRIMARY KEY (received_id, position)
);
