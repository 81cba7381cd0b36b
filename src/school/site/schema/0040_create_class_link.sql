-- The page of a class on the learning platform, and what the last look at it found. `host` is that of the address, in lower case: looks go one at a
-- time a host. `state` holds since `since_at`.
CREATE TABLE site_class_link (
    class_id BIGINT PRIMARY KEY REFERENCES roster_class (id),
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    provider TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source IN ('import', 'pattern', 'person')),
    state TEXT NOT NULL DEFAULT 'unchecked' CHECK (state IN ('unchecked', 'alive', 'sign_in', 'unknown', 'dead')),
    status BIGINT NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    checked_at BIGINT,
    since_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    changed_at BIGINT NOT NULL
);
CREATE INDEX site_class_link_by_state ON site_class_link (state, checked_at);

-- How the address of a class is made of what the roster says: "https://lms.example.org/course/{sourcedId}". One for the district (no org), and one
-- for each school that has its own, which goes before the district's.
CREATE TABLE site_class_pattern (
    id IDENTITY,
    org_id BIGINT REFERENCES roster_org (id),
    pattern TEXT NOT NULL,
    provider TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX site_class_pattern_once ON site_class_pattern (COALESCE(org_id, 0));
CREATE INDEX site_class_pattern_by_org ON site_class_pattern (org_id);
