-- Requests of people who are not signed in are counted like guesses. What was counted before lasts an hour at most and is let go.
DROP TABLE auth_attempt;
CREATE TABLE auth_attempt (
    kind TEXT NOT NULL CHECK (kind IN ('address', 'account', 'account_from_address', 'second_factor', 'letter', 'ask')),
    key_hash TEXT NOT NULL,
    window_ends_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    PRIMARY KEY (kind, key_hash)
);
CREATE INDEX auth_attempt_by_end ON auth_attempt (window_ends_at);
