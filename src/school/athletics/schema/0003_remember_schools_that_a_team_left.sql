-- A school for which a team plays no more: calendar programs that got its games there must hear that they are there no more.
CREATE TABLE athletics_former_school (
    team_id BIGINT NOT NULL REFERENCES athletics_team (id),
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    left_at BIGINT NOT NULL,
    PRIMARY KEY (team_id, org_id)
);
CREATE INDEX athletics_former_school_of_org ON athletics_former_school (org_id, left_at);
