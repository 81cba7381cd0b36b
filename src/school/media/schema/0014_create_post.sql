-- Where a picture was used outside: on social media, in print, in the press. What was posted can only be taken away by a person there (clause 9.2).
CREATE TABLE media_post (
    id IDENTITY,
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    posted_on TEXT NOT NULL,
    recorded_by_id BIGINT REFERENCES auth_account (id),
    recorded_at BIGINT NOT NULL,
    UNIQUE (picture_id, channel, address)
);
CREATE INDEX media_post_recorded_by ON media_post (recorded_by_id);
