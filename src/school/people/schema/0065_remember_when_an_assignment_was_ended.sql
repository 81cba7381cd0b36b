-- The day on which the last day was written down, so that a last day in the past does not take away at once what comes with a role.
ALTER TABLE people_assignment ADD COLUMN ended_on TEXT;
