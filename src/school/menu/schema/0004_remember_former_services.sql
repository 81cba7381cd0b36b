-- Since when a school has its service; 0: from before this was written down.
ALTER TABLE menu_service_school ADD COLUMN since_at BIGINT NOT NULL DEFAULT 0;

-- The services that a school had before: what it read there stays in its calendar feed as cancelled, and what it was served as served.
CREATE TABLE menu_former_service (
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    service_id BIGINT NOT NULL REFERENCES menu_service (id),
    since_at BIGINT NOT NULL,
    left_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, service_id, left_at)
);
CREATE INDEX menu_former_service_of_service ON menu_former_service (service_id);
