-- What the department keeps hearing and does not have (docs/policies/needs.md).
CREATE TABLE planning_need (
    id IDENTITY,
    title TEXT NOT NULL CHECK (title <> ''),
    words TEXT NOT NULL DEFAULT '',
    -- Title and words after base::fold: for the search.
    folded TEXT NOT NULL,
    category_id BIGINT REFERENCES helpdesk_category (id),
    state TEXT NOT NULL DEFAULT 'heard' CHECK (state IN ('heard', 'weighed', 'planned', 'not_now', 'met', 'withdrawn', 'merged')),
    merged_into_id BIGINT REFERENCES planning_need (id),
    owner_id BIGINT REFERENCES auth_account (id),
    raised_by_id BIGINT NOT NULL REFERENCES auth_account (id),
    -- How it was weighed; without effort it was not. 0 none, 1 some, 2 much.
    learning BIGINT NOT NULL DEFAULT 0 CHECK (learning BETWEEN 0 AND 2),
    safety BIGINT NOT NULL DEFAULT 0 CHECK (safety BETWEEN 0 AND 2),
    law BIGINT NOT NULL DEFAULT 0 CHECK (law IN (0, 1)),
    effort TEXT CHECK (effort IN ('small', 'middle', 'large')),
    weighing_words TEXT NOT NULL DEFAULT '',
    -- Computed from the rows below and the weighing (clauses 9 to 12), kept so that the list is read in its order.
    standing BIGINT NOT NULL DEFAULT 4 CHECK (standing BETWEEN 1 AND 4),
    people BIGINT NOT NULL DEFAULT 0,
    schools BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK ((state = 'merged') = (merged_into_id IS NOT NULL))
);
CREATE INDEX planning_need_in_order ON planning_need (state, standing, people, id);
CREATE INDEX planning_need_of_category ON planning_need (category_id);
CREATE INDEX planning_need_merged ON planning_need (merged_into_id);
CREATE INDEX planning_need_of_owner ON planning_need (owner_id);
CREATE INDEX planning_need_raised_by ON planning_need (raised_by_id);

-- Who hears it, once a person; where, when they said so.
CREATE TABLE planning_need_voice (
    need_id BIGINT NOT NULL REFERENCES planning_need (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    school_id BIGINT REFERENCES roster_org (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (need_id, account_id)
);
CREATE INDEX planning_need_voice_of_account ON planning_need_voice (account_id);
CREATE INDEX planning_need_voice_of_school ON planning_need_voice (school_id);

-- Requests in which it was heard.
CREATE TABLE planning_need_request (
    need_id BIGINT NOT NULL REFERENCES planning_need (id),
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    linked_by_id BIGINT NOT NULL REFERENCES auth_account (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (need_id, request_id)
);
CREATE INDEX planning_need_request_of_request ON planning_need_request (request_id);
CREATE INDEX planning_need_request_linked_by ON planning_need_request (linked_by_id);

-- What was answered. An answer that was taken back stays readable in the need's story and goes to nobody.
CREATE TABLE planning_need_answer (
    id IDENTITY,
    need_id BIGINT NOT NULL REFERENCES planning_need (id),
    kind TEXT NOT NULL CHECK (kind IN ('planned', 'not_now', 'met')),
    words TEXT NOT NULL,
    -- planned: by when; not_now: when it is looked at again.
    on_day TEXT,
    by_id BIGINT NOT NULL REFERENCES auth_account (id),
    at BIGINT NOT NULL,
    taken_back_at BIGINT,
    CHECK (kind <> 'planned' OR on_day IS NOT NULL)
);
CREATE INDEX planning_need_answer_of_need ON planning_need_answer (need_id, id);
CREATE INDEX planning_need_answer_by ON planning_need_answer (by_id);

-- To whom an answer goes: written with the answer, marked in the transaction that queues the letter, so that nobody is told twice or not at all.
CREATE TABLE planning_need_letter (
    answer_id BIGINT NOT NULL REFERENCES planning_need_answer (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    written_at BIGINT,
    PRIMARY KEY (answer_id, account_id)
);
CREATE INDEX planning_need_letter_of_account ON planning_need_letter (account_id);
