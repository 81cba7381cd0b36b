-- What a rule of renewal may ask hours of.
CREATE TABLE people_learning_category (
    key TEXT NOT NULL PRIMARY KEY,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    position BIGINT NOT NULL
);

-- A rule of a state (jurisdiction 'US-TX') or of an issuer ('CompTIA') for a family of licences: dated data with its source. A rule that
-- changes gets an end and a successor, so that a cycle is judged by the rule of its time.
CREATE TABLE people_renewal_rule (
    id IDENTITY,
    jurisdiction TEXT NOT NULL,
    family TEXT NOT NULL CHECK (family IN ('teacher', 'administrator', 'credential')),
    name TEXT NOT NULL,
    cycle_months BIGINT NOT NULL CHECK (cycle_months BETWEEN 1 AND 600),
    anchor TEXT NOT NULL CHECK (anchor IN ('issue', 'fiscal', 'calendar')),
    total_minutes BIGINT NOT NULL CHECK (total_minutes >= 0),
    minutes_per_ceu BIGINT CHECK (minutes_per_ceu > 0),
    -- 15 h in one state, 30 h in another; NULL: credits are not accepted.
    minutes_per_credit BIGINT CHECK (minutes_per_credit > 0),
    mixes BIGINT NOT NULL DEFAULT 1 CHECK (mixes IN (0, 1)),
    -- How many days before the end of a cycle an activity must lie to count in the next one; 0: nothing carries over.
    carry_days BIGINT NOT NULL DEFAULT 0 CHECK (carry_days >= 0),
    carry_minutes BIGINT CHECK (carry_minutes > 0),
    approval_first BIGINT NOT NULL DEFAULT 0 CHECK (approval_first IN (0, 1)),
    notes TEXT NOT NULL DEFAULT '',
    valid_from_on TEXT NOT NULL,
    valid_to_on TEXT,
    source TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    checked_on TEXT,
    -- Whether the figures were read in the source; otherwise they are general knowledge, and the page says "ask your state".
    from_source BIGINT NOT NULL CHECK (from_source IN (0, 1)),
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (valid_to_on IS NULL OR valid_to_on >= valid_from_on)
);
CREATE INDEX people_renewal_rule_of_place ON people_renewal_rule (jurisdiction, family, valid_from_on);

-- At least or at most so much of a category or of a type of activity; in minutes or in percent of the total.
CREATE TABLE people_renewal_limit (
    id IDENTITY,
    rule_id BIGINT NOT NULL REFERENCES people_renewal_rule (id),
    subject TEXT NOT NULL CHECK (subject IN ('category', 'type')),
    word TEXT NOT NULL,
    bound TEXT NOT NULL CHECK (bound IN ('least', 'most')),
    minutes BIGINT CHECK (minutes > 0),
    percent BIGINT CHECK (percent BETWEEN 1 AND 100),
    CHECK ((minutes IS NULL) <> (percent IS NULL))
);
CREATE INDEX people_renewal_limit_of_rule ON people_renewal_limit (rule_id);

-- Certificates of the industry. A current, verified one gives its skill with this level.
CREATE TABLE people_credential_kind (
    id IDENTITY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    rule_id BIGINT REFERENCES people_renewal_rule (id),
    skill_id BIGINT REFERENCES people_skill (id),
    level BIGINT CHECK (level BETWEEN 1 AND 3),
    position BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK ((skill_id IS NULL) = (level IS NULL))
);
CREATE INDEX people_credential_kind_of_rule ON people_credential_kind (rule_id);
CREATE INDEX people_credential_kind_of_skill ON people_credential_kind (skill_id);
