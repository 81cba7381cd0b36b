-- What became of an article, day by day. Numbers alone: who they were stands nowhere (docs/policies/knowledge.md, clause 5).
CREATE TABLE knowledge_count (
    article_id BIGINT NOT NULL REFERENCES knowledge_article (id),
    on_day TEXT NOT NULL,
    shown BIGINT NOT NULL DEFAULT 0,
    opened BIGINT NOT NULL DEFAULT 0,
    solved BIGINT NOT NULL DEFAULT 0,
    sent BIGINT NOT NULL DEFAULT 0,
    used BIGINT NOT NULL DEFAULT 0,
    came_back BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, on_day)
);
CREATE INDEX knowledge_count_by_day ON knowledge_count (on_day);

-- So that a person counts once a day: a hash with the salt of that day. Both are deleted with the first count of a later day.
CREATE TABLE knowledge_salt (
    on_day TEXT PRIMARY KEY,
    salt TEXT NOT NULL
);
CREATE TABLE knowledge_seen (
    on_day TEXT NOT NULL,
    who TEXT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES knowledge_article (id),
    step TEXT NOT NULL CHECK (step IN ('shown', 'opened', 'solved', 'sent')),
    PRIMARY KEY (on_day, who, article_id, step)
);
CREATE INDEX knowledge_seen_by_article ON knowledge_seen (article_id);
