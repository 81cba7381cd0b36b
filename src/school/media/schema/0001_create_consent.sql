-- A form on paper. `file_hash` is the scan among the district's files, '' when only the answers were entered.
CREATE TABLE media_paper (
    id IDENTITY,
    student_id BIGINT NOT NULL REFERENCES roster_person (id),
    giver_id BIGINT NOT NULL REFERENCES roster_person (id),
    file_hash TEXT NOT NULL DEFAULT '',
    file_type TEXT NOT NULL DEFAULT '',
    entered_by BIGINT REFERENCES auth_account (id),
    at BIGINT NOT NULL
);
CREATE INDEX media_paper_by_student ON media_paper (student_id);
CREATE INDEX media_paper_by_giver ON media_paper (giver_id);
CREATE INDEX media_paper_by_entered_by ON media_paper (entered_by);

-- What a guardian or the student said, one row for each use. Rows are never changed but for the two `ended_` columns: a later answer of the same
-- person for the same use ends the one before it. The rows that have not ended are what counts now. A yes holds from `given_on` until `until_on`, the
-- first day on which it no longer does; a no holds until its giver says otherwise. `words_hash` is of the words that the giver was shown.
CREATE TABLE media_answer (
    id IDENTITY,
    student_id BIGINT NOT NULL REFERENCES roster_person (id),
    giver_id BIGINT NOT NULL REFERENCES roster_person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('news', 'athletics', 'promotion')),
    channel TEXT NOT NULL CHECK (channel IN ('site', 'social', 'print', 'press')),
    yes BIGINT NOT NULL CHECK (yes IN (0, 1)),
    given_on TEXT NOT NULL,
    until_on TEXT CHECK (until_on IS NULL OR yes = 1),
    form_version TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    how TEXT NOT NULL CHECK (how IN ('link', 'account', 'paper', 'telephone')),
    paper_id BIGINT REFERENCES media_paper (id),
    entered_by BIGINT REFERENCES auth_account (id),
    at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_how TEXT NOT NULL DEFAULT '' CHECK (ended_how IN ('', 'replaced', 'withdrawn', 'set_aside')),
    CHECK (yes = 0 OR until_on IS NOT NULL)
);
CREATE UNIQUE INDEX media_answer_now ON media_answer (student_id, channel, purpose, giver_id) WHERE ended_at IS NULL;
CREATE INDEX media_answer_by_student ON media_answer (student_id, id);
CREATE INDEX media_answer_by_giver ON media_answer (giver_id, id);
CREATE INDEX media_answer_by_paper ON media_answer (paper_id);
CREATE INDEX media_answer_by_entered_by ON media_answer (entered_by);
CREATE INDEX media_answer_by_until ON media_answer (until_on) WHERE ended_at IS NULL;

-- "Must not be shown". There is no column for a reason, and there will be none (clause 2.1).
CREATE TABLE media_protection (
    id IDENTITY,
    student_id BIGINT NOT NULL REFERENCES roster_person (id),
    set_at BIGINT NOT NULL,
    set_by BIGINT REFERENCES auth_account (id),
    lifted_at BIGINT,
    lifted_by BIGINT REFERENCES auth_account (id)
);
CREATE UNIQUE INDEX media_protection_now ON media_protection (student_id) WHERE lifted_at IS NULL;
CREATE INDEX media_protection_by_student ON media_protection (student_id);
CREATE INDEX media_protection_by_set_by ON media_protection (set_by);
CREATE INDEX media_protection_by_lifted_by ON media_protection (lifted_by);

-- Whether recognisable students are shown on a channel at all. Closed until the district opens it (clause 2.3).
CREATE TABLE media_ceiling (
    channel TEXT PRIMARY KEY CHECK (channel IN ('site', 'social', 'print', 'press')),
    open BIGINT NOT NULL DEFAULT 0 CHECK (open IN (0, 1))
);
INSERT INTO media_ceiling (channel) VALUES ('site'), ('social'), ('print'), ('press');
