-- Each question put to the warehouse, why, and what came of it. A row is finished once and stays; the rows of its answer lie beside the warehouse
-- and expire.
CREATE TABLE data_run (
    id IDENTITY,
    kind TEXT NOT NULL CHECK (kind IN ('query', 'report', 'extract')),
    subject TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    sql_text TEXT NOT NULL,
    parameters TEXT NOT NULL DEFAULT '{}',
    tier TEXT NOT NULL CHECK (tier IN ('operations', 'directory', 'students', 'sensitive')),
    guarded BIGINT NOT NULL CHECK (guarded IN (0, 1)),
    purpose TEXT NOT NULL,
    purpose_note TEXT NOT NULL DEFAULT '',
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'refused', 'cancelled')),
    code TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    row_count BIGINT NOT NULL DEFAULT 0,
    cut BIGINT NOT NULL DEFAULT 0 CHECK (cut IN (0, 1)),
    took_ms BIGINT NOT NULL DEFAULT 0,
    tables_read TEXT NOT NULL DEFAULT '',
    columns_read TEXT NOT NULL DEFAULT '',
    warehouse_version TEXT NOT NULL DEFAULT '',
    as_of_at BIGINT,
    job_id BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX data_run_of_account ON data_run (account_id, id);
CREATE INDEX data_run_of_subject ON data_run (kind, subject, id);
