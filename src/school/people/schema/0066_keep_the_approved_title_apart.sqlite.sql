-- What staff read: title and time of the newest approved version, while a draft has another title. NULL: none was approved yet.
ALTER TABLE people_description ADD COLUMN approved_title TEXT;
ALTER TABLE people_description ADD COLUMN approved_folded TEXT;
ALTER TABLE people_description ADD COLUMN approved_at BIGINT;
UPDATE people_description SET
    approved_title = (SELECT json_extract(v.document, '$.title') FROM people_description_version v WHERE v.description_id = people_description.id AND v.number = people_description.version),
    approved_at = (SELECT v.approved_at FROM people_description_version v WHERE v.description_id = people_description.id AND v.number = people_description.version)
 WHERE version > 0;
UPDATE people_description SET approved_folded = CASE WHEN approved_title = title THEN title_folded ELSE lower(approved_title) END WHERE version > 0;
CREATE INDEX people_description_by_approved_title ON people_description (approved_folded, id);
