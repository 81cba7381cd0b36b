-- What was joined leads straight to the request that lives on, so that whoever asked for the first of several reads its state in one step. Each
-- step halves the length of a chain; chains of more than eight are not known.
UPDATE helpdesk_request SET merged_into_id = (SELECT m.merged_into_id FROM helpdesk_request m WHERE m.id = helpdesk_request.merged_into_id)
 WHERE merged_into_id IN (SELECT m.id FROM helpdesk_request m WHERE m.merged_into_id IS NOT NULL);
UPDATE helpdesk_request SET merged_into_id = (SELECT m.merged_into_id FROM helpdesk_request m WHERE m.id = helpdesk_request.merged_into_id)
 WHERE merged_into_id IN (SELECT m.id FROM helpdesk_request m WHERE m.merged_into_id IS NOT NULL);
UPDATE helpdesk_request SET merged_into_id = (SELECT m.merged_into_id FROM helpdesk_request m WHERE m.id = helpdesk_request.merged_into_id)
 WHERE merged_into_id IN (SELECT m.id FROM helpdesk_request m WHERE m.merged_into_id IS NOT NULL);
