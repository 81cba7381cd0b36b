-- Reports that a person wrote or changed; those that ship with the program stand here only once they were changed.
CREATE TABLE data_report (
    id IDENTITY,
    name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- Every version is kept and never changed. An empty text means: set back to the one that ships, whichever that is.
CREATE TABLE data_report_version (
    id IDENTITY,
    report_id BIGINT NOT NULL REFERENCES data_report (id),
    number BIGINT NOT NULL CHECK (number > 0),
    text TEXT NOT NULL,
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (report_id, number)
);
CREATE INDEX data_report_version_of_account ON data_report_version (account_id);
