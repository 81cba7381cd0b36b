-- What waits until a day, and what has an appointment, is found again by a job every few minutes.
CREATE INDEX helpdesk_request_waits_until ON helpdesk_request (waiting_until_on, id) WHERE waiting_until_on IS NOT NULL;
CREATE INDEX helpdesk_request_scheduled ON helpdesk_request (scheduled_at, id) WHERE scheduled_at IS NOT NULL;

-- A notice of one more kind: 'resumed', for whoever has the request. Notices are gone when their letters are written, so nothing names their ids.
CREATE TABLE helpdesk_notice_kept (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('confirm', 'received', 'walk_up', 'replied', 'waiting', 'scheduled', 'handed_over', 'resolved', 'reopened',
                                       'merged', 'requester_replied', 'assigned', 'mentioned', 'resumed')),
    message_id BIGINT REFERENCES helpdesk_message (id),
    -- For 'assigned', 'mentioned' and 'resumed': whom.
    account_id BIGINT REFERENCES auth_account (id),
    secret TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    set_aside_at BIGINT,
    problem TEXT NOT NULL DEFAULT ''
);
INSERT INTO helpdesk_notice_kept (request_id, kind, message_id, account_id, secret, words, at, set_aside_at, problem)
SELECT request_id, kind, message_id, account_id, secret, words, at, set_aside_at, problem FROM helpdesk_notice ORDER BY id;
DROP TABLE helpdesk_notice;
ALTER TABLE helpdesk_notice_kept RENAME TO helpdesk_notice;
