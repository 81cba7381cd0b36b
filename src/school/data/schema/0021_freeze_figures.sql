-- Figures as they were when somebody froze them: all that a reader needs to judge them, and a hash by which a change would be seen. Only a
-- withdrawal is added later.
CREATE TABLE data_figure (
    id IDENTITY,
    title TEXT NOT NULL,
    title_es TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    frozen_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by TEXT NOT NULL DEFAULT '',
    withdrawn_why TEXT NOT NULL DEFAULT '',
    CHECK ((withdrawn_at IS NULL) = (withdrawn_why = ''))
);
CREATE INDEX data_figure_of_account ON data_figure (account_id);

-- What was decided and why, with the figures it rests on.
CREATE TABLE data_decision (
    id IDENTITY,
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    account_id BIGINT REFERENCES auth_account (id),
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX data_decision_of_account ON data_decision (account_id);

CREATE TABLE data_decision_figure (
    decision_id BIGINT NOT NULL REFERENCES data_decision (id),
    figure_id BIGINT NOT NULL REFERENCES data_figure (id),
    PRIMARY KEY (decision_id, figure_id)
);
CREATE INDEX data_decision_figure_by_figure ON data_decision_figure (figure_id);
