-- What helps, in words that stay. A version never changes; the article says which one is the latest and which one people read.
CREATE TABLE knowledge_article (
    id IDENTITY,
    revision BIGINT NOT NULL DEFAULT 1,
    latest BIGINT NOT NULL DEFAULT 1,
    -- The version that people read; stays when the article is withdrawn, so that it can come back.
    live BIGINT,
    live_at BIGINT,
    live_by_id BIGINT REFERENCES auth_account (id),
    review_by_on TEXT,
    withdrawn_at BIGINT,
    withdrawn_by_id BIGINT REFERENCES auth_account (id),
    withdrawn_why TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    created_by_id BIGINT REFERENCES auth_account (id),
    changed_at BIGINT NOT NULL
);
CREATE INDEX knowledge_article_by_change ON knowledge_article (changed_at, id);
CREATE INDEX knowledge_article_live_by ON knowledge_article (live_by_id);
CREATE INDEX knowledge_article_withdrawn_by ON knowledge_article (withdrawn_by_id);
CREATE INDEX knowledge_article_created_by ON knowledge_article (created_by_id);

-- Who may read it, its kind and what it is about belong to the version: none of them changes without a second look.
CREATE TABLE knowledge_version (
    id IDENTITY,
    article_id BIGINT NOT NULL REFERENCES knowledge_article (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('how_to', 'known_error', 'question', 'reference')),
    audience TEXT NOT NULL CHECK (audience IN ('staff', 'public')),
    category TEXT NOT NULL DEFAULT '',
    device_kind TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    title_en TEXT NOT NULL,
    symptom_en TEXT NOT NULL,
    body_en TEXT NOT NULL,
    title_es TEXT NOT NULL,
    symptom_es TEXT NOT NULL,
    body_es TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    author_id BIGINT REFERENCES auth_account (id),
    made_at BIGINT NOT NULL,
    asked_at BIGINT,
    asked_by_id BIGINT REFERENCES auth_account (id),
    answered_at BIGINT,
    answered_by_id BIGINT REFERENCES auth_account (id),
    answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'published', 'returned', 'replaced')),
    answer_note TEXT NOT NULL DEFAULT '',
    published_at BIGINT,
    -- Published by whoever wrote it, because nobody else may publish (clause 2.2 of docs/policies/knowledge.md).
    alone BIGINT NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
    UNIQUE (article_id, number)
);
CREATE INDEX knowledge_version_author ON knowledge_version (author_id);
CREATE INDEX knowledge_version_asked_by ON knowledge_version (asked_by_id);
CREATE INDEX knowledge_version_answered_by ON knowledge_version (answered_by_id);
