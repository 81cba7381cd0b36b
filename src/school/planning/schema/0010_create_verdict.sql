-- What the whole district is counted with. One row; none until somebody has said something.
CREATE TABLE planning_assumption (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    hour_cents BIGINT NOT NULL CHECK (hour_cents BETWEEN 0 AND 100000),
    -- Hundredths of a per cent a year.
    interest_basis_points BIGINT NOT NULL CHECK (interest_basis_points BETWEEN 0 AND 3000),
    -- The first day from which every repair is in the log; NULL: the day of the first one.
    log_from_on TEXT,
    -- Who pays when neither the device nor its kind says it.
    funding_source TEXT NOT NULL DEFAULT '',
    revision BIGINT NOT NULL DEFAULT 1
);

-- What a new device costs and how long it is meant to serve: of a kind, or of one model.
CREATE TABLE planning_price (
    id IDENTITY,
    kind TEXT,
    model_id BIGINT REFERENCES inventory_model (id),
    price_cents BIGINT NOT NULL CHECK (price_cents BETWEEN 0 AND 100000000),
    salvage_cents BIGINT NOT NULL CHECK (salvage_cents BETWEEN 0 AND price_cents),
    life_months BIGINT NOT NULL CHECK (life_months BETWEEN 12 AND 240),
    -- The model that is bought next; NULL: one as good as its kind.
    successor_id BIGINT REFERENCES inventory_model (id),
    funding_source TEXT NOT NULL DEFAULT '',
    changed_on TEXT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK ((kind IS NULL) <> (model_id IS NULL))
);
CREATE UNIQUE INDEX planning_price_of_kind ON planning_price (kind) WHERE kind IS NOT NULL;
CREATE UNIQUE INDEX planning_price_of_model ON planning_price (model_id) WHERE model_id IS NOT NULL;
CREATE INDEX planning_price_of_successor ON planning_price (successor_id);

-- From here on: what a job makes anew from devices, repairs and prices, every night and after every change of a price.

-- When it was made, from which day on the log counts, and of how much.
CREATE TABLE planning_count (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    made_at BIGINT NOT NULL,
    log_from_on TEXT,
    devices BIGINT NOT NULL,
    repairs BIGINT NOT NULL
);

-- Failures that follow the device, and days at risk, by year of age (0 is the first; 7 holds all that are older).
CREATE TABLE planning_wear (
    model_id BIGINT NOT NULL REFERENCES inventory_model (id),
    age_year BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (model_id, age_year)
);
CREATE TABLE planning_model_cost (
    model_id BIGINT PRIMARY KEY REFERENCES inventory_model (id),
    failures BIGINT NOT NULL,
    cents BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    p75_cents BIGINT
);
CREATE TABLE planning_kind_cost (
    kind TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    cents BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    p75_cents BIGINT
);
-- Accidents follow the place.
CREATE TABLE planning_accident (
    id IDENTITY,
    kind TEXT NOT NULL,
    school_id BIGINT REFERENCES roster_org (id),
    failures BIGINT NOT NULL,
    days BIGINT NOT NULL
);
CREATE INDEX planning_accident_of_school ON planning_accident (school_id);

-- Devices that are over or only ordered have no row.
CREATE TABLE planning_verdict (
    device_id BIGINT PRIMARY KEY REFERENCES inventory_device (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('keep', 'repair', 'replace', 'warranty', 'unknown')),
    reason TEXT NOT NULL,
    sure BIGINT NOT NULL,
    ends_on TEXT,
    -- Cents a year; NULL when nothing can be said.
    keep_cents BIGINT,
    new_cents BIGINT,
    limit_cents BIGINT NOT NULL,
    -- What keeping costs more in a year than replacing; what is past sense the most comes first.
    regret_cents BIGINT NOT NULL
);
CREATE INDEX planning_verdict_in_order ON planning_verdict (verdict, regret_cents DESC, device_id);

-- When a device comes to its end, and the one after it, within the next years. Round 1 is the device that is there.
CREATE TABLE planning_due (
    device_id BIGINT NOT NULL REFERENCES inventory_device (id),
    round BIGINT NOT NULL,
    school_year BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('support', 'life', 'verdict')),
    price_cents BIGINT,
    funding_source TEXT NOT NULL,
    PRIMARY KEY (device_id, round)
);
CREATE INDEX planning_due_in_year ON planning_due (school_year, funding_source);
