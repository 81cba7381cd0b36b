-- The district's people and places. A row that came from an import is known by (source, external_id); one that a person wrote has
-- source 'manual' and no external id. Nothing is deleted: what left the roster is no longer active and keeps its history.
CREATE TABLE roster_org (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('department', 'school', 'district', 'local', 'state', 'national', 'other')),
    raw_type TEXT NOT NULL DEFAULT '',
    identifier TEXT NOT NULL DEFAULT '',
    parent_id BIGINT REFERENCES roster_org (id),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_org_by_parent ON roster_org (parent_id);
CREATE INDEX roster_org_by_name ON roster_org (type, name_folded, id);

-- Where things are and happen. `name` is what people say: "214", "Lab 2", "Office".
CREATE TABLE roster_room (
    id IDENTITY,
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (org_id, name_folded)
);

-- Terms: school years, semesters, grading periods.
CREATE TABLE roster_session (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('gradingPeriod', 'semester', 'schoolYear', 'term', 'other')),
    raw_type TEXT NOT NULL DEFAULT '',
    start_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    school_year BIGINT,
    parent_id BIGINT REFERENCES roster_session (id),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_session_by_parent ON roster_session (parent_id);

-- `name_folded` is "family given" after base::fold and is the order of every list of people. `role` is the main one of the roles in
-- roster_person_org. `enabled` is the source's word on whether the person may use systems.
CREATE TABLE roster_person (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    given_name TEXT NOT NULL,
    middle_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL,
    preferred_given_name TEXT NOT NULL DEFAULT '',
    preferred_family_name TEXT NOT NULL DEFAULT '',
    name_folded TEXT NOT NULL,
    username TEXT NOT NULL DEFAULT '',
    username_folded TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    email_folded TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    identifier TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL CHECK (role IN ('student', 'teacher', 'administrator', 'aide', 'counselor', 'proctor', 'guardian', 'relative', 'other')),
    raw_role TEXT NOT NULL DEFAULT '',
    grade TEXT NOT NULL DEFAULT '',
    raw_grade TEXT NOT NULL DEFAULT '',
    primary_org_id BIGINT REFERENCES roster_org (id),
    enabled BIGINT NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    account_id BIGINT REFERENCES auth_account (id),
    changed_at BIGINT NOT NULL,
    UNIQUE (source, external_id)
);
CREATE INDEX roster_person_by_name ON roster_person (active, name_folded, id);
CREATE INDEX roster_person_by_role ON roster_person (active, role, name_folded, id);
CREATE INDEX roster_person_by_email ON roster_person (email_folded) WHERE email_folded <> '';
CREATE INDEX roster_person_by_username ON roster_person (username_folded) WHERE username_folded <> '';
CREATE INDEX roster_person_by_identifier ON roster_person (identifier) WHERE identifier <> '';
CREATE UNIQUE INDEX roster_person_by_account ON roster_person (account_id) WHERE account_id IS NOT NULL;

-- The beginnings that find a person: each word of the names and of the username, and the whole e-mail address. Bytes, so that "begins
-- with" is a range on either engine whatever its collation. Rebuilt from roster_person.
CREATE TABLE roster_person_word (
    word BYTES NOT NULL,
    person_id BIGINT NOT NULL REFERENCES roster_person (id),
    PRIMARY KEY (word, person_id)
);

-- Who is what where. A person holds several roles at several places.
CREATE TABLE roster_person_org (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    person_id BIGINT NOT NULL REFERENCES roster_person (id),
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    role TEXT NOT NULL CHECK (role IN ('student', 'teacher', 'administrator', 'aide', 'counselor', 'proctor', 'guardian', 'relative', 'other')),
    raw_role TEXT NOT NULL DEFAULT '',
    is_primary BIGINT NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    begin_on TEXT,
    end_on TEXT,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_person_org_by_person ON roster_person_org (person_id, org_id);
CREATE INDEX roster_person_org_by_org ON roster_person_org (org_id, active, role, person_id);

-- Who looks after whom: `guardian_id` is a guardian, parent or relative of `student_id`.
CREATE TABLE roster_guardian (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    student_id BIGINT NOT NULL REFERENCES roster_person (id),
    guardian_id BIGINT NOT NULL REFERENCES roster_person (id),
    relation TEXT NOT NULL CHECK (relation IN ('guardian', 'relative', 'other')),
    raw_relation TEXT NOT NULL DEFAULT '',
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_guardian_by_student ON roster_guardian (student_id);
CREATE INDEX roster_guardian_by_guardian ON roster_guardian (guardian_id);

CREATE TABLE roster_course (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    org_id BIGINT REFERENCES roster_org (id),
    school_year_id BIGINT REFERENCES roster_session (id),
    grades TEXT NOT NULL DEFAULT '',
    subjects TEXT NOT NULL DEFAULT '',
    subject_codes TEXT NOT NULL DEFAULT '',
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_course_by_org ON roster_course (org_id);
CREATE INDEX roster_course_by_school_year ON roster_course (school_year_id);

-- A course taught to a group. `org_id` is its school; `location` is the source's own word for the room.
CREATE TABLE roster_class (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL CHECK (type IN ('homeroom', 'scheduled', 'other')),
    raw_type TEXT NOT NULL DEFAULT '',
    course_id BIGINT REFERENCES roster_course (id),
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    location TEXT NOT NULL DEFAULT '',
    periods TEXT NOT NULL DEFAULT '',
    grades TEXT NOT NULL DEFAULT '',
    subjects TEXT NOT NULL DEFAULT '',
    subject_codes TEXT NOT NULL DEFAULT '',
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_class_by_course ON roster_class (course_id);
CREATE INDEX roster_class_by_org ON roster_class (org_id, active);

CREATE TABLE roster_class_session (
    class_id BIGINT NOT NULL REFERENCES roster_class (id),
    session_id BIGINT NOT NULL REFERENCES roster_session (id),
    PRIMARY KEY (class_id, session_id)
);
CREATE INDEX roster_class_session_by_session ON roster_class_session (session_id);

-- `end_on` is the first day on which it no longer holds, as in OneRoster.
CREATE TABLE roster_enrollment (
    id IDENTITY,
    source TEXT NOT NULL,
    external_id TEXT,
    content_hash BIGINT NOT NULL DEFAULT 0,
    class_id BIGINT NOT NULL REFERENCES roster_class (id),
    person_id BIGINT NOT NULL REFERENCES roster_person (id),
    role TEXT NOT NULL CHECK (role IN ('student', 'teacher', 'administrator', 'aide', 'counselor', 'proctor', 'guardian', 'relative', 'other')),
    raw_role TEXT NOT NULL DEFAULT '',
    is_primary BIGINT NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    begin_on TEXT,
    end_on TEXT,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (source, external_id)
);
CREATE INDEX roster_enrollment_by_class ON roster_enrollment (class_id, active, role);
CREATE INDEX roster_enrollment_by_person ON roster_enrollment (person_id, active);
