-- taken: anyone of the team takes a new request. given: it goes to the person on duty with the least work who can do it.
ALTER TABLE helpdesk_team ADD COLUMN new_requests TEXT NOT NULL DEFAULT 'taken' CHECK (new_requests IN ('taken', 'given'));
-- Whom that rule gave the request; why somebody has it is shown while it is still the same person.
ALTER TABLE helpdesk_request ADD COLUMN given_to_id BIGINT REFERENCES auth_account (id);
