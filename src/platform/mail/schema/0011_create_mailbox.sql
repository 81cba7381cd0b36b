-- A mailbox that is asked for new messages. Secrets are sealed (auth/secret.h), in base64url.
CREATE TABLE mail_mailbox (
    id IDENTITY,
    name TEXT NOT NULL,
    -- The address that people write to; what was received through it says so.
    address TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL CHECK (port BETWEEN 1 AND 65535),
    tls TEXT NOT NULL CHECK (tls IN ('tls', 'starttls', 'none')),
    user_name TEXT NOT NULL,
    sign_in TEXT NOT NULL CHECK (sign_in IN ('password', 'xoauth2')),
    password_sealed TEXT NOT NULL DEFAULT '',
    token_url TEXT NOT NULL DEFAULT '',
    client_id TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL DEFAULT '',
    client_secret_sealed TEXT NOT NULL DEFAULT '',
    refresh_token_sealed TEXT NOT NULL DEFAULT '',
    access_token_sealed TEXT NOT NULL DEFAULT '',
    access_token_until BIGINT,
    folder TEXT NOT NULL,
    after_fetching TEXT NOT NULL CHECK (after_fetching IN ('mark', 'move')),
    move_to TEXT NOT NULL DEFAULT '',
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    -- The folder as it was last seen: RFC 3501's UIDVALIDITY, and the highest UID that was noted. NULL: never seen.
    uid_validity BIGINT,
    last_uid BIGINT NOT NULL DEFAULT 0,
    asked_at BIGINT,
    fetched_at BIGINT,
    -- Not before: after trouble the pauses grow.
    due_at BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    -- A stable word and the server's own words; empty when the last time went well.
    problem TEXT NOT NULL DEFAULT '',
    problem_said TEXT NOT NULL DEFAULT '',
    problem_at BIGINT
);

-- Messages of a folder that are noted and not done with: to be fetched, or fetched and the server not told yet.
CREATE TABLE mail_pending (
    id IDENTITY,
    mailbox_id BIGINT NOT NULL REFERENCES mail_mailbox (id) ON DELETE CASCADE,
    uid BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('wanted', 'kept')),
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    UNIQUE (mailbox_id, uid)
);
CREATE INDEX mail_pending_due ON mail_pending (mailbox_id, state, uid);
