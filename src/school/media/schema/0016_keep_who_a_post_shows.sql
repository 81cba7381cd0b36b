-- Who could be recognised in what was posted. A mark that changes later (somebody is blurred) changes nothing of the copy that stands elsewhere (clause 9.2).
CREATE TABLE media_post_student (
    post_id BIGINT NOT NULL REFERENCES media_post (id),
    person_id BIGINT NOT NULL REFERENCES roster_person (id),
    PRIMARY KEY (post_id, person_id)
);
CREATE INDEX media_post_student_by_person ON media_post_student (person_id);

INSERT INTO media_post_student (post_id, person_id)
SELECT DISTINCT o.id, m.person_id FROM media_post o JOIN media_mark m ON m.picture_id = o.picture_id WHERE m.kind = 'student' AND m.person_id IS NOT NULL;
