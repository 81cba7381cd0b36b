-- How often a word stands in each part of a version, for ranking (docs/policies/knowledge.md, clause 7). Only of versions that are the latest or that
-- people read. Bytes, so that "begins with" is a range on either engine whatever its collation. Rebuilt from knowledge_version.
CREATE TABLE knowledge_word (
    word BYTES NOT NULL,
    version_id BIGINT NOT NULL REFERENCES knowledge_version (id),
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    in_title BIGINT NOT NULL,
    in_symptom BIGINT NOT NULL,
    in_body BIGINT NOT NULL,
    PRIMARY KEY (word, version_id, language)
);
CREATE INDEX knowledge_word_by_version ON knowledge_word (version_id);

CREATE TABLE knowledge_length (
    version_id BIGINT NOT NULL REFERENCES knowledge_version (id),
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    title BIGINT NOT NULL,
    symptom BIGINT NOT NULL,
    body BIGINT NOT NULL,
    PRIMARY KEY (version_id, language)
);
