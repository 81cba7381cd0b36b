-- Survival curves of similar requests, rebuilt each night from the requests themselves; "length:survival:ended" separated by spaces.
CREATE TABLE helpdesk_forecast_curve (
    similar_by TEXT NOT NULL,
    category_id BIGINT NOT NULL,
    school_id BIGINT NOT NULL,
    steps TEXT NOT NULL,
    PRIMARY KEY (similar_by, category_id, school_id)
);
