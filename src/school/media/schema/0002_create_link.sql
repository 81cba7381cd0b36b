-- Links by which guardians without an account answer, and students of 18 or older. Only the hash of what stands in the letter is kept.
-- `job_id` is the run that sent it, so that one that begins anew writes to nobody twice.
CREATE TABLE media_link (
    id IDENTITY,
    person_id BIGINT NOT NULL REFERENCES roster_person (id),
    token_hash TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'en', 'es')),
    job_id BIGINT,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    opened_at BIGINT
);
CREATE INDEX media_link_by_person ON media_link (person_id, made_at);
CREATE INDEX media_link_by_expires ON media_link (expires_at);
CREATE INDEX media_link_by_job ON media_link (job_id, person_id) WHERE job_id IS NOT NULL;
