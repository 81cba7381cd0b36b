-- A notice of which no letter can be written is set aside, so that those behind it do not wait; it is tried again until it can be.
ALTER TABLE helpdesk_notice ADD COLUMN set_aside_at BIGINT;
ALTER TABLE helpdesk_notice ADD COLUMN problem TEXT NOT NULL DEFAULT '';
