-- The hours of a usual week, seven rows for each (org, valid_from_on); it holds until the next such week of the same org.
-- org_id NULL: the district, for every school without hours of its own.
CREATE TABLE calendar_hours (
    id IDENTITY,
    org_id BIGINT REFERENCES roster_org (id),
    valid_from_on TEXT NOT NULL,
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- Minutes of the local day; both NULL: closed on that weekday.
    opens_minute BIGINT CHECK (opens_minute BETWEEN 0 AND 1439),
    closes_minute BIGINT CHECK (closes_minute BETWEEN 1 AND 1440),
    CHECK ((opens_minute IS NULL) = (closes_minute IS NULL)),
    CHECK (closes_minute > opens_minute)
);
CREATE UNIQUE INDEX calendar_hours_of_org ON calendar_hours (org_id, valid_from_on, weekday) WHERE org_id IS NOT NULL;
CREATE UNIQUE INDEX calendar_hours_of_district ON calendar_hours (valid_from_on, weekday) WHERE org_id IS NULL;

-- Days that differ from their week: holidays, breaks, early releases, snow days, make-up days. first_on to last_on, both included.
-- A school's own entry stands above one of the district for the same day; of two of the same org the later written one counts.
CREATE TABLE calendar_day (
    id IDENTITY,
    org_id BIGINT REFERENCES roster_org (id),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'early_release', 'closed', 'open_extra')),
    name TEXT NOT NULL,
    opens_minute BIGINT CHECK (opens_minute BETWEEN 0 AND 1439),
    closes_minute BIGINT CHECK (closes_minute BETWEEN 1 AND 1440),
    CHECK (last_on >= first_on),
    CHECK (closes_minute > opens_minute)
);
CREATE INDEX calendar_day_by_day ON calendar_day (first_on, last_on);
CREATE INDEX calendar_day_of_org ON calendar_day (org_id);
