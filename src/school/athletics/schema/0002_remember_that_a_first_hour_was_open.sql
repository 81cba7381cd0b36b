-- 1: what was published first was a day whose hour was open; original_starts_at is the midnight at which it begins.
ALTER TABLE athletics_game ADD COLUMN original_open BIGINT NOT NULL DEFAULT 0 CHECK (original_open IN (0, 1));
UPDATE athletics_game SET original_open = time_open WHERE original_starts_at IS NOT NULL;
