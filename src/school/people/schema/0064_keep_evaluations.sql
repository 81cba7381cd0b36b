-- An evaluation is read by its two people and nobody else; only evaluation_store.cpp touches these tables.
CREATE TABLE people_evaluation (
    id IDENTITY,
    subject_id BIGINT NOT NULL REFERENCES auth_account (id),
    evaluator_id BIGINT NOT NULL REFERENCES auth_account (id),
    kind TEXT NOT NULL CHECK (kind IN ('evaluator_classified', 'evaluator_licensed')),
    -- The school year by the year in which it begins.
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'acknowledged')),
    summary TEXT NOT NULL DEFAULT '',
    opened_at BIGINT NOT NULL,
    signed_at BIGINT,
    -- Under the rule of which jurisdiction it was signed, in words.
    signed_rule TEXT NOT NULL DEFAULT '',
    acknowledged_at BIGINT,
    reply TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (subject_id <> evaluator_id),
    CHECK ((state = 'draft') = (signed_at IS NULL)),
    UNIQUE (subject_id, evaluator_id, year)
);
CREATE INDEX people_evaluation_of_year ON people_evaluation (year);
CREATE INDEX people_evaluation_of_evaluator ON people_evaluation (evaluator_id, year);

CREATE TABLE people_evaluation_criterion (
    evaluation_id BIGINT NOT NULL REFERENCES people_evaluation (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    rating TEXT NOT NULL DEFAULT '' CHECK (rating IN ('', 'beginning', 'developing', 'effective', 'leading')),
    words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (evaluation_id, position)
);

-- The licences and trainings under which it was signed; they stay although a licence lapses later.
CREATE TABLE people_evaluation_evidence (
    evaluation_id BIGINT NOT NULL REFERENCES people_evaluation (id),
    licence_id BIGINT NOT NULL REFERENCES people_licence (id),
    PRIMARY KEY (evaluation_id, licence_id)
);
CREATE INDEX people_evaluation_evidence_of_licence ON people_evaluation_evidence (licence_id);
