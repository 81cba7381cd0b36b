-- Whose act the last solution or reopening was: the news of it comes from them.
ALTER TABLE helpdesk_problem ADD COLUMN turned_by_id BIGINT REFERENCES auth_account (id);
CREATE INDEX helpdesk_problem_turned_by ON helpdesk_problem (turned_by_id);
UPDATE helpdesk_problem SET turned_by_id = solved_by_id WHERE state = 'solved';
-- How many people told us of whom nothing is kept any more (clause 23 of docs/policies/known-problems.md).
ALTER TABLE helpdesk_problem ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
