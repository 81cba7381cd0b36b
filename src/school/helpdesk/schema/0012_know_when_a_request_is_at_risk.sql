-- When three quarters of the time to solve are used. Computed with the due times; for requests that are there already as if no pause and no
-- night lay between, until they are computed anew.
ALTER TABLE helpdesk_request ADD COLUMN risk_at BIGINT NOT NULL DEFAULT 0;
UPDATE helpdesk_request SET risk_at = created_at + (due_at - created_at) / 4 * 3;
