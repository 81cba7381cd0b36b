-- Until when a run that a command answers by itself, without a job, may take. After that nobody answers it any more: the command was killed.
ALTER TABLE data_run ADD COLUMN answer_until_at BIGINT;
UPDATE data_run SET answer_until_at = created_at WHERE finished_at IS NULL AND job_id = 0;
CREATE INDEX data_run_left ON data_run (answer_until_at);
