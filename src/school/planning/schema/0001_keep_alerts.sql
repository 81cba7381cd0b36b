-- What the statistics told (docs/policies/emerging-problems.md). One that persists is one row, looked at again. The cell is as it was when it was
-- found; NULL in a part means every one.
CREATE TABLE planning_alert (
    id IDENTITY,
    model_id BIGINT REFERENCES inventory_model (id),
    school_id BIGINT REFERENCES roster_org (id),
    category_id BIGINT REFERENCES helpdesk_category (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'dismissed', 'passed')),
    -- The first day of the window in which it was found, the last day on which it was found again, and up to which day the numbers were read.
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    as_of_on TEXT NOT NULL,
    method TEXT NOT NULL,
    window_days BIGINT NOT NULL CHECK (window_days > 0),
    observed BIGINT NOT NULL,
    devices BIGINT NOT NULL,
    requesters BIGINT NOT NULL,
    expected DOUBLE PRECISION NOT NULL,
    p DOUBLE PRECISION NOT NULL,
    cells BIGINT NOT NULL,
    -- JSON: what the numbers rest on, so that they can be computed again.
    inputs TEXT NOT NULL,
    -- JSON: the counts of all windows, and those at the dismissal; it stays silent until they are half as many again.
    looks TEXT NOT NULL,
    dismissed_looks TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    decided_by_id BIGINT REFERENCES auth_account (id),
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at BIGINT,
    problem_id BIGINT REFERENCES helpdesk_problem (id),
    found_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Goes up with each decision, so that two people do not decide over each other.
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK (model_id IS NOT NULL OR school_id IS NOT NULL OR category_id IS NOT NULL),
    CHECK (state <> 'confirmed' OR problem_id IS NOT NULL)
);
CREATE INDEX planning_alert_in_state ON planning_alert (state, id);
CREATE INDEX planning_alert_by_last_day ON planning_alert (last_on);
CREATE INDEX planning_alert_of_model ON planning_alert (model_id);
CREATE INDEX planning_alert_of_school ON planning_alert (school_id);
CREATE INDEX planning_alert_of_category ON planning_alert (category_id);
CREATE INDEX planning_alert_decided_by ON planning_alert (decided_by_id);
CREATE INDEX planning_alert_of_problem ON planning_alert (problem_id);

-- The requests that made it, as they were counted then: a category that is corrected later changes nothing here.
CREATE TABLE planning_alert_request (
    alert_id BIGINT NOT NULL REFERENCES planning_alert (id),
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    on_day TEXT NOT NULL,
    PRIMARY KEY (alert_id, request_id)
);
CREATE INDEX planning_alert_request_of_request ON planning_alert_request (request_id);
