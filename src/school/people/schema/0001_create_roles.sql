-- What kinds of work the department has. The texts are the school's own once somebody changes them.
CREATE TABLE people_role (
    id IDENTITY,
    key TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    expertise_en TEXT NOT NULL,
    expertise_es TEXT NOT NULL,
    audience_en TEXT NOT NULL,
    audience_es TEXT NOT NULL,
    -- One sentence a line.
    may_not_en TEXT NOT NULL,
    may_not_es TEXT NOT NULL,
    position BIGINT NOT NULL
);

-- What the work is called here. One title means one role; several titles may mean the same.
CREATE TABLE people_title (
    id IDENTITY,
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL UNIQUE,
    role_id BIGINT NOT NULL REFERENCES people_role (id)
);
CREATE INDEX people_title_of_role ON people_title (role_id);

-- Who does the work of a role where and when. org_id NULL: everywhere. A cover does it only while the covered person is absent.
CREATE TABLE people_assignment (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    role_id BIGINT NOT NULL REFERENCES people_role (id),
    org_id BIGINT REFERENCES roster_org (id),
    -- The title on the contract, as the person has it.
    title TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    to_on TEXT,
    covers_id BIGINT REFERENCES auth_account (id),
    CHECK (to_on IS NULL OR to_on >= from_on),
    CHECK (covers_id IS NULL OR covers_id <> account_id)
);
CREATE INDEX people_assignment_of_account ON people_assignment (account_id);
CREATE INDEX people_assignment_of_role ON people_assignment (role_id);
CREATE INDEX people_assignment_of_org ON people_assignment (org_id);
CREATE INDEX people_assignment_of_covered ON people_assignment (covers_id);

CREATE TABLE people_skill (
    id IDENTITY,
    key TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    position BIGINT NOT NULL
);

-- 1 with help, 2 alone, 3 teaches others.
CREATE TABLE people_person_skill (
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    skill_id BIGINT NOT NULL REFERENCES people_skill (id),
    level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    verified_by_id BIGINT REFERENCES auth_account (id),
    verified_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, skill_id)
);
CREATE INDEX people_person_skill_of_skill ON people_person_skill (skill_id);
CREATE INDEX people_person_skill_verified ON people_person_skill (verified_by_id);

-- What not everybody may do, whatever they can do.
CREATE TABLE people_authority (
    id IDENTITY,
    key TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    -- Whether a limit in money belongs to it.
    has_limit BIGINT NOT NULL DEFAULT 0 CHECK (has_limit IN (0, 1)),
    position BIGINT NOT NULL
);

-- Holds wherever the role is held.
CREATE TABLE people_role_authority (
    role_id BIGINT NOT NULL REFERENCES people_role (id),
    authority_id BIGINT NOT NULL REFERENCES people_authority (id),
    PRIMARY KEY (role_id, authority_id)
);
CREATE INDEX people_role_authority_of_authority ON people_role_authority (authority_id);

-- Given to one person beyond the role. org_id NULL: everywhere.
CREATE TABLE people_person_authority (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    authority_id BIGINT NOT NULL REFERENCES people_authority (id),
    org_id BIGINT REFERENCES roster_org (id),
    limit_cents BIGINT CHECK (limit_cents > 0)
);
CREATE UNIQUE INDEX people_person_authority_at_org ON people_person_authority (account_id, authority_id, org_id) WHERE org_id IS NOT NULL;
CREATE UNIQUE INDEX people_person_authority_everywhere ON people_person_authority (account_id, authority_id) WHERE org_id IS NULL;
CREATE INDEX people_person_authority_of_authority ON people_person_authority (authority_id);
CREATE INDEX people_person_authority_of_org ON people_person_authority (org_id);

-- Where somebody is on which weekday (1 Monday to 7 Sunday). Without any row: on every school day, wherever they are needed.
CREATE TABLE people_duty (
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- NULL: on duty, at no school in particular.
    org_id BIGINT REFERENCES roster_org (id),
    PRIMARY KEY (account_id, weekday)
);
CREATE INDEX people_duty_of_org ON people_duty (org_id);

-- Why somebody is away is nobody's business here.
CREATE TABLE people_absence (
    id IDENTITY,
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    substitute_id BIGINT REFERENCES auth_account (id),
    CHECK (last_on >= first_on),
    CHECK (substitute_id IS NULL OR substitute_id <> account_id)
);
CREATE INDEX people_absence_of_account ON people_absence (account_id, last_on);
CREATE INDEX people_absence_of_substitute ON people_absence (substitute_id);
