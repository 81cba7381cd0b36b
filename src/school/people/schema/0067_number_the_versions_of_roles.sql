-- So that a form that is older than the words of the role is noticed.
ALTER TABLE people_role ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
