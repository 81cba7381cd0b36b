-- 1: what was published first was a day without an hour; original_starts_at is the midnight at which it begins.
ALTER TABLE calendar_event ADD COLUMN original_all_day BIGINT NOT NULL DEFAULT 0 CHECK (original_all_day IN (0, 1));
UPDATE calendar_event SET original_all_day = all_day WHERE original_starts_at IS NOT NULL;
