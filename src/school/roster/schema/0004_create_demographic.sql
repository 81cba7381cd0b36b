-- What the source says of a student's birth, sex and race (demographics.csv of OneRoster). Nothing said is NULL or '', which is not "no".
-- A row that is no longer active was withdrawn while the person was here; it stays active when the person leaves.
CREATE TABLE roster_demographic (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    person_id BIGINT NOT NULL UNIQUE REFERENCES roster_person (id),
    birth_on TEXT,
    sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'male', 'female', 'unspecified', 'other')),
    raw_sex TEXT NOT NULL DEFAULT '',
    hispanic BIGINT CHECK (hispanic IN (0, 1)),
    american_indian BIGINT CHECK (american_indian IN (0, 1)),
    asian BIGINT CHECK (asian IN (0, 1)),
    black BIGINT CHECK (black IN (0, 1)),
    pacific_islander BIGINT CHECK (pacific_islander IN (0, 1)),
    white BIGINT CHECK (white IN (0, 1)),
    two_or_more BIGINT CHECK (two_or_more IN (0, 1)),
    birth_country TEXT NOT NULL DEFAULT '',
    birth_state TEXT NOT NULL DEFAULT '',
    birth_city TEXT NOT NULL DEFAULT '',
    residence_status TEXT NOT NULL DEFAULT '',
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 0,
    UNIQUE (source, external_id)
);
CREATE INDEX roster_demographic_by_revision ON roster_demographic (revision);

-- A family's word that a student's directory information (name, grade, school) is not to be given out (34 CFR 99.37). `until_on` is the first
-- day on which it no longer holds; a row without one holds until it is lifted. An active one is respected from the moment it is noted, also
-- when `since_on` lies ahead.
CREATE TABLE roster_directory_opt_out (
    id IDENTITY,
    person_id BIGINT NOT NULL REFERENCES roster_person (id),
    since_on TEXT NOT NULL,
    until_on TEXT,
    noted_at BIGINT NOT NULL,
    noted_by BIGINT REFERENCES auth_account (id),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);
CREATE INDEX roster_directory_opt_out_by_person ON roster_directory_opt_out (person_id);
CREATE UNIQUE INDEX roster_directory_opt_out_active ON roster_directory_opt_out (person_id) WHERE active = 1;
CREATE INDEX roster_directory_opt_out_by_noted_by ON roster_directory_opt_out (noted_by);
