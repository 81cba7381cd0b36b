-- Whose pages may be shown inside ours: this host and the names below it.
CREATE TABLE site_embed_provider (
    id IDENTITY,
    host TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    added_at BIGINT NOT NULL
);

-- What another company shows on our pages. Without org_id it is the district's. `framing` is what the page itself says about being framed.
-- `alarm` is what its owner was told last; empty: all is well.
CREATE TABLE site_embed (
    id IDENTITY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    shown TEXT NOT NULL CHECK (shown IN ('frame', 'link')),
    height BIGINT NOT NULL CHECK (height BETWEEN 200 AND 2000),
    org_id BIGINT REFERENCES roster_org (id),
    on_place BIGINT NOT NULL DEFAULT 0 CHECK (on_place IN (0, 1)),
    owner_id BIGINT NOT NULL REFERENCES auth_account (id),
    season_from_on TEXT,
    season_to_on TEXT,
    stale_days BIGINT NOT NULL DEFAULT 14 CHECK (stale_days BETWEEN 0 AND 366),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    state TEXT NOT NULL DEFAULT 'unchecked' CHECK (state IN ('unchecked', 'alive', 'sign_in', 'unknown', 'dead')),
    status BIGINT NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    checked_at BIGINT,
    since_at BIGINT,
    framing TEXT NOT NULL DEFAULT 'unknown' CHECK (framing IN ('unknown', 'allowed', 'refused')),
    content_hash BIGINT,
    content_changed_at BIGINT,
    alarm TEXT NOT NULL DEFAULT '' CHECK (alarm IN ('', 'dead', 'sign_in', 'refused', 'stale')),
    alarm_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX site_embed_by_org ON site_embed (org_id, active, on_place);
CREATE INDEX site_embed_by_owner ON site_embed (owner_id);
CREATE INDEX site_embed_by_name ON site_embed (name, id);
