-- What somebody should be told by mail; a job turns each into letters in the reader's language and removes it. Written by the transaction
-- that causes it, so nothing is told that did not happen and nothing that happened goes untold.
CREATE TABLE helpdesk_notice (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('confirm', 'received', 'walk_up', 'replied', 'waiting', 'scheduled', 'handed_over', 'resolved', 'reopened',
                                       'merged', 'requester_replied', 'assigned', 'mentioned')),
    message_id BIGINT REFERENCES helpdesk_message (id),
    -- For 'assigned' and 'mentioned': whom.
    account_id BIGINT REFERENCES auth_account (id),
    -- For 'confirm': the secret of the link, gone with this row.
    secret TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL
);
