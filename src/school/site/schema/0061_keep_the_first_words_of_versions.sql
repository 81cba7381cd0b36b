-- The first words as plain text, made once when a version is written, because a search shows many of them. NULL: written before they were kept.
ALTER TABLE site_version ADD COLUMN summary_en TEXT;
ALTER TABLE site_version ADD COLUMN summary_es TEXT;
