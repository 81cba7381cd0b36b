-- The vector is written by us word by word, so that both engines agree on what a word is.
CREATE TABLE search_index (
    id BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX search_index_by_word ON search_index USING gin (words);
