-- Clause 9.5: two pictures of one evening can look the same to a fingerprint of 64 bits. Somebody who manages pictures says that others may come in; the
-- very file stays refused.
ALTER TABLE media_takedown ADD COLUMN alike_refused_at BIGINT;
ALTER TABLE media_takedown ADD COLUMN alike_allowed_at BIGINT;
ALTER TABLE media_takedown ADD COLUMN alike_allowed_by_id BIGINT REFERENCES auth_account (id);
CREATE INDEX media_takedown_alike_allowed_by ON media_takedown (alike_allowed_by_id);
