-- Licences of educators, trainings of evaluators and certificates of the industry, as their holders enter them. One without verified_at is
-- what somebody says; it opens nothing.
CREATE TABLE people_licence (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    kind TEXT NOT NULL CHECK (kind IN ('teacher_initial', 'teacher_standard', 'teacher_lifetime', 'teacher_emergency', 'endorsement',
                                       'administrator', 'supervisor', 'superintendent', 'evaluator_training', 'other', 'credential')),
    credential_kind_id BIGINT REFERENCES people_credential_kind (id),
    jurisdiction TEXT NOT NULL,
    number TEXT NOT NULL,
    areas TEXT NOT NULL DEFAULT '',
    grades TEXT NOT NULL DEFAULT '',
    issued_on TEXT NOT NULL,
    -- NULL: does not expire.
    expires_on TEXT,
    -- What the issuer says; that a day has passed is computed.
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'suspended', 'revoked', 'pending')),
    -- Why and until when, for people.manage_licences alone.
    suspension_note TEXT NOT NULL DEFAULT '',
    verified_by_id BIGINT REFERENCES auth_account (id),
    verified_at BIGINT,
    -- Stays when the verification is withdrawn: a teaching licence that was verified once is neither removed nor made another kind.
    first_verified_at BIGINT,
    verified_how TEXT NOT NULL DEFAULT '',
    verified_link TEXT NOT NULL DEFAULT '',
    evidence_hash TEXT,
    evidence_name TEXT NOT NULL DEFAULT '',
    evidence_type TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (expires_on IS NULL OR expires_on >= issued_on),
    CHECK ((kind = 'credential') = (credential_kind_id IS NOT NULL)),
    -- Nobody vouches for their own.
    CHECK (verified_by_id IS NULL OR verified_by_id <> account_id)
);
CREATE INDEX people_licence_of_account ON people_licence (account_id);
CREATE INDEX people_licence_of_credential ON people_licence (credential_kind_id);
CREATE INDEX people_licence_verified ON people_licence (verified_by_id);
CREATE INDEX people_licence_by_expiry ON people_licence (expires_on, id);
CREATE INDEX people_licence_of_kind ON people_licence (kind, account_id);

CREATE TABLE people_activity (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    title TEXT NOT NULL,
    done_on TEXT NOT NULL,
    -- Hundredths of an hour, a CEU or a credit.
    amount BIGINT NOT NULL CHECK (amount > 0),
    unit TEXT NOT NULL CHECK (unit IN ('hour', 'ceu', 'credit')),
    type TEXT NOT NULL CHECK (type IN ('attending', 'presenting', 'independent', 'mentoring')),
    -- Keys of people_learning_category, one a line.
    categories TEXT NOT NULL DEFAULT '',
    provider TEXT NOT NULL,
    provider_number TEXT NOT NULL DEFAULT '',
    -- When it was approved, where a rule wants that before.
    approved_on TEXT,
    confirmed_by_id BIGINT REFERENCES auth_account (id),
    confirmed_at BIGINT,
    evidence_hash TEXT,
    evidence_name TEXT NOT NULL DEFAULT '',
    evidence_type TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (confirmed_by_id IS NULL OR confirmed_by_id <> account_id)
);
CREATE INDEX people_activity_of_account ON people_activity (account_id, done_on);
CREATE INDEX people_activity_confirmed ON people_activity (confirmed_by_id);

-- For which licences it counts: for each of them in one cycle only, that of its day or, carried over, the next.
CREATE TABLE people_activity_licence (
    activity_id BIGINT NOT NULL REFERENCES people_activity (id),
    licence_id BIGINT NOT NULL REFERENCES people_licence (id),
    carried BIGINT NOT NULL DEFAULT 0 CHECK (carried IN (0, 1)),
    PRIMARY KEY (activity_id, licence_id)
);
CREATE INDEX people_activity_licence_of_licence ON people_activity_licence (licence_id);

-- Which letters about the end of a licence were written, so that each goes out once.
CREATE TABLE people_licence_reminder (
    licence_id BIGINT NOT NULL REFERENCES people_licence (id),
    expires_on TEXT NOT NULL,
    days BIGINT NOT NULL,
    -- Whether those who keep licences were told as well, from 60 days on.
    keepers_told BIGINT NOT NULL DEFAULT 0 CHECK (keepers_told IN (0, 1)),
    PRIMARY KEY (licence_id, expires_on, days)
);
