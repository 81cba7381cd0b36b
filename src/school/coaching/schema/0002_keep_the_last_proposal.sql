-- What was last worked out for the lessons that wait, as counts: placing some hundred takes too long to be done whenever a page is opened.
CREATE TABLE coaching_proposal (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    -- Of the lessons and hours it was made for (coaching/plan_store.h); another one makes it old.
    stamp TEXT NOT NULL,
    placed BIGINT NOT NULL,
    bound BIGINT NOT NULL,
    -- JSON: word of the reason, how many.
    refusals TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
