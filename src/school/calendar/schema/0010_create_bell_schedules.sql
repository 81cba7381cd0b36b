-- When bells ring at a school: one row a version. The same name with a later valid_from_on is the next version; earlier ones stay as history.
-- A regular schedule rings on its weekdays (bit 0 is Monday), an early one on early releases, and any on the days named for it.
CREATE TABLE calendar_bell (
    id IDENTITY,
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('regular', 'early_release', 'dated')),
    weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 0 AND 127),
    valid_from_on TEXT NOT NULL,
    -- The first day on which this version no longer rings; NULL: until its next version.
    ended_on TEXT,
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (org_id, name_folded, valid_from_on)
);

-- The periods of a version in order. `taught` is 0 for lunch, homeroom and the like.
CREATE TABLE calendar_bell_period (
    bell_id BIGINT NOT NULL REFERENCES calendar_bell (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    starts_minute BIGINT NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    ends_minute BIGINT NOT NULL CHECK (ends_minute BETWEEN 1 AND 1440),
    taught BIGINT NOT NULL CHECK (taught IN (0, 1)),
    PRIMARY KEY (bell_id, position),
    CHECK (ends_minute > starts_minute)
);

-- Days on which a version rings whatever the weekday: assemblies, testing, A and B days.
CREATE TABLE calendar_bell_date (
    bell_id BIGINT NOT NULL REFERENCES calendar_bell (id),
    rings_on TEXT NOT NULL,
    PRIMARY KEY (bell_id, rings_on)
);
