-- A new request was written into indexes by which nobody will ever look for it: who it is not about, what it is not joined with, when it was not
-- solved.
DROP INDEX helpdesk_request_of_requester;
DROP INDEX helpdesk_request_of_person;
DROP INDEX helpdesk_request_of_device;
DROP INDEX helpdesk_request_of_assignee;
DROP INDEX helpdesk_request_resolved;
DROP INDEX helpdesk_request_merged;
CREATE INDEX helpdesk_request_of_requester ON helpdesk_request (requester_id, id) WHERE requester_id IS NOT NULL;
CREATE INDEX helpdesk_request_of_person ON helpdesk_request (requester_person_id, id) WHERE requester_person_id IS NOT NULL;
CREATE INDEX helpdesk_request_of_device ON helpdesk_request (device_id, id) WHERE device_id IS NOT NULL;
CREATE INDEX helpdesk_request_of_assignee ON helpdesk_request (assignee_id, priority, due_at, id, state)
    WHERE assignee_id IS NOT NULL AND state IN ('new', 'open', 'waiting', 'scheduled');
CREATE INDEX helpdesk_request_resolved ON helpdesk_request (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX helpdesk_request_merged ON helpdesk_request (merged_into_id) WHERE merged_into_id IS NOT NULL;
-- The totals that every routing reads, and the counts of a feature, each from an index alone.
CREATE INDEX helpdesk_routing_totals ON helpdesk_routing_count (feature, team_id, seen) WHERE substr(feature, 1, 1) = '*';
