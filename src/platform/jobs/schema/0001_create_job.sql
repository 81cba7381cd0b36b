-- Work for later, and what became of it. Ended jobs are removed after 30 days.
CREATE TABLE jobs_job (
    id IDENTITY,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    unique_key TEXT,
    owner_id BIGINT REFERENCES auth_account (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    attempts BIGINT NOT NULL DEFAULT 0,
    most_attempts BIGINT NOT NULL CHECK (most_attempts > 0),
    due_at BIGINT NOT NULL,
    enqueued_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    -- Who runs it, and until when that is believed without a sign of life.
    runner TEXT,
    lease_until_at BIGINT,
    cancel_requested BIGINT NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    done_units BIGINT NOT NULL DEFAULT 0,
    total_units BIGINT NOT NULL DEFAULT 0,
    result TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX jobs_job_due ON jobs_job (due_at) WHERE state = 'waiting';
CREATE INDEX jobs_job_running ON jobs_job (name, unique_key) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_job_waiting_once ON jobs_job (name, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL;
CREATE INDEX jobs_job_finished ON jobs_job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_job_owner ON jobs_job (owner_id) WHERE owner_id IS NOT NULL;

-- When each scheduled job is due next. `spec` notices that a new version of the program schedules it otherwise.
CREATE TABLE jobs_schedule (
    name TEXT PRIMARY KEY,
    spec TEXT NOT NULL,
    next_at BIGINT NOT NULL
);
