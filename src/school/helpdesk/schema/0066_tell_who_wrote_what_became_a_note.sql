-- A notice of one more kind: 'kept_as_note', for who sent what they may have meant as a reply. Notices are gone when their letters are written, so nothing names their ids.
CREATE TABLE helpdesk_notice_kept (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('confirm', 'received', 'walk_up', 'replied', 'waiting', 'scheduled', 'handed_over', 'resolved', 'reopened',
                                       'merged', 'requester_replied', 'assigned', 'mentioned', 'resumed', 'kept_as_note')),
    message_id BIGINT REFERENCES helpdesk_message (id),
    -- For 'assigned', 'mentioned', 'resumed' and 'kept_as_note': whom.
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
