CREATE TABLE helpdesk_request (
    id IDENTITY,
    token TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    category_id BIGINT NOT NULL REFERENCES helpdesk_category (id),
    team_id BIGINT NOT NULL REFERENCES helpdesk_team (id),
    assignee_id BIGINT REFERENCES auth_account (id),
    school_id BIGINT NOT NULL REFERENCES roster_org (id),
    room TEXT NOT NULL DEFAULT '',
    device_id BIGINT REFERENCES inventory_device (id),
    requester_id BIGINT REFERENCES auth_account (id),
    requester_person_id BIGINT REFERENCES roster_person (id),
    requester_name TEXT NOT NULL,
    requester_email TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT 'en',
    origin TEXT NOT NULL CHECK (origin IN ('web', 'label', 'walk_up', 'api', 'mail')),
    -- held: written by somebody who is not signed in, until the mailed link is opened; in no queue.
    state TEXT NOT NULL CHECK (state IN ('held', 'new', 'open', 'waiting', 'scheduled', 'resolved', 'closed', 'merged')),
    waiting_reason TEXT CHECK (waiting_reason IN ('requester', 'part', 'vendor', 'authority', 'skill', 'other_work', 'window')),
    waiting_words TEXT NOT NULL DEFAULT '',
    waiting_until_on TEXT,
    scheduled_at BIGINT,
    impact BIGINT NOT NULL CHECK (impact BETWEEN 1 AND 3),
    urgency BIGINT NOT NULL CHECK (urgency BETWEEN 1 AND 3),
    class_waiting BIGINT NOT NULL DEFAULT 0 CHECK (class_waiting IN (0, 1)),
    priority BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 4),
    routing_reason TEXT NOT NULL DEFAULT '',
    routing_confidence DOUBLE PRECISION NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    response_due_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    responded_at BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    reopened BIGINT NOT NULL DEFAULT 0,
    merged_into_id BIGINT REFERENCES helpdesk_request (id),
    CHECK ((state = 'waiting') = (waiting_reason IS NOT NULL)),
    CHECK ((state = 'merged') = (merged_into_id IS NOT NULL)),
    CHECK ((state = 'scheduled') = (scheduled_at IS NOT NULL))
);
-- The one order of work (docs/policies/order-of-work.md): what is to be done now, the most pressing first.
CREATE INDEX helpdesk_request_in_order ON helpdesk_request (priority, due_at, id, team_id, school_id, assignee_id) WHERE state IN ('new', 'open');
CREATE INDEX helpdesk_request_of_team ON helpdesk_request (team_id, priority, due_at, id, school_id) WHERE state IN ('new', 'open');
CREATE INDEX helpdesk_request_paused ON helpdesk_request (priority, due_at, id, team_id, school_id, assignee_id) WHERE state IN ('waiting', 'scheduled');
CREATE INDEX helpdesk_request_of_assignee ON helpdesk_request (assignee_id, priority, due_at, id) WHERE state IN ('new', 'open', 'waiting', 'scheduled');
CREATE INDEX helpdesk_request_of_requester ON helpdesk_request (requester_id, id);
CREATE INDEX helpdesk_request_of_person ON helpdesk_request (requester_person_id, id);
CREATE INDEX helpdesk_request_of_device ON helpdesk_request (device_id, id);
CREATE INDEX helpdesk_request_of_category ON helpdesk_request (category_id, created_at);
CREATE INDEX helpdesk_request_resolved ON helpdesk_request (resolved_at);
CREATE INDEX helpdesk_request_merged ON helpdesk_request (merged_into_id);

CREATE TABLE helpdesk_answer (
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    question_id BIGINT NOT NULL REFERENCES helpdesk_question (id),
    value TEXT NOT NULL,
    PRIMARY KEY (request_id, question_id)
);

-- What people wrote. A note is for the department only; a reply reaches the requester.
CREATE TABLE helpdesk_message (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),
    author_id BIGINT REFERENCES auth_account (id),
    author_name TEXT NOT NULL,
    from_requester BIGINT NOT NULL DEFAULT 0 CHECK (from_requester IN (0, 1)),
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_message_of_request ON helpdesk_message (request_id, id);

CREATE TABLE helpdesk_attachment (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    message_id BIGINT REFERENCES helpdesk_message (id),
    file_hash TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_attachment_of_request ON helpdesk_attachment (request_id, id);
CREATE INDEX helpdesk_attachment_of_file ON helpdesk_attachment (file_hash);

-- When the clock of the targets stood still. From the events, kept as intervals because targets are computed from them again and again.
CREATE TABLE helpdesk_pause (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    reason TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT
);
CREATE INDEX helpdesk_pause_of_request ON helpdesk_pause (request_id, from_at);

CREATE TABLE helpdesk_watcher (
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    PRIMARY KEY (request_id, account_id)
);
CREATE INDEX helpdesk_watcher_of_account ON helpdesk_watcher (account_id, request_id);

CREATE TABLE helpdesk_hand_over (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    from_team_id BIGINT NOT NULL REFERENCES helpdesk_team (id),
    to_team_id BIGINT NOT NULL REFERENCES helpdesk_team (id),
    from_account_id BIGINT REFERENCES auth_account (id),
    to_account_id BIGINT REFERENCES auth_account (id),
    reason TEXT NOT NULL CHECK (reason IN ('skill', 'authority', 'other_work', 'place', 'wrong_team')),
    needs TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_hand_over_of_request ON helpdesk_hand_over (request_id, id);

-- Who has a request open right now, so that two people do not answer at once. Rebuildable, a few minutes old at most.
CREATE TABLE helpdesk_presence (
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    writing BIGINT NOT NULL DEFAULT 0 CHECK (writing IN (0, 1)),
    at BIGINT NOT NULL,
    PRIMARY KEY (request_id, account_id)
);

-- A request of somebody who is not signed in waits for the mailed link.
CREATE TABLE helpdesk_confirmation (
    request_id BIGINT PRIMARY KEY REFERENCES helpdesk_request (id),
    token_hash TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);
