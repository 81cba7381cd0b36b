-- What was done to a device, written down as it is made.
CREATE TABLE helpdesk_repair (
    id IDENTITY,
    device_id BIGINT NOT NULL REFERENCES inventory_device (id),
    request_id BIGINT REFERENCES helpdesk_request (id),
    account_id BIGINT REFERENCES auth_account (id),
    technician_name TEXT NOT NULL,
    symptom TEXT NOT NULL,
    diagnosis TEXT NOT NULL DEFAULT '',
    action TEXT NOT NULL,
    component TEXT NOT NULL DEFAULT 'other'
        CHECK (component IN ('screen', 'keyboard', 'battery', 'charger', 'hinge', 'board', 'storage', 'camera', 'software', 'network', 'other')),
    cause TEXT NOT NULL DEFAULT 'unknown' CHECK (cause IN ('wear', 'accident', 'misuse', 'defect', 'unknown')),
    minutes BIGINT NOT NULL CHECK (minutes >= 0),
    cost_cents BIGINT NOT NULL DEFAULT 0 CHECK (cost_cents >= 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('fixed', 'worked_around', 'not_fixed', 'replaced', 'sent_to_vendor')),
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_repair_of_device ON helpdesk_repair (device_id, at);
CREATE INDEX helpdesk_repair_of_request ON helpdesk_repair (request_id);

CREATE TABLE helpdesk_repair_part (
    id IDENTITY,
    repair_id BIGINT NOT NULL REFERENCES helpdesk_repair (id),
    name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    cost_cents BIGINT NOT NULL DEFAULT 0 CHECK (cost_cents >= 0)
);
CREATE INDEX helpdesk_repair_part_of_repair ON helpdesk_repair_part (repair_id);

-- What routing has learned: how often a feature was seen with a team. Rebuildable from closed and corrected requests.
CREATE TABLE helpdesk_routing_count (
    feature TEXT NOT NULL,
    team_id BIGINT NOT NULL REFERENCES helpdesk_team (id),
    seen BIGINT NOT NULL CHECK (seen >= 0),
    PRIMARY KEY (feature, team_id)
);

-- Explicit rules stand above what was learned. NULL means any.
CREATE TABLE helpdesk_routing_rule (
    id IDENTITY,
    category_id BIGINT REFERENCES helpdesk_category (id),
    school_id BIGINT REFERENCES roster_org (id),
    device_kind TEXT,
    team_id BIGINT NOT NULL REFERENCES helpdesk_team (id)
);

-- Each night's check of the forecast against what really happened (docs/policies/forecast.md).
CREATE TABLE helpdesk_back_test (
    id IDENTITY,
    at BIGINT NOT NULL,
    tried BIGINT NOT NULL,
    covered BIGINT NOT NULL,
    method TEXT NOT NULL
);
