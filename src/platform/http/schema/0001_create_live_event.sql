-- What changed, for pages that stay current: read by every process behind its last id, removed after some minutes. Only inserted, never
-- updated, so busy topics do not make transactions clash.
CREATE TABLE http_live_event (
    id IDENTITY,
    topic TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX http_live_event_by_time ON http_live_event (at);
