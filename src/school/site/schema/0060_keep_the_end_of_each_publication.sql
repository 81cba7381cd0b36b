-- When it goes by the clock belongs to what was published: a version that is scheduled for later changes nothing about what is public now.
ALTER TABLE site_publication ADD COLUMN expires_at BIGINT;
UPDATE site_publication SET expires_at = (SELECT p.expires_at FROM site_piece p WHERE p.id = site_publication.piece_id);
CREATE INDEX site_publication_by_expiry ON site_publication (expires_at);
DROP INDEX site_piece_by_expiry;
ALTER TABLE site_piece DROP COLUMN expires_at;
