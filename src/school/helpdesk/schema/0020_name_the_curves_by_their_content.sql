-- A process keeps the curves that it has read; by this it sees that they have been made anew.
ALTER TABLE helpdesk_back_test ADD COLUMN curves_hash TEXT NOT NULL DEFAULT '';
