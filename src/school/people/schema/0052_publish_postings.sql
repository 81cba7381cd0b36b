-- A version of a job description that is advertised. Nothing of it is deleted: what was published stays on record.
CREATE TABLE people_posting (
    id IDENTITY,
    -- In its address; unguessable, because a posting may be for staff alone at first.
    token TEXT NOT NULL UNIQUE,
    version_id BIGINT NOT NULL REFERENCES people_description_version (id),
    opens_on TEXT NOT NULL,
    -- The last day on which it is open.
    closes_on TEXT NOT NULL,
    -- Until this day for staff alone; NULL: for everybody from the first day.
    internal_until TEXT,
    openings BIGINT NOT NULL CHECK (openings > 0),
    apply_words TEXT NOT NULL,
    apply_email TEXT NOT NULL,
    apply_url TEXT NOT NULL,
    contact TEXT NOT NULL,
    accommodation TEXT NOT NULL,
    equal_opportunity TEXT NOT NULL,
    -- Where the work is done.
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by_id BIGINT REFERENCES auth_account (id),
    withdrawn_at BIGINT,
    withdrawn_by_id BIGINT REFERENCES auth_account (id),
    withdrawn_why TEXT NOT NULL DEFAULT '',
    CHECK (closes_on >= opens_on),
    CHECK (apply_email <> '' OR apply_url <> '')
);
CREATE INDEX people_posting_of_version ON people_posting (version_id);
CREATE INDEX people_posting_published_by ON people_posting (published_by_id);
CREATE INDEX people_posting_withdrawn_by ON people_posting (withdrawn_by_id);
CREATE INDEX people_posting_open ON people_posting (closes_on, opens_on);
