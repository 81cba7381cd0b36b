-- Files for a regulator that somebody certified: what was said, by whom, and the bytes in every format. Never changed; a file that is filed again is a
-- row of its own that names the one before.
CREATE TABLE data_certified (
    id IDENTITY,
    run_id BIGINT NOT NULL UNIQUE REFERENCES data_run (id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    period BIGINT NOT NULL,
    before_id BIGINT REFERENCES data_certified (id),
    statement TEXT NOT NULL,
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    certified_at BIGINT NOT NULL
);
CREATE INDEX data_certified_of_account ON data_certified (account_id);
CREATE INDEX data_certified_by_before ON data_certified (before_id);
CREATE INDEX data_certified_by_period ON data_certified (name, period);

-- "csv", "tab", "fixed" as they are filed; "records" is what they are made of, for comparing.
CREATE TABLE data_certified_file (
    certified_id BIGINT NOT NULL REFERENCES data_certified (id),
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (certified_id, format)
);

-- Why a warning was accepted, for each rule that warned.
CREATE TABLE data_certified_warning (
    certified_id BIGINT NOT NULL REFERENCES data_certified (id),
    rule TEXT NOT NULL,
    found BIGINT NOT NULL,
    explanation TEXT NOT NULL,
    PRIMARY KEY (certified_id, rule)
);
