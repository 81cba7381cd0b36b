CREATE TABLE site_page (
    piece_id BIGINT PRIMARY KEY REFERENCES site_piece (id),
    path TEXT NOT NULL UNIQUE CHECK (path LIKE '/%'),
    -- Who answers for it, and the day by which that person looks at it again.
    owner_id BIGINT REFERENCES auth_account (id),
    review_on TEXT,
    in_menu BIGINT NOT NULL DEFAULT 0 CHECK (in_menu IN (0, 1)),
    -- Where it hangs in the navigation; NULL: on top.
    parent_id BIGINT REFERENCES site_page (piece_id),
    menu_order BIGINT NOT NULL DEFAULT 100
);
CREATE INDEX site_page_by_owner ON site_page (owner_id);
CREATE INDEX site_page_by_parent ON site_page (parent_id);
CREATE INDEX site_page_by_review ON site_page (review_on);

-- An address that was: of a page that moved, or of an older website. Never to an address that is redirected itself.
CREATE TABLE site_redirect (
    id IDENTITY,
    from_path TEXT NOT NULL UNIQUE CHECK (from_path LIKE '/%'),
    target TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('moved', 'written')),
    made_at BIGINT NOT NULL,
    made_by_id BIGINT REFERENCES auth_account (id)
);
CREATE INDEX site_redirect_by_target ON site_redirect (target);
CREATE INDEX site_redirect_by_maker ON site_redirect (made_by_id);

-- A part of the site ("/health" and all below) that was given to single accounts to write.
CREATE TABLE site_section (
    id IDENTITY,
    path TEXT NOT NULL UNIQUE CHECK (path LIKE '/%'),
    made_at BIGINT NOT NULL,
    made_by_id BIGINT REFERENCES auth_account (id)
);
CREATE INDEX site_section_by_maker ON site_section (made_by_id);
CREATE TABLE site_section_editor (
    section_id BIGINT NOT NULL REFERENCES site_section (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    PRIMARY KEY (section_id, account_id)
);
CREATE INDEX site_section_editor_by_account ON site_section_editor (account_id);
