-- Each person's press beside a request is their own: what one takes back leaves the others' as they are.
CREATE TABLE planning_need_request_kept (
    need_id BIGINT NOT NULL REFERENCES planning_need (id),
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    linked_by_id BIGINT NOT NULL REFERENCES auth_account (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (need_id, request_id, linked_by_id)
);
INSERT INTO planning_need_request_kept (need_id, request_id, linked_by_id, at) SELECT need_id, request_id, linked_by_id, at FROM planning_need_request;
DROP TABLE planning_need_request;
ALTER TABLE planning_need_request_kept RENAME TO planning_need_request;
CREATE INDEX planning_need_request_of_request ON planning_need_request (request_id);
CREATE INDEX planning_need_request_linked_by ON planning_need_request (linked_by_id);
