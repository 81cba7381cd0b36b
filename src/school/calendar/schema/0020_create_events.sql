-- The nouns to which events belong besides a school: "Band", "Board". The slug is in addresses and never changes.
CREATE TABLE calendar_group (
    id IDENTITY,
    slug TEXT NOT NULL UNIQUE,
    org_id BIGINT REFERENCES roster_org (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    name_es TEXT NOT NULL DEFAULT ''
);
CREATE INDEX calendar_group_of_org ON calendar_group (org_id, name_folded);

-- Public events, one row for each occurrence. `sequence` only rises, `uid` never changes: calendar programs know an event by them.
-- starts_at and ends_at are what lists are ordered by; of an event of whole days they are midnights of the district.
CREATE TABLE calendar_event (
    id IDENTITY,
    uid TEXT NOT NULL UNIQUE,
    sequence BIGINT NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'rehearsal', 'meeting', 'governance', 'performance', 'other')),
    org_id BIGINT REFERENCES roster_org (id),
    group_id BIGINT REFERENCES calendar_group (id),
    title TEXT NOT NULL,
    title_es TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    description_es TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    note_es TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    all_day BIGINT NOT NULL CHECK (all_day IN (0, 1)),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    status TEXT NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'postponed', 'rescheduled', 'cancelled', 'withdrawn')),
    original_starts_at BIGINT,
    -- The first of its series; that one names itself.
    series_id BIGINT REFERENCES calendar_event (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX calendar_event_by_start ON calendar_event (starts_at, id);
CREATE INDEX calendar_event_of_org ON calendar_event (org_id, starts_at);
CREATE INDEX calendar_event_of_group ON calendar_event (group_id, starts_at);
CREATE INDEX calendar_event_of_series ON calendar_event (series_id, starts_at);
