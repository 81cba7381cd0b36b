-- A job description: a draft that is worked on, and versions that were approved and stay as they were.
CREATE TABLE people_description (
    id IDENTITY,
    -- Of the draft, or of the newest version when there is no draft.
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    -- JSON (people/description.h). NULL: nothing is worked on.
    draft TEXT,
    -- The number of the newest version; 0: none was approved yet.
    version BIGINT NOT NULL DEFAULT 0,
    changed_at BIGINT NOT NULL,
    CHECK (draft IS NOT NULL OR version > 0)
);
CREATE INDEX people_description_by_title ON people_description (title_folded, id);

CREATE TABLE people_description_version (
    id IDENTITY,
    description_id BIGINT NOT NULL REFERENCES people_description (id),
    number BIGINT NOT NULL CHECK (number > 0),
    document TEXT NOT NULL,
    approved_at BIGINT NOT NULL,
    -- NULL: by the program itself, in a demo district.
    approved_by_id BIGINT REFERENCES auth_account (id),
    note TEXT NOT NULL DEFAULT '',
    -- The day on which the board voted, where it does.
    board_on TEXT,
    UNIQUE (description_id, number)
);
CREATE INDEX people_description_version_approved_by ON people_description_version (approved_by_id);
