-- What came since a day is read each hour and on the pages about emerging problems.
CREATE INDEX helpdesk_request_created ON helpdesk_request (created_at);
-- Few waits and few hand-overs are for a skill or an authority: the CIO's page reads these only.
CREATE INDEX helpdesk_pause_by_reason ON helpdesk_pause (reason, to_at);
CREATE INDEX helpdesk_hand_over_by_reason ON helpdesk_hand_over (reason, at);
