-- What imports of student data made true: each accepted batch is a Parquet file among the district's files. Batches hold in the order of their ids;
-- the latest row of a key wins. One that was taken back counts as never accepted and stays on record.
CREATE TABLE data_batch (
    id IDENTITY,
    kind TEXT NOT NULL,
    fact TEXT NOT NULL,
    source TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    import_run_id BIGINT,
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    taken_back_at BIGINT,
    taken_back_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX data_batch_of_fact ON data_batch (fact, id);
CREATE INDEX data_batch_of_account ON data_batch (account_id);
CREATE INDEX data_batch_of_file ON data_batch (file_hash);
