-- Where a public event was before it moved to another school or group: calendar programs that got it there must hear that it is there no more.
-- No org_id: it was the whole district's.
CREATE TABLE calendar_former_place (
    id IDENTITY,
    event_id BIGINT NOT NULL REFERENCES calendar_event (id),
    org_id BIGINT REFERENCES roster_org (id),
    group_id BIGINT REFERENCES calendar_group (id),
    left_at BIGINT NOT NULL
);
CREATE INDEX calendar_former_place_of_event ON calendar_former_place (event_id);
CREATE INDEX calendar_former_place_of_org ON calendar_former_place (org_id, left_at);
CREATE INDEX calendar_former_place_of_group ON calendar_former_place (group_id, left_at);
CREATE INDEX calendar_former_place_by_time ON calendar_former_place (left_at);
