-- A rule that is out of use stays, so that it can be taken up again.
ALTER TABLE helpdesk_routing_rule ADD COLUMN active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1));

-- What a program's Idempotency-Key made, so that sending the same words twice makes one request. Kept for a day.
CREATE TABLE helpdesk_api_key (
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    key_hash TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, key_hash)
);
CREATE INDEX helpdesk_api_key_by_time ON helpdesk_api_key (at);
