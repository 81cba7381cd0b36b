-- Settings of the district by key; a room's keys start with its word.
CREATE TABLE db_setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
