CREATE TABLE auth_account (
    id IDENTITY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    name_folded TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    -- Absent until the invitation was accepted.
    password_hash TEXT,
    -- Sealed with the key of the data folder. Absent: no second factor.
    totp_secret BYTES,
    totp_last_step BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX auth_account_by_name ON auth_account (name_folded, id);

-- scope_id is 0 everywhere and the roster's org for a school.
CREATE TABLE auth_grant (
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    permission TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('everywhere', 'school')),
    scope_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, permission, scope_kind, scope_id),
    CHECK ((scope_kind = 'everywhere') = (scope_id = 0))
);
CREATE INDEX auth_grant_by_permission ON auth_grant (permission);

-- Links that let a person set a password: by mail or on a printed letter. Only the hash of the secret is kept.
CREATE TABLE auth_invitation (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX auth_invitation_by_account ON auth_invitation (account_id);

CREATE TABLE auth_recovery_code (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    UNIQUE (account_id, code_hash)
);
