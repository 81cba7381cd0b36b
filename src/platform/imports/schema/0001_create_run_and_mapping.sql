-- One row for each time that somebody brought files in, or tried to; also what was found wrong with them.
CREATE TABLE imports_run (
    id IDENTITY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('strict', 'lenient')),
    mapping TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL,
    file_hash TEXT,
    state TEXT NOT NULL CHECK (state IN ('checking', 'ready', 'held', 'refused', 'applying', 'applied', 'cancelled', 'failed')),
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    created_count BIGINT NOT NULL DEFAULT 0,
    updated_count BIGINT NOT NULL DEFAULT 0,
    ended_count BIGINT NOT NULL DEFAULT 0,
    unchanged_count BIGINT NOT NULL DEFAULT 0,
    skipped_count BIGINT NOT NULL DEFAULT 0,
    error_count BIGINT NOT NULL DEFAULT 0,
    warning_count BIGINT NOT NULL DEFAULT 0,
    message TEXT NOT NULL DEFAULT '',
    job_id BIGINT,
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX imports_run_by_kind ON imports_run (kind, id);
CREATE INDEX imports_run_applied ON imports_run (kind, source, id) WHERE state = 'applied';

-- The same counts for each kind of record, in the order in which they are shown.
CREATE TABLE imports_run_change (
    run_id BIGINT NOT NULL REFERENCES imports_run (id),
    position BIGINT NOT NULL,
    record TEXT NOT NULL,
    created_count BIGINT NOT NULL,
    updated_count BIGINT NOT NULL,
    ended_count BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    skipped_count BIGINT NOT NULL,
    active_before BIGINT NOT NULL,
    PRIMARY KEY (run_id, position)
);

CREATE TABLE imports_problem (
    id IDENTITY,
    run_id BIGINT NOT NULL REFERENCES imports_run (id),
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
    code TEXT NOT NULL,
    file TEXT NOT NULL,
    row_number BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    value TEXT NOT NULL,
    expected TEXT NOT NULL
);
CREATE INDEX imports_problem_by_run ON imports_problem (run_id, id);
CREATE INDEX imports_problem_by_code ON imports_problem (run_id, code, id);

-- Which column of a file stands for which field, under a name that a person gave it. An empty field: the column is not wanted.
CREATE TABLE imports_mapping (
    id IDENTITY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
);
CREATE TABLE imports_mapping_column (
    mapping_id BIGINT NOT NULL REFERENCES imports_mapping (id),
    column_name TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (mapping_id, column_name)
);
