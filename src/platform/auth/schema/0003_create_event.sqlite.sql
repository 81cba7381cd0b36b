-- Who changed what, when and why. No foreign key to the account: the record outlives it.
CREATE TABLE auth_event (
    id IDENTITY,
    happened_at BIGINT NOT NULL,
    account_id BIGINT,
    actor TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    why TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX auth_event_by_subject ON auth_event (subject_kind, subject_id, id);
CREATE INDEX auth_event_by_account ON auth_event (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX auth_event_by_time ON auth_event (happened_at);

-- Filled by a job from committed events: hash = SHA-256(hash of the position before || the event).
CREATE TABLE auth_event_chain (
    position BIGINT PRIMARY KEY,
    event_id BIGINT NOT NULL UNIQUE REFERENCES auth_event (id),
    hash TEXT NOT NULL
);

-- Who looked at whose records, and for what purpose.
CREATE TABLE auth_access (
    id IDENTITY,
    happened_at BIGINT NOT NULL,
    account_id BIGINT,
    actor TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    purpose TEXT NOT NULL
);
CREATE INDEX auth_access_by_subject ON auth_access (subject_kind, subject_id, id);
CREATE INDEX auth_access_by_account ON auth_access (account_id, id) WHERE account_id IS NOT NULL;

CREATE TRIGGER auth_event_refuses_update BEFORE UPDATE ON auth_event BEGIN
    SELECT RAISE(ABORT, 'The record of what happened is only added to');
END;
CREATE TRIGGER auth_event_refuses_delete BEFORE DELETE ON auth_event BEGIN
    SELECT RAISE(ABORT, 'The record of what happened is only added to');
END;
CREATE TRIGGER auth_event_chain_refuses_update BEFORE UPDATE ON auth_event_chain BEGIN
    SELECT RAISE(ABORT, 'The record of what happened is only added to');
END;
CREATE TRIGGER auth_event_chain_refuses_delete BEFORE DELETE ON auth_event_chain BEGIN
    SELECT RAISE(ABORT, 'The record of what happened is only added to');
END;
CREATE TRIGGER auth_access_refuses_update BEFORE UPDATE ON auth_access BEGIN
    SELECT RAISE(ABORT, 'The record of what happened is only added to');
END;
CREATE TRIGGER auth_access_refuses_delete BEFORE DELETE ON auth_access BEGIN
    SELECT RAISE(ABORT, 'The record of what happened is only added to');
END;
