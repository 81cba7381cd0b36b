-- What the queue counts for every page is counted from an index alone, without a look at each request. SQLite takes an index as whole only
-- when it holds the state too, though the state is what made the request part of it.
DROP INDEX helpdesk_request_in_order;
DROP INDEX helpdesk_request_of_team;
DROP INDEX helpdesk_request_paused;
DROP INDEX helpdesk_request_of_assignee;
CREATE INDEX helpdesk_request_in_order ON helpdesk_request (priority, due_at, id, team_id, school_id, assignee_id, state) WHERE state IN ('new', 'open');
CREATE INDEX helpdesk_request_of_team ON helpdesk_request (team_id, priority, due_at, id, school_id, class_waiting, state) WHERE state IN ('new', 'open');
CREATE INDEX helpdesk_request_of_team_at_school ON helpdesk_request (team_id, school_id, priority, due_at, id, state) WHERE state IN ('new', 'open');
CREATE INDEX helpdesk_request_paused ON helpdesk_request (priority, due_at, id, team_id, school_id, assignee_id, state) WHERE state IN ('waiting', 'scheduled');
CREATE INDEX helpdesk_request_of_assignee ON helpdesk_request (assignee_id, priority, due_at, id, state) WHERE state IN ('new', 'open', 'waiting', 'scheduled');
