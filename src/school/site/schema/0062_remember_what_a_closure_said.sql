-- A closure, set with one tap: its day, and the item of news that says the same. NULL: a sentence of somebody's own.
ALTER TABLE site_banner ADD COLUMN closure_on TEXT;
ALTER TABLE site_banner ADD COLUMN news_id BIGINT REFERENCES site_piece (id);
CREATE INDEX site_banner_by_closure ON site_banner (closure_on);
CREATE INDEX site_banner_by_news ON site_banner (news_id);
