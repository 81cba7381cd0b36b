CREATE TABLE site_news (
    piece_id BIGINT PRIMARY KEY REFERENCES site_piece (id),
    -- The permanent name of the item in feeds (RFC 4151); never changes, whatever the site's address becomes.
    tag TEXT NOT NULL UNIQUE,
    for_families BIGINT NOT NULL DEFAULT 1 CHECK (for_families IN (0, 1)),
    for_staff BIGINT NOT NULL DEFAULT 0 CHECK (for_staff IN (0, 1)),
    for_students BIGINT NOT NULL DEFAULT 0 CHECK (for_students IN (0, 1)),
    -- When it first is or was live; NULL: was never published. News is read newest first by this.
    live_from_at BIGINT
);
CREATE INDEX site_news_newest ON site_news (live_from_at, piece_id);

-- A sentence on top of every public page, of the district or of one school, until a moment.
CREATE TABLE site_banner (
    id IDENTITY,
    school_id BIGINT REFERENCES roster_org (id),
    level TEXT NOT NULL CHECK (level IN ('notice', 'closing', 'danger')),
    text_en TEXT NOT NULL DEFAULT '',
    text_es TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by_id BIGINT REFERENCES auth_account (id),
    ended_at BIGINT,
    ended_by_id BIGINT REFERENCES auth_account (id),
    CHECK (text_en <> '' OR text_es <> ''),
    CHECK (until_at > from_at)
);
CREATE INDEX site_banner_by_school ON site_banner (school_id);
CREATE INDEX site_banner_by_end ON site_banner (until_at);
CREATE INDEX site_banner_by_maker ON site_banner (made_by_id);
CREATE INDEX site_banner_by_ender ON site_banner (ended_by_id);
