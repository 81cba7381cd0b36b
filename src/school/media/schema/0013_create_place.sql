-- Where on the website a picture stands. The room that shows it says so, and shows only what the gate clears at that moment.
CREATE TABLE media_place (
    id IDENTITY,
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    purpose TEXT NOT NULL,
    kind TEXT NOT NULL,
    place_id BIGINT NOT NULL,
    path TEXT NOT NULL,
    position BIGINT NOT NULL,
    placed_by_id BIGINT REFERENCES auth_account (id),
    placed_at BIGINT NOT NULL,
    UNIQUE (kind, place_id, picture_id)
);
CREATE INDEX media_place_by_picture ON media_place (picture_id);
CREATE INDEX media_place_placed_by ON media_place (placed_by_id);
