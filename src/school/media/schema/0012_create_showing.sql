-- Somebody went through the caution and asked to show a picture in a use (clause 7). Every change of the picture voids what is open (clause 4.4).
CREATE TABLE media_showing (
    id IDENTITY,
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    place_words TEXT NOT NULL,
    need_words TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused', 'void')),
    -- A second person has to look.
    needs_look BIGINT NOT NULL CHECK (needs_look IN (0, 1)),
    asked_by_id BIGINT REFERENCES auth_account (id),
    asked_at BIGINT NOT NULL,
    answered_by_id BIGINT REFERENCES auth_account (id),
    answered_at BIGINT,
    answer_words TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX media_showing_open ON media_showing (picture_id, purpose, channel) WHERE state IN ('asked', 'approved');
CREATE INDEX media_showing_by_picture ON media_showing (picture_id, id);
CREATE INDEX media_showing_waits ON media_showing (needs_look, id) WHERE state = 'asked';
CREATE INDEX media_showing_asked_by ON media_showing (asked_by_id);
CREATE INDEX media_showing_answered_by ON media_showing (answered_by_id);
