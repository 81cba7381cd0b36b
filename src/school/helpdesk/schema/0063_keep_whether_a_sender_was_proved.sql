-- Whether an answer carried a seal that only its sender was sent (clause 3 of docs/policies/mail.md). A new request carries none; of what came before this nothing is said.
ALTER TABLE helpdesk_mail ADD COLUMN proved BIGINT NOT NULL DEFAULT 1 CHECK (proved IN (0, 1));
