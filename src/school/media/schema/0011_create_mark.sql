-- Who is in a picture, said by people. A row that the detector proposed has no kind until somebody says what is there (clause 6.3). Boxes are in parts of
-- ten thousand of width and height; whoever is there without a place has none.
CREATE TABLE media_mark (
    id IDENTITY,
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    origin TEXT NOT NULL CHECK (origin IN ('proposed', 'drawn', 'whole')),
    box_left BIGINT NOT NULL DEFAULT 0,
    box_top BIGINT NOT NULL DEFAULT 0,
    box_width BIGINT NOT NULL DEFAULT 0,
    box_height BIGINT NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'student', 'adult', 'unrecognisable', 'no_person', 'blurred')),
    person_id BIGINT REFERENCES roster_person (id),
    note TEXT NOT NULL DEFAULT '',
    marked_by_id BIGINT REFERENCES auth_account (id),
    marked_at BIGINT
);
CREATE INDEX media_mark_by_picture ON media_mark (picture_id);
CREATE INDEX media_mark_by_person ON media_mark (person_id);
CREATE INDEX media_mark_marked_by ON media_mark (marked_by_id);

-- Everybody who ever marked it: none of them is its second person (clause 7.3).
CREATE TABLE media_marker (
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    PRIMARY KEY (picture_id, account_id)
);
CREATE INDEX media_marker_by_account ON media_marker (account_id);
