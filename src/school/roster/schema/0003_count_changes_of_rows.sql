-- Every change of a row takes a number that is larger than all before it, so that whoever reads the roster again asks only for what has
-- changed since. The number comes from one row, which a transaction that changes something holds until its end: rows of a later number are
-- never seen before those of an earlier one.
CREATE TABLE roster_revision (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    value BIGINT NOT NULL
);
INSERT INTO roster_revision (id, value) VALUES (1, 0);

ALTER TABLE roster_org ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_session ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_person ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_person_org ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_course ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_class ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_enrollment ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
CREATE INDEX roster_person_by_revision ON roster_person (revision);
CREATE INDEX roster_person_org_by_revision ON roster_person_org (revision);
CREATE INDEX roster_enrollment_by_revision ON roster_enrollment (revision);

-- The row said "student" and now says another role: whoever was told of a student must be told that there is none.
ALTER TABLE roster_person ADD COLUMN was_student BIGINT NOT NULL DEFAULT 0 CHECK (was_student IN (0, 1));
ALTER TABLE roster_person_org ADD COLUMN was_student BIGINT NOT NULL DEFAULT 0 CHECK (was_student IN (0, 1));
ALTER TABLE roster_enrollment ADD COLUMN was_student BIGINT NOT NULL DEFAULT 0 CHECK (was_student IN (0, 1));
