-- A piece of writing: a page or an item of news. Its words are versions that never change; what the public reads at a moment is the newest
-- publication that has begun by then.
CREATE TABLE site_piece (
    id IDENTITY,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'news')),
    created_at BIGINT NOT NULL,
    created_by_id BIGINT REFERENCES auth_account (id),
    changed_at BIGINT NOT NULL,
    -- Raised by every change; a form that was opened before another's change is refused.
    revision BIGINT NOT NULL DEFAULT 1,
    expires_at BIGINT,
    -- Set: taken away; its address answers 410.
    withdrawn_at BIGINT,
    withdrawn_by_id BIGINT REFERENCES auth_account (id),
    withdrawn_why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX site_piece_by_creator ON site_piece (created_by_id);
CREATE INDEX site_piece_by_withdrawer ON site_piece (withdrawn_by_id);
CREATE INDEX site_piece_by_expiry ON site_piece (expires_at);

-- The schools it belongs to; none: the whole district.
CREATE TABLE site_piece_school (
    piece_id BIGINT NOT NULL REFERENCES site_piece (id),
    school_id BIGINT NOT NULL REFERENCES roster_org (id),
    PRIMARY KEY (piece_id, school_id)
);
CREATE INDEX site_piece_school_by_school ON site_piece_school (school_id);

CREATE TABLE site_version (
    id IDENTITY,
    piece_id BIGINT NOT NULL REFERENCES site_piece (id),
    number BIGINT NOT NULL CHECK (number > 0),
    title_en TEXT NOT NULL,
    body_en TEXT NOT NULL,
    title_es TEXT NOT NULL,
    body_es TEXT NOT NULL,
    -- What was changed, in the author's words.
    note TEXT NOT NULL DEFAULT '',
    author_id BIGINT REFERENCES auth_account (id),
    made_at BIGINT NOT NULL,
    -- Asked to be published by somebody else; answered when it was published, given back, or followed by a newer version.
    asked_at BIGINT,
    asked_by_id BIGINT REFERENCES auth_account (id),
    answered_at BIGINT,
    answered_by_id BIGINT REFERENCES auth_account (id),
    answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'published', 'returned', 'replaced')),
    answer_note TEXT NOT NULL DEFAULT '',
    UNIQUE (piece_id, number),
    CHECK (title_en <> '' OR title_es <> '')
);
CREATE INDEX site_version_by_author ON site_version (author_id);
CREATE INDEX site_version_by_asker ON site_version (asked_by_id);
CREATE INDEX site_version_by_answerer ON site_version (answered_by_id);
CREATE INDEX site_version_asked ON site_version (asked_at) WHERE asked_at IS NOT NULL AND answered_at IS NULL;

CREATE TABLE site_publication (
    id IDENTITY,
    piece_id BIGINT NOT NULL REFERENCES site_piece (id),
    version_id BIGINT NOT NULL REFERENCES site_version (id),
    from_at BIGINT NOT NULL,
    -- 0: a correction that does not change what is said; feeds do not announce it again.
    meaning BIGINT NOT NULL DEFAULT 1 CHECK (meaning IN (0, 1)),
    made_at BIGINT NOT NULL,
    made_by_id BIGINT REFERENCES auth_account (id),
    -- Set: a scheduled one that was taken back before it began.
    cancelled_at BIGINT
);
CREATE INDEX site_publication_of_piece ON site_publication (piece_id, from_at);
CREATE INDEX site_publication_of_version ON site_publication (version_id);
CREATE INDEX site_publication_by_maker ON site_publication (made_by_id);
CREATE INDEX site_publication_by_begin ON site_publication (from_at);

-- Published in a hurry over what the checks hold back: to be mended by then.
CREATE TABLE site_repair (
    id IDENTITY,
    piece_id BIGINT NOT NULL REFERENCES site_piece (id),
    version_id BIGINT NOT NULL REFERENCES site_version (id),
    author_id BIGINT REFERENCES auth_account (id),
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    mended_at BIGINT
);
CREATE INDEX site_repair_of_piece ON site_repair (piece_id);
CREATE INDEX site_repair_of_version ON site_repair (version_id);
CREATE INDEX site_repair_by_author ON site_repair (author_id);
