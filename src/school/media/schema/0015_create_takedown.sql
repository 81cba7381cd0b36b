-- What was taken down, when, and why in fixed words; what recognises the picture when it is brought in again (clauses 9.5 and 10.3). Who withdrew is not
-- kept here: the consents know it.
CREATE TABLE media_takedown (
    id IDENTITY,
    picture_id BIGINT NOT NULL REFERENCES media_picture (id),
    reason TEXT NOT NULL CHECK (reason IN ('consent', 'ended', 'closed', 'pulled', 'incident')),
    content_hash TEXT NOT NULL,
    fingerprint BIGINT NOT NULL,
    title TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    taken_by_id BIGINT REFERENCES auth_account (id),
    -- When every address and every file was asked afterwards, and what still answered.
    verified_at BIGINT,
    addresses BIGINT NOT NULL DEFAULT 0,
    left_over BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX media_takedown_unverified ON media_takedown (id) WHERE verified_at IS NULL;
CREATE INDEX media_takedown_by_picture ON media_takedown (picture_id);
CREATE INDEX media_takedown_by_content ON media_takedown (content_hash);
CREATE INDEX media_takedown_taken_by ON media_takedown (taken_by_id);

-- Where it stood, as families saw it.
CREATE TABLE media_takedown_place (
    id IDENTITY,
    takedown_id BIGINT NOT NULL REFERENCES media_takedown (id),
    kind TEXT NOT NULL,
    place_id BIGINT NOT NULL,
    path TEXT NOT NULL
);
CREATE INDEX media_takedown_place_by_takedown ON media_takedown_place (takedown_id);

-- The stored sizes that it had, so that somebody can see that they are gone.
CREATE TABLE media_takedown_file (
    takedown_id BIGINT NOT NULL REFERENCES media_takedown (id),
    file_hash TEXT NOT NULL,
    PRIMARY KEY (takedown_id, file_hash)
);

-- What a person has to take away elsewhere. One for each recorded use; closed by somebody who says what they did.
CREATE TABLE media_task (
    id IDENTITY,
    takedown_id BIGINT NOT NULL REFERENCES media_takedown (id),
    post_id BIGINT NOT NULL REFERENCES media_post (id),
    due_on TEXT NOT NULL,
    done_at BIGINT,
    done_by_id BIGINT REFERENCES auth_account (id),
    done_words TEXT NOT NULL DEFAULT ''
);
CREATE INDEX media_task_by_takedown ON media_task (takedown_id);
CREATE INDEX media_task_by_post ON media_task (post_id);
CREATE INDEX media_task_open ON media_task (due_on, id) WHERE done_at IS NULL;
CREATE INDEX media_task_done_by ON media_task (done_by_id);
