CREATE TABLE auth_session (
    id IDENTITY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- 1: the password was right, the second factor is still to come; such a session opens nothing.
    awaits_second_factor BIGINT NOT NULL DEFAULT 0 CHECK (awaits_second_factor IN (0, 1)),
    -- 1: a device of one's own, stays signed in.
    own_device BIGINT NOT NULL CHECK (own_device IN (0, 1)),
    user_agent TEXT NOT NULL,
    peer TEXT NOT NULL
);
CREATE INDEX auth_session_by_account ON auth_session (account_id);
CREATE INDEX auth_session_by_end ON auth_session (expires_at);

CREATE TABLE auth_api_token (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    name TEXT NOT NULL CHECK (name <> ''),
    token_hash TEXT NOT NULL UNIQUE,
    -- Words such as "requests:read", separated by one space.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX auth_api_token_by_account ON auth_api_token (account_id);

-- Failed sign-ins in the present window. The key is a hash, because people type passwords into the wrong field.
CREATE TABLE auth_attempt (
    kind TEXT NOT NULL CHECK (kind IN ('address', 'account', 'account_from_address', 'second_factor', 'letter')),
    key_hash TEXT NOT NULL,
    window_ends_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    PRIMARY KEY (kind, key_hash)
);
CREATE INDEX auth_attempt_by_end ON auth_attempt (window_ends_at);
