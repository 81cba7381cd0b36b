-- Who stands to whom how: supervision, daily work, leave and evaluation are separate records (docs/policies/supervision-and-evaluation.md).
-- 'related': the two are relatives or of one household; for it from and to have no order.
CREATE TABLE people_relation (
    id IDENTITY,
    from_id BIGINT NOT NULL REFERENCES auth_account (id),
    to_id BIGINT NOT NULL REFERENCES auth_account (id),
    kind TEXT NOT NULL CHECK (kind IN ('line_manager', 'work_director', 'leave_approver', 'evaluator_classified', 'evaluator_licensed', 'related')),
    -- NULL: everywhere.
    org_id BIGINT REFERENCES roster_org (id),
    from_on TEXT NOT NULL,
    to_on TEXT,
    basis TEXT NOT NULL DEFAULT '',
    -- The day on which those who manage were told that the evidence lapsed.
    told_on TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (from_id <> to_id),
    CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX people_relation_from ON people_relation (from_id, kind);
CREATE INDEX people_relation_to ON people_relation (to_id, kind);
CREATE INDEX people_relation_of_kind ON people_relation (kind, from_id, to_id, from_on, to_on);
CREATE INDEX people_relation_of_org ON people_relation (org_id);

-- What a state asks of whoever evaluates or line-manages a licensed educator: dated data with its source.
CREATE TABLE people_jurisdiction_pack (
    id IDENTITY,
    jurisdiction TEXT NOT NULL,
    -- Kinds of licences of which one is needed, one a line; empty: none is asked for.
    evaluate_kinds TEXT NOT NULL,
    evaluate_training BIGINT NOT NULL CHECK (evaluate_training IN (0, 1)),
    -- How long a training counts that shows no last day; NULL: for ever.
    training_months BIGINT CHECK (training_months > 0),
    supervise_kinds TEXT NOT NULL,
    supervise_training BIGINT NOT NULL CHECK (supervise_training IN (0, 1)),
    notes TEXT NOT NULL DEFAULT '',
    valid_from_on TEXT NOT NULL,
    valid_to_on TEXT,
    source TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    checked_on TEXT,
    from_source BIGINT NOT NULL CHECK (from_source IN (0, 1)),
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (valid_to_on IS NULL OR valid_to_on >= valid_from_on)
);
CREATE INDEX people_jurisdiction_pack_of_place ON people_jurisdiction_pack (jurisdiction, valid_from_on);

INSERT INTO people_jurisdiction_pack (jurisdiction, evaluate_kinds, evaluate_training, training_months, supervise_kinds, supervise_training, notes, valid_from_on, source, link, checked_on, from_source) VALUES
('US-IL', 'administrator
superintendent', 1, 60, 'administrator
supervisor
superintendent', 0, 'The text asks for the training before any evaluation and once in each renewal cycle. It does not open evaluation or supervision to the unlicensed, so the licence is asked for as well.', '2012-09-01', '105 ILCS 5/24A-3', 'https://www.ilga.gov', '2026-11-23', 1),
('US-IA', 'teacher_standard
teacher_lifetime
administrator
superintendent', 1, 60, 'administrator
supervisor
superintendent', 0, 'Administrators complete the training; other licensed practitioners may be certified too; certified for five years. No way for an unlicensed person. What a line manager needs is not in the text: the strictest is asked for.', '2000-01-01', 'Iowa Code 284.10', 'https://www.legis.iowa.gov', '2026-11-23', 1),
('US-WA', 'administrator
superintendent', 1, NULL, 'administrator
supervisor
superintendent', 0, 'No administrator, principal or other supervisory person evaluates a teacher without training in evaluation procedures. The text does not open it to the unlicensed, so the licence is asked for as well.', '2000-01-01', 'RCW 28A.405.130', 'https://app.leg.wa.gov/RCW', '2026-11-23', 1),
('US-NJ', 'administrator
superintendent', 0, NULL, 'administrator
supervisor
superintendent', 0, 'The school administrator or principal endorsement evaluates; the supervisor endorsement is continuing direction and guidance of instructional personnel.', '2000-01-01', 'N.J.A.C. 6A:9B-12.3', 'https://www.nj.gov/education', '2026-11-23', 1),
('US-CT', 'administrator
superintendent', 0, NULL, 'administrator
superintendent', 0, 'The intermediate administrator certificate (092), also for a department chair whose job includes summative evaluation.', '2000-01-01', 'Regulations of Connecticut State Agencies 10-145d-577(c)', 'https://portal.ct.gov/sde', '2026-11-23', 1);
