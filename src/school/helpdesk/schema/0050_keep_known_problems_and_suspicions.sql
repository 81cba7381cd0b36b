-- A problem that the department knows about, told to everybody in both languages (docs/policies/known-problems.md).
CREATE TABLE helpdesk_problem (
    id IDENTITY,
    title_en TEXT NOT NULL,
    title_es TEXT NOT NULL,
    words_en TEXT NOT NULL,
    words_es TEXT NOT NULL,
    workaround_en TEXT NOT NULL DEFAULT '',
    workaround_es TEXT NOT NULL DEFAULT '',
    -- Where it is: in this category and on this model; in helpdesk_problem_school at which schools. What is not said means everywhere.
    category_id BIGINT REFERENCES helpdesk_category (id),
    model_id BIGINT REFERENCES inventory_model (id),
    owner_id BIGINT REFERENCES auth_account (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'solved')),
    -- When it may be over; a hope that is shown as one.
    expected_on TEXT,
    answer_en TEXT NOT NULL DEFAULT '',
    answer_es TEXT NOT NULL DEFAULT '',
    -- Goes up with each solution and each reopening. Whoever was told of a lower one is still to be told.
    round BIGINT NOT NULL DEFAULT 0,
    opened_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    solved_at BIGINT,
    solved_by_id BIGINT REFERENCES auth_account (id),
    CHECK ((state = 'solved') = (solved_at IS NOT NULL))
);
CREATE INDEX helpdesk_problem_in_state ON helpdesk_problem (state, id);
CREATE INDEX helpdesk_problem_of_category ON helpdesk_problem (category_id);
CREATE INDEX helpdesk_problem_of_model ON helpdesk_problem (model_id);
CREATE INDEX helpdesk_problem_of_owner ON helpdesk_problem (owner_id);
CREATE INDEX helpdesk_problem_solved_by ON helpdesk_problem (solved_by_id);

CREATE TABLE helpdesk_problem_school (
    problem_id BIGINT NOT NULL REFERENCES helpdesk_problem (id),
    school_id BIGINT NOT NULL REFERENCES roster_org (id),
    PRIMARY KEY (problem_id, school_id)
);
CREATE INDEX helpdesk_problem_school_of_school ON helpdesk_problem_school (school_id);

-- What the department writes for itself.
CREATE TABLE helpdesk_problem_note (
    id IDENTITY,
    problem_id BIGINT NOT NULL REFERENCES helpdesk_problem (id),
    author_id BIGINT REFERENCES auth_account (id),
    author_name TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_problem_note_of_problem ON helpdesk_problem_note (problem_id, id);
CREATE INDEX helpdesk_problem_note_of_author ON helpdesk_problem_note (author_id);

-- A request belongs to one known problem at most.
CREATE TABLE helpdesk_problem_request (
    request_id BIGINT PRIMARY KEY REFERENCES helpdesk_request (id),
    problem_id BIGINT NOT NULL REFERENCES helpdesk_problem (id),
    told_round BIGINT NOT NULL,
    -- The solution of the problem ended it; so a reopening brings it back.
    ended_by_problem BIGINT NOT NULL DEFAULT 0 CHECK (ended_by_problem IN (0, 1)),
    linked_at BIGINT NOT NULL
);
CREATE INDEX helpdesk_problem_request_of_problem ON helpdesk_problem_request (problem_id, request_id);
CREATE INDEX helpdesk_problem_request_untold ON helpdesk_problem_request (problem_id, told_round, request_id);

-- Who said "me too": by account, or by an address that is known to be theirs once the mailed link was opened.
CREATE TABLE helpdesk_problem_person (
    id IDENTITY,
    problem_id BIGINT NOT NULL REFERENCES helpdesk_problem (id),
    account_id BIGINT REFERENCES auth_account (id),
    name TEXT NOT NULL,
    -- In small letters; empty for an account, which has its own.
    email TEXT NOT NULL DEFAULT '',
    school_id BIGINT REFERENCES roster_org (id),
    language TEXT NOT NULL,
    -- Opens the page on which they see it and can take it back.
    token TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('held', 'joined')),
    secret_hash TEXT UNIQUE,
    expires_at BIGINT,
    -- The letter that is still to be written, and the secret for it, gone with it.
    letter TEXT NOT NULL DEFAULT '' CHECK (letter IN ('', 'confirm', 'joined')),
    secret TEXT NOT NULL DEFAULT '',
    told_round BIGINT NOT NULL,
    at BIGINT NOT NULL,
    CHECK ((account_id IS NULL) = (email <> ''))
);
CREATE UNIQUE INDEX helpdesk_problem_person_by_account ON helpdesk_problem_person (problem_id, account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX helpdesk_problem_person_by_email ON helpdesk_problem_person (problem_id, email) WHERE account_id IS NULL;
CREATE INDEX helpdesk_problem_person_of_problem ON helpdesk_problem_person (problem_id, state, id);
CREATE INDEX helpdesk_problem_person_untold ON helpdesk_problem_person (problem_id, state, told_round, id);
CREATE INDEX helpdesk_problem_person_of_account ON helpdesk_problem_person (account_id);
CREATE INDEX helpdesk_problem_person_of_school ON helpdesk_problem_person (school_id);
CREATE INDEX helpdesk_problem_person_letter ON helpdesk_problem_person (id) WHERE letter <> '';
CREATE INDEX helpdesk_problem_person_expires ON helpdesk_problem_person (expires_at) WHERE state = 'held';

-- "I suspect something bigger", said in one tap. What it shares with others is kept as it was then.
CREATE TABLE helpdesk_suspicion (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    request_id BIGINT REFERENCES helpdesk_request (id),
    device_id BIGINT REFERENCES inventory_device (id),
    model_id BIGINT REFERENCES inventory_model (id),
    school_id BIGINT REFERENCES roster_org (id),
    category_id BIGINT REFERENCES helpdesk_category (id),
    words TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'set_aside')),
    problem_id BIGINT REFERENCES helpdesk_problem (id),
    reason TEXT NOT NULL DEFAULT '',
    decided_by_id BIGINT REFERENCES auth_account (id),
    decided_at BIGINT,
    raised_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (request_id IS NOT NULL OR device_id IS NOT NULL),
    CHECK ((state = 'taken') = (problem_id IS NOT NULL))
);
CREATE INDEX helpdesk_suspicion_in_state ON helpdesk_suspicion (state, id);
CREATE INDEX helpdesk_suspicion_of_account ON helpdesk_suspicion (account_id);
CREATE INDEX helpdesk_suspicion_of_request ON helpdesk_suspicion (request_id);
CREATE INDEX helpdesk_suspicion_of_device ON helpdesk_suspicion (device_id);
CREATE INDEX helpdesk_suspicion_of_model ON helpdesk_suspicion (model_id);
CREATE INDEX helpdesk_suspicion_of_school ON helpdesk_suspicion (school_id);
CREATE INDEX helpdesk_suspicion_of_category ON helpdesk_suspicion (category_id);
CREATE INDEX helpdesk_suspicion_of_problem ON helpdesk_suspicion (problem_id);
CREATE INDEX helpdesk_suspicion_decided_by ON helpdesk_suspicion (decided_by_id);
