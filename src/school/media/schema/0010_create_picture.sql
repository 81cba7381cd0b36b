-- Pictures as they were brought in, and what became of them. `content_hash` is the SHA-256 of the upload, under which the original lies in the file
-- store while it is kept; it is never served. What the public fetches are the renditions, under `token`, which is another one after every change
-- (docs/policies/images.md, clauses 5 and 8).
CREATE TABLE media_picture (
    id IDENTITY,
    revision BIGINT NOT NULL DEFAULT 1,
    school_id BIGINT NOT NULL REFERENCES roster_org (id),
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    alt_en TEXT NOT NULL DEFAULT '',
    alt_es TEXT NOT NULL DEFAULT '',
    decoration BIGINT NOT NULL DEFAULT 0 CHECK (decoration IN (0, 1)),
    -- The words name a student (clause 4.5); found again whenever words, marks or the day change.
    named BIGINT NOT NULL DEFAULT 0 CHECK (named IN (0, 1)),
    taken_by TEXT NOT NULL DEFAULT '',
    allowed BIGINT NOT NULL DEFAULT 0 CHECK (allowed IN (0, 1)),
    taken_on TEXT,
    content_hash TEXT NOT NULL,
    kept BIGINT NOT NULL DEFAULT 1 CHECK (kept IN (0, 1)),
    fingerprint BIGINT NOT NULL,
    check_state TEXT NOT NULL DEFAULT 'waiting' CHECK (check_state IN ('waiting', 'done', 'failed')),
    check_trouble TEXT NOT NULL DEFAULT '',
    detector TEXT NOT NULL DEFAULT '',
    stated_at BIGINT,
    stated_by_id BIGINT REFERENCES auth_account (id),
    token TEXT,
    uploaded_by_id BIGINT REFERENCES auth_account (id),
    uploaded_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- For good: its pixels are gone, and only what recognises it is left (clause 10.3).
    taken_down_at BIGINT
);
CREATE INDEX media_picture_by_school ON media_picture (school_id, id);
CREATE INDEX media_picture_by_content ON media_picture (content_hash);
CREATE INDEX media_picture_stated_by ON media_picture (stated_by_id);
CREATE INDEX media_picture_uploaded_by ON media_picture (uploaded_by_id);
CREATE UNIQUE INDEX media_picture_by_token ON media_picture (token) WHERE token IS NOT NULL;

CREATE TABLE media_rendition (
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    file_hash TEXT NOT NULL,
    PRIMARY KEY (picture_id, width)
);
CREATE INDEX media_rendition_by_file ON media_rendition (file_hash);

-- Addresses that a picture had: they answer that it is gone. Only the hash of the token is kept.
CREATE TABLE media_spent_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    ended_at BIGINT NOT NULL
);
CREATE INDEX media_spent_token_by_picture ON media_spent_token (picture_id);

-- Stored files that no picture needs any more and that a job deletes at once.
CREATE TABLE media_doomed_file (
    file_hash TEXT NOT NULL PRIMARY KEY,
    doomed_at BIGINT NOT NULL
);
